"""Whose a request is about to be, and what was typed about one and not saved yet."""

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from models.tables.columns import instant, key, may_refer, maybe_instant, partial, refers

_OPEN = "ended_at IS NULL"
_BACK = "outcome IN ('declined', 'lapsed') AND seen_at IS NULL"


class OwnerOffer(SQLModel, table=True):
    """A request's ownership offered to somebody: the owner stays the owner until it is accepted.

    `outcome` is a word of :class:`models.vocabulary.Offer` once `ended_at` is set; `seen_at` is when the owner looked
    at one that came back.
    """

    __tablename__ = "owner_offer"
    __table_args__ = (
        partial("owner_offer_open", "to_id", "request_id", where=_OPEN),
        partial("owner_offer_back", "from_id", where=_BACK),
    )
    id: int | None = key()
    request_id: int = refers("request.id", index=True)
    from_id: int | None = may_refer("operator.id")
    to_id: int = refers("operator.id")
    offered_at: int = instant()
    ended_at: int | None = maybe_instant()
    outcome: str | None = None
    reason: str = ""
    seen_at: int | None = maybe_instant()


class Unsaved(SQLModel, table=True):
    """A correction of a request that somebody began to type; written without a journal line.

    `base` holds the facts as they were read, `fields` those as they were typed (JSON, text by the name of the fact).
    """

    __tablename__ = "unsaved"
    __table_args__ = (UniqueConstraint("operator_id", "request_id"),)
    id: int | None = key()
    operator_id: int = refers("operator.id")
    request_id: int = refers("request.id")
    base: str = Field(default="{}")
    fields: str = Field(default="{}")
    updated_at: int = instant()
