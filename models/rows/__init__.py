"""Frozen rows and asks: what looks and verbs return, and all that a screen may name of a request.

Queues, seats and customers have rooms of their own; everybody asks for any of them here.

Instants are epoch milliseconds UTC; ``None`` means there is none.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from models.rows.again import AgainRow as AgainRow
from models.rows.again import CallerRow as CallerRow
from models.rows.again import ClusterRow as ClusterRow
from models.rows.again import LinkRow as LinkRow
from models.rows.again import Place as Place
from models.rows.again import WaveCallRow as WaveCallRow
from models.rows.again import WaveRow as WaveRow
from models.rows.calls import CallFigures as CallFigures
from models.rows.calls import CallsNow as CallsNow
from models.rows.calls import MissedRow as MissedRow
from models.rows.calls import Pop as Pop
from models.rows.calls import Spoken as Spoken
from models.rows.campaigns import CampaignRow as CampaignRow
from models.rows.campaigns import HazardRow as HazardRow
from models.rows.campaigns import Inspected as Inspected
from models.rows.campaigns import InspectionFigure as InspectionFigure
from models.rows.campaigns import InspectionRow as InspectionRow
from models.rows.campaigns import NewCampaign as NewCampaign
from models.rows.campaigns import Planned as Planned
from models.rows.campaigns import VisitRow as VisitRow
from models.rows.customers import CallRow as CallRow
from models.rows.customers import CustomerRow as CustomerRow
from models.rows.customers import PremiseRow as PremiseRow
from models.rows.finding import FoundRow as FoundRow
from models.rows.finding import PremiseCard as PremiseCard
from models.rows.finding import WarningRow as WarningRow
from models.rows.finish import UNFINISHED as UNFINISHED
from models.rows.finish import FinishRow as FinishRow
from models.rows.goals import GoalFigureRow as GoalFigureRow
from models.rows.own import OfferRow as OfferRow
from models.rows.own import Own as Own
from models.rows.own import PromiseRow as PromiseRow
from models.rows.own import UnsavedEdit as UnsavedEdit
from models.rows.own import WaitingRow as WaitingRow
from models.rows.queues import DistrictCount as DistrictCount
from models.rows.queues import QueueCount as QueueCount
from models.rows.queues import QueueKey as QueueKey
from models.rows.queues import QueueRow as QueueRow
from models.rows.seats import Seat as Seat
from models.rows.stops import NewStop as NewStop
from models.rows.stops import StopArea as StopArea
from models.rows.stops import StopRow as StopRow
from models.rows.triage import Triaged as Triaged
from models.rows.triage import TriageRow as TriageRow
from models.vocabulary import Channel, ClockKind, ClockState, CrewStatus, Kind, Priority, Role, Standing, Status, Step


@dataclass(frozen=True, slots=True)
class ClockRow:
    """A stored clock, with what a screen or an export needs to judge it at any moment.

    `terms` is its target as JSON where two columns cannot hold it, `hours` the calendar that it names.
    """

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
    terms: str | None = None
    hours: Any = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class SegmentRow:
    """A part of a clock's life: ``running``, ``paused`` or ``closed``, from then until then."""

    word: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ExplainedClock:
    """A clock down to its segments, whose running ones sum to `elapsed_ms`.

    `whole_ms` is its target in its own time, with the `extra_ms` of an extension. `under`: when it would be due under
    each priority.
    """

    kind: ClockKind
    cycle: int
    started_at: int
    due_at: int
    stopped_at: int | None
    standing: Standing
    whole_ms: int
    extra_ms: int
    pinned: bool
    working_days: int | None
    days: int | None
    calendar: str
    elapsed_ms: int
    segments: tuple[SegmentRow, ...]
    under: Mapping[Priority, int]


@dataclass(frozen=True, slots=True)
class Explanation:
    """The clocks of one request at a moment."""

    number: str
    priority: Priority
    now: int
    clocks: tuple[ExplainedClock, ...]


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
    callers: tuple[CallerRow, ...] = ()
    linked: tuple[LinkRow, ...] = ()
    wave: WaveRow | None = None
    promises: tuple[PromiseRow, ...] = ()
    offer: OfferRow | None = None
    merged_into: str = ""
    premise_id: int | None = None
    triage: TriageRow | None = None
    finish: FinishRow = UNFINISHED


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
class IncidentRow:
    """An incident: the request that speaks for the others, and their numbers."""

    id: int
    parent_id: int
    number: str
    reason: str
    began_at: int
    by: str | None
    ended_at: int | None
    children: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """One leader of a major emergency: when they were told and when they said that they know."""

    leader: str
    name: str
    told_at: int
    received_at: int | None
    by: str | None


@dataclass(frozen=True, slots=True)
class MajorRow:
    """A major emergency and its receipts."""

    id: int
    request_id: int
    number: str
    kind: str
    note: str
    marked_at: int
    by: str | None
    receipts: tuple[ReceiptRow, ...]


@dataclass(frozen=True, slots=True)
class CrewTimerRow:
    """The timer of a crew that ends first (`models.timers`): its rule, since when, up to when, and on which request."""

    rule: str
    since: int
    due: int
    number: str


@dataclass(frozen=True, slots=True)
class CrewRow:
    """A crew on the board; the status is derived, never stored.

    `shift_ends`, `out_until` and `placed_at` are instants (ms UTC), None where nobody wrote them down. `job_id`,
    `priority` and `step` are those of the job, `place` is where the crew last said it was (degrees).
    """

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
    shift_ends: int | None = None
    out_until: int | None = None
    job_id: int | None = None
    priority: Priority | None = None
    step: Step | None = None
    timer: CrewTimerRow | None = None
    place: tuple[float, float] | None = None
    placed_at: int | None = None


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
    calendar: str = ""
    unit: str = ""
    days: int | None = None
    warn: str = ""
    pausing: str | None = None
    on_reopen: str = ""


@dataclass(frozen=True, slots=True)
class ContractRow:
    """A customer's own promise, from an instant to another (None: open end)."""

    code: str
    customer_id: int
    customer: str
    valid_from: int
    valid_to: int | None
    warn_days: int
    note: str
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
    leads: bool = False


@dataclass(frozen=True, slots=True)
class EngineRow:
    """How the engine is: last sweep of any process, and the newest journal line."""

    swept_at: int | None
    sweeper: str
    journal_head: int


@dataclass(frozen=True, slots=True)
class NewRequest:
    """What intake asks the desk to save. Empty strings mean not given.

    `follows_id` is a request that it refers to; `seen` the numbers, with commas, of those that were shown as perhaps
    the same matter. `on_line` says that the caller is still there: their call ends later, by `Calls.rung_off`.
    """

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
    homes: int | None = None
    outside_again: bool = False
    seen: str = ""
    call_id: int | None = None
    triage: Triaged | None = None
    on_line: bool = False


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
    """A call being written down: kept field by field, outside the journal; `owner` is named where it is another's.

    It has no `id` yet where it never reached the database.
    """

    id: int | None
    received: int
    fields: Mapping[str, str]
    updated_at: int
    owner: str = ""


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


@dataclass(frozen=True, slots=True)
class DayFigures:
    """Today's figures for the monitor: promises kept of promises due, per clock, and calls per half hour.

    `goals` are those that an admin has set for a promise, in percent; the others are the settings'.
    """

    since: int
    kept: Mapping[ClockKind, tuple[int, int]]
    calls: tuple[int, ...]
    live: int
    overdue: int
    goals: Mapping[ClockKind, float] = field(default_factory=dict)


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
