"""What the desk is set up with: categories, policies, contracts, operators, and whether its engine runs."""

from dataclasses import dataclass

from models.vocabulary import ClockKind, Kind, Priority, Role


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
