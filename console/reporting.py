"""A report in the form that was asked for: tables with small plots, JSON, CSV, or a page of HTML that prints.

A report is made of sections; each is rows of one sort with what must be known to read them. One room makes the pages
of all reports (`screens.printed`).
"""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from console.refusals import Misuse
from console.render import RAW, Page, facts, plain
from models.wall import to_iso
from screens.plots import Plot
from screens.printed import Drawings, Note, Paper, Part, Row, Table, html
from screens.printed import plain as as_text

FORMS = ("csv", "html")


@dataclass(frozen=True, slots=True)
class Section:
    """Rows (frozen dataclasses or mappings of one sort) with their title, notes and plots, all words in English.

    `columns` are the names to show, else every one; `drawn` makes the plots, when they are wanted, in the reader's
    words; `realm` names the words that only this report has.
    """

    title: str
    rows: Sequence[Any]
    notes: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    drawn: Callable[[], Sequence[Plot]] | None = None
    realm: str = ""

    def plots(self) -> tuple[Plot, ...]:
        """Its plots; those that would show nothing are left out."""
        return tuple(self.drawn()) if self.drawn is not None else ()


def show(
    page: Page, title: str, rows: Sequence[Any], form: str | None, *, notes: Sequence[str] = (),
    drawn: Callable[[], Sequence[Plot]] | None = None, span: tuple[int, int] | None = None,
    columns: Sequence[str] = (), realm: str = "",
) -> None:  # fmt: skip
    """Print a report of one section; as JSON its rows.

    Raises:
        Misuse: there is no such form.
    """
    section = Section("", rows, tuple(notes), tuple(columns), drawn, realm)
    show_sections(page, title, [section], form, data=rows, span=span)


def show_sections(
    page: Page, title: str, sections: Sequence[Section], form: str | None, *, data: Any,
    span: tuple[int, int] | None = None, block: Sequence[tuple[str, str]] = (), csv_of: int = 0,
) -> None:  # fmt: skip
    """Print a report of several sections; as JSON its `data`, as CSV the section `csv_of`.

    Args:
        span: the instants between which it runs, for the title block of a page.
        block: what else stands there.

    Raises:
        Misuse: there is no such form.
    """
    known_form(form)
    if form == "csv":
        page.raw(sheet(sections[csv_of]))
    elif form == "html":
        page.raw(html(paper_of(page, title, sections, span=span, block=block)))
    elif page.as_json:
        page.table(data) if isinstance(data, list) else page.record(data)
    else:
        _on_terminal(page, sections)


def known_form(form: str | None, forms: Sequence[str] = FORMS) -> None:
    """Refuse a form that there is not.

    Raises:
        Misuse: it is none of `forms`.
    """
    if form not in (None, *forms):
        said = " or ".join((", ".join(forms[:-1]), forms[-1]))
        raise Misuse("report.form", f"There is no format {form}.", f"Choose {said}.", form=form)


def _on_terminal(page: Page, sections: Sequence[Section]) -> None:
    for place, section in enumerate(sections):
        if place:
            page.raw("\n")
        if section.title:
            page.raw(page.tell(section.title) + "\n")
        page.table(section.rows, section.columns, section.realm)
        page.draw(section.plots)
    for note in dict.fromkeys(note for section in sections for note in section.notes):
        page.talk(page.tell(note))


def paper_of(
    page: Page, title: str, sections: Sequence[Section], *, span: tuple[int, int] | None = None,
    block: Sequence[tuple[str, str]] = (),
) -> Paper:  # fmt: skip
    """The report as a page of paper in the reader's language."""
    between = [(page.tell("Period"), f"{page.moment(span[0])} - {page.moment(span[1])}")] if span else []
    parts: list[Part] = []
    for section in sections:
        parts += _parts(page, section)
    notes = () if any(section.title for section in sections) else tuple(map(page.tell, sections[0].notes))
    return Paper(page.lang, page.tell(title), (*page.block(), *between, *block), tuple(parts), notes,
                 small=len(sections) > 6)  # fmt: skip


def _parts(page: Page, section: Section) -> list[Part]:
    """The plots first, for they are read first; with a title of its own the notes stand below."""
    title, plots = page.tell(section.title), section.plots()
    drawn: list[Part] = [Drawings(title, plots)] if plots else []
    out = [*drawn, table_of(page, "" if plots else title, section)]
    if section.title and section.notes:
        out.append(Note("", tuple(map(page.tell, section.notes))))
    return out


def table_of(page: Page, title: str, section: Section) -> Table:
    """Its rows as a table; numbers stand at the right edge, and a column in which nothing stands is left out."""
    rows, shown = [_known(row) for row in section.rows], [page.shown(row, section.realm) for row in section.rows]
    names = [name for name in columns_of(section) if any(row.get(name) for row in shown)]
    right = frozenset(place for place, name in enumerate(names) if _numeric([row.get(name) for row in rows]))
    made = tuple(Row(tuple(row.get(name, "") for name in names), _tone(known))
                 for row, known in zip(shown, rows, strict=True))  # fmt: skip
    return Table(title, tuple(map(page.heading, names)), made, page.tell("Nothing."), right)


def _tone(row: Mapping[str, Any]) -> str:
    """What misses its goal stands out; what nobody knows steps back."""
    return "red" if row.get("kept") is False else "dim" if row.get("remark") else ""


def columns_of(section: Section) -> list[str]:
    """The names of its columns."""
    return list(section.columns or dict.fromkeys(name for row in section.rows for name in _known(row)))


def _known(row: Any) -> Mapping[str, Any]:
    return row if isinstance(row, Mapping) else facts(row)


def _numeric(values: Sequence[Any]) -> bool:
    told = [value for value in values if value is not None]
    return bool(told) and all(isinstance(value, int | float) and not isinstance(value, bool) for value in told)


def show_paper(
    page: Page, paper: Paper, form: str | None, data: Any, names: Sequence[str] = (),
    cells: Sequence[Sequence[str]] = (), plots: Sequence[Plot] = (),
) -> None:  # fmt: skip
    """Print a paper: as text, with ``--json`` its `data`, as a page of HTML, or as CSV of the named `cells`.

    Raises:
        Misuse: there is no such form.
    """
    known_form(form)
    if page.as_json:
        page.record(data)
    elif form == "csv":
        page.raw(_csv(names, cells))
    elif form == "html":
        page.raw(html(paper))
    else:
        page.raw(as_text(paper))
        page.draw(lambda: plots)


def text_cell(text: str) -> str:
    """What somebody said as a cell that a spreadsheet reads as text, never as a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def sheet(section: Section) -> str:
    """A section as CSV: names and words as they are stored, instants in ISO 8601 UTC."""
    names = columns_of(section)
    rows = [[_cell(plain(_known(row).get(name), name, to_iso, RAW)) for name in names] for row in section.rows]
    return _csv(names, rows)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) else text_cell(value) if isinstance(value, str) else str(value)


def _csv(names: Iterable[str], rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    writer.writerows(rows)
    return out.getvalue()
