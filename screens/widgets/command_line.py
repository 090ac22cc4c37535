"""The line under the alarm strip: what was said last, and where commands and searches are typed."""

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.strip import Strip

from screens.format import cells, clean
from screens.keys import normal
from screens.paint import LineBuilder
from screens.widgets.field import Field
from screens.widgets.header_bar import Piece, pieces_width, put_pieces
from screens.widgets.painted import Cells, Painted

COMMAND, FIND = ":", "/"


class SaidLine(Painted):
    """A sentence on the left, facts that the header has no room for on the right."""

    DEFAULT_CSS = "SaidLine { height: 1; width: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        self.text, self.tone = "", "dim"
        self.facts: list[list[Piece]] = []

    def kept_facts(self, width: int) -> list[list[Piece]]:
        """The facts that have room beside the sentence; a fresh refusal is read whole, only a red fact stays beside."""
        refused = self.tone == "amber"
        wanted = cells(self.text) if refused else min(cells(self.text), width * 2 // 3)
        facts = list(self.facts)
        while facts and pieces_width(facts) + wanted + 4 > width:
            calm = [fact for fact in facts if not refused or all(tone != "red" for _, tone in fact)]
            if not calm:
                break
            facts.remove(calm[0])
        return facts

    def paint_line(self, y: int) -> Strip:
        line = LineBuilder(self.outer_size.width).to(1)
        facts = self.kept_facts(self.outer_size.width)
        room = self.outer_size.width - 2 - (pieces_width(facts) + 2 if facts else 0)
        line.put(self.text, self.tone, max(1, room))
        if facts:
            line.to(self.outer_size.width - 1 - pieces_width(facts))
            put_pieces(line, facts)
        return line.strip()


class Typed(Field):
    """Where a command or a search is typed; Escape gives up, an emptied line too."""

    BINDINGS = [
        Binding("escape", "give_up", show=False, priority=True),
        Binding("up", "recall(-1)", show=False, priority=True),
        Binding("down", "recall(1)", show=False, priority=True),
        Binding("tab", "complete(1)", show=False, priority=True),
        Binding("shift+tab", "complete(-1)", show=False, priority=True),
    ]

    def action_recall(self, by: int) -> None:
        """What was typed before."""
        self.post_message(CommandLine.Recalled(by))

    def action_complete(self, by: int) -> None:
        """What the word may become."""
        self.post_message(CommandLine.Completed(by))

    def action_give_up(self) -> None:
        """Leave without doing anything."""
        self.post_message(CommandLine.Left())

    def on_blur(self, event: events.Blur) -> None:
        """Whoever goes elsewhere has given up."""
        if self.app.app_focus and self.display:
            self.post_message(CommandLine.Left())

    def action_delete_left(self) -> None:
        if not self.value:
            self.action_give_up()
        super().action_delete_left()


class CommandLine(Cells):
    """Shows what was said; :meth:`ask` turns it into a line to type in."""

    DEFAULT_CSS = """
    CommandLine { height: 1; width: 1fr; }
    CommandLine > #command-mark { width: 3; display: none; }
    CommandLine > Typed { width: 1fr; display: none; }
    CommandLine.-typing > #command-mark, CommandLine.-typing > Typed { display: block; }
    CommandLine.-typing > SaidLine { display: none; }
    """

    class Given(Message):
        """A command or a search was typed: its mark and its text."""

        def __init__(self, mark: str, text: str) -> None:
            super().__init__()
            self.mark, self.text = mark, text

    class Left(Message):
        """Typing was given up."""

    class Typing(Message):
        """The text of a command has changed."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Recalled(Message):
        """A command that was typed before is wanted: so many back or forth."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    class Completed(Recalled):
        """The word is to be completed, or completed in another way."""

    def __init__(self) -> None:
        super().__init__()
        self.said = SaidLine()
        self.mark = Mark()
        self.typed = Typed(id="typed")
        self._sentence = ""

    def compose(self) -> ComposeResult:
        yield self.said
        yield self.mark
        yield self.typed

    @property
    def typing(self) -> bool:
        """Is somebody typing here?"""
        return self.has_class("-typing")

    def say(self, text: str, tone: str = "dim") -> None:
        """Show a sentence until another comes."""
        if (clean(text), tone) != (self.said.text, self.said.tone):
            self.said.text, self.said.tone = clean(text), tone
            self.said.refresh()

    def fade(self) -> None:
        """What was said a while ago stands back."""
        self.say(self.said.text, "dim")

    def show_facts(self, facts: list[list[Piece]]) -> None:
        """Facts for the right end of the line."""
        if facts != self.said.facts:
            self.said.facts = facts
            self.said.refresh()

    def ask(self, mark: str, text: str = "") -> None:
        """Let something be typed; the caret is there before the next key is looked at."""
        self.mark.show(mark)
        self.typed.value = text
        self.typed.cursor_position = len(text)
        self.add_class("-typing")
        self.typed.display = True
        self.screen.set_focus(self.typed)

    def leave(self) -> None:
        """Show again what was said."""
        self.typed.display = False
        self.remove_class("-typing")

    def on_input_submitted(self, event: Field.Submitted) -> None:
        """Enter: full-width characters of a search count as plain ones; a command reads its own."""
        event.stop()
        text = event.value.strip() if self.mark.text == COMMAND else normal(event.value)
        self.post_message(self.Given(self.mark.text, text))

    def on_input_changed(self, event: Field.Changed) -> None:
        """What a command means is told while it is typed."""
        event.stop()
        if self.mark.text == COMMAND and self.typing:
            self.post_message(self.Typing(event.value))


class Mark(Painted):
    """The colon or the slash in front of what is typed."""

    def __init__(self) -> None:
        super().__init__(id="command-mark")
        self.text = COMMAND

    def show(self, text: str) -> None:
        """Show another mark."""
        self.text = text
        self.refresh()

    def paint_line(self, y: int) -> Strip:
        return LineBuilder(self.outer_size.width).to(1).put(self.text, "key").strip()
