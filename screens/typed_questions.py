"""Questions with typed text: a few lines to fill in, one line, a moment. What was typed outlives a refusal."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Input, Static

from screens.format import cells
from screens.instants import read_instant
from screens.question import Question
from screens.view import View
from screens.widgets.field import Field
from screens.widgets.typing_line import TypingLine

ROOMY = 5
"""So many lines stand apart; more stand close, so that the smallest screen holds them."""


@dataclass(frozen=True, slots=True)
class Blank:
    """A line to fill in: its name, its label, what stands in it, whether it may stay empty, and what may be written."""

    name: str
    label: str
    value: str = ""
    optional: bool = False
    hint: str = ""


class AskLines(Question[Mapping[str, str]]):
    """Fill in one or more lines; Enter goes on to the next and at the last one answers.

    With `ends_at` it answers in that line already, and in every empty one that may stay so: those behind it are for
    whoever has more to say.
    """

    typed = True
    BINDINGS = [
        Binding("up", "go(-1)", show=False, priority=True),
        Binding("down,tab", "go(1)", show=False, priority=True),
        Binding("ctrl+s", "answer", show=False, priority=True),
    ]

    def __init__(self, view: View, title: str, blanks: Sequence[Blank], *, ends_at: str = "") -> None:
        several = "ask.keys_form" if ends_at else "ask.keys_lines"
        super().__init__(view, title, several if len(blanks) > 1 else "ask.keys_line")
        self.blanks, self.ends_at = list(blanks), ends_at

    def recall(self, answer: Mapping[str, str]) -> None:
        self.blanks = [replace(blank, value=answer.get(blank.name, blank.value)) for blank in self.blanks]

    def body(self) -> ComposeResult:
        wide = max(cells(blank.label) for blank in self.blanks)
        for blank in self.blanks:
            line = TypingLine(blank.label, Field(blank.value, placeholder=blank.hint, id=f"blank-{blank.name}"),
                              wide=wide)  # fmt: skip
            yield line.add_class("-tight") if len(self.blanks) > ROOMY else line

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter: the next line, or the answer."""
        fields = list(self.query(Field))
        here = next(place for place, one in enumerate(fields) if one is event.input)
        blank = self.blanks[here]
        enough = bool(self.ends_at) and (blank.name == self.ends_at or not event.value.strip()) and blank.optional
        if here + 1 < len(fields) and not enough:
            fields[here + 1].focus()
        else:
            self.action_answer()

    def action_go(self, by: int) -> None:
        fields = list(self.query(Field))
        here = next((place for place, one in enumerate(fields) if one.has_focus), 0)
        fields[(here + by) % len(fields)].focus()

    def action_answer(self) -> None:
        given = {blank.name: self.query_one(f"#blank-{blank.name}", Field).value.strip() for blank in self.blanks}
        for blank in self.blanks:
            if not blank.optional and not given[blank.name]:
                self.complain(self.view.say("ask.missing", label=blank.label))
                self.query_one(f"#blank-{blank.name}", Field).focus()
                return
        self.answer(given)


class AskLine(AskLines):
    """One line of text; answers with a mapping of the single name ``text``."""

    def __init__(self, view: View, title: str, label: str, *, value: str = "", optional: bool = False) -> None:
        super().__init__(view, title, [Blank("text", label, value, optional)])


class AskTime(Question[int]):
    """A moment: typed, or one of a few that are likely. What was understood is shown beside it."""

    typed = True
    BINDINGS = [
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("down", "move(1)", show=False, priority=True),
    ]

    def __init__(
        self,
        view: View,
        title: str,
        likely: Sequence[str] = (),
        *,
        past: bool = False,
        clock: Callable[[], int] | None = None,
    ) -> None:
        super().__init__(view, title, "ask.keys_time")
        self.likely, self.past = list(likely), past
        self._clock = clock or (lambda: view.now)

    def body(self) -> ComposeResult:
        yield TypingLine(self.view.say("ask.time"), Field(self.likely[0] if self.likely else "", id="moment"))
        yield Static("", id="understood", markup=False)

    def on_mount(self) -> None:
        """What stands there is a proposal: typing replaces it."""
        self.query_one("#moment", Field).select_all()
        self.set_interval(1.0, self.tell_understood)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say how the text is understood."""
        self.tell_understood()

    def tell_understood(self) -> None:
        """What the text means now: a span counts from the moment it is sent."""
        instant = self.read(self.query_one("#moment", Field).value)
        words = self.view.say("ask.understood", at=self.view.clock(instant)) if instant is not None else ""
        self.query_one("#understood", Static).update(words or self.view.say("ask.time_forms"))

    def read(self, text: str) -> int | None:
        """The instant that `text` means, or None."""
        return read_instant(text, self._clock(), self.view.zone, past=self.past)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer, or say what can be typed."""
        instant = self.read(event.value)
        if instant is None:
            self.complain(self.view.say("ask.time_forms"))
        else:
            self.answer(instant)

    def action_move(self, by: int) -> None:
        if not self.likely:
            return
        field = self.query_one("#moment", Field)
        here = self.likely.index(field.value) if field.value in self.likely else (-1 if by > 0 else 0)
        field.value = self.likely[(here + by) % len(self.likely)]
        field.select_all()
