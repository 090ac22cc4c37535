"""Calendars as CSV, in two forms that the header tells apart.

Days: ``date,name,is_off``, where `is_off` is 1 for a day off and 0 for one that is worked instead; without that column
every date is off. Segments: ``what,day,from,to``, where `what` is week, shift, break or holiday, `day` a weekday
(``mon``), a date or a yearly day (``--12-25``), and a holiday or a shift without hours leaves `from` and `to` empty.
"""

import csv
import io
from collections.abc import Callable, Mapping

from models.calendar.hours import WEEKDAYS, Day, day_json, read_breaks, read_date, read_day, read_holidays, time_text
from models.calendar.reading import Reading, at_line
from models.calendar.working import Calendar
from models.errors import Invalid

COLUMNS = ("what", "day", "from", "to")
YES, NO = frozenset({"1", "true", "yes"}), frozenset({"0", "false", "no"})
Row = Mapping[str, str]


def read(text: str) -> Reading:
    """The calendar's days in a CSV text of either form.

    Raises:
        Invalid: neither header, or a line that cannot be meant; the sentence names the line.
    """
    rows = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        header = {str(name).strip().lower() for name in rows.fieldnames or ()}
        take = _segment if header >= set(COLUMNS) else _day if "date" in header else None
        if take is None:
            raise Invalid("calendar.header", "The header is of no calendar.",
                          f"Begin with date,name,is_off or with {','.join(COLUMNS)}.")  # fmt: skip
        return _taken(rows, take)
    except csv.Error as error:
        raise at_line(rows.reader.line_num, Invalid("calendar.csv", f"{error}.")) from error


def write(calendar: Calendar) -> str:
    """The whole calendar in segments, as :func:`read` takes it back; the zone is not among them."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for name, day in zip(WEEKDAYS, calendar.week, strict=True):
        writer.writerows(("week", name, time_text(start), time_text(end)) for start, end in day)
    for what, dates in (("shift", calendar.shifts), ("break", calendar.breaks)):
        for date in sorted(dates):
            writer.writerows((what, date.isoformat(), *one) for one in day_json(dates[date]) or [["", ""]])
    for month, number in sorted(calendar.yearly):
        writer.writerow(("holiday", f"--{month:02d}-{number:02d}", "", ""))
    writer.writerows(("holiday", date.isoformat(), "", "") for date in sorted(calendar.holidays))
    return out.getvalue()


def _taken(rows: "csv.DictReader[str]", take: Callable[["_Gathered", Row], None]) -> Reading:
    gathered = _Gathered()
    for raw in rows:
        row = {str(name).strip().lower(): (cell or "").strip() for name, cell in raw.items() if isinstance(cell, str)}
        try:
            take(gathered, row)
        except Invalid as error:
            raise at_line(rows.line_num, error) from error
    return gathered.reading()


class _Gathered:
    """Segments of one day, which stand on several lines, put together as they come: a wrong one fails on its line."""

    def __init__(self) -> None:
        self.seen = Reading()
        self.days: dict[str, dict[str, Day]] = {"week": {}, "shift": {}, "break": {}}

    def segment(self, what: str, day: str, start: str, end: str) -> None:
        known = self.days[what].get(day, ())
        added = ((start, end),) if start or end else ()
        read = read_breaks if what == "break" else read_day
        self.days[what][day] = read([*day_json(known), *added], day)

    def reading(self) -> Reading:
        week = self.days["week"]
        self.seen.week = tuple(week.get(name, ()) for name in WEEKDAYS) if week else None
        self.seen.shifts = {read_date(day): hours for day, hours in self.days["shift"].items()}
        self.seen.breaks = {read_date(day): hours for day, hours in self.days["break"].items()}
        return self.seen


def _day(gathered: _Gathered, row: Row) -> None:
    day, name, said = read_date(row.get("date")), row.get("name", ""), row.get("is_off", "1").lower()
    if said not in YES | NO:
        raise Invalid("calendar.is_off", f"is_off is {said!r}.", "Write 1 for a day off, 0 for a day worked instead.")
    (gathered.seen.off if said in YES else gathered.seen.work)[day] = (name, name)


def _segment(gathered: _Gathered, row: Row) -> None:
    what, day, start, end = (row.get(name, "") for name in COLUMNS)
    if what == "holiday":
        if start or end:
            raise Invalid("calendar.what", "A holiday has no hours.", "Call it shift or break.")
        dated, yearly = read_holidays([day])
        gathered.seen.off |= dict.fromkeys(dated, ("", ""))
        gathered.seen.yearly |= yearly
    elif what == "week":
        if day not in WEEKDAYS:
            raise Invalid("calendar.weekday", f"There is no day {day!r} in a week.", f"Use {', '.join(WEEKDAYS)}.",
                          day=day, allowed=", ".join(WEEKDAYS))  # fmt: skip
        gathered.segment(what, day, start, end)
    elif what in ("shift", "break"):
        gathered.segment(what, read_date(day).isoformat(), start, end)
    else:
        raise Invalid("calendar.what", f"There is no {what!r} in a calendar.", "Use week, shift, break or holiday.")
