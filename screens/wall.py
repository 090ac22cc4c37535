"""The wall board: read only, without a person or a key; what is wrong with it, it says itself, and mends itself."""

import asyncio
from functools import partial
from typing import Any

from textual.app import ComposeResult
from textual.containers import Grid
from textual.screen import Screen

from models.errors import DeskError
from models.wall import SECOND
from screens import keys
from screens.background import start
from screens.host import Host, host_of
from screens.messages import Found, Lost, RowsChanged
from screens.view import View
from screens.wall_look import WallLook, wall_at
from screens.widgets.sheet import Line, Sheet
from screens.widgets.wall_lines import (
    BIG_FROM,
    figure_lines,
    figures_of,
    foot_line,
    head_line,
    life_lines,
    loud_lines,
    wrongs,
)
from screens.widgets.wall_panes import Hung, HungAlarms, HungCrews, HungQueues, HungToday

READ_EVERY = 5 * SECOND
"""How old the board may grow while nobody writes."""

TURN = 12
"""Seconds for which panes stay that take turns."""

TWO_WIDE, TWO_HIGH = 120, 26
"""From this width on two panes stand beside each other, from this many lines on two below each other."""


class WallLines(Sheet, can_focus=False):
    """Lines as high as they are many."""

    def put(self, lines: list[Line]) -> None:
        """Show these."""
        if len(lines) != len(self.lines):
            self.styles.height = len(lines)
        self.write(lines)


class WallScreen(Screen[None]):
    """Queues, alarms, crews and figures for everybody who walks by; alarms about life never leave it."""

    CSS_PATH = ["styles/desk.tcss", "styles/wall.tcss"]
    BINDINGS = keys.bindings(keys.WALL)
    ONLY_ACTIONS = frozenset({"help", "quit"})
    """What the application's own keys may still do here."""

    def __init__(self) -> None:
        super().__init__()
        self.look: WallLook | None = None
        self.lost: DeskError | None = None
        self.failed: DeskError | None = None
        self.stale, self.reading = True, False
        self.since = self.seconds = 0

    @property
    def host(self) -> Host:
        """The application."""
        return host_of(self)

    @property
    def view(self) -> View:
        """Language, zone and moment."""
        host, look = self.host, self.look
        zone = host.desk.zone if host.desk is not None else "UTC"
        return View(host.wording, zone, host.wall.now(), look.board.names if look else {}, host.districts)

    def compose(self) -> ComposeResult:
        self.top = WallLines(id="wall-top")
        yield self.top
        self.panes: tuple[Hung, ...] = (HungQueues(1, id="hung-queues"), HungAlarms(2, id="hung-alarms"),
                                        HungCrews(3, id="hung-crews"), HungToday(4, id="hung-today"))  # fmt: skip
        with Grid(id="wall-panes"):
            yield from self.panes
        self.foot = WallLines(id="wall-foot")
        yield self.foot

    def on_mount(self) -> None:
        self.since, self.lost = self.host.wall.now(), self.host.lost
        self.set_interval(1.0, self.second)
        self.hang()
        self.renew()

    # Reading

    def renew(self) -> None:
        """Read anew, one reading at a time; from a file that is gone nothing is read."""
        if self.host.desk is not None and self.lost is None and not self.reading:
            self.reading, self.stale = True, False
            start(self, self._read, "wall")

    async def _read(self) -> None:
        host = self.host
        desk = host.desk
        try:
            found = await asyncio.to_thread(partial(wall_at, desk, host.wall.now(), host.wording.lang))
        except DeskError as error:
            self.failed = error
        else:
            if self.lost is None and desk is host.desk:
                self.look, self.failed = found, None
                for pane in self.panes:
                    pane.board = found.board
        finally:
            self.reading = False
        self.hang()

    def on_rows_changed(self, message: RowsChanged) -> None:
        """Somebody changed something; the next second reads it."""
        self.stale = True

    def on_lost(self, message: Lost) -> None:
        """The database is gone: what stands here is of before, and says so at once."""
        self.lost = message.error
        self.hang()

    def on_found(self, message: Found) -> None:
        """The database is open, or back."""
        self.lost = self.failed = None
        self.stale = True
        self.renew()

    def second(self) -> None:
        """A second has passed."""
        self.seconds += 1
        age = self.host.wall.now() - (self.look.at if self.look else 0)
        if self.stale or self.failed is not None or abs(age) >= READ_EVERY:
            self.renew()
        self.hang()

    # Showing

    @property
    def shape(self) -> tuple[int, int]:
        """How many panes stand beside and below each other."""
        width, height = self.app.size
        left = height - len(self.top.lines) - 1
        return (2 if width >= TWO_WIDE else 1), (2 if left >= TWO_HIGH else 1)

    @property
    def shown(self) -> tuple[int, int]:
        """Which of the turns is on, and how many there are."""
        across, down = self.shape
        turns = len(self.panes) // (across * down)
        return self.seconds // TURN % turns, turns

    def hang(self) -> None:
        """Write every line as it stands now, and give each pane its place or its turn."""
        if not self.is_mounted:
            return
        width, height = self.app.size
        tall, view = height >= BIG_FROM, self.view
        said = wrongs(self.look, self.lost or self.failed, self.since, view)
        lines = [head_line(self.look, view), *loud_lines(said, width, tall=tall)]
        if self.look is not None:
            lines += figure_lines(figures_of(self.look, view), width, tall=tall)
            lines += life_lines(self.look, view, width, max(3, height // 6))
        self.top.put(lines)
        self._place()
        turn, turns = self.shown
        word = view.say("wall.turn", n=turn + 1, of=turns, s=TURN) if turns > 1 else ""
        pressed = [(keys.key(id).shown, view.say(f"key.{id}")) for id in ("wall.leave", "help")]
        self.foot.put([foot_line(view, width, pressed, word)])
        for pane in self.panes:
            if pane.display and self.look is not None:
                pane.compose_lines()

    def _place(self) -> None:
        across, down = self.shape
        turn, _ = self.shown
        first = turn * across * down
        grid = self.query_one("#wall-panes").styles
        if (grid.grid_size_columns, grid.grid_size_rows) != (across, down):
            grid.grid_size_columns, grid.grid_size_rows = across, down
        for number, pane in enumerate(self.panes):
            pane.display = first <= number < first + across * down

    def on_resize(self) -> None:
        """Another size, another arrangement."""
        self.hang()

    def repaint(self) -> None:
        """Another language or palette."""
        self.hang()

    # The only keys

    def action_leave_wall(self) -> None:
        """Back to where it was opened from, or out of the program."""
        if len(self.app.screen_stack) > 1:
            self.dismiss()
        else:
            self.app.exit()

    def check_action(self, action: str, parameters: tuple[Any, ...]) -> bool | None:
        """Nothing of Textual's own acts here."""
        return action == "leave_wall" or action in self.ONLY_ACTIONS
