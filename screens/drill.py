"""A list of requests under a figure of the monitor, or that a search found: every act from a row, Enter opens it."""

from collections.abc import Sequence

from textual.app import ComposeResult

from models.rows import QueueRow
from models.vocabulary import QUEUES
from models.wanted import EVERYTHING, Wanted
from screens import keys
from screens.board_filter import wanted_words
from screens.desk_screen import DeskScreen
from screens.detail import DetailScreen
from screens.format import clean
from screens.host import view_of
from screens.messages import Found, RowsChanged
from screens.widgets.key_bar import Hint
from screens.widgets.queue_pane import ColumnHeads, QueuePane
from screens.widgets.queue_table import QueueTable
from screens.widgets.queue_window import Listed

PER_KIND = 500
"""How many of each kind are listed."""


class DrillScreen(DeskScreen):
    """The live requests of one district (None: of all), most urgent first; or a finished list.

    Args:
        district: whose requests.
        found: show these instead.
        title: what the band says of them.
        wanted: only these of the district.
    """

    BINDINGS = keys.bindings(keys.MONITOR)

    def __init__(self, district: str | None, *, found: tuple[QueueRow, ...] | None = None, title: str = "",
                 wanted: Wanted = EVERYTHING) -> None:  # fmt: skip
        super().__init__()
        self.wanted, self.likely = wanted, 0
        self.district, self.found, self.heading = district, found, title

    def compose_middle(self) -> ComposeResult:
        wording = self.host.wording
        yield ColumnHeads(wording, id="heads")
        self.list = QueuePane(None, "", wording, self.host.wall.now, id="found")
        yield self.list

    @property
    def table(self) -> QueueTable:
        """The list."""
        return self.list.table

    async def on_mount(self) -> None:
        self.strip.styles.height = 1
        self.list.styles.height = "1fr"
        self.entitle()
        self.table.focus()
        await self.refill()

    def entitle(self) -> None:
        """Say what is listed."""
        say, districts = self.host.wording, self.host.districts
        place = say("monitor.no_district") if self.district == "" else say("monitor.city")
        place = districts.get(self.district, self.district) if self.district else place
        title = say("queue.found", text=clean(self.heading)) if self.found is not None else clean(place)
        if self.wanted:
            title += f"  {say('monitor.filter')} {clean(wanted_words(self.wanted, view_of(self.host)))}"
        if self.likely:
            title += f"  {say('monitor.likely', n=self.likely)}"
        self.list.title(title)
        self.table.districts = districts

    async def refill(self) -> None:
        """Read the list."""
        rows = await self.read(self._rows) if self.host.desk is not None else None
        if rows is not None:
            risk = await self.read(self.host.desk.look.predictions().at_risk, self.host.wall.now()) or ()
            self.likely = sum(row.id in risk for row in rows)
            self.entitle()
            await self.guarded(self.table.load(Listed(tuple(rows))))
            self.list.update_head()

    def _rows(self) -> Sequence[QueueRow]:
        look = self.host.desk.look
        if self.found is not None:
            fresh = look.rows([row.id for row in self.found])
            return [fresh[row.id] for row in self.found if row.id in fresh]
        pages = [look.queue(kind, district=self.district, limit=PER_KIND) for kind in QUEUES]
        rows = sorted((row for page in pages for row in page), key=lambda row: (row.due_at, row.id))
        if not self.wanted:
            return rows
        wanted = look.overview().passing([row.id for row in rows], self.wanted)
        return [row for row in rows if row.id in wanted]

    async def on_rows_changed(self, message: RowsChanged) -> None:
        """Lines change where they stand; nothing moves under the hand."""
        fresh = await self.read(self.host.desk.look.rows, message.ids) if message.ids else None
        if fresh:
            self.table.patch(fresh, message.ids)

    async def on_found(self, message: Found) -> None:
        """The database is back."""
        await self.refill()

    async def every_second(self) -> None:
        if self.paints:
            self.table.tick()

    def glance_changed(self) -> None:
        self.table.show_presence(self.others(self.host.glance.presence))
        self.table.show_promises(self.host.glance.promised)

    def on_queue_table_opened(self, message: QueueTable.Opened) -> None:
        """Enter or a click on a row."""
        message.stop()
        if message.request_id is not None:
            self.app.push_screen(DetailScreen(message.request_id))

    @property
    def request_id(self) -> int | None:
        return self.table.cursor_id

    def refocus(self) -> None:
        self.set_focus(self.table)

    def repaint(self) -> None:
        """Another language or palette."""
        self.entitle()
        self.table.repaint()
        self.show_frame()

    def hints(self) -> list[Hint]:
        say = self.host.wording
        bar = [Hint("Esc", say("key.back")), *self.bar_hints(keys.MONITOR, up_to=8)]
        return [*bar, *(Hint(keys.key(id).shown, say(f"key.{id}")) for id in ("find", "command", "help"))]

    async def open_row(self, row: QueueRow) -> None:
        self.app.push_screen(DetailScreen(row.id))

    async def show_found(self, text: str, rows: list[QueueRow]) -> None:
        self.found, self.heading = tuple(rows), text
        self.entitle()
        await self.refill()

    def action_open(self) -> None:
        """Open the request under the cursor."""
        self.table.action_open()

    def action_back(self) -> None:
        """Back to the monitor."""
        self.dismiss()

    async def action_move(self, by: int) -> None:
        await self.guarded(self.table.action_move(by))

    async def action_page(self, by: int) -> None:
        await self.guarded(self.table.action_page(by))

    async def action_end(self, by: int) -> None:
        await self.guarded(self.table.action_end(by))

    def action_next_pane(self) -> None:
        """There is one list only."""
        self.table.focus()
