"""What the form does with the card: the guess, the digits, what they come to, and a P1 that is sent while they talk."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from textual.widget import Widget

from models.errors import DeskError
from models.rows import CategoryRow, Done, Triaged
from models.triage import Standing, Verdict
from models.vocabulary import Kind, Priority
from screens.background import start
from screens.host import Host, view_of
from screens.intake_card import CardWalk, Kit
from screens.intake_facts import asked, missing, unread_times
from screens.intake_lookup import UNNAMED
from screens.intake_sent import SentCall
from screens.widgets.card_pane import CardPane, Shown
from screens.widgets.category_field import CARD, GUESS
from screens.widgets.intake_form import IntakeForm


class FormTriage:
    """The card beside one form, and the request that the form has become once it was sent."""

    def __init__(self, screen: Any) -> None:
        self.screen: Any = screen
        self.walk = CardWalk()
        self.pane = CardPane(self.asked)
        self.lang = ""
        self._before: Widget | None = None
        self._base: tuple[str, str, str] | None = None
        self._set: tuple[str, str, str] | None = None
        self.call = SentCall(screen, self.walk)

    @property
    def sent(self) -> Done | None:
        """The request that this call has become while it still goes on."""
        return self.call.done

    @property
    def form(self) -> IntakeForm:
        """The rows."""
        form: IntakeForm = self.screen.form
        return form

    def take_up(self, fields: Mapping[str, str]) -> None:
        """Go on with what a draft has kept."""
        self.walk.take_up(fields.get("triage", ""))

    def know(self, kit: Kit) -> None:
        """The words and cards are here: what was typed before is looked at now."""
        self.walk.kit = kit
        self.changed()

    # The guess

    def changed(self) -> None:
        """Something was typed or chosen: guess anew, and let the card follow."""
        self.call.touched()
        guesses = self.walk.guess(self.form.fields()["text"])
        urgent = bool(guesses) and guesses[0].urgent
        self.form.category.guess([guess.category for guess in guesses], urgent=urgent)
        self.walk.follow(self.row)
        self.show()

    @property
    def row(self) -> CategoryRow | None:
        """What is taken to have happened; a P1 without a name is a gas escape."""
        row = self.form.category.row
        if row is None and self.form.fields()["priority"] == Priority.P1:
            return self._named(UNNAMED)
        return row

    def _named(self, code: str) -> CategoryRow | None:
        return next((row for row in self.form.category.categories if row.code == code), None)

    @property
    def priority(self) -> Priority | None:
        """The priority that saving now would give."""
        chosen = self.form.fields()["priority"]
        return Priority(chosen) if chosen else self.row.priority if self.row else None

    @property
    def standing(self) -> Standing | None:
        """Where the card stands."""
        return self.walk.standing(self.row.code if self.row else "")

    # The pane

    def put_in_place(self, wide: bool) -> None:
        """The card above the findings, or over everything while it is answered on a small screen."""
        self.pane.tight = not wide
        self.pane.most = max(8, self.screen.app.size.height - 11)
        self.show()

    def show(self) -> None:
        """The pane as things stand."""
        host: Host = self.screen.host
        view = view_of(host)
        self.lang = self.lang or host.wording.lang
        torn = self.walk.torn and self.form.category.by == GUESS and not self.walk.answers
        rows = [self._named(guess.category) for guess in self.walk.guesses] if torn else []
        guesses = tuple((row.code, view.named(row.zh, row.en)) for row in rows if row is not None)
        name = view.named(self.row.zh, self.row.en) if self.row else ""
        now = None if guesses else self.standing
        fields = self.form.fields()
        placed = bool(fields["address"] and fields["phone"])
        self.pane.show(Shown(now, tuple(self.walk.readings), self.lang, guesses, name, self.priority, placed))
        self.screen.query_one("#form-middle").set_class(self.pane.tight and self.pane.has_focus, "-card")

    @property
    def inside(self) -> bool:
        """Is the hand on the card?"""
        return bool(self.pane.has_focus)

    def enter(self) -> None:
        """Into the card, or back out of it, at once: the next key may be its answer."""
        if self.leave():
            return
        self.changed()
        if self.walk.kit is None:
            self.screen.tell(self.screen.host.wording("line.opening"))
            return
        if self.standing is None and not self.pane.shown.guesses:
            self.screen.tell(self.screen.host.wording("triage.no_card"))
            return
        self._before = self.screen.focused
        self.pane.display = True
        self.screen.set_focus(self.pane)
        self.show()

    def leave(self) -> bool:
        """Back to the field where the hand was; False if it is not on the card."""
        if not self.inside:
            return False
        self.screen.query_one("#form-middle").set_class(False, "-card")
        self.screen.set_focus(self._before or self.form.rows["text"].field)
        self.show()
        return True

    def asked(self, what: str) -> None:
        """A key of the card."""
        code = self.row.code if self.row else ""
        if what == "language":
            self.lang = "en" if self.lang == "zh" else "zh"
        elif what == "read":
            self.walk.mark_read(code, self.lang)
        elif what == "back":
            self.walk.back(code)
            self.apply()
        elif self.pane.shown.guesses:
            self._choose(what)
        elif self.walk.answer(what, code, self.lang):
            self.apply()
        self._kept()

    def _choose(self, key: str) -> None:
        """One of several guesses was meant."""
        shown = self.pane.shown.guesses
        if int(key) <= len(shown):
            self.form.category.choose(shown[int(key) - 1][0])
            self.walk.follow(self.row)

    def _kept(self) -> None:
        self.form.ids["triage"] = self.walk.written()
        self.screen.look_up()
        self.show()
        self.screen.tell("")
        self.screen.keep()

    # What the answers come to

    def apply(self) -> None:
        """The form says what the answers come to, unless a person chose something as urgent; nothing is lowered."""
        here = self._now()
        if self._base is None or here != self._set:
            self._base = here
        code, by, chosen = self._base if self.sent is None else here
        base, now = self._named(code), self.walk.standing(code)
        if now is None:
            return
        verdict = now.verdict
        was = Priority(chosen) if chosen else base.priority if base else None
        to = self._named(verdict.category) if verdict.category else None
        if to is not None and _rises(base, to, was, by_hand=bool(code) and not by):
            code, by = to.code, CARD
        row = self._named(code)
        own = row.priority if row else None
        least = min((one for one in (was, verdict.priority, own) if one is not None), default=None)
        chosen = "" if least is None or least == own else least.value
        self.form.category.hold(code, by)
        self.form.chips("priority").hold(chosen, own.value if own else "")
        self._set = self._now()
        self._fill(verdict)
        self.walk.follow(self.row)

    def _fill(self, verdict: Verdict) -> None:
        """Who is there and who opens the door, into fields that are empty."""
        lang, held = self.screen.host.wording.lang, self.form.fields()
        for name, said in (("people", verdict.people), ("access", verdict.access)):
            if said and not held[name]:
                self.form.fill({name: ("、" if lang == "zh" else ", ").join(one[lang] for one in said)})

    def _now(self) -> tuple[str, str, str]:
        return self.form.category.code, self.form.category.by, self.form.chips("priority").value

    def given(self) -> Triaged | None:
        """What goes with the request when it is saved."""
        guessed = self.form.category.by == GUESS
        if not guessed and not self.walk.answers and not self.walk.readings:
            return None
        return self.walk.given(guessed=guessed or self.form.category.by == CARD)

    # Sending

    @property
    def sendable(self) -> bool:
        """Would F2 send it?"""
        return self.sent is None and self.priority is Priority.P1 and not missing(self.form.fields(), Priority.P1)

    def refuses(self) -> bool:
        """Is it too late for a draft's end? What was sent is a request; that is said."""
        if self.sent is not None:
            self.screen.tell(self.screen.host.wording("triage.sent_already", number=self.sent.number))
        return self.sent is not None

    def send(self) -> None:
        """Save a P1 with what is there, at once; the form stays open and goes on as the same request."""
        host: Host = self.screen.host
        if self.sent is not None:
            self.screen.tell(host.wording("triage.sent_already", number=self.sent.number))
            return
        if not self.screen.keeper.ready:
            self.screen.tell(host.wording("line.opening"))
            return
        self.changed()
        fields = self.form.fields()
        lacking = missing(fields, self.priority)
        if self.priority is not Priority.P1:
            self.screen.tell(
                host.wording("triage.send_p1_only", priority=self.priority.value if self.priority else "-")
            )
        elif lacking:
            self.screen.tell(host.wording(f"intake.lacks_{lacking[0]}"))
            self.form.focus_on("phone")
        elif unread_times(fields, host.wall.now(), host.desk.zone):
            self.screen.tell(host.wording("intake.no_time"))
        elif not self.screen.busy:
            self.screen.busy = True
            start(self.screen, partial(self._send, fields), "save")

    async def _send(self, fields: Mapping[str, str]) -> None:
        screen, host = self.screen, self.screen.host
        answers, readings = dict(self.walk.answers), list(self.walk.readings)
        try:
            await screen.keeper.keep(fields)
            new = asked(fields, draft_id=screen.keeper.id, received=screen.keeper.received, now=host.wall.now(),
                        zone=host.desk.zone, token=screen.token)  # fmt: skip
            new = screen.again.told(replace(new, triage=self.given(), on_line=True))
            done: Done = await asyncio.to_thread(host.desk.intake.save, host.seat, new)
        except DeskError as error:
            screen.refused(error)
            return
        self.call.begin(done, fields, answers, readings)
        screen.busy = False
        screen.band.sent = done.number
        screen.look_at(done.id)
        screen.tell("")
        host.say(host.wording("triage.sent", number=done.number))
        self.call.carry_on()


def _rises(base: CategoryRow | None, to: CategoryRow, was: Priority | None, *, by_hand: bool) -> bool:
    """May the card name what happened? Never what is less, and over a person's choice only what is more urgent."""
    if base is None:
        return True
    if base.kind is Kind.EMERGENCY and to.kind is not Kind.EMERGENCY:
        return False
    return not by_hand or (was is not None and to.priority < was)
