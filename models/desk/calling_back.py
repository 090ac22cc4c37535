"""Promises to call back: made in one act, kept by an act or a later contact, moved only with a reason."""

from typing import Any, Unpack

from sqlalchemy import bindparam, insert, select, update

from models.desk import keeping
from models.desk.deed import Asked, Deed, clean, take_up, true_time
from models.desk.keeping import CALLS, OPEN
from models.desk.opening import new_id
from models.desk.work import Tools, Work, require
from models.guards import FARTHEST_PROMISE
from models.looks import own
from models.phones import normal
from models.refusals import refuse
from models.rows import Done, PromiseRow, Seat
from models.vocabulary import Act, Role, WrapUp

_OF_REQUEST = select(CALLS).where(OPEN, CALLS.c.request_id == bindparam("request")).order_by(CALLS.c.promised_at)
_ONE = select(CALLS).where(OPEN, CALLS.c.id == bindparam("id"))
_MOVE = update(CALLS).where(CALLS.c.id == bindparam("the_id")).values(promised_at=bindparam("until"))


class CallingBack:
    """Verbs on promises. Those on a request take ``expect``, ``at`` and ``token``; those on a number a promise's id."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def promise(
        self, seat: Seat, which: str | int, *, until: int, phone: str = "", note: str = "", **asked: Unpack[Asked]
    ) -> Done:
        """Promise to call about a request by `until` (epoch ms): its caller, or whoever has `phone`."""
        with self._tools.work(seat) as work:
            deed = take_up(work, which, Act.PROMISE, asked)
            if isinstance(deed, Done):
                return deed
            number = normal(phone, work.numbering) or deed.row.phone
            deed.guard(until=until, phone=number)
            call = _written(work, deed.row.id, number, deed.at, until, clean(note))
            deed.line({"call": call, "phone": number, "until": until, "note": clean(note)})
            return deed.finish(clocks=False)

    def keep_promise(
        self, seat: Seat, which: str | int, *, call: int | None = None, note: str = "", **asked: Unpack[Asked]
    ) -> Done:
        """The caller was called back; `call` names the promise where there are several."""
        with self._tools.work(seat) as work:
            deed = take_up(work, which, Act.KEEP_PROMISE, asked)
            if isinstance(deed, Done):
                return deed
            deed.guard()
            row = _meant(deed, call)
            keeping.keep(work, row, deed.at, note=clean(note), token=deed.token)
            return deed.finish(clocks=False)

    def move_promise(
        self, seat: Seat, which: str | int, *, until: int, reason: str, call: int | None = None,
        **asked: Unpack[Asked],
    ) -> Done:  # fmt: skip
        """Promise another time, and say why."""
        with self._tools.work(seat) as work:
            deed = take_up(work, which, Act.MOVE_PROMISE, asked)
            if isinstance(deed, Done):
                return deed
            deed.guard(until=until, reason=reason)
            row = _meant(deed, call)
            work.connection.execute(_MOVE, {"the_id": row.id, "until": until})
            deed.line({"call": row.id, "was": row.promised_at, "until": until, "reason": clean(reason)})
            return deed.finish(clocks=False)

    def promise_number(self, seat: Seat, *, phone: str, until: int, note: str = "") -> PromiseRow:
        """Promise to call a number about nothing on record yet."""
        require(seat, Role.OPERATOR)
        with self._tools.work(seat) as work:
            number = normal(phone, work.numbering)
            if not number:
                raise refuse("promise.no_number")
            _refuse_time(work, until)
            call = _written(work, None, number, work.now, until, clean(note))
            work.note(Act.PROMISE, {"call": call, "phone": number, "until": until, "note": clean(note)})
            work.flush()
            return own.promise(work.connection, call)

    def keep(self, seat: Seat, call: int, *, note: str = "") -> PromiseRow:
        """This promise is kept, whatever it is about."""
        require(seat, Role.OPERATOR)
        with self._tools.work(seat) as work:
            keeping.keep(work, _open(work, call), work.now, note=clean(note))
            work.flush()
            return own.promise(work.connection, call)

    def move(self, seat: Seat, call: int, *, until: int, reason: str) -> PromiseRow:
        """Promise another time, and say why."""
        require(seat, Role.OPERATOR)
        if not reason.strip():
            raise refuse("reason.missing")
        with self._tools.work(seat) as work:
            row = _open(work, call)
            _refuse_time(work, until)
            work.connection.execute(_MOVE, {"the_id": row.id, "until": until})
            facts = {"call": row.id, "was": row.promised_at, "until": until, "reason": clean(reason)}
            work.note(Act.MOVE_PROMISE, facts, request_id=row.request_id)
            work.flush()
            return own.promise(work.connection, call)


def _refuse_time(work: Work, until: int) -> None:
    at, _ = true_time(work, None)
    if not at < until <= at + FARTHEST_PROMISE:
        raise refuse("promise.time")


def _written(work: Work, request_id: int | None, phone: str, at: int, until: int, note: str) -> int:
    values = {"request_id": request_id, "phone": phone, "answered_at": at, "wrap_up": WrapUp.CALL_BACK.value,
              "note": note, "operator_id": work.seat.operator_id or None, "promised_at": until}  # fmt: skip
    return new_id(work.connection.execute(insert(CALLS), values))


def _open(work: Work, call: int) -> Any:
    row = work.connection.execute(_ONE, {"id": call}).first()
    if row is None:
        raise refuse("promise.unknown", id=call)
    return row


def _meant(deed: Deed, call: int | None) -> Any:
    """The promise that is meant: the one named, or the only one."""
    rows = deed.work.connection.execute(_OF_REQUEST, {"request": deed.row.id}).all()
    if call is not None:
        rows = [row for row in rows if row.id == call]
    if not rows:
        raise refuse("promise.unknown", id=call or 0)
    if len(rows) > 1:
        raise refuse("promise.which", number=deed.row.number,
                     calls=", ".join(f"{row.id} ({row.phone})" for row in rows))  # fmt: skip
    return rows[0]
