"""A figure, its budget, and the table that shows both."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.cells import cell_len

ROUNDS = 5
"""How often each thing is measured; the median counts."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured thing beside its measure.

    Args:
        raw: what it is compared with in the same run, or None when the budget is absolute.
        budget: the limit, in the unit of `judged`.
        judged: what the limit is for: ``ratio`` (ours / raw), ``ours``, or ``over`` (ours - raw).
        least: the limit is a floor, not a ceiling.
    """

    name: str
    ours: float
    raw: float | None
    budget: float
    unit: str
    judged: str = "ratio"
    least: bool = False

    @property
    def ratio(self) -> float | None:
        """Ours over raw, where there is something to compare with."""
        return self.ours / self.raw if self.raw else None

    @property
    def value(self) -> float:
        """The number that the budget limits."""
        if self.judged == "ratio":
            return self.ratio or 0.0
        return self.ours if self.judged == "ours" else self.ours - (self.raw or 0.0)

    @property
    def kept(self) -> bool:
        """True when the budget holds."""
        return self.value >= self.budget if self.least else self.value <= self.budget

    def cells(self) -> tuple[str, ...]:
        """The figure as a line of the table."""
        sign = ">=" if self.least else "<="
        limit = {
            "ratio": f"{sign} {self.budget:g}x",
            "ours": f"{sign} {self.budget:g} {self.unit}",
            "over": f"{sign} raw + {self.budget:g} {self.unit}",
        }[self.judged]
        return (
            self.name,
            f"{shown(self.ours)} {self.unit}",
            "-" if self.raw is None else f"{shown(self.raw)} {self.unit}",
            "-" if self.ratio is None else f"{self.ratio:.2f}x",
            limit,
            "yes" if self.kept else "NO",
        )


def shown(number: float) -> str:
    """Three significant digits, without an exponent."""
    if abs(number) >= 100:
        return f"{number:,.0f}"
    return f"{number:.1f}" if abs(number) >= 10 else f"{number:.3g}"


def table(figures: Sequence[Figure]) -> str:
    """The figures under their heads, columns aligned."""
    lines = [("name", "ours", "raw", "ratio", "budget", "ok"), *(figure.cells() for figure in figures)]
    widths = [max(cell_len(line[column]) for line in lines) for column in range(6)]
    return "\n".join(
        " | ".join(
            cell.ljust(width) if column in (0, 5) else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def cpu_ms(work: Callable[[], object]) -> float:
    """CPU milliseconds of this process (all threads, user and system) that `work` takes."""
    begun = time.process_time_ns()
    work()
    return (time.process_time_ns() - begun) / 1e6


def median(numbers: Sequence[float]) -> float:
    """The middle one."""
    return statistics.median(numbers)
