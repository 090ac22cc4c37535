"""What a plot shows, before anybody draws it: bars against a goal, columns, lines, a Pareto, a calibration, a heat map.

`screens.plots_svg` draws them for paper and a browser, `screens.plots_text` for a terminal. Words are in the reader's
language already; a value that is not known is None and leaves a gap, never a bar of nothing.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its label, its value, and the words beside it; `missed` says that it misses the goal."""

    label: str
    value: float | None
    said: str
    missed: bool = False


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars that lie below each other, with a line at the `goal` if there is one; `most` is the scale's end."""

    title: str
    bars: tuple[Bar, ...]
    goal: float | None = None
    goal_said: str = ""
    most: float | None = None


@dataclass(frozen=True, slots=True)
class Columns:
    """Upright columns side by side, such as calls per half hour; a mark stands below some of them."""

    title: str
    values: tuple[float | None, ...]
    marks: tuple[str, ...]
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a series; `style` is 0 for now, 1 and 2 for what it is held against."""

    name: str
    values: tuple[float | None, ...]
    style: int = 0


@dataclass(frozen=True, slots=True)
class Lines:
    """A time series: lines over the same marks, from 0 up."""

    title: str
    lines: tuple[Line, ...]
    marks: tuple[str, ...]
    unit: str = ""
    goal: float | None = None
    goal_said: str = ""
    most: float | None = None


@dataclass(frozen=True, slots=True)
class Pareto:
    """Bars from the greatest down, and the line of what they make together (percent)."""

    title: str
    bars: tuple[Bar, ...]
    cumulative: tuple[float, ...]
    vital: float
    vital_said: str


@dataclass(frozen=True, slots=True)
class Reliability:
    """A calibration: what was foretold (percent) against what came, with the size of each band."""

    title: str
    points: tuple[tuple[float, float, int], ...]
    across: str
    up: str


@dataclass(frozen=True, slots=True)
class Heat:
    """A table of numbers as darker and lighter cells; the numbers stand in them."""

    title: str
    rows: tuple[str, ...]
    marks: tuple[str, ...]
    values: tuple[tuple[int, ...], ...]


Plot = Bars | Columns | Lines | Pareto | Reliability | Heat


def peak(values: tuple[float | None, ...]) -> float:
    """The end of a scale from 0 that holds these values: 1, 2, 2.5 or 5 times a power of ten."""
    most = max((value for value in values if value is not None), default=0.0)
    if most <= 0:
        return 1.0
    step = 1.0
    while step < most:
        step *= 10
    while step / 10 >= most:
        step /= 10
    return next((step * part for part in (0.1, 0.2, 0.25, 0.5) if step * part >= most), step)


def short(value: float) -> str:
    """A number on a scale: no more digits than it needs."""
    return f"{round(value):,}" if abs(value) >= 100 else f"{value:.3g}"


def story(plot: Plot) -> str:
    """The plot in one sentence of numbers, for who cannot see it."""
    match plot:
        case Bars() | Pareto():
            return "; ".join(f"{bar.label} {bar.said}" for bar in plot.bars)
        case Columns():
            told = (f"{mark or place} {short(value)}" for place, (mark, value) in
                    enumerate(zip(plot.marks, plot.values, strict=True)) if value)  # fmt: skip
            return "; ".join(told)
        case Lines():
            return "; ".join(f"{line.name} {', '.join('-' if one is None else short(one) for one in line.values)}"
                             for line in plot.lines)  # fmt: skip
        case Reliability():
            return "; ".join(f"{short(told)} > {short(came)} (n {n})" for told, came, n in plot.points)
        case Heat():
            return "; ".join(f"{name} {sum(row)}" for name, row in zip(plot.rows, plot.values, strict=True))
