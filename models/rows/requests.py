"""One request: its journal, its jobs, what may be done to it; what opens it, and what a verb answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from models.rows.aftercare import NOTHING_AFTER, AfterRow
from models.rows.again import CallerRow, LinkRow, WaveRow
from models.rows.alarms import AlarmRow
from models.rows.clocks import ClockRow
from models.rows.customers import CallRow, CustomerRow, PremiseRow
from models.rows.finish import UNFINISHED, FinishRow
from models.rows.own import OfferRow, PromiseRow
from models.rows.queues import QueueRow
from models.rows.triage import Triaged, TriageRow
from models.vocabulary import Channel, ClockKind, Priority, Standing, Status


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
    after: AfterRow = NOTHING_AFTER


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
