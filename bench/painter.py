"""Paints a screen of the running program as an SVG picture: cells become rectangles and text, one font, no network."""

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from xml.sax.saxutils import escape

from rich.cells import cell_len
from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from rich.terminal_theme import TerminalTheme

WIDE, HIGH, SIZE = 8, 20, 16
WORDS = re.compile(r"\S+( \S+)*")
FONTS = (
    "'Sarasa Mono SC', 'Noto Sans Mono CJK SC', 'Source Han Mono SC', Menlo, Consolas, 'DejaVu Sans Mono', "
    "'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', monospace"
)


def picture(rows: Sequence[Iterable[Segment]], theme: TerminalTheme, title: str) -> str:
    """The rows of a screen as one SVG document.

    Each run of one style is one text element pinned to its cells, so that any font keeps the columns.
    """
    width = max(sum(cell_len(part.text) for part in row) for row in rows)
    grounds: list[str] = []
    texts: list[str] = []
    ground = theme.background_color.hex
    for number, row in enumerate(rows):
        column = 0
        for part in Segment.simplify(one for one in row if not one.control):
            cells = cell_len(part.text)
            ink, paper = colours(part.style or Style(), theme)
            if paper != ground:
                grounds.append(rectangle(column, number, cells, paper))
            for start, text in runs(part.text):
                texts.append(words(column + start, number, text, ink, bool(part.style and part.style.bold)))
            column += cells
    size = f"{width * WIDE:g} {len(rows) * HIGH:g}"
    box = f'viewBox="0 0 {size}" width="{width * WIDE:g}" height="{len(rows) * HIGH:g}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {box} role="img">\n<title>{escape(title)}</title>\n'
        f"<style>text{{font:{SIZE}px {FONTS};white-space:pre}}.b{{font-weight:bold}}</style>\n"
        f'<rect width="100%" height="100%" fill="{ground}"/>\n' + "\n".join(grounds + texts) + "\n</svg>\n"
    )


def colours(style: Style, theme: TerminalTheme) -> tuple[str, str]:
    """Ink and paper of a style as hex values."""

    def value(colour: Color | None, ink: bool) -> str:
        if colour is None or colour.is_default:
            return (theme.foreground_color if ink else theme.background_color).hex
        return colour.get_truecolor(theme).hex

    ink, paper = value(style.color, True), value(style.bgcolor, False)
    return (paper, ink) if style.reverse else (ink, paper)


def runs(text: str) -> Iterable[tuple[int, str]]:
    """The words of a text with the cell each begins at, wide signs apart from narrow ones."""
    column = 0
    for wide, signs in groupby(text, lambda sign: cell_len(sign) == 2):
        piece = "".join(signs)
        if wide:
            yield column, piece
        else:
            for word in WORDS.finditer(piece):
                yield column + cell_len(piece[: word.start()]), word[0]
        column += cell_len(piece)


def rectangle(column: int, row: int, cells: int, fill: str) -> str:
    """The ground of a run of cells."""
    return f'<rect x="{column * WIDE:g}" y="{row * HIGH}" width="{cells * WIDE:g}" height="{HIGH}" fill="{fill}"/>'


def words(column: int, row: int, text: str, ink: str, bold: bool) -> str:
    """A run of text pinned to its cells."""
    bound = f'textLength="{cell_len(text) * WIDE:g}" lengthAdjust="spacingAndGlyphs"'
    weight = ' class="b"' if bold else ""
    return f'<text x="{column * WIDE:g}" y="{row * HIGH + 15.5:g}" fill="{ink}"{weight} {bound}>{escape(text)}</text>'
