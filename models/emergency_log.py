"""The log of emergency reports: which part of the week each came in, and how soon somebody was on site.

The parts of the week and the steps of 15 minutes are those in which utilities report gas emergencies to their
regulators: business hours, evenings, weekends and holidays; 30, 45 and 60 minutes.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from statistics import median

from models.calendar import Calendar
from models.calendar.hours import read_day
from models.instants import zone_of
from models.rows.registers import BandRow, EmergencyRow
from models.vocabulary import DayBand
from models.wall import MINUTE

LATE_FROM = 30 * MINUTE
"""From so long after it happened on an entry is late; as `models.desk.deed` has it, a test holds the two together."""

TOTAL = "total"
_LIMITS = (15, 30, 45, 60)
_USUAL = read_day((("09:00", "17:00"),), "usual")


def usual_hours(zone: str) -> Calendar:
    """Monday to Friday from nine to five without a day off: where a utility keeps no calendar of its own."""
    return Calendar(zone, (_USUAL,) * 5 + ((),) * 2)


def band_of(instant: int, calendar: Calendar) -> DayBand:
    """The part of the week of an instant (ms UTC): open hours are business, whatever day it is.

    Else it is the day that counts, in the calendar's own zone: a holiday is one also where it falls on a weekend, a
    weekday without hours is the weekend, and the other hours of a working day are its evening, the early morning too.
    """
    if calendar.open(instant, instant + 1):
        return DayBand.BUSINESS
    day = _date(instant, calendar.zone)
    yearly = (day.month, day.day) in calendar.yearly and day not in calendar.shifts
    if yearly or day in calendar.holidays:
        return DayBand.HOLIDAY
    return DayBand.EVENING if calendar.hours(day) else DayBand.WEEKEND


def day_span(day: date, zone: str) -> tuple[int, int]:
    """The instants (ms UTC) between which a day lasts in a zone; the second is the next day's first."""
    return _midnight(day, zone), _midnight(day + timedelta(days=1), zone)


def month_span(year: int, month: int, zone: str) -> tuple[int, int]:
    """The same for a month."""
    following = date(year + month // 12, month % 12 + 1, 1)
    return _midnight(date(year, month, 1), zone), _midnight(following, zone)


def counts(rows: Sequence[EmergencyRow]) -> tuple[BandRow, ...]:
    """One row for each part of the week, and one for all of them."""
    return (*(_count(band, [row for row in rows if row.band is band]) for band in DayBand), _count(TOTAL, rows))


def _count(band: str, rows: Sequence[EmergencyRow]) -> BandRow:
    ways = [row.arrival_ms for row in rows if row.arrival_ms is not None]
    to_15, to_30, to_45, to_60 = (_within(ways, limit) for limit in _LIMITS)
    return BandRow(
        str(band), len(rows), to_15, to_30 - to_15, to_45 - to_30, to_60 - to_45, len(ways) - to_60,
        len(rows) - len(ways), _share(to_30, len(ways)), _share(to_60, len(ways)),
        round(median(ways) / MINUTE, 1) if ways else None, sum(1 for row in rows if row.late),
    )  # fmt: skip


def _within(ways: Iterable[int], minutes: int) -> int:
    return sum(1 for way in ways if way <= minutes * MINUTE)


def _share(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 1) if whole else None


def _midnight(day: date, zone: str) -> int:
    return int(datetime.combine(day, time(), zone_of(zone)).timestamp() * 1000)


def _date(instant: int, zone: str) -> date:
    return datetime.fromtimestamp(instant // 1000, UTC).astimezone(zone_of(zone)).date()
