"""The frame of every small question above the command line: its band, its body, its trouble, and how it is answered.

A modal that answers with a value, or None when it was left with Escape.
"""

import asyncio
from typing import Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from screens.format import cells, clean
from screens.messages import Rang
from screens.view import View
from screens.widgets.sheet import Line, Sheet, Span
from screens.widgets.typing_line import TypingLine

Answer = TypeVar("Answer")
TWO_ALARMS_FROM = 34
"""From this height on the strip has two lines."""


class Question(ModalScreen[Answer | None], Generic[Answer]):
    """The frame of every small question: a band with its title and its keys above its body.

    It goes with its answer, unless it was told to :meth:`keep`: then it stays, and can be answered again.
    """

    CSS_PATH = "styles/dialogs.tcss"
    BINDINGS = [Binding("escape", "leave", id="ask.leave", show=False)]
    typed = False
    """Does it hold text that somebody typed?"""

    def __init__(self, view: View, title: str, keys: str) -> None:
        super().__init__()
        self.view, self.heading, self.keys = view, title, keys
        self._answers: asyncio.Queue[Answer | None] | None = None
        self._waiting = self._released = False

    def keep(self) -> None:
        """Stay after an answer, until :meth:`release`."""
        self._answers = asyncio.Queue()

    @property
    def waiting(self) -> bool:
        """Was it answered, and nothing come of that yet?"""
        return self._waiting

    async def answered(self) -> Answer | None:
        """The next answer of a kept question."""
        assert self._answers is not None
        return await self._answers.get()

    def answer(self, answer: Answer | None) -> None:
        """Give the answer; while a kept question waits for what comes of one, it takes no other."""
        if self._answers is None:
            self._waiting = True
            self.dismiss(answer)
        elif not self._waiting:
            self._waiting = True
            self.complain("")
            self._answers.put_nowait(answer)

    def release(self) -> None:
        """Go: at once, or as soon as what stands over this one has gone."""
        self._released = True
        if self.is_current:
            self.dismiss(None)

    def recall(self, answer: Answer) -> None:
        """Begin with what was answered when this was asked before."""

    def compose(self) -> ComposeResult:
        with Vertical(id="question"):
            yield Band(self.heading, self.view.say(self.keys), id="question-band")
            yield from self.body()
            yield Static("", id="question-trouble", markup=False)

    def on_descendant_focus(self) -> None:
        """The line that is typed into has the mark."""
        for line in self.query(TypingLine):
            line.tell()

    def on_mount(self) -> None:
        """Strip, command line and keys stay in sight below."""
        lines = (4 if self.app.size.height >= TWO_ALARMS_FROM else 3) + self._rings
        self.query_one("#question").styles.margin = (0, 0, lines, 0)

    @property
    def _rings(self) -> bool:
        """Does the screen below show a call that waits? Its line stays in sight, too."""
        return any(widget.display for screen in self.app.screen_stack for widget in screen.query("#ringing"))

    def on_rang(self, message: Rang) -> None:
        """A call has come while this is being answered."""
        self.call_after_refresh(Question.on_mount, self)

    def body(self) -> ComposeResult:
        """The widgets below the band."""
        yield from ()

    def complain(self, sentence: str) -> None:
        """Say what is wrong with the answer, inside the question; nothing typed is lost."""
        trouble = self.query_one("#question-trouble", Static)
        trouble.update(clean(sentence))
        trouble.set_class(bool(sentence), "-shown")
        if sentence:
            self._waiting = False

    def on_screen_suspend(self) -> None:
        """Another question stands over this one: one at a time."""
        self.query_one("#question").display = False

    def on_screen_resume(self) -> None:
        self.query_one("#question").display = True
        if self._released:
            self.dismiss(None)

    def action_leave(self) -> None:
        self._waiting = False
        self.answer(None)


class Band(Sheet, can_focus=False):
    """One band: a title left, keys or a figure right."""

    def __init__(self, title: str, right: str = "", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.title, self.right = title, right

    def compose_lines(self) -> None:
        text = clean(self.right)
        spans = (Span(1, clean(self.title), "title"), Span(-1 - cells(text), text, "dim"))
        self.write([Line(spans, "focus")])
