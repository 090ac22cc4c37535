"""How a queue row stands at a moment: severity, word and remaining time, from the row and now alone."""

from dataclasses import dataclass

from models.alarming import severity
from models.rows import QueueRow
from models.vocabulary import NEVER


@dataclass(frozen=True, slots=True)
class Judged:
    """A row at a moment. `remaining`: ms (negative: overdue), None where no clock runs; it stands still in a pause.

    `word` is ``late``, ``due``, ``wait`` or empty; `severity` is the alarm's (`models.alarming.severity`), 0 calm.
    """

    severity: int
    word: str
    remaining: int | None
    paused: bool


def judge(row: QueueRow, now: int) -> Judged:
    """The row's standing at `now` (epoch ms); touches no database, so it may run on every tick."""
    if row.clock is None or row.due_at >= NEVER:
        return Judged(0, "", None, False)
    if row.pause_from is not None and row.pause_until is not None and row.pause_from <= now < row.pause_until:
        # A pause moves the due time to beyond its end, unless the promise was broken before it began.
        still = row.pause_until if row.due_at >= row.pause_until else row.pause_from
        return Judged(0, "wait", row.due_at - still, True)
    remaining = row.due_at - now
    if remaining < 0:
        return Judged(severity(row.clock, row.priority, 100), "late", remaining, False)
    if now > row.warn_at:
        return Judged(severity(row.clock, row.priority, 75), "due", remaining, False)
    return Judged(0, "", remaining, False)
