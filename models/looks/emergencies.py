"""Reads the reports of emergencies between two instants, each with its moments and when those were entered."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, func, or_, select

from models.calendar import Calendar
from models.emergency_log import LATE_FROM, band_of, usual_hours
from models.looks import calendars
from models.looks.columns import ASSIGNMENTS, CALLERS, CATEGORIES, CREWS, LINES, REQUESTS, chunks
from models.rows.registers import EmergencyRow
from models.vocabulary import LETTERS, Act, Kind, Priority, Status, Step

_LETTER = f"{LETTERS[Kind.EMERGENCY]}-%"
_JOINED = (
    select(func.count())
    .where(CALLERS.c.request_id == REQUESTS.c.id, CALLERS.c.split_into.is_(None))
    .scalar_subquery()
    .label("joined")
)
_REPORTS = (
    select(REQUESTS, CATEGORIES.c.zh, CATEGORIES.c.en, _JOINED)
    .outerjoin(CATEGORIES, CATEGORIES.c.code == REQUESTS.c.category)
    .where(
        REQUESTS.c.received >= bindparam("since"),
        REQUESTS.c.received < bindparam("until"),
        # What came as an emergency stays in the log, whatever it turned out to be: its number keeps its letter.
        or_(REQUESTS.c.kind == Kind.EMERGENCY.value, REQUESTS.c.number.like(_LETTER)),
        REQUESTS.c.number.is_not(None),
    )
    .order_by(REQUESTS.c.received, REQUESTS.c.id)
)
_SOME: Any = bindparam("ids", expanding=True)
_BY_ID = select(REQUESTS).where(REQUESTS.c.id.in_(_SOME))
_JOBS = (
    select(ASSIGNMENTS, CREWS.c.code)
    .join(CREWS, CREWS.c.id == ASSIGNMENTS.c.crew_id)
    .where(ASSIGNMENTS.c.request_id.in_(_SOME))
    .order_by(ASSIGNMENTS.c.offered_at, ASSIGNMENTS.c.id)
)
_TOLD_BY: Mapping[str, str] = {
    Act.SAVE: "received",
    Act.IMPORT: "received",
    Act.ASSIGN: "sent_at",
    Act.ON_SITE: "on_site_at",
    Act.SAFE: "safe_at",
    Act.RESOLVE: "finished_at",
}
"""The moment that each act enters."""

_STEP_OF: Mapping[str, str] = {Step.OFFERED: "sent_at", Step.ON_SITE: "on_site_at"}
"""The moment that an amended step is."""

_LINES = (
    select(LINES.c.request_id, LINES.c.at, LINES.c.recorded_at, LINES.c.act, LINES.c.payload)
    .where(LINES.c.request_id.in_(_SOME), LINES.c.act.in_([*_TOLD_BY, Act.AMEND]))
    .order_by(LINES.c.seq)
)


def emergencies(
    connection: Connection, since: int, until: int, zone: str, calendar: str | None = None
) -> list[EmergencyRow]:
    """The reports received from `since` on and before `until` (ms UTC), in the order in which they came.

    Args:
        zone: the utility's zone.
        calendar: the code of the calendar that says what business hours are; each report is judged by the version of
            its own time. None: Monday to Friday from nine to five.
    """
    found = connection.execute(_REPORTS, {"since": since, "until": until}).all()
    survivors = _survivors(connection, found)
    ids = {row.id for row in found} | {row.id for row in survivors.values()}
    jobs, told = _jobs(connection, ids), _told(connection, ids)
    hours = usual_hours(zone)
    return [
        _row(row, survivors.get(row.id, row), jobs, told, _hours(connection, calendar, row.received) or hours)
        for row in found
    ]


def calendar_for(connection: Connection, zone: str, now: int) -> str | None:
    """The code of the calendar that most likely says what business hours are: the first of the utility's own zone.

    One that never closes says nothing of it. None if there is no such calendar.
    """
    known = sorted({row.code for row in calendars.calendars(connection) if row.zone == zone and not row.retired_at})
    for code in known:
        row = calendars.calendar(connection, code, now)
        if row is not None and not row.calendar.always:
            return code
    return None


def _hours(connection: Connection, code: str | None, at: int) -> Calendar | None:
    row = calendars.calendar(connection, code, at) if code else None
    return None if row is None else row.calendar


def _survivors(connection: Connection, found: Iterable[Any]) -> dict[int, Any]:
    """The request into which each merged one went in the end."""
    into = {row.id: row.merged_into for row in found if row.merged_into is not None}
    rows: dict[int, Any] = {}
    wanted = set(into.values())
    while wanted:
        for some in chunks(wanted):
            rows |= {row.id: row for row in connection.execute(_BY_ID, {"ids": some})}
        wanted = {row.merged_into for row in rows.values() if row.merged_into is not None} - rows.keys()
    return {one: _end(rows, into[one]) for one in into}


def _end(rows: Mapping[int, Any], id_: int) -> Any:
    while rows[id_].merged_into is not None:
        id_ = rows[id_].merged_into
    return rows[id_]


def _jobs(connection: Connection, ids: Iterable[int]) -> dict[int, list[Any]]:
    jobs: dict[int, list[Any]] = {}
    for some in chunks(ids):
        for job in connection.execute(_JOBS, {"ids": some}):
            jobs.setdefault(job.request_id, []).append(job)
    return jobs


def _told(connection: Connection, ids: Iterable[int]) -> dict[int, list[Any]]:
    told: dict[int, list[Any]] = {}
    for some in chunks(ids):
        for line in connection.execute(_LINES, {"ids": some}):
            told.setdefault(line.request_id, []).append(line)
    return told


def _row(
    row: Any, answered: Any, jobs: Mapping[int, list[Any]], told: Mapping[int, list[Any]], hours: Calendar
) -> EmergencyRow:
    """A report with the moments of the request that answered it: itself, or the one that it was merged into."""
    crews, lines = jobs.get(answered.id, []), told.get(answered.id, [])
    first = crews[0] if crews else None
    safe = [line.at for line in lines if line.act == Act.SAFE]
    moments: dict[str, int | None] = {
        "received": row.received,
        "sent_at": first.offered_at if first else None,
        "on_site_at": min((job.on_site_at for job in crews if job.on_site_at is not None), default=None),
        "safe_at": min(safe, default=answered.safe_at),
        "finished_at": answered.resolved_at,
    }
    entered, late = _entries(moments, told.get(row.id, []), lines)
    return EmergencyRow(
        row.number, row.received, band_of(row.received, hours), row.district, row.address, row.category or "",
        row.zh or row.category or "", row.en or row.category or "", Kind(row.kind), Priority(row.priority),
        Status(row.status), first.code if first else "", moments["sent_at"], moments["on_site_at"],
        moments["safe_at"], moments["finished_at"], answered.disposition or "",
        answered.number if answered is not row else "", 1 + row.joined, late, entered,
    )  # fmt: skip


def _entries(
    moments: Mapping[str, int | None], own: Iterable[Any], answered: Iterable[Any]
) -> tuple[dict[str, int], tuple[str, ...]]:
    """When each moment was entered, and which of them late: as its line says, or by both its times."""
    entered: dict[str, int] = {}
    late: set[str] = set()
    lines = [line for line in own if _TOLD_BY.get(line.act) == "received"]
    lines += [line for line in answered if _TOLD_BY.get(line.act) != "received"]
    for line in lines:
        facts = json.loads(line.payload or "{}")
        name = _STEP_OF.get(facts.get("step", "")) if line.act == Act.AMEND else _TOLD_BY[line.act]
        at = moments["received"] if name == "received" else line.at
        if name is None or at is None or at != moments[name]:
            continue
        entered[name] = line.recorded_at
        blanked = line.payload is None and line.recorded_at - at > LATE_FROM
        if line.act != Act.IMPORT and (facts.get("late_entry") or blanked):
            late.add(name)
    return entered, tuple(name for name in moments if name in late)
