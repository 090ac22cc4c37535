"""Packs of periods as they were frozen."""

from sqlalchemy import Index
from sqlmodel import SQLModel

from models.tables.columns import instant, key, maybe_instant, refers


class Pack(SQLModel, table=True):
    """One pack: `body` is its JSON, `digest` the SHA-256 of that text, `line` the journal line that carries it."""

    __tablename__ = "period_pack"
    __table_args__ = (Index("period_pack_period", "period", "id"),)
    id: int | None = key()
    period: str
    kind: str
    since: int = instant()
    until: int = instant()
    made_at: int = instant()
    made_by: int = refers("operator.id")
    body: str
    digest: str
    line: int | None = maybe_instant()
