"""Getting it finished: how a site was made safe, agreed visits and those that met nobody, the customer's word."""

from sqlmodel import SQLModel

from models.tables.columns import instant, key, may_refer, maybe_instant, one_of, refers
from models.vocabulary import Checked


class MakeSafe(SQLModel, table=True):
    """One report that a site is safe. Several of a cycle stand beside each other; the newest is the one that counts.

    `fire_service` is the name of the one who was there, `fire_at` when.
    """

    __tablename__ = "make_safe"
    __table_args__ = (one_of("neighbours", Checked), one_of("basement", Checked))
    id: int | None = key()
    request_id: int = refers("request.id", index=True)
    cycle: int
    at: int = instant()
    operator_id: int | None = may_refer("operator.id")
    valve: str
    valve_which: str = ""
    source_found: bool = False
    found_how: str = ""
    neighbours: str = Checked.NOT_YET.value
    basement: str = Checked.NOT_YET.value
    fire_service: str = ""
    fire_at: int | None = maybe_instant()
    note: str = ""


class GasReading(SQLModel, table=True):
    """One figure of a gas meter: what it showed, in which unit, where. `said` is how it was written down."""

    __tablename__ = "gas_reading"
    id: int | None = key()
    make_safe_id: int = refers("make_safe.id", index=True)
    figure: float | None = None
    unit: str = ""
    place: str = ""
    said: str


class Appointment(SQLModel, table=True):
    """A visit that was agreed on with the customer: a moment, give or take a span; the newest one holds."""

    __tablename__ = "appointment"
    id: int | None = key()
    request_id: int = refers("request.id", index=True)
    cycle: int
    visit_at: int = instant()
    give_or_take: int = instant()
    note: str = ""
    agreed_at: int = instant()
    operator_id: int | None = may_refer("operator.id")


class EmptyVisit(SQLModel, table=True):
    """A crew was there and met nobody: from when to when."""

    __tablename__ = "empty_visit"
    id: int | None = key()
    request_id: int = refers("request.id", index=True)
    cycle: int
    crew_id: int = refers("crew.id")
    arrived_at: int = instant()
    left_at: int = instant()
    note: str = ""


class Confirmation(SQLModel, table=True):
    """What the customer said to the work when it was finished; the newest one of a cycle counts."""

    __tablename__ = "confirmation"
    id: int | None = key()
    request_id: int = refers("request.id", index=True)
    cycle: int
    at: int = instant()
    name: str
    agreed: bool
    objection: str = ""
    operator_id: int | None = may_refer("operator.id")
