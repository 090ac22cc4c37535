"""A report of plain rows in the form that was asked for: a table, JSON, CSV, or a page of HTML that prints."""

import csv
import io
from collections.abc import Sequence
from html import escape
from typing import Any

from console.refusals import Misuse
from console.render import Page, facts

FORMS = ("csv", "html")
STYLE = """body{font-family:sans-serif;margin:2em;color:#1f2833}
table{border-collapse:collapse;font-variant-numeric:tabular-nums}
td,th{padding:.25em .8em;text-align:right;border-bottom:1px solid #ccd2d8}td:first-child,th:first-child{text-align:left}
p{color:#505b67;max-width:60em}
@page{size:A4;margin:15mm}@media print{body{margin:0}tr{break-inside:avoid}thead{display:table-header-group}}"""


def show(page: Page, title: str, rows: Sequence[Any], form: str | None, *, notes: Sequence[str] = ()) -> None:
    """Print the rows (frozen dataclasses of one sort) with what must be known to read them.

    Raises:
        Misuse: there is no such form.
    """
    if form not in (None, *FORMS):
        raise Misuse("report.form", f"There is no format {form}.", "Choose csv or html.", form=form)
    if form is None:
        page.table(rows)
        if not page.as_json:
            for note in notes:
                page.talk(note)
        return
    listed = [facts(row) for row in rows]
    names = list(listed[0]) if listed else []
    cells = [[_cell(row[name]) for name in names] for row in listed]
    page.raw(_csv(names, cells) if form == "csv" else _html(title, names, cells, notes))


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)


def _csv(names: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    writer.writerows(rows)
    return out.getvalue()


def _html(title: str, names: Sequence[str], rows: Sequence[Sequence[str]], notes: Sequence[str]) -> str:
    head = "".join(f"<th>{escape(name)}</th>" for name in names)
    body = "\n".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    below = "".join(f"<p>{escape(note)}</p>\n" for note in notes)
    return (
        f'<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>{escape(title)}</title>\n'
        f"<style>{STYLE}</style>\n<h1>{escape(title)}</h1>\n"
        f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody></table>\n{below}</html>\n"
    )
