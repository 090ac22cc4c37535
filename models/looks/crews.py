"""Crews on the board: status and timer are derived from their live jobs, their shift and out-of-service mark."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, bindparam, func, or_, select, text

from models.duty import Duty
from models.looks.columns import ASSIGNMENTS, CREWS, LINES, REQUESTS, words
from models.looks.duties import duties
from models.looks.limits import limits
from models.rows import CrewRow, CrewTimerRow
from models.timers import Job, Limits, Run, at_the_site, timers
from models.vocabulary import Act, CrewStatus, Priority, Step

_CREWS = select(CREWS).order_by(CREWS.c.id)
_JOBS = (
    select(ASSIGNMENTS, REQUESTS.c.number, REQUESTS.c.priority, REQUESTS.c.district.label("place"), REQUESTS.c.address)
    .join(REQUESTS, REQUESTS.c.id == text("+assignment.request_id"))
    .where(text("assignment.step IN ('offered', 'accepted', 'en_route', 'on_site')"))
)
# Without an order, and with a sign that keeps SQLite from starting at the requests: either way round it would walk
# everything there ever was.
_STATUS = {
    Step.ON_SITE: CrewStatus.ON_SITE,
    Step.EN_ROUTE: CrewStatus.MOVING,
    Step.ACCEPTED: CrewStatus.ACCEPTED,
    Step.OFFERED: CrewStatus.OFFERED,
}
_ABOUT = (Act.NOTE.value, Act.SAFE.value)
"""What anybody writes about the work at a site; the other acts that count are the crew's own."""

_OWN = tuple(act.value for act in (Act.ACCEPT, Act.EN_ROUTE, Act.ON_SITE, Act.CHECK_IN))
_NOTED = select(func.max(LINES.c.at)).where(
    LINES.c.request_id == bindparam("request"),
    LINES.c.actor != "engine",
    or_(LINES.c.act.in_(_ABOUT), (LINES.c.crew_id == bindparam("crew")) & LINES.c.act.in_(_OWN)),
)
_ORDER = {step.value: place for place, step in enumerate(_STATUS)}


def board(connection: Connection, now: int) -> list[CrewRow]:
    """Every crew in the order in which they were set up, as at `now` (ms UTC)."""
    jobs: dict[int, list[Any]] = {}
    for job in connection.execute(_JOBS):
        jobs.setdefault(job.crew_id, []).append(job)
    on_duty = duties(connection, now)
    allowed = limits(connection) if jobs else Limits()
    return [
        _row(crew, jobs.get(crew.id, []), on_duty.get(crew.id, Duty(bool(crew.on_shift))),
             _timer(connection, jobs.get(crew.id, ()), allowed, now))
        for crew in connection.execute(_CREWS).all()
    ]  # fmt: skip


def job_of(row: Any, noted: int | None = None) -> Job:
    """A row of an assignment with its request's priority, as its timers are told from it."""
    return Job(Step(row.step), Priority(row.priority), row.offered_at, row.en_route_at, row.on_site_at, row.way_minutes,
               row.heard_at, noted)  # fmt: skip


def noted_at(connection: Connection, row: Any) -> int | None:
    """When the last note about the work, or the last step or word of this crew, was true."""
    at: int | None = connection.execute(_NOTED, {"request": row.request_id, "crew": row.crew_id}).scalar()
    return at


def _timer(connection: Connection, jobs: Iterable[Any], allowed: Limits, now: int) -> CrewTimerRow | None:
    """Of all timers on a crew's jobs the one that ends first; what was noted is read only where it can matter."""
    found: list[CrewTimerRow] = []
    for row in jobs:
        job = job_of(row)
        site = at_the_site(job, allowed)
        if site is not None and site.run(now) is not Run.RUNNING:
            job = job_of(row, noted_at(connection, row))
        found += [CrewTimerRow(one.rule.value, one.since, one.due, row.number) for one in timers(job, allowed)]
    return min(found, key=lambda one: one.due, default=None)


def _row(crew: Any, jobs: list[Any], on_duty: Duty, timer: CrewTimerRow | None) -> CrewRow:
    jobs.sort(key=lambda job: (_ORDER[job.step], job.id))
    first = jobs[0] if jobs else None
    out = bool(crew.out_reason)
    if first is not None and not (out and first.step == Step.OFFERED):
        status, since = _STATUS[Step(first.step)], _since(first)
    elif out:
        status, since = CrewStatus.OUT, crew.out_since
    else:
        status, since = (CrewStatus.FREE if on_duty.on else CrewStatus.OFF), None
    return CrewRow(
        crew.id, crew.code, crew.name, crew.district, words(crew.skills), status, since,
        first.number if first else None,
        f"{first.place} {first.address}".strip() if first else None,
        jobs[1].number if len(jobs) > 1 else None,
        crew.out_reason, crew.retired_at is not None, on_duty.ends_at, crew.out_until,
        first.request_id if first else None,
        Priority(first.priority) if first else None,
        Step(first.step) if first else None,
        timer,
        None if crew.latitude is None or crew.longitude is None else (crew.latitude, crew.longitude),
        crew.placed_at,
    )  # fmt: skip


def _since(job: Any) -> int:
    reached = {Step.ON_SITE: job.on_site_at, Step.EN_ROUTE: job.en_route_at, Step.ACCEPTED: job.accepted_at}
    return int(reached.get(Step(job.step)) or job.offered_at)
