"""Shared step: a request comes to be: its number, its row, its clocks, its call and its first journal line."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CursorResult, bindparam, func, insert, select, update

from models import sla
from models.desk import calling, clockwork, placing, policies, reporting
from models.desk.calling import CALLS
from models.desk.carrying_over import carry_over
from models.desk.work import REQUESTS, Work
from models.looks.hours import CalendarBook
from models.rows import Done
from models.store import pour
from models.vocabulary import LETTERS, Act, Channel, ClockKind, Direction, Kind, Priority, Status, WrapUp

_LAST = select(func.max(REQUESTS.c.serial), func.max(REQUESTS.c.id))
_INSERT = insert(REQUESTS)
_BLANK = {column.name: column.default.arg if column.default is not None else None for column in REQUESTS.c}
_CALL = insert(CALLS)
_CALLED = ("request_id", "phone", "line", "answered_at", "ended_at", "operator_id", "wrap_up", "note", "direction",
           "agent", "queue", "recording", "phantom")  # fmt: skip
_FROM_DRAFT = update(REQUESTS).where(REQUESTS.c.id == bindparam("draft"))


@dataclass(frozen=True, slots=True)
class Opening:
    """A request about to be: what happened, how grave it is, since when, and every other column by name."""

    category: str
    kind: Kind
    priority: Priority
    received: int
    channel: Channel = Channel.PHONE
    columns: Mapping[str, Any] | None = None
    appointment: int | None = None
    reply_by: int | None = None
    draft_id: int | None = None
    late: bool = False
    called: bool = True
    call_id: int | None = None
    on_line: bool = False


def new_id(made: CursorResult[Any]) -> int:
    """The key that the database gave to the row just inserted."""
    return int((made.inserted_primary_key or (0,))[0])


def open_request(work: Work, new: Opening, *, token: str | None = None) -> Done:
    """Insert (or turn the draft into) an open request; owner is the seat, clocks start at `received`."""
    last_serial, last_id = work.connection.execute(_LAST).one()
    serial = (last_serial or 0) + 1
    facts = {"number": f"{LETTERS[new.kind]}-{serial:05d}", **_facts(work, new)}
    clocks = sla.clocks([sla.Event(0, work.now, Act.SAVE, facts)], CalendarBook(work.connection))
    row = {"serial": serial, **_row(work, new, facts), **clockwork.next_values(clocks, work.now)}
    row |= placing.placed(work.connection, row)
    if new.draft_id is None:
        request_id = (last_id or 0) + 1
        pour(work.connection, _INSERT, tuple(_BLANK), [tuple((_BLANK | row | {"id": request_id}).values())])
    else:
        request_id = new.draft_id
        work.connection.execute(_FROM_DRAFT.values(draft_fields=None, **row), {"draft": request_id})
    if new.call_id is not None:
        calling.attach(work, new.call_id, request_id, WrapUp.NEW_JOB, facts.get("phone", ""), on_line=new.on_line)
    elif new.channel is Channel.PHONE and new.called:
        _write_call(work, request_id, facts.get("phone", ""), new)
    work.note(Act.SAVE, facts | ({"late_entry": True} if new.late else {}), request_id=request_id, token=token)
    if new.draft_id is not None:
        carry_over(work, request_id)
    clockwork.start(work, request_id, new.priority, clocks)
    reporting.look_out(work, request_id, new.kind, facts, row["flags"])
    return Done(request_id, facts["number"], 1, Status.OPEN, work.flush())


def _write_call(work: Work, request_id: int, phone: str, new: Opening) -> None:
    """The call that no telephone told of; one that a form took ends with it, unless the caller is still there."""
    ends = new.draft_id is not None and not new.on_line
    ended = calling.ended_by_now(work, new.received) if ends else None
    call = (request_id, phone, "", new.received, ended, work.seat.operator_id or None, WrapUp.NEW_JOB.value, "",
            Direction.IN.value, "", "", "", False)  # fmt: skip
    pour(work.connection, _CALL, _CALLED, [call])
    calling.settle(work, phone, new.received)


def _facts(work: Work, new: Opening) -> dict[str, Any]:
    """What the first journal line carries: the request's fields, and the targets that its clocks are derived from."""
    customer_id = (new.columns or {}).get("customer_id")
    targets = policies.targets_for(
        work.connection, new.category, new.kind, new.received, priority=new.priority, customer_id=customer_id
    )
    pins = {ClockKind.RESOLUTION: new.appointment, ClockKind.REPLY: new.reply_by}
    targets |= {
        clock: targets.get(clock, sla.Target()).at(instant) for clock, instant in pins.items() if instant is not None
    }
    facts = {
        "received": new.received,
        "targets": sla.targets_as_json(targets),
        "category": new.category,
        "kind": new.kind.value,
        "priority": new.priority.value,
        "channel": new.channel.value,
        "reply_by": new.reply_by,
        "appointment": new.appointment,
        **(new.columns or {}),
    }
    return {name: value for name, value in facts.items() if value is not None and value != ""}


def _row(work: Work, new: Opening, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of the request's row; what the line says under a column's name is that column."""
    said = {name: value for name, value in facts.items() if name in _BLANK}
    return said | {
        "status": Status.OPEN.value,
        "owner_id": work.seat.operator_id or None,
        "state_since": min(new.received, work.now),
        "flags": "late_entry" if new.late else "",
        "version": 1,
    }
