"""Reads what decides which acts are possible on a request: its live assignments and its journal beside its row."""

from typing import Any

from sqlalchemy import Connection, bindparam, exists, func, select, text

from models import journal
from models.looks.columns import ASSIGNMENTS, CALLS, CREWS, INCIDENTS, PLAN_RUNS
from models.situation import Job, Situation
from models.vocabulary import LIVE_STEPS, Step

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
                        parent=bool(beside.parent), plans=beside.plans, reviews_owed=beside.owed)  # fmt: skip
