"""Shared step: whoever speaks with a caller again keeps the promise to call back, and its alarm is over."""

from sqlalchemy import bindparam, or_, select, text, update

from models import alarming
from models.desk import alarm_rows
from models.desk.alarm_rows import ALARMS
from models.desk.work import Work
from models.tables import Call
from models.vocabulary import Act, Rule

CALLS = Call.__table__  # type: ignore[attr-defined]
_OPEN = select(CALLS.c.id).where(
    text("call.promised_at IS NOT NULL AND call.kept_at IS NULL"),
    CALLS.c.answered_at < bindparam("at"),
    or_(CALLS.c.request_id == bindparam("request"), CALLS.c.phone == bindparam("phone")),
)
_MISSED = select(ALARMS).where(
    text("alarm.active"), ALARMS.c.rule == Rule.PROMISE_MISSED.value, ALARMS.c.subject == bindparam("subject")
)


def keep_promises(work: Work, request_id: int | None, phone: str, at: int) -> None:
    """Somebody spoke with the caller at `at` (epoch ms): about this request, or with this number if there is one."""
    asked = {"at": at, "request": request_id, "phone": phone or None}
    for call in work.connection.execute(_OPEN, asked).scalars().all():
        work.connection.execute(update(CALLS).where(CALLS.c.id == call).values(kept_at=at))
        for row in work.connection.execute(_MISSED, {"subject": f"call:{call}"}).all():
            alarm_rows.follow(work, row, alarming.cleared(alarm_rows.standing(row), work.now), Act.CLEAR)
