"""Shared step: a request comes to be: its number, its row, its clocks, its call and its first journal line."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CursorResult, bindparam, func, insert, select, update

from models import sla
from models.desk import clockwork, policies
from models.desk.work import REQUESTS, Work
from models.rows import Done
from models.tables import Call
from models.vocabulary import LETTERS, Act, Channel, ClockKind, Kind, Priority, Status, WrapUp

CALLS = Call.__table__  # type: ignore[attr-defined]
_SERIAL = select(func.max(REQUESTS.c.serial))
_INSERT = insert(REQUESTS)
_CALL = insert(CALLS)
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


def new_id(made: CursorResult[Any]) -> int:
    """The key that the database gave to the row just inserted."""
    return int((made.inserted_primary_key or (0,))[0])


def open_request(work: Work, new: Opening, *, token: str | None = None) -> Done:
    """Insert (or turn the draft into) an open request; owner is the seat, clocks start at `received`."""
    targets: dict[ClockKind, sla.Target] = policies.targets_for(work.connection, new.category, new.kind, new.received)
    if new.appointment is not None:
        targets[ClockKind.RESOLUTION] = sla.Target(pin=new.appointment)
    if new.reply_by is not None:
        targets[ClockKind.REPLY] = sla.Target(pin=new.reply_by)
    serial = (work.connection.execute(_SERIAL).scalar() or 0) + 1
    number = f"{LETTERS[new.kind]}-{serial:05d}"
    given = {name: value for name, value in (new.columns or {}).items() if value not in ("", None)}
    facts = {
        "received": new.received,
        "targets": sla.targets_as_json(targets),
        "number": number,
        "category": new.category,
        "kind": new.kind.value,
        "priority": new.priority.value,
        "channel": new.channel.value,
        **({"reply_by": new.reply_by} if new.reply_by is not None else {}),
        **({"appointment": new.appointment} if new.appointment is not None else {}),
        **given,
    }
    clocks = sla.clocks([sla.Event(0, work.now, Act.SAVE, facts)])
    row = {
        "serial": serial,
        "number": number,
        "category": new.category,
        "kind": new.kind.value,
        "priority": new.priority.value,
        "channel": new.channel.value,
        "status": Status.OPEN.value,
        "owner_id": work.seat.operator_id or None,
        "received": new.received,
        "reply_by": new.reply_by,
        "state_since": min(new.received, work.now),
        "flags": "late_entry" if new.late else "",
        "version": 1,
        **given,
        **clockwork.next_values(clocks, work.now),
    }
    if new.draft_id is None:
        request_id = new_id(work.connection.execute(_INSERT, row))
    else:
        request_id = new.draft_id
        work.connection.execute(_FROM_DRAFT.values(draft_fields=None, **row), {"draft": request_id})
    if new.channel is Channel.PHONE and new.called:
        call = {"request_id": request_id, "phone": given.get("phone", ""), "answered_at": new.received,
                "operator_id": work.seat.operator_id or None, "wrap_up": WrapUp.NEW_JOB.value}  # fmt: skip
        work.connection.execute(_CALL, call)
    work.note(Act.SAVE, facts | ({"late_entry": True} if new.late else {}), request_id=request_id, token=token)
    clockwork.start(work, request_id, new.priority, clocks)
    seq = work.flush()
    return Done(request_id, number, 1, Status.OPEN, seq)
