"""How much is done in one transaction, so that nobody waits long for the write lock on a slow machine either."""

from dataclasses import dataclass

AIM = 20
"""Milliseconds that one transaction of the engine should hold the write lock; it must stay below 50."""


@dataclass(slots=True)
class Pace:
    """The number of rows of the next transaction, learned from how long the last one took."""

    size: int
    most: int = 400
    least: int = 5

    def took(self, rows: int, ms: int) -> None:
        """So many rows took so many milliseconds; the next transaction takes as many as fit, at most twice as many."""
        if rows < self.size and ms <= AIM:
            return  # a rest says nothing about a full one
        fits = rows * AIM // max(1, ms)
        self.size = max(self.least, min(self.most, 2 * self.size, fits))
