"""Shared step: a promise to call back is kept by the next recorded contact with the same caller."""

from typing import Any

from sqlalchemy import bindparam, or_, select, text, update

from models.desk.work import REQUESTS, Work
from models.tables import Call
from models.vocabulary import Act, WrapUp

CALLS = Call.__table__  # type: ignore[attr-defined]

NOBODY_SPOKE = (WrapUp.HANG_UP.value, WrapUp.SILENT.value, WrapUp.PRANK.value, WrapUp.WRONG_NUMBER.value)
"""Calls on which the caller was not spoken with: they keep no promise."""

OPEN = text("call.promised_at IS NOT NULL AND call.kept_at IS NULL")
_FAMILY = select(REQUESTS.c.id).where(or_(REQUESTS.c.id == bindparam("request"),
                                          REQUESTS.c.merged_into == bindparam("request")))  # fmt: skip
_WAITING = select(CALLS.c.id, CALLS.c.request_id).where(
    OPEN,
    CALLS.c.answered_at + 0 <= bindparam("at"),  # the index over all calls must not tempt: open promises are few
    CALLS.c.id != bindparam("but"),
    or_(CALLS.c.request_id.in_(_FAMILY), CALLS.c.phone == bindparam("phone")),
)
_KEEP = update(CALLS).where(CALLS.c.id == bindparam("the_id")).values(kept_at=bindparam("kept"))


def keep_by_contact(work: Work, request_id: int | None, phone: str, at: int, *, but: int = 0) -> None:
    """Shared step: who was promised a call about this request (or one merged into it), or under this number, has been
    spoken with at `at`. Leaves a line for each promise that is kept by that; `but` is the promise just made, if any.
    """
    asked = {"request": request_id or 0, "phone": phone or "-", "at": at, "but": but}
    for row in work.connection.execute(_WAITING, asked).all():
        keep(work, row, at, contact=True)


def keep(work: Work, row: Any, at: int, *, contact: bool = False, note: str = "", token: str | None = None) -> None:
    """Shared step: this promise is kept."""
    work.connection.execute(_KEEP, {"the_id": row.id, "kept": at})
    facts: dict[str, Any] = {"call": row.id} | ({"contact": True} if contact else {}) | ({"note": note} if note else {})
    work.note(Act.KEEP_PROMISE, facts, at=at, request_id=row.request_id, token=token)
