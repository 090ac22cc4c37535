"""Predictions and how well they hold, as reports."""

from typing import Any

from console.render import Page
from console.report_plots import plainly, reliability
from console.reporting import show
from models.prediction import LEAST

METHOD = "Percent: of comparable requests at least this old, those that took longer than the time left."


def show_likely(page: Page, rows: list[Any], form: str | None) -> None:
    """The promises that will probably be missed."""
    none = [] if rows else [f"Nothing is foretold: it takes {LEAST} comparable requests at least as old."]
    bars = [(one.number, one.percent, False) for one in rows]
    show(page, "Likely to miss", rows, form, notes=[METHOD, *none],
         drawn=plainly(page, "Likely to miss", bars, most=100))  # fmt: skip


def show_calibration(page: Page, found: Any, form: str | None) -> None:
    """The bands; beside them what was not foretold."""
    notes = [
        "Bands and shares are in percent; asked was at every local midnight about each open promise not yet late.",
        f"Not foretold for want of history: {found.unsaid}. Not known yet what became of it: {found.unknown}.",
    ]
    show(page, "Calibration", found.bands, form, notes=notes, drawn=reliability(page, found.bands))
