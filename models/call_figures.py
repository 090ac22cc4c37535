"""Figures of a telephone desk, each from the instants of its calls alone.

Words and definitions follow L. Brown, N. Gans, A. Mandelbaum, A. Sakov, H. Shen, S. Zeltyn, L. Zhao, "Statistical
Analysis of a Telephone Call Center: A Queueing-Science Perspective", JASA 100 (2005), 36-50, and for the share that is
answered within a time the service level of ISO 18295-1:2017 (customer contact centres).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean, median

from models.rows.calls import CallFigures
from models.wall import SECOND

SOURCE = "Brown et al., JASA 100 (2005), 36-50; ISO 18295-1:2017"
WITHIN_S = 20
"""Seconds within which a call should be answered, unless somebody names others."""


@dataclass(frozen=True, slots=True)
class Heard:
    """The instants of one call in epoch ms; `rang` is since when the caller waited (None: nobody knows)."""

    rang: int | None
    answered: int | None
    ended: int | None
    outward: bool = False
    phantom: bool = False
    kept: bool = False
    first_contact: bool = False

    @property
    def wait_s(self) -> float | None:
        """Seconds from the first ring to the answer, or to the end of a call that nobody answered."""
        until = self.ended if self.answered is None else self.answered
        return None if self.rang is None or until is None else max(0, until - self.rang) / SECOND


Figures = CallFigures
"""What :func:`figures` finds."""


def figures(calls: Iterable[Heard], within_s: int = WITHIN_S, *, since: int = 0, until: int = 0) -> CallFigures:
    """All figures of some calls; `since` and `until` (epoch ms) only say which they are.

    Calls that the desk made count only as `out`, phantoms only as `phantom`. Of the others:

    - `offered` = `answered` + `abandoned` + `waiting`; abandoned (missed) is what ended before anybody answered.
    - waits (`wait_*`) are those of answered calls whose first ring is known (`waits` of them); the median is the middle
      one, the 90th percentile the nearest rank. `abandon_mean_s` is how long those who gave up had waited.
    - `within` counts answered calls with a wait of at most `within_s`; its share is given of the answered calls with a
      known wait and, as a service level, of these together with the abandoned ones.
    - `handle_mean_s` is from the answer to the end, of the `handled` calls whose end is known.
    - `called_back` counts the abandoned whose caller was spoken with afterwards; `first_contact` the answered ones that
      were settled on the line.
    """
    all_calls = list(calls)
    inward = [one for one in all_calls if not one.outward and not one.phantom]
    answered = [one for one in inward if one.answered is not None]
    abandoned = [one for one in inward if one.answered is None and one.ended is not None]
    waits = sorted(wait for one in answered if (wait := one.wait_s) is not None)
    gave_up = [wait for one in abandoned if (wait := one.wait_s) is not None]
    spans = [max(0, one.ended - one.answered) / SECOND
             for one in answered if one.ended is not None and one.answered is not None]  # fmt: skip
    within = sum(wait <= within_s for wait in waits)
    return CallFigures(
        since=since,
        until=until,
        source=SOURCE,
        offered=len(inward),
        answered=len(answered),
        abandoned=len(abandoned),
        waiting=len(inward) - len(answered) - len(abandoned),
        phantom=sum(one.phantom for one in all_calls),
        out=sum(one.outward for one in all_calls),
        waits=len(waits),
        wait_mean_s=_round(fmean(waits)) if waits else None,
        wait_median_s=_round(median(waits)) if waits else None,
        wait_p90_s=_rank(waits, 90),
        wait_longest_s=waits[-1] if waits else None,
        abandon_mean_s=_round(fmean(gave_up)) if gave_up else None,
        within_s=within_s,
        within=within,
        within_of_answered=_share(within, len(waits)),
        within_of_offered=_share(within, len(waits) + len(abandoned)),
        abandoned_share=_share(len(abandoned), len(answered) + len(abandoned)),
        handled=len(spans),
        handle_mean_s=_round(fmean(spans)) if spans else None,
        called_back=sum(one.kept for one in abandoned),
        first_contact=sum(one.first_contact for one in answered),
    )


def _round(value: float) -> float:
    return round(value, 3)


def _share(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 3) if whole else None


def _rank(waits: Sequence[float], percent: int) -> float | None:
    """The nearest rank: the smallest wait that `percent` of all do not exceed."""
    return waits[-(-percent * len(waits) // 100) - 1] if waits else None
