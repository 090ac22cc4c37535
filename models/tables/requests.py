"""A request, its clocks and the calls about it."""

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.tables.columns import Big, instant, key, may_refer, maybe_instant, one_of, partial, refers
from models.vocabulary import NEVER, Channel, ClockKind, Direction, Kind, Priority, Status

_LIVE = "status IN ('open', 'working', 'held')"
_FIGURES = ("kind", "district", "next_due_at", "id", "next_warn_at", "priority", "next_clock", "next_pause_from",
            "next_pause_until", "received")  # fmt: skip
"""A district's pages, and all that counts and the supervisor's matrix ask of a live request, without its row."""

_HELD = "status = 'held'"
_MERGED = "merged_into IS NOT NULL"
_QUIET = "status = 'resolved' AND NOT callback_due"
_OWES = "next_clock = 'reply' AND status IN ('resolved', 'closed')"
_CALL_BACKS = "status = 'resolved' AND callback_due"
_RETURNED = "status = 'open' AND returns > 1"
_OUTSIDE = "outside_number <> ''"
_HOUSED = "status IN ('open', 'working', 'held') AND house <> ''"
_PLACED = "status IN ('open', 'working', 'held') AND latitude IS NOT NULL"
_ENDED = "status IN ('resolved', 'closed', 'cancelled')"


class Request(SQLModel, table=True):
    """One piece of work asked of the utility.

    ``next_*`` mirror the running clock that is due first (`models.sla.soonest`), so that a queue reads one index.
    `next_due_at` is ``NEVER`` when no clock runs. Only a draft (or a discarded one) may lack category
    and number. `version` guards the minutes between a person's read and write. `homes` is how many an outage has hit.
    `house`, `latitude` and `longitude` are where it is, as the next caller about it is recognised.
    """

    __tablename__ = "request"
    __table_args__ = (
        one_of("kind", Kind),
        one_of("priority", Priority),
        one_of("status", Status),
        CheckConstraint("category IS NOT NULL OR number IS NULL", name="category_given"),
        partial("request_queue", "kind", "next_due_at", "id", where=_LIVE),
        partial("request_figures", *_FIGURES, where=_LIVE),
        partial("request_held", "held_until", where=_HELD),
        partial("request_quiet", "resolved_at", where=_QUIET),
        partial("request_merged", "merged_into", where=_MERGED),
        partial("request_drafts", "owner_id", where="status = 'draft'"),
        partial("request_returned", "id", where=_RETURNED),
        partial("request_owes", "next_due_at", "id", where=_OWES),
        partial("request_outside", "outside_number", where=_OUTSIDE),
        partial("request_house", "house", where=_HOUSED),
        partial("request_spot", "latitude", "longitude", where=_PLACED),
        partial("request_ended", "state_since", "house", "premise_id", "latitude", "longitude", where=_ENDED),
        partial("request_follows", "follows_id", where="follows_id IS NOT NULL"),
        partial("request_owned", "owner_id", "next_due_at", "id", where=_LIVE),
        partial("request_callbacks", "owner_id", where=_CALL_BACKS),
        partial("request_owing_a_call", "resolved_at", where=_CALL_BACKS),
    )
    id: int | None = key()
    serial: int | None = Field(default=None, unique=True)
    number: str | None = Field(default=None, unique=True)
    external_id: str | None = Field(default=None, unique=True)
    external_digest: str | None = None
    kind: str
    category: str | None = Field(default=None, foreign_key="category.code")
    priority: str
    status: str = Status.DRAFT.value
    channel: str = Channel.PHONE.value
    outside_number: str = ""
    reply_by: int | None = maybe_instant()
    district: str = ""
    address: str = ""
    phone: str = Field(default="", index=True)
    caller: str = ""
    text: str = ""
    access: str = ""
    people: str = ""
    note: str = ""
    customer_id: int | None = may_refer("customer.id", index=True)
    premise_id: int | None = may_refer("premise.id", index=True)
    owner_id: int | None = may_refer("operator.id")
    received: int = instant(index=True)
    cycle: int = 1
    state_since: int = instant()
    safe_at: int | None = maybe_instant()
    source_verified: bool = False
    held_until: int | None = maybe_instant()
    hold_reason: str | None = None
    hold_pausing: bool = False
    holds: int = 0
    returns: int = 0
    disposition: str | None = None
    result: str | None = None
    resolved_at: int | None = maybe_instant()
    resolved_by: int | None = may_refer("operator.id")
    closed_at: int | None = maybe_instant()
    score_speed: int | None = None
    score_attitude: int | None = None
    score_quality: int | None = None
    callback_due: bool = False
    flags: str = ""
    follows_id: int | None = may_refer("request.id")
    draft_fields: str | None = None
    next_clock: str | None = None
    next_due_at: int = Field(default=NEVER, sa_type=Big)
    next_warn_at: int = Field(default=NEVER, sa_type=Big)
    next_pause_from: int | None = maybe_instant()
    next_pause_until: int | None = maybe_instant()
    version: int = 1
    merged_into: int | None = may_refer("request.id")
    merged_at: int | None = maybe_instant()
    homes: int | None = None
    house: str = ""
    latitude: float | None = None
    longitude: float | None = None


_RUNNING = "state = 0"
_STOPPED = "state = 1"


class Clock(SQLModel, table=True):
    """The index of `models.sla.clocks`: one promise of one cycle. Rebuildable from the journal at any time.

    `alarm_at` is the instant of the next level without a ledger row (NULL when all are recorded); it carries the sweep.
    `pauses` is a JSON list of ``[from, to]`` spans; `terms` the target as JSON where two columns cannot hold it.
    """

    __tablename__ = "clock"
    __table_args__ = (
        one_of("kind", ClockKind),
        UniqueConstraint("request_id", "kind", "cycle"),
        partial("clock_alarm", "alarm_at", "id", where=_RUNNING),
        partial("clock_due", "due_at", "id", where=_RUNNING),
        partial("clock_stopped", "stopped_at", where=_STOPPED),
    )
    id: int | None = key()
    request_id: int = refers("request.id")
    kind: str
    cycle: int = 1
    started_at: int = instant()
    target_ms: int | None = maybe_instant()
    pinned: bool = False
    due_at: int = instant()
    warn_at: int = instant()
    stopped_at: int | None = maybe_instant()
    state: int = 0
    pauses: str = "[]"
    alarm_at: int | None = maybe_instant()
    alarm_level: int | None = None
    terms: str | None = None


_PROMISED = "promised_at IS NOT NULL AND kept_at IS NULL"


_WAITING = "answered_at IS NULL AND ended_at IS NULL"
_MISSED = "answered_at IS NULL AND ended_at IS NOT NULL AND kept_at IS NULL"
_UNWRAPPED = "answered_at IS NOT NULL AND wrap_up IS NULL"


class Call(SQLModel, table=True):
    """One contact on the line; it opens a request, joins one, chases one, or is only answered.

    `rang_at` is since when the caller waited (None: nobody knows), `operator_id` who answered, `offered_to` at whom it
    rings. A call that ended unanswered was missed. `promised_at` is until when the caller is to be called back,
    `kept_at` when that was seen to be done. A `phantom` is a row of a telephone system for a call that never was: kept,
    counted nowhere.
    """

    __tablename__ = "call"
    __table_args__ = (
        one_of("direction", Direction),
        partial("call_promised", "promised_at", where=_PROMISED),
        partial("call_waiting", "rang_at", where=_WAITING),
        partial("call_missed", "phone", "ended_at", where=_MISSED),
        partial("call_unwrapped", "operator_id", "answered_at", where=_UNWRAPPED),
    )
    id: int | None = key()
    request_id: int | None = may_refer("request.id", index=True)
    phone: str = ""
    line: str = ""
    answered_at: int | None = Field(default=None, sa_type=Big, index=True)
    ended_at: int | None = maybe_instant()
    operator_id: int | None = may_refer("operator.id")
    wrap_up: str | None = None
    note: str = ""
    promised_at: int | None = maybe_instant()
    kept_at: int | None = maybe_instant()
    external_id: str | None = Field(default=None, unique=True)
    external_digest: str | None = None
    direction: str = Direction.IN.value
    rang_at: int | None = Field(default=None, sa_type=Big, index=True)
    offered_to: int | None = may_refer("operator.id")
    agent: str = ""
    queue: str = ""
    recording: str = ""
    phantom: bool = False
