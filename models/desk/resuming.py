"""Shared step: a held request runs on, whether a person resumes it or the engine does at the promised end."""

from typing import Any

from sqlalchemy import update

from models.desk import clockwork
from models.desk.work import REQUESTS, Work
from models.looks.situations import situation
from models.vocabulary import Act, Priority, Status


def resume_step(work: Work, row: Any, at: int, *, token: str | None = None, late: bool = False) -> Status:
    """Record that the hold of `row` ended at `at` (epoch ms); returns the status the request has from then on.

    Args:
        row: the request's row as read in this transaction, status ``held``.
        at: the true end of the hold; the caller sees to it that it is not after the promised end.
        late: a supervisor's late entry, marked as such.
    """
    status = situation(work.connection, row).back_to
    facts = {"pausing": bool(row.hold_pausing), "to": status.value} | ({"late_entry": True} if late else {})
    work.note(Act.RESUME, facts, at=at, request_id=row.id, token=token)
    work.connection.execute(
        update(REQUESTS)
        .where(REQUESTS.c.id == row.id)
        .values(
            status=status.value,
            state_since=at,
            held_until=None,
            hold_reason=None,
            hold_pausing=False,
            version=row.version + 1,
        )
    )
    clockwork.sync(work, row.id, Priority(row.priority), changed_at=at)
    return status
