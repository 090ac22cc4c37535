"""Calendars from the command line: what is shown of them, and how a change is put together from files and words."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from console.computing import read_json
from console.instants import read_moment
from console.refusals import Misuse
from console.settings import Asked
from console.wiring import Visit, seat_of
from models.calendar import Calendar
from models.calendar.daysoff import china
from models.calendar.hours import WEEKDAYS, read_date, time_text
from models.calendar.reading import Reading
from models.calendar.versions import CalendarRow
from models.calendar.weektext import read_week_text, week_text
from models.calendar.working import refuse_unknown
from models.desk.desk import Desk
from models.errors import Invalid, NotFound
from models.instants import zone_of

MOST_DAYS = 3700
COUNTRIES = ("cn",)


@dataclass(frozen=True, slots=True)
class Change:
    """What every change of a calendar may say besides its hours; an empty word leaves things as they are."""

    code: str
    zone: str
    zh: str
    en: str
    since: str
    dry_run: bool


def show_all(asked: Asked, every: bool) -> None:
    """Print the calendars that hold now, or every version."""
    with Visit(asked) as visit:
        look = visit.reading().look
        rows = look.calendars()
        if not every:
            held = (look.calendar(code, visit.now) for code in dict.fromkeys(row.code for row in rows))
            rows = [row for row in held if row is not None]
        columns = ("code", "version", "zone", "week", "zh", "en", "valid_from", "retired_at")
        visit.page.table([facts_of(row) for row in rows], columns)


def show_one(asked: Asked, code: str, at: str) -> None:
    """Print one version: its week and the dates that differ."""
    with Visit(asked) as visit:
        row = held(visit.reading(), code, read_moment(at, visit.now) if at else visit.now)
        calendar = row.calendar
        if visit.page.as_json:
            visit.page.record({**facts_of(row), "calendar": calendar.as_json()})
            return
        visit.page.record(facts_of(row))
        visit.page.table(differing(calendar), ("day", "hours", "because"))


def show_days(asked: Asked, code: str, first: str, last: str) -> None:
    """Print the hours of each date from the first to the last."""
    begin, end = read_date(first), read_date(last)
    if not 0 <= (end - begin).days < MOST_DAYS:
        raise Misuse("calendar.days", f"From {first} to {last} are no days that can be listed.",
                     f"Name at most {MOST_DAYS} days, the first one first.", first=first, last=last)  # fmt: skip
    with Visit(asked) as visit:
        calendar = held(visit.reading(), code, visit.now).calendar
        rows = [dated(calendar, begin + timedelta(days=n)) for n in range((end - begin).days + 1)]
        visit.page.table(rows, ("date", "weekday", "hours", "because"))


def give_out(asked: Asked, code: str) -> None:
    """Print the present version as CSV."""
    from models.calendar import csvform

    with Visit(asked) as visit:
        visit.page.raw(csvform.write(held(visit.reading(), code, visit.now).calendar))


def put(asked: Asked, change: Change, *, file: str, week: str, days_off: str) -> None:
    """Make the next version from a JSON file, or from the present one with another week or days off laid over it."""
    with Visit(asked) as visit:
        if file:
            body = read_json(file)
            refuse_unknown(body)
            base = Calendar.from_json(body, _zone(visit, change))
            _write(visit, change, _over(base, week, days_off))
        elif week or days_off or change.zone or change.zh or change.en:
            _write(visit, change, _over(_base(visit, change, week), week, days_off))
        else:
            raise Misuse("calendar.hours_missing", "Nothing says which hours.",
                         "Give --file FILE.json, --week HOURS or --days-off cn.")  # fmt: skip


def take_in(asked: Asked, change: Change, file: str, *, week: str, days_off: str) -> None:
    """Lay the dates of a CSV or iCalendar file over the present version, or over a new week."""
    reading = read_file(Path(file))
    with Visit(asked) as visit:
        calendar = reading.over(_over(_base(visit, change, week, reading), week, days_off))
        if reading.skipped:
            visit.page.talk(f"{reading.skipped} events with a time of day say nothing about whole days.")
        _write(visit, change, calendar)


def retire(asked: Asked, code: str, dry_run: bool) -> None:
    """Retire a calendar, or only say which open clocks that would move."""
    with Visit(asked) as visit:
        desk, seat = _seated(visit, dry_run)
        moved = desk.calendars.foresee_retiring(seat, code)
        if not dry_run:
            desk.calendars.retire(seat, code)
        _tell(visit, {"subject": "calendar", "act": "retire", "name": code}, f"calendar {code}: retire", moved, dry_run)


def read_file(path: Path) -> Reading:
    """What a file says, by the end of its name."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        why = error.strerror or str(error)
        raise Invalid("file.unreadable", f"{path} cannot be read ({why}).", "Name another file.",
                      path=str(path), why=why) from error  # fmt: skip
    match path.suffix.lower():
        case ".csv":
            from models.calendar import csvform

            return csvform.read(raw.decode("utf-8-sig", errors="replace"))
        case ".ics":
            from models.calendar import icalform

            return icalform.read(raw)
    raise Misuse("calendar.suffix", f"{path} is neither .csv nor .ics.", "Name a file of one of the two.",
                 path=str(path))  # fmt: skip


def held(desk: Desk, code: str, at: int) -> CalendarRow:
    """The version that holds at an instant.

    Raises:
        NotFound: there is none.
    """
    row: CalendarRow | None = desk.look.calendar(code, at)
    if row is None:
        raise NotFound("calendar.none", f"There is no calendar {code}.", "Look at: hotline calendar list --all",
                       name=code)  # fmt: skip
    return row


def facts_of(row: CalendarRow) -> dict[str, Any]:
    """A version in the words of the outside."""
    calendar = row.calendar
    return {
        "code": row.code, "version": row.version, "zone": row.zone, "zh": row.zh, "en": row.en,
        "valid_from": row.valid_from, "retired_at": row.retired_at, "week": week_text(calendar.week),
        "holidays": len(calendar.holidays) + len(calendar.yearly), "shifts": len(calendar.shifts),
        "breaks": len(calendar.breaks),
    }  # fmt: skip


def differing(calendar: Calendar) -> list[dict[str, str]]:
    """Every date that differs from the week, then the yearly ones."""
    dates = sorted({*calendar.holidays, *calendar.shifts, *calendar.breaks})
    rows = [{"day": str(day), "hours": hours_of(calendar, day), "because": because(calendar, day)} for day in dates]
    yearly = [f"--{month:02d}-{day:02d}" for month, day in sorted(calendar.yearly)]
    return [*rows, *({"day": day, "hours": "", "because": "holiday"} for day in yearly)]


def dated(calendar: Calendar, day: date) -> dict[str, str]:
    """One date with its hours."""
    weekday = WEEKDAYS[day.weekday()]
    return {"date": str(day), "weekday": weekday, "hours": hours_of(calendar, day), "because": because(calendar, day)}


def hours_of(calendar: Calendar, day: date) -> str:
    """The open hours of a date; empty if it is closed."""
    return ", ".join(f"{time_text(start)}-{time_text(end)}" for start, end in calendar.hours(day))


def because(calendar: Calendar, day: date) -> str:
    """Which of its parts gives a date its hours."""
    if day in calendar.holidays:
        return "holiday"
    said = "shift" if day in calendar.shifts else "holiday" if (day.month, day.day) in calendar.yearly else "week"
    return f"{said}, break" if day in calendar.breaks else said


def _zone(visit: Visit, change: Change) -> str:
    row = visit.desk().look.calendar(change.code, visit.now)
    zone = change.zone or (row.zone if row else visit.desk().zone)
    zone_of(zone)
    return str(zone)


def _base(visit: Visit, change: Change, week: str, reading: Reading | None = None) -> Calendar:
    """What the change begins with: the present version, or the week that is named or read."""
    zone = _zone(visit, change)
    row = visit.desk().look.calendar(change.code, visit.now)
    if row is not None:
        present: Calendar = row.calendar
        return replace(present, zone=zone)
    hours = read_week_text(week) if week else reading.week if reading else None
    if hours is None:
        raise NotFound("calendar.none_yet", f"There is no calendar {change.code} yet, and no week was named.",
                       "Name one with --week 'mon-fri 09:00-17:00'.", name=change.code)  # fmt: skip
    return Calendar(zone, hours)


def _over(calendar: Calendar, week: str, days_off: str) -> Calendar:
    if week:
        calendar = replace(calendar, week=read_week_text(week))
    if days_off and days_off not in COUNTRIES:
        raise Misuse("calendar.country", f"There are no days off of {days_off!r} here.", f"Use {', '.join(COUNTRIES)}.",
                     country=days_off, allowed=", ".join(COUNTRIES))  # fmt: skip
    return china().over(calendar) if days_off else calendar


def _write(visit: Visit, change: Change, calendar: Calendar) -> None:
    desk, seat = _seated(visit, change.dry_run)
    since = read_moment(change.since, visit.now) if change.since else None
    said = {"zone": calendar.zone, "zh": change.zh, "en": change.en, "valid_from": since}
    row, moved = desk.calendars.foresee(seat, change.code, calendar.as_json(), **said)
    if not change.dry_run:
        row = desk.calendars.set(seat, change.code, calendar.as_json(), **said)
    record = {"subject": "calendar", "act": "set", "name": row.code, "version": row.version, "zone": row.zone,
              "valid_from": row.valid_from}  # fmt: skip
    _tell(visit, record, f"calendar {row.code}: version {row.version}", moved, change.dry_run)


def _seated(visit: Visit, dry_run: bool) -> tuple[Desk, Any]:
    if not dry_run:
        return visit.seated()
    desk = visit.desk()
    return desk, seat_of(desk, visit.settings.operator)


def _tell(visit: Visit, record: dict[str, Any], line: str, moved: Sequence[Any], dry_run: bool) -> None:
    would = "would move" if dry_run else "would move with: hotline policy recompute"
    visit.page.record({**record, "dry_run": dry_run, "moved": list(moved)}, f"{line}; {len(moved)} open clocks {would}")
    if moved and not visit.page.as_json:
        visit.page.table(list(moved)[:10])
