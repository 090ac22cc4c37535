"""How long a crew's step may last, as far as an admin has set it."""

from sqlmodel import Field, SQLModel


class CrewTimer(SQLModel, table=True):
    """A limit of `models.timers.Limits` by its name, in minutes or percent; one that is missing is as usual."""

    __tablename__ = "crew_timer"
    name: str = Field(primary_key=True)
    value: int
