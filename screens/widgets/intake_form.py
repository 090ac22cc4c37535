"""The form itself: its rows, what stands in them, and what is said beside each."""

from collections.abc import Iterator, Mapping, Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, TextArea

from models.rows import CategoryRow
from models.vocabulary import Channel, Priority
from screens.format import clean, day_clock
from screens.instants import read_instant
from screens.intake_facts import FIELDS, LIMIT, OUTSIDE, Known, district_of
from screens.view import View
from screens.widgets.category_field import CategoryField, Matches
from screens.widgets.field import Field
from screens.widgets.form_row import Chips, FormRow
from screens.widgets.who_field import FoundList, WhoField
from screens.widgets.words_box import Words

ROOMY_FROM = 38
"""From this height of the screen on the boxes stand apart."""

TOGETHER = ("district", "priority", "outside_number", "reply_by")
"""Rows that belong to the one above: no blank between them."""

FROM_FILES = ("customer_id", "premise_id", "received", "call_id", "triage")
"""What a draft keeps beside the fields of the form."""


class IntakeForm(VerticalScroll, can_focus=False):
    """Fifteen rows; those about an outside body show only when one has called."""

    class Changed(Message):
        """Something was typed or chosen."""

    def __init__(self) -> None:
        super().__init__(id="form")
        self.matches = Matches(id="matches")
        self.category = CategoryField(self.matches)
        self.found = FoundList(id="found-list")
        self.who = WhoField(self.found)
        self.ids: dict[str, str] = {}
        self.districts: list[tuple[str, str]] = []
        self._filling = False
        self.rows = {name: self._row(name) for name in FIELDS}

    def _row(self, name: str) -> FormRow:
        field: Widget
        if name in ("district", "priority", "channel"):
            field = Chips(id=name)
        elif name == "text":
            field = Words(id=name)
        else:
            field = {"category": self.category, "who": self.who}.get(name) or Field(id=name)
        return FormRow(name, field, aside=not isinstance(field, Chips | Words))

    def compose(self) -> ComposeResult:
        for name, row in self.rows.items():
            yield row
            if name == "category":
                yield self.matches
            elif name == "who":
                yield self.found

    def chips(self, name: str) -> Chips:
        """The words to choose from in a row."""
        field = self.rows[name].field
        assert isinstance(field, Chips)
        return field

    def focus_on(self, name: str) -> None:
        """Put the caret into a row."""
        self.rows[name].field.focus()

    # What it holds

    def fields(self) -> dict[str, str]:
        """Every field as it stands; a district that the address begins with is left to its own row."""
        out = self.ids | {name: self._value(row.field) for name, row in self.rows.items()}
        out["category_by"] = self.category.by
        found, rest = district_of(out["address"], self.districts)
        return out | {"address": rest} if found and found == out["district"] else out

    def _value(self, field: Widget) -> str:
        match field:
            case CategoryField():
                return field.code
            case Input():
                return field.value[:LIMIT]
            case TextArea():
                return field.text[:LIMIT]
            case Chips():
                return field.value
        return ""

    @property
    def empty(self) -> bool:
        """Was nothing typed yet?"""
        return not any(value.strip() for value in self.fields().values())

    def fill(self, fields: Mapping[str, str]) -> None:
        """Put these into the form; what is not named stays."""
        self._filling = True
        self.ids |= {name: fields[name] for name in FROM_FILES if fields.get(name)}
        with self.prevent(Input.Changed, TextArea.Changed):  # the files speak here, not the hand
            for name, value in ((name, fields.get(name, "")) for name in self.rows):
                if value:
                    self._put(self.rows[name].field, value)
            if fields.get("category"):
                self.category.by = fields.get("category_by", "")
        self._filling = False
        self.put_in_place()

    def replace_place(self) -> None:
        """Forget whose place stands here: another takes it."""
        self._filling = True
        for name in ("customer_id", "premise_id"):  # the call, its answers and when it came stay
            self.ids.pop(name, None)
        with self.prevent(Input.Changed, TextArea.Changed):
            for name in ("caller", "address", "access"):
                self._put(self.rows[name].field, "")
        self.chips("district").hold("")
        self._filling = False

    def _put(self, field: Widget, value: str) -> None:
        match field:
            case CategoryField():
                field.hold(value)
            case Input():
                field.value = value
                field.cursor_position = len(value)
            case TextArea():
                field.text = value
            case Chips():
                field.hold(value, field.usual)

    # Layout and words

    def put_in_place(self) -> None:
        """Heights, blanks and which rows show, at the present height of the screen."""
        roomy = self.app.size.height >= ROOMY_FROM
        outside = self.chips("channel").value in OUTSIDE
        for place, (name, row) in enumerate(self.rows.items()):
            gap = roomy and place > 0 and name not in TOGETHER
            row.styles.margin = (1 if gap else 0, 0, 0, 0)
            row.styles.height = (3 if roomy else 2) if name == "text" else 1
            row.display = outside or name not in ("outside_number", "reply_by")
        self.rows["district"].display = bool(self.districts)

    def know(self, categories: Sequence[CategoryRow], districts: Sequence[tuple[str, str]], view: View) -> None:
        """What can be chosen, in the language of the moment."""
        self.districts = list(districts)
        self.chips("district").offer([(zh, view.named(zh, en)) for zh, en in districts])
        self.chips("priority").offer([(word.value, word.value) for word in Priority])
        self.chips("channel").offer([(word.value, view.word("channel", word.value)) for word in Channel])
        self.chips("channel").hold(self.chips("channel").value, Channel.PHONE.value)
        self.category.know(list(categories), view)
        self.who.view = view
        self.put_in_place()

    def tell(self, known: Known, view: View) -> None:
        """Labels and asides as they stand now."""
        for name, row in self.rows.items():
            row.tell_focus(view.say(f"intake.{name}"))
            if row.aside is not None:
                row.aside.tell(*self._aside(name, known, view))
        usual = known.category.priority.value if known.category else ""
        self.chips("priority").hold(self.chips("priority").value, usual)

    def _aside(self, name: str, known: Known, view: View) -> tuple[str, str]:
        fields, category = known.fields, known.category
        if name == "phone" and known.customer is not None and self.who.kept is None:
            return known.customer.name, "text"
        if name == "who" and self.who.kept is not None:
            return f"+ {clean(self.who.kept.name or self.who.kept.address)}", "green"
        if name == "address" and self.ids.get("premise_id") and fields.get("address"):
            return f"+ {view.say('intake.on_file')}", "green"
        if name == "category" and category is not None:
            if self.category.by:
                return f"{view.say(f'triage.by_{self.category.by}')} {category.code}", "amber"
            return f"{category.code}  {view.word('kind', category.kind)}", "dim"
        if name in ("appointment", "reply_by") and fields.get(name):
            instant = read_instant(fields[name], view.now, view.zone)
            if instant is None:
                return view.say("intake.no_time"), "amber"
            return day_clock(instant, view.zone, view.now, seconds=False), "text"
        return "", "dim"

    # Typing

    def _changed(self) -> None:
        if not self._filling:
            self.post_message(self.Changed())

    def on_input_changed(self, event: Input.Changed) -> None:
        """A letter was typed; an address that begins with a district's name says the district."""
        event.stop()
        if event.input.id == "address" and not self._filling:
            found, rest = district_of(event.value, self.districts)
            if found and rest and not self.chips("district").value:
                self.chips("district").hold(found)
            self.ids.pop("premise_id", None)
        self._changed()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """A letter of the caller's words."""
        event.stop()
        self._changed()

    def on_chips_changed(self, event: Chips.Changed) -> None:
        """Another word holds."""
        event.stop()
        if event.chips.id == "channel":
            self.put_in_place()
        self._changed()

    def on_category_field_chosen(self, event: CategoryField.Chosen) -> None:
        """What happened is known, or not any more."""
        event.stop()
        self._changed()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes on to the next field."""
        event.stop()
        self.screen.focus_next()

    def on_key(self, event: events.Key) -> None:
        """Digits choose among words; up and down go from field to field."""
        focused = self.screen.focused
        if isinstance(focused, Chips) and (digit := event.character or "").isdecimal():
            event.stop()
            focused.pick(int(digit))
        elif isinstance(focused, TextArea | CategoryField | WhoField):
            return
        elif event.key == "up":
            event.stop()
            self.screen.focus_previous()
        elif event.key == "down" or (event.key == "enter" and isinstance(focused, Chips)):
            event.stop()
            self.screen.focus_next()

    def shown(self) -> Iterator[FormRow]:
        """The rows that show."""
        return (row for row in self.rows.values() if row.display)
