"""What a screen does with the line after the colon: it reads it while it is typed, completes it, and carries it out."""

import asyncio
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, cast

from models.errors import DeskError
from models.refusals import Refusal
from models.vocabulary import Act
from screens import grammar, hearing, keys
from screens.asking import OVERRIDES
from screens.background import start
from screens.hearing import Heard
from screens.history import Recall
from screens.host import Host, view_of
from screens.memory import ONE_BY_ONE
from screens.view import View
from screens.weighing import Weighed, weigh
from screens.widgets.command_hint import Part
from screens.word_lists import Choice, Known


class CommandDesk:
    """One a screen, made at its first colon."""

    def __init__(self, screen: Any) -> None:
        self.screen = screen
        self.known = Known(lang=self.host.wording.lang)
        self._lists: asyncio.Task[None] | None = None
        self._recall: Recall | None = None
        self._offered: list[Choice] = []
        self._chosen = -1
        self._stem: str | None = None

    @property
    def host(self) -> Host:
        """The application."""
        return cast(Host, self.screen.app)

    @property
    def contexts(self) -> frozenset[str]:
        """Where the keys of this screen work."""
        ids = {getattr(one, "id", None) for one in self.screen.BINDINGS}
        here = [set(key.contexts) for key in keys.KEYS if key.id in ids]
        return frozenset({place for contexts in here if len(contexts) == 1 for place in contexts} or {keys.QUEUE})

    # Opening

    def open(self) -> None:
        """A line begins: the lists of the desk are read while the hand types."""
        self._recall, self._stem = None, None
        self._offered, self._chosen = [], -1
        self._lists = asyncio.create_task(self._read_lists())
        self.tell("")

    async def _read_lists(self) -> None:
        desk, host = self.host.desk, self.host
        zone = desk.zone if desk is not None else "UTC"
        self.known = Known(host.wording.lang, zone, host.wall.now(), self.known.crews, self.known.operators,
                           self.known.categories)  # fmt: skip
        if desk is None:
            return
        try:
            crews, operators, categories = await asyncio.to_thread(
                lambda: (desk.look.crews(host.wall.now()), desk.look.operators(), desk.look.categories())
            )
            await asyncio.to_thread(grammar.furnish)
        except DeskError as error:
            host.refuse(error)
            return
        self.known = Known(host.wording.lang, zone, host.wall.now(), crews, operators, categories)

    async def ready(self) -> None:
        """The lists are read; whoever no longer waits for them does not end the reading."""
        if self._lists is None:
            self._lists = asyncio.create_task(self._read_lists())
        await asyncio.shield(self._lists)

    # While it is typed

    def typed(self, text: str) -> None:
        """The line has changed: what it means is looked up, the last one only."""
        if self._stem is None or not self._spells(text):
            self._stem, self._chosen = None, -1
        start(self.screen, partial(self._look_ahead, text), "command-hint", exclusive=True)

    def _spells(self, text: str) -> bool:
        return 0 <= self._chosen < len(self._offered) and text == f"{self._stem}{self._offered[self._chosen].label} "

    async def _look_ahead(self, text: str) -> None:
        await self.ready()
        heard, weighed = await self.heard(text)
        if self._stem is None:
            kind = weighed.row.kind if weighed.row else None
            self._offered = hearing.next_choices(text, self.known, self.contexts, kind)
        self.tell(text, heard, weighed)

    async def heard(self, text: str) -> tuple[Heard, Weighed]:
        """A line as it is understood, and what it would do."""
        host = self.host
        self.known = Known(self.known.lang, self.known.zone, host.wall.now(), self.known.crews, self.known.operators,
                           self.known.categories)  # fmt: skip
        heard = hearing.hear(text, self.known, self.contexts)
        if not heard.act or host.desk is None or host.seat is None or heard.act == "alarms.rule":
            return heard, Weighed()
        marked = () if heard.act in ONE_BY_ONE else host.memory.marks.ids
        ask = partial(weigh, host.desk, host.seat, heard, self.screen.request_id, marked, host.wall.now())
        try:
            weighed = await asyncio.to_thread(ask)
        except DeskError as error:
            return heard, Weighed(heard.act, error=error)
        if heard.act == Act.RESOLVE and weighed.row is not None:
            heard = hearing.hear(text, self.known, self.contexts, weighed.row.kind)
        return heard, weighed

    def tell(self, text: str, heard: Heard | None = None, weighed: Weighed | None = None) -> None:
        """Say below the line what stands in it."""
        parts = self.parts(text, heard or Heard(), weighed or Weighed())
        labels = [f"{one.label} {one.hint}".strip() for one in self._offered]
        self.screen.show_hint(parts, labels, self._chosen)

    def parts(self, text: str, heard: Heard, weighed: Weighed) -> list[Part]:
        """What would happen, or why not."""
        say, view = self.host.wording, view_of(self.host)
        if not text.strip():
            return [("dim", say("line.command_forms"))]
        if hearing.alone(text):
            return [("text", say("line.would_open", number=hearing.alone(text)))]
        if len(heard.words) > 1:
            return [("amber", say("line.which_word", word=heard.word, words=named(heard.words, view)))]
        key = heard.key
        if key is None:
            return [("dim", say("line.would_find", text=text.strip()))]
        if not heard.act:
            return [("text", say(f"key_help.{key.id}"))]
        why = self.why_not(heard, weighed, view, final=False)
        if why:
            return [("amber", f"x {why}")]
        first = f"{say(f'key.{key.id}')} {subject(weighed, view)}".strip()
        said = [("text", part) for part in said_parts(heard, view)]
        return [("text", first), *said, *missing_parts(heard, weighed, view)]

    def why_not(self, heard: Heard, weighed: Weighed, view: View, *, final: bool) -> str:
        """Why the line cannot be done; nothing if it can, or if a reason sets it aside."""
        say = view.say
        if weighed.error is not None and weighed.error.code == "request.unknown":
            return say("line.no_request", number=weighed.error.facts.get("number", ""))
        if weighed.error is not None:
            return view.wording.error(weighed.error)
        if weighed.why is not None and weighed.why.why_not is not None:
            code = weighed.why.why_not
            why = view.wording.error(Refusal(code, weighed.why.facts).error())
            seat = self.host.seat
            excused = code in OVERRIDES and seat is not None and seat.may(OVERRIDES[code][0])
            if not excused:
                return why
            return "" if final else say("ask.with_reason", why=view.reason(code, weighed.why.facts))
        if heard.trouble is not None:
            return trouble_words(heard, view)
        if not weighed.rows and heard.act not in ("alarms.rule",) and not heard.act.startswith("alarms."):
            return say("line.no_row")
        return ""

    async def complete(self, by: int) -> None:
        """Put the next thing that can be said into the line, and the one after it when pressed again."""
        await self.ready()
        field = self.screen.line.typed
        if self._stem is None:
            text = field.value
            _, weighed = await self.heard(text)
            kind = weighed.row.kind if weighed.row else None
            self._offered = hearing.next_choices(text, self.known, self.contexts, kind)
            last = "" if text[-1:].isspace() else (text.split() or [""])[-1]
            self._stem = text[: len(text) - len(last)]
            self._chosen = -1 if by > 0 else 0
        if not self._offered:
            self._stem = None
            return
        self._chosen = (self._chosen + by) % len(self._offered)
        field.value = f"{self._stem}{self._offered[self._chosen].label} "
        field.cursor_position = len(field.value)

    def recall(self, by: int) -> None:
        """The line that was typed before, or after."""
        field = self.screen.line.typed
        seat = self.host.seat
        if self._recall is None:
            lines = self.host.memory.history.lines(seat.login) if seat is not None else ()
            self._recall = Recall(lines, field.value)
        field.value = self._recall.step(by)
        field.cursor_position = len(field.value)

    # Carrying it out

    async def run(self, text: str) -> None:
        """Do what was typed."""
        await self.ready()
        screen = self.screen
        if hearing.alone(text):
            await screen.find(text)
            return
        heard, weighed = await self.heard(text)
        self.remember(text, heard)
        key = heard.key
        if len(heard.words) > 1:
            view = view_of(self.host)
            screen.caution(view.say("line.which_word", word=heard.word, words=named(heard.words, view)))
        elif key is None:
            await screen.find(text, unknown="line.unknown")
        elif not heard.act:
            await self.run_word(key, heard.rest)
        else:
            await self.run_act(heard, weighed)

    async def run_word(self, key: keys.Key, rest: str) -> None:
        """A word that is no act; some take something behind them."""
        screen = self.screen
        takes = {"find": screen.find, "open": screen.find, "mark": screen.mark_all, "explain": screen.explain_one}
        if rest and key.id in takes:
            await takes[key.id](rest)
        elif rest and key.id in grammar.TAKES and (key.action[:4] == "app." or hasattr(screen, f"action_{key.action}")):
            await screen.run_action(f"{key.action}({rest!r})")
        else:
            await screen.run_here(key)

    async def run_act(self, heard: Heard, weighed: Weighed) -> None:
        """An act with what was said of it."""
        screen, view = self.screen, view_of(self.host)
        why = self.why_not(heard, weighed, view, final=True)
        if why:
            screen.caution(f"x {why}")
            return
        if heard.act == "alarms.rule":
            await screen.begin_alarm("rule", None, None, rule=heard.facts.get("rule"), said=heard.facts)
        elif heard.act.startswith("alarms."):
            verb = heard.act.partition(".")[2]
            row = weighed.row if heard.number else None
            alarm = None if row is not None else screen.alarm
            request = row.id if row is not None else screen.request_id
            if alarm is None and request is None:
                screen.no_row()
            else:
                await screen.begin_alarm(verb, alarm, request, said=heard.facts)
        elif len(weighed.rows) > 1 or (weighed.rows and self._means_marks(heard)):
            act = heard.act if heard.act == "step" else weighed.act
            facts = dict(heard.facts) if heard.act == "step" else dict(weighed.facts or {})
            await screen.start_marked(act, facts)
        elif weighed.row is not None:
            await screen.start_act(weighed.act, weighed.row.id, said=weighed.facts)

    def _means_marks(self, heard: Heard) -> bool:
        return not heard.number and heard.act not in ONE_BY_ONE and len(self.host.memory.marks) > 0

    def remember(self, text: str, heard: Heard) -> None:
        """Keep the line for Up; on disk only its word, its number and the words of lists."""
        seat = self.host.seat
        if seat is None:
            return
        try:
            self.host.memory.history.add(seat.login, text.strip(), kept_of(heard))
        except OSError as error:
            self.host.say(self.host.wording("line.history_not_kept", why=error.strerror or str(error)))


def furnish() -> None:
    """Load all that a line can say, for a thread: importing this room has loaded what reads it."""
    grammar.furnish()


def kept_of(heard: Heard) -> str:
    """What of a line may lie on the disk: its word, its number, words of closed lists; never what was written."""
    if heard.key is None:
        return ""
    listed = (grammar.Sort.WORD, grammar.Sort.CREW)
    slots = grammar.slots_of(heard.act) if heard.act else ()
    values = [str(heard.facts[slot.name]) for slot in slots if slot.sort in listed and slot.name in heard.facts]
    return " ".join(part for part in (heard.word, heard.number, *values) if part)


def named(rows: Sequence[keys.Key], view: View) -> str:
    """Several words, each as it would be said in full."""
    spelt = [(row.zh if view.wording.lang == "zh" else row.en) or row.zh or row.en for row in rows]
    return " / ".join(one[0] for one in spelt[:8])


def subject(weighed: Weighed, view: View) -> str:
    """Which request, or how many."""
    if weighed.row is not None:
        return f"{weighed.row.number} {view.place(weighed.row.district, weighed.row.address)}".strip()
    return view.say("marks.n", n=len(weighed.rows)) if weighed.rows else ""


def said_parts(heard: Heard, view: View) -> list[str]:
    """The facts as they were understood."""
    slots = {slot.name: slot for slot in grammar.slots_of(heard.act)}
    return [word for name, value in heard.facts.items() if (word := fact_words(slots.get(name), value, view))]


def fact_words(slot: grammar.Slot | None, value: Any, view: View) -> str:
    """One fact in the words of the reader."""
    if slot is None or isinstance(value, Mapping):
        return "" if slot is None else " ".join(map(str, value.values()))
    match slot.sort:
        case grammar.Sort.MOMENT:
            return view.clock(int(value))
        case grammar.Sort.WORD:
            return view.word(slot.section, str(value))
        case grammar.Sort.YES:
            return f"{view.say(f'fact.{slot.name}')}: {view.say('ask.yes' if value else 'ask.no')}"
        case grammar.Sort.SPAN:
            return view.wording.span(int(value) * (60_000 if slot.name == "minutes" else 1))
        case grammar.Sort.REQUESTS:
            return " ".join(value)
        case grammar.Sort.OPERATOR | grammar.Sort.OUTCOME:
            return ""
    return str(value)


def missing_parts(heard: Heard, weighed: Weighed, view: View) -> list[Part]:
    """What will be asked."""
    some = grammar.SAID[heard.act].some
    names = [slot.name for slot in heard.open if slot.needed]
    if some and not any(name in heard.facts for name in some):
        names.insert(0, some[0])
    if heard.act == "step" and weighed.act in (Act.DECLINE, Act.WITHDRAW) and "reason" not in heard.facts:
        names.append("reason")
    if not names:
        return [("dim", "Enter")]
    return [("dim", view.say("line.will_ask", facts=", ".join(view.say(f"fact.{name}") for name in names)))]


def trouble_words(heard: Heard, view: View) -> str:
    """What is wrong with a line, in words."""
    trouble = heard.trouble
    if trouble is None:
        return ""
    facts = dict(trouble.facts)
    if "fact" in facts:
        facts["fact"] = view.say(f"fact.{facts['fact']}")
    return view.say(trouble.key, **facts)
