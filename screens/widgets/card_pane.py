"""The triage card beside the words: what was answered, what to ask now, what to read aloud, and what it comes to."""

from collections.abc import Callable
from dataclasses import dataclass

from textual.binding import Binding

from models.rows.triage import Reading
from models.triage import Due, Question, Standing, Step, Verdict
from models.vocabulary import Priority
from screens import keys
from screens.format import cells, clean, cut, wrap
from screens.host import host_of, view_of
from screens.theme import BLOCK
from screens.view import View
from screens.widgets.sheet import Line, Sheet, Span

FRAME = 5
"""Lines of a screen that are not the form's."""

STEPS = 5
"""So many answered questions are shown; the older ones are counted."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the pane shows: where the walk stands, what was read, the language of the texts, and a choice of guesses."""

    standing: Standing | None = None
    readings: tuple[Reading, ...] = ()
    lang: str = "zh"
    guesses: tuple[tuple[str, str], ...] = ()
    category: str = ""
    priority: Priority | None = None
    placed: bool = True


class CardPane(Sheet, can_focus=True):
    """One digit answers; Backspace or Left takes back; Space or Enter says that the text was read.

    Args:
        asked: is given each key of the card at once, for what was typed ahead follows it: a digit, ``back``, ``read``
            or ``language``.
    """

    BINDINGS = [
        *keys.bindings(keys.CARD),
        Binding("up", "scroll(-1)", show=False),
        Binding("down", "scroll(1)", show=False),
    ]

    def __init__(self, asked: Callable[[str], None]) -> None:
        super().__init__(id="card")
        self.ask = asked
        self.shown = Shown()
        self.tight = False
        self.most = 99

    def show(self, shown: Shown) -> None:
        """Show this."""
        self.shown = shown
        self.display = shown.standing is not None or bool(shown.guesses) or self.has_focus
        self.compose_lines()

    def compose_lines(self) -> None:
        view, width = view_of(host_of(self)), self.size.width or 40
        short = self.tight and not self.has_focus
        lines = short_lines(self.shown, view, width) if short else self._whole(view, width)
        self.write(lines)
        filled = self.tight and self.has_focus
        self.styles.height = "1fr" if filled else max(1, min(len(lines), self.most))

    def _whole(self, view: View, width: int) -> list[Line]:
        """The whole card; where it would not fit, what was answered gives way to what is to be read."""
        room = self.app.size.height - FRAME if self.tight else self.most
        for steps in range(STEPS, -1, -1):
            lines = card_lines(self.shown, view, width, focused=self.has_focus, steps=steps)
            if len(lines) <= room:
                break
        return lines

    def on_focus(self) -> None:
        self.compose_lines()

    def on_blur(self) -> None:
        self.compose_lines()

    def action_scroll(self, by: int) -> None:
        """Scroll by lines."""
        self.scroll_lines(by)

    def action_card_answer(self, key: str) -> None:
        """Answer what is asked."""
        self.ask(key)

    def action_card_back(self) -> None:
        """Take the last answer back."""
        self.ask("back")

    def action_card_read(self) -> None:
        """The text was read aloud."""
        self.ask("read")

    def action_card_language(self) -> None:
        """The text in the other language."""
        self.ask("language")


def short_lines(shown: Shown, view: View, width: int) -> list[Line]:
    """The card in two lines: what is asked, and what is to be read or what it comes to."""
    now = shown.standing
    if now is None:
        return [_choice_line(shown, view)]
    key, asks = _key("form.card"), now.ask
    say = view.say("triage.done") if asks is None else f"{asks.code} {clean(view.named(asks.zh, asks.en))}"
    title = f"{view.say('triage.title')} {now.card.code}"
    at = 3 + cells(title) + 2
    edge = width - cells(key) - 2
    first = Line((Span(1, "*" if asks else "+", "key" if asks else "green"), Span(3, title, "title"),
                  Span(at, say, "text", max(4, edge - at - 1)), Span(edge, key, "key")), "band")  # fmt: skip
    waits = [one for one in now.due if not _read(one, shown.readings)]
    if waits:
        words = f"{view.say('triage.read_aloud')} {_words(waits[0], shown.lang)}"
        return [first, Line((Span(1, "-", "amber"), Span(3, cut(clean(words), width - 4), "title")))]
    return [first, *verdict_lines(shown, now, view, width)[:1]]


def card_lines(shown: Shown, view: View, width: int, *, focused: bool, steps: int) -> list[Line]:
    """The whole card, in the order in which it is used."""
    now = shown.standing
    if now is None:
        return [_head(view.say("triage.title"), view.say("triage.which"), focused, width), *_choices(shown, view)]
    name = f"{now.card.code} {clean(view.named(now.card.zh, now.card.en))}"
    key = f"{_key('form.card')} {view.say('triage.leave' if focused else 'triage.enter')}"
    lines = [_head(f"{view.say('triage.title')}  {name}", key, focused, width)]
    lines += approval_lines(now, view, width)
    if not shown.placed:
        lines += _amber(view.say("triage.place_first"), width)
    lines += step_lines(now.steps, view, width, steps)
    lines += ask_lines(now.ask, view, width, focused=focused)
    lines += verdict_lines(shown, now, view, width)
    lines += text_lines(now.due, shown, view, width)
    for hint in now.verdict.hints:
        lines += _amber(view.say(f"triage.hint_{hint}"), width)
    return lines


def approval_lines(now: Standing, view: View, width: int) -> list[Line]:
    """Which version of the card this is, and whether anybody answers for it."""
    card = now.card
    if card.approved_at is None:
        return _amber(view.say("triage.to_approve", version=card.version), width)
    said = view.say("triage.approved", version=card.version, by=clean(card.approved_by))
    return [Line((Span(3, said, "dim"),))]


def _amber(said: str, width: int) -> list[Line]:
    """A caution, in as many lines as it takes."""
    first, *more = wrap(said, max(16, width - 4))
    return [Line((Span(1, "!", "amber"), Span(3, first, "amber"))), *(Line((Span(3, one, "amber"),)) for one in more)]


def step_lines(steps: tuple[Step, ...], view: View, width: int, most: int) -> list[Line]:
    """What was answered: the question left, the answer right."""
    lines = []
    left = len(steps) - most
    if left > 0:
        lines.append(Line((Span(3, view.say("triage.answered", n=left), "dim"),)))
    for step in steps[max(0, left) :]:
        said = clean(view.named(step.answer.zh, step.answer.en))
        edge = max(12, width - 1 - cells(said))
        words = f"{step.question.code} {clean(view.named(step.question.zh, step.question.en))}"
        lines.append(Line((Span(3, cut(words, edge - 5), "dim"), Span(edge, said, "title"))))
    return lines


def ask_lines(ask: Question | None, view: View, width: int, *, focused: bool) -> list[Line]:
    """The question to be asked now, and its answers with their keys."""
    if ask is None:
        return [Line((Span(1, "+", "green"), Span(3, view.say("triage.done"))), "field")]
    first, *more = wrap(f"{ask.code}  {clean(view.named(ask.zh, ask.en))}", max(16, width - 4))
    lines = [Line((Span(1, ">", "key" if focused else "dim"), Span(3, first, "title")), "field")]
    lines += [Line((Span(3, part, "title"),), "field") for part in more]
    named = [(one.key, clean(view.named(one.zh, one.en))) for one in ask.answers]
    return [*lines, *choice_lines(named, width)]


def choice_lines(named: list[tuple[str, str]], width: int) -> list[Line]:
    """Keys and words, as many beside each other as have room."""
    wide = max((cells(words) for _, words in named), default=1) + 5
    beside = max(1, min(4, (width - 3) // wide))
    lines = []
    for start in range(0, len(named), beside):
        spans: list[Span] = []
        for place, (key, words) in enumerate(named[start : start + beside]):
            at = 3 + place * wide
            spans += [Span(at, key, "key"), Span(at + 2, words)]
        lines.append(Line(tuple(spans)))
    return lines


def verdict_lines(shown: Shown, now: Standing, view: View, width: int) -> list[Line]:
    """What it comes to; life safety is a block."""
    if shown.priority is None or not (now.verdict.priority or shown.priority is Priority.P1):
        return []
    life = shown.priority is Priority.P1
    because = f" ({', '.join(now.verdict.because)})" if now.verdict.because else ""
    said = view.say("triage.life" if life else "triage.verdict", priority=shown.priority.value,
                    category=clean(shown.category), because=because)  # fmt: skip
    lines = [Line((Span(3, part, BLOCK if life else "title"),), BLOCK if life else "band")
             for part in wrap(said, max(16, width - 4))]  # fmt: skip
    skills = view.skills(now.verdict.skills)
    if skills and not life:
        lines.append(Line((Span(3, skills, "dim"),)))
    asks = _asks(now.verdict, view)
    return [*lines, *(_amber(asks, width) if asks else [])]


def _asks(verdict: Verdict, view: View) -> str:
    """What the answers ask for beside the priority."""
    said = [view.word("flag", flag) for flag in verdict.flags]
    if verdict.major is not None:
        said.append(view.say("triage.major", kind=view.word("emergency", verdict.major)))
    return ", ".join(said)


def text_lines(due: tuple[Due, ...], shown: Shown, view: View, width: int) -> list[Line]:
    """What is to be read aloud, bright; what was read stands below in a line, and in full once nothing is left."""
    if not due:
        return []
    title, hint = view.say("triage.read_aloud"), view.say("triage.read_key")
    head = [Span(3, title, "title")]
    if cells(title) + cells(hint) + 6 <= width:
        head.append(Span(-1 - cells(hint), hint, "dim"))
    lines = [Line(tuple(head), "band")]
    unread = [one for one in due if not _read(one, shown.readings)]
    for one in unread or due:
        mark, tone = ("-", "title") if unread else ("+", "dim")
        first, *more = wrap(clean(_words(one, shown.lang)), max(16, width - 5))
        lines.append(Line((Span(1, mark, "amber" if unread else "green"), Span(3, first, tone))))
        lines += [Line((Span(3, part, tone),)) for part in more]
    for one in due if unread else ():
        if one not in unread:
            words = cut(clean(_words(one, shown.lang)), max(16, width - 5))
            lines.append(Line((Span(1, "+", "green"), Span(3, words, "dim"))))
    return lines


def _words(one: Due, lang: str) -> str:
    return one.text.zh if lang == "zh" else one.text.en


def _read(one: Due, readings: tuple[Reading, ...]) -> bool:
    return any((read.card, read.version, read.code) == (one.card, one.version, one.text.code) for read in readings)


def _key(id: str) -> str:
    return keys.key(id).shown


def _head(title: str, right: str, focused: bool, width: int) -> Line:
    room = width - cells(right) - 4
    spans = (Span(1, cut(title, max(4, room)), "title"), Span(-1 - cells(right), right, "key"))
    return Line(spans, "focus" if focused else "band")


def _choices(shown: Shown, view: View) -> list[Line]:
    return [Line((Span(3, str(n), "key"), Span(5, clean(name)), Span(-1 - cells(code), code, "dim")))
            for n, (code, name) in enumerate(shown.guesses, 1)]  # fmt: skip


def _choice_line(shown: Shown, view: View) -> Line:
    names = "  ".join(f"{n} {clean(name)}" for n, (_, name) in enumerate(shown.guesses, 1))
    return Line((Span(1, "?", "amber"), Span(3, f"{view.say('triage.which')}  {names}  {_key('form.card')}")), "band")
