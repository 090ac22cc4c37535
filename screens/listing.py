"""A screen with one list on it: its cursor, its keys to move, and how it follows what others change."""

from typing import Any

from textual.app import ComposeResult

from models.rows import QueueRow
from screens.desk_screen import DeskScreen
from screens.detail import DetailScreen
from screens.messages import Found, RowsChanged
from screens.widgets.sheet import Sheet

FAR = 10_000


class ListingScreen(DeskScreen):
    """Subclasses make the sheet and read what it lists."""

    CSS_PATH = ["styles/desk.tcss", "styles/monitor.tcss"]  # type: ignore[assignment]
    SHEET: type[Sheet] = Sheet
    sheet: Any

    async def refill(self) -> None:
        """Read the list again."""

    def compose_middle(self) -> ComposeResult:
        self.sheet = self.SHEET(id="alarm-list")
        yield self.sheet

    async def on_mount(self) -> None:
        self.strip.styles.height = 1
        self.sheet.focus()
        await self.refill()

    async def on_rows_changed(self, message: RowsChanged) -> None:
        """Somebody changed something."""
        await self.refill()

    async def on_found(self, message: Found) -> None:
        """The database is open, or back."""
        await self.refill()

    async def every_second(self) -> None:
        if self.paints:
            self.sheet.compose_lines()

    def on_sheet_chosen(self, message: Sheet.Chosen) -> None:
        """Another line under the cursor."""
        self.show_frame()

    def refocus(self) -> None:
        self.set_focus(self.sheet)

    def repaint(self) -> None:
        """Another language or palette."""
        self.sheet.compose_lines()
        self.sheet.refresh()
        self.show_frame()

    async def open_row(self, row: QueueRow) -> None:
        self.app.push_screen(DetailScreen(row.id))

    async def show_found(self, text: str, rows: list[QueueRow]) -> None:
        """Several hits: the first is opened."""
        self.app.push_screen(DetailScreen(rows[0].id))

    def action_back(self) -> None:
        """Back to where it was opened."""
        self.dismiss()

    def action_move(self, by: int) -> None:
        """One line up or down."""
        self.sheet.step(by)

    def action_page(self, by: int) -> None:
        """One page up or down."""
        self.sheet.step(by * self.sheet.page)

    def action_end(self, by: int) -> None:
        """The first or the last line."""
        self.sheet.step(by * FAR)
