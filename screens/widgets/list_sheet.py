"""The sheet of a screen that is one list: a page's ground, a cursor that is always the live one, a band on top."""

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from screens.format import cells
from screens.widgets.sheet import Line, Sheet, Span

Row = TypeVar("Row", bound=Any)


class ListSheet(Sheet):
    """The only sheet of its screen."""

    head = 1

    @property
    def page_ground(self) -> str:
        return "ground"

    @property
    def shows_focus(self) -> bool:
        return True


class RowSheet(ListSheet, Generic[Row]):
    """Shows rows that are known by their `id`."""

    rows: Sequence[Row] = ()

    @property
    def chosen(self) -> Row | None:
        """The row under the cursor."""
        return next((row for row in self.rows if row.id == self.ref), None)

    def show(self, rows: Sequence[Row]) -> None:
        """Show these."""
        self.rows = rows
        self.compose_lines()


def band(title: str, right: str) -> Line:
    """The line on top: what is listed, and how much of it."""
    return Line((Span(1, title, "title"), Span(-1 - cells(right), right, "dim")), "focus")


def nothing(words: str) -> list[Line]:
    """What stands where there is no row."""
    return [Line(ground="ground"), Line((Span(7, words, "dim"),), "ground")]
