"""People and places, seats, drafts and who has which request open."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select, text

from models.looks.columns import CUSTOMERS, OPERATORS, PREMISES, PRESENCE, REQUESTS, words
from models.rows import CustomerRow, Draft, OperatorRow, PremiseRow, Seat
from models.vocabulary import Role
from models.wall import SECOND

AWAY_AFTER = 24 * SECOND
"""How long after its last sign a seat counts as inside a request."""

_PREMISE = select(PREMISES).where(PREMISES.c.id == bindparam("id"))
_CUSTOMER = select(CUSTOMERS).where(CUSTOMERS.c.id == bindparam("id"))
_BY_PHONE = (
    select(CUSTOMERS)
    .where(CUSTOMERS.c.phone.in_(bindparam("phones", expanding=True)), CUSTOMERS.c.retired_at.is_(None))
    .order_by(CUSTOMERS.c.id.desc())
    .limit(1)
)
_OPERATORS = select(OPERATORS).order_by(OPERATORS.c.id)
_LOGIN = select(OPERATORS).where(OPERATORS.c.login == bindparam("login"), OPERATORS.c.retired_at.is_(None))
_DRAFTS = (
    select(REQUESTS.c.id, REQUESTS.c.received, REQUESTS.c.draft_fields, REQUESTS.c.state_since)
    .where(text("request.status = 'draft'"), REQUESTS.c.owner_id == bindparam("operator"))
    .order_by(REQUESTS.c.id)
)
_ALL_DRAFTS = (
    select(REQUESTS.c.id, REQUESTS.c.received, REQUESTS.c.draft_fields, REQUESTS.c.state_since, OPERATORS.c.name)
    .outerjoin(OPERATORS, OPERATORS.c.id == REQUESTS.c.owner_id)
    .where(text("request.status = 'draft'"))
    .order_by(REQUESTS.c.id)
)
_SOME_DRAFTS = _ALL_DRAFTS.where(REQUESTS.c.id.in_(bindparam("ids", expanding=True)))
_INSIDE = (
    select(PRESENCE.c.request_id, OPERATORS.c.initials)
    .join(OPERATORS, OPERATORS.c.id == PRESENCE.c.operator_id)
    .where(PRESENCE.c.request_id.is_not(None), PRESENCE.c.seen_at >= bindparam("since"))
    .order_by(OPERATORS.c.id)
)


def premise(connection: Connection, premise_id: int) -> PremiseRow | None:
    """The premise of that id."""
    row = connection.execute(_PREMISE, {"id": premise_id}).first()
    return _premise(row) if row else None


def _premise(row: Any) -> PremiseRow:
    return PremiseRow(row.id, row.district, row.building, row.address, row.hazards, row.vulnerable, row.access,
                      row.meter, row.valve)  # fmt: skip


def customer(connection: Connection, customer_id: int) -> CustomerRow | None:
    """The customer of that id, with the premise."""
    return _customer(connection, connection.execute(_CUSTOMER, {"id": customer_id}).first())


def by_phone(connection: Connection, phones: Sequence[str]) -> CustomerRow | None:
    """The customer known under this number in one of its spellings, the newest if there are several."""
    return _customer(connection, connection.execute(_BY_PHONE, {"phones": list(phones)}).first()) if phones else None


def _customer(connection: Connection, row: Any) -> CustomerRow | None:
    if row is None:
        return None
    place = premise(connection, row.premise_id) if row.premise_id else None
    return CustomerRow(row.id, row.name, row.phone, row.klass, row.tier, row.manager, place)


def operators(connection: Connection) -> list[OperatorRow]:
    """Everybody who ever had a seat, by id."""
    return [
        OperatorRow(row.id, row.login, row.name, row.initials, _roles(row), row.team, row.department, row.centre,
                    row.retired_at is not None, bool(row.leads))
        for row in connection.execute(_OPERATORS)
    ]  # fmt: skip


def _roles(row: Any) -> tuple[Role, ...]:
    return tuple(Role(word) for word in words(row.roles))


def seat_by_login(connection: Connection, login: str) -> Seat | None:
    """The seat of a person at work, or None."""
    row = connection.execute(_LOGIN, {"login": login}).first()
    return Seat(row.id, row.login, row.name, frozenset(_roles(row)), row.initials) if row else None


def drafts(connection: Connection, operator_id: int) -> list[Draft]:
    """Calls that this operator began to write down and neither saved nor discarded."""
    found = connection.execute(_DRAFTS, {"operator": operator_id})
    return [Draft(row.id, row.received, json.loads(row.draft_fields or "{}"), row.state_since) for row in found]


def all_drafts(connection: Connection) -> list[Draft]:
    """Every such call in which something stands, with the name of whoever takes it down; the oldest first."""
    found = connection.execute(_ALL_DRAFTS)
    drafts = [Draft(row.id, row.received, json.loads(row.draft_fields or "{}"), row.state_since, row.name or "")
              for row in found]  # fmt: skip
    return [one for one in drafts if any(one.fields.values())]


def draft_gists(connection: Connection, ids: Sequence[int]) -> dict[str, str]:
    """``draft:12`` and so on: whose it is, where and what, in a line; nothing for one that is no draft any more."""
    if not ids:
        return {}
    found = connection.execute(_SOME_DRAFTS, {"ids": list(ids)})
    return {f"draft:{row.id}": _gist(row.name or "", json.loads(row.draft_fields or "{}")) for row in found}


def _gist(owner: str, fields: Mapping[str, str]) -> str:
    told = (fields.get(name, "") for name in ("address", "text", "phone"))
    return "  ".join(part for part in (owner, *told) if part)


def presence(connection: Connection, now: int) -> dict[int, tuple[str, ...]]:
    """Initials of the seats inside each request, seen within the last seconds."""
    inside: dict[int, tuple[str, ...]] = {}
    for row in connection.execute(_INSIDE, {"since": now - AWAY_AFTER}):
        inside[row.request_id] = (*inside.get(row.request_id, ()), row.initials)
    return inside
