"""Today's figures for the monitor: promises kept of those that fell due, calls per half hour, and what is live."""

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, and_, bindparam, case, func, literal_column, or_, select

from models.looks.columns import CALLS, CLOCKS, GOALS
from models.looks.queues import counts
from models.rows import DayFigures
from models.vocabulary import ClockKind, ClockState, Kind
from models.wall import MINUTE

HALF_HOUR = 30 * MINUTE

_SINCE: Any = bindparam("since")
_NOW: Any = bindparam("now")
# A promise counts on the day on which it was kept or broken: stopped since then, or due since then and still running.
_STOPPED = and_(
    literal_column("clock.state") == literal_column("1"), CLOCKS.c.stopped_at >= _SINCE, CLOCKS.c.stopped_at <= _NOW
)
_BROKEN = and_(literal_column("clock.state") == literal_column("0"), CLOCKS.c.due_at >= _SINCE, CLOCKS.c.due_at < _NOW)
_KEPT = case((and_(CLOCKS.c.state == ClockState.STOPPED.value, CLOCKS.c.stopped_at <= CLOCKS.c.due_at), 1), else_=0)
_PROMISES = select(CLOCKS.c.kind, func.sum(_KEPT), func.count()).where(or_(_STOPPED, _BROKEN)).group_by(CLOCKS.c.kind)
_CALLS = (
    select(((CALLS.c.answered_at - _SINCE) / HALF_HOUR).label("slot"), func.count())
    .where(CALLS.c.answered_at >= _SINCE, CALLS.c.answered_at <= _NOW)
    .group_by("slot")
)

_GOALS = (
    select(GOALS.c.name, GOALS.c.bound)
    .where(GOALS.c.by == "", GOALS.c.least, GOALS.c.valid_from <= _NOW,
           or_(GOALS.c.retired_at.is_(None), GOALS.c.retired_at > _NOW))
    .order_by(GOALS.c.valid_from, GOALS.c.id)
)  # fmt: skip


def midnight(now: int, zone: str) -> int:
    """The instant at which the local day of `now` began."""
    moment = datetime.fromtimestamp(now / 1000, ZoneInfo(zone))
    return int(datetime.combine(moment.date(), time(), moment.tzinfo).timestamp() * 1000)


def kept(connection: Connection, since: int, now: int) -> dict[ClockKind, tuple[int, int]]:
    """Promises kept, of those that were kept or broken between two instants (ms UTC), by clock."""
    found = connection.execute(_PROMISES, {"since": since, "now": now})
    return {ClockKind(row[0]): (int(row[1] or 0), int(row[2])) for row in found}


def own_goals(connection: Connection, now: int) -> dict[ClockKind, float]:
    """The least percent of each promise that an admin has set for the whole, by the newest goal in force."""
    names = {f"{kind.value}_inside": kind for kind in ClockKind}
    return {names[name]: bound for name, bound in connection.execute(_GOALS, {"now": now}) if name in names}


def today(connection: Connection, now: int, zone: str) -> DayFigures:
    """The figures from local midnight until `now`; calls stand in slots of half an hour, the last one unfinished."""
    since = midnight(now, zone)
    span: dict[str, Any] = {"since": since, "now": now}
    calls = [0] * ((now - since) // HALF_HOUR + 1)
    for slot, count in connection.execute(_CALLS, span):
        calls[int(slot)] += count
    live = counts(connection, now, tuple(Kind))
    overdue = sum(one.life + one.late for one in live)
    return DayFigures(since, kept(connection, since, now), tuple(calls), sum(one.open for one in live), overdue,
                      own_goals(connection, now))  # fmt: skip
