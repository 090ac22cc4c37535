"""What is about to end: contracts that nothing follows, and calendars in use whose list of days off runs out."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time
from functools import lru_cache

from sqlalchemy import Connection, bindparam, exists, or_, select, text

from models.calendar.versions import calendar_of
from models.instants import zone_of
from models.looks.columns import CALENDARS, CONTRACTS, POLICIES
from models.wall import DAY

AHEAD = 60 * DAY
"""So long before a list of days off ends it is told: the next year's is published about then."""

LISTED = 3
"""So many dated days off in one year are a list of that year's; fewer are somebody's own exceptions."""

_NEXT = CONTRACTS.alias("following")
_CONTRACTS = (
    select(CONTRACTS.c.code, CONTRACTS.c.valid_to, CONTRACTS.c.warn_days)
    .where(
        CONTRACTS.c.retired_at.is_(None),
        CONTRACTS.c.valid_to > bindparam("now"),
        text("contract.valid_to - contract.warn_days * :day <= :now").bindparams(bindparam("day", DAY)),
        ~exists().where(
            _NEXT.c.customer_id == CONTRACTS.c.customer_id,
            _NEXT.c.retired_at.is_(None),
            _NEXT.c.valid_from <= CONTRACTS.c.valid_to,
            or_(_NEXT.c.valid_to.is_(None), _NEXT.c.valid_to > CONTRACTS.c.valid_to),
        ),
    )
    .order_by(CONTRACTS.c.valid_to)
)
_LATER = POLICIES.alias("later")
_IN_USE = (
    select(POLICIES.c.calendar)
    .where(
        POLICIES.c.calendar.is_not(None),
        POLICIES.c.retired_at.is_(None),
        POLICIES.c.valid_from <= bindparam("now"),
        ~exists().where(
            _LATER.c.scope == POLICIES.c.scope,
            _LATER.c.key == POLICIES.c.key,
            _LATER.c.clock == POLICIES.c.clock,
            _LATER.c.retired_at.is_(None),
            _LATER.c.valid_from > POLICIES.c.valid_from,
            _LATER.c.valid_from <= bindparam("now"),
        ),
    )
    .distinct()
)
_VERSION = (
    select(CALENDARS.c.zone, CALENDARS.c.body)
    .where(CALENDARS.c.code == bindparam("code"), CALENDARS.c.valid_from <= bindparam("now"))
    .order_by(CALENDARS.c.valid_from.desc(), CALENDARS.c.version.desc())
    .limit(1)
)


def contracts_ending(connection: Connection, now: int) -> Iterator[tuple[str, int, int]]:
    """``(code, ends at, told from)`` of each contract within its days of warning that no other one follows."""
    for code, valid_to, warn_days in connection.execute(_CONTRACTS, {"now": now}).all():
        yield code, valid_to, valid_to - warn_days * DAY


def calendars_ending(connection: Connection, now: int) -> Iterator[tuple[str, int]]:
    """``(code, ends at)`` of each calendar that a promise is reckoned on now and whose days off end within AHEAD.

    One that has ended stays: the promises of the new year are reckoned as if it had no holiday.
    """
    for code in sorted(connection.execute(_IN_USE, {"now": now}).scalars()):
        row = connection.execute(_VERSION, {"code": code, "now": now}).first()
        end = days_off_end(row.body, row.zone) if row is not None else None
        if end is not None and end - AHEAD <= now:
            yield code, end


@lru_cache(maxsize=64)
def days_off_end(body: str, zone: str) -> int | None:
    """The first instant of the year for which a calendar lists no days off; None if it never lists any by date."""
    years = Counter(day.year for day in calendar_of(body, zone).holidays)
    last = max((year for year, days in years.items() if days >= LISTED), default=None)
    if last is None:
        return None
    return int(datetime.combine(date(last + 1, 1, 1), time(), zone_of(zone)).timestamp() * 1000)
