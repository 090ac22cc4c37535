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
from models.rows import CategoryRow, CustomerRow, Done, Draft, Pop
from screens import keys
from screens.background import start
from screens.conversation import Conversation
from screens.desk_screen import DeskScreen
from screens.dialogs import AskLine, Choose, Option
from screens.draft import DraftKeeper
from screens.help import HelpScreen
from screens.host import view_of
from screens.intake_again import AgainActs
from screens.intake_call import FormCall
from screens.intake_card import read_kit
from screens.intake_facts import Known, asked, missing, unfit, unread_times
from screens.intake_lookup import findings, gist, lists, without
from screens.intake_triage import FormTriage
from screens.intake_voices import give_feedback, judge_wish, leave_for, saved, set_received
from screens.intake_who import Who
from screens.messages import RowsChanged
from screens.safety import Safety
from screens.spool import Spooled
from screens.widgets.intake_beside import Beside, FormBand
from screens.widgets.intake_form import IntakeForm
from screens.widgets.key_bar import Hint
from screens.widgets.who_field import WhoField

BESIDE_FROM = 110
"""From this width on, what the form found out stands beside it; below, a few lines under it."""

PAUSE = 0.15
"""Seconds of rest after which the form looks up what it holds."""

OWN = frozenset({"save", "join", "leave", "drafts", "discard", "show_help", "ack_strip", "knowledge", "feedback",
                 "received_at", "open_outside", "end_call", "send", "card", "again", "answer_stop"})  # fmt: skip
"""Actions that work while somebody types."""


class IntakeScreen(DeskScreen):
    """Takes one call. The caller was answered when the form opened, or when its draft was begun.

    The form may stand before the desk is open: what is typed waits, and is kept and looked up as soon as it is.

    Args:
        draft: the draft to go on with.
        typed: what was typed beyond what it holds; `left` is its name on this machine.
        ring: the call from the telephone that is taken.
    """

    CSS_PATH = ["styles/desk.tcss", "styles/intake.tcss"]  # type: ignore[assignment]
    BINDINGS = keys.bindings(keys.FORM)

    def __init__(
        self, draft: Draft | None = None, ring: Pop | None = None, *, typed: Mapping[str, str] | None = None,
        left: str = "",
    ) -> None:  # fmt: skip
        super().__init__()
        self.given, self.typed, self.left = draft, typed or {}, left
        self.call = FormCall(self, ring)
        self.keeping = self.over = False
        self.known = Known()
        self.token = uuid4().hex
        self.categories: list[CategoryRow] = []
        self.districts: list[tuple[str, str]] = []
        self.waiting: tuple[Draft, ...] = ()
        self.busy = False
        self.again = AgainActs(self)

    def compose_middle(self) -> ComposeResult:
        answered = self.call.answered_at
        self.keeper = DraftKeeper(self.host.wall.now() if answered is None else answered, self.given)
        self.safety = Safety(self.host.spool, self.host.wording, self.left)
        self.band = FormBand(id="form-band")
        yield self.band
        with Horizontal(id="form-middle"):
            self.form = IntakeForm()
            self.who = Who(self)
            yield self.form
            with Vertical(id="form-right"):
                self.triage = FormTriage(self)
                yield self.triage.pane
                self.beside = Beside(id="beside")
                yield self.beside

    @property
    def writing(self) -> bool:
        return True

    async def on_mount(self) -> None:
        self.strip.styles.height = 1
        self.form.know((), (), view_of(self.host))
        if self.given is not None:
            self.form.fill({**self.given.fields, **self.typed})
            self.triage.take_up({**self.given.fields, **self.typed})
        self.form.fill(self.call.brought)
        self.put_in_place()
        self.set_focus(self.form.rows[self._first].field)
        await self.begin()

    @property
    def _first(self) -> str:
        """Where the hand goes on: past what the telephone or a draft has brought."""
        fields = self.form.fields()
        if self.given is not None and fields["address"]:
            return "text"
        return "who" if fields["phone"] else "phone"

    async def begin(self) -> None:
        """Keep and look up from now on, once there is a desk and somebody sits at it; the form may have come first."""
        desk, seat = self.host.desk, self.host.seat
        if desk is None or seat is None or not self.keeper.adopt(desk, seat):
            return
        await self.call.answer()
        read = await self.read(lists, desk, seat.operator_id)
        if read is None:
            return
        await self.call.read(desk, seat)
        self.categories, self.districts, drafts = read
        self.waiting = tuple(one for one in drafts if one.id != self.keeper.id and any(one.fields.values()))
        self.form.know(self.categories, self.districts, view_of(self.host))
        self.form.who.look()
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
        self.band.trouble = self.safety.trouble
        received = int(self.form.ids.get("received", self.keeper.received))
        self.band.show(received, self.keeper.kept_at, unkept, len(self.waiting), self.busy)
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
        self.known = replace(was, category=row, fields=self.form.fields(), spoken=self.call.spoken)
        start(self, self._look_up, "look-up", exclusive=True)

    async def _look_up(self) -> None:
        await asyncio.sleep(PAUSE)
        if not self.keeper.ready:
            return
        fields, row = self.form.fields(), self.form.category.row
        received = int(fields.get("received") or self.keeper.received)
        found = await self.read(findings, self.host.desk, fields, row, received, self.host.wall.now())
        if found is None:
            return
        if self.triage.sent is not None:
            found = without(found, self.triage.sent.id)
        before, self.known = self.known.customer, replace(found, spoken=self.call.spoken)
        if found.customer is not None and (before is None or before.id != found.customer.id) and not self.who.taken:
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
        self.known = replace(self.known, customer=customer, fields=self.form.fields())

    def on_who_field_taken(self, message: WhoField.Taken) -> None:
        """Who calls was chosen among those found."""
        message.stop()
        self.who.take(message.row)

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
        if not self.keeper.differs(fields) or self.busy:
            return
        if self.keeping or not self.keeper.ready:
            start(self, partial(self.safety.put, self.spooled(fields)), "spool", exclusive=True)
        else:
            start(self, partial(self._keep, fields), "draft")

    async def _keep(self, fields: Mapping[str, str]) -> bool:
        self.keeping = True
        try:
            kept = await self.safety.keep(partial(self.keeper.keep, fields), lambda: self.spooled(self.form.fields()))
        except DeskError as error:
            self.host.refuse(error)
            return False
        finally:
            self.keeping = False
        self.tell()
        return kept

    def spooled(self, fields: Mapping[str, str]) -> Spooled:
        """What was typed, as this machine keeps it while the database does not."""
        host, keeper = self.host, self.keeper
        login = host.seat.login if host.seat else ""
        database = str(host.desk.store.path) if host.desk else ""
        return Spooled(login, database, keeper.received, host.wall.now(), dict(fields), keeper.id)

    async def on_unmount(self) -> None:
        """The console ends with the form open: the last letters are kept, too."""
        fields = self.form.fields()
        if not self.over and self.keeper.differs(fields) and any(fields.values()):
            await self.safety.put(self.spooled(fields))
            if self.keeper.ready:
                await self._keep_last(fields)

    async def _keep_last(self, fields: Mapping[str, str]) -> None:
        try:
            await self.safety.keep(partial(self.keeper.keep, fields), lambda: self.spooled(fields))
        except DeskError as error:
            self.log(self.host.wording.error(error))  # it lies in the spool, and is offered from there

    async def every_second(self) -> None:
        self.triage.call.second()
        if self.triage.sent is None:
            self.keep()
        if self.paints:
            self.tell()

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The form's own keys work while somebody types in it."""
        return True if action in OWN and not self.line.typing else super().check_action(action, parameters)

    def hints(self) -> list[Hint]:
        say = self.host.wording
        able = not missing(self.known.fields, self.known.priority)
        if self.triage.sent is not None:
            return [
                *([] if self.triage.inside else [Hint("Tab", say("intake.next"))]),
                Hint("F3", say("key.form.card"), self.triage.pane.display),
                Hint("F11", say("key.form.knowledge")),
                Hint("Ctrl+S", say("triage.end_call")),
                Hint("Esc", say("triage.leave" if self.triage.inside else "triage.end_call")),
                Hint("F1", say("key.help")),
            ]
        return [
            *([] if self.triage.inside else [Hint("Tab", say("intake.next"))]),
            Hint("Ctrl+S", say("key.form.save"), able),
            Hint("F3", say("key.form.card"), self.triage.pane.display),
            Hint("F7", say("key.form.again"), bool(self.known.again)),
            Hint("Ctrl+J", say("key.form.join"), bool(self.known.similar)),
            *([Hint("F12", say("key.form.stop"))] if self.known.stops else []),
            Hint("F6", say("key.form.drafts"), bool(self.waiting)),
            Hint("F11", say("key.form.knowledge")),
            Hint("F9", say("key.form.discard"), self.keeper.id is not None),
            Hint("F2", say("key.form.send"), self.triage.sendable),
            Hint("Esc", say("triage.leave" if self.triage.inside else "key.form.leave")),
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
            if not await self.safety.keep(partial(keeper.keep, fields), lambda: self.spooled(fields)):
                self.busy = False
                self.tell(self.safety.trouble)
                return
            new = asked(fields, draft_id=keeper.id, received=keeper.received, now=host.wall.now(),
                        zone=host.desk.zone, token=self.token)  # fmt: skip
            done = await saved(self, self.again.told(replace(new, triage=self.triage.given())))
        except DeskError as error:
            self.refused(error)
            return
        if done is None:
            self.busy = False
            return
        self.finish(done, "save")
        judge_wish(self, done, new.category)

    def refused(self, error: DeskError) -> None:
        """Nothing was lost: the form stays as it is and says why."""
        self.busy = False
        self.tell(self.host.wording.error(error))

    def finish(self, done: Done, act: str) -> None:
        """The form has done its work: close it, and say what came of it."""
        host, self.over = self.host, True
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
        if not self.triage.refuses():
            self.again.join()

    def action_again(self) -> None:
        """The same matter? Join, link or new."""
        if not self.triage.refuses():
            self.again.choose()

    def action_answer_stop(self) -> None:
        """Answer the enquiry from the planned stop."""
        if not self.triage.refuses():
            self.again.answer()

    async def action_leave(self) -> None:
        """Leave the form; what was typed stays a draft, and what was sent a request. Out of the card, back to it."""
        if self.triage.leave():
            return
        if self.triage.sent is not None:
            await self.triage.call.end()
            return
        if self.call.id is not None and self.keeper.ready and self.call.untouched(self.form.fields()):
            await self.action_end_call()
            return
        if self.form.empty:
            self.dismiss()
        elif not self.keeper.ready:
            self.host.say(self.host.wording("intake.not_yet"))
        elif not self.busy:
            self.busy = True
            await self.until_asked(start(self.app, self._leave_draft, "acts"))

    async def _leave_draft(self) -> None:
        """Beside the loop, for the database may take seconds."""
        try:
            if await self._keep(self.form.fields()):
                self.over = True
                self.app.call_later(self.host.say, self.host.wording("intake.left_draft"))
                self.dismiss()
        finally:
            self.busy = False

    async def action_end_call(self) -> None:
        """The call is over and makes no request: ask what became of it."""
        if not self.keeper.ready:
            self.host.say(self.host.wording("intake.not_yet"))
        elif not self.busy:
            start(self.app, self.call.end, "acts")

    async def action_drafts(self) -> None:
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
            self.over = True
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
                await self.call.dropped(given["text"])
                await self.keeper.discard(given["text"])
                await self.safety.forget()
            except DeskError as error:
                self.busy = False
                talk.refused(view.wording.error(error))
            else:
                self.over = True
                talk.close()
                self.dismiss()
                return

    async def action_knowledge(self, typed: str = "") -> None:
        """Look something up; what is taken comes into the field that has the hand."""
        from screens.knowledge import KnowledgeScreen
        from screens.knowledge_hands import form_hand

        await self.app.push_screen(KnowledgeScreen(form_hand(self, self.focused), typed))

    async def action_feedback(self) -> None:
        """What was written down is feedback."""
        if self.keeper.ready and not self.busy:
            start(self.app, partial(give_feedback, self), "acts")

    def action_received_at(self) -> None:
        """A letter or a visitor came earlier than the form was opened."""
        start(self.app, partial(set_received, self), "acts")

    def action_open_outside(self) -> None:
        """Open the request that is the same outside case."""
        if not self.known.outside:
            self.host.say(self.host.wording("same_case.none"))
        elif not self.busy:
            start(self.app, partial(leave_for, self, self.known.outside[0].number), "acts")

    async def action_show_help(self) -> None:
        """Every key."""
        await self.app.push_screen(HelpScreen(view_of(self.host)))
