"""Alarms as lists: the whole list in the order of duty, the strip, and those of one request."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select, bindparam, case, func, select, text

from models.looks.columns import ALARMS, LEVELS, OPERATORS, REQUESTS, chunks
from models.looks.one_alarm import frozen
from models.rows import AlarmRow, LevelRow
from models.vocabulary import AlarmState

STRIP = 2
"""How many alarms the strip shows."""

_ROWS: Select[Any] = (
    select(
        ALARMS,
        OPERATORS.c.name.label("by"),
        *(REQUESTS.c[name] for name in ("number", "kind", "priority", "district", "address")),
    )
    .join(REQUESTS, REQUESTS.c.id == ALARMS.c.request_id)
    .outerjoin(OPERATORS, OPERATORS.c.id == ALARMS.c.acknowledged_by)
)
_SHOWN = text("alarm.state <> 'normal'")
_UNSEEN = text("alarm.state = 'unacknowledged'")
_DUTY = (
    ALARMS.c.severity.desc(),
    ALARMS.c.level.desc(),
    case((ALARMS.c.state == AlarmState.UNACKNOWLEDGED.value, 0), else_=1),
    func.coalesce(ALARMS.c.breach_at, ALARMS.c.due_at),
    ALARMS.c.id,
)
_ALL = _ROWS.order_by(*_DUTY).limit(bindparam("limit"))
_LISTED = _ROWS.where(_SHOWN).order_by(*_DUTY).limit(bindparam("limit"))
_TOP = _ROWS.where(_SHOWN, _UNSEEN).order_by(*_DUTY).limit(STRIP)
_COUNT = select(func.count()).select_from(ALARMS).where(_SHOWN, _UNSEEN)
_RETURNED = select(func.count()).select_from(ALARMS).where(_SHOWN, text("alarm.state = 'returned'"))
_OF_REQUEST = _ROWS.where(ALARMS.c.request_id == bindparam("id")).order_by(*_DUTY)


def listed(connection: Connection, *, all: bool = False, limit: int = 200) -> list[AlarmRow]:
    """Alarms by severity, level, unacknowledged first, oldest breach; with `all` also those that are over."""
    return _finish(connection, connection.execute(_ALL if all else _LISTED, {"limit": limit}).all())


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
    return [frozen(row, tuple(levels.get(row.id, ()))) for row in found]
