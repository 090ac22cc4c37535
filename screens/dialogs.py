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
from textual.widgets import Input

from screens.format import cells, clean
from screens.question import Band, Question
from screens.typed_questions import AskLine, AskLines, AskTime, Blank
from screens.view import View
from screens.widgets.field import Field
from screens.widgets.sheet import Line, Sheet, Span
from screens.widgets.typing_line import TypingLine

__all__ = ["AskLine", "AskLines", "AskTime", "Band", "Blank", "Choose", "Confirm", "Filter", "Option", "Options",
           "Question"]  # fmt: skip

AROUND = 10
"""Lines of the screen that a question leaves to the head, its own band and what stands below it."""

LETTERS = "abcdefghijklm"
"""Where digits end: the keys of the eleventh option and those below it, in a list that is not typed into."""

WIDE_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def digit_keys(digit: int) -> str:
    """The key names of a digit: plain and full-width."""
    return f"{digit},fullwidth_digit_{WIDE_DIGITS[digit]}"


@dataclass(frozen=True, slots=True)
class Option:
    """Something to choose: the value it answers with, its words, and what may help to decide.

    What is `doubtful` is never chosen beforehand; what is `barred` cannot be chosen, its hint says why.
    """

    value: str
    label: str
    hint: str = ""
    tone: str = "text"
    search: str = ""
    doubtful: bool = False
    barred: bool = False


class Choose(Question[str]):
    """Choose one of a list by digit, arrows and Enter; with `filtered`, letters typed narrow the list.

    `undecided` begins on none of them: Enter alone answers nothing, the person names one or moves there.
    """

    BINDINGS = [
        *(Binding(key, f"letter({place})", show=False, priority=True) for place, key in enumerate(LETTERS, 10)),
        *(Binding(digit_keys(digit), f"pick({digit})", show=False, priority=True) for digit in range(10)),
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("pageup", "move(-9)", show=False, priority=True),
        Binding("pagedown", "move(9)", show=False, priority=True),
        Binding("enter", "take", show=False, priority=True),
    ]

    def __init__(
        self,
        view: View,
        title: str,
        options: Sequence[Option],
        *,
        chosen: str | None = None,
        filtered: bool = False,
        undecided: bool = False,
    ) -> None:
        usual = "ask.keys_decide" if undecided else "ask.keys_choose"
        super().__init__(view, title, "ask.keys_filter" if filtered else usual)
        self.options, self.chosen, self.filtered, self.undecided = list(options), chosen, filtered, undecided
        self.shown = list(options)

    def body(self) -> ComposeResult:
        if self.filtered:
            yield TypingLine(self.view.say("ask.filter"), Filter(id="filter"))
        yield Options(can_be_focused=not self.filtered)

    def on_mount(self) -> None:
        self.query_one(Options).styles.height = max(
            1, min(len(self.options), self.app.size.height - AROUND - self.filtered)
        )
        self._show(self.chosen)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Letters choose only where they are not typed."""
        return not self.filtered if action == "letter" else super().check_action(action, parameters)

    def _show(self, chosen: str | None = None) -> None:
        sheet = self.query_one(Options)
        sheet.show(self.shown)
        first = self._first(chosen)
        sheet.decide(None if first is None or self.undecided else first.value)

    def _first(self, chosen: str | None) -> Option | None:
        """Where to begin: the one named, the only one left by typing, or the first that nothing speaks against."""
        named = [option for option in self.shown if option.value == chosen and not option.barred]
        if not named and len(self.shown) == 1 < len(self.options):
            named = [option for option in self.shown if not option.barred]
        return next(iter(named or [one for one in self.shown if not (one.doubtful or one.barred)]), None)

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
        self.action_letter((digit or 10) - 1)

    def action_letter(self, place: int) -> None:
        """Take the option at a place."""
        if place < len(self.shown):
            self._take(self.shown[place].value)

    def _take(self, value: str) -> None:
        option = next(option for option in self.shown if option.value == value)
        if option.barred:
            self.complain(self.view.say("ask.barred", label=option.label, why=option.hint))
        else:
            self.answer(value)

    def action_move(self, by: int) -> None:
        self.query_one(Options).step(by)

    def action_take(self) -> None:
        sheet = self.query_one(Options)
        if not sheet.decided and self.shown:
            self.complain(self.view.say("ask.undecided"))
        elif sheet.ref is not None and self.shown:
            self._take(str(sheet.ref))

    def on_sheet_opened(self, event: Sheet.Opened) -> None:
        """A click on the chosen line takes it."""
        self._take(str(event.ref))


class Filter(Field):
    """Letters narrow the list; a digit chooses from it, but for one that goes on with a name such as ``R3``."""

    letters_are_text = False

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
        self.options: Sequence[Option] = ()
        self.decided = True

    @property
    def shows_focus(self) -> bool:
        return True

    @property
    def shows_cursor(self) -> bool:
        return self.decided

    def show(self, options: Sequence[Option]) -> None:
        """List these."""
        self.options = options
        self.compose_lines()

    def compose_lines(self) -> None:
        self.write(option_lines(self.options, self.size.width or self.app.size.width, letters=self.can_focus))

    def decide(self, value: str | None) -> None:
        """Begin on this option; on none, nothing is chosen until the cursor is moved."""
        self.decided = value is not None
        self.select(value if value is not None else (self.options[0].value if self.options else ""))
        self.refresh()

    def step(self, by: int) -> None:
        if self.decided:
            super().step(by)
        elif self.options:
            self.decide(self.options[0 if by > 0 else -1].value)

    def on_click(self, event: events.Click) -> None:
        """The first click only decides."""
        if not self.decided and event.y + self.top < len(self.options):
            event.prevent_default()
            self.decide(self.options[event.y + self.top].value)


def haystack(option: Option) -> str:
    """What a typed word is looked for in."""
    return unicodedata.normalize("NFKC", f"{option.value} {option.label} {option.hint} {option.search}").casefold()


def option_lines(options: Sequence[Option], width: int, *, letters: bool = True) -> list[Line]:
    """A line an option: its key, its words, and the hint behind the longest of them, as wide as the screen allows.

    Without `letters` those are typed to narrow the list, and digits alone are keys.
    """
    longest = max((cells(clean(option.label)) for option in options), default=0)
    hints = max((cells(clean(option.hint)) for option in options), default=0)
    at_hint = 6 + min(longest, max(30, width - 6 - hints - 3)) + 2
    keys = [*(str((place + 1) % 10) for place in range(10)), *(LETTERS if letters else "")]
    return [
        Line(
            (
                Span(3, keys[place] if place < len(keys) else "", "dim" if option.barred else "key", 2),
                Span(6, clean(option.label), "dim" if option.barred or option.doubtful else option.tone),
                Span(at_hint, clean(option.hint), "dim"),
            ),
            ref=option.value,
        )
        for place, option in enumerate(options)
    ]


class Confirm(Choose):
    """Yes or no: a digit, `y` or `n`. The cursor begins on no, so that one Enter too many never affirms.

    Where no is an answer like yes (`undecided`), it begins on neither.
    """

    BINDINGS = [
        Binding("y,fullwidth_latin_small_letter_y", "pick(1)", show=False, priority=True),
        Binding("n,fullwidth_latin_small_letter_n", "pick(2)", show=False, priority=True),
    ]

    def __init__(self, view: View, title: str, *, chosen: str = "no", undecided: bool = False) -> None:
        options = [Option("yes", view.say("ask.yes"), "y"), Option("no", view.say("ask.no"), "n")]
        super().__init__(view, title, options, chosen=chosen, undecided=undecided)
