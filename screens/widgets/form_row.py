"""A line of a form: its label, the box to type in or the words to choose from, and what stands beside it."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from screens.format import cells, clean, cut
from screens.paint import LineBuilder
from screens.widgets.painted import Painted

LABEL = 12


class Label(Painted):
    """The mark of the focused line, and the label, bold while its field has the focus."""

    DEFAULT_CSS = f"Label {{ width: {LABEL}; height: 1; }}"

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text, self.live = text, False

    def tell(self, text: str, live: bool) -> None:
        """Show this."""
        if (text, live) != (self.text, self.live):
            self.text, self.live = text, live
            self.refresh()

    def paint_line(self, y: int) -> Strip:
        line = LineBuilder(self.size.width)
        if y == 0:
            line.to(1).put(">" if self.live else " ", "key").to(3)
            line.put(cut(self.text, self.size.width - 4), "title" if self.live else "dim")
        return line.strip()


class Aside(Painted):
    """What stands right of a field, on its ground: whose number it is, how a time was understood."""

    DEFAULT_CSS = "Aside { width: 0; height: 1; }"

    def __init__(self) -> None:
        super().__init__()
        self.text, self.tone, self.live = "", "dim", False

    def tell(self, text: str, tone: str = "dim") -> None:
        """Show this; the field gets what is left of the line."""
        text = clean(text)
        if (text, tone) != (self.text, self.tone):
            self.text, self.tone = text, tone
            self.styles.width = min(28, cells(text) + 2) if text else 0
            self.refresh()

    def paint_line(self, y: int) -> Strip:
        line = LineBuilder(self.size.width, "focus" if self.live else "field")
        room = self.size.width - 2
        return line.to(1).put(cut(self.text, room), self.tone).strip()


class Chips(Painted, can_focus=True):
    """A few words of which one holds: left and right, or a digit, choose."""

    DEFAULT_CSS = "Chips { height: 1; width: 1fr; }"
    BINDINGS = [
        Binding("left", "turn(-1)", show=False),
        Binding("right,space", "turn(1)", show=False),
        Binding("backspace,delete", "clear", show=False),
    ]

    class Changed(Message):
        """Another word holds."""

        def __init__(self, chips: "Chips", value: str) -> None:
            super().__init__()
            self.chips, self.value = chips, value

        @property
        def control(self) -> "Chips":
            """The chips it happened on."""
            return self.chips

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.options: list[tuple[str, str]] = []
        self.value, self.usual = "", ""

    def offer(self, options: Sequence[tuple[str, str]]) -> None:
        """What can be chosen: values and words."""
        if list(options) != self.options:
            self.options = list(options)
            self.refresh()

    def hold(self, value: str, usual: str = "") -> None:
        """Which holds, chosen by hand; and which holds as long as none is."""
        if (value, usual) != (self.value, self.usual):
            self.value, self.usual = value, usual
            self.refresh()

    def _choose(self, value: str) -> None:
        if value != self.value:
            self.value = value
            self.refresh()
            self.post_message(self.Changed(self, value))

    def action_turn(self, by: int) -> None:
        """The next word, or the one before."""
        values = [value for value, _ in self.options]
        if values:
            held = self.value or self.usual
            here = values.index(held) if held in values else (-1 if by > 0 else 0)
            self._choose(values[(here + by) % len(values)])

    def action_clear(self) -> None:
        """None is chosen by hand."""
        self._choose("")

    def pick(self, digit: int) -> None:
        """Choose by the number of the place."""
        if 1 <= digit <= len(self.options):
            self._choose(self.options[digit - 1][0])

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def paint_line(self, y: int) -> Strip:
        line = LineBuilder(self.size.width, "focus" if self.has_focus else "ground")
        held = self.value or self.usual
        words = [(value, clean(word)) for value, word in self.options]
        wide = sum(cells(word) + 3 for _, word in words)
        if wide > self.size.width:
            place = next((n for n, (value, _) in enumerate(words) if value == held), 0)
            while sum(cells(word) + 3 for _, word in words[: place + 1]) > self.size.width - 4 and place:
                words, place = words[1:], place - 1
        for number, (value, word) in enumerate(words):
            if number:
                line.to(line.at + 1)
            if value == held:
                line.put(f"[{word}]", "title" if self.value else "text")
            else:
                line.put(f" {word} ", "dim")
        return line.strip()


class FormRow(Horizontal):
    """Label, field and aside in one line (or more, for the caller's own words)."""

    DEFAULT_CSS = "FormRow { height: 1; width: 1fr; }"

    def __init__(self, name: str, field: Widget, *, aside: bool = True) -> None:
        super().__init__(id=f"row-{name}")
        self.field_name, self.field = name, field
        self.label = Label("")
        self.aside = Aside() if aside else None

    def compose(self) -> ComposeResult:
        yield self.label
        yield self.field
        if self.aside is not None:
            yield self.aside

    def tell_focus(self, text: str) -> None:
        """Label and ground as the focus has them."""
        live = self.field.has_focus
        self.label.tell(text, live)
        if self.aside is not None and self.aside.live != live:
            self.aside.live = live
            self.aside.refresh()
