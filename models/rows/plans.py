"""Emergency plans under way, and their versions, as frozen rows."""

from dataclasses import dataclass

from models.plans import Plan


@dataclass(frozen=True, slots=True)
class PlanVersionRow:
    """One version of a plan in a list."""

    code: str
    version: int
    zh: str
    en: str
    levels: int
    steps: int
    approved_by: str
    approved_at: int | None
    made_at: int
    made_by: str
    current: bool
    retired: bool


@dataclass(frozen=True, slots=True)
class TickRow:
    """A step of a plan under way; `place` counts from 1."""

    place: int
    step: str
    zh: str
    en: str
    owner_zh: str
    owner_en: str
    level: int
    due_at: int | None
    done_at: int | None
    done_by: str
    note: str

    def late(self, now: int) -> bool:
        """Is it past its time (epoch ms), or was it done after it?"""
        return self.due_at is not None and (now if self.done_at is None else self.done_at) > self.due_at


@dataclass(frozen=True, slots=True)
class PlanRunRow:
    """A plan under way on a request, in the version it was started in."""

    id: int
    request_id: int
    number: str
    plan: Plan
    level: int
    started_at: int
    started_by: str
    steps: tuple[TickRow, ...]
    reviewed_at: int | None
    reviewed_by: str
    review: str

    @property
    def done(self) -> int:
        """How many steps are ticked."""
        return sum(one.done_at is not None for one in self.steps)

    @property
    def code(self) -> str:
        """The plan's code."""
        return self.plan.code
