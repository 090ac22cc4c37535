"""The journal's lines: append-only, hash-chained, the source of clocks and the change feed."""

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from models.tables.columns import instant, key, partial

_TOKEN = "token IS NOT NULL"


class Line(SQLModel, table=True):
    """One act. Lines refer to people and requests by id only; `payload` may be blanked, its salted digest stays."""

    __tablename__ = "journal"
    __table_args__ = (
        Index("journal_request", "request_id", "seq"),
        partial("journal_token", "token", unique=True, where=_TOKEN),
    )
    seq: int | None = key()
    at: int = instant()
    recorded_at: int = instant()
    actor: str
    act: str
    request_id: int | None = None
    crew_id: int | None = None
    alarm_id: int | None = None
    payload: str | None = Field(default="{}")
    salt: str
    digest: str
    hash: str
    token: str | None = None
