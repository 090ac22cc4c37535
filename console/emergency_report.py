"""The log of emergency reports for a day or a month, in the form that was asked for."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from console.paper import papered, view_for
from console.refusals import Misuse
from console.reporting import show_paper, text_cell
from console.wiring import Visit
from models.emergency_log import day_span, month_span
from models.errors import NotFound
from models.rows.registers import BandRow, EmergencyRow
from screens.format import local
from screens.paper_emergencies import COUNTED, arrivals, emergency_paper, moment
from screens.view import View

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
NAMES = ("number", "received", "band", "district", "address", "category", "kind", "priority", "status", "crew",
         "sent_at", "on_site_at", "arrival_min", "safe_at", "finished_at", "disposition", "merged_into", "reports",
         "late", "entered")  # fmt: skip
"""The columns of the list as CSV."""


def show(visit: Visit, day: str, month: str, calendar: str, form: str | None, *, counts: bool) -> None:
    """Print the log.

    Raises:
        Misuse: no such day, month or form, or both at once. NotFound: no such calendar.
    """
    desk = visit.desk()
    since, until = span_of(day, month, visit.now, desk.zone)
    registers, view = visit.look().registers(), view_for(visit)
    code = calendar or registers.calendar(visit.now)
    if calendar and desk.look.calendar(calendar, visit.now) is None:
        raise NotFound("calendar.none", f"There is no calendar {calendar}.", "Look at: hotline calendar list",
                       name=calendar)  # fmt: skip
    rows: list[EmergencyRow] = registers.emergencies(since, until, code)
    bands: tuple[BandRow, ...] = registers.bands(rows)
    hours = code or view.say("paper.hours_usual")
    span = view.say("paper.until_now", since=moment(since, view), until=moment(until, view))
    block = [*papered(visit, view), (view.say("paper.period"), span), (view.say("paper.hours_of"), hours)]
    data = {"since": since, "until": until, "zone": desk.zone, "calendar": code, "rows": rows, "counts": bands}
    names, cells = _counts(bands) if counts else (NAMES, [_cells(row, view) for row in rows])
    notes = _unknown_days(visit, code, until, view)
    plots = arrivals(bands, view) if rows else ()
    show_paper(visit.page, emergency_paper(rows, bands, view, block, notes), form, data, names, cells, plots)


def _unknown_days(visit: Visit, code: str | None, until: int, view: View) -> list[str]:
    """That the days off are not known as far as the log goes, if so."""
    row = visit.desk().look.calendar(code, until) if code else None
    listed = {day.year for day in (*row.calendar.holidays, *row.calendar.shifts)} if row is not None else set()
    if not listed or local(until - 1, view.zone).year <= max(listed):
        return []
    return [view.say("paper.days_unknown", calendar=code, year=max(listed))]


def span_of(day: str, month: str, now: int, zone: str) -> tuple[int, int]:
    """The instants between which the log runs: those of a day, of a month, or of today."""
    if day and month:
        raise Misuse("report.both", "A day and a month are not asked for at once.", "Give one of them.")
    if month:
        found = _MONTH.fullmatch(month.strip())
        if found is None:
            raise _unread(month)
        return month_span(int(found[1]), int(found[2]), zone)
    return day_span(_day(day) if day else local(now, zone).date(), zone)


def _day(text: str) -> date:
    try:
        return datetime.strptime(text.strip(), "%Y-%m-%d").date()  # noqa: DTZ007
    except ValueError as error:
        raise _unread(text) from error


def _unread(text: str) -> Misuse:
    return Misuse("report.span", f"{text!r} is no day or month.", "Write 2026-11-21, or 2026-11.", text=text)


def _cells(row: EmergencyRow, view: View) -> list[str]:
    """A report as cells: instants in the utility's zone with their offset, words as they are stored."""
    arrival = "" if row.arrival_ms is None else f"{row.arrival_ms / 60_000:.1f}"
    said: dict[str, Any] = {
        "received": _iso(row.received, view), "sent_at": _iso(row.sent_at, view),
        "on_site_at": _iso(row.on_site_at, view), "safe_at": _iso(row.safe_at, view),
        "finished_at": _iso(row.finished_at, view), "arrival_min": arrival, "late": " ".join(row.late),
        "entered": " ".join(_iso(row.entered[name], view) for name in row.late if name in row.entered),
        "district": text_cell(row.district), "address": text_cell(row.address),
    }  # fmt: skip
    return [str(said[name] if name in said else getattr(row, name)) for name in NAMES]


def _iso(at: int | None, view: View) -> str:
    return "" if at is None else local(at, view.zone).isoformat()


def _counts(bands: Sequence[BandRow]) -> tuple[tuple[str, ...], list[list[str]]]:
    rows = [[row.band, *(_figure(getattr(row, name)) for name in COUNTED)] for row in bands]
    return ("band", *COUNTED), rows


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:g}"
