"""Alarms, and the fire-once ledger of the levels that raised them."""

from sqlalchemy import UniqueConstraint
from sqlmodel import SQLModel

from models.tables.columns import instant, key, may_refer, maybe_instant, one_of, partial, refers
from models.vocabulary import AlarmState

_SHOWN = "state <> 'normal'"
_TIMED = "wake_at IS NOT NULL"
_TRUE = "active"


class Alarm(SQLModel, table=True):
    """A rule on one subject, whose level rises. `late` marks what was found after a downtime.

    `subject` is what the rule is about: ``request:17``, ``crew:3``, ``call:9``, ``major:2:5``, ``clock:12``,
    ``engine``, ``disk`` or ``wall``; `clock` and `cycle` are empty and 1 where it is about no clock. `active` says
    whether the condition is true, whatever hides the alarm. `wake_at` is the instant at which it changes by itself: the
    next step of the ladder (unacknowledged), the end of the acknowledgement (acknowledged) or of the shelf (shelved).
    `rung` is how far up the ladder it has come, counted from `rings_from`; `step` the number of its last announcement
    in this occurrence (-1: raised before announcements were counted). `flaps` counts its raises since `flaps_from`.
    """

    __tablename__ = "alarm"
    __table_args__ = (
        one_of("state", AlarmState),
        UniqueConstraint("rule", "subject", "clock", "cycle"),
        partial("alarm_shown", "state", "severity", where=_SHOWN),
        partial("alarm_wake", "wake_at", "id", where=_TIMED),
        partial("alarm_active", "rule", "request_id", where=_TRUE),
    )
    id: int | None = key()
    rule: str = "clock"
    subject: str
    request_id: int | None = may_refer("request.id", index=True)
    clock: str = ""
    cycle: int = 1
    level: int
    severity: int
    state: str
    active: bool = True
    due_at: int = instant()
    breach_at: int | None = maybe_instant()
    raised_at: int = instant(index=True)
    cleared_at: int | None = maybe_instant()
    acknowledged_by: int | None = may_refer("operator.id")
    acknowledged_at: int | None = maybe_instant()
    acknowledged_text: str = ""
    occurrence: int = 1
    late: bool = False
    gap_from: int | None = maybe_instant()
    wake_at: int | None = maybe_instant()
    rings_from: int | None = maybe_instant()
    rung: int = 0
    step: int = 0
    flaps: int = 0
    flaps_from: int | None = maybe_instant()
    shelved_by: int | None = may_refer("operator.id")
    shelved_reason: str = ""
    shelved_minutes: int | None = None
    suppressed_by: str = ""


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
