"""Triage of a saved request: the call goes on, answers come in one by one, and whoever dispatches sees them arrive."""

from typing import Any, Unpack

from models.desk.deed import Asked, Deed, clean, take_up
from models.desk.triage_steps import (
    known_text,
    mark,
    meant,
    put_answer,
    put_text,
    raised,
    reclassified,
    stored_answers,
    take_back,
    used_deck,
)
from models.desk.work import Tools
from models.phones import normal
from models.refusals import refuse
from models.rows import Done, Seat
from models.rows.triage import Reading
from models.tables import Customer, District, Premise
from models.triage import standing
from models.vocabulary import Act, Status

CUSTOMERS = Customer.__table__  # type: ignore[attr-defined]
PREMISES = Premise.__table__  # type: ignore[attr-defined]
DISTRICTS = District.__table__  # type: ignore[attr-defined]


class Triaging:
    """Verbs of the one who still has the caller on the line. Each takes what every act takes (`deed.Asked`)."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def triage(
        self, seat: Seat, which: str | int, *, card: str, question: str, answer: str, **asked: Unpack[Asked]
    ) -> Done:  # fmt: skip
        """Record an answer (its code or key); what it asks for is done: raised, flagged, leaders told. Never lowers.

        Raises:
            Invalid: no such card, question or answer. NotAllowed: the request is over.
        """
        with self._tools.work(seat) as work:
            deed = take_up(work, which, Act.TRIAGE, asked)
            if isinstance(deed, Done):
                return deed
            deed.guard()
            here, asks, said = meant(used_deck(work, deed.row.id), card, question, answer)
            before = stored_answers(work, deed.row.id).get(asks.code)
            if before is not None and before.chosen == said.code:
                return _as_it_was(deed)
            deed.line(put_answer(work, deed.row.id, here, asks, said))
            return _followed(deed)

    def take_back(self, seat: Seat, which: str | int, *, question: str, **asked: Unpack[Asked]) -> Done:
        """An answer was wrong: it no longer stands. What it has raised stays raised."""
        with self._tools.work(seat) as work:
            deed = take_up(work, which, Act.TRIAGE, asked)
            if isinstance(deed, Done):
                return deed
            deed.guard()
            before = stored_answers(work, deed.row.id).get(question.strip().upper())
            if before is None:
                raise refuse("triage.not_answered", number=deed.row.number, question=question)
            take_back(work, deed.row.id, before.question)
            deed.line({"card": before.card, "version": before.version, "question": before.question,
                       "chosen": before.chosen, "taken_back": True})  # fmt: skip
            return deed.finish(clocks=False)

    def read(
        self, seat: Seat, which: str | int, *, card: str, text: str, lang: str = "zh", auto: bool = False,
        **asked: Unpack[Asked],
    ) -> Done:  # fmt: skip
        """Record that a card's text was read aloud, in that language; once is enough."""
        with self._tools.work(seat) as work:
            deed = take_up(work, which, Act.READ, asked)
            if isinstance(deed, Done):
                return deed
            deed.guard()
            deck = used_deck(work, deed.row.id)
            facts = put_text(work, deed.row.id, known_text(deck, Reading(card, 0, text, lang, auto)))
            if facts is None:
                return _as_it_was(deed)
            deed.line(facts)
            return deed.finish(clocks=False)

    def describe(
        self, seat: Seat, which: str | int, *, phone: str | None = None, address: str | None = None,
        district: str | None = None, caller: str | None = None, text: str | None = None, access: str | None = None,
        people: str | None = None, note: str | None = None, outside_number: str | None = None,
        customer_id: int | None = None, premise_id: int | None = None, **asked: Unpack[Asked],
    ) -> Done:  # fmt: skip
        """Write down what was said later in the call; only what differs is a line, with what stood there before.

        Raises:
            Invalid: neither place nor phone would be left, or a name that the files do not have.
        """
        given: dict[str, Any] = {"phone": phone, "address": address, "district": district, "caller": caller,
                                 "text": text, "access": access, "people": people, "note": note,
                                 "outside_number": outside_number}  # fmt: skip
        said: dict[str, Any] = {name: normal(value, self._tools.numbering) if name == "phone" else clean(value)
                for name, value in given.items() if value is not None}  # fmt: skip
        said |= {name: value for name, value in (("customer_id", customer_id), ("premise_id", premise_id)) if value}
        with self._tools.work(seat) as work:
            deed = take_up(work, which, Act.DESCRIBE, asked)
            if isinstance(deed, Done):
                return deed
            deed.guard()
            fresh = {name: value for name, value in said.items() if value != getattr(deed.row, name)}
            if not fresh:
                return _as_it_was(deed)
            _refuse_unknown(deed, fresh)
            deed.line(fresh | {"was": {name: getattr(deed.row, name) for name in fresh}})
            return deed.finish(clocks=False, **fresh)


def _as_it_was(deed: Deed) -> Done:
    row = deed.row
    return Done(row.id, row.number or "", row.version, Status(row.status), deed.work.seq, again=True)


def _followed(deed: Deed) -> Done:
    """What all answers together ask for, done."""
    work, row = deed.work, deed.row
    rows = stored_answers(work, row.id)
    first = next(iter(rows.values()))
    said = {code: one.chosen for code, one in rows.items()}
    verdict = standing(used_deck(work, row.id), first.card, said, row.category).verdict
    changes = raised(deed, verdict)
    written: dict[str, Any] = reclassified(deed, changes, ",".join(verdict.because)) if changes else {}
    mark(work, row.id, verdict)
    return deed.finish(clocks=bool(changes), **written)


def _refuse_unknown(deed: Deed, fresh: dict[str, Any]) -> None:
    """Refuse what a save would have refused."""
    row, connection = deed.row, deed.work.connection
    left = {name: fresh.get(name, getattr(row, name)) for name in ("address", "phone", "premise_id")}
    if not any(left.values()):
        raise refuse("save.place_or_phone")
    if fresh.get("district"):
        known = [one.name for one in connection.execute(DISTRICTS.select()) if one.retired_at is None]
        if known and fresh["district"] not in known:
            raise refuse("district.unknown", district=fresh["district"], allowed=", ".join(known))
    for name, table, code in (
        ("customer_id", CUSTOMERS, "customer.unknown"),
        ("premise_id", PREMISES, "premise.unknown"),
    ):
        if name in fresh and connection.execute(table.select().where(table.c.id == fresh[name])).first() is None:
            raise refuse(code, id=fresh[name])
