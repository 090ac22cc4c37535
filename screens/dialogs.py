"""Small questions above the command line: choose one, fill in a few lines, a moment, yes or no. All by keyboard.

Each is a modal that answers with a value, or None when it was left with Escape. Digits choose also as full-width
ones, so that a Chinese input method need not be switched off.
"""

import asyncio
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from screens.format import cells, clean
from screens.instants import read_instant
from screens.view import View
from screens.widgets.field import Field
from screens.widgets.form_row import Label
from screens.widgets.sheet import Line, Sheet, Span

Answer = TypeVar("Answer")
MOST_LINES = 14
"""Options that show at once; the others are a scroll or a letter away."""

TWO_ALARMS_FROM = 34
"""From this height on the strip has two lines."""

LETTERS = "abcdefghijklm"
"""Where digits end: the keys of the eleventh option and those below it, in a list that is not typed into."""

WIDE_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def digit_keys(digit: int) -> str:
    """The key names of a digit: plain and full-width."""
    return f"{digit},fullwidth_digit_{WIDE_DIGITS[digit]}"


@dataclass(frozen=True, slots=True)
class Option:
    """Something to choose: the value it answers with, its words, and what may help to decide.

    What is `doubtful` is never chosen beforehand; what is `barred` cannot be chosen, its hint says why.
    """

    value: str
    label: str
    hint: str = ""
    tone: str = "text"
    search: str = ""
    doubtful: bool = False
    barred: bool = False


@dataclass(frozen=True, slots=True)
class Blank:
    """A line to fill in: its name, its label, what stands in it, and whether it may stay empty."""

    name: str
    label: str
    value: str = ""
    optional: bool = False


MARK = 3
"""Cells before a label: the mark of the line that is typed into stands there."""


class Question(ModalScreen[Answer | None], Generic[Answer]):
    """The frame of every small question: a band with its title and its keys above its body.

    It goes with its answer, unless it was told to :meth:`keep`: then it stays, and can be answered again.
    """

    CSS_PATH = "styles/dialogs.tcss"
    BINDINGS = [Binding("escape", "leave", id="ask.leave", show=False)]
    typed = False
    """Does it hold text that somebody typed?"""

    def __init__(self, view: View, title: str, keys: str) -> None:
        super().__init__()
        self.view, self.heading, self.keys = view, title, keys
        self._answers: asyncio.Queue[Answer | None] | None = None
        self._waiting = self._released = False

    def keep(self) -> None:
        """Stay after an answer, until :meth:`release`."""
        self._answers = asyncio.Queue()

    @property
    def waiting(self) -> bool:
        """Was it answered, and nothing come of that yet?"""
        return self._waiting

    async def answered(self) -> Answer | None:
        """The next answer of a kept question."""
        assert self._answers is not None
        return await self._answers.get()

    def answer(self, answer: Answer | None) -> None:
        """Give the answer; while a kept question waits for what comes of one, it takes no other."""
        if self._answers is None:
            self._waiting = True
            self.dismiss(answer)
        elif not self._waiting:
            self._waiting = True
            self.complain("")
            self._answers.put_nowait(answer)

    def release(self) -> None:
        """Go: at once, or as soon as what stands over this one has gone."""
        self._released = True
        if self.is_current:
            self.dismiss(None)

    def recall(self, answer: Answer) -> None:
        """Begin with what was answered when this was asked before."""

    def compose(self) -> ComposeResult:
        with Vertical(id="question"):
            yield Band(self.heading, self.view.say(self.keys), id="question-band")
            yield from self.body()
            yield Static("", id="question-trouble", markup=False)

    def on_descendant_focus(self) -> None:
        """The line that is typed into has the mark."""
        for line in self.query(Typing):
            line.tell()

    def on_mount(self) -> None:
        """Strip, command line and keys stay in sight below."""
        self.query_one("#question").styles.margin = (0, 0, 4 if self.app.size.height >= TWO_ALARMS_FROM else 3, 0)

    def body(self) -> ComposeResult:
        """The widgets below the band."""
        yield from ()

    def complain(self, sentence: str) -> None:
        """Say what is wrong with the answer, inside the question; nothing typed is lost."""
        trouble = self.query_one("#question-trouble", Static)
        trouble.update(clean(sentence))
        trouble.set_class(bool(sentence), "-shown")
        if sentence:
            self._waiting = False

    def on_screen_suspend(self) -> None:
        """Another question stands over this one: one at a time."""
        self.query_one("#question").display = False

    def on_screen_resume(self) -> None:
        self.query_one("#question").display = True
        if self._released:
            self.dismiss(None)

    def action_leave(self) -> None:
        self._waiting = False
        self.answer(None)


class Band(Sheet, can_focus=False):
    """One band: a title left, keys or a figure right."""

    def __init__(self, title: str, right: str = "", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.title, self.right = title, right

    def compose_lines(self) -> None:
        text = clean(self.right)
        spans = (Span(1, clean(self.title), "title"), Span(-1 - cells(text), text, "dim"))
        self.write([Line(spans, "focus")])


class Typing(Horizontal):
    """A line to type in: its whole label, marked while the caret is there, and the field."""

    def __init__(self, label: str, field: Field, *, wide: int = 0) -> None:
        super().__init__(classes="blank")
        self.words, self.field = label, field
        self.label = Label(label)
        self.label.styles.width = max(wide, cells(label)) + MARK + 1

    def compose(self) -> ComposeResult:
        yield self.label
        yield self.field

    def tell(self) -> None:
        """Mark the line if it is the one typed into."""
        self.label.tell(self.words, self.field.has_focus)


class Choose(Question[str]):
    """Choose one of a list by digit, arrows and Enter; with `filtered`, letters typed narrow the list.

    `undecided` begins on none of them: Enter alone answers nothing, the person names one or moves there.
    """

    BINDINGS = [
        *(Binding(key, f"letter({place})", show=False, priority=True) for place, key in enumerate(LETTERS, 10)),
        *(Binding(digit_keys(digit), f"pick({digit})", show=False, priority=True) for digit in range(10)),
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("pageup", "move(-9)", show=False, priority=True),
        Binding("pagedown", "move(9)", show=False, priority=True),
        Binding("enter", "take", show=False, priority=True),
    ]

    def __init__(
        self,
        view: View,
        title: str,
        options: Sequence[Option],
        *,
        chosen: str | None = None,
        filtered: bool = False,
        undecided: bool = False,
    ) -> None:
        usual = "ask.keys_decide" if undecided else "ask.keys_choose"
        super().__init__(view, title, "ask.keys_filter" if filtered else usual)
        self.options, self.chosen, self.filtered, self.undecided = list(options), chosen, filtered, undecided
        self.shown = list(options)

    def body(self) -> ComposeResult:
        if self.filtered:
            yield Typing(self.view.say("ask.filter"), Filter(id="filter"))
        yield Options(can_be_focused=not self.filtered)

    def on_mount(self) -> None:
        self.query_one(Options).styles.height = max(1, min(len(self.options), MOST_LINES, self.app.size.height - 9))
        self._show(self.chosen)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Letters choose only where they are not typed."""
        return not self.filtered if action == "letter" else super().check_action(action, parameters)

    def _show(self, chosen: str | None = None) -> None:
        sheet = self.query_one(Options)
        sheet.show(self.shown)
        first = self._first(chosen)
        sheet.decide(None if first is None or self.undecided else first.value)

    def _first(self, chosen: str | None) -> Option | None:
        """Where to begin: the one named, the only one left by typing, or the first that nothing speaks against."""
        named = [option for option in self.shown if option.value == chosen and not option.barred]
        if not named and len(self.shown) == 1 < len(self.options):
            named = [option for option in self.shown if not option.barred]
        return next(iter(named or [one for one in self.shown if not (one.doubtful or one.barred)]), None)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list to what holds every typed word."""
        words = unicodedata.normalize("NFKC", event.value).casefold().split()
        self.shown = [option for option in self.options if all(word in haystack(option) for word in words)]
        self._show()

    def spells(self, typed: str, digit: str) -> bool:
        """Does the digit go on with a name that is being typed?"""
        word = unicodedata.normalize("NFKC", typed).casefold()
        return bool(word) and any(word + digit in haystack(option) for option in self.shown)

    def action_pick(self, digit: int) -> None:
        self.action_letter((digit or 10) - 1)

    def action_letter(self, place: int) -> None:
        """Take the option at a place."""
        if place < len(self.shown):
            self._take(self.shown[place].value)

    def _take(self, value: str) -> None:
        option = next(option for option in self.shown if option.value == value)
        if option.barred:
            self.complain(self.view.say("ask.barred", label=option.label, why=option.hint))
        else:
            self.answer(value)

    def action_move(self, by: int) -> None:
        self.query_one(Options).step(by)

    def action_take(self) -> None:
        sheet = self.query_one(Options)
        if not sheet.decided and self.shown:
            self.complain(self.view.say("ask.undecided"))
        elif sheet.ref is not None and self.shown:
            self._take(str(sheet.ref))

    def on_sheet_opened(self, event: Sheet.Opened) -> None:
        """A click on the chosen line takes it."""
        self._take(str(event.ref))


class Filter(Field):
    """Letters narrow the list; a digit chooses from it, but for one that goes on with a name such as ``R3``."""

    async def _on_key(self, event: events.Key) -> None:
        plain = unicodedata.normalize("NFKC", event.character or "")
        screen = self.screen
        if plain.isdecimal() and isinstance(screen, Choose) and not screen.spells(self.value, plain):
            event.stop()
            event.prevent_default()
            screen.action_pick(int(plain))
            return
        await super()._on_key(event)


class Options(Sheet):
    """The list of a question; its cursor is live although the keys may go to the line above it."""

    def __init__(self, *, can_be_focused: bool) -> None:
        super().__init__(id="options")
        self.can_focus = can_be_focused
        self.options: Sequence[Option] = ()
        self.decided = True

    @property
    def shows_focus(self) -> bool:
        return True

    @property
    def shows_cursor(self) -> bool:
        return self.decided

    def show(self, options: Sequence[Option]) -> None:
        """List these."""
        self.options = options
        self.compose_lines()

    def compose_lines(self) -> None:
        self.write(option_lines(self.options, self.size.width or self.app.size.width))

    def decide(self, value: str | None) -> None:
        """Begin on this option; on none, nothing is chosen until the cursor is moved."""
        self.decided = value is not None
        self.select(value if value is not None else (self.options[0].value if self.options else ""))
        self.refresh()

    def step(self, by: int) -> None:
        if self.decided:
            super().step(by)
        elif self.options:
            self.decide(self.options[0 if by > 0 else -1].value)

    def on_click(self, event: events.Click) -> None:
        """The first click only decides."""
        if not self.decided and event.y + self.top < len(self.options):
            event.prevent_default()
            self.decide(self.options[event.y + self.top].value)


def haystack(option: Option) -> str:
    """What a typed word is looked for in."""
    return unicodedata.normalize("NFKC", f"{option.value} {option.label} {option.hint} {option.search}").casefold()


def option_lines(options: Sequence[Option], width: int) -> list[Line]:
    """A line an option: its key, its words, and the hint behind the longest of them, as wide as the screen allows."""
    longest = max((cells(clean(option.label)) for option in options), default=0)
    hints = max((cells(clean(option.hint)) for option in options), default=0)
    at_hint = 6 + min(longest, max(30, width - 6 - hints - 3)) + 2
    keys = [*(str((place + 1) % 10) for place in range(10)), *LETTERS]
    return [
        Line(
            (
                Span(3, keys[place] if place < len(keys) else "", "dim" if option.barred else "key", 2),
                Span(6, clean(option.label), "dim" if option.barred or option.doubtful else option.tone),
                Span(at_hint, clean(option.hint), "dim"),
            ),
            ref=option.value,
        )
        for place, option in enumerate(options)
    ]


class Confirm(Choose):
    """Yes or no: a digit, `y` or `n`. The cursor begins on no, so that one Enter too many never affirms.

    Where no is an answer like yes (`undecided`), it begins on neither.
    """

    BINDINGS = [
        Binding("y,fullwidth_latin_small_letter_y", "pick(1)", show=False, priority=True),
        Binding("n,fullwidth_latin_small_letter_n", "pick(2)", show=False, priority=True),
    ]

    def __init__(self, view: View, title: str, *, chosen: str = "no", undecided: bool = False) -> None:
        options = [Option("yes", view.say("ask.yes"), "y"), Option("no", view.say("ask.no"), "n")]
        super().__init__(view, title, options, chosen=chosen, undecided=undecided)


class AskLines(Question[Mapping[str, str]]):
    """Fill in one or more lines; Enter goes on to the next and at the last one answers."""

    typed = True
    BINDINGS = [
        Binding("up", "go(-1)", show=False, priority=True),
        Binding("down,tab", "go(1)", show=False, priority=True),
        Binding("ctrl+s", "answer", show=False, priority=True),
    ]

    def __init__(self, view: View, title: str, blanks: Sequence[Blank]) -> None:
        super().__init__(view, title, "ask.keys_lines" if len(blanks) > 1 else "ask.keys_line")
        self.blanks = list(blanks)

    def recall(self, answer: Mapping[str, str]) -> None:
        self.blanks = [replace(blank, value=answer.get(blank.name, blank.value)) for blank in self.blanks]

    def body(self) -> ComposeResult:
        wide = max(cells(blank.label) for blank in self.blanks)
        for blank in self.blanks:
            yield Typing(blank.label, Field(blank.value, id=f"blank-{blank.name}"), wide=wide)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter: the next empty line, or the answer."""
        fields = list(self.query(Field))
        here = next(place for place, one in enumerate(fields) if one is event.input)
        if here + 1 < len(fields):
            fields[here + 1].focus()
        else:
            self.action_answer()

    def action_go(self, by: int) -> None:
        fields = list(self.query(Field))
        here = next((place for place, one in enumerate(fields) if one.has_focus), 0)
        fields[(here + by) % len(fields)].focus()

    def action_answer(self) -> None:
        given = {blank.name: self.query_one(f"#blank-{blank.name}", Field).value.strip() for blank in self.blanks}
        for blank in self.blanks:
            if not blank.optional and not given[blank.name]:
                self.complain(self.view.say("ask.missing", label=blank.label))
                self.query_one(f"#blank-{blank.name}", Field).focus()
                return
        self.answer(given)


class AskLine(AskLines):
    """One line of text; answers with a mapping of the single name ``text``."""

    def __init__(self, view: View, title: str, label: str, *, value: str = "", optional: bool = False) -> None:
        super().__init__(view, title, [Blank("text", label, value, optional)])


class AskTime(Question[int]):
    """A moment: typed, or one of a few that are likely. What was understood is shown beside it."""

    typed = True
    BINDINGS = [
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("down", "move(1)", show=False, priority=True),
    ]

    def __init__(
        self,
        view: View,
        title: str,
        likely: Sequence[str] = (),
        *,
        past: bool = False,
        clock: Callable[[], int] | None = None,
    ) -> None:
        super().__init__(view, title, "ask.keys_time")
        self.likely, self.past = list(likely), past
        self._clock = clock or (lambda: view.now)

    def body(self) -> ComposeResult:
        yield Typing(self.view.say("ask.time"), Field(self.likely[0] if self.likely else "", id="moment"))
        yield Static("", id="understood", markup=False)

    def on_mount(self) -> None:
        """What stands there is a proposal: typing replaces it."""
        self.query_one("#moment", Field).select_all()
        self.set_interval(1.0, self.tell_understood)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say how the text is understood."""
        self.tell_understood()

    def tell_understood(self) -> None:
        """What the text means now: a span counts from the moment it is sent."""
        instant = self.read(self.query_one("#moment", Field).value)
        words = self.view.say("ask.understood", at=self.view.clock(instant)) if instant is not None else ""
        self.query_one("#understood", Static).update(words or self.view.say("ask.time_forms"))

    def read(self, text: str) -> int | None:
        """The instant that `text` means, or None."""
        return read_instant(text, self._clock(), self.view.zone, past=self.past)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer, or say what can be typed."""
        instant = self.read(event.value)
        if instant is None:
            self.complain(self.view.say("ask.time_forms"))
        else:
            self.answer(instant)

    def action_move(self, by: int) -> None:
        if not self.likely:
            return
        field = self.query_one("#moment", Field)
        here = self.likely.index(field.value) if field.value in self.likely else (-1 if by > 0 else 0)
        field.value = self.likely[(here + by) % len(self.likely)]
        field.select_all()
