"""Reads what decides which acts are possible on a request: its live assignments and its journal beside its row."""

from typing import Any

from sqlalchemy import Connection, bindparam, func, select, text

from models import journal
from models.looks.columns import ASSIGNMENTS, CALLS, CREWS
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


def situation(connection: Connection, row: Any) -> Situation:
    """The situation of the request whose row this is."""
    jobs = [Job(job.code, Step(job.step)) for job in connection.execute(_JOBS, {"id": row.id})]
    promises = connection.execute(_PROMISES, {"id": row.id}).scalar_one()
    return Situation.of(row, jobs, journal.replay(connection, row.id), promises=promises)
