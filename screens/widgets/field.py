"""A line and a box to type in: no frame, safe for input methods, the caret where they look for it."""

from textual.binding import Binding
from textual.widgets import Input, TextArea


class Field(Input):
    """One line of text on the field ground."""

    BINDINGS = [Binding("ctrl+u", "delete_left_all", show=False)]

    def __init__(self, value: str = "", *, placeholder: str = "", id: str | None = None) -> None:
        super().__init__(value, placeholder=placeholder, id=id, compact=True, select_on_focus=False)
        self.cursor_blink = False
        self.cursor_position = len(value)


class Words(TextArea):
    """Several lines of text on the field ground; Tab leaves it."""

    def __init__(self, text: str = "", *, id: str | None = None) -> None:
        super().__init__(text, id=id, compact=True, soft_wrap=True, tab_behavior="focus", show_line_numbers=False)
        self.cursor_blink = False
