"""How likely an open request is to miss a promise: the share of comparable past ones that took longer than it has left.

Comparable is what was of the same category, district and hour of the day; where too few of those were at least this
old, of the same category and district; then of the same category. Where nobody has ended a past request yet, it counts
for as long as it was followed and no longer: the share is the product-limit estimate of E. L. Kaplan and P. Meier,
"Nonparametric estimation from incomplete observations" (J. Am. Stat. Assoc. 53, 1958), conditional on the age. While
every fate is known it is a plain count: those that took longer than the whole time, of those at least this old.

Spans are milliseconds of elapsed time without the pauses of that clock.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from models.vocabulary import ClockKind

LEAST = 64
"""So many comparable requests must have been at least this old: then the standard error of a share of 80 % is not more
than 5 points, half a band of the calibration (0.8 x 0.2 / 0.05^2)."""

LIKELY = 0.8
"""From this share on a request is likely to miss."""


DIGITS = 9
"""A share is exact to so many: 4 of 5 is 0.8 and not a little less."""


class Basis(StrEnum):
    """What was the same for the requests that were compared, the finest group first."""

    HOUR = "category, district, hour"
    DISTRICT = "category, district"
    CATEGORY = "category"


class Why(StrEnum):
    """Why nothing is foretold."""

    THIN = "too few comparable requests"
    SHORT = "too few comparable requests were followed for so long"


@dataclass(frozen=True, slots=True)
class Case:
    """What makes requests comparable; `hour` is the local hour of receipt, 0 to 23."""

    clock: ClockKind
    category: str
    district: str
    hour: int

    def group(self, basis: Basis) -> tuple[str, ...]:
        """The name of the group it belongs to."""
        if basis is Basis.CATEGORY:
            return (self.clock, self.category)
        if basis is Basis.DISTRICT:
            return (self.clock, self.category, self.district)
        return (self.clock, self.category, self.district, str(self.hour))


@dataclass(frozen=True, slots=True)
class Past:
    """A past request: how long it took (ms), or if it has not `ended`, for how long it was followed."""

    case: Case
    took: int
    ended: bool = True


@dataclass(frozen=True, slots=True)
class Prediction:
    """The probability (0 to 1) that a clock will be missed; None with a reason `why`.

    `n` comparable requests were at least this old, and it is known whether they took longer.
    """

    clock: ClockKind
    share: float | None
    n: int
    basis: Basis
    why: Why | None = None

    @property
    def likely(self) -> bool:
        """Will it probably be missed?"""
        return self.share is not None and self.share >= LIKELY


def span(took: int, ended: bool) -> int:
    """A span as one integer: in order, what ended stands before what was followed for just as long."""
    return max(0, took) * 2 + (not ended)


class Curve:
    """The spans of one group in order, with the share that is still open after each of them."""

    def __init__(self, spans: Iterable[int]) -> None:
        """Takes spans as :func:`span` writes them."""
        self._spans = array("q", sorted(spans))
        size = len(self._spans)
        self._open = array("d", [1.0])
        self._ended = array("l", [0])
        for place, one in enumerate(self._spans):
            still, ended = self._open[place], not one & 1
            self._open.append(still * (size - place - 1) / (size - place) if ended else still)
            self._ended.append(self._ended[place] + ended)

    def older(self, age: int) -> int:
        """How many were at least this old."""
        return len(self._spans) - self._from(age)

    def known(self, age: int, whole: int) -> int:
        """Of those at least `age` old, the ones of which it is known whether they took longer than `whole`."""
        old, done = self._from(age), self._beyond(whole)
        return self._ended[max(old, done)] - self._ended[old] + len(self._spans) - max(old, done)

    def share(self, age: int, whole: int) -> float | None:
        """Of those at least `age` old, the share that took longer than `whole`; None if nobody was followed so far."""
        old, done = self._from(age), max(self._from(age), self._beyond(whole))
        if old == len(self._spans) or (done == len(self._spans) and self._open[done] > 0):
            return None
        return round(self._open[done] / self._open[old], DIGITS)

    def _from(self, age: int) -> int:
        return bisect_left(self._spans, age * 2)

    def _beyond(self, whole: int) -> int:
        return bisect_right(self._spans, whole * 2 + 1)


class History:
    """What is learned from past requests; a group that is too small for any answer is not kept."""

    def __init__(self, past: Iterable[Past], least: int = LEAST) -> None:
        groups: dict[tuple[str, ...], array[int]] = {}
        for one in past:
            for basis in Basis:
                groups.setdefault(one.case.group(basis), array("q")).append(span(one.took, one.ended))
        self._least = least
        self._curves = {name: Curve(spans) for name, spans in groups.items() if len(spans) >= least}

    def predict(self, case: Case, age: int, left: int) -> Prediction:
        """How likely a clock that has run for `age` ms is to be missed, with `left` ms to go (0 or more).

        The finest group answers of which at least `least` were this old; time left has no part in that choice, so that
        within a request's life more time left never means a greater share.
        """
        older = 0
        for basis in Basis:
            curve = self._curves.get(case.group(basis))
            older = curve.older(age) if curve else 0
            if curve and older >= self._least:
                return self._said(curve, case.clock, basis, age, left)
        return Prediction(case.clock, None, older, Basis.CATEGORY, Why.THIN)

    def _said(self, curve: Curve, clock: ClockKind, basis: Basis, age: int, left: int) -> Prediction:
        share, known = curve.share(age, age + left), curve.known(age, age + left)
        if share is None or known < self._least:
            return Prediction(clock, None, known, basis, Why.SHORT)
        return Prediction(clock, share, known, basis)
