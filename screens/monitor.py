"""The supervisor's monitor: four panes whose borders move, any of them full-screen on a key, for weeks on a wall."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any, cast

from platformdirs import user_state_path
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from models.rows import AlarmRow, QueueRow
from models.vocabulary import Act
from models.wall import SECOND
from screens import keys
from screens.background import start
from screens.board_filter import wanted_board
from screens.desk_screen import DeskScreen
from screens.detail import DetailScreen
from screens.drill import DrillScreen
from screens.layouts import Layout, Layouts
from screens.messages import Found, RowsChanged
from screens.narrowing import FilterBand, Narrowing
from screens.widgets.alarm_lines import GroupRef
from screens.widgets.key_bar import Hint
from screens.widgets.pane import Board, Pane
from screens.widgets.pane_alarms import AlarmsPane
from screens.widgets.pane_crews import CrewsPane
from screens.widgets.pane_queues import QueuesPane
from screens.widgets.pane_today import TodayPane
from screens.widgets.sheet import Sheet

AT_ONCE = (Act.RAISE, Act.MAJOR, Act.ACKNOWLEDGE, Act.SAVE, Act.ASSIGN, Act.HAND_OVER)
"""What a supervisor waits for: read within a second also while much else is written."""

FOUR_FROM = (100, 30)
"""From this width and height on four panes show at once; below, the one in focus."""

READ_EVERY = 10 * SECOND
"""How old the board may grow while nobody writes."""

READ_LEAST = SECOND
"""The least time between two readings after an alarm or the person's own act."""

READ_BUSY, READ_RESTING = 3 * SECOND, 6 * SECOND
"""The least time between two readings for anything else: while somebody is at the keys, and while nobody is."""

RESTING = 60 * SECOND
"""From when on nobody is at the keys; then what only grows older is painted every fifth second."""


def usual_layouts() -> Layouts:
    """Layouts in the user's state folder."""
    return Layouts(user_state_path("hotline") / "panes.json")


class MonitorScreen(Narrowing, DeskScreen):
    """Queues, alarms, crews, figures and journal.

    Args:
        layouts: where each person's layout is kept; the user's state folder if not given.
    """

    CSS_PATH = ["styles/desk.tcss", "styles/monitor.tcss"]  # type: ignore[assignment]
    TITLE_KEY = "monitor.title"
    BINDINGS = keys.bindings(keys.MONITOR)

    def __init__(self, layouts: Layouts | None = None) -> None:
        super().__init__()
        self.layouts = layouts or usual_layouts()
        self.layout_kept = Layout()
        self.board = Board()
        self.read_at = 0
        self.stale, self.urgent = True, False
        self.seconds = 0

    def compose_middle(self) -> ComposeResult:
        self.panes: tuple[Pane, ...] = (
            QueuesPane(1, id="pane-queues"),
            AlarmsPane(2, id="pane-alarms"),
            CrewsPane(3, id="pane-crews"),
            TodayPane(4, id="pane-today"),
        )
        self.filter_band = FilterBand(id="filter-band")
        yield self.filter_band
        with Vertical(id="panes"):
            with Horizontal(id="upper"):
                yield from self.panes[:2]
            with Horizontal(id="lower"):
                yield from self.panes[2:]

    async def on_mount(self) -> None:
        self.recall()
        self.panes[self.layout_kept.focused].focus()
        self.place_panes()
        await self.refill()

    # Layout

    def recall(self) -> None:
        """Take up this person's layout."""
        if self.host.seat is not None:
            self.layout_kept = self.layouts.read(self.host.seat.login)

    def keep(self, layout: Layout) -> None:
        """Use a layout from now on, and remember it."""
        self.layout_kept = layout
        self.place_panes()
        if self.host.seat is None:
            return
        try:
            self.layouts.write(self.host.seat.login, layout)
        except OSError as error:
            self.host.say(self.host.wording("monitor.not_kept", why=error.strerror or str(error)))

    @property
    def lone(self) -> int | None:
        """The pane that fills the screen, by the person's wish or for want of room."""
        width, height = self.app.size
        cramped = width < FOUR_FROM[0] or height < FOUR_FROM[1]
        return self.layout_kept.focused if cramped else self.layout_kept.zoomed

    def place_panes(self) -> None:
        """Put every pane in its place."""
        width, height = self.app.size
        lone, layout = self.lone, self.layout_kept
        self.filter_band.show(self.wanted)
        for number, pane in enumerate(self.panes):
            pane.display = lone is None or lone == number
            pane.styles.width = "1fr"
            pane.set_class(lone is None and number % 2 == 0, "-left")
        upper, lower = self.query_one("#upper"), self.query_one("#lower")
        upper.display = lone is None or lone < 2
        lower.display = lone is None or lone >= 2
        upper.styles.height = "1fr"
        self.strip.styles.height = 1
        upper.set_class(lone is None, "-above")
        if lone is None:
            for pane in (self.panes[0], self.panes[2]):
                pane.styles.width = (width - 2) * layout.across // 100
            upper.styles.height = max(6, (height - 7) * layout.down // 100)

    def on_resize(self) -> None:
        """Another size, another arrangement."""
        self.place_panes()

    # Reading

    async def refill(self) -> None:
        """Read the board again."""
        desk = self.host.desk
        if desk is None:
            return
        self.stale, self.urgent, self.read_at = False, False, self.host.wall.now()
        queues = cast(QueuesPane, self.panes[0])
        board = await self.read(wanted_board, desk, self.read_at, queues.district, self.host.wording.lang, self.wanted)
        if board is not None:
            self.board = board
            for pane in self.panes:
                pane.show(board)
        if desk.look.predictions().stale(self.read_at):
            start(self, self.learn, "learn")

    async def learn(self) -> None:
        """Read the history of which predictions are made; the next reading of the board shows them."""
        await self.read(self.host.desk.look.predictions().learn, self.read_at)
        self.stale = True

    async def on_rows_changed(self, message: RowsChanged) -> None:
        """Somebody changed something: after a quiet moment it shows at once, a storm of changes is read together."""
        self.stale = True
        self.urgent = self.urgent or any(line.act in AT_ONCE for line in message.lines)
        if self.due(self.host.wall.now() - self.read_at):
            await self.refill()

    @property
    def resting(self) -> bool:
        """Is nobody at the keys?"""
        return self.host.idle_ms >= RESTING

    def due(self, old: int) -> bool:
        """Is it time to read the board, the last reading being `old` milliseconds old?"""
        least = READ_LEAST if self.urgent else READ_RESTING if self.resting else READ_BUSY
        return (self.stale and old >= least) or old >= READ_EVERY or old < 0

    async def on_found(self, message: Found) -> None:
        """The database is open, or back."""
        self.recall()
        self.place_panes()
        await self.refill()

    async def every_second(self) -> None:
        old = self.host.wall.now() - self.read_at
        if self.due(old):
            await self.refill()
            return
        self.seconds += 1
        for pane in self.panes:
            ages = max(pane.ages, 5) if self.resting else pane.ages
            if pane.display and self.paints and self.seconds % ages == 0:
                pane.compose_lines()

    async def on_sheet_chosen(self, message: Sheet.Chosen) -> None:
        """The district under the cursor says which requests stand below the matrix."""
        queues = cast(QueuesPane, self.panes[0])
        if message.sheet is queues and queues.about is None and queues.district != self.board.district:
            await self.refill()
        self.show_frame()

    async def action_moved(self) -> None:
        """What moved in the last minutes."""
        await self.enter("moved")

    async def on_sheet_opened(self, message: Sheet.Opened) -> None:
        """A second click opens what is under it."""
        await self.action_open()

    # What the keys are about

    @property
    def pane(self) -> Pane:
        """The pane in focus."""
        return self.panes[self.layout_kept.focused]

    @property
    def request_id(self) -> int | None:
        return self.pane.about

    @property
    def alarm(self) -> AlarmRow | None:
        pane = self.pane
        return pane.chosen if isinstance(pane, AlarmsPane) else None

    def hints(self) -> list[Hint]:
        say = self.host.wording
        bar = [
            Hint("1-4", say("key.panes")),
            Hint("Ctrl+Up..", say("key.borders"), self.lone is None),
            Hint("z", say("key.zoom")),
            Hint("Enter", say("key.open")),
            *self.bar_hints(keys.MONITOR, up_to=6)[:1],
            *(Hint(keys.key(id).shown, say(f"key.{id}")) for id in ("narrow", "moved")),
            Hint("a", say("key.act.acknowledge"), self.pane.about is not None),
            Hint("F5", say("key.alarms")),
        ]
        return [*bar, *(Hint(keys.key(id).shown, say(f"key.{id}")) for id in ("find", "command", "help"))]

    def refocus(self) -> None:
        self.set_focus(self.pane)

    def repaint(self) -> None:
        """Another language or palette."""
        self.stale = True
        for pane in self.panes:
            pane.compose_lines()
            pane.refresh()
        self.show_frame()

    # Keys

    def action_pane(self, number: int) -> None:
        """Go to a pane."""
        zoomed = number if self.layout_kept.zoomed is not None else None
        self.keep(replace(self.layout_kept, focused=number, zoomed=zoomed))
        self.set_focus(self.panes[number])
        self.show_frame()

    def on_descendant_focus(self, event: Any) -> None:
        """A click goes to a pane as well."""
        for number, pane in enumerate(self.panes):
            if cast(Widget, pane) is event.widget and number != self.layout_kept.focused:
                self.layout_kept = replace(self.layout_kept, focused=number)

    def action_next_pane(self) -> None:
        """The next pane."""
        self.action_pane((self.layout_kept.focused + 1) % len(self.panes))

    def action_zoom(self) -> None:
        """This pane fills the screen, or all four show again."""
        layout = self.layout_kept
        self.keep(replace(layout, zoomed=None if layout.zoomed is not None else layout.focused))

    def action_border(self, right: int, below: int) -> None:
        """Move the borders."""
        if self.lone is not None:
            self.host.say(self.host.wording("monitor.one_pane"))
            return
        self.keep(self.layout_kept.moved(right, below))

    def action_move(self, by: int) -> None:
        """One record up or down."""
        self.pane.step(by)

    def action_page(self, by: int) -> None:
        """One page up or down."""
        self.pane.step(by * self.pane.page)

    def action_end(self, by: int) -> None:
        """The first or the last record."""
        self.pane.step(by * 100_000)

    async def action_perform(self, act: str) -> None:
        """In the pane of alarms `a` is about the alarm; everything else is about the request under the cursor."""
        alarms = self.pane
        if act == Act.ACKNOWLEDGE and isinstance(alarms.ref, GroupRef):
            self.host.say(self.host.wording("line.use_group"))
            return
        if act == Act.ACKNOWLEDGE and isinstance(alarms, AlarmsPane) and alarms.chosen is not None:
            from screens.acts import acknowledge

            start(self.app, partial(acknowledge, self.app, alarm_id=alarms.chosen.id), "acts")
            return
        await super().action_perform(act)

    async def action_open(self) -> None:
        """A district opens as the list of its requests, everything else as its request."""
        if isinstance(self.pane, AlarmsPane) and self.pane.toggle():
            return
        queues = self.pane
        if isinstance(queues, QueuesPane) and queues.about is None:
            if queues.ref is not None:
                self.app.push_screen(DrillScreen(queues.district, wanted=self.wanted))
        elif self.request_id is not None:
            self.app.push_screen(DetailScreen(self.request_id))
        else:
            self.no_row()

    async def open_row(self, row: QueueRow) -> None:
        self.app.push_screen(DetailScreen(row.id))

    async def show_found(self, text: str, rows: Sequence[QueueRow]) -> None:
        self.app.push_screen(DrillScreen(None, found=tuple(rows), title=text))

    async def action_back(self) -> None:
        """Out of the full screen, then out of the filter."""
        if self.layout_kept.zoomed is not None:
            self.action_zoom()
        else:
            await self.widen()
