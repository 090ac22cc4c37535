"""Verbs on the goals of indicators: set and removed by an admin, looked at by the engine."""

from typing import Any

from sqlalchemy import insert, select, update

from models.desk import goal_looking
from models.desk.goal_rules import FIGURES
from models.desk.work import Tools, Work, require
from models.indicators.goals import Goal, goal_of
from models.looks.columns import CATEGORIES, CREWS, DISTRICTS, OPERATORS
from models.looks.goals import GoalVersion, in_force
from models.refusals import refuse
from models.rows import Seat
from models.tables import Goal as GoalTable
from models.vocabulary import Act, Kind, Priority, Role

GOALS = GoalTable.__table__  # type: ignore[attr-defined]
_LISTED = {"category": CATEGORIES.c.code, "district": DISTRICTS.c.name, "crew": CREWS.c.code,
           "operator": OPERATORS.c.login}  # fmt: skip
_WORDS = {"kind": frozenset(Kind), "priority": frozenset(Priority)}


class Goals:
    """What a figure must keep to. A change is a new version, so that what was in force at any time stays known."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def set(self, seat: Seat, goal: Goal, *, valid_from: int | None = None) -> GoalVersion:
        """Set what a figure must be from now, or from `valid_from` (ms UTC), on.

        Raises:
            NotAllowed: not an admin. Invalid: no such indicator or group, a moment gone by. Conflict: it is so already.
        """
        require(seat, Role.ADMIN)
        least, most = (goal.bound, None) if goal.least else (None, goal.bound)
        goal_of(goal.name, goal.of, least=least, most=most, over=goal.over.value)
        with self._tools.work(seat) as work:
            begins = work.now if valid_from is None else valid_from
            if begins < work.now:
                raise refuse("goal.past")
            _known(work, goal)
            if any(one.goal == goal for one in in_force(work.connection, begins)):
                raise refuse("goal.same", goal=goal.key)
            made = GoalVersion(goal, begins, None, seat.login)
            facts = {"name": goal.name, "by": goal.by, "member": goal.member, "over": goal.over.value,
                     "least": goal.least, "bound": goal.bound, "valid_from": begins}  # fmt: skip
            work.connection.execute(insert(GOALS).values(**facts, set_by=seat.login))
            work.note(Act.ADMINISTER, {"subject": "goal", "act": "set", **facts, "name": goal.key})
            return made

    def remove(self, seat: Seat, goal: Goal) -> str:
        """Hold that figure against nothing of the utility's own any more; an alarm about it is over.

        Raises:
            NotAllowed: not an admin. NotFound: nothing is set for it.
        """
        require(seat, Role.ADMIN)
        with self._tools.work(seat) as work:
            known = {"name": goal.name, "by": goal.by, "member": goal.member, "over": goal.over.value}
            same = [GOALS.c[name] == value for name, value in known.items()]
            ended = update(GOALS).where(*same, GOALS.c.retired_at.is_(None)).values(retired_at=work.now)
            if not work.connection.execute(ended).rowcount:
                raise refuse("goal.none", goal=goal.key)
            work.connection.execute(update(FIGURES).where(FIGURES.c.goal == goal.key).values(crossed=False))
            work.note(Act.ADMINISTER, {"subject": "goal", "act": "retire", "name": goal.key})
            return goal.key

    def look_due(self) -> int:
        """Look at every goal's figure, if nobody has for a quarter of an hour; returns how many were looked at."""
        return goal_looking.look_due(self._tools)

    def look_now(self) -> list[Any]:
        """What every goal in force comes to in its period now; nothing is written."""
        return goal_looking.look_now(self._tools)


def _known(work: Work, goal: Goal) -> None:
    """Refuse a group that there is not; what is written in free words is not asked for."""
    words, column = _WORDS.get(goal.by), _LISTED.get(goal.by)
    there = words is None or goal.member in words
    if column is not None:
        there = work.connection.execute(select(column).where(column == goal.member)).first() is not None
    if not there:
        raise refuse("goal.member", by=goal.by, member=goal.member)
