"""The intake form: a call is written down while it goes on; phone and place first, every field kept as it is typed."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from uuid import uuid4

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from models.errors import DeskError
from models.rows import CategoryRow, CustomerRow, Done, Draft
from screens import keys
from screens.acts import view_of
from screens.background import start
from screens.conversation import Conversation
from screens.desk_screen import DeskScreen
from screens.dialogs import AskLine, Choose, Option
from screens.draft import DraftKeeper
from screens.help import HelpScreen
from screens.intake_card import read_kit
from screens.intake_facts import Known, asked, missing, unfit, unread_times
from screens.intake_lookup import findings, gist, lists
from screens.intake_triage import FormTriage
from screens.messages import RowsChanged
from screens.widgets.intake_beside import Beside, FormBand
from screens.widgets.intake_form import IntakeForm
from screens.widgets.key_bar import Hint

BESIDE_FROM = 110
"""From this width on, what the form found out stands beside it; below, a few lines under it."""

PAUSE = 0.15
"""Seconds of rest after which the form looks up what it holds."""

OWN = frozenset({"save", "join", "leave", "drafts", "discard", "show_help", "ack_strip", "send", "card"})
"""Actions that work while somebody types."""


class IntakeScreen(DeskScreen):
    """Takes one call. The caller was answered when the form opened, or when its draft was begun.

    The form may stand before the desk is open: what is typed waits, and is kept and looked up as soon as it is.

    Args:
        draft: the draft to go on with.
    """

    CSS_PATH = ["styles/desk.tcss", "styles/intake.tcss"]  # type: ignore[assignment]
    BINDINGS = keys.bindings(keys.FORM)

    def __init__(self, draft: Draft | None = None) -> None:
        super().__init__()
        self.given = draft
        self.known = Known()
        self.token = uuid4().hex
        self.categories: list[CategoryRow] = []
        self.districts: list[tuple[str, str]] = []
        self.waiting: tuple[Draft, ...] = ()
        self.busy = False

    def compose_middle(self) -> ComposeResult:
        self.keeper = DraftKeeper(self.host.wall.now(), self.given)
        self.band = FormBand(id="form-band")
        yield self.band
        with Horizontal(id="form-middle"):
            self.form = IntakeForm()
            yield self.form
            with Vertical(id="form-right"):
                self.triage = FormTriage(self)
                yield self.triage.pane
                self.beside = Beside(id="beside")
                yield self.beside

    async def on_mount(self) -> None:
        self.strip.styles.height = 1
        self.form.know((), (), view_of(self.host))
        if self.given is not None:
            self.form.fill(self.given.fields)
            self.triage.take_up(self.given.fields)
        self.put_in_place()
        self.set_focus(self.form.rows["phone"].field)
        await self.begin()

    async def begin(self) -> None:
        """Keep and look up from now on, once there is a desk and somebody sits at it; the form may have come first."""
        desk, seat = self.host.desk, self.host.seat
        if desk is None or seat is None or not self.keeper.adopt(desk, seat):
            return
        read = await self.read(lists, desk, seat.operator_id)
        if read is None:
            return
        self.categories, self.districts, drafts = read
        self.waiting = tuple(one for one in drafts if one.id != self.keeper.id and any(one.fields.values()))
        self.form.know(self.categories, self.districts, view_of(self.host))
        kit = await self.read(read_kit, desk)
        if kit is not None:
            self.triage.know(kit)
        self.look_up()
        self.tell()

    def glance_changed(self) -> None:
        start(self, self.begin, "begin")

    def put_in_place(self) -> None:
        """Form and findings beside each other, or one below the other."""
        width = self.app.size.width
        wide = width >= BESIDE_FROM
        self.query_one("#form-middle").set_class(wide, "-wide")
        self.form.styles.width = width * 56 // 100 if wide else "1fr"
        self.form.put_in_place()
        self.beside.tight = not wide
        self.beside.styles.height = "1fr" if wide else 6
        self.triage.put_in_place(wide)
        self.tell()

    def on_resize(self, event: events.Resize) -> None:
        """Another size, another arrangement."""
        self.put_in_place()

    def tell(self, trouble: str | None = None) -> None:
        """Form, band and findings as they stand now; `trouble` is why it was not saved."""
        view = view_of(self.host)
        self.form.tell(self.known, view)
        self.beside.show(self.known, self.beside.trouble if trouble is None else trouble)
        sent = self.triage.sent is not None
        unkept = self.triage.call.behind if sent else self.keeper.differs(self.form.fields())
        self.band.show(self.keeper.received, self.keeper.kept_at, unkept, len(self.waiting), self.busy)
        self.show_frame()

    # Looking up and keeping

    def on_intake_form_changed(self, message: IntakeForm.Changed) -> None:
        """Something was typed: an old complaint is forgotten, and what it means is looked up."""
        self.triage.changed()
        self.look_up()
        self.tell(trouble="")

    def look_up(self) -> None:
        """Look up what the form holds, once the hand rests."""
        was, row = self.known, self.form.category.row
        self.known = Known(was.customer, was.similar, was.clocks, row, self.form.fields())
        start(self, self._look_up, "look-up", exclusive=True)

    async def _look_up(self) -> None:
        await asyncio.sleep(PAUSE)
        if not self.keeper.ready:
            return
        fields, row = self.form.fields(), self.form.category.row
        found = await self.read(findings, self.host.desk, fields, row, self.keeper.received)
        if found is None:
            return
        if self.triage.sent is not None:
            found = replace(found, similar=tuple(row for row in found.similar if row.id != self.triage.sent.id))
        before, self.known = self.known.customer, found
        if found.customer is not None and (before is None or before.id != found.customer.id):
            self.take_over(found.customer)
        self.tell()

    def take_over(self, customer: CustomerRow) -> None:
        """Who calls is known: empty fields are filled from the files."""
        fields, premise = self.form.fields(), customer.premise
        usual = {"caller": customer.name}
        if premise is not None and not fields["address"]:
            usual |= {"address": premise.address, "district": premise.district, "access": premise.access}
            usual |= {"premise_id": str(premise.id)}
        fresh = {name: value for name, value in usual.items() if value and not fields.get(name)}
        self.form.fill({"customer_id": str(customer.id)} | fresh)
        was = self.known
        self.known = Known(customer, was.similar, was.clocks, was.category, self.form.fields())

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Another field: what the last one holds is kept, and guessed from anew."""
        self.triage.changed()
        self.keep()
        self.tell()

    def keep(self) -> None:
        """Keep the draft, or bring the request that was sent up to the form, beside everything else."""
        if self.triage.sent is not None:
            self.triage.call.carry_on()
            return
        fields = self.form.fields()
        if self.keeper.ready and self.keeper.differs(fields) and not self.busy:
            start(self, partial(self._keep, fields), "draft")

    async def _keep(self, fields: Mapping[str, str]) -> bool:
        try:
            await self.keeper.keep(fields)
        except DeskError as error:
            self.host.refuse(error)
            return False
        self.tell()
        return True

    async def every_second(self) -> None:
        self.triage.call.second()
        if self.triage.sent is None:
            self.keep()
        if self.paints:
            self.tell()

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The form's own keys work while somebody types."""
        return True if action in OWN else super().check_action(action, parameters)

    def hints(self) -> list[Hint]:
        say = self.host.wording
        able = not missing(self.known.fields, self.known.priority)
        return [
            Hint("Tab", say("intake.next")),
            Hint("Ctrl+S", say("key.form.save"), able),
            Hint("F2", say("key.form.send"), self.triage.sendable),
            Hint("F3", say("key.form.card"), self.triage.pane.display),
            Hint("Ctrl+J", say("key.form.join"), bool(self.known.similar)),
            Hint("F6", say("key.form.drafts"), bool(self.waiting)),
            Hint("F9", say("key.form.discard"), self.keeper.id is not None),
            Hint("Esc", say("key.form.leave")),
            Hint("F1", say("key.help")),
        ]

    def repaint(self) -> None:
        """Another language or palette."""
        self.form.know(self.categories, self.districts, view_of(self.host))
        for widget in self.query(Widget):
            widget.refresh()
        self.tell()

    def action_save(self) -> None:
        """Save the request; a refusal loses nothing. One that was sent is ended."""
        if self.triage.sent is not None:
            start(self, self.triage.call.end, "save")
            return
        host, fields = self.host, self.form.fields()
        if not self.keeper.ready:
            self.tell(host.wording("line.opening"))
            return
        self.look_up()
        lacking = missing(fields, self.known.priority)
        unread = unread_times(fields, host.wall.now(), host.desk.zone)
        wrong = unfit(fields, self.known.priority)
        if lacking or wrong or unread:
            name = (lacking or wrong or unread)[0]
            why = f"intake.lacks_{name}" if lacking else f"intake.wrong_{name}" if wrong else "intake.no_time"
            self.tell(host.wording(why))
            self.form.focus_on({"place_or_phone": "phone"}.get(name, name))
        elif not self.busy:
            self.busy = True
            start(self, partial(self._save, fields), "save")

    async def _save(self, fields: Mapping[str, str]) -> None:
        host, keeper = self.host, self.keeper
        try:
            await keeper.keep(fields)
            new = asked(fields, draft_id=keeper.id, received=keeper.received, now=host.wall.now(),
                        zone=host.desk.zone, token=self.token)  # fmt: skip
            new = replace(new, triage=self.triage.given())
            done: Done = await asyncio.to_thread(host.desk.intake.save, host.seat, new)
        except DeskError as error:
            self.refused(error)
            return
        self.finish(done, "save")

    def refused(self, error: DeskError) -> None:
        """Nothing was lost: the form stays as it is and says why."""
        self.busy = False
        self.tell(self.host.wording.error(error))

    def finish(self, done: Done, act: str) -> None:
        """The form has done its work: close it, and say what came of it."""
        host = self.host
        said = host.wording(f"did.{act}", number=done.number, crew="", until="", rule="")
        self.dismiss()
        self.app.call_later(host.say, said)
        for screen in self.app.screen_stack:
            screen.post_message(RowsChanged(frozenset({done.id}), own=done.id, new=act == "save"))
        host.stir()

    def action_send(self) -> None:
        """Send a P1 at once, and go on asking."""
        self.triage.send()

    def action_card(self) -> None:
        """Into the card, or out of it."""
        self.triage.enter()

    def action_join(self) -> None:
        """Attach this call to the request that it is about."""
        if self.triage.refuses():
            return
        if not self.known.similar:
            self.host.say(self.host.wording("intake.none_similar"))
        elif not self.busy:
            start(self.app, self._join, "acts")

    async def _join(self) -> None:
        host, rows, fields, view = self.host, self.known.similar, self.form.fields(), view_of(self.host)
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
        self.busy = True
        try:
            join = partial(host.desk.intake.join, host.seat, which.id, phone=fields["phone"], note=note)
            done: Done = await asyncio.to_thread(join, token=self.token)
            await self.keeper.discard(view.say("intake.joined", number=which.number))
        except DeskError as error:
            self.refused(error)
            return
        self.finish(done, "join")

    async def action_leave(self) -> None:
        """Leave the form; what was typed stays a draft, and what was sent a request. Out of the card, back to it."""
        if self.triage.leave():
            return
        if self.triage.sent is not None:
            await self.triage.call.end()
            return
        if not self.form.empty:
            if not self.keeper.ready:
                self.host.say(self.host.wording("intake.not_yet"))
                return
            if not await self._keep(self.form.fields()):
                return
            self.app.call_later(self.host.say, self.host.wording("intake.left_draft"))
        self.dismiss()

    def action_drafts(self) -> None:
        """Go on with a call that was not written to the end."""
        if self.triage.refuses():
            return
        if self.waiting:
            start(self.app, self._drafts, "acts")
        else:
            self.host.say(self.host.wording("intake.no_drafts"))

    async def _drafts(self) -> None:
        view = view_of(self.host)
        options = [Option(str(one.id), view.clock(one.received), gist(one)) for one in self.waiting]
        chosen = await self.app.push_screen_wait(Choose(view, view.say("intake.which_draft"), options))
        draft = next((one for one in self.waiting if str(one.id) == chosen), None)
        if draft is not None and (self.form.empty or await self._keep(self.form.fields())):
            await self.app.switch_screen(IntakeScreen(draft))

    def action_discard(self) -> None:
        """End this draft, with a reason."""
        if self.triage.refuses():
            return
        if self.keeper.id is None:
            self.host.say(self.host.wording("intake.no_draft"))
        elif not self.busy:
            start(self.app, self._discard, "acts")

    async def _discard(self) -> None:
        view, talk = view_of(self.host), Conversation(self.app)
        while (given := await talk.ask(AskLine(view, view.say("intake.discard"), view.say("ask.reason")))) is not None:
            self.busy = True
            try:
                await self.keeper.discard(given["text"])
            except DeskError as error:
                self.busy = False
                talk.refused(view.wording.error(error))
            else:
                talk.close()
                self.dismiss()
                return

    async def action_show_help(self) -> None:
        """Every key."""
        await self.app.push_screen(HelpScreen(view_of(self.host)))
