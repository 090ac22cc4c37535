"""A live queue: paints only the lines that show, keeps its cursor on a request, and never re-sorts under the hand.

The table holds a window of rows and reads further blocks in a thread when the cursor comes near an edge. What changes
elsewhere is put into its line at once; a line that would have to move waits until the hand has rested.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Self, TypeVar

from rich.segment import Segment
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from models.errors import DeskError
from models.rows import QueueRow
from screens.messages import Refused
from screens.paint import LeanStrip, blank, style
from screens.widgets.painted import own_lines
from screens.widgets.queue_columns import BAR, Columns, columns
from screens.widgets.queue_row import Ageing, Look, RowPaint, ageing, promise_words
from screens.widgets.queue_window import BLOCK_ROWS, Listed, RowSource, Window, key_of
from screens.wording import Wording

Read = TypeVar("Read")


class QueueTable(ScrollView, can_focus=True, inherit_bindings=False):
    """Rows of one queue.

    Args:
        wording: the language to paint in.
        now: the moment at which rows are judged (epoch ms).

    `on_shown` is called when which rows show, how many there are, or how many wait to be sorted has changed.
    """

    DEFAULT_CSS = """
    QueueTable { width: 1fr; height: 1fr; scrollbar-size: 0 0; overflow-x: hidden; overflow-y: auto; }
    """

    class Chosen(Message):
        """The cursor came to another request (None: the queue is empty)."""

        def __init__(self, table: "QueueTable", request_id: int | None) -> None:
            super().__init__()
            self.table, self.request_id = table, request_id

        @property
        def control(self) -> "QueueTable":
            """The table it happened on."""
            return self.table

    class Displaced(Chosen):
        """The request under the cursor has left the queue: the cursor stands on another (`left` tells which left)."""

    class Opened(Chosen):
        """A request is to be opened."""

    def __init__(self, wording: Wording, now: Callable[[], int], *, id: str | None = None) -> None:
        self._lines: dict[int, Strip] = {}
        super().__init__(id=id)
        self.wording, self.now = wording, now
        self.source: RowSource = Listed()
        self.window = Window()
        self.cursor_id: int | None = None
        self.cursor_at = 0
        self.astray: set[int] = set()
        self.presence: Mapping[int, tuple[str, ...]] = {}
        self.promised: Mapping[int, int] = {}
        self._said: dict[int, str] = {}
        self.marked: frozenset[int] = frozenset()
        self.districts: Mapping[str, str] = {}
        self.left: QueueRow | None = None
        """The request that the cursor was on, if it left the queue and nobody has moved the cursor since."""
        self.loaded = self.visited = False
        self.on_shown: Callable[[], None] = lambda: None
        self._ages: dict[int, Ageing] = {}
        self._painted: dict[tuple[int, int], tuple[object, Strip]] = {}
        self._paint: RowPaint | None = None
        self._reading = asyncio.Lock()

    # What shows

    @property
    def columns(self) -> Columns:
        """The layout at the present width and language."""
        return columns(max(20, self.outer_size.width), self.wording.lang)

    @property
    def room(self) -> int:
        """How many requests fit."""
        return max(1, self.outer_size.height // self.columns.lines)

    @property
    def top(self) -> int:
        """The place of the first request that shows."""
        return self.scroll_offset.y // self.columns.lines

    @property
    def shown(self) -> tuple[int, int]:
        """First and last place that show, counted from one; ``(0, 0)`` if there is nothing."""
        total = self.window.total
        return (min(self.top + 1, total), min(self.top + self.room, total))

    @property
    def row(self) -> QueueRow | None:
        """The row under the cursor, if it is held."""
        return self.window.rows.get(self.cursor_id) if self.cursor_id is not None else None

    # Reading

    async def read(self, job: Callable[[], Read]) -> Read:
        """Read in a thread; the loop goes on."""
        return await asyncio.to_thread(job)

    async def load(self, source: RowSource | None = None) -> None:
        """Read the queue from its top, or around the cursor if it is already there."""
        if source is not None:
            self.source = source
        self.loaded = True
        await self.settle(force=True)

    async def _fill(self, index: int) -> None:
        """Hold the block around a place of the queue."""
        source, first = self.source, max(0, index - BLOCK_ROWS // 2)

        def job() -> tuple[int, int, Sequence[QueueRow]]:
            total = source.total()
            start = max(0, min(first, total - BLOCK_ROWS))
            return start, total, source.page(start, BLOCK_ROWS)

        self.window.fill(*await self.read(job))
        self._measure()

    async def _reach(self, index: int) -> None:
        """See to it that a place of the queue is held, and some rows beyond it."""
        window, ahead = self.window, self.room
        if not window.first <= index < window.end:
            await self._fill(index)
        elif index + ahead >= window.end and window.end < window.total:
            last, source = key_of(window.rows[window.ids[-1]]), self.source
            window.append(await self.read(lambda: source.after(last, BLOCK_ROWS)))
        elif index - ahead < window.first and window.first > 0:
            head, source = key_of(window.rows[window.ids[0]]), self.source
            window.prepend(await self.read(lambda: source.before(head, BLOCK_ROWS)))

    async def settle(self, *, force: bool = False) -> None:
        """Put every row where it belongs now. The cursor stays with its request, and on its line if it was scrolled."""
        if not (self.astray or force):
            return
        async with self._reading:
            self.astray.clear()
            top, at, before, former = self.top, self.cursor_at, self.row, self.cursor_id
            source = self.source
            if before is not None and source.holds(before):
                key = key_of(before)
                at = await self.read(lambda: source.rank(key))
            await self._fill(at)
            found = self.window.index_of(self.cursor_id)
            at = found if found is not None else max(0, min(at, self.window.total - 1))
            line = self.cursor_at - top
            self._place(at)
            if top and found is not None:
                top = at - line
            self._scroll(max(0, min(top, self.window.total - self.room)))
            self._keep_in_sight()
            self._painted.clear()
            self.refresh()
            self.on_shown()
            if self.cursor_id != former:
                self.left = before if found is None and self.cursor_id is not None else None
                self.post_message((self.Displaced if self.left else self.Chosen)(self, self.cursor_id))

    def patch(self, fresh: Mapping[int, QueueRow], asked: Iterable[int]) -> bool:
        """Show fresh rows on the lines of the old ones; returns True if some line would now have to move."""
        touched, astray = self.window.patch(fresh, asked, self.source)
        for request_id in touched:
            self._touch(request_id)
        if astray - self.astray:
            self.astray |= astray
            self.on_shown()
        return bool(self.astray)

    def show_presence(self, presence: Mapping[int, tuple[str, ...]]) -> None:
        """Who else is inside which request."""
        before, self.presence = self.presence, presence
        for request_id in before.keys() | presence.keys():
            if before.get(request_id) != presence.get(request_id):
                self._touch(request_id)

    def show_marks(self, marked: frozenset[int]) -> None:
        """Which requests are marked."""
        before, self.marked = self.marked, marked
        for request_id in before ^ marked:
            self._touch(request_id)

    def show_promises(self, promised: Mapping[int, int]) -> None:
        """Until when somebody will be called back about which request."""
        before, self.promised = self.promised, promised
        for request_id in before.keys() | promised.keys():
            if before.get(request_id) != promised.get(request_id):
                self._touch(request_id)

    # The cursor

    async def go(self, index: int) -> None:
        """Put the cursor on a place of the queue."""
        if not self.window.total:
            return
        self.left = None
        index = max(0, min(index, self.window.total - 1))
        async with self._reading:
            await self._reach(index)
        index = min(index, self.window.total - 1)
        former, former_at = self.cursor_id, self.cursor_at
        self._place(index)
        if not self._keep_in_sight():
            self._line(former_at)
            self._line(self.cursor_at)
        if self.cursor_id != former:
            self.post_message(self.Chosen(self, self.cursor_id))

    def _place(self, index: int) -> None:
        row = self.window.at(index)
        self.cursor_at, self.cursor_id = index, row.id if row else None

    async def find(self, row: QueueRow) -> None:
        """Put the cursor on a request of this queue."""
        index = self.window.index_of(row.id)
        if index is None:
            source, key = self.source, key_of(row)
            index = await self.read(lambda: source.rank(key))
        await self.go(index)
        if self.cursor_id != row.id and self.source.holds(row):  # what is held is older than the queue
            self.cursor_id, self.cursor_at = row.id, index
            await self.settle(force=True)
            self.post_message(self.Chosen(self, self.cursor_id))

    async def _by_mouse(self, index: int) -> None:
        """Go there; a refusal is said where all of them are."""
        try:
            await self.go(index)
        except DeskError as error:
            self.post_message(Refused(error))

    async def action_move(self, by: int) -> None:
        await self.go(self.cursor_at + by)

    async def action_page(self, by: int) -> None:
        if not self.window.total:
            return
        last = self.window.total - 1
        goal = max(0, min(last, self.cursor_at + by * self.room))
        top = self.top + by * self.room
        async with self._reading:
            await self._reach(goal)
        self._scroll(max(0, min(top, self.window.total - self.room)))
        await self.go(goal)
        self.refresh()

    async def action_end(self, by: int) -> None:
        await self.go(self.window.total if by > 0 else 0)

    def action_open(self) -> None:
        if self.cursor_id is not None:
            self.post_message(self.Opened(self, self.cursor_id))

    async def action_settle(self) -> None:
        await self.settle()

    # Scrolling

    def _measure(self) -> None:
        size = Size(self.outer_size.width, self.window.total * self.columns.lines)
        if size != self.virtual_size:
            self.virtual_size = size

    def _scroll(self, top: int) -> None:
        self.scroll_to(y=top * self.columns.lines, animate=False, force=True, immediate=True)

    def _keep_in_sight(self) -> bool:
        """Scroll as little as shows the cursor; True if it had to. A table that does not show waits."""
        if not self.outer_size.height:
            return False
        top = self.top
        wanted = min(self.cursor_at, max(top, self.cursor_at - self.room + 1))
        if wanted != top:
            self._scroll(wanted)
        return self.top != top

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            self.on_shown()

    def _line(self, index: int) -> None:
        lines = self.columns.lines
        y = index * lines - self.scroll_offset.y
        if -lines < y < self.outer_size.height:
            self.refresh(Region(0, y, self.outer_size.width, lines))

    def _touch(self, request_id: int) -> None:
        self._ages.pop(request_id, None)
        index = self.window.index_of(request_id)
        if index is not None:
            self._line(index)

    def tick(self) -> None:
        """Grow a second older: repaint what reads differently now, the countdown's cells alone where that is all."""
        now, cols = self.now(), self.columns
        left = cols["left"]
        for index in range(self.top, min(self.top + self.room, self.window.total)):
            row = self.window.at(index)
            if row is None:
                continue
            said = promise_words(self.promised.get(row.id), now, cols, self.wording)
            if said != self._said.get(row.id, ""):
                self._said[row.id] = said
                self._line(index)
            before, age = self._ages.get(row.id), ageing(row, now)
            if age == before:
                continue
            self._ages[row.id] = age
            y = index * cols.lines - self.scroll_offset.y
            ticked = before is not None and left is not None and before.since == age.since
            if ticked and before is not None and left and (before.word, before.paused) == (age.word, age.paused):
                self.refresh(Region(left.start, y, left.width, 1))
            else:
                self._line(index)

    # Painting

    def repaint(self) -> None:
        """The language, the palette or the width has changed."""
        self._painted.clear()
        self._paint = None
        self._measure()
        self.refresh()

    def on_resize(self, event: events.Resize) -> None:
        """A new width asks for another layout; the cursor stays in sight."""
        self.repaint()
        self._scroll(max(0, min(self.top, self.window.total - self.room)))
        self._keep_in_sight()
        self.on_shown()

    def on_focus(self) -> None:
        self.visited = True
        self._line(self.cursor_at)

    def on_blur(self) -> None:
        self._line(self.cursor_at)

    async def on_click(self, event: events.Click) -> None:
        """A click takes the request under it, a second one opens it."""
        index = (event.y + self.scroll_offset.y) // self.columns.lines
        if index < self.window.total:
            if index == self.cursor_at and event.chain > 1:
                self.action_open()
            await self._by_mouse(index)

    async def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        await self._by_mouse(self.cursor_at + 3)

    async def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        await self._by_mouse(self.cursor_at - 3)

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Lines are painted once; what is refreshed is painted again."""
        if regions:
            for region in regions:
                for y in region.line_range:
                    self._lines.pop(y, None)
        else:
            self._lines.clear()
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def render_lines(self, crop: Region) -> list[Strip]:
        lines = self._lines
        missing = [y for y in crop.line_range if y not in lines]
        if missing:
            cols, now = self.columns, self.now()
            if self._paint is None or self._paint.columns is not cols:
                self._paint = RowPaint(cols, self.wording, self.districts)
            for y in missing:
                lines[y] = self._strip(y, cols, now)
        return own_lines(self, crop, [lines[y] for y in crop.line_range])

    def _strip(self, y: int, cols: Columns, now: int) -> Strip:
        width = self.outer_size.width
        index, part = divmod(y + self.scroll_offset.y, cols.lines)
        row = self.window.at(index)
        if row is None or self._paint is None:
            body = blank(width - BAR)
        else:
            cursor = row.id == self.cursor_id and self.visited
            promised = self.promised.get(row.id)
            words = promise_words(promised, now, cols, self.wording)
            marked = row.id in self.marked
            look = Look(cursor, self.has_focus, self.presence.get(row.id, ()), promised, words, marked)
            age = self._ages.get(row.id)
            if age is None:
                age = self._ages[row.id] = ageing(row, now)
            seen = (row, age, look)
            known = self._painted.get((row.id, part))
            if known is not None and known[0] == seen:
                body = known[1]
            else:
                body = self._paint.line(row, age, look, part)
                self._painted[row.id, part] = (seen, body)
        return LeanStrip([*body._segments, Segment(" ", style("text", self._bar(y)))], width)

    def _bar(self, y: int) -> str:
        """The ground of the scroll bar's cell on a line: the thumb says where in the queue one is."""
        height, total = self.outer_size.height, self.window.total
        if total <= self.room or not height:
            return "ground"
        size = max(1, round(height * self.room / total))
        start = round((height - size) * self.top / max(1, total - self.room))
        return "thumb" if start <= y < start + size else "track"
