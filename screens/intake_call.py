"""The call of a form: what the telephone knew of it, answering it, and its end with a word for what became of it."""

import asyncio
from collections.abc import Mapping
from functools import partial
from typing import Any

from models.errors import DeskError
from models.rows import Pop, Spoken
from models.vocabulary import WrapUp
from models.wall import SECOND
from screens.call_list import wrap_ups
from screens.dialogs import Choose, Option
from screens.format import clean
from screens.host import view_of

HUNG_UP = 10 * SECOND
"""Who is gone so soon after the answer, and of whom nothing was written, has hung up."""


def filled(pop: Pop) -> dict[str, str]:
    """The fields that a call from the telephone brings along."""
    facts = {
        "call_id": str(pop.call.id),
        "phone": pop.call.phone,
        "caller": pop.caller,
        "address": pop.address,
        "district": pop.district,
        "access": pop.access,
        "customer_id": str(pop.customer_id) if pop.customer_id else "",
        "premise_id": str(pop.premise_id) if pop.premise_id and pop.address else "",
    }
    return {name: value for name, value in facts.items() if value}


class FormCall:
    """The call that a form is about; without a telephone system there is one all the same, from the form's opening.

    Args:
        screen: the form.
        ring: the call that the telephone told of.
    """

    def __init__(self, screen: Any, ring: Pop | None) -> None:
        self.screen, self.ring = screen, ring
        self.answered_at = ring.call.answered_at if ring else None
        self.spoken: Spoken | None = None

    @property
    def brought(self) -> Mapping[str, str]:
        """What the telephone filled in."""
        return filled(self.ring) if self.ring else {}

    @property
    def id(self) -> int | None:
        """The call on record, also of a draft that is gone on with."""
        text = self.screen.form.ids.get("call_id", "")
        return int(text) if text.isdigit() else None

    def untouched(self, fields: Mapping[str, str]) -> bool:
        """Does the form hold nothing but what the telephone and the files brought?"""
        own = ("text", "category", "people", "note", "priority", "appointment", "outside_number", "reply_by")
        changed = self.brought.get("address", fields.get("address", "")) != fields.get("address", "")
        return not changed and not any(fields.get(name, "").strip() for name in own)

    async def answer(self) -> None:
        """Tell the desk that this call is taken; if another was faster, the form is one without a call."""
        if self.ring is None:
            return
        host = self.screen.host
        try:
            row = await asyncio.to_thread(host.desk.calls.answer, host.seat, self.ring.call.id)
        except DeskError as error:
            self.screen.form.ids.pop("call_id", None)
            host.refuse(error)
            return
        self.answered_at = row.answered_at
        host.stir()

    async def read(self, desk: Any, seat: Any) -> None:
        """What is said at the beginning and the end."""
        said = await self.screen.read(desk.look.telephone().spoken, seat)
        if said is not None:
            self.spoken = said

    async def dropped(self, reason: str) -> None:
        """Nothing is written down of this call: it is over, and was answered.

        Raises:
            DeskError: it cannot be put on record.
        """
        host = self.screen.host
        if self.id is not None:
            await asyncio.to_thread(partial(host.desk.calls.end, host.seat, self.id, note=reason))
            host.stir()

    async def end(self) -> bool:
        """Ask what became of the call that makes no request, and put it on record; True if that was done."""
        screen, host = self.screen, self.screen.host
        view, fields = view_of(host), self.screen.form.fields()
        usual = self._usual(view.now)
        chosen = await screen.app.push_screen_wait(Choose(view, view.say("call.wrap_up"), wrap_ups(view, usual)))
        if chosen is None:
            return False
        request = None
        if chosen == WrapUp.PROGRESS and screen.known.similar:
            request = await self._which()
            if request is None:
                return False
        note = "  ".join(fields[name] for name in ("caller", "text", "note") if fields.get(name))
        verb = partial(host.desk.intake.call, host.seat, phone=fields.get("phone", ""), wrap_up=WrapUp(chosen),
                       note=note, request=request, call=self.id, answered=screen.keeper.received)  # fmt: skip
        word = view.word("wrap_up", chosen)
        try:
            await asyncio.to_thread(verb)
            await screen.keeper.discard(word)
        except DeskError as error:
            screen.refused(error)
            return False
        screen.over = True
        screen.dismiss()
        screen.app.call_later(host.say, view.say("call.wrapped", wrap_up=word))
        host.stir()
        return True

    def _usual(self, now: int) -> str:
        screen = self.screen
        if self.untouched(screen.form.fields()) and self.id is not None and now - screen.keeper.received < HUNG_UP:
            return WrapUp.HANG_UP.value
        chased = bool(screen.known.similar) and not screen.form.fields().get("category")
        return (WrapUp.PROGRESS if chased else WrapUp.ANSWERED).value

    async def _which(self) -> int | None:
        """The request that the caller asks about."""
        rows, view = self.screen.known.similar, view_of(self.screen.host)
        if len(rows) == 1:
            return int(rows[0].id)
        options = [Option(str(row.id), f"{row.number}  {clean(view.named(row.category_zh, row.category_en))}",
                          clean(view.place(row.district, row.address))) for row in rows]  # fmt: skip
        chosen = await self.screen.app.push_screen_wait(Choose(view, view.say("call.chases"), options))
        return int(chosen) if chosen is not None else None
