"""Frozen rows and asks: what looks and verbs return, and all that a screen may name of a request.

Queues, seats and customers have rooms of their own; everybody asks for any of them here.

Instants are epoch milliseconds UTC; ``None`` means there is none.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from models.rows.customers import CallRow as CallRow
from models.rows.customers import CustomerRow as CustomerRow
from models.rows.customers import PremiseRow as PremiseRow
from models.rows.queues import DistrictCount as DistrictCount
from models.rows.queues import QueueCount as QueueCount
from models.rows.queues import QueueKey as QueueKey
from models.rows.queues import QueueRow as QueueRow
from models.rows.seats import Seat as Seat
from models.vocabulary import Channel, ClockKind, ClockState, CrewStatus, Kind, Priority, Role, Standing, Status


@dataclass(frozen=True, slots=True)
class ClockRow:
    """A stored clock, with what a screen or an export needs to judge it at any moment."""

    kind: ClockKind
    cycle: int
    started_at: int
    target_ms: int | None
    pinned: bool
    due_at: int
    warn_at: int
    stopped_at: int | None
    state: ClockState
    pauses: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class JournalRow:
    """One journal line as a person reads it."""

    seq: int
    at: int
    recorded_at: int
    actor: str
    act: str
    request_id: int | None
    number: str | None
    crew: str | None
    alarm_id: int | None
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    """One crew on one request."""

    id: int
    request_id: int
    crew_id: int
    crew: str
    step: str
    offered_at: int
    accepted_at: int | None
    en_route_at: int | None
    on_site_at: int | None
    ended_at: int | None
    version: int


@dataclass(frozen=True, slots=True)
class ActChoice:
    """An act on a request as this seat may use it now; `why_not` is a refusal code with its facts, or None."""

    act: str
    why_not: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RequestDetail:
    """Everything the detail pane shows of one request."""

    row: QueueRow
    phone: str
    caller: str
    text: str
    channel: Channel
    outside_number: str
    reply_by: int | None
    access: str
    people: str
    note: str
    customer: CustomerRow | None
    premise: PremiseRow | None
    owner_name: str
    cycle: int
    safe_at: int | None
    held_until: int | None
    hold_reason: str | None
    disposition: str | None
    resolved_at: int | None
    closed_at: int | None
    flags: tuple[str, ...]
    clocks: tuple[ClockRow, ...]
    assignments: tuple[AssignmentRow, ...]
    calls: tuple[CallRow, ...]
    journal: tuple[JournalRow, ...]
    alarms: tuple["AlarmRow", ...]


@dataclass(frozen=True, slots=True)
class LevelRow:
    """One level of an alarm: when it was passed (the true time) and when that was recorded."""

    level: int
    due: int
    raised_at: int


@dataclass(frozen=True, slots=True)
class AlarmRow:
    """One alarm: a rule on one subject, whose level rises."""

    id: int
    rule: str
    request_id: int
    number: str
    kind: Kind
    priority: Priority
    district: str
    address: str
    clock: ClockKind
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


@dataclass(frozen=True, slots=True)
class CrewRow:
    """A crew on the board; the status is derived, never stored."""

    id: int
    code: str
    name: str
    district: str
    skills: tuple[str, ...]
    status: CrewStatus
    since: int | None
    job: str | None
    job_address: str | None
    next_job: str | None
    out_reason: str
    retired: bool


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """What happened, and the targets that follow; spans in ms, None = kind's default, -1 = no such clock."""

    code: str
    zh: str
    en: str
    kind: Kind
    priority: Priority
    skill: str
    dispatch: int | None
    arrival: int | None
    safe: int | None
    response: int | None
    resolution: int | None
    callback_share: float
    card: str
    retired: bool = False


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """One line of the policy table: the target of one clock for one scope, valid from an instant."""

    id: int
    scope: str
    key: str
    clock: ClockKind
    target_ms: int
    valid_from: int
    retired_at: int | None


@dataclass(frozen=True, slots=True)
class OperatorRow:
    """A person at a keyboard."""

    id: int
    login: str
    name: str
    initials: str
    roles: tuple[Role, ...]
    team: str
    department: str
    centre: str
    retired: bool


@dataclass(frozen=True, slots=True)
class EngineRow:
    """How the engine is: last sweep of any process, and the newest journal line."""

    swept_at: int | None
    sweeper: str
    journal_head: int


@dataclass(frozen=True, slots=True)
class NewRequest:
    """What intake asks the desk to save. Empty strings mean not given."""

    category: str
    phone: str = ""
    address: str = ""
    district: str = ""
    caller: str = ""
    text: str = ""
    access: str = ""
    people: str = ""
    note: str = ""
    priority: Priority | None = None
    channel: Channel = Channel.PHONE
    outside_number: str = ""
    reply_by: int | None = None
    customer_id: int | None = None
    premise_id: int | None = None
    received: int | None = None
    appointment: int | None = None
    follows_id: int | None = None
    draft_id: int | None = None
    token: str | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What every verb on a request returns after its commit."""

    id: int
    number: str
    version: int
    status: Status
    seq: int
    again: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A call being written down: kept field by field, outside the journal."""

    id: int
    received: int
    fields: Mapping[str, str]
    updated_at: int


@dataclass(frozen=True, slots=True)
class Swept:
    """What one sweep did: alarms new or risen, those found late, the oldest level instant among them."""

    raised: int
    late: int
    oldest_due: int | None


@dataclass(frozen=True, slots=True)
class DayFigures:
    """Today's figures for the monitor: promises kept of promises due, per clock, and calls per half hour."""

    since: int
    kept: Mapping[ClockKind, tuple[int, int]]
    calls: tuple[int, ...]
    live: int
    overdue: int


@dataclass(frozen=True, slots=True)
class ExportClock:
    """A clock as an export prints it."""

    kind: ClockKind
    cycle: int
    due: int
    target_ms: int | None
    state: Standing
    met_at: int | None
    breached_at: int | None
    late_s: int
