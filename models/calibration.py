"""Do predictions hold? Those that were given are put in bands of ten points and held against what came of them."""

from collections.abc import Iterable
from dataclasses import dataclass

BANDS = ((0, 5), *((low, low + 10) for low in range(5, 95, 10)), (95, 100))
"""Percent, from the first to below the second. They lie around the tens, so that one is 75 to 85; the ends are half."""


@dataclass(frozen=True, slots=True)
class Given:
    """A probability (0 to 1) that was given for a request, and whether the promise was missed in the end."""

    request: int
    share: float
    missed: bool


@dataclass(frozen=True, slots=True)
class Band:
    """What came of the predictions of one band; percents are None where none was given."""

    band: str
    n: int
    requests: int
    """How many different requests they were about."""
    foretold: float | None = None
    missed: float | None = None


def bands(given: Iterable[Given]) -> list[Band]:
    """How many predictions were given in each band, their mean, and the share that was missed (percent).

    This is the reliability diagram of A. H. Murphy and R. L. Winkler (Applied Statistics 26, 1977) as a table.
    """
    counts = [0] * len(BANDS)
    sums = [0.0] * len(BANDS)
    missed = [0] * len(BANDS)
    about: list[set[int]] = [set() for _ in BANDS]
    for one in given:
        place = band_of(one.share)
        counts[place] += 1
        sums[place] += one.share
        missed[place] += one.missed
        about[place].add(one.request)
    return [
        Band(f"{low}-{high}", n, len(ids), round(100 * total / n, 1), round(100 * late / n, 1))
        if n
        else Band(f"{low}-{high}", 0, 0)
        for (low, high), n, total, late, ids in zip(BANDS, counts, sums, missed, about, strict=True)
    ]


def band_of(share: float) -> int:
    """The place of the band in which a share stands."""
    percent = 100 * share
    return next((place for place, (_, high) in enumerate(BANDS) if percent < high), len(BANDS) - 1)
