"""The same figures at different times: before and after a day on which something changed, and against the past."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from models.indicators.figure import NONE_SAID, THIN_SAID, Figure
from models.wall import DAY

WEEK = 7 * DAY
YEAR = 52 * WEEK
"""A year back to the same day of the week: 364 days, so that a Monday is held against a Monday."""


@dataclass(frozen=True, slots=True)
class Change:
    """A figure before and after; `changed` says whether the bounds of the difference leave 0 out, None: not known."""

    name: str
    group: str
    unit: str
    before: float | None
    before_n: int
    after: float | None
    after_n: int
    difference: float | None
    low: float | None
    high: float | None
    changed: bool | None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Trend:
    """A figure now, in the same span a week ago, and 52 weeks ago."""

    name: str
    group: str
    unit: str
    latest: float | None
    latest_n: int
    last_week: float | None
    last_week_n: int
    last_year: float | None
    last_year_n: int
    remark: str = ""


def changes(before: Sequence[Figure], after: Sequence[Figure]) -> list[Change]:
    """Each figure that stands on either side.

    difference = after − before. Where both have bounds, so has the difference: d − √((a−la)² + (ub−b)²) and
    d + √((ua−a)² + (b−lb)²), for two shares method 10 of R. G. Newcombe, "Interval estimation for the difference
    between independent proportions", Statistics in Medicine 17 (1998), 873-890.
    """
    old, new = _by_name(before), _by_name(after)
    return [_change(key, old.get(key), new.get(key)) for key in _keys(old, new)]


def _change(key: tuple[str, str], old: Figure | None, new: Figure | None) -> Change:
    b, a = _value(old), _value(new)
    difference = None if a is None or b is None else round(a - b, 3)
    low, high = _bounds(old, new)
    remark = _remark(old, new)
    sure = low is not None and high is not None and not remark
    return Change(*key, _unit(old, new), b, _n(old), a, _n(new), difference, low, high,
                  not low <= 0 <= high if sure and low is not None and high is not None else None, remark)  # fmt: skip


def _bounds(old: Figure | None, new: Figure | None) -> tuple[float | None, float | None]:
    if old is None or new is None or None in (old.value, old.low, old.high, new.value, new.low, new.high):
        return None, None
    b, lb, ub = float(old.value or 0), float(old.low or 0), float(old.high or 0)
    a, la, ua = float(new.value or 0), float(new.low or 0), float(new.high or 0)
    d = a - b
    return round(d - sqrt((a - la) ** 2 + (ub - b) ** 2), 3), round(d + sqrt((ua - a) ** 2 + (b - lb) ** 2), 3)


def trends(now: Sequence[Figure], last_week: Sequence[Figure], last_year: Sequence[Figure]) -> list[Trend]:
    """Each figure of now beside the same of then; a span without data has no value and n = 0."""
    week, year = _by_name(last_week), _by_name(last_year)
    out = []
    for one in now:
        key = one.name, one.group
        old, older = week.get(key), year.get(key)
        known = [then for then in (old, older) if then is not None and then.value is not None]
        out.append(Trend(*key, one.unit, one.value, one.n, _value(old), _n(old), _value(older), _n(older),
                         _remark(one, *known)))  # fmt: skip
    return out


def _by_name(figures: Sequence[Figure]) -> dict[tuple[str, str], Figure]:
    return {(one.name, one.group): one for one in figures}


def _keys(old: dict[tuple[str, str], Figure], new: dict[tuple[str, str], Figure]) -> list[tuple[str, str]]:
    return list(dict.fromkeys([*old, *new]))


def _value(one: Figure | None) -> float | None:
    return None if one is None else one.value


def _n(one: Figure | None) -> int:
    return 0 if one is None else one.n


def _unit(*known: Figure | None) -> str:
    return next((one.unit for one in known if one is not None), "")


def _remark(*known: Figure | None) -> str:
    """The worst of what is to be said of them."""
    said = {NONE_SAID if one is None else one.remark for one in known}
    return next((remark for remark in (NONE_SAID, THIN_SAID) if remark in said), "")
