"""How long a promise is, at which parts of it somebody is told, and the form in which a journal line keeps that."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

from models.vocabulary import ClockKind
from models.wall import HOUR

WARNINGS = (75, 90)
"""Percent of a clock's own time at which a warning rises, unless its target names others."""

BROKEN = (100, 125, 150, 200)
"""Percent at which a broken promise rises: the breach, and how far beyond it."""

LEVELS = (*WARNINGS, *BROKEN)

ALWAYS = (ClockKind.RESPONSE, ClockKind.RESOLUTION)
DEFAULT_TARGETS: Mapping[ClockKind, int] = {ClockKind.RESPONSE: 24 * HOUR, ClockKind.RESOLUTION: 72 * HOUR}

WHOLE, LEFT, NONE = "whole", "left", "none"
"""What a reopened request gets of a target: all of it again, what was left (a third at least), or no such clock."""

ON_REOPEN: Mapping[ClockKind, str] = {ClockKind.RESPONSE: WHOLE, ClockKind.RESOLUTION: LEFT}
"""Rule 7; every other clock is not promised a second time."""


class Hours(Protocol):
    """What a clock asks of a working calendar (`models.calendar.Calendar` is one)."""

    def working(self, start: int, end: int) -> int:
        """Working ms between two instants."""
        ...

    def add(self, start: int, ms: int) -> int:
        """The instant at which so many working ms after `start` are used up."""
        ...

    def add_working_days(self, start: int, n: int) -> int:
        """The same time of day `n` working days later."""
        ...

    def add_days(self, start: int, n: int) -> int:
        """The same wall-clock time `n` calendar days later."""
        ...

    def closed(self, start: int, end: int) -> Iterable[tuple[int, int]]:
        """The spans between two instants in which nobody works."""
        ...


Calendars = Mapping[str, Hours]
"""Frozen calendars by ``code@version``: what a target names never changes under it."""

NO_CALENDARS: Calendars = {}


@dataclass(frozen=True, slots=True)
class Target:
    """One promise: a length, counted from the start of its clock, or the instant it was fixed at.

    Args:
        ms: milliseconds; of working time if there is a `calendar`, else of elapsed time.
        pin: the instant it was fixed at by hand or for an appointment; nothing moves it.
        working_days, days: so many working days, or calendar days, of `calendar`.
        calendar: ``code@version`` of the calendar it is counted on; empty: every second counts.
        extra: milliseconds by which it was extended, in the same kind of time.
        warn: its own warning levels in percent, each below 100; None: :data:`WARNINGS`.
        reopen: ``whole``, ``left`` or ``none``; empty: :data:`ON_REOPEN`.
        pausing: the hold reasons that pause it; None: those of the vocabulary.
    """

    ms: int | None = None
    pin: int | None = None
    working_days: int | None = None
    days: int | None = None
    calendar: str = ""
    extra: int = 0
    warn: tuple[int, ...] | None = None
    reopen: str = ""
    pausing: tuple[str, ...] | None = None

    @property
    def plain(self) -> bool:
        """Elapsed time or an instant, with nothing said beside it: two columns hold it."""
        return not (self.calendar or self.extra or self.reopen) and self.warn is None and self.pausing is None

    @property
    def levels(self) -> tuple[int, ...]:
        """The percents at which its alarm rises."""
        return LEVELS if self.warn is None else (*self.warn, *BROKEN)

    def on_reopen(self, kind: ClockKind) -> str:
        """What a reopened request gets of it."""
        return self.reopen or ON_REOPEN.get(kind, NONE)

    def for_ms(self, ms: int, *, calendar: str = "") -> "Target":
        """Another length under the same conditions; it is not extended any more."""
        return replace(self, ms=ms, pin=None, working_days=None, days=None, calendar=calendar, extra=0)

    def at(self, pin: int) -> "Target":
        """An instant under the same conditions."""
        return replace(self, ms=None, pin=pin, working_days=None, days=None, calendar="", extra=0)

    def as_json(self) -> dict[str, Any]:
        """The form in which a journal line keeps it."""
        out: dict[str, Any] = {"pin": self.pin} if self.pin is not None else self._length()
        if self.plain:
            return out
        said = {"calendar": self.calendar, "extra": self.extra, "reopen": self.reopen}
        out |= {name: value for name, value in said.items() if value}
        listed = {"warn": self.warn, "pausing": self.pausing}
        return out | {name: list(value) for name, value in listed.items() if value is not None}

    def _length(self) -> dict[str, Any]:
        if self.working_days is not None:
            return {"working_days": self.working_days}
        return {"ms": self.ms or 0} if self.days is None else {"days": self.days}

    @staticmethod
    def stored(ms: int | None, pin: int | None, terms: str | None) -> "Target":
        """A target as the clock table keeps it: two columns, or its JSON where they cannot hold it."""
        return Target(ms, pin) if terms is None else Target.from_json(json.loads(terms))

    @property
    def terms(self) -> str | None:
        """What the clock table keeps of it beside the two columns, or None."""
        return None if self.plain else json.dumps(self.as_json(), sort_keys=True, separators=(",", ":"))

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> "Target":
        """A target as :meth:`as_json` wrote it."""
        if len(data) == 1 and "ms" in data:
            return Target(data["ms"])
        lists = {name: tuple(data[name]) for name in ("warn", "pausing") if name in data}
        return Target(**{**data, **lists})


Targets = Mapping[ClockKind, Target]


def targets_as_json(targets: Targets) -> dict[str, dict[str, Any]]:
    """Targets as a journal line keeps them, by clock kind."""
    return {kind.value: target.as_json() for kind, target in targets.items()}
