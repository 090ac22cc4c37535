"""Alarms as lists: the whole list in the order of duty, the strip, and those of one request."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, bindparam, case, func, select, text

from models.looks import people
from models.looks.columns import ALARMS, ASSIGNMENTS, CREWS, FLOODS, LEVELS, REQUESTS, chunks
from models.looks.one_alarm import ALARM_ROWS, frozen
from models.rows import AlarmGroup, AlarmRow, LevelRow
from models.vocabulary import AlarmState, Rule

OF_A_JOB = "assignment:"
OF_A_GOAL = "goal:"
STRIP = 2
"""How many alarms the strip shows."""

_SHOWN = text("alarm.state <> 'normal'")
_UNSEEN = text("alarm.state = 'unacknowledged'")
_DUTY = (
    ALARMS.c.severity.desc(),
    ALARMS.c.level.desc(),
    case((ALARMS.c.state == AlarmState.UNACKNOWLEDGED.value, 0), else_=1),
    func.coalesce(ALARMS.c.breach_at, ALARMS.c.due_at),
    ALARMS.c.id,
)
_ALL = ALARM_ROWS.order_by(ALARMS.c.state == AlarmState.NORMAL, *_DUTY).limit(bindparam("limit"))
_LISTED = ALARM_ROWS.where(_SHOWN).order_by(*_DUTY).limit(bindparam("limit"))
_IN_STATES = _LISTED.where(ALARMS.c.state.in_(bindparam("states", expanding=True)))
_TOP = ALARM_ROWS.where(_SHOWN, _UNSEEN).order_by(*_DUTY).limit(STRIP)
_COUNT = select(func.count()).select_from(ALARMS).where(_SHOWN, _UNSEEN)
_RETURNED = select(func.count()).select_from(ALARMS).where(_SHOWN, text("alarm.state = 'returned'"))
_OF_REQUEST = ALARM_ROWS.where(ALARMS.c.request_id == bindparam("id")).order_by(*_DUTY)
_LIFE = ALARMS.c.severity >= 3
_DISTRICT = func.coalesce(REQUESTS.c.district, "")
_GROUPS = (
    select(
        ALARMS.c.rule,
        _DISTRICT,
        func.count(),
        func.sum(case((_UNSEEN, 1), else_=0)),
        func.max(ALARMS.c.severity),
        func.max(ALARMS.c.level),
        func.min(func.coalesce(ALARMS.c.breach_at, ALARMS.c.due_at)),
        func.group_concat(ALARMS.c.id),
    )
    .select_from(ALARMS)
    .outerjoin(REQUESTS, REQUESTS.c.id == ALARMS.c.request_id)
    .where(_SHOWN)
    .group_by(ALARMS.c.rule, _DISTRICT, _LIFE)
)
_FLOOD = select(FLOODS.c.id).where(text("flood.ended_at IS NULL")).limit(1)


def listed(
    connection: Connection, *, all: bool = False, limit: int = 200, states: Iterable[str] | None = None
) -> list[AlarmRow]:
    """Alarms by severity, level, unacknowledged first, oldest breach.

    Args:
        all: also those that are over.
        states: only alarms in these states.
    """
    if states is not None:
        asked = {"limit": limit, "states": list(states)}
        return _finish(connection, connection.execute(_IN_STATES, asked).all())
    return _finish(connection, connection.execute(_ALL if all else _LISTED, {"limit": limit}).all())


def groups(connection: Connection) -> list[AlarmGroup]:
    """What is shown, grouped by rule and district, life safety in groups of its own; the gravest and oldest first.

    While a flood lasts, groups of several are folded; one with life safety in it never is.
    """
    flood = connection.execute(_FLOOD).first() is not None
    found = [
        AlarmGroup(rule, district, count, int(unseen or 0), severity, level, oldest,
                   flood and count > 1 and severity < 3, tuple(sorted(int(one) for one in ids.split(","))))
        for rule, district, count, unseen, severity, level, oldest, ids in connection.execute(_GROUPS)
    ]  # fmt: skip
    return sorted(found, key=lambda one: (-one.severity, -one.level, one.oldest, one.ids))


def strip(connection: Connection) -> tuple[tuple[AlarmRow, ...], int]:
    """The top unacknowledged alarms, and how many are unacknowledged."""
    top = connection.execute(_TOP).all()
    return tuple(_finish(connection, top)), int(connection.execute(_COUNT).scalar_one()) if top else 0


def returned(connection: Connection) -> int:
    """How many alarms are over that nobody has seen yet."""
    return int(connection.execute(_RETURNED).scalar_one())


def of_request(connection: Connection, request_id: int) -> list[AlarmRow]:
    """Every alarm a request ever had."""
    return _finish(connection, connection.execute(_OF_REQUEST, {"id": request_id}).all())


def _finish(connection: Connection, found: Sequence[Any]) -> list[AlarmRow]:
    levels: dict[int, list[LevelRow]] = {}
    for some in chunks(row.id for row in found):
        query = select(LEVELS).where(LEVELS.c.alarm_id.in_(some)).order_by(LEVELS.c.id)
        for level in connection.execute(query):
            levels.setdefault(level.alarm_id, []).append(LevelRow(level.level, level.due_at, level.recorded_at))
    rows = [frozen(row, tuple(levels.get(row.id, ()))) for row in found]
    of_drafts = [row for row in rows if row.rule == Rule.DRAFT_WAITS]
    gists = people.draft_gists(connection, [int(row.subject.partition(":")[2]) for row in of_drafts])
    rows = [replace(row, address=gists.get(row.subject, "")) if row.rule == Rule.DRAFT_WAITS else row for row in rows]
    return _with_figures(connection, _with_crews(connection, rows))


def _with_crews(connection: Connection, rows: list[AlarmRow]) -> list[AlarmRow]:
    """Of an alarm about a crew's job: which crew."""
    jobs = {int(row.subject.partition(":")[2]) for row in rows if row.subject.startswith(OF_A_JOB)}
    if not jobs:
        return rows
    codes: dict[str, str] = {}
    for some in chunks(jobs):
        query = select(ASSIGNMENTS.c.id, CREWS.c.code).join(CREWS, CREWS.c.id == ASSIGNMENTS.c.crew_id)
        for row in connection.execute(query.where(ASSIGNMENTS.c.id.in_(some))):
            codes[f"{OF_A_JOB}{row.id}"] = row.code
    return [replace(row, crew=codes[row.subject]) if row.subject in codes else row for row in rows]


def _with_figures(connection: Connection, rows: list[AlarmRow]) -> list[AlarmRow]:
    """Of an alarm about a goal: what its figure came to."""
    if not any(row.rule == Rule.GOAL_MISSED for row in rows):
        return rows
    from models.looks.goals import figure_row

    return [
        replace(row, figure=figure_row(connection, row.subject.removeprefix(OF_A_GOAL)))
        if row.rule == Rule.GOAL_MISSED
        else row
        for row in rows
    ]
