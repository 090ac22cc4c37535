"""A line of a question: its whole label, marked while the caret is there, and the field to type in."""

from textual.app import ComposeResult
from textual.containers import Horizontal

from screens.format import cells
from screens.widgets.field import Field
from screens.widgets.form_row import Label

MARK = 3
"""Cells before a label, where the mark stands."""


class TypingLine(Horizontal):
    """Label and field; `wide` is what the longest label beside this one takes."""

    def __init__(self, label: str, field: Field, *, wide: int = 0) -> None:
        super().__init__(classes="blank")
        self.words, self.field = label, field
        self.label = Label(label)
        self.label.styles.width = max(wide, cells(label)) + MARK + 1

    def compose(self) -> ComposeResult:
        yield self.label
        yield self.field

    def tell(self) -> None:
        """Mark the line if it is the one typed into."""
        self.label.tell(self.words, self.field.has_focus)
