"""The operator's console: the live queues, the request beside or over them, the alarm strip, the command line."""

from textual import events
from textual.app import ComposeResult
from textual.timer import Timer
from textual.widget import Widget

from models.rows import QueueRow
from models.vocabulary import QUEUES, Kind
from screens import keys
from screens.desk_screen import DeskScreen
from screens.messages import Found, RowsChanged
from screens.queue_heights import DETAIL_BESIDE_FROM, ONE_QUEUE_BELOW, heights, queue_width, strip_lines
from screens.queue_source import LiveQueue
from screens.widgets.detail_pane import DetailPane, possible
from screens.widgets.key_bar import Hint
from screens.widgets.painted import Cells, Rows
from screens.widgets.queue_pane import ColumnHeads, QueuePane
from screens.widgets.queue_table import QueueTable
from screens.widgets.queue_window import Listed

TURNING = 0.06
"""Seconds that the cursor rests before the detail beside it follows: a held key does not drag it along."""

WHOLE = 1_000
"""Pages, more than any request has."""

REST_MS = 3_000
"""How long the hand must have rested before rows may move."""


class OperatorScreen(DeskScreen):
    """Queues and detail. What is common to all screens of the desk is :class:`DeskScreen`."""

    BINDINGS = keys.bindings(keys.QUEUE, keys.DETAIL)
    AUTO_FOCUS = None

    def __init__(self) -> None:
        super().__init__()
        self.kind = Kind.EMERGENCY
        self.third = Kind.INSPECTION
        self.searched = ""
        self.panes: dict[Kind, QueuePane] = {}
        self._turning: Timer | None = None

    # Putting together

    def compose_middle(self) -> ComposeResult:
        wording, now = self.host.wording, self.host.wall.now
        with Cells(id="middle"):
            with Rows(id="queues"):
                yield ColumnHeads(wording, id="heads")
                for number, kind in enumerate(QUEUES):
                    pane = QueuePane(kind, str(number + 1), wording, now, id=f"queue-{kind.value}")
                    self.panes[kind] = pane
                    yield pane
                self.found = QueuePane(None, "/", wording, now, id="found")
                yield self.found
            self.detail = DetailPane(id="detail")
            yield self.detail

    async def on_mount(self) -> None:
        self.detail.display = False
        self.name_queues()
        self.lay_out()
        self.panes[self.kind].table.focus()
        if self.host.desk is not None:
            await self.read_all()

    def name_queues(self) -> None:
        """Queues are named in the language of the moment."""
        for kind, pane in self.panes.items():
            pane.title(self.host.wording(f"kind.{kind.value}"))
        self.found.title(self.host.wording("queue.found", text=self.searched))

    @property
    def standing(self) -> list[Kind]:
        """The queues that show now."""
        if self.searched:
            return []
        if self.app.size.height < ONE_QUEUE_BELOW:
            return [self.kind]
        return [Kind.EMERGENCY, Kind.REPAIR, self.third]

    def lay_out(self) -> None:
        """Give every part its place for the present size."""
        width, height = self.app.size
        beside = width >= DETAIL_BESIDE_FROM
        opened = self.detail.request_id is not None
        queues = self.query_one("#queues", Rows)
        queues.display = beside or not opened
        queues.styles.width = queue_width(width) if beside and opened else "1fr"
        self.detail.display = opened
        self.detail.set_class(beside, "-beside")
        self.strip.styles.height = strip_lines(height)
        standing = self.standing
        sizes = [self.host.glance.open_in(kind) for kind in standing]
        lines = next(iter(self.panes.values())).table.columns.lines
        shares = dict(zip(standing, heights(height, sizes, lines), strict=True)) if standing else {}
        for kind, pane in self.panes.items():
            pane.display = kind in shares
            if kind in shares:
                pane.styles.height = shares[kind] + 1
        self.found.display = bool(self.searched)
        self.found.styles.height = "1fr"

    def on_resize(self, event: events.Resize) -> None:
        """Another size, another arrangement; the cursor stays where it was."""
        self.lay_out()

    # Reading

    async def read_all(self) -> None:
        """Read every queue for the first time, or again after the database was lost."""
        desk = self.host.desk
        for table in [*self.tables, self.found.table]:
            table.districts = self.host.districts
        for kind, pane in self.panes.items():
            await self.guarded(pane.table.load(LiveQueue(desk.look, kind)))
            pane.update_head()
        self.lay_out()
        self.detail.reload()

    async def on_found(self, message: Found) -> None:
        """The desk is open: for the first time, or again."""
        await self.read_all()

    async def on_rows_changed(self, message: RowsChanged) -> None:
        """Somebody changed requests: their lines change where they stand, and move only if the hand rests."""
        if not message.ids or self.host.desk is None:
            return
        fresh = await self.read(self.host.desk.look.rows, message.ids)
        if fresh is None:
            return
        for table in self.tables:
            table.patch(fresh, message.ids)
        if self.detail.request_id in message.ids:
            self.detail.reload()
        own = fresh.get(message.own) if message.own is not None else None
        if own is not None:
            await self.follow_own(own, new=message.new)
        await self.settle_if_rested()

    async def follow_own(self, row: QueueRow, *, new: bool) -> None:
        """One's own act moves its row at once, the cursor with it; one's own new request has the cursor.

        A row that left its queue stands until the hand rests: the next key must not meet the request below it.
        """
        pane = self.panes.get(row.kind)
        if pane is None or not pane.table.source.holds(row):
            return
        if row.id in pane.table.astray:
            await self.settle(pane.table)
        if new:
            await self.action_queue(QUEUES.index(row.kind))
            await self.guarded(pane.table.find(row))

    async def settle_if_rested(self) -> None:
        """Sort what has to move, unless somebody is at the keys."""
        if self.host.idle_ms >= REST_MS:
            for table in self.tables:
                if table.astray:
                    await self.settle(table)

    async def settle(self, table: QueueTable) -> None:
        """Sort one queue now."""
        await self.guarded(table.settle())

    @property
    def tables(self) -> list[QueueTable]:
        """Every queue's table."""
        return [pane.table for pane in self.panes.values()]

    @property
    def table(self) -> QueueTable:
        """The table that the keys are about."""
        return self.found.table if self.searched else self.panes[self.kind].table

    @property
    def request_id(self) -> int | None:
        """The request that acts are about: the one in the focused pane."""
        if self.detail.display and (self.detail.has_focus or not self.query_one("#queues").display):
            return self.detail.request_id
        return self.table.cursor_id

    @property
    def kind_in_focus(self) -> Kind | None:
        return None if self.searched else self.kind

    # Growing older, and what the frame tells

    async def every_second(self) -> None:
        for table in self.tables:
            if table.region.height and self.paints:
                table.tick()
        await self.settle_if_rested()

    def glance_changed(self) -> None:
        for table in [*self.tables, self.found.table]:
            table.show_presence(self.others(self.host.glance.presence))
            table.show_promises(self.host.glance.promised)
        if self.host.idle_ms >= REST_MS or len(self.standing) == 1:
            self.lay_out()

    def on_queue_table_displaced(self, message: QueueTable.Displaced) -> None:
        """The cursor's request has left: say so. What is being read stays open."""
        message.stop()
        left, now = message.table.left, message.table.row
        if message.table is self.table and left is not None and now is not None:
            self.host.say(self.host.wording("line.moved_on", number=left.number, now=now.number))
            self._follow()

    async def action_perform(self, act: str) -> None:
        """After the cursor came to another request by itself, the first act only says which one it would be about."""
        left, now = self.table.left, self.table.row
        self.table.left = None
        if left is not None and now is not None and self.request_id == now.id:
            key = keys.act_keys().get(act, act)
            self.host.say(self.host.wording("line.left_queue", number=left.number, now=now.number, key=key))
            return
        await super().action_perform(act)

    def on_queue_table_chosen(self, message: QueueTable.Chosen) -> None:
        """The detail beside the queue follows the cursor."""
        message.stop()
        if message.table is self.table:
            self._follow()

    @property
    def _follows(self) -> bool:
        """Does the detail go with the cursor? Not while the hand is in it: an act would be about another request."""
        return self.detail.display and self.detail.request_id is not None and not self.detail.has_focus

    def _follow(self) -> None:
        if self._follows:
            if self._turning is not None:
                self._turning.stop()
            self._turning = self.set_timer(TURNING, self._turn)

    def _turn(self) -> None:
        if self._follows:
            self.open_detail(self.table.cursor_id)

    def on_queue_table_opened(self, message: QueueTable.Opened) -> None:
        """Show the request, beside the queue or over it."""
        message.stop()
        if message.request_id is not None:
            self.open_detail(message.request_id)
            self.detail.focus()

    def open_detail(self, request_id: int | None) -> None:
        """Show a request in the detail, or none."""
        before = self.detail.request_id
        self.detail.show(request_id)
        if (before is None) != (request_id is None):
            self.lay_out()
        self.look_at(request_id)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Whichever queue has the focus is the one the keys are about."""
        kind = next((kind for kind, pane in self.panes.items() if pane.table is event.widget), None)
        if kind is not None and kind is not self.kind:
            self.kind = kind
        self.show_frame()

    def repaint(self) -> None:
        """Another language or palette."""
        self.name_queues()
        for table in [*self.tables, self.found.table]:
            table.districts = self.host.districts
            table.repaint()
        self.detail.compose_lines()
        self.show_frame()

    def hints(self) -> list[Hint]:
        say = self.host.wording
        if self.detail.has_focus:
            bar = [Hint("Tab", say("key.pane")), Hint("Esc", say("key.back"))]
            bar += self.act_hints(self.detail.reading)
        else:
            bar = self.bar_hints(keys.QUEUE, up_to=7, able=self._able())
            bar.append(Hint("1-4", say("key.queues")))
        return [*bar, *(Hint(keys.key(id).shown, say(f"key.{id}")) for id in ("find", "command", "help"))]

    def _able(self) -> frozenset[str] | None:
        """What can be done to the request under the cursor; None as long as no detail beside it has read that."""
        if self.table.cursor_id is None:
            return frozenset()
        reading = self.detail.reading
        known = reading is not None and reading.detail.row.id == self.table.cursor_id
        return possible(reading.choices) if reading is not None and known else None

    # Keys

    async def action_queue(self, number: int) -> None:
        """Go to a queue; the third place shows inspection or complaint, whichever was asked for last."""
        self.searched = ""
        self.kind = QUEUES[number]
        if number >= 2:
            self.third = self.kind
        if not self.query_one("#queues").display:
            self.open_detail(None)
        self.lay_out()
        self.set_focus(self.panes[self.kind].table)
        self.show_frame()

    async def action_next_pane(self) -> None:
        """The next queue, then the detail, then the first queue again."""
        if self.typing:
            return
        order: list[Widget] = [self.panes[kind].table for kind in self.standing] or [self.found.table]
        order = order if self.query_one("#queues").display else []
        if self.detail.display:
            order.append(self.detail)
        here = order.index(self.focused) if self.focused in order else -1
        if order:
            self.set_focus(order[(here + 1) % len(order)])

    async def action_move(self, by: int) -> None:
        if self.detail.has_focus:
            self.detail.action_scroll(by)
        else:
            await self.guarded(self.table.action_move(by))

    async def action_page(self, by: int) -> None:
        if self.detail.has_focus:
            self.detail.action_leaf(by)
            return
        await self.guarded(self.table.action_page(by))

    async def action_end(self, by: int) -> None:
        if self.detail.has_focus:
            self.detail.action_leaf(by * WHOLE)
            return
        await self.guarded(self.table.action_end(by))

    async def action_settle(self) -> None:
        await self.settle(self.table)

    async def action_open(self) -> None:
        if self.table.cursor_id is None and self.request_id is None:
            self.no_row()
        elif not self.detail.has_focus:
            self.table.action_open()

    async def action_back(self) -> None:
        """Close the detail, then leave what a search found."""
        if self.detail.request_id is not None:
            self.open_detail(None)
        elif self.searched:
            self.searched = ""
            self.lay_out()
        self.set_focus(self.table)
        self.show_frame()

    def refocus(self) -> None:
        queues = self.query_one("#queues").display
        self.set_focus(self.table if queues else self.detail)

    async def open_row(self, row: QueueRow) -> None:
        """Show one request, and put the cursor on it where it stands in a queue."""
        pane = self.panes.get(row.kind)
        if pane is not None and pane.table.source.holds(row):
            await self.action_queue(QUEUES.index(row.kind))
            await self.guarded(pane.table.find(row))
        self.open_detail(row.id)
        self.detail.focus()

    async def show_found(self, text: str, rows: list[QueueRow]) -> None:
        """List what a search found, in place of the queues."""
        if self.detail.request_id is not None:
            self.open_detail(None)
        self.searched = text
        self.name_queues()
        self.lay_out()
        self.found.table.cursor_id = None
        await self.guarded(self.found.table.load(Listed(tuple(rows))))
        self.found.update_head()
        self.set_focus(self.found.table)
        self.show_frame()
