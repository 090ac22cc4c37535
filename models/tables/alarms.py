"""Alarms and the fire-once ledger of the levels that were passed."""

from sqlalchemy import UniqueConstraint
from sqlmodel import SQLModel

from models.tables.columns import instant, key, may_refer, maybe_instant, one_of, partial, refers
from models.vocabulary import AlarmState, ClockKind

_SHOWN = "state <> 'normal'"


class Alarm(SQLModel, table=True):
    """A rule on one clock of one cycle, whose level rises. `late` marks what was found after a downtime."""

    __tablename__ = "alarm"
    __table_args__ = (
        one_of("state", AlarmState),
        one_of("clock", ClockKind),
        UniqueConstraint("rule", "request_id", "clock", "cycle"),
        partial("alarm_shown", "state", "severity", where=_SHOWN),
    )
    id: int | None = key()
    rule: str = "clock"
    request_id: int = refers("request.id", index=True)
    clock: str
    cycle: int
    level: int
    severity: int
    state: str
    due_at: int = instant()
    breach_at: int | None = maybe_instant()
    raised_at: int = instant()
    cleared_at: int | None = maybe_instant()
    acknowledged_by: int | None = may_refer("operator.id")
    acknowledged_at: int | None = maybe_instant()
    acknowledged_text: str = ""
    occurrence: int = 1
    late: bool = False
    gap_from: int | None = maybe_instant()


class Level(SQLModel, table=True):
    """Fire-once ledger: `due_at` is the instant at which the level was passed, so a moved due time re-arms it."""

    __tablename__ = "level"
    __table_args__ = (UniqueConstraint("clock_id", "cycle", "level", "due_at"),)
    id: int | None = key()
    clock_id: int = refers("clock.id")
    cycle: int
    level: int
    due_at: int = instant()
    recorded_at: int = instant()
    alarm_id: int | None = may_refer("alarm.id", index=True)
