"""One alarm as its frozen row, with every level that raised it."""

from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from models.errors import NotFound
from models.ladder import CHATTER
from models.looks.columns import ALARMS, LEVELS, OPERATORS, REQUESTS
from models.rows import AlarmRow, LevelRow
from models.vocabulary import AlarmState, ClockKind, Kind, Priority

_SHELVER = OPERATORS.alias("shelver")

ALARM_ROWS: Select[Any] = (
    select(
        ALARMS,
        OPERATORS.c.name.label("by"),
        _SHELVER.c.name.label("shelver"),
        *(REQUESTS.c[name] for name in ("number", "kind", "priority", "district", "address")),
    )
    .select_from(ALARMS)
    .outerjoin(REQUESTS, REQUESTS.c.id == ALARMS.c.request_id)
    .outerjoin(OPERATORS, OPERATORS.c.id == ALARMS.c.acknowledged_by)
    .outerjoin(_SHELVER, _SHELVER.c.id == ALARMS.c.shelved_by)
)
"""Alarms with what the other tables say of them, for :func:`frozen`."""

_ALARM = ALARM_ROWS.where(ALARMS.c.id == bindparam("id"))
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
    """A row of :data:`ALARM_ROWS` as a frozen row."""
    wake = {AlarmState(row.state): row.wake_at}
    return AlarmRow(
        id=row.id,
        rule=row.rule,
        request_id=row.request_id,
        number=row.number or "",
        kind=Kind(row.kind) if row.kind else None,
        priority=Priority(row.priority) if row.priority else None,
        district=row.district or "",
        address=row.address or "",
        clock=ClockKind(row.clock) if row.clock else None,
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
        still_true=bool(row.active),
        subject=row.subject,
        occurrence=row.occurrence,
        cleared_at=row.cleared_at,
        acknowledged_text=row.acknowledged_text,
        gap_from=row.gap_from,
        rung=row.rung,
        next_step_at=wake.get(AlarmState.UNACKNOWLEDGED),
        ack_until=wake.get(AlarmState.ACKNOWLEDGED),
        shelved_until=wake.get(AlarmState.SHELVED),
        shelved_by=row.shelver,
        shelved_reason=row.shelved_reason,
        shelved_minutes=row.shelved_minutes,
        suppressed_by=row.suppressed_by,
        chatters=row.flaps >= CHATTER and row.severity < 3,
    )
