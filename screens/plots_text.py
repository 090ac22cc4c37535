"""Plots as lines of a terminal: cells turned round, so that they need neither a colour nor a glyph of unsure width.

Each line is a list of pieces, a text and whether its cells are turned round. Who writes where that cannot be shown
takes :func:`plain`, where a turned cell is ``#``.
"""

from collections.abc import Iterator, Sequence

from rich.cells import cell_len

from screens.format import clean, cut
from screens.plots import Bar, Bars, Columns, Heat, Lines, Pareto, Plot, Reliability, peak, short

Piece = tuple[str, bool]
WIDE, LABEL, LONG, TALL, PAIR = 78, 20, 36, 6, 5
"""The widest line, the labels' width, the longest bar, the height of upright columns, and two hours of a heat map."""


def drawn(plot: Plot) -> list[list[Piece]]:
    """The lines, the title first."""
    return [[(clean(plot.title), False)], *_body(plot)]


def plain(lines: Sequence[Sequence[Piece]]) -> str:
    """The same as text alone."""
    return "\n".join("".join("#" * len(text) if turned else text for text, turned in line).rstrip() for line in lines)


def _body(plot: Plot) -> Iterator[list[Piece]]:
    match plot:
        case Bars():
            most = plot.most or peak((*(bar.value for bar in plot.bars), plot.goal))
            for bar in plot.bars:
                yield _bar(bar, most, plot.goal)
            if plot.goal is not None:
                at = LABEL + 1 + round(min(plot.goal, most) * LONG / most)
                yield [(" " * at + "| " + clean(plot.goal_said), False)]
        case Pareto():
            most = peak(tuple(bar.value for bar in plot.bars))
            for bar, part in zip(plot.bars, plot.cumulative, strict=True):
                yield [*_bar(bar, most, None), (f"  {part:.0f} %", False)]
        case Columns():
            yield from _upright(plot.values, plot.marks, plot.unit)
        case Lines():
            for line in plot.lines:
                yield [(clean(line.name), False)]
                yield from _upright(line.values, plot.marks, plot.unit, plot.most)
        case Reliability():
            for told, came, n in plot.points:
                bar = Bar(f"{told:.0f} %", came, f"{came:.0f} %  n {n}")
                yield _bar(bar, 100, told)
            yield [(f"{clean(plot.across)}  |  {clean(plot.up)}", False)]
        case Heat():
            yield [("".join(f"{mark:>{PAIR}}" for mark in ("", "", *plot.marks[::2])), False)]
            for name, row in zip(plot.rows, plot.values, strict=True):
                pairs = (sum(row[place : place + 2]) for place in range(0, len(row), 2))
                row_said = "".join(f"{short(value) if value else '.':>{PAIR}}" for value in pairs)
                yield [(_label(name, 2 * PAIR) + row_said, False)]


def _label(text: str, wide: int = LABEL + 1) -> str:
    said = cut(clean(text), wide - 1)
    return " " * (wide - 1 - cell_len(said)) + said + " "


def _bar(bar: Bar, most: float, goal: float | None) -> list[Piece]:
    """A bar with the goal as a line through it or beyond it."""
    long = round((bar.value or 0) * LONG / most)
    if bar.value and not long:
        long = 1
    out: list[Piece] = [(_label(bar.label), False)]
    at = None if goal is None else round(min(goal, most) * LONG / most)
    if at is None:
        out += [(" " * long, True), (" " + clean(bar.said), False)]
    elif at < long:
        out += [(" " * at, True), ("|", False), (" " * (long - at - 1), True), (" " + clean(bar.said), False)]
    else:
        out += [(" " * long, True), (" " * (at - long) + "| " + clean(bar.said), False)]
    return [piece for piece in out if piece[0]]


def _upright(
    values: Sequence[float | None], marks: Sequence[str], unit: str, end: float | None = None
) -> Iterator[list[Piece]]:  # fmt: skip
    """Columns from the top line down, with the scale at their left and the marks below."""
    most = end or peak(tuple(values))
    cell = max(1, min(4, (WIDE - 8) // max(1, len(values))))
    for level in range(TALL, 0, -1):
        said = short(most) if level == TALL else unit if level == TALL - 1 else ""
        line: list[Piece] = [(f"{cut(said, 6):>6} ", False)]
        for value in values:
            filled = value is not None and value > 0 and value * TALL / most > level - 1
            line.append((" " * max(1, cell - 1), filled))
            if cell > 1:
                line.append((" ", False))
        yield line
    below, free = "", 0
    for place, mark in enumerate(marks):
        at = place * cell
        if mark and at >= free:
            below += " " * (at - cell_len(below)) + clean(mark)
            free = cell_len(below) + 1
    yield [(" " * 7 + below, False)]
