"""What the files know of a place: hazards, the vulnerable, warnings that still hold, its requests, who lives there."""

from typing import Any

from sqlalchemy import Connection, bindparam, func, or_, select, text

from models.looks import people, queues
from models.looks.columns import CUSTOMER_PREMISES, CUSTOMERS, OPERATORS, REQUESTS, WARNINGS
from models.rows import CustomerRow, PremiseCard, PremiseRow, QueueRow, WarningRow
from models.vocabulary import WarningKind

LAST, OPEN, COMPLAINTS, OTHERS = 3, 5, 3, 9
"""How many past requests, live ones, complaints, and further customers or premises are told."""

_WARNINGS = (
    select(WARNINGS, OPERATORS.c.name)
    .outerjoin(OPERATORS, OPERATORS.c.id == WARNINGS.c.by_id)
    .where(
        text("premise_warning.ended_at IS NULL"),
        or_(WARNINGS.c.premise_id == bindparam("premise"), WARNINGS.c.customer_id == bindparam("customer")),
        or_(WARNINGS.c.until.is_(None), WARNINGS.c.until > bindparam("now")),
    )
    .order_by(WARNINGS.c.id.desc())
)
_OF_PREMISE = REQUESTS.c.premise_id == bindparam("premise")
_OF_CUSTOMER = REQUESTS.c.customer_id == bindparam("customer")
_NUMBERED = text("request.number IS NOT NULL")
_LIVE = text("request.status IN ('open', 'working', 'held')")
_PAST = text("request.status NOT IN ('open', 'working', 'held', 'draft')")
_COMPLAINT = text("request.kind = 'complaint'")
_ALSO_HERE = select(CUSTOMER_PREMISES.c.customer_id).where(CUSTOMER_PREMISES.c.premise_id == bindparam("premise"))
_LIVING = (
    select(CUSTOMERS.c.id)
    .where(CUSTOMERS.c.premise_id == bindparam("premise"), CUSTOMERS.c.retired_at.is_(None))
    .order_by(CUSTOMERS.c.id.desc())
    .limit(OTHERS + 1)
)
_FURTHER = (
    select(CUSTOMER_PREMISES.c.premise_id)
    .where(CUSTOMER_PREMISES.c.customer_id == bindparam("customer"))
    .order_by(CUSTOMER_PREMISES.c.premise_id)
    .limit(OTHERS)
)


def card(connection: Connection, customer_id: int | None, premise_id: int | None, now: int) -> PremiseCard:
    """The card of a customer at a premise (their own, unless another is named); either may be unknown."""
    customer = people.customer(connection, customer_id) if customer_id is not None else None
    own = customer.premise if customer else None
    place = people.premise(connection, premise_id) if premise_id is not None else own
    asked = {"premise": place.id if place else -1, "customer": customer.id if customer else -1, "now": now}
    about = _OF_PREMISE if place else _OF_CUSTOMER
    complaints = (_NUMBERED, about, _COMPLAINT)
    return PremiseCard(
        premise=place,
        customer=customer,
        warnings=tuple(_warning(row) for row in connection.execute(_WARNINGS, asked)),
        open=_requests(connection, asked, OPEN, _NUMBERED, about, _LIVE),
        last=_requests(connection, asked, LAST, _NUMBERED, about, _PAST),
        complaints=_requests(connection, asked, COMPLAINTS, *complaints),
        complained=int(connection.execute(select(func.count()).select_from(REQUESTS).where(*complaints), asked).scalar()
                       or 0),
        others=_others(connection, asked) if place else (),
        places=_places(connection, asked, own, place) if customer else (),
    )  # fmt: skip


def _warning(row: Any) -> WarningRow:
    return WarningRow(
        row.id, row.premise_id, row.customer_id, WarningKind(row.kind), row.text, row.name or "", row.made_at, row.until
    )


def _requests(connection: Connection, asked: dict[str, int], most: int, *conditions: Any) -> tuple[QueueRow, ...]:
    query = select(REQUESTS.c.id).where(*conditions).order_by(REQUESTS.c.id.desc()).limit(most)
    ids = list(connection.execute(query, asked).scalars())
    found = queues.rows(connection, ids)
    return tuple(found[one] for one in ids if one in found)


def _others(connection: Connection, asked: dict[str, int]) -> tuple[CustomerRow, ...]:
    ids = {*connection.execute(_LIVING, asked).scalars(), *connection.execute(_ALSO_HERE, asked).scalars()}
    known = (people.customer(connection, one) for one in sorted(ids - {asked["customer"]}, reverse=True)[:OTHERS])
    return tuple(one for one in known if one is not None)


def _places(
    connection: Connection, asked: dict[str, int], own: PremiseRow | None, here: PremiseRow | None
) -> tuple[PremiseRow, ...]:
    further = (people.premise(connection, one) for one in connection.execute(_FURTHER, asked).scalars())
    known = {one.id: one for one in (own, *further) if one is not None}
    return tuple(place for one, place in known.items() if here is None or one != here.id)
