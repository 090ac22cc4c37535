"""What the engine does on the instant beside alarms: holds end as promised, and quiet resolved requests are closed."""

from typing import Any

from sqlalchemy import bindparam, exists, select, text, update

from models.desk import clockwork
from models.desk.ending import warn_ending
from models.desk.resuming import resume_step
from models.desk.visits import make_due
from models.desk.work import ENGINE_SEAT, LINES, REQUESTS, Tools, Work
from models.looks.columns import PLAN_RUNS
from models.vocabulary import Act, Priority, Status
from models.wall import DAY

QUIET = DAY
"""How long nothing may have been heard of a resolved request before the engine closes it."""

BATCH = 100
"""Requests in one transaction."""

# Literal predicates, so that the partial indexes `request_held` and `request_quiet` are used.
_HELD = (text("request.status = 'held'"), REQUESTS.c.held_until <= bindparam("now"))
_RESUMABLE = select(REQUESTS).where(*_HELD).order_by(REQUESTS.c.held_until).limit(BATCH)
_HEARD = exists().where(
    LINES.c.request_id == REQUESTS.c.id,
    LINES.c.recorded_at > bindparam("quiet_since"),
    LINES.c.actor != ENGINE_SEAT.login,
)
_CLOSABLE = (
    select(REQUESTS)
    .where(
        text("request.status = 'resolved' AND NOT request.callback_due"),
        text("coalesce(request.next_clock, '') <> 'reply'"),  # an outside body still waits
        REQUESTS.c.resolved_at <= bindparam("quiet_since"),
        ~_HEARD,
        ~exists().where(PLAN_RUNS.c.request_id == REQUESTS.c.id, PLAN_RUNS.c.reviewed_at.is_(None)),
    )
    .order_by(REQUESTS.c.resolved_at)
    .limit(BATCH)
)
_HELD_NOW = select(REQUESTS.c.id).where(*_HELD).limit(1)
_QUIET_NOW = _CLOSABLE.with_only_columns(REQUESTS.c.id).limit(1)


def resume_due(tools: Tools) -> int:
    """Resume, at its promised end, each request whose hold has passed it; returns how many.

    Visits whose day has come are made in the same turn.
    """
    now = tools.wall.now()
    make_due(tools, now)
    return _all_due(
        tools, now, _HELD_NOW, _RESUMABLE, {"now": now}, lambda work, row: resume_step(work, row, row.held_until)
    )


def close_due(tools: Tools) -> int:
    """Close each resolved request without a call-back of which nothing was heard for a day; returns how many.

    Contracts about to end are announced in the same turn.
    """
    now = tools.wall.now()
    warn_ending(tools)
    return _all_due(tools, now, _QUIET_NOW, _CLOSABLE, {"quiet_since": now - QUIET}, _close)


def _all_due(tools: Tools, now: int, first: Any, some: Any, bounds: dict[str, int], act: Any) -> int:
    """Look without a lock; then act on what is due, read again inside each transaction, until nothing is left."""
    with tools.store.read() as connection:
        left = connection.execute(first, bounds).first() is not None
    done = 0
    while left:
        with tools.work(ENGINE_SEAT, now) as work:
            rows = work.connection.execute(some, bounds).all()
            for row in rows:
                act(work, row)
        done += len(rows)
        left = len(rows) == BATCH
    return done


def _close(work: Work, row: Any) -> None:
    work.note(Act.CLOSE, {"quiet_since": row.resolved_at}, request_id=row.id)
    changes = {
        "status": Status.CLOSED.value,
        "state_since": work.now,
        "closed_at": work.now,
        "version": row.version + 1,
    }
    work.connection.execute(update(REQUESTS).where(REQUESTS.c.id == row.id).values(**changes))
    clockwork.sync(work, row.id, Priority(row.priority), changed_at=work.now)
