"""A working calendar: which instants are open, and arithmetic on open time, working days and calendar days.

Instants are epoch ms UTC, spans ms. A segment is open from its first instant up to, and without, its last: what is
received at the closing instant belongs to the next opening. Hours are wall-clock time of the calendar's zone, elapsed
time is counted in UTC: a day on which the clocks change has the hours it has.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from models.calendar.hours import (
    ALL_DAY,
    WEEKDAYS,
    Day,
    day_json,
    read_breaks,
    read_dates,
    read_holidays,
    read_week,
    without,
)
from models.calendar.timeline import EARLIEST, FARTHEST, LATEST, YEARS, Timeline, beyond
from models.errors import Invalid
from models.instants import zone_of
from models.wall import DAY

ROUND_THE_CLOCK = "24x7"
FIELDS = ("week", "shifts", "breaks", "holidays")

Span = tuple[int, int]


@dataclass(frozen=True, eq=False)
class Calendar:
    """Hours of a week, and the dates that differ from it.

    A date's hours are, the first that is given: none, if it is one of the dated `holidays`; those of its shift; none,
    if it falls on one of the `yearly` holidays (month and day); those of its weekday. Breaks are cut out of them.

    Raises:
        Invalid: the zone is unknown, or no second is ever open (``calendar.closed``).
    """

    zone: str
    week: tuple[Day, ...]
    shifts: Mapping[date, Day] = field(default_factory=dict)
    breaks: Mapping[date, Day] = field(default_factory=dict)
    holidays: frozenset[date] = frozenset()
    yearly: frozenset[tuple[int, int]] = frozenset()
    always: bool = field(init=False)
    _timeline: Timeline = field(init=False, repr=False)

    def __post_init__(self) -> None:
        plain = not (self.breaks or self.holidays or self.yearly or self.shifts)
        object.__setattr__(self, "always", plain and all(_whole(day) for day in self.week))
        object.__setattr__(self, "_timeline", Timeline(zone_of(self.zone), self.hours))
        if not self._ever_open():
            raise Invalid("calendar.closed", "This calendar has no open second.", "Give it some hours.")

    @staticmethod
    def round_the_clock(zone: str) -> "Calendar":
        """Open at every instant."""
        return Calendar(zone, (ALL_DAY,) * 7)

    @staticmethod
    def from_json(data: Any, zone: str) -> "Calendar":
        """``"24x7"``, or an object with `week`, `holidays`, `shifts` and `breaks`; other keys mean nothing.

        Raises:
            Invalid: hours that overlap or end before they begin, an unknown day or zone, no open second.
        """
        if data == ROUND_THE_CLOCK:
            return Calendar.round_the_clock(zone)
        if not isinstance(data, Mapping):
            raise Invalid("calendar.unreadable", "This is no calendar.", 'Write "24x7", or an object with a week.')
        given = {name: data[name] for name in FIELDS if data.get(name) is not None}
        dated, yearly = read_holidays(given.get("holidays", ()))
        shifts = read_dates(given.get("shifts", {}), "shifts")
        breaks = read_dates(given.get("breaks", {}), "breaks", read_breaks)
        return Calendar(zone, read_week(given.get("week", {})), shifts, breaks, dated, yearly)

    def as_json(self) -> Any:
        """What :meth:`from_json` reads back, in one order."""
        if self.always:
            return ROUND_THE_CLOCK
        holidays = [*(f"--{month:02d}-{day:02d}" for month, day in sorted(self.yearly)),
                    *(day.isoformat() for day in sorted(self.holidays))]  # fmt: skip
        out: dict[str, Any] = {"week": {name: day_json(d) for name, d in zip(WEEKDAYS, self.week, strict=True) if d}}
        out |= {"holidays": holidays} if holidays else {}
        for name, dates in (("shifts", self.shifts), ("breaks", self.breaks)):
            out |= {name: {day.isoformat(): day_json(dates[day]) for day in sorted(dates)}} if dates else {}
        return out

    def hours(self, day: date) -> Day:
        """The open segments of a date, in wall-clock ms since its midnight."""
        if day in self.holidays:
            return ()
        shift = self.shifts.get(day)
        if shift is None:
            shift = () if (day.month, day.day) in self.yearly else self.week[day.weekday()]
        cut = self.breaks.get(day)
        return without(shift, cut) if cut else shift

    def working(self, start: int, end: int) -> int:
        """Open ms between two instants; 0 if the second is not the later one."""
        if end <= start:
            return 0
        if self.always:
            return end - start
        first, last = self._timeline.year_of(start), self._timeline.year_of(end)
        whole = sum(self._timeline.year(number).total for number in range(first, last))
        return whole - self._timeline.year(first).upto(start) + self._timeline.year(last).upto(end)

    def add(self, start: int, ms: int) -> int:
        """The instant when `ms` of open time have passed since `start`; a negative `ms` counts back.

        What is used up exactly at closing ends at the closing instant, counted back exactly at the opening one.
        With 0 it is the first open instant from `start` on.

        Raises:
            Invalid: there is not so much open time within reach.
        """
        if self.always:
            return _within(start + ms)
        if ms == 0:
            return self._opening(start)
        number = self._timeline.year_of(start)
        year = self._timeline.year(number)
        place = year.upto(start) + ms
        while place > year.total:
            place -= year.total
            number += 1
            year = self._timeline.year(number)
        while place < 0:
            number -= 1
            year = self._timeline.year(number)
            place += year.total
        at = (bisect_left(year.used, place) if ms > 0 else bisect_right(year.used, place)) - 1
        return year.starts[at] + place - year.used[at]

    def add_working_days(self, start: int, n: int) -> int:
        """The same time of day `n` working days later (earlier, if negative).

        A start outside the hours first moves to the next opening; counting back, the closing instant is still inside.
        A working day is a date with an open instant.
        """
        begin, day, ms = self._seated(start, back=n < 0)
        if n == 0:
            return begin
        number = self._timeline.year_of(begin)
        year = self._timeline.year(number)
        place = bisect_left(year.working, day) + n
        while place >= len(year.working):
            place -= len(year.working)
            number += 1
            year = self._timeline.year(number)
        while place < 0:
            number -= 1
            year = self._timeline.year(number)
            place += len(year.working)
        return self._timeline.instant(year.working[place], ms)

    def add_days(self, start: int, n: int) -> int:
        """The same wall-clock time `n` days later, open or not; in a gap it moves forward, repeated it is the first."""
        if n == 0:
            return start
        ordinal, ms = self._timeline.wall(start)
        if abs(n) > FARTHEST:
            raise beyond()
        return _within(self._timeline.instant(ordinal + n, ms))

    def open(self, start: int, end: int) -> list[Span]:
        """The open spans between two instants, in order and apart."""
        if end <= start:
            return []
        if self.always:
            return [(start, end)]
        out: list[Span] = []
        for begin, finish in self._spans(start, end):
            if out and out[-1][1] == begin:
                out[-1] = (out[-1][0], finish)
            else:
                out.append((begin, finish))
        return out

    def closed(self, start: int, end: int) -> list[Span]:
        """The closed spans between two instants, in order and apart."""
        out: list[Span] = []
        here = start
        for begin, finish in self.open(start, end):
            if here < begin:
                out.append((here, begin))
            here = finish
        return [*out, (here, end)] if here < end else out

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Calendar) and self._facts() == other._facts()

    def __hash__(self) -> int:
        return hash((self.zone, self.week, self.holidays, self.yearly))

    def _facts(self) -> tuple[Any, ...]:
        return (self.zone, self.week, dict(self.shifts), dict(self.breaks), self.holidays, self.yearly)

    def _ever_open(self) -> bool:
        """Is there one open instant in some year? Dated exceptions end; what is yearly may close all there is."""
        if any(self.week):
            leap = (date(2000, 1, 1) + timedelta(days=n) for n in range(366))
            if any((day.month, day.day) not in self.yearly for day in leap):
                return True
        return any(day.year in YEARS and day in self._open_days(day.year) for day in self.shifts)

    def _open_days(self, number: int) -> set[date]:
        return {date.fromordinal(ordinal) for ordinal in self._timeline.year(number).working}

    def _spans(self, start: int, end: int) -> Iterator[Span]:
        for number in range(self._timeline.year_of(start), self._timeline.year_of(end - 1) + 1):
            year = self._timeline.year(number)
            for at in range(bisect_right(year.ends, start), bisect_left(year.starts, end)):
                yield max(start, year.starts[at]), min(end, year.ends[at])

    def _opening(self, start: int) -> int:
        """The first open instant from `start` on."""
        number = self._timeline.year_of(start)
        while True:
            year = self._timeline.year(number)
            at = bisect_right(year.ends, start)
            if at < len(year.ends):
                return max(start, year.starts[at])
            number += 1

    def _seated(self, start: int, *, back: bool) -> tuple[int, int, int]:
        """Where counting days begins: the instant inside the hours, its date's ordinal, the ms since that midnight."""
        year = self._timeline.year(self._timeline.year_of(start))
        at = bisect_left(year.ends, start)
        if not (back and at < len(year.ends) and year.ends[at] == start):
            start = self._opening(start)
            year = self._timeline.year(self._timeline.year_of(start))
            at = bisect_right(year.starts, start) - 1
        ordinal, ms = self._timeline.wall(start)
        return start, year.days[at], (ordinal - year.days[at]) * DAY + ms


def refuse_unknown(data: Any) -> None:
    """Refuse a word that no calendar has: a mistyped one would silently open or close days."""
    unknown = sorted(str(word) for word in data if word not in FIELDS) if isinstance(data, Mapping) else []
    if unknown:
        raise Invalid("field.unknown", f"There is no field {unknown[0]!r} here.", f"Use: {', '.join(FIELDS)}.",
                      field=unknown[0], allowed=", ".join(FIELDS))  # fmt: skip


def _whole(day: Day) -> bool:
    """Is the day open from midnight to midnight?"""
    here = 0
    for start, end in day:
        if start != here:
            return False
        here = end
    return here == DAY


def _within(instant: int) -> int:
    if not EARLIEST <= instant < LATEST:
        raise beyond()
    return instant
