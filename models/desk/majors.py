"""The room of the major emergencies: leaders told at once and their receipts, and progress told to the callers."""

from typing import Any

from sqlalchemy import bindparam, select, update

from models import alarming
from models.desk import alarm_rows, outbox
from models.desk.alarm_rows import ALARMS
from models.desk.calling import CALLS
from models.desk.deed import OPERATORS, clean, word
from models.desk.outbox import NOTICES, Telling
from models.desk.reporting import MAJORS, RECEIPTS, mark_major
from models.desk.work import Tools, Work, request_row, require
from models.looks import alarm_life
from models.refusals import refuse
from models.rows import Done, MajorRow, Seat
from models.vocabulary import Act, Audience, Emergency, NoticeKind, NoticeState, Role, Rule, Status
from models.workflow import canonical_number

_OF_REQUEST = select(MAJORS).where(MAJORS.c.request_id == bindparam("request"))
_UNREAD = select(ALARMS).where(ALARMS.c.rule == Rule.MAJOR_UNREAD.value, ALARMS.c.subject == bindparam("subject"))
_CALLERS = select(CALLS.c.id, CALLS.c.phone).where(CALLS.c.request_id == bindparam("request")).order_by(CALLS.c.id)


class Majors:
    """Verbs on major emergencies."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def mark(self, seat: Seat, which: str | int, *, kind: Emergency = Emergency.MARKED, note: str = "") -> MajorRow:
        """Report a request to the named leaders at once; one that is reported already stays as it was.

        Raises:
            Conflict: it is a major emergency already. NotAllowed: it is a draft, merged or cancelled.
        """
        require(seat, Role.OPERATOR)
        why = word(Emergency, kind, "kind")
        with self._tools.work(seat) as work:
            row = _request(work, which)
            if row.status in (Status.DRAFT, Status.CANCELLED, Status.MERGED):
                raise refuse("state.wrong", number=row.number or "", status=row.status, act=Act.MAJOR.value)
            if work.connection.execute(_OF_REQUEST, {"request": row.id}).first() is not None:
                raise refuse("major.already", number=row.number)
            return alarm_life.major(work.connection, mark_major(work, row.id, row.flags, why, clean(note)))

    def receipt(self, seat: Seat, which: str | int, *, leader: str | None = None) -> MajorRow:
        """A leader knows of it: who acts here, or another whose word was taken (`leader`: their login).

        Raises:
            NotFound: no such major emergency, or that person was not told of it.
        """
        require(seat, Role.OPERATOR)
        with self._tools.work(seat) as work:
            row = _request(work, which)
            major = work.connection.execute(_OF_REQUEST, {"request": row.id}).first()
            if major is None:
                raise refuse("major.none", number=row.number)
            told = _told(work, major, row.number, leader)
            if told.received_at is None:
                _received(work, major, told)
            return alarm_life.major(work.connection, major.id)

    def progress(self, seat: Seat, which: str | int, *, text: str) -> Done:
        """Tell every caller attached to a request how it goes, by notices that the engine sends."""
        require(seat, Role.OPERATOR)
        said = clean(text)
        if not said:
            raise refuse("text.missing")
        with self._tools.work(seat) as work:
            row = _request(work, which)
            if row.status == Status.DRAFT:
                raise refuse("state.wrong", number="", status=row.status, act=Act.PROGRESS.value)
            callers = _callers(work, row)
            if not callers:
                raise refuse("progress.nobody", number=row.number)
            work.note(Act.PROGRESS, {"text": said, "callers": len(callers)}, request_id=row.id)
            seq = work.flush()
            outbox.tell(work, [
                Telling(f"progress:{seq}:{to}", NoticeKind.PROGRESS, Audience.CALLER, 0, 0, None, row.id,
                        {"to": to, "text": said})
                for to in callers
            ])  # fmt: skip
            return Done(row.id, row.number, row.version, Status(row.status), seq)


def _request(work: Work, which: str | int) -> Any:
    return request_row(work, which if isinstance(which, int) else canonical_number(which))


def _told(work: Work, major: Any, number: str, leader: str | None) -> Any:
    """The receipt that is meant."""
    login = work.seat.login if leader is None else leader
    mine = (
        select(RECEIPTS)
        .join(OPERATORS, OPERATORS.c.id == RECEIPTS.c.leader_id)
        .where(RECEIPTS.c.major_id == major.id, OPERATORS.c.login == login)
    )
    row = work.connection.execute(mine).first()
    if row is None:
        raise refuse("receipt.nobody", number=number, login=login)
    return row


def _received(work: Work, major: Any, told: Any) -> None:
    by = work.seat.operator_id or None
    known = {"received_at": work.now, "received_by": by}
    work.connection.execute(update(RECEIPTS).where(RECEIPTS.c.id == told.id).values(**known))
    work.connection.execute(
        update(NOTICES)
        .where(NOTICES.c.key == f"major:{major.id}:{told.leader_id}")
        .values(state=NoticeState.RECEIVED.value, **known)
    )
    work.note(Act.RECEIPT, {"major": major.id, "leader": told.leader_id, "told": told.told_at},
              request_id=major.request_id)  # fmt: skip
    alarm = work.connection.execute(_UNREAD, {"subject": f"major:{major.id}:{told.leader_id}"}).first()
    if alarm is not None:
        alarm_rows.follow(work, alarm, alarming.cleared(alarm_rows.standing(alarm), work.now), Act.CLEAR)


def _callers(work: Work, row: Any) -> list[str]:
    """Where each phone that called about a request is on record, each phone once: ``request:7``, ``call:12``."""
    found: dict[str, str] = {row.phone: f"request:{row.id}"} if row.phone else {}
    for call in work.connection.execute(_CALLERS, {"request": row.id}):
        if call.phone:
            found.setdefault(call.phone, f"call:{call.id}")
    return list(found.values())
