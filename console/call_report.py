"""The report about calls: how many, how long callers waited, how many gave up, and when they rang."""

from collections.abc import Mapping, Sequence
from typing import Any

from console.render import Page, facts
from console.report_plots import half_hours
from console.reporting import Section, show_sections
from models.rows import CallFigures

COLUMNS = ("name", "value", "unit")
UNITS = {"_s": "s", "_of_answered": "%", "_of_offered": "%", "_share": "%"}


def show(page: Page, found: CallFigures, form: str | None, counts: Sequence[int] = ()) -> None:
    """Print the figures in the form that was asked for; `counts` are the calls of each half hour of the day.

    Raises:
        Misuse: there is no such form.
    """
    section = Section("", rows(facts(found)), (f"Definitions: {found.source}.",), COLUMNS, half_hours(page, counts),
                      "calls")  # fmt: skip
    show_sections(page, "Calls", [section], form, data=found, span=(found.since, found.until))


def rows(figures: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every figure with its unit; what nobody knows is None."""
    return [
        {"name": name, "value": value, "unit": _unit(name)}
        for name, value in figures.items()
        if name not in ("since", "until", "source")
    ]


def _unit(name: str) -> str:
    return next((unit for end, unit in UNITS.items() if name.endswith(end)), "calls")
