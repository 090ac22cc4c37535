"""Contracts: which customer was promised what of its own, from when to when."""

from sqlmodel import Field, SQLModel

from models.tables.columns import instant, maybe_instant, refers


class Contract(SQLModel, table=True):
    """A customer's own promise. Its targets stand in `policy` lines of scope ``contract`` under its code.

    It holds for what is received from `valid_from` on and before `valid_to`; its end is announced `warn_days` ahead,
    once (`warned_at`).
    """

    __tablename__ = "contract"
    code: str = Field(primary_key=True)
    customer_id: int = refers("customer.id", index=True)
    valid_from: int = instant()
    valid_to: int | None = maybe_instant()
    warn_days: int = 30
    warned_at: int | None = maybe_instant()
    note: str = ""
    retired_at: int | None = maybe_instant()
