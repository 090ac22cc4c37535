"""What happened: words typed in either language narrow the catalogue, a digit or Enter chooses."""

import unicodedata

from textual import events
from textual.binding import Binding
from textual.message import Message

from models.rows import CategoryRow
from models.vocabulary import Priority
from screens.format import cells, clean
from screens.intake_facts import best_categories
from screens.view import View
from screens.widgets.field import Field
from screens.widgets.form_row import LABEL
from screens.widgets.sheet import Line, Sheet, Span

GUESS, CARD = "guess", "card"
"""Who says what happened, where no person has chosen it: the caller's words, or the answers to a card."""

LEAST = 56
"""The narrowest list of categories."""


class Matches(Sheet, can_focus=False):
    """The categories that fit what is typed, laid over the form while its field has the focus."""

    DEFAULT_CSS = "Matches { overlay: screen; constrain: inside; height: auto; width: 56; display: none; }"

    @property
    def shows_focus(self) -> bool:
        return True

    def offer(self, rows: list[CategoryRow], view: View) -> None:
        """Show these."""
        lines = []
        names = max((cells(clean(view.named(row.zh, row.en))) for row in rows), default=0)
        codes = max((cells(row.code) for row in rows), default=0)
        width = max(LEAST, min(names + codes + 14, self.app.size.width - LABEL - 2))
        for place, row in enumerate(rows):
            name = clean(view.named(row.zh, row.en))
            tone = "title" if row.priority is Priority.P1 else "text"
            code = f"{row.code}  {row.priority.value}"
            lines.append(
                Line(
                    (
                        Span(3, str(place + 1), "key"),
                        Span(5, name, tone, width - 3 - cells(code) - 5),
                        Span(-1 - cells(code), code, "dim"),
                    ),
                    "field",
                    ref=row.code,
                )
            )
        self.styles.height, self.styles.width = max(1, len(lines)), width
        self.write(lines)
        if rows:
            self.select(rows[0].code)


class CategoryField(Field):
    """Holds the words typed; the code chosen stands in `code`."""

    letters_are_text = False

    BINDINGS = [
        Binding("up", "turn(-1)", show=False, priority=True),
        Binding("down", "turn(1)", show=False, priority=True),
    ]

    class Chosen(Message):
        """A category was chosen, or taken back (an empty code)."""

        def __init__(self, code: str) -> None:
            super().__init__()
            self.code = code

    def __init__(self, matches: Matches) -> None:
        super().__init__(id="category")
        self.matches = matches
        self.categories: list[CategoryRow] = []
        self.code = self.by = ""
        self.offers: list[str] = []
        self.view: View | None = None

    @property
    def row(self) -> CategoryRow | None:
        """The chosen category."""
        return next((row for row in self.categories if row.code == self.code), None)

    def know(self, categories: list[CategoryRow], view: View) -> None:
        """The catalogue, and the language to show it in."""
        self.categories, self.view = categories, view
        self.show_chosen()

    def hold(self, code: str, by: str = "") -> None:
        """This category is chosen: by a person, or `by` the words or a card."""
        self.code, self.by = code, by if code else ""
        self.show_chosen()

    def guess(self, codes: list[str], *, urgent: bool) -> None:
        """What the words speak for, the loudest first: it is held while nobody has chosen, and offered in any case.

        What a card brought gives way to `urgent` words alone, and only if it was less.
        """
        self.offers = codes
        if self.has_focus or (self.code and not self.by):
            return
        less = self.row is None or self.row.priority is not Priority.P1
        if self.by == CARD and not (urgent and less):
            return
        best = codes[0] if codes else ""
        if best != self.code:
            self.hold(best, GUESS)
            if not best:
                with self.prevent(Field.Changed):
                    self.value = ""

    def show_chosen(self) -> None:
        """The box shows the name of what is chosen."""
        row = self.row
        if row is not None and self.view is not None:
            with self.prevent(Field.Changed):
                self.value = clean(self.view.named(row.zh, row.en))
            self.cursor_position = len(self.value)
        self.matches.display = False

    def narrow(self) -> None:
        """Offer what fits the words typed."""
        rows = best_categories(self.value if not self.code else "", self._in_order)
        if self.view is not None:
            self.matches.offer(rows, self.view)
        self.matches.display = self.has_focus and bool(rows)

    @property
    def _in_order(self) -> list[CategoryRow]:
        """The catalogue, what the words speak for first."""
        rank = {code: place for place, code in enumerate(self.offers)}
        return sorted(self.categories, key=lambda row: rank.get(row.code, len(rank)))

    def choose(self, code: str) -> None:
        """Take this one."""
        self.hold(code)
        self.post_message(self.Chosen(code))

    async def _on_key(self, event: events.Key) -> None:
        plain = unicodedata.normalize("NFKC", event.character or "")
        if plain.isdigit() and self.matches.display:
            event.stop()
            event.prevent_default()
            shown = [str(line.ref) for line in self.matches.lines]
            place = int(plain) - 1
            if 0 <= place < len(shown):
                self.choose(shown[place])
            return
        if event.key == "enter" and self.code and self.by:
            self.choose(self.code)
        if event.key in ("enter", "tab") and self.matches.display and self.value.strip() and not self.code:
            self.choose(str(self.matches.ref))
        if event.is_printable:
            self._other_words()
        await super()._on_key(event)

    def _on_paste(self, event: events.Paste) -> None:
        self._other_words()
        super()._on_paste(event)

    def _other_words(self) -> None:
        """Words typed where a name stands are other words: the name would fit none of them."""
        if self.code:
            with self.prevent(Field.Changed):
                self.value = ""

    def on_input_changed(self, event: Field.Changed) -> None:
        """Words typed after a choice take it back."""
        if self.code and self.row is not None:
            self.code = self.by = ""
            self.post_message(self.Chosen(""))
        self.narrow()

    def on_focus(self) -> None:
        if not self.code or self.by:
            self.narrow()

    def on_blur(self) -> None:
        self.matches.display = False

    def action_turn(self, by: int) -> None:
        """Up and down go through what is offered."""
        if self.matches.display:
            self.matches.step(by)
        else:
            self.narrow()
