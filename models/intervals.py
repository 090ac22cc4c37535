"""How long the steps of an answer take: spans between two moments of a request, and what is said of many of them.

The spans are those of a dispatch log (NFPA 1710 calls them alarm handling, turnout and travel time and judges them by
their 90th percentile).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import floor

SPANS: Mapping[str, tuple[str, str]] = {
    "received_to_offered": ("received", "offered"),
    "received_to_accepted": ("received", "accepted"),
    "received_to_on_site": ("received", "on_site"),
    "received_to_safe": ("received", "safe"),
    "received_to_resolved": ("received", "resolved"),
    "offered_to_accepted": ("offered", "accepted"),
    "accepted_to_on_site": ("accepted", "on_site"),
    "on_site_to_ended": ("on_site", "ended"),
}
"""From which moment to which. From `received` on the request's first crew counts, else each job by itself."""

OF_REQUEST = tuple(name for name, (start, _) in SPANS.items() if start == "received")


@dataclass(frozen=True, slots=True)
class Interval:
    """What is said of many spans of one sort, in seconds; None where there is none."""

    name: str
    count: int
    mean_s: float | None = None
    median_s: float | None = None
    p90_s: float | None = None
    longest_s: float | None = None
    odd: int = 0
    """Spans that would be negative: times out of order. They are left out of the figures and counted here."""


def quantile(values: Sequence[float], share: float) -> float:
    """The `share` (0 to 1) quantile of sorted `values`, by linear interpolation between the two nearest ranks.

    Definition 7 of Hyndman and Fan (1996), which spreadsheets and statistics packages use when nothing is said.
    """
    place = share * (len(values) - 1)
    below = floor(place)
    above = min(below + 1, len(values) - 1)
    return values[below] + (values[above] - values[below]) * (place - below)


def interval(name: str, spans_ms: Iterable[int]) -> Interval:
    """The figures of spans given in ms."""
    known = list(spans_ms)
    values = sorted(span / 1000 for span in known if span >= 0)
    odd = len(known) - len(values)
    if not values:
        return Interval(name, 0, odd=odd)
    mean = sum(values) / len(values)
    median, p90 = (round(quantile(values, share), 3) for share in (0.5, 0.9))
    return Interval(name, len(values), round(mean, 3), median, p90, values[-1], odd)


def intervals(requests: Iterable[Mapping[str, int]], jobs: Iterable[Mapping[str, int]]) -> list[Interval]:
    """Every interval of :data:`SPANS`, from moments (ms UTC) by their names; one that is missing is left out.

    Args:
        requests: a request's `received`, the first `offered`, `accepted`, `on_site` of its crews, `safe`, `resolved`.
        jobs: the moments of each crew's job.
    """
    listed, each = list(requests), list(jobs)
    out = []
    for name, (start, end) in SPANS.items():
        rows = listed if name in OF_REQUEST else each
        out.append(interval(name, [row[end] - row[start] for row in rows if start in row and end in row]))
    return out
