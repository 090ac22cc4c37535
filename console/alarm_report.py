"""The report about the alarm system as a table, CSV or HTML."""

import csv
import io
from html import escape

from console.refusals import Misuse
from console.render import Page
from models.rows import AlarmFigures

COLUMNS = ("name", "value", "unit", "limit", "kept")
SOURCES = ("rule", "clock", "district", "count", "share")


def show(page: Page, found: AlarmFigures, form: str | None) -> None:
    """Print the figures in the form that was asked for.

    Raises:
        Misuse: there is no such form.
    """
    if form is None:
        _plain(page, found)
    elif form == "csv":
        page.raw(_csv(found))
    elif form == "html":
        page.raw(_html(page, found))
    else:
        raise Misuse("report.form", f"There is no format {form}.", "Choose csv or html.", form=form)


def _plain(page: Page, found: AlarmFigures) -> None:
    if page.as_json:
        page.record(found)
        return
    page.table(found.figures, COLUMNS)
    page.record({}, "")
    page.table(found.top, SOURCES)
    page.talk(f"Limits: {found.source}.")


def _rows(found: AlarmFigures) -> list[tuple[str, ...]]:
    """Every figure, then the sources as figures of their own."""
    rows: list[tuple[str, ...]] = [
        (one.name, _cell(one.value), one.unit, _cell(one.limit), _cell(one.kept)) for one in found.figures
    ]
    for place, source in enumerate(found.top, 1):
        name = " ".join(part for part in (f"top_{place}", source.rule, source.clock, source.district) if part)
        rows.append((name, _cell(source.count), "alarms", "", ""))
    return rows


def _cell(value: float | None) -> str:
    if value is None:
        return ""
    return ("yes" if value else "no") if isinstance(value, bool) else f"{value:g}"


def _csv(found: AlarmFigures) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_rows(found))
    return out.getvalue()


def _html(page: Page, found: AlarmFigures) -> str:
    head = "".join(f"<th>{name}</th>" for name in COLUMNS)
    body = "\n".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in _rows(found))
    span = f"{page.moment(found.since)} - {page.moment(found.until)}"
    return (
        '<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>Alarms</title>\n'
        "<style>body{font-family:sans-serif;margin:2em}td,th{padding:.2em 1em;text-align:left}</style>\n"
        f"<h1>Alarms</h1>\n<p>{escape(span)}</p>\n<table>\n<tr>{head}</tr>\n{body}\n</table>\n"
        f"<p>Limits: {escape(found.source)}.</p>\n</html>\n"
    )
