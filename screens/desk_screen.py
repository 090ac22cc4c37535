"""What every screen of the desk has: header, alarm strip, command line, key bar, and the keys that work everywhere."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from functools import partial
from typing import Any, TypeVar

from textual.app import ComposeResult
from textual.screen import Screen
from textual.timer import Timer
from textual.worker import Worker

from models.errors import DeskError
from models.rows import AlarmRow, QueueRow
from models.vocabulary import Kind
from screens import keys, pace
from screens.acts import acknowledge, explain, perform
from screens.background import start
from screens.commands import FOUND_LIMIT, look_for, meaning, number_in
from screens.format import clock_time
from screens.host import Host, host_of
from screens.messages import Glanced, Refused, Said
from screens.widgets.alarm_strip import AlarmStrip, Told
from screens.widgets.command_line import COMMAND, FIND, CommandLine
from screens.widgets.detail_pane import DetailPane, Reading, possible
from screens.widgets.field import typed_in
from screens.widgets.header_bar import FACTS_FROM, Frame, HeaderBar, TimeBox, fact_pieces
from screens.widgets.key_bar import Hint, KeyBar
from screens.widgets.painted import Cells

Answer = TypeVar("Answer")
FADES_AFTER = 12_000
"""Milliseconds for which a sentence stands out before it becomes history."""

GLIMPSE = 0.4
"""Seconds for which a request must stay open before the others are told that it is."""

IN_DETAIL = ("act.major", "act.receipt", "act.incident")
"""Acts that the detail lists with their keys; the bar keeps its room for the work on the request."""

LOOKING_EVERY = 25
"""Seconds between two signs that this seat still looks at a request; the others forget it after sixty."""


WITHOUT_ALARM = ("rule",)
"""What can be done also where no alarm is under the cursor."""


class DeskScreen(Screen[None]):
    """The frame of a screen. Subclasses compose the middle and say what the keys are about."""

    CSS_PATH = "styles/desk.tcss"
    BLANK = True
    TITLE_KEY = "header.name"

    def __init__(self) -> None:
        super().__init__()
        self._watched_for = 0
        self._fades_at = 0
        self._sought = ""

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
        ack, all_alarms = keys.key("ack_strip").shown, keys.key("alarms").shown
        self.strip = AlarmStrip(host.wording, host.wall.now, ack, all_alarms)
        yield self.strip
        self.line = CommandLine()
        yield self.line
        self.bar = KeyBar()
        yield self.bar
        self.set_interval(1.0, self._second)

    def compose_middle(self) -> ComposeResult:
        """What stands between header and strip."""
        yield from ()

    # What a subclass says

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
        frame = Frame(host.glance, self.kind_in_focus, seat, mark, host.wall.now(), host.sound)
        self.header.show(frame)
        self.strip.show(Told(host.glance, self.time.zone or "UTC", host.districts))
        self.line.show_facts(fact_pieces(frame, host.wording) if self.app.size.width < FACTS_FROM else [])
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
        self.line.ask(COMMAND)

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
        """A word of the key table, a number, or both."""
        meant = meaning(text)
        if meant.key is None:
            await self.find(text, unknown="line.unknown")
        elif meant.key.act and meant.rest:
            rows = await self.read_async(meant.rest)
            if len(rows) == 1:
                await self.start_act(meant.key.act, rows[0].id)
            else:
                self.found_nothing(meant.rest)
        elif meant.rest and meant.key.id.startswith("alarms."):
            await self.alarm_of(meant.key.id.partition(".")[2], meant.rest)
        else:
            await self.run_action(meant.key.action)

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

    async def action_callbacks(self) -> None:
        """List what is resolved, those that wait for a call-back first."""
        if self.host.desk is None:
            self.host.say(self.host.wording("line.opening"))
            return
        rows = await self.read(self.host.desk.look.resolved, FOUND_LIMIT)
        if rows:
            await self.show_found(self.host.wording("key.callbacks"), rows)
        elif rows is not None:
            self.host.say(self.host.wording("line.no_callbacks"))

    async def action_stops(self) -> None:
        """The planned stops."""
        from screens.stops import StopsScreen

        if self.host.desk is None:
            self.host.say(self.host.wording("line.opening"))
        elif not isinstance(self, StopsScreen):
            await self.app.push_screen(StopsScreen())

    async def action_waves(self) -> None:
        """The round of call-backs under way."""
        from screens import wave_acts

        await self._until_asked(start(self.app, partial(wave_acts.find, self.app, self.request_id), "acts"))

    async def action_children(self) -> None:
        """List what follows the request that the keys are about."""
        if self.request_id is None or self.host.desk is None:
            self.no_row()
            return
        look, parent = self.host.desk.look, self.request_id
        ids = await self.read(look.again().children, parent)
        found = await self.read(look.rows, ids) if ids else {}
        number = await self.read(look.number_of, parent)
        if found:
            await self.show_found(self.host.wording("again.children", number=number), list(found.values()))
        elif found is not None:
            self.host.say(self.host.wording("again.no_children", number=number))

    async def action_perform(self, act: str) -> None:
        """Do an act to the request that the keys are about."""
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
        worker = self.app.run_worker(explain(self.app, self.request_id), group="acts", exit_on_error=True)
        await self._until_asked(worker)

    async def start_act(self, act: str, request_id: int) -> None:
        """Begin an act, and wait until its question can take what was typed ahead."""
        worker = self.app.run_worker(perform(self.app, act, request_id), group="acts", exit_on_error=True)
        await self._until_asked(worker)

    async def _until_asked(self, worker: Worker[Any]) -> None:
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

    async def alarm_of(self, verb: str, text: str) -> None:
        """Do something to an alarm of the request that was named after the word."""
        rows = await self.read_async(text)
        if len(rows) != 1:
            self.found_nothing(text)
            return
        await self.begin_alarm(verb, None, rows[0].id)

    async def begin_alarm(
        self, verb: str, alarm: AlarmRow | None, request_id: int | None, *, rule: str | None = None
    ) -> None:
        """Do something to an alarm, to one of a request, or to a rule; waits until its question takes what is typed."""
        from screens import alarm_acts

        job = partial(alarm_acts.perform, self.app, verb, alarm, request_id, rule=rule)
        await self._until_asked(start(self.app, job, "acts"))

    async def action_ack_strip(self) -> None:
        """Acknowledge the alarm on the strip, whatever the cursor is on."""
        top = self.strip.top
        if top is None:
            self.host.say(self.host.wording("line.no_alarm"))
            return
        self.app.run_worker(acknowledge(self.app, alarm_id=top.id), group="acts")
