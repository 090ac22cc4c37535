"""What an indicator must keep to, in versions; what it came to in each period; and texts that an admin keeps."""

from sqlalchemy import UniqueConstraint
from sqlmodel import SQLModel

from models.tables.columns import instant, key, maybe_instant, partial

_CROSSED = "crossed"


class Goal(SQLModel, table=True):
    """One version of a goal: the newest that began by an instant and is not removed by then was in force at it.

    `by` and `member` are empty for the whole. `least`: the figure must be at least `bound`, else at most.
    """

    __tablename__ = "goal"
    id: int | None = key()
    name: str
    by: str = ""
    member: str = ""
    over: str
    least: bool
    bound: float
    valid_from: int = instant()
    retired_at: int | None = maybe_instant()
    set_by: str = ""


class GoalFigure(SQLModel, table=True):
    """What an indicator came to in one period, as the engine saw it last; an index of the facts, never the truth.

    `subject` is the goal's key and the first day of the period. `breached_at` is when it was first seen beyond the
    bound in this period; `crossed` says whether it is now, with enough to judge by.
    """

    __tablename__ = "goal_figure"
    __table_args__ = (UniqueConstraint("subject"), partial("goal_crossed", "until", where=_CROSSED))
    id: int | None = key()
    subject: str
    goal: str
    since: int = instant()
    until: int = instant()
    updated_at: int = instant()
    least: bool
    bound: float
    value: float | None = None
    unit: str = ""
    n: int = 0
    low: float | None = None
    high: float | None = None
    remark: str = ""
    crossed: bool = False
    breached_at: int | None = maybe_instant()


class GoalLook(SQLModel, table=True):
    """The one row that says when indicators were last looked at, by whichever process."""

    __tablename__ = "goal_look"
    id: int | None = key()
    at: int = instant()


class Scheme(SQLModel, table=True):
    """One version of a text that an admin keeps: the service tree, the checklists. It holds from `valid_from` on."""

    __tablename__ = "scheme"
    __table_args__ = (UniqueConstraint("subject", "version"),)
    id: int | None = key()
    subject: str
    version: int
    body: str
    valid_from: int = instant()
    written_at: int = instant()
    set_by: str = ""
