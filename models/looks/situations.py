"""Reads what decides which acts are possible on a request: its live assignments and its journal beside its row."""

from typing import Any

from sqlalchemy import Connection, bindparam, exists, func, select, text

from models import journal
from models.aftercare import NEEDED, Handling
from models.looks.columns import (
    ASSIGNMENTS,
    CALLS,
    COMPLAINED_OF,
    COMPLAINTS,
    CREWS,
    INCIDENTS,
    LINES,
    PLAN_RUNS,
)
from models.situation import Job, Situation
from models.vocabulary import LIVE_STEPS, Act, Kind, Status, Step

_JOBS = (
    select(CREWS.c.code, ASSIGNMENTS.c.step)
    .join(CREWS, CREWS.c.id == ASSIGNMENTS.c.crew_id)
    .where(ASSIGNMENTS.c.request_id == bindparam("id"), ASSIGNMENTS.c.step.in_([step.value for step in LIVE_STEPS]))
    .order_by(ASSIGNMENTS.c.id)
)
_PROMISES = select(func.count()).select_from(CALLS).where(
    CALLS.c.request_id == bindparam("id"), text("call.promised_at IS NOT NULL AND call.kept_at IS NULL")
)  # fmt: skip
_PLANS = PLAN_RUNS.c.request_id == bindparam("id")
_BESIDE = select(
    _PROMISES.scalar_subquery().label("promises"),
    exists().where(INCIDENTS.c.parent_id == bindparam("id"), INCIDENTS.c.ended_at.is_(None)).label("parent"),
    select(func.count()).select_from(PLAN_RUNS).where(_PLANS).scalar_subquery().label("plans"),
    select(func.count()).select_from(PLAN_RUNS).where(_PLANS, PLAN_RUNS.c.reviewed_at.is_(None)).scalar_subquery()
    .label("owed"),
)  # fmt: skip


def situation(connection: Connection, row: Any) -> Situation:
    """The situation of the request whose row this is."""
    jobs = [Job(job.code, Step(job.step)) for job in connection.execute(_JOBS, {"id": row.id})]
    beside = connection.execute(_BESIDE, {"id": row.id}).one()
    return Situation.of(row, jobs, journal.replay(connection, row.id), promises=beside.promises,
                        parent=bool(beside.parent), plans=beside.plans, reviews_owed=beside.owed,
                        handling=handling(connection, row.id) if row.kind == Kind.COMPLAINT else None,
                        workers=_workers(connection, row) if row.status in ENDED else frozenset())  # fmt: skip


ENDED = (Status.RESOLVED, Status.CLOSED)
_LAST_REOPEN = select(func.coalesce(func.max(LINES.c.seq), 0)).where(
    LINES.c.request_id == bindparam("id"), LINES.c.act == Act.REOPEN.value
)
_WORKERS = select(LINES.c.actor).where(
    LINES.c.request_id == bindparam("id"), LINES.c.act.in_([Act.TAKE.value, Act.INSPECT.value]),
    LINES.c.seq > _LAST_REOPEN.scalar_subquery(),
)  # fmt: skip


def _workers(connection: Connection, row: Any) -> frozenset[str]:
    """The logins of those who took the work on themselves since the last (re)open."""
    return frozenset(connection.execute(_WORKERS, {"id": row.id}).scalars())


_COMPLAINT = select(COMPLAINTS).where(COMPLAINTS.c.request_id == bindparam("id"))
_AGAINST = (
    select(COMPLAINED_OF.c.operator_id, CREWS.c.code)
    .outerjoin(CREWS, CREWS.c.id == COMPLAINED_OF.c.crew_id)
    .where(COMPLAINED_OF.c.request_id == bindparam("id"))
)


def handling(connection: Connection, request_id: int) -> Handling:
    """How the complaint is dealt with, as far as it decides who may do what."""
    row = connection.execute(_COMPLAINT, {"id": request_id}).first()
    against = connection.execute(_AGAINST, {"id": request_id}).all()
    people = frozenset(one.operator_id for one in against if one.operator_id is not None)
    crews = frozenset(one.code for one in against if one.code)
    if row is None:
        return Handling(against=people, against_crews=crews)
    said = {name: getattr(row, name) for name in ("person_id", "reviewed_at", *NEEDED)}
    return Handling(**said, against=people, against_crews=crews)
