"""The few causes that make most of the work: a Pareto table."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from models.indicators.figure import said_of

VITAL = 80.0
"""Percent of all cases that the vital few make together."""


@dataclass(frozen=True, slots=True)
class CauseRow:
    """One cause: its share and the share of it and all greater ones, in percent; is it one of the vital few?"""

    cause: str
    count: int
    share: float
    cumulative: float
    vital: bool
    remark: str = ""


def pareto(causes: Iterable[str], vital: float = VITAL) -> list[CauseRow]:
    """The causes by how often they occur, the most frequent first, equal ones by name.

    share = count ÷ all; cumulative = Σ of the shares down to it. The vital few are the shortest beginning of the list
    that makes at least `vital` percent. J. M. Juran, "Quality Control Handbook" (1951): the vital few, the useful many.
    """
    counts = Counter(causes)
    whole, so_far = sum(counts.values()), 0
    out = []
    for cause, many in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        before = 100 * so_far / whole
        so_far += many
        out.append(CauseRow(cause, many, round(100 * many / whole, 3), round(100 * so_far / whole, 3), before < vital,
                            said_of(whole)))  # fmt: skip
    return out
