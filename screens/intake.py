"""The intake form: a call is written down while it goes on; phone and place first, every field kept as it is typed."""

import asyncio
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import uuid4

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import Input, TextArea

from models.errors import DeskError
from models.rows import CategoryRow, CustomerRow, Done, Draft
from models.vocabulary import Channel, Priority
from screens import keys
from screens.acts import view_of
from screens.desk_screen import DeskScreen
from screens.dialogs import AskLine, Choose, Option
from screens.draft import DraftKeeper
from screens.format import cells, clean, day_clock, minutes_seconds
from screens.help import HelpScreen
from screens.instants import read_instant
from screens.intake_facts import FIELDS, LIMIT, OUTSIDE, Known, asked, district_of, missing, unread_times
from screens.messages import RowsChanged
from screens.view import View
from screens.widgets.category_field import CategoryField, Matches
from screens.widgets.field import Field, Words
from screens.widgets.form_row import Chips, FormRow
from screens.widgets.intake_lines import beside_lines
from screens.widgets.key_bar import Hint
from screens.widgets.sheet import Line, Sheet, Span

BESIDE_FROM = 110
"""From this width on, what the form found out stands beside it; below, a few lines under it."""

ROOMY_FROM = 40
PAUSE = 0.15
"""Seconds of rest after which the form looks up what it holds."""

GAPS = ("address", "category", "text", "people", "channel")
"""Rows with a blank line above them where the height allows."""


class FormBand(Sheet, can_focus=False):
    """How long the call lasts, when it was answered, and that the draft is kept."""

    def compose_lines(self) -> None:
        screen = self.screen
        if isinstance(screen, IntakeScreen):
            self.write([screen.band_line()])


class Beside(Sheet, can_focus=False):
    """What the form found out."""

    def compose_lines(self) -> None:
        screen = self.screen
        if isinstance(screen, IntakeScreen):
            tight = not screen.wide
            view = view_of(screen.host)
            self.write(beside_lines(screen.known, view, self.size.width or 40, screen.trouble, tight=tight))


class IntakeScreen(DeskScreen):
    """Takes one call. The caller was answered when the form opened, or when its draft was begun.

    Args:
        draft: the draft to go on with.
    """

    CSS_PATH = ["styles/desk.tcss", "styles/intake.tcss"]  # type: ignore[assignment]
    BINDINGS = keys.bindings(keys.FORM)

    def __init__(self, draft: Draft | None = None) -> None:
        super().__init__()
        self.draft_given = draft
        self.known = Known()
        self.trouble = ""
        self.token = uuid4().hex
        self.ids: dict[str, str] = {}
        self.waiting_drafts: tuple[Draft, ...] = ()
        self.districts_known: list[tuple[str, str]] = []
        self._saving = False
        self._filling = False

    def compose_middle(self) -> ComposeResult:
        host = self.host
        assert host.seat is not None
        self.keeper = DraftKeeper(host.desk, host.seat, host.wall.now(), self.draft_given)
        self.band = FormBand(id="form-band")
        yield self.band
        self.matches = Matches(id="matches")
        self.category = CategoryField(self.matches)
        with Horizontal(id="form-middle"):
            with VerticalScroll(id="form", can_focus=False):
                yield from self._rows()
            self.beside = Beside(id="beside")
            yield self.beside
        yield self.matches

    def _rows(self) -> Iterator[FormRow]:
        self.rows: dict[str, FormRow] = {}
        for name in FIELDS:
            field: Widget
            if name in ("district", "priority", "channel"):
                field = Chips(id=name)
            elif name == "text":
                field = Words(id=name)
            elif name == "category":
                field = self.category
            else:
                field = Field(id=name)
            row = FormRow(name, field, aside=not isinstance(field, Chips | Words))
            self.rows[name] = row
            yield row

    async def on_mount(self) -> None:
        self.strip.styles.height = 1
        self.put_in_place()
        self.offer_words()
        self.rows["phone"].field.focus()
        desk, seat = self.host.desk, self.host.seat
        if desk is None or seat is None:
            return
        read = await self.read(_lists, desk, seat.operator_id)
        if read is None:
            return
        categories, self.districts_known, drafts = read
        self.waiting_drafts = tuple(one for one in drafts if one.id != self.keeper.id and any(one.fields.values()))
        self.category.know(categories, view_of(self.host))
        self.offer_words()
        if self.draft_given is not None:
            self.fill(self.draft_given.fields)
        self.look_up()
        self.tell()

    # Layout and words

    @property
    def wide(self) -> bool:
        """Is there room beside the form?"""
        return self.app.size.width >= BESIDE_FROM

    def on_resize(self, event: events.Resize) -> None:
        """Another size, another arrangement."""
        self.put_in_place()

    def put_in_place(self) -> None:
        """Rows, blanks, and where the findings stand."""
        width, height = self.app.size
        middle = self.query_one("#form-middle")
        middle.set_class(self.wide, "-wide")
        self.query_one("#form").styles.width = max(60, width * 56 // 100) if self.wide else "1fr"
        roomy = height >= ROOMY_FROM
        outside = self.fields_now().get("channel") in OUTSIDE
        for name, row in self.rows.items():
            row.styles.margin = (1 if roomy and name in GAPS else 0, 0, 0, 0)
            row.styles.height = (4 if roomy else 2) if name == "text" else 1
            row.display = outside if name in ("outside_number", "reply_by") else True
        self.beside.styles.height = "1fr" if self.wide else 6
        self.band.compose_lines()
        self.beside.compose_lines()

    def offer_words(self) -> None:
        """The words of the chips, in the language of the moment."""
        say, host = self.host.wording, self.host
        districts = [(zh, (zh if say.lang == "zh" else en or zh)) for zh, en in self.districts_known]
        self.chips("district").offer(districts)
        self.chips("priority").offer([(word.value, word.value) for word in Priority])
        self.chips("channel").offer([(word.value, say.word("channel", word.value)) for word in Channel])
        self.chips("channel").hold(self.chips("channel").value, Channel.PHONE.value)
        self.category.know(self.category.categories, view_of(host))
        self.tell()

    def chips(self, name: str) -> Chips:
        """The chips of a row."""
        field = self.rows[name].field
        assert isinstance(field, Chips)
        return field

    def band_line(self) -> Line:
        """The line on top."""
        view, keeper = view_of(self.host), self.keeper
        say = view.say
        title = say("intake.title")
        lasts = minutes_seconds(max(0, view.now - keeper.received))
        answered = say("intake.answered", at=view.clock(keeper.received))
        spans = [Span(1, title, "title"), Span(3 + cells(title), say("intake.call", time=lasts))]
        at = 5 + cells(title) + cells(say("intake.call", time=lasts))
        spans.append(Span(at, answered, "dim"))
        if self._saving:
            kept, tone = say("intake.saving"), "text"
        elif keeper.differs(self.fields_now()):
            kept, tone = say("intake.not_kept"), "dim"
        elif keeper.kept_at is not None:
            kept, tone = say("intake.kept", at=view.clock(keeper.kept_at)), "green"
        else:
            kept, tone = "", "dim"
        if self.waiting_drafts and not kept:
            kept, tone = say("intake.drafts_wait", n=len(self.waiting_drafts)), "amber"
        spans.append(Span(-1 - cells(kept), kept, tone))
        return Line(tuple(spans), "focus")

    def tell(self) -> None:
        """Labels, asides, band and findings as they stand now."""
        view = view_of(self.host)
        for name, row in self.rows.items():
            row.tell_focus(view.say(f"intake.{name}"))
            if row.aside is not None:
                row.aside.tell(*self._aside(name, view))
        held = self.known.category
        self.chips("priority").hold(self.chips("priority").value, held.priority.value if held else "")
        self.band.compose_lines()
        self.beside.compose_lines()
        self.show_frame()

    def _aside(self, name: str, view: View) -> tuple[str, str]:
        fields, customer = self.known.fields, self.known.customer
        if name == "phone" and customer is not None:
            return customer.name, "text"
        if name == "address" and customer is not None and customer.premise is not None:
            if self.ids.get("premise_id") and fields.get("address"):
                return f"+ {view.say('intake.on_file')}", "green"
        if name == "category" and self.known.category is not None:
            row = self.known.category
            return f"{row.code}  {view.word('kind', row.kind)}", "dim"
        if name in ("appointment", "reply_by") and fields.get(name):
            instant = read_instant(fields[name], view.now, view.zone)
            if instant is None:
                return view.say("intake.no_time"), "amber"
            return day_clock(instant, view.zone, view.now, seconds=False), "text"
        return "", "dim"

    # Fields

    def fields_now(self) -> dict[str, str]:
        """Every field as it stands."""
        out = dict(self.ids)
        for name, row in self.rows.items():
            match row.field:
                case CategoryField() as field:
                    out[name] = field.code
                case Input() as line:
                    out[name] = line.value[:LIMIT]
                case TextArea() as words:
                    out[name] = words.text[:LIMIT]
                case Chips() as chips:
                    out[name] = chips.value
        return out

    def fill(self, fields: Mapping[str, str]) -> None:
        """Put these into the form."""
        self._filling = True
        self.ids |= {name: fields[name] for name in ("customer_id", "premise_id") if fields.get(name)}
        for name, row in self.rows.items():
            value = fields.get(name, "")
            if not value:
                continue
            match row.field:
                case CategoryField() as field:
                    field.hold(value)
                case Input() as line:
                    line.value = value
                    line.cursor_position = len(value)
                case TextArea() as words:
                    words.text = value
                case Chips() as chips:
                    chips.hold(value, chips.usual)
        self._filling = False
        self.put_in_place()

    def changed(self) -> None:
        """Something was typed or chosen: look it up, keep it, and forget an old complaint."""
        if self._filling:
            return
        self.trouble = ""
        self.look_up()
        self.tell()

    def on_input_changed(self, event: Input.Changed) -> None:
        """A letter was typed."""
        if event.input.id == "address":
            found, rest = district_of(event.value, self.districts_known)
            if found and rest and not self.chips("district").value:
                self.chips("district").hold(found)
        self.changed()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """A letter of the caller's words."""
        self.changed()

    def on_chips_changed(self, event: Chips.Changed) -> None:
        """Another word holds."""
        if event.chips.id == "channel":
            self.put_in_place()
        self.changed()

    def on_category_field_chosen(self, event: CategoryField.Chosen) -> None:
        """What happened is known."""
        self.changed()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes on to the next field."""
        self.focus_next()

    async def on_key(self, event: events.Key) -> None:
        """Digits choose among chips; up and down go from field to field."""
        focused = self.focused
        if isinstance(focused, Chips) and (digit := (event.character or "")).isdigit():
            event.stop()
            focused.pick(int(digit))
        elif event.key in ("up", "down", "enter") and not isinstance(focused, TextArea | CategoryField):
            event.stop()
            if event.key == "up":
                self.focus_previous()
            elif event.key == "down" or isinstance(focused, Chips):
                self.focus_next()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Another field: what the last one holds is kept."""
        self.keep()
        self.tell()

    # Looking up and keeping

    def look_up(self) -> None:
        """Look up what the form holds, once the hand rests."""
        self.known = Known(
            self.known.customer, self.known.similar, self.known.clocks, self.category.row, self.fields_now()
        )
        self.run_worker(self._look_up(), exclusive=True, group="look-up")

    async def _look_up(self) -> None:
        await asyncio.sleep(PAUSE)
        desk = self.host.desk
        fields, row = self.fields_now(), self.category.row
        found = await self.read(_findings, desk, fields, row, self.keeper.received)
        if found is None:
            return
        before = self.known.customer
        self.known = found
        customer = found.customer
        if customer is not None and (before is None or before.id != customer.id):
            self.take_over(customer)
        self.tell()

    def take_over(self, customer: CustomerRow) -> None:
        """Who calls is known: empty fields are filled from the files."""
        fields, premise = self.fields_now(), customer.premise
        usual = {"caller": customer.name}
        if premise is not None and not fields["address"]:
            usual |= {"address": premise.address, "district": premise.district, "access": premise.access}
            usual |= {"premise_id": str(premise.id)}
        self.fill({"customer_id": str(customer.id)} | {k: v for k, v in usual.items() if v and not fields.get(k)})
        self.known = Known(customer, self.known.similar, self.known.clocks, self.known.category, self.fields_now())

    def keep(self) -> None:
        """Keep the draft, beside everything else."""
        fields = self.fields_now()
        if self.host.desk is not None and self.keeper.differs(fields) and not self._saving:
            self.run_worker(self._keep(fields), group="draft")

    async def _keep(self, fields: Mapping[str, str]) -> bool:
        try:
            await self.keeper.keep(fields)
        except DeskError as error:
            self.host.refuse(error)
            return False
        self.band.compose_lines()
        return True

    async def every_second(self) -> None:
        self.keep()
        self.band.compose_lines()
        self.beside.compose_lines()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The form's own keys work while somebody types."""
        if action in ("save", "join", "leave", "drafts", "discard", "show_help", "ack_strip"):
            return True
        return super().check_action(action, parameters)

    def hints(self) -> list[Hint]:
        say = self.host.wording
        able = not missing(self.known.fields, self.known.priority)
        return [
            Hint("Tab", say("intake.next")),
            Hint("Ctrl+S", say("key.form.save"), able),
            Hint("Ctrl+J", say("key.form.join"), bool(self.known.similar)),
            *([Hint("F6", say("key.form.drafts"))] if self.waiting_drafts else []),
            Hint("F9", say("key.form.discard"), self.keeper.id is not None),
            Hint("Esc", say("key.form.leave")),
            Hint("F1", say("key.help")),
        ]

    def repaint(self) -> None:
        """Another language or palette."""
        self.offer_words()
        for widget in self.query(Widget):
            widget.refresh()
        self.tell()

    # Keys

    async def action_save(self) -> None:
        """Save the request; a refusal loses nothing."""
        host, fields = self.host, self.fields_now()
        lacking = missing(fields, self.known.priority)
        unread = unread_times(fields, host.wall.now(), host.desk.zone)
        if lacking or unread:
            name = (lacking or unread)[0]
            where = {"place_or_phone": "phone"}.get(name, name)
            self.complain(host.wording(f"intake.lacks_{name}") if lacking else host.wording("intake.no_time"))
            self.rows[where].field.focus()
            return
        if self._saving:
            return
        self._saving = True
        self.run_worker(self._save(fields), group="save")

    async def _save(self, fields: Mapping[str, str]) -> None:
        host, keeper = self.host, self.keeper
        try:
            if keeper.id is not None:
                await keeper.keep(fields)
            new = asked(fields, draft_id=keeper.id, received=keeper.received, now=host.wall.now(),
                        zone=host.desk.zone, token=self.token)  # fmt: skip
            done: Done = await asyncio.to_thread(host.desk.intake.save, host.seat, new)
        except DeskError as error:
            self._saving = False
            self.complain(host.wording.error(error))
            host.refuse(error)
            return
        self.finish(done, "save")

    def finish(self, done: Done, act: str) -> None:
        """The form has done its work: close it, and say what came of it."""
        host = self.host
        self.dismiss()
        self.app.call_later(host.say, host.wording(f"did.{act}", number=done.number, crew="", until="", rule=""))
        for screen in self.app.screen_stack:
            screen.post_message(RowsChanged(frozenset({done.id})))
        host.stir()

    def complain(self, sentence: str) -> None:
        """Show beside the form why it was not saved."""
        self.trouble = sentence
        self.tell()

    async def action_join(self) -> None:
        """Attach this call to the request that it is about."""
        if self.known.similar and not self._saving:
            self.app.run_worker(self._join(), group="save")

    async def _join(self) -> None:
        host, rows, fields = self.host, self.known.similar, self.fields_now()
        view = view_of(host)
        which = rows[0]
        if len(rows) > 1:
            options = [
                Option(str(row.id), f"{row.number}  {view.named(row.category_zh, row.category_en)}",
                       f"{view.word('board', row.board)}  {view.place(row.district, row.address)}")
                for row in rows
            ]  # fmt: skip
            chosen = await self.app.push_screen_wait(Choose(view, view.say("intake.join_which"), options))
            if chosen is None:
                return
            which = next(row for row in rows if str(row.id) == chosen)
        note = "  ".join(fields[name] for name in ("caller", "address", "text", "people") if fields.get(name))
        self._saving = True
        try:
            join = host.desk.intake.join
            done: Done = await asyncio.to_thread(
                join, host.seat, which.id, phone=fields["phone"], note=note, token=self.token
            )
            await self.keeper.discard(view.say("intake.joined", number=which.number))
        except DeskError as error:
            self._saving = False
            self.complain(host.wording.error(error))
            return
        self.finish(done, "join")

    async def action_leave(self) -> None:
        """Leave the form; what was typed stays a draft."""
        fields = self.fields_now()
        typed = any(fields.get(name, "").strip() for name in FIELDS)
        if typed and self.host.desk is not None and not await self._keep(fields):
            return
        if typed:
            self.app.call_later(self.host.say, self.host.wording("intake.left_draft"))
        self.dismiss()

    async def action_drafts(self) -> None:
        """Go on with a call that was not written to the end."""
        if self.waiting_drafts:
            self.app.run_worker(self._drafts(), group="drafts")

    async def _drafts(self) -> None:
        view = view_of(self.host)
        options = [Option(str(one.id), view.clock(one.received), _gist(one)) for one in self.waiting_drafts]
        chosen = await self.app.push_screen_wait(Choose(view, view.say("intake.which_draft"), options))
        draft = next((one for one in self.waiting_drafts if str(one.id) == chosen), None)
        if draft is None:
            return
        fields = self.fields_now()
        if any(fields.get(name, "").strip() for name in FIELDS):
            await self._keep(fields)
        await self.app.switch_screen(IntakeScreen(draft))

    async def action_discard(self) -> None:
        """End this draft, with a reason."""
        if self.keeper.id is not None:
            self.app.run_worker(self._discard(), group="drafts")

    async def _discard(self) -> None:
        view = view_of(self.host)
        given = await self.app.push_screen_wait(AskLine(view, view.say("intake.discard"), view.say("ask.reason")))
        if given is None:
            return
        self._saving = True
        try:
            await self.keeper.discard(given["text"])
        except DeskError as error:
            self._saving = False
            self.complain(self.host.wording.error(error))
            return
        self.dismiss()

    async def action_show_help(self) -> None:
        """Every key."""
        await self.app.push_screen(HelpScreen(view_of(self.host)))


def _lists(desk: Any, operator_id: int) -> tuple[list[CategoryRow], list[tuple[str, str]], list[Draft]]:
    look = desk.look
    return list(look.categories()), list(look.districts()), list(look.drafts(operator_id))


def _findings(desk: Any, fields: Mapping[str, str], row: CategoryRow | None, received: int) -> Known:
    """What the files say to the fields: who calls, what may be the same matter, which clocks would start."""
    look = desk.look
    known = Known(category=row, fields=fields)
    priority = known.priority
    phone = fields["phone"].replace(" ", "").replace("-", "")
    code = row.code if row else (UNNAMED if priority is Priority.P1 else "")
    return Known(
        customer=look.by_phone(phone) if len(phone) >= 5 else None,
        similar=tuple(look.similar(phone=phone, address=fields["address"])),
        clocks=tuple(look.preview(code, priority, received)) if code and priority else (),
        category=row,
        fields=fields,
    )


UNNAMED = "EM-LEAK-IN"
"""What the desk takes a P1 for while no category is chosen."""


def _gist(draft: Draft) -> str:
    fields = draft.fields
    return clean("  ".join(fields[name] for name in ("phone", "caller", "address", "text") if fields.get(name)))
