"""Intake: a call is written down, saved as a request, joined to one, or only answered."""

import json
import re
import unicodedata
from collections.abc import Mapping
from typing import Any, Unpack

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from models.desk import policies
from models.desk.deed import Asked, clean, repeated, take_up, true_time, word
from models.desk.opening import CALLS, Opening, new_id, open_request
from models.desk.outside import refuse_twice
from models.desk.work import REQUESTS, Tools, Work, request_row, require
from models.outside import outside_code
from models.refusals import refuse
from models.rows import CallRow, Done, Draft, NewRequest, Seat
from models.tables import Customer, District, Premise, Presence
from models.vocabulary import Act, Kind, Priority, Role, Status, WrapUp
from models.wall import MINUTE
from models.workflow import canonical_number

DISTRICTS = District.__table__  # type: ignore[attr-defined]
CUSTOMERS = Customer.__table__  # type: ignore[attr-defined]
PREMISES = Premise.__table__  # type: ignore[attr-defined]
PRESENCE = Presence.__table__  # type: ignore[attr-defined]
UNNAMED_P1 = "EM-LEAK-IN"
"""What a P1 is taken for while nobody had time to choose a category."""

CALL_BACK_WITHIN = 30 * MINUTE
"""When a promise to call back falls due, unless somebody named a moment."""

SPOKEN = ("address", "district", "caller", "text", "access", "people", "note", "outside_number")
_DISTRICTS = select(DISTRICTS.c.name).where(DISTRICTS.c.retired_at.is_(None))
_CUSTOMER = select(CUSTOMERS).where(CUSTOMERS.c.id == bindparam("id"))
_PREMISE = select(PREMISES).where(PREMISES.c.id == bindparam("id"))
_DRAFT = select(REQUESTS).where(REQUESTS.c.id == bindparam("id"))
_SEEN = upsert(PRESENCE)
_HERE = _SEEN.on_conflict_do_update(
    index_elements=["operator_id"],
    set_={"request_id": _SEEN.excluded.request_id, "seen_at": _SEEN.excluded.seen_at},
)


class Intake:
    """Verbs of the one who answers the line."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def begin(self, seat: Seat, *, received: int | None = None, phone: str = "") -> Draft:
        """Open a draft; `received` is when the caller was answered (now, unless given)."""
        require(seat, Role.OPERATOR)
        with self._tools.work(seat) as work:
            answered, _ = true_time(work, received)
            fields = {"phone": plain_phone(phone)} if phone else {}
            row = {"kind": Kind.ENQUIRY.value, "priority": Priority.P3.value, "status": Status.DRAFT.value,
                   "owner_id": seat.operator_id or None, "received": answered, "state_since": work.now,
                   "draft_fields": json.dumps(fields, ensure_ascii=False)}  # fmt: skip
            made = work.connection.execute(insert(REQUESTS), row)
            return Draft(new_id(made), answered, fields, work.now)

    def keep(self, seat: Seat, draft_id: int, fields: Mapping[str, str]) -> Draft:
        """Keep what is typed so far; fields not named stay as they were. Leaves no journal line."""
        with self._tools.work(seat) as work:
            row = _own_draft(work, draft_id)
            kept = json.loads(row.draft_fields or "{}") | {name: clean(value) for name, value in fields.items()}
            values = {"draft_fields": json.dumps(kept, ensure_ascii=False), "state_since": work.now}
            work.connection.execute(update(REQUESTS).where(REQUESTS.c.id == draft_id).values(**values))
            return Draft(draft_id, row.received, kept, work.now)

    def discard(self, seat: Seat, draft_id: int, *, reason: str) -> Done:
        """End a draft that becomes no request."""
        require(seat, Role.OPERATOR)
        if not reason.strip():
            raise refuse("reason.missing")
        with self._tools.work(seat) as work:
            row = _own_draft(work, draft_id)
            values = {"status": Status.CANCELLED.value, "state_since": work.now, "version": row.version + 1}
            work.connection.execute(update(REQUESTS).where(REQUESTS.c.id == draft_id).values(**values))
            work.note(Act.DISCARD, {"reason": clean(reason)}, request_id=draft_id)
            return Done(draft_id, "", row.version + 1, Status.CANCELLED, work.flush())

    def save(self, seat: Seat, new: NewRequest) -> Done:
        """Make the request: number given, clocks started at `received`, policy pinned.

        Raises:
            Invalid: neither place nor phone, no category (but for a P1), a word or a time that cannot be.
            NotAllowed: a P1 category taken as less by anyone but a supervisor; too far back.
        """
        require(seat, Role.OPERATOR)
        with self._tools.work(seat) as work:
            again = repeated(work, new.token, Act.SAVE)
            return again or open_request(work, _opening(work, new), token=new.token)

    def join(self, seat: Seat, which: str | int, *, phone: str, note: str = "", **asked: Unpack[Asked]) -> Done:
        """Attach one more caller to a live request; its clocks and its version stay."""
        with self._tools.work(seat) as work:
            deed = take_up(work, which, Act.JOIN, asked)
            if isinstance(deed, Done):
                return deed
            deed.guard()
            call = _add_call(work, deed.row.id, plain_phone(phone), deed.at, WrapUp.PROGRESS, clean(note))
            deed.line({"call": call.id, "phone": call.phone, "note": call.note})
            return deed.finish(clocks=False)

    def call(
        self, seat: Seat, *, phone: str, wrap_up: WrapUp, note: str = "", request: str | int | None = None,
        promised: int | None = None,
    ) -> CallRow:  # fmt: skip
        """Write down a contact on the line that makes no request; `request` is the one it was about.

        A call that ends with the promise to call back is an alarm if nobody has by `promised` (in half an hour, unless
        it is given).
        """
        require(seat, Role.OPERATOR)
        code = word(WrapUp, wrap_up, "wrap_up")
        with self._tools.work(seat) as work:
            number = canonical_number(request) if isinstance(request, str) else request
            about = None if number is None else request_row(work, number).id
            until = promised if promised is not None else work.now + CALL_BACK_WITHIN
            by = until if code is WrapUp.CALL_BACK else None
            call = _add_call(work, about, plain_phone(phone), work.now, code, clean(note), by)
            work.note(Act.CALL, {"call": call.id, "phone": call.phone, "wrap_up": code.value, "note": call.note},
                      request_id=about)  # fmt: skip
            return call

    def present(self, seat: Seat, request_id: int | None) -> None:
        """Say which request this seat has open (None: none). Leaves no journal line."""
        if seat.operator_id:
            with self._tools.work(seat) as work:
                values = {"operator_id": seat.operator_id, "request_id": request_id, "seen_at": work.now}
                work.connection.execute(_HERE, values)


def plain_phone(text: str) -> str:
    """A phone number without blanks, dashes and brackets, full-width digits as plain ones; other text as it stands."""
    plain = unicodedata.normalize("NFKC", clean(text))
    bare = re.sub(r"[\s()./\-‐‑‒–—―−]", "", plain)
    return bare if re.fullmatch(r"\+?[0-9]+", bare) else plain


def _own_draft(work: Work, draft_id: int) -> Any:
    row = work.connection.execute(_DRAFT, {"id": draft_id}).first()
    if row is None or (row.status != Status.DRAFT and row.number is None):
        raise refuse("draft.unknown", id=draft_id)
    if row.status != Status.DRAFT:
        raise refuse("draft.saved", number=row.number)
    if row.owner_id != work.seat.operator_id and not work.seat.may(Role.SUPERVISOR):
        raise refuse("draft.not_yours", id=draft_id)
    return row


def _add_call(
    work: Work, request_id: int | None, phone: str, at: int, wrap_up: WrapUp, note: str, promised: int | None = None
) -> CallRow:
    values = {"request_id": request_id, "phone": phone, "answered_at": at, "wrap_up": wrap_up.value, "note": note,
              "operator_id": work.seat.operator_id or None, "promised_at": promised}  # fmt: skip
    call_id = new_id(work.connection.execute(insert(CALLS), values))
    return CallRow(call_id, request_id, phone, at, None, wrap_up.value, work.seat.name, note)


def save_step(work: Work, new: NewRequest) -> Done:
    """Shared step: the request that is asked for, judged, completed and open."""
    return open_request(work, _opening(work, new), token=new.token)


def _opening(work: Work, new: NewRequest) -> Opening:
    """What intake asks for, judged and completed."""
    columns = _columns(work, new)
    if not (columns["address"] or columns["phone"] or new.premise_id):
        raise refuse("save.place_or_phone")
    category = policies.category_row(work, _category_code(new))
    kind, usual = Kind(category.kind), Priority(category.priority)
    priority = new.priority or usual
    if usual is Priority.P1 and priority is not Priority.P1 and not work.seat.may(Role.SUPERVISOR):
        raise refuse("save.lower_p1", category=category.code)
    if priority is not Priority.P1 and not new.outside_again:
        refuse_twice(work, new.outside_number, new.draft_id)
    received, late = _received(work, new, kind)
    if new.appointment is not None and new.appointment <= received:
        raise refuse("save.appointment")
    return Opening(
        category.code, kind, priority, received, new.channel, columns, new.appointment, new.reply_by, new.draft_id, late
    )


def _category_code(new: NewRequest) -> str:
    if not new.category and new.priority is not Priority.P1:
        raise refuse("save.category")
    return new.category or UNNAMED_P1


def _received(work: Work, new: NewRequest, kind: Kind) -> tuple[int, bool]:
    """When the caller was answered. The draft's own time is no back-dating; an inspection may be announced ahead."""
    if new.draft_id is not None:
        draft = _own_draft(work, new.draft_id)
        if new.received in (None, draft.received):
            return draft.received, False
    if kind is Kind.INSPECTION and new.received is not None and new.received > work.now:
        return new.received, False
    return true_time(work, new.received)


def _columns(work: Work, new: NewRequest) -> dict[str, Any]:
    """The request's columns as given, completed from the customer and the premise."""
    columns: dict[str, Any] = {name: clean(getattr(new, name)) for name in SPOKEN}
    columns["outside_number"] = outside_code(columns["outside_number"])
    columns |= {"phone": plain_phone(new.phone), "customer_id": new.customer_id, "premise_id": new.premise_id,
                "homes": new.homes}  # fmt: skip
    if new.customer_id is not None:
        customer = work.connection.execute(_CUSTOMER, {"id": new.customer_id}).first()
        if customer is None:
            raise refuse("customer.unknown", id=new.customer_id)
        columns["phone"] = columns["phone"] or customer.phone
        columns["caller"] = columns["caller"] or customer.name
        columns["premise_id"] = columns["premise_id"] or customer.premise_id
    if columns["premise_id"] is not None:
        premise = work.connection.execute(_PREMISE, {"id": columns["premise_id"]}).first()
        if premise is None:
            raise refuse("premise.unknown", id=columns["premise_id"])
        columns["address"] = columns["address"] or premise.address
        columns["district"] = columns["district"] or premise.district
    if columns["district"]:
        known = [row.name for row in work.connection.execute(_DISTRICTS)]
        if known and columns["district"] not in known:
            raise refuse("district.unknown", district=columns["district"], allowed=", ".join(known))
    if new.follows_id is not None:
        columns["follows_id"] = request_row(work, new.follows_id).id
    return columns
