"""When work comes: calls per half hour of the local day, requests by district and hour."""

from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, select

from models.indicators.cases import NOBODY
from models.looks.columns import CALLS, REQUESTS
from models.vocabulary import Direction, Status

_NO_WORK = (Status.DRAFT.value, Status.CANCELLED.value, Status.MERGED.value)


def half_hours(connection: Connection, since: int, until: int, zone: str) -> tuple[int, ...]:
    """Incoming calls that began between two instants (ms UTC), by the 48 half hours of the day in `zone`."""
    began = func.coalesce(CALLS.c.rang_at, CALLS.c.answered_at)
    query = select(began).where(
        began >= since, began < until, CALLS.c.direction == Direction.IN.value, CALLS.c.phantom.is_(False)
    )
    here = ZoneInfo(zone)
    found: Counter[int] = Counter()
    for (at,) in connection.execute(query):
        local = datetime.fromtimestamp(at / 1000, here)
        found[local.hour * 2 + local.minute // 30] += 1
    return tuple(found[place] for place in range(48))


def heat(connection: Connection, since: int, until: int, zone: str) -> list[tuple[str, tuple[int, ...]]]:
    """Requests received between two instants by district and local hour; the district with most comes first."""
    query = select(REQUESTS.c.district, REQUESTS.c.received).where(
        REQUESTS.c.received >= since, REQUESTS.c.received < until, REQUESTS.c.number.is_not(None),
        REQUESTS.c.status.not_in(_NO_WORK),
    )  # fmt: skip
    here = ZoneInfo(zone)
    found: dict[str, Counter[int]] = {}
    for district, at in connection.execute(query):
        found.setdefault(district or NOBODY, Counter())[datetime.fromtimestamp(at / 1000, here).hour] += 1
    order = sorted(found, key=lambda name: (-found[name].total(), name))
    return [(name, tuple(found[name][hour] for hour in range(24))) for name in order]


class Rhythms:
    """These reads, each in a short transaction of its own.

    Args:
        read: opens one.
        zone: whose hours are meant.
    """

    def __init__(self, read: Callable[[], AbstractContextManager[Connection]], zone: str) -> None:
        self._read, self._zone = read, zone

    def half_hours(self, since: int, until: int) -> tuple[int, ...]:
        """Incoming calls by half hour of the day."""
        with self._read() as connection:
            return half_hours(connection, since, until, self._zone)

    def heat(self, since: int, until: int) -> list[tuple[str, tuple[int, ...]]]:
        """Requests by district and hour."""
        with self._read() as connection:
            return heat(connection, since, until, self._zone)
