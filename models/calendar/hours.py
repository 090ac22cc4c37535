"""The hours of a day as people write them: ``["09:00", "17:00"]`` in wall-clock time, up to ``24:00``."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from itertools import pairwise
from typing import Any

from models.errors import Invalid
from models.wall import DAY, HOUR, MINUTE, SECOND

Segment = tuple[int, int]
"""From and to, in ms of the wall clock since the day's midnight."""

Day = tuple[Segment, ...]
"""The open segments of one day: ordered, apart or touching, never overlapping."""

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ALL_DAY: Day = ((0, DAY),)

_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")
_YEARLY = re.compile(r"--(\d{2})-(\d{2})")
_DATED = re.compile(r"\d{4}-\d{2}-\d{2}")
_LEAP_YEAR = 2000


def read_time(text: Any) -> int:
    """``09:00``, ``9:00``, ``23:59:59`` or ``24:00`` in ms since midnight."""
    found = _TIME.fullmatch(text) if isinstance(text, str) and text.isascii() else None
    if found is not None:
        hour, minute, second = (int(part or 0) for part in found.groups())
        ms = hour * HOUR + minute * MINUTE + second * SECOND
        if minute < 60 and second < 60 and ms <= DAY:
            return ms
    raise Invalid("calendar.time", f"{text!r} is no time of day.", "Write it as 09:00; 24:00 is the day's end.",
                  text=str(text))  # fmt: skip


def time_text(ms: int) -> str:
    """The text that :func:`read_time` reads back."""
    hours, rest = divmod(ms, HOUR)
    minutes, rest = divmod(rest, MINUTE)
    return f"{hours:02d}:{minutes:02d}" + (f":{rest // SECOND:02d}" if rest else "")


def read_day(data: Any, where: str) -> Day:
    """The segments of a day in order.

    Args:
        where: what the sentence of a refusal calls this day.

    Raises:
        Invalid: no list of pairs, an end that is not after its start, or two that overlap.
    """
    if not isinstance(data, list | tuple) or not all(isinstance(one, list | tuple) and len(one) == 2 for one in data):
        raise Invalid("calendar.segments", f"The hours of {where} are no list of pairs.",
                      'Write them as [["09:00", "17:00"]].', day=where)  # fmt: skip
    day = sorted((read_time(start), read_time(end)) for start, end in data)
    for start, end in day:
        if end <= start:
            span = f"{time_text(start)}-{time_text(end)}"
            raise Invalid("calendar.backwards", f"On {where} the hours {span} end before they begin.",
                          "Split hours that go past midnight at 24:00.", day=where, span=span)  # fmt: skip
    for (_, end), (start, _) in pairwise(day):
        if start < end:
            raise Invalid("calendar.overlap", f"On {where} two segments overlap at {time_text(start)}.",
                          "Write each hour once.", day=where, time=time_text(start))  # fmt: skip
    return tuple(day)


def day_json(day: Day) -> list[list[str]]:
    """The segments as they are written."""
    return [[time_text(start), time_text(end)] for start, end in day]


def read_week(data: Any) -> tuple[Day, ...]:
    """Seven days from Monday on; a day that is not named is closed."""
    named = _object(data, "week")
    for name in named:
        if name not in WEEKDAYS:
            raise Invalid("calendar.weekday", f"There is no day {name!r} in a week.", f"Use {', '.join(WEEKDAYS)}.",
                          day=str(name), allowed=", ".join(WEEKDAYS))  # fmt: skip
    return tuple(read_day(named.get(name, ()), name) for name in WEEKDAYS)


def read_dates(data: Any, what: str, read: Callable[[Any, str], Day] = read_day) -> dict[date, Day]:
    """Segments by date, in the order of the dates."""
    named = _object(data, what)
    return dict(sorted((read_date(text), read(day, str(text))) for text, day in named.items()))


def read_breaks(data: Any, where: str) -> Day:
    """What is cut out of a day; breaks may overlap, for they are cut out once."""
    day: list[Segment] = []
    for one in data if isinstance(data, list | tuple) else (data,):
        day += read_day([one], where)
    joined: list[Segment] = []
    for start, end in sorted(day):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def read_date(text: Any) -> date:
    """``2024-12-25``."""
    try:
        return date.fromisoformat(text if _DATED.fullmatch(str(text)) else "")
    except (TypeError, ValueError) as error:
        raise Invalid("calendar.date", f"{text!r} is no date.", "Write it as 2024-12-25.", text=str(text)) from error


def read_holidays(data: Any) -> tuple[frozenset[date], frozenset[tuple[int, int]]]:
    """Dated holidays, and the month and day of the yearly ones (``--12-25``)."""
    if not isinstance(data, list | tuple | set | frozenset):
        raise Invalid("calendar.holidays", "The holidays are no list of dates.",
                      'Write them as ["2024-12-25", "--12-25"].')  # fmt: skip
    dated, yearly = set(), set()
    for text in data:
        found = _YEARLY.fullmatch(text) if isinstance(text, str) else None
        if found is None:
            dated.add(read_date(text))
        else:
            # In a leap year every month and day exists that ever does.
            day = read_date(f"{_LEAP_YEAR}-{found[1]}-{found[2]}")
            yearly.add((day.month, day.day))
    return frozenset(dated), frozenset(yearly)


def without(day: Day, breaks: Day) -> Day:
    """The parts of the day that no break covers."""
    for begin, finish in breaks:
        cut: list[Segment] = []
        for start, end in day:
            cut += [(start, min(end, begin))] * (start < begin) + [(max(start, finish), end)] * (finish < end)
        day = tuple(cut)
    return day


def _object(data: Any, what: str) -> Mapping[Any, Any]:
    if not isinstance(data, Mapping):
        raise Invalid("calendar.shape", f"'{what}' of the calendar is no object.",
                      "Write it as an object with a list of hours for each day.", field=what)  # fmt: skip
    return data
