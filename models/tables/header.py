"""What the file is: its header, its engine's heartbeat and who looks at which request."""

from sqlmodel import Field, SQLModel

from models.tables.columns import instant, may_refer, maybe_instant


class Header(SQLModel, table=True):
    """Facts about the file by name: ``zone``, ``name``, ``drill``, ``sample``, ``created``, ``shift``."""

    __tablename__ = "header"
    name: str = Field(primary_key=True)
    value: str


class Engine(SQLModel, table=True):
    """One row (id 1): the last sweep of any process. Written without a journal line.

    `audited_at` is the instant up to which the auditor has gone through what fell due; `suspects` lists the clocks in
    which it found a level without a ledger row, to be looked at once more (comma-separated ids).
    """

    __tablename__ = "engine"
    id: int = Field(default=1, primary_key=True)
    swept_at: int | None = maybe_instant()
    sweeper: str = ""
    audited_at: int | None = maybe_instant()
    suspects: str = ""


class Presence(SQLModel, table=True):
    """Which request a seat has open, refreshed while it looks. Written without a journal line."""

    __tablename__ = "presence"
    operator_id: int = Field(primary_key=True, foreign_key="operator.id")
    request_id: int | None = may_refer("request.id", index=True)
    seen_at: int = instant()
