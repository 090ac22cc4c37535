"""The rules about crews at work: an offer nobody takes up, a long way, a quiet site, a crew that does not answer.

Each reads the live jobs that have been at their step for the least time that could matter; with nobody late that is
one walk over the partial index of live jobs.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, func, select, text

from models import timers
from models.desk.conditions import Found
from models.desk.work import REQUESTS
from models.looks.crews import job_of, noted_at
from models.looks.limits import limits
from models.tables import Assignment
from models.timers import Job, Limits, Timer
from models.vocabulary import Rule, Step
from models.wall import MINUTE

ASSIGNMENTS = Assignment.__table__  # type: ignore[attr-defined]
_A = ASSIGNMENTS.c


def _jobs(step: Step, long_enough: ColumnElement[bool]) -> Select[Any]:
    return (
        select(ASSIGNMENTS, REQUESTS.c.priority)
        .join(REQUESTS, REQUESTS.c.id == text("+assignment.request_id"))
        .where(
            text("assignment.step IN ('offered', 'accepted', 'en_route', 'on_site')"),
            text(f"assignment.step = '{step.value}'"),
            long_enough,
        )
    )


_THEN: ColumnElement[int] = bindparam("then")
_OFFERED = _jobs(Step.OFFERED, _A.offered_at < _THEN)
_EN_ROUTE = _jobs(Step.EN_ROUTE, _A.en_route_at < _THEN - _A.way_minutes * bindparam("per_minute"))
_AT_SITE = _jobs(Step.ON_SITE, func.max(_A.on_site_at, func.coalesce(_A.heard_at, 0)) < _THEN)
Watch = Callable[[Job, Limits], Timer | None]


def _found(jobs: Iterable[tuple[Any, Job]], watch: Watch, allowed: Limits, now: int) -> Iterator[Found]:
    for row, job in jobs:
        timer = watch(job, allowed)
        if timer is not None and now > timer.due:
            grave = timers.severity(timer, job.priority, now)
            yield Found(timer.rule, f"assignment:{row.id}", grave, timer.due, row.request_id)


def _plain(rows: Iterable[Any]) -> list[tuple[Any, Job]]:
    return [(row, job_of(row)) for row in rows]


def offers(connection: Connection, now: int) -> Iterator[Found]:
    """Jobs that were offered and that nobody accepted in time."""
    allowed = limits(connection)
    least = min(allowed.accept_p1, allowed.accept_p2, allowed.accept_p3) * MINUTE
    rows = connection.execute(_OFFERED, {"then": now - least}).all()
    yield from _found(_plain(rows), timers.to_accept, allowed, now)


def ways(connection: Connection, now: int) -> Iterator[Found]:
    """Crews that travel far longer than was expected."""
    allowed = limits(connection)
    asked = {"then": now, "per_minute": MINUTE * allowed.way_percent // 100}
    yield from _found(_plain(connection.execute(_EN_ROUTE, asked).all()), timers.on_the_way, allowed, now)


def sites(connection: Connection, now: int) -> Iterator[Found]:
    """Sites from which nothing has come for long."""
    allowed = limits(connection)
    rows = connection.execute(_AT_SITE, {"then": now - allowed.site * MINUTE}).all()
    noted = [(row, job_of(row, noted_at(connection, row))) for row in rows]
    yield from _found(noted, timers.at_the_site, allowed, now)


def contacts(connection: Connection, now: int) -> Iterator[Found]:
    """Crews at a P1 that have not answered in time."""
    allowed = limits(connection)
    rows = connection.execute(_AT_SITE, {"then": now - allowed.contact * MINUTE}).all()
    yield from _found(_plain(rows), timers.to_answer, allowed, now)


RULES = {
    Rule.OFFER_WAITS: offers,
    Rule.WAY_LONG: ways,
    Rule.SITE_QUIET: sites,
    Rule.CREW_CONTACT: contacts,
}
"""What each rule finds true, by one cheap read."""
