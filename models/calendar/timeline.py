"""The open spans of a calendar in UTC, worked out a local year at a time and kept: what all counting runs over."""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from models.calendar.hours import Day
from models.errors import Invalid
from models.wall import DAY, SECOND

YEARS = range(1800, 2400)
"""Local years in which there is a calendar at all."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
EARLIEST = (datetime(YEARS.start, 1, 1, tzinfo=UTC) - _EPOCH) // _MILLISECOND
LATEST = (datetime(YEARS.stop, 1, 1, tzinfo=UTC) - _EPOCH) // _MILLISECOND
FARTHEST = len(YEARS) * 366
"""Days that no two instants of a calendar are apart."""

_UNIX = date(1970, 1, 1).toordinal()
_YEAR_MS = 31_556_952_000
"""A mean Gregorian year, for the first guess at an instant's year."""


@dataclass(frozen=True, slots=True)
class Year:
    """One local year from midnight to midnight.

    The spans are ordered and apart or touching; `used[i]` is the open time of the year before span i, `total` all of
    it; `days[i]` is the ordinal of the date that span i belongs to, `working` the ordinals of the days with any.
    """

    begin: int
    finish: int
    starts: list[int]
    ends: list[int]
    used: list[int]
    total: int
    days: list[int]
    working: list[int]

    def upto(self, instant: int) -> int:
        """Open ms of this year before `instant`."""
        at = bisect_right(self.starts, instant) - 1
        if at < 0:
            return 0
        return self.used[at] + min(instant, self.ends[at]) - self.starts[at]


def beyond() -> Invalid:
    """The refusal of an instant that no calendar reaches."""
    return Invalid("calendar.beyond", "The calendar does not reach so far.", "Look at the target again.")


class Timeline:
    """Years of open spans, each worked out when it is first asked for.

    Args:
        hours: the open segments of a date, in the wall-clock time of `zone`.
    """

    def __init__(self, zone: ZoneInfo, hours: Callable[[date], Day]) -> None:
        self._zone, self._hours = zone, hours
        self._years: dict[int, Year] = {}

    def year(self, number: int) -> Year:
        """The year of that number.

        Raises:
            Invalid: it lies outside :data:`YEARS`.
        """
        found = self._years.get(number)
        if found is None:
            if number not in YEARS:
                raise beyond()
            found = self._years[number] = self._build(number)
        return found

    def year_of(self, instant: int) -> int:
        """The local year in which an instant lies."""
        number = 1970 + instant // _YEAR_MS
        while instant < self.year(number).begin:
            number -= 1
        while instant >= self.year(number).finish:
            number += 1
        return number

    def instant(self, ordinal: int, ms: int) -> int:
        """A wall-clock time of a date in UTC: in a gap it moves forward by the gap, a repeated one is the first."""
        moment = datetime.fromordinal(ordinal)
        if ms:
            moment += timedelta(milliseconds=ms)
        offset = self._zone.utcoffset(moment.replace(tzinfo=self._zone))
        return (ordinal - _UNIX) * DAY + ms - (offset.days * DAY + offset.seconds * SECOND if offset else 0)

    def wall(self, instant: int) -> tuple[int, int]:
        """The date of an instant as an ordinal, and the wall-clock ms since that midnight."""
        moment = (_EPOCH + timedelta(seconds=instant // SECOND)).astimezone(self._zone)
        seconds = (moment.hour * 60 + moment.minute) * 60 + moment.second
        return moment.toordinal(), seconds * SECOND + instant % SECOND

    def _build(self, number: int) -> Year:
        first, last = date(number, 1, 1).toordinal(), date(number + 1, 1, 1).toordinal()
        begin = midnight = self.instant(first, 0)
        starts: list[int] = []
        ends: list[int] = []
        days: list[int] = []
        for ordinal in range(first, last):
            following = self.instant(ordinal + 1, 0)
            hours = self._hours(date.fromordinal(ordinal))
            if following - midnight == DAY:
                spans = [(midnight + start, midnight + end) for start, end in hours]
            else:
                spans = self._across(ordinal, hours, midnight, following)
            for start, end in spans:
                starts.append(start)
                ends.append(end)
                days.append(ordinal)
            midnight = following
        used: list[int] = []
        total = 0
        for start, end in zip(starts, ends, strict=True):
            used.append(total)
            total += end - start
        return Year(begin, midnight, starts, ends, used, total, days, list(dict.fromkeys(days)))

    def _across(self, ordinal: int, hours: Day, midnight: int, following: int) -> list[tuple[int, int]]:
        """The spans of a day on which the clocks change; what a gap pushed together is one span, or none."""
        spans: list[tuple[int, int]] = []
        here = midnight
        for start, end in hours:
            begin, finish = max(self.instant(ordinal, start), here), min(self.instant(ordinal, end), following)
            if begin < finish:
                spans.append((begin, finish))
                here = finish
        return spans
