"""A line to type in: no frame, safe for input methods, the caret where they look for it.

What is typed or pasted is made harmless on its way in: a control character on a screen acts, whoever said it.
"""

from textual import events
from textual.binding import Binding
from textual.widget import Widget
from textual.widgets import Input

from screens.format import clean, printed

WIDE_BLANK = "\u3000"


class Field(Input):
    """One line of text on the field ground."""

    letters_are_text = True
    """Does a letter typed here do nothing else?"""

    BINDINGS = [Binding("ctrl+u", "delete_left_all", show=False)]

    def __init__(self, value: str = "", *, placeholder: str = "", id: str | None = None) -> None:
        super().__init__(value, placeholder=placeholder, id=id, compact=True, select_on_focus=False)
        self.cursor_blink = False
        self.cursor_position = len(value)

    async def _on_key(self, event: events.Key) -> None:
        """The wide blank of an input method is a blank; Textual takes it for no character at all."""
        if event.character == WIDE_BLANK:
            event.stop()
            event.prevent_default()
            self.insert_text_at_cursor(" ")
        else:
            await super()._on_key(event)

    def _on_paste(self, event: events.Paste) -> None:
        """Pasted text is one line of text, whatever it holds."""
        event.stop()
        event.prevent_default()
        self.replace(" ".join(printed(event.text).split("\n")).strip(), *self.selection)

    def validate_value(self, value: str) -> str:
        """Whatever comes in, harmless."""
        return clean(value)


def typed_in(widget: Widget | None) -> bool:
    """Does this widget take text? The box of several lines is known by name: asking must not load it."""
    return isinstance(widget, Input) or any(kind.__name__ == "TextArea" for kind in type(widget).__mro__)
