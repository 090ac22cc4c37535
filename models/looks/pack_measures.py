"""What a period's pack says of complaints: those that are open, how old they are, and what is still to be done."""

from typing import Any

from sqlalchemy import Connection, select

from models.looks.aftercare import review_days
from models.looks.columns import COMPLAINTS, REQUESTS
from models.vocabulary import Kind, Status
from models.wall import DAY, to_iso

_LIVE = ("open", "working", "held")
_OPEN = (
    select(REQUESTS.c.number, REQUESTS.c.category, REQUESTS.c.district, REQUESTS.c.channel, REQUESTS.c.status,
           REQUESTS.c.received, REQUESTS.c.next_due_at)
    .where(REQUESTS.c.kind == Kind.COMPLAINT.value, REQUESTS.c.status.in_(_LIVE), REQUESTS.c.number.is_not(None))
    .order_by(REQUESTS.c.received, REQUESTS.c.id)
)  # fmt: skip

_MEASURES = (
    select(REQUESTS.c.number, REQUESTS.c.category, REQUESTS.c.district, REQUESTS.c.status, REQUESTS.c.closed_at,
           COMPLAINTS.c.stage, COMPLAINTS.c.unit, COMPLAINTS.c.plan_by, COMPLAINTS.c.review_by)
    .join(COMPLAINTS, COMPLAINTS.c.request_id == REQUESTS.c.id)
    .where(REQUESTS.c.number.is_not(None), COMPLAINTS.c.stage != "", COMPLAINTS.c.reviewed_at.is_(None),
           REQUESTS.c.status.not_in((Status.CANCELLED.value, Status.MERGED.value)))
    .order_by(REQUESTS.c.received, REQUESTS.c.id)
)  # fmt: skip


def open_complaints(connection: Connection, now: int, until: int) -> list[dict[str, Any]]:
    """Complaints received before `until` and open at `now` (ms UTC), the oldest first; age and lateness in days."""
    rows = connection.execute(_OPEN.where(REQUESTS.c.received < until))
    return [
        {"number": row.number, "category": row.category or "", "district": row.district, "channel": row.channel,
         "status": row.status, "age_days": round((now - row.received) / DAY, 1),
         "late_days": round((now - row.next_due_at) / DAY, 1) if row.next_due_at < now else None}
        for row in rows
    ]  # fmt: skip


def open_measures(connection: Connection, now: int, until: int) -> list[dict[str, Any]]:
    """Measures promised for complaints received before `until` that nobody has found to hold yet.

    Due is the plan's day while the complaint is open, afterwards its review's; lateness in days at `now` (ms UTC). What
    stands in free words is left out: a pack is read by many.
    """
    usual = review_days(connection) * DAY
    rows = []
    for row in connection.execute(_MEASURES.where(REQUESTS.c.received < until)):
        due = row.plan_by if row.closed_at is None else row.review_by or row.closed_at + usual
        rows.append({
            "number": row.number, "category": row.category or "", "district": row.district, "stage": row.stage,
            "unit": row.unit, "status": row.status, "due": to_iso(due) if due is not None else None,
            "late_days": round((now - due) / DAY, 1) if due is not None and due < now else None,
        })  # fmt: skip
    return rows
