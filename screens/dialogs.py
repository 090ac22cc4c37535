"""Small questions above the command line: choose one of a list, yes or no. All by keyboard.

Digits choose also as full-width ones, so that a Chinese input method need not be switched off. The questions with
typed text have a room of their own; whoever asks finds all of them here.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.widgets import Input, Static

from screens.format import cells, clean
from screens.question import Band, Question
from screens.typed_questions import AskLine, AskLines, AskTime, Blank
from screens.view import View
from screens.widgets.field import Field
from screens.widgets.sheet import Line, Sheet, Span

__all__ = ["AskLine", "AskLines", "AskTime", "Band", "Blank", "Choose", "Confirm", "Filter", "Option", "Options",
           "Question"]  # fmt: skip

MOST_LINES = 14
"""Options that show at once; the others are a scroll or a letter away."""

WIDE_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def digit_keys(digit: int) -> str:
    """The key names of a digit: plain and full-width."""
    return f"{digit},fullwidth_digit_{WIDE_DIGITS[digit]}"


@dataclass(frozen=True, slots=True)
class Option:
    """Something to choose: the value it answers with, its words, and what may help to decide."""

    value: str
    label: str
    hint: str = ""
    tone: str = "text"
    search: str = ""


class Choose(Question[str]):
    """Choose one of a list by digit, arrows and Enter; with `filtered`, letters typed narrow the list."""

    BINDINGS = [
        *(Binding(digit_keys(digit), f"pick({digit})", show=False, priority=True) for digit in range(10)),
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("pageup", "move(-9)", show=False, priority=True),
        Binding("pagedown", "move(9)", show=False, priority=True),
        Binding("enter", "take", show=False, priority=True),
    ]

    def __init__(
        self, view: View, title: str, options: Sequence[Option], *, chosen: str | None = None, filtered: bool = False
    ) -> None:
        super().__init__(view, title, "ask.keys_filter" if filtered else "ask.keys_choose")
        self.options, self.chosen, self.filtered = list(options), chosen, filtered
        self.shown = list(options)

    def body(self) -> ComposeResult:
        if self.filtered:
            with Horizontal(classes="blank"):
                yield Static(self.view.say("ask.filter"), classes="label", markup=False)
                yield Filter(id="filter")
        yield Options(can_be_focused=not self.filtered)

    def on_mount(self) -> None:
        self.query_one(Options).styles.height = max(1, min(len(self.options), MOST_LINES, self.app.size.height - 9))
        self._show(self.chosen)

    def _show(self, chosen: str | None = None) -> None:
        sheet = self.query_one(Options)
        sheet.write(option_lines(self.shown))
        if self.shown:
            sheet.select(chosen if chosen in {option.value for option in self.shown} else self.shown[0].value)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list to what holds every typed word."""
        words = unicodedata.normalize("NFKC", event.value).casefold().split()
        self.shown = [option for option in self.options if all(word in haystack(option) for word in words)]
        self._show()

    def spells(self, typed: str, digit: str) -> bool:
        """Does the digit go on with a name that is being typed?"""
        word = unicodedata.normalize("NFKC", typed).casefold()
        return bool(word) and any(word + digit in haystack(option) for option in self.shown)

    def action_pick(self, digit: int) -> None:
        place = (digit or 10) - 1
        if place < len(self.shown):
            self.answer(self.shown[place].value)

    def action_move(self, by: int) -> None:
        self.query_one(Options).step(by)

    def action_take(self) -> None:
        ref = self.query_one(Options).ref
        if ref is not None:
            self.answer(str(ref))

    def on_sheet_opened(self, event: Sheet.Opened) -> None:
        """A click on the chosen line takes it."""
        self.answer(str(event.ref))


class Filter(Field):
    """Letters narrow the list; a digit chooses from it, but for one that goes on with a name such as ``R3``."""

    async def _on_key(self, event: events.Key) -> None:
        plain = unicodedata.normalize("NFKC", event.character or "")
        screen = self.screen
        if plain.isdecimal() and isinstance(screen, Choose) and not screen.spells(self.value, plain):
            event.stop()
            event.prevent_default()
            screen.action_pick(int(plain))
            return
        await super()._on_key(event)


class Options(Sheet):
    """The list of a question; its cursor is live although the keys may go to the line above it."""

    def __init__(self, *, can_be_focused: bool) -> None:
        super().__init__(id="options")
        self.can_focus = can_be_focused

    @property
    def shows_focus(self) -> bool:
        return True


def haystack(option: Option) -> str:
    """What a typed word is looked for in."""
    return unicodedata.normalize("NFKC", f"{option.value} {option.label} {option.hint} {option.search}").casefold()


def option_lines(options: Sequence[Option]) -> list[Line]:
    """A line an option: its digit, its words, and the hint behind the longest of them."""
    at_hint = 6 + max((min(30, cells(clean(option.label))) for option in options), default=0) + 2
    return [
        Line(
            (
                Span(3, str((place + 1) % 10) if place < 10 else "", "key", 2),
                Span(6, clean(option.label), option.tone),
                Span(at_hint, clean(option.hint), "dim"),
            ),
            ref=option.value,
        )
        for place, option in enumerate(options)
    ]


class Confirm(Choose):
    """Yes or no: a digit, `y` or `n`. The cursor begins on no, so that one Enter too many never affirms."""

    BINDINGS = [
        Binding("y,fullwidth_latin_small_letter_y", "pick(1)", show=False, priority=True),
        Binding("n,fullwidth_latin_small_letter_n", "pick(2)", show=False, priority=True),
    ]

    def __init__(self, view: View, title: str, *, chosen: str = "no") -> None:
        options = [Option("yes", view.say("ask.yes"), "y"), Option("no", view.say("ask.no"), "n")]
        super().__init__(view, title, options, chosen=chosen)
