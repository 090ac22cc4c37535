"""What customers and premises are found by, who also burns gas where, and what is to be minded of whom until when.

Beside these tables two full-text indexes stand, which no model can describe: ``phone_search`` (digits of a customer's
phone) and ``place_search`` (a premise's district, address and building), trigrams both; see `models.tables.found_by`.
"""

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from models.tables.columns import Big, instant, key, may_refer, maybe_instant, one_of, partial
from models.vocabulary import WarningKind

_LASTS = "ended_at IS NULL"


class CustomerKey(SQLModel, table=True):
    """One way to find a customer: `kind` is a letter of `models.naming.KeyKind`."""

    __tablename__ = "customer_key"
    __table_args__ = ({"sqlite_with_rowid": False},)
    kind: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    customer_id: int = Field(primary_key=True, foreign_key="customer.id", sa_type=Big)


class MeterKey(SQLModel, table=True):
    """One way to find a premise by its meter."""

    __tablename__ = "meter_key"
    __table_args__ = ({"sqlite_with_rowid": False},)
    key: str = Field(primary_key=True)
    premise_id: int = Field(primary_key=True, foreign_key="premise.id", sa_type=Big)


class CustomerPremise(SQLModel, table=True):
    """A further premise of a customer, beside the one that the customer's own row names."""

    __tablename__ = "customer_premise"
    __table_args__ = (Index("customer_premise_place", "premise_id"), {"sqlite_with_rowid": False})
    customer_id: int = Field(primary_key=True, foreign_key="customer.id", sa_type=Big)
    premise_id: int = Field(primary_key=True, foreign_key="premise.id", sa_type=Big)


class PremiseWarning(SQLModel, table=True):
    """What who comes or calls must mind, of a premise or of a customer, until it expires. It never lowers anything."""

    __tablename__ = "premise_warning"
    __table_args__ = (
        one_of("kind", WarningKind),
        partial("warning_premise", "premise_id", where=_LASTS),
        partial("warning_customer", "customer_id", where=_LASTS),
    )
    id: int | None = key()
    premise_id: int | None = may_refer("premise.id")
    customer_id: int | None = may_refer("customer.id")
    kind: str
    text: str
    by_id: int | None = may_refer("operator.id")
    made_at: int = instant()
    until: int | None = maybe_instant()
    ended_at: int | None = maybe_instant()
