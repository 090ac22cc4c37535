"""What decides who may be sent: certificates that expire, shifts, and the minutes between districts."""

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from models.tables.columns import Big, instant


def _crew() -> int:
    return Field(foreign_key="crew.id", primary_key=True, sa_type=Big)  # type: ignore[no-any-return]


class Certificate(SQLModel, table=True):
    """A skill of a crew that ends at `valid_until` (ms UTC). A skill without a line here has no end."""

    __tablename__ = "certificate"
    crew_id: int = _crew()
    skill: str = Field(primary_key=True)
    valid_until: int = instant()


class Shift(SQLModel, table=True):
    """A crew is on duty from `starts_at` until before `ends_at` (ms UTC). A crew without any goes by its mark."""

    __tablename__ = "shift"
    __table_args__ = (CheckConstraint("ends_at > starts_at", name="shift_lasts"),)
    crew_id: int = _crew()
    starts_at: int = Field(primary_key=True, sa_type=Big)
    ends_at: int = instant()


class Travel(SQLModel, table=True):
    """Minutes from one district to another; a pair that is missing reads the way back."""

    __tablename__ = "travel"
    __table_args__ = (CheckConstraint("minutes >= 0", name="travel_lasts"),)
    origin: str = Field(primary_key=True)
    destination: str = Field(primary_key=True)
    minutes: int
