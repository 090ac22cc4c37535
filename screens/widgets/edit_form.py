"""The rows of a correction: what stands there, and beside each what stood there before."""

from collections.abc import Mapping, Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, TextArea

from screens.format import clean, cut
from screens.intake_facts import LIMIT
from screens.own_story import fact_name
from screens.view import View
from screens.widgets.field import Field
from screens.widgets.form_row import Chips, FormRow
from screens.widgets.words_box import Words

FACTS = (
    "address", "district", "phone", "caller", "access", "text", "people", "note", "outside_number", "customer_id",
    "premise_id",
)  # fmt: skip
WORDS_LINES = 3


class EditForm(Vertical, can_focus=False):
    """Eleven rows of text."""

    DEFAULT_CSS = "EditForm { height: auto; width: 1fr; }"

    class Changed(Message):
        """Something was typed or chosen."""

    def __init__(self) -> None:
        super().__init__(id="edit-form")
        self.rows = {name: self._row(name) for name in FACTS}
        self._filling = False

    def _row(self, name: str) -> FormRow:
        field: Widget = Chips(id=name) if name == "district" else Words(id=name) if name == "text" else Field(id=name)
        row = FormRow(name, field, aside=name not in ("district", "text"))
        row.styles.height = WORDS_LINES if name == "text" else 1
        return row

    def compose(self) -> ComposeResult:
        yield from self.rows.values()

    @property
    def district(self) -> Chips:
        """The districts to choose from."""
        field = self.rows["district"].field
        assert isinstance(field, Chips)
        return field

    def know(self, districts: Sequence[tuple[str, str]], view: View) -> None:
        """Which districts there are, in the language of the moment."""
        self.district.offer([(zh, view.named(zh, en)) for zh, en in districts])
        self.rows["district"].display = bool(districts)

    def fields(self) -> dict[str, str]:
        """Every fact as it stands."""
        return {name: self._value(row.field) for name, row in self.rows.items()}

    def _value(self, field: Widget) -> str:
        match field:
            case Input():
                return field.value[:LIMIT].strip()
            case TextArea():
                return field.text[:LIMIT].strip()
            case Chips():
                return field.value
        return ""

    def fill(self, fields: Mapping[str, str]) -> None:
        """Put these into the form; what is not named, and what stands there already, stays as it is."""
        self._filling = True
        for name, value in fields.items():
            field = self.rows[name].field
            if self._value(field) == value:
                continue
            match field:
                case Input():
                    field.value = value
                    field.cursor_position = len(value)
                case TextArea():
                    field.text = value
                case Chips():
                    field.hold(value)
        self._filling = False

    def tell(self, base: Mapping[str, str], view: View) -> None:
        """Labels, and what stood there before beside what was changed."""
        for name, row in self.rows.items():
            row.tell_focus(fact_name(name, view))
            if row.aside is not None:
                was = base.get(name, "")
                changed = self._value(row.field) != was
                row.aside.tell(cut(view.say("edit.was", was=clean(was) or "--"), 26) if changed else "", "amber")

    def on_input_changed(self, event: Input.Changed) -> None:
        """A letter was typed."""
        event.stop()
        self._changed()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """A letter of the caller's words."""
        event.stop()
        self._changed()

    def on_chips_changed(self, event: Chips.Changed) -> None:
        """Another district."""
        event.stop()
        self._changed()

    def _changed(self) -> None:
        if not self._filling:
            self.post_message(self.Changed())

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes on to the next field."""
        event.stop()
        self.screen.focus_next()

    def on_key(self, event: events.Key) -> None:
        """Digits choose among districts; up and down go from field to field."""
        focused = self.screen.focused
        if isinstance(focused, Chips) and (digit := event.character or "").isdecimal():
            event.stop()
            focused.pick(int(digit))
        elif not isinstance(focused, TextArea) and event.key in ("up", "down"):
            event.stop()
            self.screen.focus_next() if event.key == "down" else self.screen.focus_previous()
