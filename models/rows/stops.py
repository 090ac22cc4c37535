"""Planned stops of supply, asked for and as they stand."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from models.vocabulary import StopState
from models.wall import DAY

SOON = DAY
"""Before its beginning, and after its end, a stop is shown to who calls from there for so long."""


@dataclass(frozen=True, slots=True)
class StopArea:
    """A part of a stop's area, and the task that lights up again there."""

    kind: str
    words: str
    premise_id: int | None = None
    task: str = ""


@dataclass(frozen=True, slots=True)
class StopRow:
    """A planned stop; `state` is derived from the moment at which it was asked for."""

    id: int
    external_id: str | None
    district: str
    areas: tuple[StopArea, ...]
    from_at: int
    restore_at: int
    reason: str
    homes: int | None
    notice_ms: int
    told_whom: str
    told_how: str
    notified_at: int | None
    notified_by: str
    planned_at: int
    planned_by: str
    restored_at: int | None
    cancelled_at: int | None
    cancelled_reason: str
    version: int
    state: StopState

    @property
    def unannounced(self) -> bool:
        """Is it still ahead or under way, and was nobody told?"""
        return self.notified_at is None and self.state in (StopState.PLANNED, StopState.RUNNING, StopState.OVERDUE)


@dataclass(frozen=True, slots=True)
class NewStop:
    """What the desk is asked to plan; `streets` and `buildings` as they are written, `premises` by id."""

    from_at: int
    restore_at: int
    district: str = ""
    streets: Sequence[str] = field(default_factory=tuple)
    buildings: Sequence[str] = field(default_factory=tuple)
    premises: Sequence[int] = field(default_factory=tuple)
    reason: str = ""
    homes: int | None = None
    notice_ms: int = DAY
    external_id: str | None = None


def state_at(now: int, from_at: int, restore_at: int, restored_at: int | None, cancelled_at: int | None) -> StopState:
    """Where a stop stands at `now` (epoch ms)."""
    if cancelled_at is not None:
        return StopState.CANCELLED
    if restored_at is not None:
        return StopState.RESTORED
    if now < from_at:
        return StopState.PLANNED
    return StopState.RUNNING if now <= restore_at else StopState.OVERDUE
