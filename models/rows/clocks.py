"""The clocks of a request as screens see them, and how each comes to its figures."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from models.vocabulary import ClockKind, ClockState, Priority, Standing


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
