"""Crews on the board, and how long their steps may last."""

from dataclasses import dataclass

from models.vocabulary import CrewStatus, Priority, Step


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
