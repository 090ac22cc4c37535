"""A figure as every report shows it: its value, what it stands on, how sure it is, and whether that is enough."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from models.intervals import quantile

Z95 = 1.959963984540054
"""The two-sided 95 % point of the normal distribution."""

THIN = 30
"""Fewer cases than this are too thin for a share, a mean or a quantile: the figure is shown, and nothing judged by it.

The usual size from which a mean of anything but wild values is near enough to normal; a 90th percentile of 30 values
still hangs on three of them.
"""

WHOLE = "all"
"""The group of a figure about everything that was asked for."""

THIN_SAID, NONE_SAID = "too thin", "no data"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of one group.

    `n` is how many cases it stands on, `low` and `high` bound the value with 95 % confidence where a formula for that
    is known. `kept` says whether the goal is met; None without a goal, and where `remark` says that data is too thin.
    """

    name: str
    group: str
    value: float | None
    unit: str
    n: int
    low: float | None = None
    high: float | None = None
    goal: float | None = None
    kept: bool | None = None
    remark: str = ""


def said_of(n: int) -> str:
    """What is to be said about a figure that stands on `n` cases."""
    if n == 0:
        return NONE_SAID
    return THIN_SAID if n < THIN else ""


def wilson(part: float, whole: float, z: float = Z95) -> tuple[float, float]:
    """The bounds of a share of which `part` of `whole` cases was seen, between 0 and 1.

    The score interval: (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n). E. B. Wilson, "Probable Inference, the Law
    of Succession, and Statistical Inference", JASA 22 (1927), 209-212; preferred for shares near 0 and 1 by L. D.
    Brown, T. T. Cai, A. DasGupta, "Interval Estimation for a Binomial Proportion", Statistical Science 16 (2001),
    101-133.

    Raises:
        ValueError: nothing was seen at all.
    """
    if whole <= 0:
        raise ValueError("a share of nothing has no bounds")
    p, square = part / whole, z * z / whole
    middle = (p + square / 2) / (1 + square)
    half = z * sqrt(p * (1 - p) / whole + square / (4 * whole)) / (1 + square)
    return max(0.0, min(p, middle - half)), min(1.0, max(p, middle + half))


def share(name: str, group: str, part: int, whole: int, goal: float | None = None) -> Figure:
    """`part` of `whole` in percent with the bounds of :func:`wilson`; the `goal` is the least that is enough."""
    if not whole:
        return Figure(name, group, None, "%", 0, goal=goal, remark=NONE_SAID)
    value = 100 * part / whole
    low, high = wilson(part, whole)
    remark = said_of(whole)
    kept = None if goal is None or remark else value >= goal
    return Figure(name, group, _round(value), "%", whole, _round(100 * low), _round(100 * high), goal, kept, remark)


def count(name: str, group: str, value: float, unit: str, n: int | None = None) -> Figure:
    """Something that was counted or summed up: true of few as of many, so nothing is too thin for it."""
    return Figure(name, group, _round(value), unit, int(value) if n is None else n)


def mean(name: str, group: str, values: Sequence[float], unit: str, goal: float | None = None) -> Figure:
    """The arithmetic mean; the `goal` is the most that is still good."""
    return _of(name, group, sum(values) / len(values) if values else None, unit, len(values), goal)


def mean_of(name: str, group: str, value: float | None, unit: str, n: int) -> Figure:
    """A mean that was reckoned elsewhere, of `n` values."""
    return _of(name, group, value, unit, n, None)


def rank(name: str, group: str, values: Sequence[float], place: float, unit: str) -> Figure:
    """The quantile at `place` (0 to 1), interpolated (`models.intervals.quantile`)."""
    return _of(name, group, quantile(sorted(values), place) if values else None, unit, len(values), None)


def ratio(name: str, group: str, top: float, bottom: float, n: int, *, times: float, unit: str) -> Figure:
    """`top` over `bottom`, `times` so much, of `n` cases; without a bottom there is no figure."""
    return _of(name, group, times * top / bottom if bottom else None, unit, n if bottom else 0, None)


def _of(name: str, group: str, value: float | None, unit: str, n: int, goal: float | None) -> Figure:
    if value is None:
        return Figure(name, group, None, unit, 0, goal=goal, remark=NONE_SAID)
    remark = said_of(n)
    kept = None if goal is None or remark else value <= goal
    return Figure(name, group, _round(value), unit, n, goal=goal, kept=kept, remark=remark)


def _round(value: float) -> float:
    return round(value, 3)
