"""One request on a screen of its own: where there is no queue to stand beside, or no room for it."""

from textual.app import ComposeResult

from models.rows import QueueRow
from screens import keys
from screens.desk_screen import DeskScreen
from screens.messages import Found, RowsChanged
from screens.widgets.detail_pane import DetailPane
from screens.widgets.key_bar import Hint


class DetailScreen(DeskScreen):
    """Shows a request until Escape; every act that a queue offers is offered here."""

    BINDINGS = keys.bindings(keys.DETAIL)

    def __init__(self, request_id: int) -> None:
        super().__init__()
        self.shown = request_id

    def compose_middle(self) -> ComposeResult:
        self.pane = DetailPane(id="detail")
        yield self.pane

    def on_mount(self) -> None:
        self.pane.focus()
        self.turn_to(self.shown)

    def turn_to(self, request_id: int) -> None:
        """Show this request from now on."""
        self.shown = request_id
        self.pane.show(request_id)
        self.look_at(request_id)

    @property
    def request_id(self) -> int | None:
        return self.shown

    def on_rows_changed(self, message: RowsChanged) -> None:
        """Somebody changed it: read it again."""
        if self.shown in message.ids:
            self.pane.reload()

    def on_found(self, message: Found) -> None:
        """The database is back."""
        self.pane.reload()

    def glance_changed(self) -> None:
        self.pane.compose_lines()

    def refocus(self) -> None:
        self.set_focus(self.pane)

    async def open_row(self, row: QueueRow) -> None:
        self.turn_to(row.id)

    def repaint(self) -> None:
        """Another language or palette."""
        self.pane.compose_lines()
        self.pane.refresh()
        self.show_frame()

    def hints(self) -> list[Hint]:
        say = self.host.wording
        back = [Hint("Esc", say("key.back"))]
        last = (Hint(keys.key(id).shown, say(f"key.{id}")) for id in ("find", "command", "help"))
        return [*back, *self.act_hints(self.pane.reading), *last]

    def action_back(self) -> None:
        """Close; whoever looked before looks again."""
        self.look_away()
        self.dismiss()

    def action_next_pane(self) -> None:
        """There is one pane only."""
        self.pane.focus()

    def action_move(self, by: int) -> None:
        """Scroll by lines."""
        self.pane.action_scroll(by)
