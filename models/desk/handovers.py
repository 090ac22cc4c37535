"""The shift's hand-over: notes for it, the sheet signed by who goes, read and signed by who takes over."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import insert, select, text, update
from sqlalchemy.dialects.sqlite import insert as upsert

from models.desk.deed import clean
from models.desk.opening import new_id
from models.desk.work import Tools, Work, require
from models.handover import digest, item_written, read_item, read_sheet, written
from models.looks import handovers as look
from models.looks.handover_items import items
from models.refusals import refuse
from models.rows import Seat
from models.rows.handovers import HandoverRow, SheetItem
from models.tables import Handover, HandoverNote, HandoverRead
from models.vocabulary import Act, Role, SheetState

HANDOVERS = Handover.__table__  # type: ignore[attr-defined]
NOTES = HandoverNote.__table__  # type: ignore[attr-defined]
READS = HandoverRead.__table__  # type: ignore[attr-defined]
_OFFERED = select(HANDOVERS).where(text("handover.state = 'offered'"))


class Handovers:
    """Verbs of the two people at a change of shift; who may send crews may answer for a shift."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def note(self, seat: Seat, *, text: str) -> int:
        """Write down what the next shift is to know; it goes onto the next sheet. Returns the note's number."""
        require(seat, Role.OPERATOR)
        if not text.strip():
            raise refuse("text.missing")
        with self._tools.work(seat) as work:
            row = {"at": work.now, "operator_id": seat.operator_id, "text": clean(text)}
            made = new_id(work.connection.execute(insert(NOTES), row))
            work.note(Act.SHIFT_NOTE, {"note_id": made, "text": clean(text)})
            return made

    def sign_out(self, seat: Seat, *, note: str = "") -> HandoverRow:
        """Make the sheet of this moment and sign it as the one who goes; one that still waits is withdrawn for it."""
        require(seat, Role.DISPATCHER)
        with self._tools.work(seat) as work:
            waiting = work.connection.execute(_OFFERED).first()
            if waiting is not None:
                _withdraw(work, waiting)
            if note.strip():
                row = {"at": work.now, "operator_id": seat.operator_id, "text": clean(note)}
                work.connection.execute(insert(NOTES), row)
            body = written(look.sheet(work.connection, work.now))
            sheet = read_sheet(body)
            values = {"state": SheetState.OFFERED.value, "since": sheet.since, "at": work.now, "remark": "",
                      "outgoing_id": seat.operator_id, "body": body, "digest": digest(body), "proof": ""}  # fmt: skip
            made = new_id(work.connection.execute(insert(HANDOVERS), values))
            work.connection.execute(update(NOTES).where(text("handover_id IS NULL")).values(handover_id=made))
            red = sum(1 for item in sheet.items if item.red)
            facts = {"sheet": made, "digest": values["digest"], "items": len(sheet.items), "red": red,
                     "head": sheet.head}  # fmt: skip
            work.note(Act.SHIFT_OUT, facts)
            _write(work, made, out_line=work.flush())
            return look.handover(work.connection, made)

    def read(self, seat: Seat, item: str, *, sheet: int | None = None) -> HandoverRow:
        """Acknowledge one red item of the sheet that waits, as the one who takes over; done twice, it is once.

        What is red by now and came after the sheet was signed can be read, too, and is then added to it.
        """
        require(seat, Role.DISPATCHER)
        with self._tools.work(seat) as work:
            row = _taken_over(work, seat, sheet)
            known = look.handover(work.connection, row.id)
            on_it = {one.key: one for one in known.items if one.red}
            came = {} if item in on_it else {one.key: one for one in _red_now(work)}
            found = on_it.get(item) or came.get(item)
            if found is None:
                raise refuse("handover.no_item", item=item, id=row.id)
            later = item_written(found) if item not in {one.key for one in known.sheet.items} else ""
            values = {"handover_id": row.id, "item_key": item, "operator_id": seat.operator_id, "at": work.now,
                      "item": later}  # fmt: skip
            done = work.connection.execute(upsert(READS).values(**values).on_conflict_do_nothing())
            if done.rowcount:
                facts = {"sheet": row.id, "item": item} | ({"number": found.number} if found.number else {})
                work.note(Act.SHIFT_READ, facts)
            return look.handover(work.connection, row.id)

    def sign_in(self, seat: Seat, *, sheet: int | None = None, note: str = "") -> HandoverRow:
        """Sign as the one who takes over; from now on the shift is theirs.

        Raises:
            NotAllowed: a red item was not read by this seat, whether it stands on the sheet or came since; the one who
                goes cannot take over.
        """
        require(seat, Role.DISPATCHER)
        with self._tools.work(seat) as work:
            row = _taken_over(work, seat, sheet)
            _refuse_unread(work, row, seat)
            values = {"state": SheetState.SIGNED.value, "incoming_id": seat.operator_id, "signed_at": work.now,
                      "remark": clean(note)}  # fmt: skip
            _write(work, row.id, **values)
            signed = work.connection.execute(select(HANDOVERS).where(HANDOVERS.c.id == row.id)).one()
            proof = look.prove(signed, look.reads_of(work.connection, row.id))
            work.note(Act.SHIFT_IN, {"sheet": row.id, "digest": proof, "note": clean(note)})
            _write(work, row.id, proof=proof, in_line=work.flush())
            return look.handover(work.connection, row.id)

    def withdraw(self, seat: Seat, *, reason: str) -> HandoverRow:
        """Take back the sheet that waits: by who signed it, or a supervisor."""
        require(seat, Role.DISPATCHER)
        if not reason.strip():
            raise refuse("reason.missing")
        with self._tools.work(seat) as work:
            row = _waiting(work, None)
            if row.outgoing_id != seat.operator_id and not seat.may(Role.SUPERVISOR):
                raise refuse("handover.not_yours", id=row.id)
            _withdraw(work, row, clean(reason))
            return look.handover(work.connection, row.id)


def _write(work: Work, id_: int, **values: Any) -> None:
    work.connection.execute(update(HANDOVERS).where(HANDOVERS.c.id == id_).values(**values))


def _withdraw(work: Work, row: Any, reason: str = "") -> None:
    """The sheet is no more; its notes wait for the next one."""
    _write(work, row.id, state=SheetState.WITHDRAWN.value)
    work.connection.execute(update(NOTES).where(NOTES.c.handover_id == row.id).values(handover_id=None))
    work.note(Act.SHIFT_WITHDRAW, {"sheet": row.id, "reason": reason})


def _waiting(work: Work, sheet: int | None) -> Any:
    """The sheet that waits to be signed; refused if it is another than the one that was meant."""
    row = work.connection.execute(_OFFERED).first()
    if row is None:
        raise refuse("handover.none")
    if sheet is not None and sheet != row.id:
        raise refuse("handover.replaced", id=sheet, other=row.id)
    return row


def _taken_over(work: Work, seat: Seat, sheet: int | None) -> Any:
    row = _waiting(work, sheet)
    if row.outgoing_id == seat.operator_id:
        raise refuse("handover.same_person", id=row.id)
    return row


def _red_now(work: Work) -> Iterable[SheetItem]:
    return (item for item in items(work.connection, work.now) if item.red)


def _refuse_unread(work: Work, row: Any, seat: Seat) -> None:
    """Every red item of the sheet, and what is red by now and stands not on it, was read by this seat."""
    reads = look.reads_of(work.connection, row.id)
    mine = {one.item_key for one in reads if one.operator_id == seat.operator_id}
    known = look.handover(work.connection, row.id)
    red = {item.key: item for item in known.sheet.items if item.red}
    red |= {one.item_key: read_item(one.item) for one in reads if one.item}
    red |= {item.key: item for item in _red_now(work) if item.key not in red}
    unread = [item for key, item in red.items() if key not in mine]
    if unread:
        first = unread[0]
        raise refuse("handover.unread", id=row.id, n=len(unread), part=first.part.value, item=first.number or first.key)
