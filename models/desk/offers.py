"""Shared steps of a hand-over: it is offered, it ends, and what nobody accepted in time is its owner's again."""

from sqlalchemy import bindparam, insert, select, text, update

from models.desk.work import ENGINE_SEAT, REQUESTS, Tools, Work
from models.guards import HAND_OVER_WITHIN
from models.tables import OwnerOffer
from models.vocabulary import LIVE, Act, Offer, Status

OFFERS = OwnerOffer.__table__  # type: ignore[attr-defined]
OPEN = text("owner_offer.ended_at IS NULL")
_END = update(OFFERS).where(OPEN, OFFERS.c.request_id == bindparam("request"))
_LAPSED = (
    select(OFFERS, REQUESTS.c.status)
    .join(REQUESTS, REQUESTS.c.id == OFFERS.c.request_id)
    .where(OPEN, OFFERS.c.offered_at < bindparam("then"))
    .order_by(OFFERS.c.id)
)
_SEEN = update(OFFERS).where(
    text("owner_offer.outcome IN ('declined', 'lapsed') AND owner_offer.seen_at IS NULL"),
    OFFERS.c.request_id == bindparam("request"), OFFERS.c.from_id == bindparam("owner"),
)  # fmt: skip


def offer(work: Work, request_id: int, from_id: int | None, to_id: int, at: int) -> None:
    """Shared step: the ownership is offered to somebody; an offer that still stands is replaced."""
    end(work, request_id, Offer.REPLACED, at)
    values = {"request_id": request_id, "from_id": from_id, "to_id": to_id, "offered_at": at}
    work.connection.execute(insert(OFFERS).values(**values))


def end(work: Work, request_id: int, outcome: Offer, at: int, reason: str = "") -> None:
    """Shared step: the offer that stands, if there is one, ends like this."""
    work.connection.execute(_END.values(ended_at=at, outcome=outcome.value, reason=reason), {"request": request_id})


def seen(work: Work, request_id: int, owner_id: int) -> None:
    """Shared step: the owner looks at a request; what came back to them is seen."""
    work.connection.execute(_SEEN.values(seen_at=work.now), {"request": request_id, "owner": owner_id})


def lapse_due(tools: Tools, now: int) -> int:
    """Give back each hand-over that nobody accepted within 30 minutes; returns how many."""
    then = {"then": now - HAND_OVER_WITHIN}
    with tools.store.read() as connection:
        if connection.execute(_LAPSED, then).first() is None:
            return 0
    with tools.work(ENGINE_SEAT, now) as work:
        rows = work.connection.execute(_LAPSED, then).all()
        for row in rows:
            at = row.offered_at + HAND_OVER_WITHIN
            end(work, row.request_id, Offer.LAPSED, at)
            if row.status in (*LIVE, Status.RESOLVED):
                work.note(Act.HAND_BACK, {"to": row.from_id, "from": row.to_id}, at=at, request_id=row.request_id)
    return len(rows)
