"""Painting lines: tones and grounds become styles, resolved once per palette, and spans become strips of exact width.

One process paints one console, so the palette in use stands here; :func:`use` changes it and empties what was resolved.
"""

from collections.abc import Iterable, Iterator, Sequence

from rich.color import Color, ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from screens.format import cells, clip
from screens.theme import BLOCK, BOLD, DARK, Palette

__all__ = ["LeanStrip", "LineBuilder", "blank", "clip", "late_ground", "palette", "style", "use"]


class _Pot:
    """The palette in use and the styles already resolved from it."""

    def __init__(self) -> None:
        self.palette: Palette = DARK
        self.styles: dict[tuple[str, str], Style] = {}
        self.changes: dict[tuple[Style | None, Style, ColorSystem], str] = {}


_POT = _Pot()


def use(chosen: Palette) -> None:
    """Paint with this palette from now on."""
    _POT.palette = chosen
    _POT.styles.clear()
    _POT.changes.clear()


def palette() -> Palette:
    """The palette in use."""
    return _POT.palette


def style(tone: str, ground: str = "ground") -> Style:
    """The style of a tone on a ground. On a block everything is written in the block's own colour."""
    found = _POT.styles.get((tone, ground))
    if found is None:
        found = _POT.styles[tone, ground] = _resolve(tone, ground)
    return found


def late_ground(otherwise: str) -> str:
    """The ground for what is late, in a palette whose red needs one."""
    return "late" if "late" in _POT.palette.grounds else otherwise


def _resolve(tone: str, ground: str) -> Style:
    chosen = _POT.palette
    weight = tone in BOLD
    if BLOCK in (tone, ground):
        return Style(color=chosen.tones[BLOCK], bgcolor=chosen.grounds[BLOCK], bold=weight)
    return Style(color=chosen.colour(tone), bgcolor=chosen.under(tone, ground), bold=weight)


class LeanStrip(Strip):
    """A strip that writes only what changes from one segment to the next, and resets once, at its end."""

    def render(self, console: Console) -> str:
        if self._render_cache is None:
            self._render_cache = "".join(self._written(console._color_system or ColorSystem.TRUECOLOR))
        return self._render_cache

    def crop(self, start: int, end: int | None = None) -> Strip:
        return _lean(super().crop(start, end))

    def divide(self, cuts: Iterable[int]) -> Sequence[Strip]:
        return [_lean(strip) for strip in super().divide(cuts)]

    def _written(self, system: ColorSystem) -> Iterator[str]:
        changes = _POT.changes
        before: Style | None = None
        for text, after, _ in self._segments:
            after = after or Style.null()
            if after is not before:
                key = (before, after, system)
                change = changes.get(key)
                if change is None:
                    change = changes[key] = _change(before, after, system)
                yield change
                before = after
            yield text
        yield "\x1b[0m"


def _lean(strip: Strip) -> Strip:
    return strip if isinstance(strip, LeanStrip) else LeanStrip(strip._segments, strip.cell_length)


def _codes(colour: Color | None, system: ColorSystem, *, foreground: bool) -> tuple[str, ...]:
    return colour.downgrade(system).get_ansi_codes(foreground) if colour else ("39" if foreground else "49",)


def _change(before: Style | None, after: Style, system: ColorSystem) -> str:
    codes: list[str] = []
    if before is None:
        codes += ["1"] if after.bold else []
    elif bool(before.bold) != bool(after.bold):
        codes.append("1" if after.bold else "22")
    if before is None or before.color != after.color:
        codes += _codes(after.color, system, foreground=True)
    if before is None or before.bgcolor != after.bgcolor:
        codes += _codes(after.bgcolor, system, foreground=False)
    return f"\x1b[{';'.join(codes)}m" if codes else ""


class LineBuilder:
    """Builds one line from left to right, always exactly `width` cells wide when asked for its strip."""

    def __init__(self, width: int, ground: str = "ground") -> None:
        self.width, self.ground, self.at = width, ground, 0
        self._texts: list[str] = []
        self._styles: list[Style] = []

    def _push(self, text: str, chosen: Style, taken: int) -> None:
        if self._styles and self._styles[-1] is chosen:
            self._texts[-1] += text
        else:
            self._texts.append(text)
            self._styles.append(chosen)
        self.at += taken

    def to(self, column: int) -> "LineBuilder":
        """Leave the ground blank up to `column`."""
        gap = min(column, self.width) - self.at
        if gap > 0:
            same = self._styles and self._styles[-1].bgcolor == style("text", self.ground).bgcolor
            self._push(" " * gap, self._styles[-1] if same else style("text", self.ground), gap)
        return self

    def put(self, text: str, tone: str = "text", width: int = 0, *, right: bool = False) -> "LineBuilder":
        """Write `text` here, cut to what is left of the line; with a `width` also cut and padded to that."""
        room = self.width - self.at
        if width and right:
            text = clip(text, min(width, room), pad=True, right=True)
        elif width:
            start = self.at
            text = clip(text, min(width, room))
            self._push(text, style(tone, self.ground), cells(text))
            return self.to(start + width)
        else:
            text = clip(text, room)
        if text:
            self._push(text, style(tone, self.ground), cells(text))
        return self

    def strip(self) -> Strip:
        """The finished line."""
        self.to(self.width)
        return LeanStrip(map(Segment, self._texts, self._styles), self.width)


def blank(width: int, ground: str = "ground") -> Strip:
    """An empty line."""
    return LeanStrip([Segment(" " * width, style("text", ground))], width)
