"""Visits of campaigns: a request is made of each as its day comes, once; a try that saw nothing is planned anew.

The day's visits are asked of the database at every pulse; nothing is ever scheduled, and any number of engines may ask.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, text, update

from models.campaigns import Day, Place, days_between, local_day, midnight, plan, rooms
from models.desk.conditions import Found
from models.desk.opening import Opening, open_request
from models.desk.work import ENGINE_SEAT, Tools, Work
from models.looks import campaigns as look
from models.looks.columns import (
    CAMPAIGNS,
    CATEGORIES,
    CUSTOMERS,
    INSPECTIONS,
    PREMISES,
    VISITS,
    words,
)
from models.looks.columns import VISIT_TRIES as TRIES
from models.looks.hours import CalendarBook, version_at
from models.vocabulary import Channel, Kind, Priority, Rule, VisitFlag, VisitState

BATCH = 50
"""Visits made in one transaction."""

AHEAD = 90
"""Days within which a further try finds its day, beyond the end of its campaign, too."""

# Literal, so that the partial index `visit_waiting` is used.
_DUE_NOW = (
    text("visit.request_id IS NULL AND visit.ended_as IS NULL"),
    VISITS.c.day <= bindparam("today"),
    CAMPAIGNS.c.started_at.is_not(None),
    CAMPAIGNS.c.closed_at.is_(None),
)
_ANY = select(VISITS.c.id).join(CAMPAIGNS, CAMPAIGNS.c.id == VISITS.c.campaign_id).where(*_DUE_NOW).limit(1)
_DUE = (
    select(VISITS, CAMPAIGNS.c.category, CAMPAIGNS.c.name.label("campaign"), CATEGORIES.c.kind, CATEGORIES.c.priority,
           PREMISES.c.address, PREMISES.c.access, PREMISES.c.retired_at,
           CUSTOMERS.c.name.label("caller"), CUSTOMERS.c.phone)
    .join(CAMPAIGNS, CAMPAIGNS.c.id == VISITS.c.campaign_id)
    .join(CATEGORIES, CATEGORIES.c.code == CAMPAIGNS.c.category)
    .join(PREMISES, PREMISES.c.id == VISITS.c.premise_id)
    .outerjoin(CUSTOMERS, CUSTOMERS.c.id == VISITS.c.customer_id)
    .where(*_DUE_NOW)
    .order_by(VISITS.c.day, VISITS.c.id)
    .limit(bindparam("some"))
)  # fmt: skip
_BEFORE = select(TRIES.c.request_id, TRIES.c.number).where(TRIES.c.visit_id == bindparam("visit")).order_by(
    TRIES.c.number.desc()
)  # fmt: skip
_TAKEN = (
    select(VISITS.c.day, VISITS.c.crew, func.count().label("n"))
    .where(VISITS.c.campaign_id == bindparam("campaign"), VISITS.c.day >= bindparam("first"))
    .group_by(VISITS.c.day, VISITS.c.crew)
)
_OF_REQUEST = select(VISITS).join(TRIES, TRIES.c.visit_id == VISITS.c.id).where(
    TRIES.c.request_id == bindparam("request")
)  # fmt: skip
_CAMPAIGN = select(CAMPAIGNS).where(CAMPAIGNS.c.id == bindparam("id"))
_UNSTOPPED = select(INSPECTIONS.c.id, INSPECTIONS.c.request_id, INSPECTIONS.c.stop_use_at).where(
    text("inspection.stop_use_at IS NOT NULL AND inspection.stopped_at IS NULL AND inspection.released_at IS NULL")
)


def make_due(tools: Tools, now: int) -> int:
    """Make the requests of every visit whose day has come, a batch a transaction; returns how many."""
    asked = {"today": local_day(now, tools.zone).isoformat()}
    with tools.store.read() as connection:
        left = connection.execute(_ANY, asked).first() is not None
    made = 0
    while left:
        with tools.work(ENGINE_SEAT, now) as work:
            rows = work.connection.execute(_DUE, asked | {"some": BATCH}).all()
            for row in rows:
                _make(work, row)
        made += len(rows)
        left = len(rows) == BATCH
    return made


def _make(work: Work, row: Any) -> None:
    """The request of a visit: its clocks start when the announced day begins; a further try follows the one before.

    Where no gas is burned any more nobody goes.
    """
    if row.retired_at is not None:
        gone = {"ended_as": VisitState.CANCELLED.value, "ended_at": work.now, "ended_reason": ""}
        work.connection.execute(update(VISITS).where(VISITS.c.id == row.id).values(**gone))
        return
    before = work.connection.execute(_BEFORE, {"visit": row.id}).first()
    columns = {"premise_id": row.premise_id, "customer_id": row.customer_id, "address": row.address,
               "district": row.district, "access": row.access, "caller": row.caller, "phone": row.phone,
               "text": row.campaign, "follows_id": None if before is None else before.request_id}  # fmt: skip
    known = {name: value for name, value in columns.items() if value is not None}
    new = Opening(row.category, Kind(row.kind), Priority(row.priority), row.day_at, Channel.VISIT, known, called=False)
    done = open_request(work, new)
    number = 1 if before is None else before.number + 1
    tried = {"visit_id": row.id, "number": number, "request_id": done.id, "made_at": work.now}
    work.connection.execute(insert(TRIES), tried)
    work.connection.execute(update(VISITS).where(VISITS.c.id == row.id).values(request_id=done.id))


def visit_of(connection: Connection, request_id: int) -> Any:
    """The visit of which a request is a try, or None."""
    return connection.execute(_OF_REQUEST, {"request": request_id}).first()


def calendar_at(connection: Connection, code: str, at: int) -> Any:
    """The working calendar of that code as it is at an instant."""
    return CalendarBook(connection)[version_at(connection, code, at)]


def opens_at(calendar: Any, day: date) -> int:
    """When the calendar opens on one of its open days."""
    return int(calendar.add(midnight(day, calendar.zone), 0))


def open_days(connection: Connection, campaign: Any, calendar: Any, first: date, last: date) -> list[Day]:
    """The calendar's open days from the first to the last, with the room that each crew has left in the campaign."""
    taken: dict[str, dict[str, int]] = {}
    for row in connection.execute(_TAKEN, {"campaign": campaign.id, "first": first.isoformat()}):
        taken.setdefault(row.day, {})[row.crew] = row.n
    crews = words(campaign.crews)
    return [Day(day, rooms(crews, campaign.per_day, taken.get(day.isoformat(), {})))
            for day in days_between(first, last) if calendar.hours(day)]  # fmt: skip


def saw_nothing(work: Work, visit: Any, zone: str) -> tuple[int, str | None]:
    """A try saw nothing: it is counted, and another day is found unless it was the last; returns both."""
    campaign = work.connection.execute(_CAMPAIGN, {"id": visit.campaign_id}).one()
    tries = visit.tries + 1
    values: dict[str, Any] = {"tries": tries}
    if tries < campaign.max_tries and campaign.closed_at is None:
        first = local_day(work.now, zone) + timedelta(days=campaign.again_days)
        calendar = calendar_at(work.connection, campaign.calendar, work.now)
        days = open_days(work.connection, campaign, calendar, first, first + timedelta(days=AHEAD))
        (found,) = plan([Place(visit.id, None)], days, early=0, late=0)
        if found.day is not None:
            late = found.day.isoformat() > campaign.until_day
            values |= {"request_id": None, "day": found.day.isoformat(), "day_at": opens_at(calendar, found.day),
                       "crew": found.crew, "flag": VisitFlag.LATE.value if late else "",
                       "announced_at": None}  # fmt: skip
    work.connection.execute(update(VISITS).where(VISITS.c.id == visit.id).values(**values))
    return tries, values.get("day")


def came_in(work: Work, visit: Any, request_id: int) -> None:
    """The try that saw the place is the one that counts, whichever it was."""
    values = {"request_id": request_id, "ended_as": None, "ended_at": None, "ended_reason": ""}
    work.connection.execute(update(VISITS).where(VISITS.c.id == visit.id).values(**values))


def end_all(work: Work, campaign: int, reason: str) -> int:
    """Whatever has no request ends with its campaign: who was tried and never seen as without access."""
    waiting = (VISITS.c.campaign_id == campaign, VISITS.c.request_id.is_(None), VISITS.c.ended_as.is_(None))
    ended = 0
    for tried, state in ((VISITS.c.tries > 0, VisitState.NO_ACCESS), (VISITS.c.tries == 0, VisitState.CANCELLED)):
        values = {"ended_as": state.value, "ended_at": work.now, "ended_reason": reason}
        ended += work.connection.execute(update(VISITS).where(*waiting, tried).values(**values)).rowcount
    return ended


def unstopped(connection: Connection, now: int) -> Iterator[Found]:
    """The rule of alarms about places that must not burn gas, where nobody has said that it is off."""
    for row in connection.execute(_UNSTOPPED).all():
        yield Found(Rule.STOP_USE, f"inspection:{row.id}", 2, row.stop_use_at, row.request_id, rung=1)


def untold(connection: Connection, now: int) -> Iterator[Found]:
    """The rule of alarms about visits so near that who lives there should know of them, and nobody was told."""
    for campaign, (_, since) in look.untold(connection, now).items():
        yield Found(Rule.VISITS_UNTOLD, f"campaign:{campaign}", 1, since)
