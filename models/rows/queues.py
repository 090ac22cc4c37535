"""A request as a line of a queue, its place there, and the counts that stand over the queues."""

from dataclasses import dataclass

from models.vocabulary import Board, ClockKind, Kind, Priority, Status


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One line of a live queue. The shown clock is the running one that is due first.

    `callers` have rung about it or about the `children` that follow it in an incident; what is `folded` follows
    another itself, and has no line of its own.
    """

    id: int
    number: str
    kind: Kind
    category: str
    category_zh: str
    category_en: str
    priority: Priority
    status: Status
    board: Board
    state_since: int
    district: str
    address: str
    note: str
    hazard: bool
    crews: tuple[str, ...]
    owner: str
    clock: ClockKind | None
    due_at: int
    warn_at: int
    pause_from: int | None
    pause_until: int | None
    received: int
    version: int
    callers: int = 1
    children: int = 0
    folded: bool = False


@dataclass(frozen=True, slots=True)
class QueueKey:
    """Where a page begins: rows strictly after this (due, id) pair."""

    due_at: int
    id: int


@dataclass(frozen=True, slots=True)
class QueueCount:
    """Figures of one queue at a moment: open requests, breached ones (`life`: severity 3, `late`: 2), and warnings
    (`soon`: a P1's life clock, severity 2; `due`: the others, 1)."""

    kind: Kind
    open: int
    life: int
    late: int
    soon: int
    due: int


@dataclass(frozen=True, slots=True)
class DistrictCount:
    """One cell row of the supervisor's matrix: the figures of a queue in one district."""

    district: str
    kind: Kind
    open: int
    life: int
    late: int
    soon: int
    due: int
    oldest: int | None
