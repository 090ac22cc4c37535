"""A call that goes on after its request was sent: what is said, answered and read later is brought to the request."""

import asyncio
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from models.errors import DeskError
from models.rows import Done
from models.rows.triage import Reading
from screens.background import start
from screens.intake_card import CardWalk
from screens.intake_lookup import UNNAMED
from screens.messages import RowsChanged

LATER = ("phone", "address", "district", "caller", "text", "access", "people", "note", "outside_number")
"""Fields that go to the request as they stand; category and priority are reclassified."""

FILES = ("customer_id", "premise_id")
"""The same, by their number in the files."""

NOTED = ("appointment", "channel", "reply_by")
"""Fields that a saved request does not change: what is chosen there later in the call becomes a note."""

REST = 3
"""Seconds without a key after which what is typed goes to the request."""


class SentCall:
    """The request that a form has become, and how far it has come behind the form.

    Each verb is safe to repeat: after a refusal the same is tried again with the next thing that is said.
    """

    def __init__(self, screen: Any, walk: CardWalk) -> None:
        self.screen, self.walk = screen, walk
        self.done: Done | None = None
        self._fields: dict[str, str] = {}
        self._answers: dict[str, str] = {}
        self._readings: list[Reading] = []
        self._lock = asyncio.Lock()
        self._rest = 0
        self._refused = False

    def begin(self, done: Done, fields: Mapping[str, str], answers: dict[str, str], readings: list[Reading]) -> None:
        """The request was saved with these."""
        self.done, self._answers, self._readings = done, answers, readings
        names = (*LATER, *FILES, *NOTED, "category", "priority")
        self._fields = {name: fields.get(name, "") for name in names}
        self._fields["category"] = self._fields["category"] or UNNAMED
        self._spread(done, new=True)

    @property
    def behind(self) -> bool:
        """Is there anything that the request does not have yet?"""
        fields = self.screen.form.fields()
        return (
            self.walk.answers != self._answers
            or self.walk.readings != self._readings
            or any(self._fresh(fields, names) for names in (LATER, FILES, NOTED))
            or bool(self._reclassified(fields))
        )

    def touched(self) -> None:
        """A key was pressed."""
        self._rest = 0

    def second(self) -> None:
        """A second has passed: what is typed is carried on once the hand rests."""
        self._rest += 1
        if self._rest == REST:
            self.carry_on()

    def carry_on(self) -> None:
        """Bring the request up to what the form holds, beside everything else."""
        if self.done is not None and self.behind:
            start(self.screen.app, self.catch_up, "carry-on")

    async def catch_up(self) -> bool:
        """Answers, texts and fields that are new go to the request, in that order; False if that was refused."""
        async with self._lock:
            try:
                for verb in self._verbs():
                    await asyncio.to_thread(verb)
            except DeskError as error:
                self.screen.host.refuse(error)
                return False
            finally:
                if self.done is not None:
                    self._spread(self.done)
        if self.screen.is_current:
            self.screen.tell()
        return True

    async def end(self) -> None:
        """The call is over: the rest goes to the request, and the form closes; what is refused is said once before."""
        screen, host = self.screen, self.screen.host
        refused = not await self.catch_up() or not await self._rung_off()
        if refused and not self._refused:
            self._refused = True
            return
        screen.over = not refused  # what was refused is still kept beside the database
        screen.look_away()
        screen.dismiss()
        if self.done is not None and not refused:
            screen.app.call_later(host.say, host.wording("triage.ended", number=self.done.number))

    async def _rung_off(self) -> bool:
        """The caller is gone: without a telephone system, this is when their call ends. False if that was refused."""
        host = self.screen.host
        if self.done is None or self.screen.call.ring is not None:
            return True
        try:
            await asyncio.to_thread(host.desk.calls.rung_off, host.seat, self.done.id)
        except DeskError as error:
            host.refuse(error)
            return False
        return True

    def _spread(self, done: Done, *, new: bool = False) -> None:
        for one in self.screen.app.screen_stack:
            one.post_message(RowsChanged(frozenset({done.id}), own=done.id if new else None, new=new))
        self.screen.host.stir()

    # One verb after the other; each is on record once the next is asked for.

    def _verbs(self) -> Iterator[Any]:
        if self.done is not None:
            fields = self.screen.form.fields()
            yield from self._of_the_card(self.done.id)
            yield from self._of_the_form(self.done.id, fields)

    def _of_the_card(self, which: int) -> Iterator[Any]:
        act, seat = self.screen.host.desk.triaging, self.screen.host.seat
        holds = {question.code: card.code for card in self.walk.deck.values() for question in card.questions}
        for question in [one for one in self._answers if one not in self.walk.answers]:
            yield partial(act.take_back, seat, which, question=question)
            del self._answers[question]
        for question, answer in list(self.walk.answers.items()):
            if self._answers.get(question) != answer:
                yield partial(act.triage, seat, which, card=holds[question], question=question, answer=answer)
                self._answers[question] = answer
        for one in [one for one in self.walk.readings if one not in self._readings]:
            yield partial(act.read, seat, which, card=one.card, text=one.code, lang=one.lang, auto=one.auto)
            self._readings.append(one)

    def _of_the_form(self, which: int, fields: Mapping[str, str]) -> Iterator[Any]:
        host = self.screen.host
        said, files = self._fresh(fields, LATER), self._fresh(fields, FILES)
        if said or files:
            numbers = {name: int(value) for name, value in files.items() if value}
            yield partial(host.desk.triaging.describe, host.seat, which, **said, **numbers)
            self._fields |= said | files
        noted = self._fresh(fields, NOTED)
        if noted:
            text = "  ".join(f"{host.wording(f'intake.{name}')}: {value}" for name, value in noted.items() if value)
            if text:
                yield partial(host.desk.handling.note, host.seat, which, text=text)
            self._fields |= noted
        again = self._reclassified(fields)
        if again:
            # Counted as done before it is asked: what only a supervisor may lower is refused once, not for ever.
            self._fields |= {name: str(value) for name, value in again.items()}
            reason = host.wording("triage.corrected")
            yield partial(host.desk.handling.reclassify, host.seat, which, reason=reason, **again)
        self._fields |= {"category": fields["category"] or UNNAMED, "priority": fields["priority"]}

    def _fresh(self, fields: Mapping[str, str], names: tuple[str, ...]) -> dict[str, str]:
        return {name: fields.get(name, "") for name in names if fields.get(name, "") != self._fields.get(name, "")}

    def _reclassified(self, fields: Mapping[str, str]) -> dict[str, Any]:
        """Category and priority chosen by a person since; what a card brought is on the request by its answers."""
        if self.screen.form.category.by:
            return {}
        new = {name: fields[name] for name in ("category", "priority") if fields[name]}
        return {name: value for name, value in new.items() if value != self._fields.get(name)}
