"""Who calls and from where: one box for digits, names, pinyin, addresses and numbers, and whom it finds.

A digit takes the one that stands there at once where what is typed is a name; where a digit may still belong to a
number or an address, Enter takes the marked one and Alt with a digit any.
"""

import asyncio
import unicodedata
from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from textual import events
from textual.binding import Binding
from textual.message import Message

from models.naming import has_chinese
from models.phones import spoken
from models.rows import FoundRow
from models.vocabulary import MatchedBy
from screens.background import start
from screens.format import cells, clean
from screens.view import View
from screens.widgets.field import Field
from screens.widgets.form_row import LABEL
from screens.widgets.sheet import Line, Sheet, Span

MOST = 9
"""How many are offered: as many as there are digits."""

REST = 0.02
"""Seconds for which the hand rests before it is looked who fits."""

NARROWEST, WIDEST = 48, 96
NAME, PHONE = 5, 18
"""Where names and phones begin."""

NAME_SIGNS = 4
"""Up to so many Chinese signs the name of somebody unknown has."""

_MIXED = frozenset({MatchedBy.ADDRESS, MatchedBy.METER})
Fitting = Callable[[str], Awaitable[list[FoundRow] | None]]
"""Asks who fits what is typed; None where nobody can be asked."""


def row_of(typed: str) -> str:
    """The row of the form into which words go that nobody fits: a number, a place or a name."""
    if typed.replace(" ", "").replace("-", "").lstrip("+").isdecimal():
        return "phone"
    numbered = any(sign.isdecimal() for sign in typed)
    return "address" if numbered or (has_chinese(typed) and len(typed) > NAME_SIGNS) else "caller"


class FoundList(Sheet, can_focus=False):
    """Those who fit what is typed, laid over the form while its box has the focus; or that nobody does."""

    _rows: Sequence[FoundRow] = ()
    DEFAULT_CSS = "FoundList { overlay: screen; constrain: inside; height: auto; width: 60; display: none; }"

    @property
    def shows_focus(self) -> bool:
        return True

    def offer(self, rows: list[FoundRow], view: View, hint: str) -> None:
        """Show these, and below them how one is taken; where they are shown already, the mark stays where it is."""
        marked = self.ref if self.display and rows == self._rows else None
        self._rows = list(rows)
        width = max(NARROWEST, min(WIDEST, self.app.size.width - LABEL - 2))
        lines = [self._line(place, row, view, width) for place, row in enumerate(rows, 1)]
        lines.append(Line((Span(NAME, hint, "dim", width - NAME - 1),), "band"))
        self.styles.height, self.styles.width = len(lines), width
        self.ref = None
        self.write(lines)
        self.select(marked if isinstance(marked, int) else 1)

    def _line(self, place: int, row: FoundRow, view: View, width: int) -> Line:
        by = view.word("matched_by", row.matched_by)
        phone = clean(spoken(row.phone))
        where = clean(row.request and f"{row.request} ") + clean(view.place(row.district, row.address))
        at = max(PHONE + cells(phone) + 2, PHONE + 15)
        room = width - at - cells(by) - 3
        spans = [
            Span(3, str(place), "key"),
            Span(NAME, clean(row.name) or "-", "title", PHONE - NAME - 1),
            Span(PHONE, phone, "dim", at - PHONE - 1),
            Span(at, where, "amber" if row.careful else "text", max(4, room)),
            Span(-1 - cells(by), by, "dim"),
        ]
        return Line(tuple(spans), "field", ref=place)


class WhoField(Field):
    """Holds the words typed; `kept` is whom they led to."""

    letters_are_text = False

    BINDINGS = [
        Binding("up", "turn(-1)", show=False, priority=True),
        Binding("down", "turn(1)", show=False, priority=True),
    ]

    class Taken(Message):
        """One of those found was taken; None: nobody fits, and the words go where they belong."""

        def __init__(self, row: FoundRow | None) -> None:
            super().__init__()
            self.row = row

    def __init__(self, offered: FoundList) -> None:
        super().__init__(id="who")
        self.offered = offered
        self.rows: list[FoundRow] = []
        self.kept: FoundRow | None = None
        self.view: View | None = None
        self.fitting: Fitting | None = None
        self._asked: str | None = None

    # Who fits

    def look(self) -> None:
        """See who fits what is typed, as soon as the hand rests."""
        self._asked = None
        start(self, partial(self._look, REST), "who", exclusive=True)

    async def _look(self, rest: float = 0) -> None:
        if rest:
            await asyncio.sleep(rest)
        while self.fitting is not None and self._asked != (typed := self.value.strip()):
            found = await self.fitting(typed) if typed and self.kept is None else []
            if found is None:
                return
            if typed == self.value.strip():
                self._asked, self.rows = typed, found[:MOST]
                self.show()

    def show(self) -> None:
        """Offer those who fit."""
        typed = self.value.strip()
        seen = self.has_focus and self.kept is None and bool(typed) and (bool(self.rows) or self._asked == typed)
        if seen and self.view is not None:
            say = self.view.say
            nobody = say("who.nobody", row=say(f"intake.{row_of(typed)}"))
            hint = say("who.digit" if self.plain else "who.enter") if self.rows else nobody
            self.offered.offer(self.rows, self.view, hint)
        self.offered.display = seen

    @property
    def plain(self) -> bool:
        """Is it a name that is typed, to which no digit can belong?"""
        typed = unicodedata.normalize("NFKC", self.value)
        named = bool(self.rows) and self.rows[0].matched_by not in _MIXED
        return named and not any(sign.isdecimal() for sign in typed)

    def hold(self, row: FoundRow | None) -> None:
        """Whom the words led to; None takes it back."""
        self.kept = row
        self.rows, self._asked = [], None
        self.show()

    # Keys

    async def _on_key(self, event: events.Key) -> None:
        place = self._place(event)
        if place or event.key == "enter":
            await self._look()
        if self.offered.display and 1 <= place <= len(self.rows):
            if event.key.startswith("alt+") or (self.plain and self.rows[place - 1].matched_by not in _MIXED):
                event.stop()
                event.prevent_default()
                self._take(self.rows[place - 1])
                return
        elif event.key == "enter" and self.value.strip() and self.kept is None:
            event.stop()
            event.prevent_default()
            here = self.offered.ref if self.offered.display else None
            self._take(self.rows[here - 1] if isinstance(here, int) and here <= len(self.rows) else None)
            return
        await super()._on_key(event)

    def _place(self, event: events.Key) -> int:
        """The digit of a key, full-width or with Alt too; 0 for none."""
        digit = unicodedata.normalize("NFKC", event.character or "") or event.key.removeprefix("alt+")
        return int(digit) if len(digit) == 1 and digit.isdecimal() else 0

    def _take(self, row: FoundRow | None) -> None:
        self.hold(row)
        self.post_message(self.Taken(row))

    def action_turn(self, by: int) -> None:
        """Up and down go through those who fit, or from field to field."""
        if self.offered.display and self.rows:
            self.offered.step(by)
        elif by > 0:
            self.screen.focus_next()
        else:
            self.screen.focus_previous()

    def on_input_changed(self, event: Field.Changed) -> None:
        """Words typed after a choice take it back."""
        self.kept = None
        self.look()

    def on_focus(self) -> None:
        self.look()

    def on_blur(self) -> None:
        self.offered.display = False
