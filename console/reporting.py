"""A report of plain rows in the form that was asked for: a table, JSON, CSV, or a page of HTML that prints."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from console.refusals import Misuse
from console.render import Page, facts
from screens.printed import Paper, Row, Table, html, plain

FORMS = ("csv", "html")


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
    if form == "csv":
        page.raw(_csv(names, cells))
        return
    right = frozenset(range(1, len(names)))
    table = Table("", tuple(map(page.heading, names)), tuple(Row(tuple(row)) for row in cells), right=right)
    page.raw(html(Paper("en", title, (), (table,), tuple(notes))))


def show_paper(
    page: Page, paper: Paper, form: str | None, data: Any, names: Sequence[str] = (),
    cells: Sequence[Sequence[str]] = (),
) -> None:  # fmt: skip
    """Print a paper: as text, with ``--json`` its `data`, as a page of HTML, or as CSV of the named `cells`.

    Raises:
        Misuse: there is no such form.
    """
    if form not in (None, *FORMS):
        raise Misuse("report.form", f"There is no format {form}.", "Choose csv or html.", form=form)
    if page.as_json:
        page.record(data)
    elif form == "csv":
        page.raw(_csv(names, cells))
    else:
        page.raw(html(paper) if form == "html" else plain(paper))


def text_cell(text: str) -> str:
    """What somebody said as a cell that a spreadsheet reads as text, never as a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


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
