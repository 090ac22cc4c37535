"""One alarm as its frozen row, with every level that raised it."""

from typing import Any

from sqlalchemy import Connection, bindparam, select

from models.errors import NotFound
from models.looks.columns import ALARMS, LEVELS, OPERATORS, REQUESTS
from models.rows import AlarmRow, LevelRow
from models.vocabulary import AlarmState, ClockKind, Kind, Priority

_TRUE = (AlarmState.UNACKNOWLEDGED, AlarmState.ACKNOWLEDGED)

_ALARM = (
    select(
        ALARMS,
        OPERATORS.c.name.label("by"),
        *(REQUESTS.c[name] for name in ("number", "kind", "priority", "district", "address")),
    )
    .join(REQUESTS, REQUESTS.c.id == ALARMS.c.request_id)
    .outerjoin(OPERATORS, OPERATORS.c.id == ALARMS.c.acknowledged_by)
    .where(ALARMS.c.id == bindparam("id"))
)
_LEVELS = (
    select(LEVELS.c.level, LEVELS.c.due_at, LEVELS.c.recorded_at)
    .where(LEVELS.c.alarm_id == bindparam("id"))
    .order_by(LEVELS.c.id)
)


def alarm_row(connection: Connection, alarm_id: int) -> AlarmRow:
    """The alarm of that id.

    Raises:
        NotFound: there is none.
    """
    row = connection.execute(_ALARM, {"id": alarm_id}).first()
    if row is None:
        raise NotFound("alarm.unknown", f"There is no alarm {alarm_id}.", "Look at the list again.", id=alarm_id)
    return frozen(row, tuple(LevelRow(*found) for found in connection.execute(_LEVELS, {"id": alarm_id})))


def frozen(row: Any, levels: tuple[LevelRow, ...]) -> AlarmRow:
    """A stored alarm, with its request's columns and its acknowledger's name (`by`), as a frozen row."""
    return AlarmRow(
        id=row.id,
        rule=row.rule,
        request_id=row.request_id,
        number=row.number or "",
        kind=Kind(row.kind),
        priority=Priority(row.priority),
        district=row.district,
        address=row.address,
        clock=ClockKind(row.clock),
        cycle=row.cycle,
        level=row.level,
        severity=row.severity,
        state=row.state,
        levels=levels,
        due_at=row.due_at,
        breach_at=row.breach_at,
        raised_at=row.raised_at,
        acknowledged_by=row.by,
        acknowledged_at=row.acknowledged_at,
        late=bool(row.late),
        still_true=row.state in _TRUE,
    )
