"""What every screen of the desk has around its middle: header, alarm strip, line and key bar, and who looks at what."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from functools import partial
from typing import Any, TypeVar

from textual.app import ComposeResult
from textual.screen import Screen
from textual.timer import Timer

from models.errors import DeskError
from models.rows import QueueRow
from models.vocabulary import Kind
from screens import keys, pace
from screens.background import start
from screens.format import clock_time
from screens.host import Host, host_of, view_of
from screens.messages import Glanced, Rang, Refused, Said
from screens.widgets.alarm_strip import AlarmStrip, Told
from screens.widgets.call_strip import CallStrip
from screens.widgets.command_hint import CommandHint
from screens.widgets.command_line import CommandLine
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


class FramedScreen(Screen[None]):
    """Subclasses compose the middle and say what the keys are about."""

    CSS_PATH = "styles/desk.tcss"
    BLANK = True
    TITLE_KEY = "header.name"
    _looked_at: int | None = None
    _looking: Timer | None = None
    _telling = False

    def __init__(self) -> None:
        super().__init__()
        self._watched_for = 0
        self._fades_at = 0

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

    def seek_again(self) -> None:
        """Look for what was asked for before the database was open."""

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
        self.seek_again()

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
        self.show_times()
        for table in self.query(QueueTable):
            table.show_marks(self.host.marked)
        self.bar.show(self.hints())

    def show_times(self) -> None:
        """Header, calls, strip and facts: what grows older without anybody's doing."""
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

    async def _second(self) -> None:
        if not self.is_current and self.app.screen_stack[0] is not self:
            return
        self._watched_for += 1
        self.time.tick()
        if self.host.wall.now() >= self._fades_at:
            self.line.fade()
        if self.paints:
            self.show_times()
        await self.every_second()
        if self._watched_for % LOOKING_EVERY == 0 and self._looked_at is not None:
            self.look_at(self._looked_at)

    # Who looks at what

    def look_at(self, request_id: int | None) -> None:
        """Let the other consoles know which request is open here."""
        self._looked_at = request_id
        if self._looking is not None:
            self._looking.stop()
        self._looking = self.set_timer(GLIMPSE, partial(start, self.app, self._tell_presence, "presence"))

    def look_away(self) -> None:
        """Nobody looks from here any more; the application tells, for this screen is about to go."""
        if self._looking is not None:
            self._looking.stop()
        self._looked_at = None
        start(self.app, self._tell_presence, "presence")

    async def _tell_presence(self) -> None:
        """Beside the loop, for the database may take seconds; one at a time, until what was told holds."""
        desk, seat = self.host.desk, self.host.seat
        if desk is None or seat is None or self._telling:
            return
        self._telling = True
        told: int | None = -1
        try:
            while self._looked_at != told:
                told = self._looked_at
                await self.read(desk.intake.present, seat, told)
        finally:
            self._telling = False

    def others(self, presence: Mapping[int, tuple[str, ...]]) -> dict[int, tuple[str, ...]]:
        """Who looks where, without this seat itself."""
        mine = self.host.seat.initials if self.host.seat else ""
        left = {request_id: tuple(who for who in names if who != mine) for request_id, names in presence.items()}
        return {request_id: names for request_id, names in left.items() if names}

    # What the bar shows

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
