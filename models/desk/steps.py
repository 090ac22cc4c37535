"""Steps that several verbs on a request share, each inside the transaction of the verb that calls it."""

from typing import Any

from sqlalchemy import bindparam, select, update

from models.aftercare import FOLLOWED
from models.desk import policies
from models.desk.deed import Deed
from models.desk.opening import Opening, open_request
from models.rows import Done
from models.tables import Assignment, Category
from models.vocabulary import LIVE_STEPS, Act, Channel, Disposition, Kind, Priority, Step

ASSIGNMENTS = Assignment.__table__  # type: ignore[attr-defined]
CATEGORIES = Category.__table__  # type: ignore[attr-defined]
FOLLOW_UP = "IN-RECT"
"""The category of a follow-up request unless another is named: a hazard is looked at again."""

KEPT = ("address", "district", "phone", "caller", "access", "people", "customer_id", "premise_id")
"""What a follow-up request takes over from the one it follows."""

LIVE_JOBS = select(ASSIGNMENTS).where(
    ASSIGNMENTS.c.request_id == bindparam("request"), ASSIGNMENTS.c.step.in_([step.value for step in LIVE_STEPS])
)
_SHARE = select(CATEGORIES.c.callback_share).where(CATEGORIES.c.code == bindparam("code"))


def becomes(deed: Deed, category: str | None, kind: Kind | None, priority: Priority | None) -> dict[str, Any]:
    """Category, kind and priority of a request after a reclassification; what is not named follows the category."""
    row = deed.row
    out = {"category": row.category, "kind": row.kind, "priority": row.priority}
    if category is not None and category != row.category:
        new = policies.category_row(deed.work, category)
        out = {"category": category, "kind": new.kind, "priority": new.priority}
    given = {"kind": kind and Kind(kind).value, "priority": priority and Priority(priority).value}
    return out | {name: value for name, value in given.items() if value}


def overridden(deed: Deed, how: Disposition) -> bool:
    """Does this end leave a place that was not found safe? Then the workflow has let only a supervisor through."""
    now = deed.situation
    unsafe = now.safe_at is None or not now.source_verified or how is Disposition.NO_ACCESS
    return now.carries_safe and unsafe


def follow_up(deed: Deed, category: str) -> Done:
    """A new request about the same place that follows this one, saved in the same transaction."""
    found = policies.category_row(deed.work, category)
    columns = {name: getattr(deed.row, name) for name in KEPT} | {"follows_id": deed.row.id}
    new = Opening(category, Kind(found.kind), Priority(found.priority), deed.at, Channel(deed.row.channel), columns,
                  late=deed.late, called=False)  # fmt: skip
    return open_request(deed.work, new)


def sampled(deed: Deed) -> bool:
    """Is this request in the call-back sample? Every emergency, complaint and odour is, of others its category's share.

    Drawn from its serial, so that a replay draws the same.
    """
    if deed.situation.kind in FOLLOWED or deed.situation.carries_safe:
        return True
    share = deed.work.connection.execute(_SHARE, {"code": deed.row.category}).scalar() or 0.0
    return (int(deed.row.serial) * 2_654_435_761 % 2**32) / 2**32 < share


def is_owner(deed: Deed) -> bool:
    """Is the one who acts the first-contact owner?"""
    return deed.row.owner_id is not None and deed.row.owner_id == deed.work.seat.operator_id


def stand_down(deed: Deed, reason: str) -> None:
    """Withdraw every live assignment of a request that ends without them."""
    for job in deed.work.connection.execute(LIVE_JOBS, {"request": deed.row.id}).all():
        end_job(deed, job, Step.WITHDRAWN)
        deed.line({"assignment": job.id, "reason": reason}, act=Act.WITHDRAW, crew_id=job.crew_id)


def end_job(deed: Deed, job: Any, step: Step) -> None:
    """End an assignment at the act's own time."""
    values = {"step": step.value, "ended_at": deed.at, "version": job.version + 1}
    deed.work.connection.execute(update(ASSIGNMENTS).where(ASSIGNMENTS.c.id == job.id).values(**values))
