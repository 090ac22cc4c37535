"""A widget that paints its own lines: no style cache, no border, exactly as wide as its place."""

from textual.color import Color
from textual.filter import ANSIToTruecolor, LineFilter
from textual.geometry import Region
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
    if crop.x or crop.right < widget.size.width:
        strips = [strip.crop(crop.x, crop.right) for strip in strips]
    return strips


class Painted(Widget):
    """Paints line after line with :meth:`paint_line`."""

    def paint_line(self, y: int) -> Strip:
        """Line `y`, exactly as wide as the widget."""
        raise NotImplementedError

    def render_lines(self, crop: Region) -> list[Strip]:
        return own_lines(self, crop, [self.paint_line(y) for y in crop.line_range])
