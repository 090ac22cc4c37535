"""A box of several lines to type in; what comes in is made harmless line by line."""

from dataclasses import replace

from textual import events
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult

from screens.format import clean, printed


class Words(TextArea):
    """Several lines of text on the field ground; Tab leaves it."""

    letters_are_text = True

    def __init__(self, text: str = "", *, id: str | None = None) -> None:
        super().__init__(
            clean_lines(text), id=id, compact=True, soft_wrap=True, tab_behavior="focus", show_line_numbers=False
        )
        self.cursor_blink = False

    def load_text(self, text: str) -> None:
        super().load_text(clean_lines(text))

    async def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        await super()._on_paste(events.Paste(printed(event.text)))

    def edit(self, edit: Edit) -> EditResult:
        return super().edit(replace(edit, text=clean_lines(edit.text)))


def clean_lines(text: str) -> str:
    """Every line harmless; the line breaks stay."""
    return "\n".join(clean(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
