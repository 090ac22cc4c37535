"""Plots as SVG inside a page: elements of the standard library, no script, and told apart in print without colour.

Every drawing has a title and a description in words. What misses its goal is hatched and darker, besides being red;
lines differ in their dashes, and a number stands wherever a bar ends.
"""

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement

from rich.cells import cell_len

from screens.format import clean, cut
from screens.ink import DIM, INK, NEUTRAL, PAPER, RED, RULE
from screens.plots import Bar, Bars, Columns, Heat, Lines, Pareto, Plot, Reliability, peak, short, story

WIDE, LABEL, SAID, HIGH = 480, 150, 84, 190
"""The width of a drawing, of the labels left of its bars and the words right of them; the height of what is upright."""

STEP, THICK, LETTER = 18, 11, 5.6
DASHES = ("", "5 3", "1.5 2.5")


def svg(plot: Plot, number: int) -> Element:
    """The drawing; `number` keeps the names inside a page apart."""
    draw = {Bars: _bars, Columns: _columns, Lines: _lines, Pareto: _pareto, Reliability: _reliability, Heat: _heat}
    made = Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "role": "img", "class": "plot",
                           "aria-labelledby": f"plot{number}t plot{number}d"})  # fmt: skip
    _named(made, "title", plot.title, f"plot{number}t")
    _named(made, "desc", story(plot), f"plot{number}d")
    _hatch(made, number)
    high = draw[type(plot)](made, plot, number)  # type: ignore[operator]
    made.set("viewBox", f"0 0 {WIDE} {high:g}")
    return made


def _named(under: Element, tag: str, text: str, name: str) -> None:
    SubElement(under, tag, {"id": name}).text = clean(text)


def _hatch(made: Element, number: int) -> None:
    """Red with white stripes: dark and striped in grey, too."""
    pattern = SubElement(SubElement(made, "defs"), "pattern", {
        "id": f"missed{number}", "width": "5", "height": "5", "patternUnits": "userSpaceOnUse",
        "patternTransform": "rotate(45)"})  # fmt: skip
    SubElement(pattern, "rect", {"width": "5", "height": "5", "fill": RED})
    SubElement(pattern, "rect", {"width": "1.4", "height": "5", "fill": PAPER})


def _text(
    under: Element, x: float, y: float, text: str, *, end: str = "start", fill: str = DIM, size: float = 10
) -> None:  # fmt: skip
    SubElement(under, "text", {"x": f"{x:g}", "y": f"{y:g}", "text-anchor": end, "fill": fill,
                               "font-size": f"{size:g}"}).text = clean(text)  # fmt: skip


def _rect(under: Element, x: float, y: float, wide: float, high: float, fill: str = NEUTRAL) -> None:
    SubElement(under, "rect", {"x": f"{x:.4g}", "y": f"{y:.4g}", "width": f"{max(wide, 0):.4g}",
                               "height": f"{max(high, 0):.4g}", "fill": fill})  # fmt: skip


def _stroke(under: Element, points: Sequence[tuple[float, float]], *, fill: str = INK, thick: float = 1.5,
            dash: str = "") -> None:  # fmt: skip
    said = " ".join(f"{x:.5g},{y:.5g}" for x, y in points)
    facts = {"points": said, "fill": "none", "stroke": fill, "stroke-width": f"{thick:g}"}
    SubElement(under, "polyline", facts | ({"stroke-dasharray": dash} if dash else {}))


def _fit(text: str, wide: float) -> str:
    return cut(clean(text), int(wide / LETTER))


def _bars(made: Element, plot: Bars, number: int) -> float:
    most = plot.most or peak((*(bar.value for bar in plot.bars), plot.goal))
    wide, top = WIDE - LABEL - SAID, 16 if plot.goal is not None else 4
    for place, bar in enumerate(plot.bars):
        _bar(made, bar, top + place * STEP, wide / most, number)
    bottom = top + len(plot.bars) * STEP
    _stroke(made, [(LABEL, top - 2), (LABEL, bottom)], thick=1)
    if plot.goal is not None:
        x = LABEL + min(plot.goal, most) * wide / most
        _stroke(made, [(x, top - 4), (x, bottom)], dash="4 2")
        end = "end" if x > WIDE / 2 else "start"
        _text(made, x, top - 6, plot.goal_said, end=end, fill=INK, size=9)
    return bottom + 4


def _bar(made: Element, bar: Bar, y: float, scale: float, number: int) -> None:
    """A bar; its words stand at the end of the scale, where no line crosses them."""
    long = (bar.value or 0) * scale
    _text(made, LABEL - 5, y + THICK - 1.5, _fit(bar.label, LABEL - 6), end="end", fill=INK)
    if bar.value is not None:
        _rect(made, LABEL, y, long, THICK, f"url(#missed{number})" if bar.missed else NEUTRAL)
    _text(made, WIDE - SAID + 6, y + THICK - 1.5, bar.said, fill=INK if bar.missed else DIM)


def _scale(made: Element, most: float, left: float, top: float, bottom: float, unit: str) -> None:
    """Horizontal rules with their numbers."""
    for part in (0.0, 0.5, 1.0):
        y = bottom - part * (bottom - top)
        _stroke(made, [(left, y), (WIDE - 4, y)], fill=RULE if part else INK, thick=1)
        _text(made, left - 4, y + 3, short(most * part), end="end", size=9)
    if unit:
        _text(made, 2, top - 8, unit, size=9)


def _marked(made: Element, marks: Sequence[str], left: float, step: float, y: float) -> None:
    """Words below an axis; those that would touch the one before are left out."""
    free = -1.0
    for place, mark in enumerate(marks):
        half = cell_len(mark) * LETTER / 2
        x = left + (place + 0.5) * step
        if mark and x - half > free:
            _text(made, x, y, mark, end="middle", size=9)
            free = x + half + 4


def _columns(made: Element, plot: Columns, number: int) -> float:
    del number
    left, top, bottom = 34.0, 18.0, HIGH - 20.0
    most, step = peak(plot.values), (WIDE - 4 - left) / max(1, len(plot.values))
    _scale(made, most, left, top, bottom, plot.unit)
    for place, value in enumerate(plot.values):
        if value:
            high = value * (bottom - top) / most
            _rect(made, left + place * step + 0.1 * step, bottom - high, 0.8 * step, high)
    _marked(made, plot.marks, left, step, bottom + 13)
    return HIGH


def _lines(made: Element, plot: Lines, number: int) -> float:
    del number
    left, top, bottom = 34.0, 34.0, HIGH - 8.0
    most = plot.most or peak((*(value for line in plot.lines for value in line.values), plot.goal))
    step = (WIDE - 4 - left) / max(1, len(plot.marks))
    _scale(made, most, left, top, bottom, plot.unit if len(plot.lines) < 2 else "")
    x = left
    for line in plot.lines:
        _stroke(made, [(x, 9), (x + 22, 9)], thick=2 if line.style == 0 else 1.3, dash=DASHES[line.style])
        _text(made, x + 26, 12.5, line.name, fill=INK, size=9)
        x += 40 + cell_len(line.name) * LETTER
        for piece in _pieces(line.values, left, step, bottom, (bottom - top) / most):
            _stroke(made, piece, thick=2 if line.style == 0 else 1.3, dash=DASHES[line.style])
            if len(piece) == 1:
                _rect(made, piece[0][0] - 2, piece[0][1] - 2, 4, 4, INK)
    if plot.goal is not None:
        y = bottom - plot.goal * (bottom - top) / most
        _stroke(made, [(left, y), (WIDE - 4, y)], fill=RED, thick=1, dash="4 2")
        _stroke(made, [(x, 9), (x + 22, 9)], fill=RED, thick=1, dash="4 2")
        _text(made, x + 26, 12.5, plot.goal_said, fill=INK, size=9)
    _marked(made, plot.marks, left, step, bottom + 13)
    return HIGH + 10


def _pieces(
    values: Sequence[float | None], left: float, step: float, bottom: float, scale: float
) -> list[list[tuple[float, float]]]:  # fmt: skip
    """The line where values are known; a gap breaks it."""
    out: list[list[tuple[float, float]]] = [[]]
    for place, value in enumerate(values):
        if value is None:
            out.append([])
        else:
            out[-1].append((left + (place + 0.5) * step, bottom - value * scale))
    return [piece for piece in out if piece]


def _pareto(made: Element, plot: Pareto, number: int) -> float:
    wide, top = WIDE - LABEL - SAID, 16
    most = peak(tuple(bar.value for bar in plot.bars))
    for place, bar in enumerate(plot.bars):
        _bar(made, bar, top + place * STEP, wide / most, number)
    bottom = top + len(plot.bars) * STEP
    _stroke(made, [(LABEL, top - 2), (LABEL, bottom)], thick=1)
    points = [(LABEL + part * wide / 100, top + place * STEP + THICK / 2) for place, part in enumerate(plot.cumulative)]
    _stroke(made, points, thick=1.3)
    for x, y in points:
        SubElement(made, "circle", {"cx": f"{x:.5g}", "cy": f"{y:.5g}", "r": "2", "fill": PAPER, "stroke": INK})
    x = LABEL + plot.vital * wide / 100
    _stroke(made, [(x, top - 4), (x, bottom)], dash="4 2", thick=1)
    _text(made, x, top - 6, plot.vital_said, end="middle", fill=INK, size=9)
    return bottom + 4


def _reliability(made: Element, plot: Reliability, number: int) -> float:
    del number
    left, top, size = 44.0, 8.0, 200.0
    bottom, most = top + size, max((n for *_, n in plot.points), default=1)
    for part in (0, 25, 50, 75, 100):
        x, y = left + part * size / 100, bottom - part * size / 100
        _stroke(made, [(left, y), (left + size, y)], fill=RULE if part else INK, thick=1)
        _text(made, left - 4, y + 3, str(part), end="end", size=9)
        _text(made, x, bottom + 12, str(part), end="middle", size=9)
    _stroke(made, [(left, bottom), (left + size, top)], fill=DIM, thick=1, dash="4 3")
    points = [(left + told * size / 100, bottom - came * size / 100) for told, came, _ in plot.points]
    _stroke(made, points, thick=1.3)
    for (x, y), (*_, n) in zip(points, plot.points, strict=True):
        radius = 2 + 5 * (n / most) ** 0.5
        SubElement(made, "circle", {"cx": f"{x:.5g}", "cy": f"{y:.5g}", "r": f"{radius:.3g}", "fill": NEUTRAL,
                                    "stroke": PAPER})  # fmt: skip
    _text(made, left + size / 2, bottom + 26, plot.across, end="middle", size=9)
    _text(made, left + size + 12, top + 10, plot.up, size=9)
    return bottom + 32


def _heat(made: Element, plot: Heat, number: int) -> float:
    del number
    most = max((value for row in plot.values for value in row), default=0) or 1
    left, top = 62.0, 16.0
    step = (WIDE - 4 - left) / max(1, len(plot.marks))
    _marked(made, plot.marks, left, step, 11)
    for line, (name, row) in enumerate(zip(plot.rows, plot.values, strict=True)):
        y = top + line * STEP
        _text(made, left - 4, y + 12, _fit(name, left), end="end", fill=INK)
        for place, value in enumerate(row):
            if value:
                _rect(made, left + place * step, y, step - 0.6, STEP - 1, _grey(value / most))
                light = value / most > 0.5
                _text(made, left + (place + 0.5) * step, y + 12, str(value), end="middle", size=8,
                      fill=PAPER if light else INK)  # fmt: skip
    return top + len(plot.rows) * STEP + 4


def _grey(part: float) -> str:
    """From paper to ink: the same in print."""
    low, high = (0xE3, 0xE6, 0xEA), (0x2B, 0x3A, 0x4D)
    return "#" + "".join(f"{round(a + (b - a) * part):02x}" for a, b in zip(low, high, strict=True))
