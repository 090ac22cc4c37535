"""The report about calls as a table, CSV or HTML."""

import csv
import io
from html import escape

from console.refusals import Misuse
from console.render import Page, facts
from models.rows import CallFigures

COLUMNS = ("name", "value", "unit")
UNITS = {"_s": "s", "_of_answered": "%", "_of_offered": "%", "_share": "%"}


def show(page: Page, found: CallFigures, form: str | None) -> None:
    """Print the figures in the form that was asked for.

    Raises:
        Misuse: there is no such form.
    """
    if form is None:
        if page.as_json:
            page.record(found)
        else:
            page.table([dict(zip(COLUMNS, row, strict=True)) for row in rows(found)], COLUMNS)
            page.talk(f"Definitions: {found.source}.")
    elif form == "csv":
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows(found))
        page.raw(out.getvalue())
    elif form == "html":
        page.raw(_html(page, found))
    else:
        raise Misuse("report.form", f"There is no format {form}.", "Choose csv or html.", form=form)


def rows(found: CallFigures) -> list[tuple[str, str, str]]:
    """Every figure with its unit; what nobody knows is blank."""
    return [
        (name, "" if value is None else f"{value:g}" if isinstance(value, float) else str(value), _unit(name))
        for name, value in facts(found).items()
        if name not in ("since", "until", "source")
    ]


def _unit(name: str) -> str:
    return next((unit for end, unit in UNITS.items() if name.endswith(end)), "calls")


def _html(page: Page, found: CallFigures) -> str:
    head = "".join(f"<th>{name}</th>" for name in COLUMNS)
    body = "\n".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows(found))
    span = f"{page.moment(found.since)} - {page.moment(found.until)}"
    return (
        '<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>Calls</title>\n'
        "<style>body{font-family:sans-serif;margin:2em}td,th{padding:.2em 1em;text-align:left}</style>\n"
        f"<h1>Calls</h1>\n<p>{escape(span)}</p>\n<table>\n<tr>{head}</tr>\n{body}\n</table>\n"
        f"<p>Definitions: {escape(found.source)}.</p>\n</html>\n"
    )
