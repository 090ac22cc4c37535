"""The engine's look at the indicators: beside the sweep, by short reads, at most once in a quarter of an hour.

What it finds is written down as figures of periods; the rule in `models.desk.goal_rules` reads those in no time.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import bindparam, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from models.desk.conditions import Found, raise_one, stored
from models.desk.goal_rules import FIGURES, SUBJECT
from models.desk.work import ENGINE_SEAT, Tools, Work
from models.indicators.figure import Figure
from models.indicators.goals import Goal, indicator, period, seconds_of, subject_of
from models.looks.goals import GoalVersion, figure_row, in_force
from models.looks.indicators import Indicators
from models.rows import GoalFigureRow
from models.tables import GoalLook
from models.vocabulary import ClockKind, Rule
from models.wall import MINUTE

LOOKS = GoalLook.__table__  # type: ignore[attr-defined]
EVERY = 15 * MINUTE

_MARK = select(LOOKS.c.at).where(LOOKS.c.id == 1)
# A mark ahead of now was left by a clock that has been put back since.
_CLAIM = update(LOOKS).where(LOOKS.c.id == 1, or_(LOOKS.c.at <= bindparam("then"), LOOKS.c.at > bindparam("now")))


def look_due(tools: Tools) -> int:
    """Look, if it is time; whoever comes first does it, and the others leave it. Returns how many figures were seen."""
    now = tools.wall.now()
    with tools.store.read() as connection:
        goals, mark = in_force(connection, now), int(connection.execute(_MARK).scalar() or 0)
    if not goals or now - EVERY < mark <= now:
        return 0
    with tools.work(ENGINE_SEAT, now) as work:
        if not work.connection.execute(_CLAIM.values(at=now), {"then": now - EVERY, "now": now}).rowcount:
            return 0
    seen = list(_seen(tools, goals, now))
    with tools.work(ENGINE_SEAT, now) as work:
        held = {one.goal.key for one in in_force(work.connection, now)}
        for row in seen:
            if row.goal in held:
                _keep(work, row)
    return len(seen)


def look_now(tools: Tools) -> list[GoalFigureRow]:
    """What every goal in force comes to in its period so far; nothing is written."""
    now = tools.wall.now()
    with tools.store.read() as connection:
        goals = in_force(connection, now)
    figures = _Figures(Indicators(tools.store.read, tools.zone, open_=False))
    spans = [(one.goal, period(now, one.goal.over, tools.zone)) for one in goals]
    return [_row(goal, span, figures.of(goal, span[0], now + 1, now), now, tools.zone) for goal, span in spans]


def _seen(tools: Tools, goals: Sequence[GoalVersion], now: int) -> Iterator[GoalFigureRow]:
    """Each goal's figure in its period so far, and once more, whole, in the period before."""
    figures = _Figures(Indicators(tools.store.read, tools.zone, open_=False))
    for one in goals:
        goal, span = one.goal, period(now, one.goal.over, tools.zone)
        before = period(span[0] - 1, goal.over, tools.zone)
        if one.valid_from < span[0] and not _final(tools, subject_of(goal, before[0], tools.zone)):
            yield _row(goal, before, figures.of(goal, *before, now), now, tools.zone)
        yield _row(goal, span, figures.of(goal, span[0], now + 1, now), now, tools.zone)


def _final(tools: Tools, subject: str) -> bool:
    """Was that period looked at after its end?"""
    with tools.store.read() as connection:
        row = figure_row(connection, subject)
    return row is not None and row.updated_at >= row.until


class _Figures:
    """Reports by their spans, each read once for all goals that need it."""

    def __init__(self, reads: Indicators) -> None:
        self._reads = reads
        self._made: dict[tuple[Any, ...], dict[tuple[str, str], Figure]] = {}

    def of(self, goal: Goal, since: int, until: int, now: int) -> Figure | None:
        """The figure that a goal is about, of what came from `since` on and before `until`."""
        report, within = indicator(goal.name).report, seconds_of(goal.name)
        key = (report, goal.by, since, until, within)
        if key not in self._made:
            found: Sequence[Figure] = self._report(report, goal.by, since, until, now, within)
            self._made[key] = {(one.name, one.group): one for one in found}
        return self._made[key].get((goal.name, goal.group))

    def _report(self, report: str, by: str, since: int, until: int, now: int, within: int | None) -> Any:
        reads = self._reads
        match report:
            case "promises":
                return reads.promises(since, until, by=by or None, kinds=tuple(ClockKind))
            case "rates":
                return reads.rates(since, until, by=by or None)
            case "overdue":
                return reads.overdue(now, by=by or None)
            case "cause_shares":
                return reads.cause_shares(since, until, by or "category")
            case "answering":
                return reads.answering(since, until, *([within] if within else []))
        return getattr(reads, report)(since, until)


def _row(goal: Goal, span: tuple[int, int], figure: Figure | None, now: int, zone: str) -> GoalFigureRow:
    crossed = goal.crossed(figure)
    seen = figure or Figure(goal.name, goal.group, None, "", 0, remark="no data")
    return GoalFigureRow(
        subject_of(goal, span[0], zone), goal.key, *span, now, goal.least, goal.bound, seen.value, seen.unit, seen.n,
        seen.low, seen.high, seen.remark, crossed, now if crossed else None,
    )  # fmt: skip


def _keep(work: Work, row: GoalFigureRow) -> None:
    """Write what was seen; a period that has ended over its bound without an alarm is told of now, once."""
    known = figure_row(work.connection, row.subject)
    values = {name: getattr(row, name) for name in GoalFigureRow.__dataclass_fields__}
    if known is not None and known.breached_at is not None:
        values["breached_at"] = known.breached_at
    put = insert(FIGURES).values(**values)
    changed = {name: value for name, value in values.items() if name != "subject"}
    work.connection.execute(put.on_conflict_do_update(index_elements=["subject"], set_=changed))
    if row.crossed and row.until <= work.now:
        found = Found(Rule.GOAL_MISSED, SUBJECT + row.subject, 1, row.until, rung=1)
        if stored(work, found) is None:
            raise_one(work, found, lasts=False)
