"""Who might go to a request: the crews as they stand, read for the ranking (`models.ranking`)."""

from collections import defaultdict
from typing import Any

from sqlalchemy import Connection, and_, bindparam, func, select, text

from models.duty import Duty
from models.looks.columns import ASSIGNMENTS, CATEGORIES, CREWS, REQUESTS, TRAVEL, words
from models.looks.duties import duties, skills
from models.ranking import CAP, Candidate, Held, Ranking, Wanted, rank
from models.vocabulary import Priority, Step

_LIVE = text("assignment.step IN ('offered', 'accepted', 'en_route', 'on_site')")
_CREWS = select(CREWS).order_by(CREWS.c.id)
_JOBS = (
    select(ASSIGNMENTS.c.crew_id, ASSIGNMENTS.c.request_id, ASSIGNMENTS.c.step, ASSIGNMENTS.c.offered_at,
           REQUESTS.c.number, REQUESTS.c.priority, REQUESTS.c.district)
    .join(REQUESTS, REQUESTS.c.id == text("+assignment.request_id"))
    .where(_LIVE)
)  # fmt: skip
_TRAVEL = select(TRAVEL)
_WANTED = (
    select(REQUESTS.c.id, REQUESTS.c.number, REQUESTS.c.priority, REQUESTS.c.district, REQUESTS.c.premise_id,
           CATEGORIES.c.skill)
    .outerjoin(CATEGORIES, CATEGORIES.c.code == REQUESTS.c.category)
    .where(REQUESTS.c.id == bindparam("id"))
)  # fmt: skip
_LAST_THERE = (
    select(ASSIGNMENTS.c.crew_id, func.max(ASSIGNMENTS.c.ended_at).label("ended_at"))
    .join(REQUESTS, and_(REQUESTS.c.id == ASSIGNMENTS.c.request_id, REQUESTS.c.premise_id == bindparam("premise")))
    .where(text("assignment.step = 'done'"))
    .group_by(ASSIGNMENTS.c.crew_id)
)


def ranking(connection: Connection, request_id: int, now: int) -> Ranking:
    """Every crew for a request, proposed in order or left out with the reasons, as at `now` (ms UTC)."""
    row = connection.execute(_WANTED, {"id": request_id}).one()
    jobs = list(connection.execute(_JOBS))
    crews = _candidates(connection, jobs, row.premise_id, now)
    here = {job.crew_id for job in jobs if job.request_id == request_id}
    wanted = Wanted(
        row.number or "",
        Priority(row.priority),
        row.district,
        frozenset(part for part in (row.skill or "").split("+") if part),
        frozenset(crew.code for crew_id, crew in crews.items() if crew_id in here),
    )
    return rank(wanted, crews.values(), ways(connection), now)


def ways(connection: Connection) -> dict[tuple[str, str], int]:
    """Minutes between districts, as far as they are known."""
    return {(row.origin, row.destination): row.minutes for row in connection.execute(_TRAVEL)}


def _candidates(connection: Connection, jobs: list[Any], premise: int | None, now: int) -> dict[int, Candidate]:
    held: dict[int, list[Held]] = defaultdict(list)
    for job in jobs:
        held[job.crew_id].append(
            Held(job.number or "", Priority(job.priority), Step(job.step), job.district, job.offered_at)
        )
    rostered, ends = duties(connection, now), skills(connection)
    there = {} if premise is None else _last_there(connection, premise)
    out = {}
    for crew in connection.execute(_CREWS):
        certain = ends.get(crew.id, {})
        out[crew.id] = Candidate(
            crew.code,
            crew.name,
            crew.district,
            rostered.get(crew.id, Duty(bool(crew.on_shift))),
            crew.out_reason or ("-" if crew.out_since is not None else ""),
            crew.retired_at is not None,
            {skill: certain.get(skill) for skill in words(crew.skills)},
            tuple(held[crew.id]),
            CAP if crew.load_cap is None else crew.load_cap,
            there.get(crew.id),
        )
    return out


def _last_there(connection: Connection, premise: int) -> dict[int, int]:
    return {row.crew_id: row.ended_at for row in connection.execute(_LAST_THERE, {"premise": premise})}
