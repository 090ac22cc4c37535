"""Days off from an iCalendar file (RFC 5545): every all-day event is a day off, for as many days as it lasts.

An event that recurs on one day of every year without an end is a yearly holiday; others are written out. A day
marked ``X-APPLE-SPECIAL-DAY:ALTERNATE-WORKDAY`` is worked instead. Cancelled events and those with a time of day say
nothing about whole days.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from dateutil.rrule import rrulestr
from icalendar import Calendar as Parsed

from models.calendar.reading import Reading, at_line
from models.errors import Invalid

LONGEST = 366
"""Days that one event may last."""

MOST = 4000
"""Dates that one recurring event may be written out to."""

WIDEST = 120
"""Characters of a wrong file that a refusal repeats, none of them but plain ones: the file may be anything."""

HORIZON = "20991231"
"""As far as an event is written out that recurs each year without an end, but not on one and the same day."""

_PLAIN_YEARLY = frozenset({"FREQ", "INTERVAL", "BYMONTH", "BYMONTHDAY", "WKST"})


def read(raw: bytes) -> Reading:
    """The days off in the file.

    Raises:
        Invalid: it is no iCalendar file, or an event cannot be meant; the sentence names the event's line.
    """
    lines = raw.decode("utf-8-sig", errors="replace").splitlines()
    try:
        parsed: Any = Parsed.from_ical("\r\n".join(lines) + "\r\n")
    except (ValueError, KeyError, IndexError) as error:
        raise _unreadable(lines, str(error)) from error
    begins = [number for number, line in enumerate(lines, 1) if line.strip().upper() == "BEGIN:VEVENT"]
    out = Reading()
    for number, event in zip(begins, parsed.walk("VEVENT"), strict=False):
        try:
            _take(event, out)
        except Invalid as error:
            raise at_line(number, error) from error
    return out


def _unreadable(lines: list[str], why: str) -> Invalid:
    """The refusal of a file that is none, with the line that the parser stumbled over where it quotes one."""
    quoted = next((number for number, line in enumerate(lines, 1) if line.strip() and repr(line) in why), None)
    shown = why.encode("ascii", "backslashreplace").decode()
    shown = "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in shown)[:WIDEST]
    wrong = Invalid("calendar.ical", f"This is no iCalendar file ({shown}).", "Export it again as .ics.", why=shown)
    return wrong if quoted is None else at_line(quoted, wrong)


def _take(event: Any, out: Reading) -> None:
    if event.errors:
        name, why = event.errors[0]
        raise Invalid("calendar.event", f"{name or 'The event'} cannot be read ({why}).", "Mend it there.")
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return
    start = event.get("DTSTART")
    if start is None:
        raise Invalid("calendar.event", "The event has no start.", "Give it a DTSTART.")
    if isinstance(start.dt, datetime):
        out.skipped += 1
        return
    name = " ".join(str(event.get("SUMMARY", "")).split())
    worked = str(event.get("X-APPLE-SPECIAL-DAY", "")).upper() == "ALTERNATE-WORKDAY"
    length = _length(event, start.dt)
    if not worked and _each_year(event):
        days = (start.dt + timedelta(days=n) for n in range(length))
        out.yearly |= {(day.month, day.day) for day in days}
        return
    for first in _starts(event, start.dt):
        days = (first + timedelta(days=n) for n in range(length))
        (out.work if worked else out.off).update(dict.fromkeys(days, (name, name)))


def _length(event: Any, start: date) -> int:
    """Whole days: DTEND is the first day after it; without an end it is one day."""
    if event.get("DTEND") is not None:
        end = event["DTEND"].dt
        days = 0 if isinstance(end, datetime) else (end - start).days
    else:
        days = 1 if event.get("DURATION") is None else event["DURATION"].dt.days
    if not 0 < days <= LONGEST:
        raise Invalid("calendar.event", "The event does not end on a day after it begins.", "Look at its DTEND.")
    return days


def _each_year(event: Any) -> bool:
    """Does it recur on the same day of every year for ever?"""
    rule = event.get("RRULE")
    if rule is None or isinstance(rule, list):
        return False
    every = {name.upper(): [str(value).upper() for value in values] for name, values in rule.items()}
    if every.get("FREQ") != ["YEARLY"] or every.get("INTERVAL", ["1"]) != ["1"] or every.keys() - _PLAIN_YEARLY:
        return False
    start = event["DTSTART"].dt
    same = every.get("BYMONTH", [str(start.month)]) == [str(start.month)] and \
        every.get("BYMONTHDAY", [str(start.day)]) == [str(start.day)]  # fmt: skip
    return same and "EXDATE" not in event and "RDATE" not in event


def _starts(event: Any, start: date) -> Iterator[date]:
    """Every day on which the event begins, without those that are taken out."""
    dropped = set(_listed(event, "EXDATE"))
    found = {start, *_recurring(event, start), *_listed(event, "RDATE")}
    return iter(sorted(found - dropped))


def _recurring(event: Any, start: date) -> Iterator[date]:
    rules = event.get("RRULE")
    for rule in rules if isinstance(rules, list) else [] if rules is None else [rules]:
        parts = {name.upper(): ",".join(_word(value) for value in values) for name, values in rule.items()}
        if "UNTIL" not in parts and "COUNT" not in parts:
            if parts.get("FREQ", "").upper() != "YEARLY":
                raise Invalid("calendar.event", "The event recurs without an end.",
                              "Put it into the week, or give it an UNTIL.")  # fmt: skip
            parts["UNTIL"] = HORIZON
        text = ";".join(f"{name}={value}" for name, value in parts.items())
        yield from _written_out(text, start)


def _written_out(rule: str, start: date) -> Iterator[date]:
    first = datetime(start.year, start.month, start.day)  # noqa: DTZ001 - a date has no zone
    try:
        for number, moment in enumerate(rrulestr(rule, dtstart=first)):
            if number >= MOST:
                raise Invalid("calendar.event", "The event recurs too often.", "Give it an earlier UNTIL.")
            yield moment.date()
    except ValueError as error:
        raise Invalid("calendar.event", f"Its recurrence cannot be read ({error}).", "Mend its RRULE.") from error


def _word(value: Any) -> str:
    return value.strftime("%Y%m%d") if isinstance(value, date) else str(value)


def _listed(event: Any, name: str) -> Iterator[date]:
    held = event.get(name)
    for one in held if isinstance(held, list) else [] if held is None else [held]:
        for entry in one.dts:
            moment = entry.dt
            yield moment.date() if isinstance(moment, datetime) else moment
