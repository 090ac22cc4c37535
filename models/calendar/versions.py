"""A stored version of a calendar, and a clock that a new one would move: what looks and verbs return."""

import json
from dataclasses import dataclass
from functools import lru_cache

from models.calendar.working import Calendar
from models.vocabulary import ClockKind


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """One version of a calendar. `body` is its JSON, `zone` the zone of its hours, instants are epoch ms UTC."""

    code: str
    version: int
    zone: str
    body: str
    zh: str
    en: str
    valid_from: int
    retired_at: int | None

    @property
    def calendar(self) -> Calendar:
        """The calendar itself; the same one for the same text."""
        return calendar_of(self.body, self.zone)


@dataclass(frozen=True, slots=True)
class MovedClock:
    """An open clock whose due time another version would change."""

    number: str
    clock: ClockKind
    cycle: int
    due_at: int
    due_then: int


@lru_cache(maxsize=256)
def calendar_of(body: str, zone: str) -> Calendar:
    """The calendar of a stored text; what was worked out for it is kept with it."""
    return Calendar.from_json(json.loads(body), zone)


def body_of(calendar: Calendar) -> str:
    """The text under which a calendar is stored: the same for equal calendars."""
    return json.dumps(calendar.as_json(), ensure_ascii=False, separators=(",", ":"))
