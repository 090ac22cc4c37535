"""The only reader of wall time: the system's clock, a clock that runs on from a given instant, and one set by hand.

Instants are integer milliseconds since 1970-01-01 UTC everywhere in the house.
"""

import time
from datetime import UTC, datetime
from typing import Protocol

SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR


class WallClock(Protocol):
    """Anything that can say what time it is."""

    def now(self) -> int:
        """The present instant in epoch milliseconds UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> int:
        return time.time_ns() // 1_000_000


class ShiftedClock:
    """A clock that starts at a given instant and runs on from there (drill databases, ``--now`` in the console)."""

    def __init__(self, start: int) -> None:
        self._start = start
        self._began = time.monotonic_ns()

    def now(self) -> int:
        return self._start + (time.monotonic_ns() - self._began) // 1_000_000


class HandClock:
    """A clock set by hand: it stands still until somebody moves it."""

    def __init__(self, start: int = 1_767_225_600_000) -> None:
        self._now = start

    def now(self) -> int:
        return self._now

    def set(self, instant: int) -> None:
        """Put the hand at `instant` (epoch ms), forwards or backwards."""
        self._now = instant

    def advance(self, *, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0) -> int:
        """Move the hand forward and return the new instant in epoch ms."""
        self._now += round(days * DAY + hours * HOUR + minutes * MINUTE + seconds * SECOND)
        return self._now


def monotonic_ms() -> int:
    """Milliseconds of the machine's steady clock; only differences mean anything."""
    return time.monotonic_ns() // 1_000_000


def to_iso(instant: int) -> str:
    """ISO 8601 UTC with ``Z``; fractions only when they are not zero (the export's form)."""
    moment = datetime.fromtimestamp(instant // 1000, UTC)
    millis = instant % 1000
    return moment.strftime("%Y-%m-%dT%H:%M:%S") + (f".{millis:03d}" if millis else "") + "Z"
