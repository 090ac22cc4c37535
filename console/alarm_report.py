"""The report about the alarm system: its figures against published limits, and its most frequent sources."""

from console.render import Page
from console.report_plots import plainly
from console.reporting import Section, known_form, sheet, show_sections
from models.rows import AlarmFigures

COLUMNS = ("name", "value", "unit", "limit", "kept")
SOURCES = ("rule", "clock", "district", "count", "share")


def sections(page: Page, found: AlarmFigures) -> list[Section]:
    """The figures, then the sources."""
    bars = [(" ".join(filter(None, (page.word("rule", one.rule), page.word("clock", one.clock), one.district))),
             float(one.count), False) for one in found.top]  # fmt: skip
    return [
        Section("Figures of the alarm system", found.figures, (f"Limits: {found.source}.",), COLUMNS),
        Section("Most frequent sources", found.top, (), SOURCES, plainly(page, "Most frequent sources", bars)),
    ]


def show(page: Page, found: AlarmFigures, form: str | None) -> None:
    """Print the figures in the form that was asked for.

    Raises:
        Misuse: there is no such form.
    """
    known_form(form)
    if form == "csv":
        page.raw(sheet(Section("", _rows(found), columns=COLUMNS)))
        return
    show_sections(page, "Alarms", sections(page, found), form, data=found, span=(found.since, found.until))


def _rows(found: AlarmFigures) -> list[dict[str, object]]:
    """Every figure, then the sources as figures of their own."""
    rows: list[dict[str, object]] = [{name: _cell(getattr(one, name)) for name in COLUMNS} for one in found.figures]
    for place, source in enumerate(found.top, 1):
        name = " ".join(part for part in (f"top_{place}", source.rule, source.clock, source.district) if part)
        rows.append({"name": name, "value": source.count, "unit": "alarms", "limit": "", "kept": ""})
    return rows


def _cell(value: object) -> object:
    return ("yes" if value else "no") if isinstance(value, bool) else value
