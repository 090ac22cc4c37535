"""A queue with its band: the band names the queue, its size, which rows show, and how many wait to be sorted."""

from collections.abc import Callable

from textual.app import ComposeResult
from textual.strip import Strip

from models.vocabulary import Kind
from screens.format import cells, clean
from screens.paint import LineBuilder
from screens.widgets.painted import Painted, Rows
from screens.widgets.queue_columns import columns, head_right
from screens.widgets.queue_head import QueueHead
from screens.widgets.queue_table import QueueTable
from screens.wording import Wording

__all__ = ["ColumnHeads", "QueuePane"]


class QueuePane(Rows):
    """The band and the table of one kind (or of what a search found, if `kind` is None)."""

    DEFAULT_CSS = "QueuePane { height: 5; width: 1fr; } QueuePane QueueHead { height: 1; }"

    def __init__(self, kind: Kind | None, key: str, wording: Wording, now: Callable[[], int], *, id: str) -> None:
        super().__init__(id=id)
        self.kind, self.wording = kind, wording
        self.head = QueueHead(key, wording)
        self.table = QueueTable(wording, now)
        self.table.on_shown = self.update_head

    def compose(self) -> ComposeResult:
        yield self.head
        yield self.table

    def title(self, name: str) -> None:
        """What the band calls this queue."""
        self.head.show(name=clean(name))

    def update_head(self) -> None:
        """Read off the table what the band says."""
        table = self.table
        first, last = table.shown
        self.head.show(
            focused=table.has_focus,
            total=table.window.total,
            first=first,
            last=last,
            astray=len(table.astray),
            loaded=table.loaded,
        )

    def on_descendant_focus(self) -> None:
        """The focused band is blue."""
        self.update_head()

    def on_descendant_blur(self) -> None:
        self.update_head()


class ColumnHeads(Painted):
    """The heads of the columns, once for all queues."""

    DEFAULT_CSS = "ColumnHeads { height: 1; width: 1fr; }"

    def __init__(self, wording: Wording, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.wording = wording

    def paint_line(self, y: int) -> Strip:
        layout = columns(max(20, self.outer_size.width), self.wording.lang)
        line = LineBuilder(self.outer_size.width)
        for name, place in sorted(layout.places.items(), key=lambda item: item[1].start):
            if name == "sign" or place.width <= 0 or (layout.lines == 2 and name == "address"):
                continue
            text = self.wording(f"head.{name}")
            room = place.width if head_right(name) else max(place.width, cells(text))
            line.to(place.start).put(text, "dim", room, right=head_right(name))
        return line.strip()
