"""Intake: a call is written down, saved as a request, joined to one, or only answered."""

import json
from collections.abc import Mapping
from typing import Any, Unpack

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from models.desk import calling, keeping, offers, policies
from models.desk.calling import CALL_BACK_WITHIN
from models.desk.deed import Asked, clean, repeated, take_up, true_time, word
from models.desk.joining import Ringing, stand_on
from models.desk.opening import Opening, new_id, open_request
from models.desk.outside import refuse_twice
from models.desk.triage_steps import carry
from models.desk.work import REQUESTS, Tools, Work, request_row, require
from models.outside import outside_code
from models.phones import normal
from models.refusals import refuse
from models.rows import CallRow, Done, Draft, NewRequest, Seat
from models.tables import Customer, District, Premise, Presence
from models.vocabulary import Act, Kind, Priority, Role, Status, WrapUp
from models.workflow import canonical_number

DISTRICTS = District.__table__  # type: ignore[attr-defined]
CUSTOMERS = Customer.__table__  # type: ignore[attr-defined]
PREMISES = Premise.__table__  # type: ignore[attr-defined]
PRESENCE = Presence.__table__  # type: ignore[attr-defined]
UNNAMED_P1 = "EM-LEAK-IN"
"""What a P1 is taken for while nobody had time to choose a category."""

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
            fields = {"phone": normal(phone, self._tools.numbering)} if phone else {}
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
            if again:
                return again
            done = _saved(work, new)
            return carry(work, done, new.triage) if new.triage else done

    def join(
        self,
        seat: Seat,
        which: str | int,
        *,
        phone: str,
        note: str = "",
        name: str = "",
        place: str = "",
        premise_id: int | None = None,
        category: str = "",
        odour: bool | None = None,
        draft_id: int | None = None,
        call: int | None = None,
        **asked: Unpack[Asked],
    ) -> Done:
        """One more caller stands on a live request and will be called back; its clocks and its version stay.

        A report of danger to life raises a request of the same premise, and is refused where it would become part of
        another matter.

        Args:
            note: what they said; `category` what they report, as far as it was chosen.
            odour: do they report gas? Judged by their words unless it is given.
            draft_id: the draft in which the call was written down; it ends here.
            call: the call on record, if the telephone told of it.
        """
        with self._tools.work(seat) as work:
            deed = take_up(work, which, Act.JOIN, asked)
            if isinstance(deed, Done):
                return deed
            deed.guard()
            made = _add_call(
                work, deed.row.id, normal(phone, work.numbering), deed.at, WrapUp.PROGRESS, clean(note), call=call
            )
            ringing = Ringing(made.phone, made.note, clean(name), clean(place), premise_id, category, odour)
            changes = stand_on(deed, ringing, made.id)
            if draft_id is not None:
                _end_draft(work, draft_id, deed.row.number)
            return deed.finish(clocks=bool(changes), **changes)

    def call(
        self, seat: Seat, *, phone: str, wrap_up: WrapUp, note: str = "", request: str | int | None = None,
        promised: int | None = None, call: int | None = None, answered: int | None = None,
    ) -> CallRow:  # fmt: skip
        """Write down a contact on the line that makes no request; `request` is the one it was about.

        A call that ends with the promise to call back is an alarm if nobody has by `promised` (in half an hour, unless
        it is given). `call` is the one that the telephone told of; else it was `answered` then (now, unless given) and
        ends with this act.
        """
        require(seat, Role.OPERATOR)
        code = word(WrapUp, wrap_up, "wrap_up")
        with self._tools.work(seat) as work:
            number = canonical_number(request) if isinstance(request, str) else request
            about = None if number is None else request_row(work, number).id
            until = promised if promised is not None else work.now + CALL_BACK_WITHIN
            by = until if code is WrapUp.CALL_BACK else None
            at, _ = true_time(work, answered)
            made = _add_call(work, about, normal(phone, work.numbering), at, code, clean(note), by, call=call)
            if code not in keeping.NOBODY_SPOKE and not made.phone:
                keeping.keep_by_contact(work, about, "", work.now, but=made.id)
            work.note(Act.CALL, {"call": made.id, "phone": made.phone, "wrap_up": code.value, "note": made.note},
                      request_id=about)  # fmt: skip
            return made

    def present(self, seat: Seat, request_id: int | None) -> None:
        """Say which request this seat has open (None: none). Leaves no journal line."""
        if seat.operator_id:
            with self._tools.work(seat) as work:
                values = {"operator_id": seat.operator_id, "request_id": request_id, "seen_at": work.now}
                work.connection.execute(_HERE, values)
                if request_id is not None:
                    offers.seen(work, request_id, seat.operator_id)


def _saved(work: Work, new: NewRequest) -> Done:
    """The request, and a line on the one that it refers to."""
    done = open_request(work, opening(work, new), token=new.token)
    if new.follows_id is None:
        return done
    work.note(Act.LINK, {"other": done.number}, request_id=new.follows_id)
    return Done(done.id, done.number, done.version, done.status, work.flush())


def _own_draft(work: Work, draft_id: int) -> Any:
    row = work.connection.execute(_DRAFT, {"id": draft_id}).first()
    if row is None or (row.status != Status.DRAFT and row.number is None):
        raise refuse("draft.unknown", id=draft_id)
    if row.status != Status.DRAFT:
        raise refuse("draft.saved", number=row.number)
    if row.owner_id != work.seat.operator_id and not work.seat.may(Role.SUPERVISOR):
        raise refuse("draft.not_yours", id=draft_id)
    return row


def _end_draft(work: Work, draft_id: int, joined: str) -> None:
    """The draft became no request: its caller stands on another."""
    row = _own_draft(work, draft_id)
    values = {"status": Status.CANCELLED.value, "state_since": work.now, "version": row.version + 1}
    work.connection.execute(update(REQUESTS).where(REQUESTS.c.id == draft_id).values(**values))
    work.note(Act.DISCARD, {"joined": joined}, request_id=draft_id)


def _add_call(
    work: Work, request_id: int | None, phone: str, at: int, wrap_up: WrapUp, note: str, promised: int | None = None,
    *, call: int | None = None,
) -> CallRow:  # fmt: skip
    """The contact on record: the telephone's call, or a row of its own that ends with the act."""
    if call is None:
        ended, who = calling.ended_by_now(work, at), work.seat.operator_id or None
        call = calling.write_down(work, request_id=request_id, phone=phone, answered_at=at, ended_at=ended, note=note,
                                  wrap_up=wrap_up.value, operator_id=who, promised_at=promised)  # fmt: skip
    else:
        calling.attach(work, call, request_id, wrap_up, phone, note, promised)
    row = calling.call_row(work, call)
    return CallRow(
        row.id, row.request_id, row.phone, row.answered_at, row.ended_at, row.wrap_up, work.seat.name, row.note
    )


def save_step(work: Work, new: NewRequest) -> Done:
    """Shared step: the request that is asked for, judged, completed and open."""
    return open_request(work, opening(work, new), token=new.token)


def opening(work: Work, new: NewRequest) -> Opening:
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
        category.code, kind, priority, received, new.channel, columns, new.appointment, new.reply_by, new.draft_id,
        late, call_id=new.call_id, on_line=new.on_line,
    )  # fmt: skip


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
    columns |= {"phone": normal(new.phone, work.numbering), "customer_id": new.customer_id,
                "premise_id": new.premise_id, "homes": new.homes,
                "guessed": (new.triage is not None and new.triage.guessed) or None}  # fmt: skip
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
    if new.seen:
        columns["seen"] = [canonical_number(one) for one in new.seen.split(",") if one.strip()]
    return columns
