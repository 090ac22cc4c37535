"""Shared steps on calls: writing one down, taking one that is on record, and settling what was missed from a number."""

from typing import Any

from sqlalchemy import bindparam, insert, select, text, update

from models.desk import keeping
from models.desk.deed import OPERATORS
from models.desk.work import Work
from models.refusals import refuse
from models.tables import Call
from models.vocabulary import Direction, WrapUp
from models.wall import HOUR, MINUTE

CALLS = Call.__table__  # type: ignore[attr-defined]

CALL_BACK_WITHIN = 30 * MINUTE
"""When a promise to call back falls due unless somebody named a moment, and when a missed call does."""

LONGEST_CALL = 4 * HOUR
"""A form that stood open for longer was not a call for all that time: when that call ended is not known."""

_CALL = select(CALLS).where(CALLS.c.id == bindparam("id"))
_SETTLE_MISSED = (
    update(CALLS)
    .where(
        text("call.answered_at IS NULL AND call.ended_at IS NOT NULL AND call.kept_at IS NULL"),
        CALLS.c.phone == bindparam("of"),
    )
    .values(kept_at=bindparam("then"))
)


def call_row(work: Work, call_id: int) -> Any:
    """The call of that id, inside the verb's transaction."""
    row = work.connection.execute(_CALL, {"id": call_id}).first()
    if row is None:
        raise refuse("call.unknown", id=call_id)
    return row


def settle(work: Work, phone: str, at: int, *, but: int = 0, wrap_up: str | None = None) -> int:
    """Somebody is on the line from this number: what was missed from it waits no more; returns how much did.

    If they were spoken with, what was promised to the number is kept as well; `but` is the call just made.
    """
    if not phone:
        return 0
    if wrap_up not in keeping.NOBODY_SPOKE:
        keeping.keep_by_contact(work, None, phone, at, but=but)
    return int(work.connection.execute(_SETTLE_MISSED, {"of": phone, "then": at}).rowcount)


def write_down(work: Work, **values: Any) -> int:
    """A call that no telephone system told of; its id. What was missed from its number is settled."""
    made = work.connection.execute(insert(CALLS), values)
    call_id = int((made.inserted_primary_key or (0,))[0])
    if values.get("answered_at") is not None:
        settle(work, values.get("phone", ""), values["answered_at"], but=call_id, wrap_up=values.get("wrap_up"))
    return call_id


def attach(
    work: Work, call_id: int, request_id: int | None, wrap_up: WrapUp, phone: str, note: str = "",
    promised: int | None = None, *, on_line: bool = False,
) -> None:  # fmt: skip
    """A call on record becomes the one of a request: answered, if the telephone has not said so, and wrapped up.

    It ends with the act, unless a telephone system tells of its end or the caller is still there (`on_line`).

    Raises:
        NotFound: there is no such call. Conflict: it is another operator's.
    """
    row = call_row(work, call_id)
    mine(work, row)
    answered = row.answered_at if row.answered_at is not None else work.now
    values = {"request_id": request_id, "answered_at": answered, "wrap_up": wrap_up.value,
              "operator_id": row.operator_id or work.seat.operator_id or None, "phone": row.phone or phone,
              "note": note or row.note, "promised_at": promised, "kept_at": None}  # fmt: skip
    if row.external_id is None and row.ended_at is None and not on_line:
        values["ended_at"] = ended_by_now(work, answered)
    work.connection.execute(update(CALLS).where(CALLS.c.id == call_id).values(**values))
    settle(work, str(values["phone"]), answered, but=call_id, wrap_up=wrap_up.value)


def mine(work: Work, row: Any) -> None:
    """Refuse what another operator has on the line."""
    if row.operator_id in (None, work.seat.operator_id) or not work.seat.operator_id:
        return
    name = work.connection.execute(select(OPERATORS.c.name).where(OPERATORS.c.id == row.operator_id)).scalar()
    raise refuse("call.taken", id=row.id, name=name or "")


def ended_by_now(work: Work, answered: int) -> int | None:
    """A call that ends with the act, or None if that would make it impossibly long."""
    return work.now if 0 <= work.now - answered <= LONGEST_CALL else None


def outward(row: Any) -> bool:
    """Did the desk make this call?"""
    return bool(row.direction == Direction.OUT)
