"""Goals as they were in force at an instant, and what their figures came to."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, or_, select

from models.indicators.goals import Goal, Over
from models.looks.columns import GOAL_FIGURES, GOALS
from models.rows import GoalFigureRow

_IN_FORCE = (
    select(GOALS)
    .where(
        GOALS.c.valid_from <= bindparam("at"),
        or_(GOALS.c.retired_at.is_(None), GOALS.c.retired_at > bindparam("at")),
    )
    .order_by(GOALS.c.valid_from, GOALS.c.id)
)  # fmt: skip
_ALL = select(GOALS).order_by(GOALS.c.name, GOALS.c.by, GOALS.c.member, GOALS.c.over, GOALS.c.valid_from, GOALS.c.id)
_OF_GOAL = select(GOAL_FIGURES).where(GOAL_FIGURES.c.goal == bindparam("key")).order_by(GOAL_FIGURES.c.since.desc())
_OF_SUBJECT = select(GOAL_FIGURES).where(GOAL_FIGURES.c.subject == bindparam("subject"))
_FIGURE = tuple(GoalFigureRow.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class GoalVersion:
    """One version of a goal as it was set; `retired_at` is when it ceased."""

    goal: Goal
    valid_from: int
    retired_at: int | None
    set_by: str


def version_of(row: Any) -> GoalVersion:
    """A stored row."""
    goal = Goal(row.name, row.by, row.member, bool(row.least), row.bound, Over(row.over))
    return GoalVersion(goal, row.valid_from, row.retired_at, row.set_by)


def in_force(connection: Connection, at: int) -> list[GoalVersion]:
    """The goals that were in force at an instant (ms UTC), one for each key."""
    found = (version_of(row) for row in connection.execute(_IN_FORCE, {"at": at}))
    return list({one.goal.key: one for one in found}.values())


def figure_row(connection: Connection, subject: str) -> GoalFigureRow | None:
    """What a goal's figure came to in one period."""
    row = connection.execute(_OF_SUBJECT, {"subject": subject}).first()
    return None if row is None else GoalFigureRow(**{name: getattr(row, name) for name in _FIGURE})


class GoalsLook:
    """The reads about goals."""

    def __init__(self, read: Callable[[], AbstractContextManager[Connection]]) -> None:
        self._read = read

    def in_force(self, at: int) -> list[GoalVersion]:
        """The goals in force at an instant."""
        with self._read() as connection:
            return in_force(connection, at)

    def versions(self) -> list[GoalVersion]:
        """Every version of every goal, also those that were removed."""
        with self._read() as connection:
            return [version_of(row) for row in connection.execute(_ALL)]

    def figures(self, key: str, limit: int = 60) -> list[GoalFigureRow]:
        """What one goal's figure came to in its periods, the newest first."""
        with self._read() as connection:
            rows = connection.execute(_OF_GOAL.limit(limit), {"key": key}).all()
        return [GoalFigureRow(**{name: getattr(row, name) for name in _FIGURE}) for row in rows]
