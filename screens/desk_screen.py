"""What every screen of the desk has: header, alarm strip, command line, key bar, and the keys that work everywhere."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from functools import cached_property, partial
from typing import Any, TypeVar

from textual.app import ComposeResult
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget
from textual.worker import Worker

from models.errors import DeskError
from models.rows import AlarmRow, QueueRow
from models.vocabulary import Kind
from screens import keys, pace
from screens.background import start
from screens.commands import look_for, number_in
from screens.format import clock_time
from screens.host import Host, host_of, view_of
from screens.messages import Glanced, Rang, Refused, Said
from screens.other_rooms import OtherRooms
from screens.widgets.alarm_strip import AlarmStrip, Told
from screens.widgets.call_strip import CallStrip
from screens.widgets.command_hint import CommandHint
from screens.widgets.command_line import COMMAND, FIND, CommandLine
from screens.widgets.detail_pane import DetailPane, Reading, possible
from screens.widgets.field import typed_in
from screens.widgets.header_bar import FACTS_FROM, Frame, HeaderBar, TimeBox, fact_pieces
from screens.widgets.key_bar import Hint, KeyBar
from screens.widgets.painted import Cells
from screens.widgets.queue_table import QueueTable

Answer = TypeVar("Answer")
FADES_AFTER = 12_000
"""Milliseconds for which a sentence stands out before it becomes history."""

GLIMPSE = 0.4
"""Seconds for which a request must stay open before the others are told that it is."""

IN_DETAIL = ("act.major", "act.receipt", "act.incident")
"""Acts that the detail lists with their keys; the bar keeps its room for the work on the request."""

LOOKING_EVERY = 10
"""Seconds between two signs that this seat still looks at a request; the others forget it after twenty-four."""


ONE_BY_ONE = ("incident", "join", "amend", "receipt", "edit", "describe", "triage", "take_back", "read", "link",
              "split", "promise", "keep_promise", "move_promise", "decline_owner", "judge", "heard", "use",
              "case", "inspect", "safe_record", "met_nobody", "confirm", "start_plan", "tick", "untick",
              "review_plan", "call_try", "handle_complaint", "review_complaint")  # fmt: skip
"""Acts that are about one request, whatever is marked."""

WITHOUT_ALARM = ("rule",)
"""What can be done also where no alarm is under the cursor."""


class DeskScreen(OtherRooms, Screen[None]):
    """The frame of a screen. Subclasses compose the middle and say what the keys are about."""

    CSS_PATH = "styles/desk.tcss"
    BLANK = True
    TITLE_KEY = "header.name"

    def __init__(self) -> None:
        super().__init__()
        self._watched_for = 0
        self._fades_at = 0
        self._sought = ""
        self._former: Widget | None = None

    @cached_property
    def words(self) -> Any:
        """What reads the line after the colon; furnished at the first one."""
        from screens.command_desk import CommandDesk

        return CommandDesk(self)

    @property
    def host(self) -> Host:
        """The application as this screen knows it."""
        return host_of(self)

    def compose(self) -> ComposeResult:
        host = self.host
        with Cells(id="top"):
            self.header = HeaderBar(host.wording, self.TITLE_KEY)
            yield self.header
            self.time = TimeBox(host.wall.now)
            yield self.time
        yield from self.compose_middle()
        self.ringing = CallStrip()
        yield self.ringing
        ack, all_alarms = keys.key("ack_strip").shown, keys.key("alarms").shown
        self.strip = AlarmStrip(host.wording, host.wall.now, ack, all_alarms)
        yield self.strip
        self.line = CommandLine()
        yield self.line
        self.bar = KeyBar()
        yield self.bar
        self.hint = CommandHint()
        yield self.hint
        self.set_interval(1.0, self._second)

    def compose_middle(self) -> ComposeResult:
        """What stands between header and strip."""
        yield from ()

    # What a subclass says

    @property
    def writing(self) -> bool:
        """Is a call being written down here? Then only one's own calls show, and wait."""
        return False

    @property
    def kind_in_focus(self) -> Kind | None:
        """The queue that has the focus, for the header."""
        return None

    @property
    def request_id(self) -> int | None:
        """The request that acts are about."""
        return None

    def hints(self) -> list[Hint]:
        """What the key bar shows."""
        return []

    def glance_changed(self) -> None:
        """The application has looked again."""

    async def every_second(self) -> None:
        """A second has passed."""

    async def open_row(self, row: QueueRow) -> None:
        """Show one request."""

    async def show_found(self, text: str, rows: list[QueueRow]) -> None:
        """List what a search found."""

    # The frame

    def on_screen_resume(self) -> None:
        """Back on top: what changed meanwhile is shown."""
        self.on_glanced(Glanced())

    def on_glanced(self, message: Glanced) -> None:
        """Header, strip and the screen itself show the new look."""
        self.show_frame()
        self.glance_changed()
        if self._sought and self.host.desk is not None and self.host.seat is not None:
            text, self._sought = self._sought, ""
            self.call_later(self.find, text)

    def on_rang(self, message: Rang) -> None:
        """Other calls wait: their line stands above the alarms, and the header counts them."""
        self.show_frame()

    def on_detail_pane_read(self, message: DetailPane.Read) -> None:
        """The keys show at once what can be done now."""
        message.stop()
        self.bar.show(self.hints())

    @property
    def paints(self) -> bool:
        """Is what only grows older painted in this second?"""
        return pace.paints(self._watched_for)

    def show_frame(self) -> None:
        """Header, strip, facts and keys as they stand now."""
        host = self.host
        desk = host.desk
        self.time.zone = desk.zone if desk else None
        mark = ""
        if desk is not None and (desk.drill or desk.sample):
            mark = host.wording("header.drill" if desk.drill else "header.sample")
        seat = host.seat.name if host.seat else ""
        frame = Frame(host.glance, self.kind_in_focus, seat, mark, host.wall.now(), host.sound, host.calling.now)
        self.header.show(frame)
        self.ringing.show(host.calling.pops(busy=self.writing), view_of(host), writing=self.writing)
        self.strip.show(Told(host.glance, self.time.zone or "UTC", host.districts))
        facts = fact_pieces(frame, host.wording) if self.app.size.width < FACTS_FROM else []
        if host.marked:
            facts.append([(host.wording("marks.n", n=len(host.marked)), "key")])
        self.line.show_facts(facts)
        for table in self.query(QueueTable):
            table.show_marks(host.marked)
        self.bar.show(self.hints())

    async def _second(self) -> None:
        if not self.is_current and self.app.screen_stack[0] is not self:
            return
        self._watched_for += 1
        self.time.tick()
        if self.host.wall.now() >= self._fades_at:
            self.line.fade()
        if self.paints:
            self.show_frame()
        await self.every_second()
        if self._watched_for % LOOKING_EVERY == 0 and self._looked_at is not None:
            self.look_at(self._looked_at)

    _looked_at: int | None = None
    _looking: Timer | None = None

    def look_at(self, request_id: int | None) -> None:
        """Let the other consoles know which request is open here."""
        self._looked_at = request_id
        if self._looking is not None:
            self._looking.stop()
        self._looking = self.set_timer(GLIMPSE, self._tell_presence)

    def look_away(self) -> None:
        """Nobody looks from here any more; the application tells, for this screen is about to go."""
        if self._looking is not None:
            self._looking.stop()
        self._looked_at = None
        self.app.run_worker(self._tell_presence(), group="presence")

    async def _tell_presence(self) -> None:
        desk, seat = self.host.desk, self.host.seat
        if desk is not None and seat is not None:
            await self.read(desk.intake.present, seat, self._looked_at)

    def others(self, presence: Mapping[int, tuple[str, ...]]) -> dict[int, tuple[str, ...]]:
        """Who looks where, without this seat itself."""
        mine = self.host.seat.initials if self.host.seat else ""
        left = {request_id: tuple(who for who in names if who != mine) for request_id, names in presence.items()}
        return {request_id: names for request_id, names in left.items() if names}

    def bar_hints(self, context: str, up_to: int, able: Collection[str] | None = None) -> list[Hint]:
        """Hints for the keys that have a place in the bar, in its order; acts not among `able` are dimmed."""
        rows = sorted((key for key in keys.keys_of(context) if 0 < key.bar <= up_to), key=lambda key: key.bar)
        return [self._hint(key, able is None or not key.act or key.act in able) for key in rows]

    def act_hints(self, reading: Reading | None) -> list[Hint]:
        """Hints for every act that has a key, those that cannot be done now dimmed; pressing one says why."""
        able = possible(reading.choices) if reading else None
        shown = [key for key in keys.KEYS if key.act and key.keys and key.id not in IN_DETAIL]
        return [self._hint(key, able is None or key.act in able) for key in shown]

    def _hint(self, key: keys.Key, able: bool) -> Hint:
        return Hint(key.shown, self.host.wording(f"key.{key.id}"), able)

    # Reading and being refused

    async def read(self, job: Callable[..., Answer], *given: Any) -> Answer | None:
        """Read in a thread; a refusal is said and answers None."""
        try:
            return await asyncio.to_thread(job, *given)
        except DeskError as error:
            self.host.refuse(error)
            return None

    async def guarded(self, job: Awaitable[Any]) -> None:
        """Await something that may be refused."""
        try:
            await job
        except DeskError as error:
            self.host.refuse(error)

    def on_said(self, message: Said) -> None:
        """A sentence for the line."""
        message.stop()
        self._tell(message.text, "text")

    def on_refused(self, message: Refused) -> None:
        """The desk said no."""
        message.stop()
        self._tell(f"x {self.host.wording.error(message.error)}", "amber")

    def _tell(self, text: str, tone: str) -> None:
        now = self.host.wall.now()
        self.line.say(f"{clock_time(now, self.time.zone)} {text}" if self.time.zone else text, tone)
        self._fades_at = now + FADES_AFTER

    # Keys

    @property
    def typing(self) -> bool:
        """Has something to type in the focus?"""
        return typed_in(self.focused)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While somebody types, letters are text."""
        if self.typing and action in keys.hand_keys():
            return False
        return super().check_action(action, parameters)

    async def action_command(self) -> None:
        """Type a command."""
        self._former = self.focused if self.typing else None
        self.line.ask(COMMAND)
        self.bar.display, self.hint.display = False, True
        self.words.open()

    async def action_command_line(self) -> None:
        """Type a command from within a form."""
        await self.action_command()

    def show_hint(self, parts: Sequence[tuple[str, str]], choices: Sequence[str] = (), chosen: int = -1) -> None:
        """Say below the line what would happen."""
        self.hint.show(parts, choices, chosen)

    def on_command_line_typing(self, message: CommandLine.Typing) -> None:
        """The line has changed."""
        message.stop()
        self.words.typed(message.text)

    def on_command_line_recalled(self, message: CommandLine.Recalled) -> None:
        """The line before, or after."""
        message.stop()
        if self.line.mark.text == COMMAND:
            self.words.recall(message.by)

    async def on_command_line_completed(self, message: CommandLine.Completed) -> None:
        """The word is to be completed."""
        message.stop()
        if self.line.mark.text == COMMAND:
            await self.words.complete(message.by)

    async def action_find(self) -> None:
        """Type something to look for."""
        self.line.ask(FIND)

    def on_command_line_left(self, message: CommandLine.Left) -> None:
        """Typing was given up: back to where the hand was."""
        message.stop()
        self.stop_typing()

    def stop_typing(self) -> None:
        """Close the line to type in."""
        if self.line.typing:
            self.line.leave()
            self.bar.display, self.hint.display = True, False
            former, self._former = self._former, None
            if former is not None:
                self.set_focus(former)
            else:
                self.refocus()

    def refocus(self) -> None:
        """Give the focus back after typing, at once: the word that was typed may be about to act."""

    async def on_command_line_given(self, message: CommandLine.Given) -> None:
        """Do what was typed."""
        message.stop()
        self.stop_typing()
        if not message.text:
            return
        if message.mark == FIND:
            await self.find(message.text)
        else:
            await self.command(message.text)

    async def command(self, text: str) -> None:
        """A line of the grammar: a word of the key table, a number, facts."""
        await self.words.run(text)

    def caution(self, text: str) -> None:
        """Say why something was not done."""
        self._tell(text, "amber")

    async def run_here(self, key: keys.Key) -> None:
        """Do what a key does, if this screen can."""
        name = key.action.partition("(")[0]
        if not name.startswith("app.") and not hasattr(self, f"action_{name}"):
            self.caution(self.host.wording("line.not_here", word=self.host.wording(f"key.{key.id}")))
        else:
            await self.run_action(key.action)

    async def read_async(self, text: str) -> list[QueueRow]:
        """What a text finds; nothing if the desk is not open or refuses."""
        if self.host.desk is None:
            return []
        try:
            return await look_for(self.host.desk, text)
        except DeskError as error:
            self.host.refuse(error)
            return []

    async def find(self, text: str, unknown: str = "") -> None:
        """Look for a number, a phone, an address or a name; one hit is opened, several are listed.

        Asked for before the database is open, it is looked for as soon as it is.
        """
        if self.host.desk is None:
            self._sought = text
            self.host.say(self.host.wording("line.will_find", text=text))
            return
        rows = await self.read_async(text)
        if len(rows) == 1:
            await self.open_row(rows[0])
        elif rows:
            await self.show_found(text, rows)
        else:
            self.found_nothing(text, unknown)

    def found_nothing(self, text: str, unknown: str = "") -> None:
        """Say that nothing was found; a number that no request has is no misspelt command."""
        say = self.host.wording
        if number := number_in(text):
            self.host.say(say("line.no_request", number=number))
        else:
            self.host.say(say(unknown, word=text) if unknown else say("queue.found_none", text=text))

    async def action_end_call(self) -> None:
        """Say what became of the last call."""
        from screens.call_list import wrap_up_last

        if self.host.desk is not None and self.host.seat is not None:
            await self.until_asked(start(self.app, partial(wrap_up_last, self.app), "acts"))

    async def action_perform(self, act: str) -> None:
        """Do an act to the request that the keys are about, or to all that are marked."""
        if self.host.marked and act not in ONE_BY_ONE:
            await self.start_marked(act, {})
            return
        if self.request_id is None:
            self.no_row()
            return
        await self.start_act(act, self.request_id)

    def no_row(self) -> None:
        """The key is about a request, and there is none under the cursor."""
        self.host.say(self.host.wording("line.no_row" if self.host.desk else "line.opening"))

    async def action_explain(self) -> None:
        """Show how the clocks of the request that the keys are about come to their figures."""
        if self.request_id is None:
            self.no_row()
            return
        from screens.acts import explain

        worker = self.app.run_worker(explain(self.app, self.request_id), group="acts", exit_on_error=True)
        await self.until_asked(worker)

    async def explain_one(self, text: str) -> None:
        """Explain the clocks of the request that was named."""
        rows = await self.read_async(text)
        if len(rows) != 1:
            self.found_nothing(text)
            return
        from screens.acts import explain

        await self.until_asked(self.app.run_worker(explain(self.app, rows[0].id), group="acts", exit_on_error=True))

    async def start_act(self, act: str, request_id: int, said: Mapping[str, Any] | None = None) -> None:
        """Begin an act, and wait until its question can take what was typed ahead."""
        from screens.acts import perform

        job = perform(self.app, act, request_id, said=said)
        await self.until_asked(self.app.run_worker(job, group="acts", exit_on_error=True))

    async def start_marked(self, act: str, said: Mapping[str, Any]) -> None:
        """Begin an act on all that are marked."""
        from screens.bulk import perform_marked

        job = partial(perform_marked, self.app, act, self.host.memory.marks.ids, said)
        await self.until_asked(start(self.app, job, "acts"))

    async def action_repeat(self) -> None:
        """Do the last act once more, to the request that the keys are about."""
        from screens.repeating import repeat

        await repeat(self)

    async def action_mark(self) -> None:
        """Mark the request under the cursor, or take its mark away, and go on to the next."""
        if self.request_id is None:
            self.no_row()
            return
        self.host.memory.marks.toggle(self.request_id)
        self.show_marked()
        await self.run_action("move(1)")

    async def mark_all(self, text: str) -> None:
        """Mark every request that a filter means."""
        from screens.repeating import mark_all

        await mark_all(self, text)

    def action_unmark(self) -> None:
        """Take all marks away."""
        self.host.say(self.host.wording("marks.cleared", n=self.host.memory.marks.clear()))
        self.show_marked()

    def show_marked(self) -> None:
        """Every screen that is open shows the marks."""
        for screen in self.app.screen_stack:
            if isinstance(screen, DeskScreen):
                screen.show_frame()

    async def action_marked(self) -> None:
        """List what is marked."""
        ids = self.host.memory.marks.ids
        rows = await self.read(self.host.desk.look.rows, ids) if ids and self.host.desk is not None else None
        if not rows:
            self.host.say(self.host.wording("marks.none"))
        else:
            await self.show_found(self.host.wording("key.marked"), [rows[one] for one in ids if one in rows])

    async def action_leave_here(self) -> None:
        """Take the marks away where rows show them; else go back."""
        if self.host.marked and any(table.is_on_screen for table in self.query(QueueTable)):
            self.action_unmark()
        else:
            await self.run_action("back")

    async def until_asked(self, worker: Worker[Any]) -> None:
        for _ in range(200):
            if worker.is_finished or (self.app.screen is not self and self.app.screen.focused is not None):
                return
            await asyncio.sleep(0.005)

    @property
    def alarm(self) -> AlarmRow | None:
        """The alarm under the cursor, where there is a list of them."""
        return None

    async def action_alarm(self, verb: str) -> None:
        """Do something to the alarm under the cursor; without one, to an alarm of the request under it."""
        if self.alarm is None and self.request_id is None and verb not in WITHOUT_ALARM:
            self.no_row()
        else:
            await self.begin_alarm(verb, self.alarm, self.request_id)

    async def begin_alarm(
        self, verb: str, alarm: AlarmRow | None, request_id: int | None, *, rule: str | None = None,
        said: Mapping[str, Any] | None = None,
    ) -> None:  # fmt: skip
        """Do something to an alarm, to one of a request, or to a rule; waits until its question takes what is typed."""
        from screens import alarm_acts

        job = partial(alarm_acts.perform, self.app, verb, alarm, request_id, rule=rule, said=said)
        await self.until_asked(start(self.app, job, "acts"))

    async def action_ack_strip(self) -> None:
        """Acknowledge the alarm on the strip, whatever the cursor is on."""
        top = self.strip.top
        if top is None:
            self.host.say(self.host.wording("line.no_alarm"))
            return
        from screens.acts import acknowledge

        self.app.run_worker(acknowledge(self.app, alarm_id=top.id), group="acts")
