"""A widget that paints its own lines: no style cache, no border, exactly as wide as its place."""

from typing import Self

from textual.color import Color
from textual.containers import Horizontal, Vertical
from textual.filter import ANSIToTruecolor, LineFilter
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from screens import paint


def own_lines(widget: Widget, crop: Region, strips: list[Strip]) -> list[Strip]:
    """Painted lines as the compositor wants them: through the terminal's filters, and cropped if only a part shows.

    The filter that turns the sixteen system colours into others is left out: nothing here is painted with those.
    """
    filters: list[LineFilter] = [f for f in widget.app.get_line_filters() if not isinstance(f, ANSIToTruecolor)]
    if filters:
        ground = Color.parse(paint.palette().grounds["ground"])
        for line_filter in filters:
            strips = [strip.apply_filter(line_filter, ground) for strip in strips]
    if crop.x or crop.right < widget.outer_size.width:
        strips = [strip.crop(crop.x, crop.right) for strip in strips]
    return strips


class Rows(Vertical):
    """Widgets one below the other on plain ground; costs nothing when something beside it is painted."""

    BLANK = True


class Cells(Horizontal):
    """Widgets one beside the other, likewise."""

    BLANK = True


class Painted(Widget):
    """Paints line after line with :meth:`paint_line`, each once until the widget is refreshed.

    The compositor asks every widget on the screen for its lines whenever one of them has changed.
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        self._ready: tuple[Size, list[Strip]] | None = None
        super().__init__(id=id, classes=classes)

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        self._ready = None
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def paint_line(self, y: int) -> Strip:
        """Line `y`, exactly as wide as the widget.

        Raises:
            NotImplementedError: the subclass paints nothing. Textual's widgets know no abstract methods, and a blank
                line would hide it.
        """
        raise NotImplementedError

    def render_lines(self, crop: Region) -> list[Strip]:
        size = self.outer_size
        if self._ready is None or self._ready[0] != size:
            self._ready = (size, [self.paint_line(y) for y in range(size.height)])
        return own_lines(self, crop, self._ready[1][crop.y : crop.bottom])
