"""The rule about goals: a figure beyond its bound rings once in each period, and is over when it is back."""

from collections.abc import Iterator

from sqlalchemy import Connection, bindparam, literal, select, text

from models.desk.alarm_rows import ALARMS
from models.desk.conditions import Found
from models.tables import GoalFigure
from models.vocabulary import Rule

FIGURES = GoalFigure.__table__  # type: ignore[attr-defined]
SUBJECT = "goal:"
"""What the subject of such an alarm begins with; the goal and the first day of the period follow."""

_OVER = (
    select(ALARMS.c.id)
    .where(
        ALARMS.c.rule == Rule.GOAL_MISSED.value,
        ALARMS.c.subject == literal(SUBJECT) + FIGURES.c.subject,
        ALARMS.c.clock == "",
        ALARMS.c.cycle == 1,
        ~ALARMS.c.active,
    )
    .exists()
)
"""In this period it has rung and was back since: it does not ring a second time."""

_CROSSED = select(FIGURES.c.subject, FIGURES.c.breached_at).where(
    text("goal_figure.crossed"), FIGURES.c.until > bindparam("now"), ~_OVER
)


def crossed(connection: Connection, now: int) -> Iterator[Found]:
    """Figures of periods that last, beyond their bounds when the engine saw them last."""
    for row in connection.execute(_CROSSED, {"now": now}).all():
        yield Found(Rule.GOAL_MISSED, SUBJECT + row.subject, 1, row.breached_at, rung=1)


RULES = {Rule.GOAL_MISSED: crossed}
