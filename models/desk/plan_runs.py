"""Shared steps of emergency plans under way: which ran late, and how a review is put on record."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, bindparam, select, text, update

from models.desk.conditions import Found
from models.desk.deed import Deed, clean
from models.desk.work import REQUESTS
from models.tables import PlanRun, PlanTick
from models.vocabulary import Act, Rule

RUNS = PlanRun.__table__  # type: ignore[attr-defined]
TICKS = PlanTick.__table__  # type: ignore[attr-defined]

_LATE = (
    select(TICKS.c.id, TICKS.c.due_at, RUNS.c.request_id, RUNS.c.level)
    .join(RUNS, RUNS.c.id == TICKS.c.run_id)
    .join(REQUESTS, REQUESTS.c.id == RUNS.c.request_id)
    .where(
        text("plan_tick.done_at IS NULL"),
        TICKS.c.due_at < bindparam("now"),
        RUNS.c.reviewed_at.is_(None),
        text("request.status IN ('open', 'working', 'held')"),
    )
)
_OWED = select(RUNS).where(RUNS.c.request_id == bindparam("request"), RUNS.c.reviewed_at.is_(None)).order_by(RUNS.c.id)


def late_steps(connection: Connection, now: int) -> Iterator[Found]:
    """Steps of a plan whose time has passed, on requests that live; each rings on its own."""
    for row in connection.execute(_LATE, {"now": now}).all():
        yield Found(Rule.PLAN_LATE, f"plan_tick:{row.id}", 2, row.due_at, row.request_id)


def review(deed: Deed, said: str, plan: str | None = None) -> None:
    """Every plan on the request that nobody has reviewed yet (or the one named) is, with a line each."""
    rows: list[Any] = list(deed.work.connection.execute(_OWED, {"request": deed.row.id}))
    for run in rows:
        if plan is not None and run.plan != plan:
            continue
        values = {"reviewed_at": deed.at, "reviewed_by": deed.work.seat.operator_id or None, "review": clean(said)}
        deed.work.connection.execute(update(RUNS).where(RUNS.c.id == run.id).values(**values))
        deed.line({"plan": run.plan, "version": run.version, "text": clean(said)}, act=Act.REVIEW_PLAN)
