"""What the command line says of what follows the work: call-backs due, tries, reviews."""

from typing import Any

from console.render import facts
from models.rows import Done
from models.rows.aftercare import CallBackRow, ReviewRow

DUE = ("number", "kind", "due", "overdue", "tries", "next_try_at", "phone", "done_by", "ringing", "address")
REVIEWS = ("number", "due", "stage", "unit", "person", "cause", "measure")


def due_facts(row: CallBackRow, now: int) -> dict[str, Any]:
    """A call-back that is due, as it is printed."""
    known = facts(row)
    for name in ("id", "barred", "ringing_id"):
        known.pop(name)
    known["due"], wait = known.pop("due_at"), known.pop("next_at")
    known["done_by"] = ", ".join(known.pop("doers"))
    return known | {"next_try_at": wait if wait > now else None, "overdue": row.due_at < now}


def review_facts(row: ReviewRow) -> dict[str, Any]:
    """A review that is due, as it is printed."""
    known = facts(row)
    for name in ("id", "barred"):
        known.pop(name)
    known["due"] = known.pop("due_at")
    return known


def done_facts(done: Done) -> dict[str, Any]:
    """What an act on a request came to."""
    return {"number": done.number, "status": done.status.value, "version": done.version}
