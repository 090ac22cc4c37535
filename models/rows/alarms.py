"""Alarms as screens see them, what was counted of them, and what is out of service."""

from dataclasses import dataclass

from models.rows.goals import GoalFigureRow
from models.vocabulary import ClockKind, Kind, Priority


@dataclass(frozen=True, slots=True)
class LevelRow:
    """One level of an alarm: when it was passed (the true time) and when that was recorded."""

    level: int
    due: int
    raised_at: int


@dataclass(frozen=True, slots=True)
class AlarmRow:
    """One alarm: a rule on one subject, whose level rises; a rule about no request or no clock has none.

    `next_step_at`, `ack_until` and `shelved_until` are when it changes by itself, each in its own state only; `rung`
    is how far up the ladder it has come (0 desk, 1 supervisor, 2 and above duty manager).
    """

    id: int
    rule: str
    request_id: int | None
    number: str
    kind: Kind | None
    priority: Priority | None
    district: str
    address: str
    clock: ClockKind | None
    cycle: int
    level: int
    severity: int
    state: str
    levels: tuple[LevelRow, ...]
    due_at: int
    breach_at: int | None
    raised_at: int
    acknowledged_by: str | None
    acknowledged_at: int | None
    late: bool
    still_true: bool
    subject: str = ""
    occurrence: int = 1
    cleared_at: int | None = None
    acknowledged_text: str = ""
    gap_from: int | None = None
    rung: int = 0
    next_step_at: int | None = None
    ack_until: int | None = None
    shelved_until: int | None = None
    shelved_by: str | None = None
    shelved_reason: str = ""
    shelved_minutes: int | None = None
    suppressed_by: str = ""
    chatters: bool = False
    crew: str = ""
    figure: GoalFigureRow | None = None


@dataclass(frozen=True, slots=True)
class AlarmGroup:
    """Alarms of one rule in one district: how many, how many of them nobody has seen, and the gravest of them.

    `folded`: a flood lasts and the list shows this row for all of them; a group with life safety in it never is.
    """

    rule: str
    district: str
    count: int
    unseen: int
    severity: int
    level: int
    oldest: int
    folded: bool
    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AlarmCounts:
    """What the header says of the alarms: how many stand in each way, rules that are out, and whether a flood lasts."""

    unseen: int
    acknowledged: int
    returned: int
    shelved: int
    suppressed: int
    out_of_service: int
    rules_out: tuple[str, ...]
    flood_from: int | None
    incidents: int
    major_unread: int


@dataclass(frozen=True, slots=True)
class AlarmFigure:
    """One figure of the alarm system; `limit` is the published one and `kept` whether it is kept (None: none is)."""

    name: str
    value: float | None
    unit: str
    limit: float | None = None
    kept: bool | None = None


@dataclass(frozen=True, slots=True)
class AlarmSource:
    """A source of alarms: a rule, its clock and a district, and how many alarms it raised."""

    rule: str
    clock: str
    district: str
    count: int
    share: float


@dataclass(frozen=True, slots=True)
class AlarmFigures:
    """How the alarm system itself did between two instants, against limits whose `source` is named."""

    since: int
    until: int
    source: str
    figures: tuple[AlarmFigure, ...]
    top: tuple[AlarmSource, ...]


@dataclass(frozen=True, slots=True)
class RuleOutRow:
    """A rule out of service: why, by whom, since when, and until when at the latest.

    `clock` and `kind` narrow it (empty: every one); life safety rings on unless `life`.
    """

    id: int
    rule: str
    reason: str
    began_at: int
    by: str | None
    until: int
    ended_at: int | None
    clock: str = ""
    kind: str = ""
    life: bool = False


@dataclass(frozen=True, slots=True)
class Swept:
    """What one sweep did: clock alarms new or risen, those found late, the oldest instant among them (of a breach the
    due time, of a warning that of its level).

    `woken` counts alarms that time alone has changed: a step up the ladder, a shelf that ended.
    """

    raised: int
    late: int
    oldest_due: int | None
    woken: int = 0
