"""What is one person's own: their requests, what waits for them, promises to call back, hand-overs, corrections."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, func, or_, select, text

from models.looks import people, queues
from models.looks.columns import CALLS, OFFERS, OPERATORS, REQUESTS, UNSAVED
from models.rows import OfferRow, Own, PromiseRow, QueueRow, UnsavedEdit, WaitingRow
from models.vocabulary import Offer, Waits
from models.wall import MINUTE

HAND_OVER_WITHIN = 30 * MINUTE
"""As `models.guards` has it, which the first rows must not wait for; a test holds the two together."""

COUNTED = 1_000
"""Nobody counts further."""

# Literal predicates, so that the partial indexes are used.
_OPEN_PROMISE = text("call.promised_at IS NOT NULL AND call.kept_at IS NULL")
_OPEN_OFFER = text("owner_offer.ended_at IS NULL")
_CAME_BACK = text("owner_offer.outcome IN ('declined', 'lapsed') AND owner_offer.seen_at IS NULL")
_ALIVE = text("request.status IN ('open', 'working', 'held', 'resolved')")
_WHO: Any = bindparam("who")
_LIMIT: Any = bindparam("limit")

_MINE = (
    queues.ROWS.where(queues.LIVE_NOW, REQUESTS.c.owner_id == _WHO)
    .order_by(REQUESTS.c.next_due_at, REQUESTS.c.id)
    .limit(_LIMIT)
)
_PROMISES = (
    select(CALLS, REQUESTS.c.number, REQUESTS.c.district, REQUESTS.c.address, OPERATORS.c.name)
    .outerjoin(REQUESTS, REQUESTS.c.id == CALLS.c.request_id)
    .outerjoin(OPERATORS, OPERATORS.c.id == CALLS.c.operator_id)
    .order_by(CALLS.c.promised_at, CALLS.c.id)
)
_OPEN_PROMISES = _PROMISES.where(_OPEN_PROMISE)
_ONE_PROMISE = _PROMISES.where(CALLS.c.id == bindparam("id"))
_OF_REQUEST = _PROMISES.where(CALLS.c.promised_at.is_not(None), CALLS.c.request_id == bindparam("id"))
_EARLIEST = select(CALLS.c.request_id, CALLS.c.promised_at).where(_OPEN_PROMISE).order_by(CALLS.c.promised_at.desc())
_GIVER, _TAKER = OPERATORS.alias("giver"), OPERATORS.alias("taker")
_OFFERS = (
    select(OFFERS, REQUESTS.c.number, REQUESTS.c.district, REQUESTS.c.address, REQUESTS.c.text,
           _GIVER.c.name.label("giver"), _TAKER.c.name.label("taker"))
    .join(REQUESTS, REQUESTS.c.id == OFFERS.c.request_id)
    .outerjoin(_GIVER, _GIVER.c.id == OFFERS.c.from_id)
    .outerjoin(_TAKER, _TAKER.c.id == OFFERS.c.to_id)
)  # fmt: skip
_HANDED = _OFFERS.where(_OPEN_OFFER, _ALIVE, OFFERS.c.to_id == _WHO).order_by(OFFERS.c.offered_at)
_RETURNED = _OFFERS.where(
    _CAME_BACK, _ALIVE, OFFERS.c.from_id == _WHO, REQUESTS.c.owner_id == OFFERS.c.from_id
).order_by(OFFERS.c.ended_at)
_LAST_OFFER = _OFFERS.where(OFFERS.c.request_id == bindparam("id")).order_by(OFFERS.c.id.desc()).limit(1)
_LEADS = select(OPERATORS.c.id).where(OPERATORS.c.id == _WHO, OPERATORS.c.roles.like("%supervisor%"))
_SENT_BACK = (
    select(REQUESTS)
    .where(text("request.status = 'open' AND request.returns > 1"), _LEADS.exists())
    .order_by(REQUESTS.c.state_since)
)
_NOT_OWN_WORK = or_(REQUESTS.c.resolved_by.is_(None), REQUESTS.c.resolved_by != _WHO)
"""Nobody calls back about what they resolved themselves: it waits for somebody else."""

_CALL_BACKS = (
    select(REQUESTS)
    .where(text("request.status = 'resolved' AND request.callback_due"), REQUESTS.c.owner_id == _WHO, _NOT_OWN_WORK)
    .order_by(REQUESTS.c.resolved_at)
    .limit(_LIMIT)
)
_UNSAVED = (
    select(UNSAVED, REQUESTS.c.number)
    .join(REQUESTS, REQUESTS.c.id == UNSAVED.c.request_id)
    .where(UNSAVED.c.operator_id == _WHO)
    .order_by(UNSAVED.c.updated_at)
)
_MINE_COUNT = select(func.count()).select_from(
    select(REQUESTS.c.id).where(queues.LIVE_NOW, REQUESTS.c.owner_id == _WHO).limit(COUNTED).subquery()
)
_BACKS_COUNT = select(func.count()).select_from(
    select(REQUESTS.c.id)
    .where(text("request.status = 'resolved' AND request.callback_due"), REQUESTS.c.owner_id == _WHO, _NOT_OWN_WORK)
    .limit(COUNTED)
    .subquery()
)


def mine(connection: Connection, operator_id: int, limit: int) -> list[QueueRow]:
    """The live requests of an owner, the clock that runs out next first."""
    return queues.finish(connection, connection.execute(_MINE, {"who": operator_id, "limit": limit}).all())


def promises(connection: Connection) -> list[PromiseRow]:
    """Every promise to call back that nobody has kept, the next one due first."""
    return [_promise(row) for row in connection.execute(_OPEN_PROMISES)]


def promised(connection: Connection) -> dict[int, int]:
    """The next promise to call back about each request that has one: until when (epoch ms)."""
    found = connection.execute(_EARLIEST)
    return {row.request_id: row.promised_at for row in found if row.request_id is not None}


def promise(connection: Connection, call_id: int) -> PromiseRow:
    """One promise by the call it was made on."""
    return _promise(connection.execute(_ONE_PROMISE, {"id": call_id}).one())


def of_request(connection: Connection, request_id: int) -> tuple[PromiseRow, ...]:
    """Every promise to call back about one request, kept or not."""
    return tuple(_promise(row) for row in connection.execute(_OF_REQUEST, {"id": request_id}))


def last_offer(connection: Connection, request_id: int) -> OfferRow | None:
    """The newest hand-over of a request."""
    row = connection.execute(_LAST_OFFER, {"id": request_id}).first()
    if row is None:
        return None
    outcome = Offer(row.outcome) if row.outcome else None
    return OfferRow(row.id, row.request_id, row.giver or "", row.taker or "", row.offered_at, row.ended_at, outcome,
                    row.reason)  # fmt: skip


def unsaved(connection: Connection, operator_id: int) -> list[UnsavedEdit]:
    """Corrections that this operator began to type and did not save."""
    return [
        UnsavedEdit(row.request_id, row.number or "", json.loads(row.base), json.loads(row.fields), row.updated_at)
        for row in connection.execute(_UNSAVED, {"who": operator_id})
    ]


def waiting(connection: Connection, operator_id: int, limit: int) -> list[WaitingRow]:
    """What waits for one person: what was handed to them or came back, promises, what they were typing, call-backs.

    For supervisors also what crews have sent back twice.
    """
    asked = {"who": operator_id, "limit": limit}
    found = [_offered(Waits.HANDED, row, row.giver, row.offered_at) for row in connection.execute(_HANDED, asked)]
    found += [_offered(Waits.RETURNED, row, row.taker, row.ended_at) for row in connection.execute(_RETURNED, asked)]
    found += [
        WaitingRow(Waits.SENT_BACK, row.id, row.state_since, None, row.id, row.number, "", row.district, row.address,
                   row.text)
        for row in connection.execute(_SENT_BACK, asked)
    ]  # fmt: skip
    found += [
        WaitingRow(Waits.PROMISED, row.id, row.answered_at, row.promised_at, row.request_id, row.number or "",
                   row.phone, row.district or "", row.address or "", row.note, row.name or "")
        for row in connection.execute(_OPEN_PROMISES)
        if row.operator_id == operator_id
    ]  # fmt: skip
    found += [
        WaitingRow(Waits.DRAFT, one.id, one.updated_at, phone=one.fields.get("phone", ""),
                   district=one.fields.get("district", ""), address=one.fields.get("address", ""),
                   text=one.fields.get("text", "") or one.fields.get("caller", ""))
        for one in people.drafts(connection, operator_id)
        if one.id is not None and any(one.fields.values())
    ]  # fmt: skip
    found += [
        WaitingRow(Waits.UNSAVED, one.request_id, one.updated_at, None, one.request_id, one.number,
                   text=_changed(one))
        for one in unsaved(connection, operator_id)
    ]  # fmt: skip
    found += [
        WaitingRow(Waits.CALL_BACK, row.id, row.resolved_at, None, row.id, row.number, row.phone, row.district,
                   row.address, row.text)
        for row in connection.execute(_CALL_BACKS, asked)
    ]  # fmt: skip
    return found[:limit]


def counts(connection: Connection, operator_id: int, now: int) -> Own:
    """How much is theirs and waits for them; `overdue` are promises whose time has passed."""
    asked = {"who": operator_id}
    theirs = [row for row in connection.execute(_OPEN_PROMISES) if row.operator_id == operator_id]
    drafts = sum(any(one.fields.values()) for one in people.drafts(connection, operator_id))
    waits = (
        len(connection.execute(_HANDED, asked).all())
        + len(connection.execute(_RETURNED, asked).all())
        + len(connection.execute(_SENT_BACK, asked).all())
        + len(theirs) + drafts
        + len(connection.execute(_UNSAVED, asked).all())
        + int(connection.execute(_BACKS_COUNT, asked).scalar_one())
    )  # fmt: skip
    overdue = sum(row.promised_at < now for row in theirs)
    return Own(int(connection.execute(_MINE_COUNT, asked).scalar_one()), waits, overdue)


def _promise(row: Any) -> PromiseRow:
    return PromiseRow(row.id, row.request_id, row.number or "", row.phone, row.promised_at, row.answered_at,
                      row.operator_id, row.name or "", row.note, row.kept_at)  # fmt: skip


def _offered(what: Waits, row: Any, who: str | None, since: int) -> WaitingRow:
    due = row.offered_at + HAND_OVER_WITHIN if what is Waits.HANDED else None
    words = row.reason if what is Waits.RETURNED else row.text
    return WaitingRow(what, row.request_id, since, due, row.request_id, row.number, "", row.district, row.address,
                      words, who or "")  # fmt: skip


def _changed(one: UnsavedEdit) -> str:
    values: Sequence[str] = [value for name, value in one.fields.items() if value != one.base.get(name, "")]
    return "  ".join(values)
