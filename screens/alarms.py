"""The alarm list: what waits for a person first; below it the story of the alarm under the cursor."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from textual.app import ComposeResult

from models.rows import AlarmRow, QueueRow
from models.vocabulary import Act
from models.wall import monotonic_ms
from screens import keys
from screens.acts import acknowledge, view_of
from screens.background import start
from screens.desk_screen import DeskScreen
from screens.detail import DetailScreen
from screens.format import cells
from screens.host import host_of
from screens.messages import Found, RowsChanged
from screens.widgets.alarm_lines import WAITING, alarm_head, alarm_lines, story_head, story_of
from screens.widgets.key_bar import Hint
from screens.widgets.sheet import Line, Sheet, Span

STORY_LINES = 7
"""Lines of the story, with its band, where the height allows."""

LIMIT = 500
"""Alarms that are listed; more than that nobody reads."""

READ_LEAST = 500
"""Milliseconds between two readings, however much is written."""


@dataclass(frozen=True, slots=True)
class Alarms:
    """The list as it was read, with the requests it is about."""

    rows: tuple[AlarmRow, ...] = ()
    requests: Mapping[int, QueueRow] = ()  # type: ignore[assignment]


def read_alarms(desk: Any, everything: bool) -> Alarms:
    """Alarms and their requests in one go, for a thread."""
    rows = tuple(desk.look.alarms(all=everything, limit=LIMIT))
    return Alarms(rows, desk.look.rows({row.request_id for row in rows}))


class AlarmSheet(Sheet):
    """Groups and alarms; the column heads stay."""

    head = 2

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.found = Alarms()
        self.everything = False

    @property
    def page_ground(self) -> str:
        return "ground"

    @property
    def shows_focus(self) -> bool:
        return True

    @property
    def chosen(self) -> AlarmRow | None:
        """The alarm under the cursor."""
        return next((row for row in self.found.rows if row.id == self.ref), None)

    def show(self, found: Alarms, everything: bool) -> None:
        """Show this list."""
        self.found, self.everything = found, everything
        self.compose_lines()

    def compose_lines(self) -> None:
        view = view_of(host_of(self))
        rows, width = self.found.rows, self.size.width or 80
        waiting = sum(row.state in WAITING for row in rows)
        which = view.say("alarms.shown_all" if self.everything else "alarms.shown_live")
        title, to_do = view.say("alarms.title"), view.say("alarms.to_do", n=waiting)
        total = view.say("alarms.total", n=f"{len(rows)}+" if len(rows) >= LIMIT else len(rows))
        band = (
            Span(1, title, "title"),
            Span(7, to_do, "title" if waiting else "dim") if cells(title) < 6 else Span(9, to_do, "title"),
            Span(11 + cells(to_do), total, "dim"),
            Span(-1 - cells(which), which, "dim"),
        )
        lines = [Line(band, "focus"), alarm_head(width, view)]
        lines += alarm_lines(rows, view, width, gaps=self.size.height > len(rows) + 12)
        if not rows:
            lines += [Line(ground="ground"), Line((Span(3, "+", "green"), Span(7, view.say("alarms.none"))), "ground")]
            lines.append(Line((Span(7, view.say("alarms.none_why"), "dim"),), "ground"))
        self.write(lines)


class StorySheet(Sheet, can_focus=False):
    """What happened to one alarm, and what comes next."""

    head = 1

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.row: AlarmRow | None = None
        self.request: QueueRow | None = None

    def show(self, row: AlarmRow | None, request: QueueRow | None) -> None:
        """Tell the story of this alarm."""
        self.row, self.request = row, request
        self.compose_lines()

    def compose_lines(self) -> None:
        view = view_of(host_of(self))
        self.write([story_head(self.row, view), *(story_of(self.row, self.request, view) if self.row else ())])


class AlarmsScreen(DeskScreen):
    """The list, its cursor on an alarm that stays under it while the list lives."""

    CSS_PATH = ["styles/desk.tcss", "styles/monitor.tcss"]  # type: ignore[assignment]
    BINDINGS = keys.bindings(keys.ALARMS)

    def __init__(self) -> None:
        super().__init__()
        self.everything = False
        self.stale, self.read_at = True, 0

    def compose_middle(self) -> ComposeResult:
        self.sheet = AlarmSheet(id="alarm-list")
        yield self.sheet
        self.story = StorySheet(id="alarm-story")
        yield self.story

    async def on_mount(self) -> None:
        self.strip.styles.height = 1
        self.on_resize()
        self.sheet.focus()
        await self.refill()

    def on_resize(self) -> None:
        """The story has its place only where the list keeps enough of its own."""
        height = self.app.size.height
        self.story.styles.height = STORY_LINES if height >= 34 else (4 if height >= 24 else 0)

    async def refill(self) -> None:
        """Read the list again."""
        if self.host.desk is None:
            return
        self.stale, self.read_at = False, monotonic_ms()
        found = await self.read(read_alarms, self.host.desk, self.everything)
        if found is not None:
            self.sheet.show(found, self.everything)
            self.tell()

    def tell(self) -> None:
        """The story follows the cursor."""
        row = self.sheet.chosen
        requests: Mapping[int, QueueRow] = self.sheet.found.requests or {}
        self.story.show(row, requests.get(row.request_id) if row else None)
        self.show_frame()

    async def on_rows_changed(self, message: RowsChanged) -> None:
        """Somebody changed something: alarms rise and clear with it; a storm is read twice a second."""
        self.stale = True
        if monotonic_ms() - self.read_at >= READ_LEAST:
            await self.refill()

    async def on_found(self, message: Found) -> None:
        """The database is open, or back."""
        await self.refill()

    async def every_second(self) -> None:
        if self.stale:
            await self.refill()
        if self.paints:
            self.sheet.compose_lines()
            self.story.compose_lines()

    def on_sheet_chosen(self, message: Sheet.Chosen) -> None:
        """Another alarm under the cursor."""
        self.tell()

    def on_sheet_opened(self, message: Sheet.Opened) -> None:
        """A second click opens the request."""
        self.action_open()

    @property
    def request_id(self) -> int | None:
        row = self.sheet.chosen
        return row.request_id if row else None

    def refocus(self) -> None:
        self.sheet.focus()

    def repaint(self) -> None:
        """Another language or palette."""
        for sheet in (self.sheet, self.story):
            sheet.compose_lines()
            sheet.refresh()
        self.show_frame()

    def hints(self) -> list[Hint]:
        say, row = self.host.wording, self.sheet.chosen
        able = row is not None and row.state in WAITING
        first = [
            Hint("a", say("key.act.acknowledge"), able),
            Hint("Enter", say("key.open"), row is not None),
            Hint("f", say("key.alarms.filter")),
            Hint("Esc", say("key.back")),
        ]
        return [*first, *(Hint(keys.key(id).shown, say(f"key.{id}")) for id in ("find", "command", "help"))]

    # Keys

    async def action_perform(self, act: str) -> None:
        """To acknowledge is about the alarm under the cursor, every other act about its request."""
        row = self.sheet.chosen
        if act == Act.ACKNOWLEDGE and row is not None:
            start(self.app, partial(acknowledge, self.app, alarm_id=row.id), "acts")
            return
        await super().action_perform(act)

    async def action_filter(self) -> None:
        """Show also what is over, or no longer."""
        self.everything = not self.everything
        await self.refill()

    def action_open(self) -> None:
        """Open the alarm's request."""
        if self.request_id is None:
            self.no_row()
        else:
            self.app.push_screen(DetailScreen(self.request_id))

    async def open_row(self, row: QueueRow) -> None:
        self.app.push_screen(DetailScreen(row.id))

    async def show_found(self, text: str, rows: Sequence[QueueRow]) -> None:
        """Several hits: the first is opened."""
        self.app.push_screen(DetailScreen(rows[0].id))

    def action_back(self) -> None:
        """Back to where F5 was pressed."""
        self.dismiss()

    def action_move(self, by: int) -> None:
        """One alarm up or down."""
        self.sheet.step(by)

    def action_page(self, by: int) -> None:
        """One page up or down."""
        self.sheet.step(by * self.sheet.page)

    def action_end(self, by: int) -> None:
        """The first or the last alarm."""
        self.sheet.step(by * LIMIT)

    def action_next_pane(self) -> None:
        """There is one list only."""
        self.sheet.focus()
