"""People and places: operators, customers, premises."""

from sqlmodel import Field, SQLModel

from models.tables.columns import key, may_refer, maybe_instant, one_of
from models.vocabulary import CustomerClass


class Operator(SQLModel, table=True):
    """A person at a keyboard. `roles` is a comma-separated list of role words.

    Who `leads` is told at once of every major emergency.
    """

    __tablename__ = "operator"
    id: int | None = key()
    login: str = Field(unique=True)
    name: str
    initials: str = ""
    roles: str = "operator"
    team: str = ""
    department: str = ""
    centre: str = ""
    retired_at: int | None = maybe_instant()
    leads: bool = False


class Premise(SQLModel, table=True):
    """Where gas is burned, and what a crew must know before it goes there."""

    __tablename__ = "premise"
    id: int | None = key()
    external_id: str | None = Field(default=None, unique=True)
    district: str = Field(default="", index=True)
    building: str = Field(default="", index=True)
    address: str
    hazards: str = ""
    vulnerable: str = ""
    access: str = ""
    meter: str = ""
    valve: str = ""
    latitude: float | None = None
    longitude: float | None = None
    retired_at: int | None = maybe_instant()


class Customer(SQLModel, table=True):
    """Who pays. Class, tier and manager each carry the instant from which they hold."""

    __tablename__ = "customer"
    __table_args__ = (one_of("klass", CustomerClass),)
    id: int | None = key()
    external_id: str | None = Field(default=None, unique=True)
    name: str
    phone: str = Field(default="", index=True)
    klass: str = CustomerClass.INDIVIDUAL.value
    klass_from: int | None = maybe_instant()
    tier: str = ""
    tier_from: int | None = maybe_instant()
    manager: str = ""
    manager_from: int | None = maybe_instant()
    premise_id: int | None = may_refer("premise.id", index=True)
    retired_at: int | None = maybe_instant()
