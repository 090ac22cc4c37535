"""What a period's pack says of complaints: those that are open, how old they are, and what is still to be done.

This is the one place where a pack learns of measures: a table of them is joined here, and its columns stand in the
rows from then on.
"""

from typing import Any

from sqlalchemy import Connection, select

from models.looks.columns import REQUESTS
from models.vocabulary import Kind
from models.wall import DAY

_LIVE = ("open", "working", "held")
_OPEN = (
    select(REQUESTS.c.number, REQUESTS.c.category, REQUESTS.c.district, REQUESTS.c.channel, REQUESTS.c.status,
           REQUESTS.c.received, REQUESTS.c.next_due_at)
    .where(REQUESTS.c.kind == Kind.COMPLAINT.value, REQUESTS.c.status.in_(_LIVE), REQUESTS.c.number.is_not(None))
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
