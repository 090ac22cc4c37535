"""A moment as a person types it (`18:00`, `+2h`, `11-23 09:30`, `明天 9:00`), read as an instant in the desk's zone."""

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from models.wall import DAY, HOUR, MINUTE

_DAYS = {"今天": 0, "today": 0, "明天": 1, "tomorrow": 1, "后天": 2}
_SPAN = re.compile(r"\+\s*(?:(\d{1,3})d)?\s*(?:(\d{1,3})h)?\s*(?:(\d{1,4})m?)?")
_CLOCK = re.compile(r"(\d{1,2})(?::(\d{2}))?(?::(\d{2}))?")
_DATE = re.compile(r"(?:(\d{4})[-/.])?(\d{1,2})[-/.](\d{1,2})")


def read_instant(text: str, now: int, zone: str, *, past: bool = False) -> int | None:
    """The instant (epoch ms) that `text` means at `now`, or None if it means nothing.

    A bare time of day is the next one to come, or with `past` the last one that was. A date alone is its last minute.
    """
    words = unicodedata.normalize("NFKC", text).strip().lower().split()
    if not words:
        return None
    span = _SPAN.fullmatch("".join(words))
    if span and any(span.groups()):
        days, hours, minutes = (int(part or 0) for part in span.groups())
        return now + days * DAY + hours * HOUR + minutes * MINUTE
    here = datetime.fromtimestamp(now // 1000, UTC).astimezone(ZoneInfo(zone))
    day = _day_of(words[0], here.date())
    clock = _clock_of(words[-1]) if len(words) > 1 or day is None else time(23, 59)
    if len(words) > 2 or clock is None or (len(words) == 2 and day is None):
        return None
    chosen = _instant(day or here.date(), clock, zone)
    if day is None and past and chosen > now:
        chosen = _instant(here.date() - timedelta(days=1), clock, zone)
    if day is None and not past and chosen <= now:
        chosen = _instant(here.date() + timedelta(days=1), clock, zone)
    return chosen


def _day_of(word: str, today: date) -> date | None:
    if word in _DAYS:
        return today + timedelta(days=_DAYS[word])
    match = _DATE.fullmatch(word)
    if not match:
        return None
    year, month, day = (int(part) if part else 0 for part in match.groups())
    try:
        found = date(year or today.year, month, day)
        return found if year or found >= today - timedelta(days=180) else found.replace(year=today.year + 1)
    except ValueError:
        return None


def _clock_of(word: str) -> time | None:
    if re.fullmatch(r"\d{4}", word):
        word = f"{word[:2]}:{word[2:]}"
    match = _CLOCK.fullmatch(word)
    if not match:
        return None
    hour, minute, second = (int(part or 0) for part in match.groups())
    return time(hour, minute, second) if hour < 24 and minute < 60 and second < 60 else None


def _instant(day: date, clock: time, zone: str) -> int:
    return int(datetime.combine(day, clock, ZoneInfo(zone)).timestamp() * 1000)
