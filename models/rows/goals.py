"""Rows about goals: what a figure came to in one period."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GoalFigureRow:
    """A goal's figure in one period (ms UTC), as the engine saw it last."""

    subject: str
    goal: str
    since: int
    until: int
    updated_at: int
    least: bool
    bound: float
    value: float | None
    unit: str
    n: int
    low: float | None
    high: float | None
    remark: str
    crossed: bool
    breached_at: int | None
