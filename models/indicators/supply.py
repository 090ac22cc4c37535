"""How long how many customers were without gas."""

from collections.abc import Iterable
from dataclasses import dataclass

from models.indicators.figure import WHOLE, Figure, count
from models.indicators.spans import length, within
from models.wall import HOUR

PLANNED, UNPLANNED = "planned", "unplanned"


@dataclass(frozen=True, slots=True)
class Outage:
    """Gas was off at so many homes from an instant until another (ms UTC); None: it still is, or nobody counted."""

    from_at: int
    until_at: int | None
    homes: int | None
    planned: bool


def customer_hours(outages: Iterable[Outage], since: int, until: int) -> list[Figure]:
    """Customer-hours without gas: Σ homes × hours off inside the window, planned and unplanned.

    CI·H, the "customer hours of interruption" (CMI in hours) of IEEE Std 1366-2022, for gas. An outage that lasts ends
    with the window. Those whose homes nobody counted are not guessed at: `outages_uncounted` says how many they are.
    """
    listed = [(one, length(within([(one.from_at, until if one.until_at is None else one.until_at)], since, until)))
              for one in outages]  # fmt: skip
    seen = [(one, ms) for one, ms in listed if ms]
    out: list[Figure] = []
    for group in (WHOLE, PLANNED, UNPLANNED):
        members = [(one, ms) for one, ms in seen if group in (WHOLE, PLANNED if one.planned else UNPLANNED)]
        counted = [(one.homes, ms) for one, ms in members if one.homes is not None]
        hours = sum(homes * ms for homes, ms in counted) / HOUR
        out += [count("customer_hours", group, hours, "h", len(counted)),
                count("outages_uncounted", group, len(members) - len(counted), "outages")]  # fmt: skip
    return out
