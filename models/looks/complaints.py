"""Complaints of a span of time, counted by what they have in common: how many came again, and who still owes what."""

from typing import Any

from sqlalchemy import Connection, select

from models.looks.aftercare import review_days
from models.looks.columns import COMPLAINTS, REQUESTS
from models.places import folded
from models.rows.aftercare import ComplaintCount
from models.vocabulary import LIVE, Kind, Status
from models.wall import DAY

BY = ("stage", "unit", "cause")
"""What complaints are counted by."""

AGAIN_WITHIN = 90 * DAY
"""A complaint of the same customer or place within so long is one that came again."""

WHOLE = "all"
_LISTED: Any = (
    select(REQUESTS, COMPLAINTS.c.stage, COMPLAINTS.c.unit, COMPLAINTS.c.cause, COMPLAINTS.c.plan_by,
           COMPLAINTS.c.review_by, COMPLAINTS.c.reviewed_at, COMPLAINTS.c.held)
    .outerjoin(COMPLAINTS, COMPLAINTS.c.request_id == REQUESTS.c.id)
    .where(REQUESTS.c.kind == Kind.COMPLAINT.value, REQUESTS.c.number.is_not(None),
           REQUESTS.c.status.not_in((Status.CANCELLED.value, Status.MERGED.value)))
    .order_by(REQUESTS.c.received, REQUESTS.c.id)
)  # fmt: skip


def counted(connection: Connection, since: int, until: int, now: int, by: str) -> list[ComplaintCount]:
    """Complaints received from `since` on and before `until` (ms UTC), all and by `by`, the most frequent first.

    Open measures and reviews are judged at `now`. What has no such word on record yet counts under ``-``.
    """
    found = connection.execute(
        _LISTED.where(REQUESTS.c.received >= since - AGAIN_WITHIN, REQUESTS.c.received < until)
    ).all()
    usual = review_days(connection) * DAY
    last: dict[str, int] = {}
    groups: dict[str, list[tuple[Any, bool]]] = {WHOLE: []}
    for row in found:
        keys = _places(row)
        again = any(row.received - last[key] <= AGAIN_WITHIN for key in keys if key in last)
        last |= dict.fromkeys(keys, row.received)
        if row.received >= since:
            groups[WHOLE].append((row, again))
            groups.setdefault(getattr(row, by) or "-", []).append((row, again))
    rows = [_count(by, name, some, now, usual) for name, some in groups.items()]
    return [rows[0], *sorted(rows[1:], key=lambda row: (-row.count, row.name))]


def _places(row: Any) -> tuple[str, ...]:
    """By what a complaint is known to come from the same customer or place."""
    known = (("customer", row.customer_id), ("premise", row.premise_id), ("phone", row.phone),
             ("at", folded(row.address) if row.address else ""))  # fmt: skip
    return tuple(f"{name} {value}" for name, value in known if value)


def _count(by: str, name: str, some: list[tuple[Any, bool]], now: int, usual: int) -> ComplaintCount:
    rows = [row for row, _ in some]
    open_ = [row for row in rows if row.status in LIVE]
    owed = [row for row in rows if row.status == Status.CLOSED and row.stage and row.reviewed_at is None]
    return ComplaintCount(
        by, name, len(rows), sum(again for _, again in some), len(open_),
        sum(row.plan_by is not None and row.plan_by < now for row in open_), len(owed),
        sum((row.review_by or row.closed_at + usual) < now for row in owed), sum(row.held is False for row in rows),
    )  # fmt: skip
