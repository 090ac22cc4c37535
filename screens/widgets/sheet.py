"""A sheet of prepared lines: spans at columns on a ground, a cursor that follows the record, and no repaint in vain."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from rich.segment import Segment
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from screens.format import cells
from screens.paint import LeanStrip, blank, clip, style
from screens.theme import BLOCK
from screens.widgets.painted import Painted


@dataclass(frozen=True, slots=True)
class Span:
    """Text at a column. With a `width` it is cut and padded to it; `right` sets it to the width's right edge.

    A negative `start` counts from the right edge of the sheet. `ground` lies under this span alone.
    """

    start: int
    text: str
    tone: str = "text"
    width: int = 0
    right: bool = False
    ground: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its spans, its ground, and the record it stands for (None: the cursor passes over it)."""

    spans: tuple[Span, ...] = ()
    ground: str = "pane"
    ref: Hashable | None = None


BLANK = Line()


class Sheet(Painted, can_focus=True):
    """Shows lines, scrolls them, and keeps its cursor on a record while lines come and go.

    Subclasses call :meth:`write` with fresh lines; only lines that differ are painted again.
    """

    DEFAULT_CSS = "Sheet { height: 1fr; width: 1fr; }"
    CURSOR_COLUMN = 1
    head = 0
    """How many lines at the top stay when the rest scrolls."""

    class Chosen(Message):
        """The cursor came to another record."""

        def __init__(self, sheet: "Sheet", ref: Hashable | None) -> None:
            super().__init__()
            self.sheet, self.ref = sheet, ref

        @property
        def control(self) -> "Sheet":
            """The sheet it happened on."""
            return self.sheet

    class Opened(Chosen):
        """Enter was pressed on a record."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.lines: list[Line] = []
        self.top = 0
        self.ref: Hashable | None = None
        self._row = 0

    # Lines

    def write(self, lines: Sequence[Line]) -> None:
        """Show `lines`; the cursor stays on its record, or on the neighbour if the record has gone."""
        old, self.lines = self.lines, list(lines)
        refs = [line.ref for line in self.lines]
        before = (self.ref, self._row, self.top)
        if self.ref is not None and self.ref in refs:
            moved = refs.index(self.ref) - self._row
            self._row += moved
            if self._row != before[1] and self.top:
                self.top = max(0, self.top + moved)
        else:
            self._row = self._nearest(self._row)
            self.ref = refs[self._row] if refs else None
        self._clamp()
        if self.ref != before[0]:
            self.post_message(self.Chosen(self, self.ref))
        if (self._row, self.top) != before[1:]:
            self.refresh()
            return
        for index in range(max(len(old), len(self.lines))):
            if index >= len(old) or index >= len(self.lines) or old[index] != self.lines[index]:
                self._touch(index)

    def _nearest(self, row: int) -> int:
        """The selectable line nearest to `row`, or 0."""
        rows = [index for index, line in enumerate(self.lines) if line.ref is not None]
        return min(rows, key=lambda index: abs(index - row), default=0)

    def _clamp(self) -> None:
        self.top = max(0, min(self.top, len(self.lines) - self.size.height))

    def _touch(self, index: int) -> None:
        y = index if index < self.head else index - self.top
        if 0 <= y < self.size.height:
            self.refresh(Region(0, y, self.size.width, 1))

    # Cursor and scrolling

    @property
    def selectable(self) -> bool:
        """Has this sheet records at all?"""
        return any(line.ref is not None for line in self.lines)

    def select(self, ref: Hashable) -> None:
        """Put the cursor on a record."""
        rows = [index for index, line in enumerate(self.lines) if line.ref == ref]
        if rows:
            self._go(rows[0])

    def step(self, by: int) -> None:
        """Move the cursor by records; a sheet without records scrolls."""
        rows = [index for index, line in enumerate(self.lines) if line.ref is not None]
        if not rows:
            self.scroll_lines(by)
            return
        here = min(range(len(rows)), key=lambda n: abs(rows[n] - self._row))
        there = max(0, min(len(rows) - 1, here + by))
        if there == here and by < 0:
            self.scroll_lines(by)
        self._go(rows[there])

    def _go(self, row: int) -> None:
        former, self._row = self._row, row
        self.ref = self.lines[row].ref
        top = self.top
        room = max(1, self.size.height - self.head) if self.size.height else len(self.lines)
        if row >= self.head and row - self.head < top:
            top = row - self.head
        elif row - self.head >= top + room:
            top = row - self.head - room + 1
        if top != self.top:
            self.top = top
            self._clamp()
            self.refresh()
        else:
            self._touch(former)
            self._touch(row)
        if former != row:
            self.post_message(self.Chosen(self, self.ref))

    def scroll_lines(self, by: int) -> None:
        """Scroll without moving the cursor."""
        before, self.top = self.top, self.top + by
        self._clamp()
        if self.top != before:
            self.refresh()

    @property
    def page(self) -> int:
        """Lines that scroll in one page."""
        return max(1, self.size.height - self.head - 1)

    def action_step(self, by: int) -> None:
        self.step(by)

    def action_page(self, by: int) -> None:
        self.step(by * self.page)

    def action_end(self, by: int) -> None:
        self.step(by * len(self.lines))

    def action_open(self) -> None:
        if self.ref is not None:
            self.post_message(self.Opened(self, self.ref))

    def on_resize(self, event: events.Resize) -> None:
        """A new width asks for new lines, a new height may show others."""
        self.compose_lines()
        self._clamp()
        self.refresh()

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self.scroll_lines(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self.scroll_lines(-3)

    def on_click(self, event: events.Click) -> None:
        """A click takes the record under it; a second one opens it."""
        index = event.y if event.y < self.head else event.y + self.top
        if 0 <= index < len(self.lines) and self.lines[index].ref is not None:
            if index == self._row:
                self.action_open()
            else:
                self._go(index)

    def compose_lines(self) -> None:
        """Make the lines again for the present width; subclasses that write do it here."""

    # Painting

    def paint_line(self, y: int) -> Strip:
        """One line of the screen, as wide as the sheet."""
        index = y if y < self.head else y + self.top
        if index >= len(self.lines):
            return blank(self.size.width, self.page_ground)
        line = self.lines[index]
        here = line.ref is not None and index == self._row and self.shows_cursor
        return line_strip(line, self.size.width, cursor=here, focused=self.shows_focus)

    @property
    def page_ground(self) -> str:
        """The ground below the last line."""
        return "pane"

    @property
    def shows_cursor(self) -> bool:
        """Is there a cursor at all?"""
        return True

    @property
    def shows_focus(self) -> bool:
        """Is the cursor the live one? A screen whose only sheet this is may say so always."""
        return self.has_focus


def line_strip(line: Line, width: int, *, cursor: bool = False, focused: bool = True) -> Strip:
    """A line as exactly `width` cells.

    The cursor's ground lies under all but a block. A block leaves the margin free, so that the cursor's mark is seen.
    """
    here = "cursor" if focused else "field"
    ground = here if cursor and line.ground != BLOCK else line.ground
    spans = [(span.start if span.start >= 0 else width + span.start, span) for span in line.spans]
    if cursor:
        spans.append((0, Span(0, " > ", "key" if focused else "dim", 3, ground=here)))
    elif line.ground == BLOCK:
        spans.append((0, Span(0, "", "text", 3, ground="pane")))
    spans.sort(key=lambda pair: pair[0])
    segments: list[Segment] = []
    at = 0
    for number, (start, span) in enumerate(spans):
        end = spans[number + 1][0] if number + 1 < len(spans) else width
        room = min(width, end) - max(at, start)
        if room <= 0 or start < at:
            continue
        if start > at:
            segments.append(Segment(" " * (start - at), style("text", ground)))
        text = clip(span.text, min(room, span.width) if span.width else room, pad=bool(span.width), right=span.right)
        segments.append(Segment(text, style(span.tone, span.ground or ground)))
        at = start + cells(text)
    if at < width:
        segments.append(Segment(" " * (width - at), style("text", ground)))
    return LeanStrip(segments, width)
