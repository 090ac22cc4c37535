"""Shared steps of triage: answers and texts go on record, and what they ask for is done in the same transaction."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam, insert, select, text, update

from models import sla
from models.desk import policies
from models.desk.deed import Deed, with_flag
from models.desk.reporting import MAJORS, mark_major
from models.desk.work import LINES, REQUESTS, Work
from models.looks import triage as looks
from models.refusals import refuse
from models.rows import Done, Triaged
from models.rows.triage import Reading
from models.tables import TriageAnswer, TriageText
from models.triage import Answer, Card, Deck, Question, Verdict, standing
from models.vocabulary import Act, Kind, Priority

ANSWERS = TriageAnswer.__table__  # type: ignore[attr-defined]
TEXTS = TriageText.__table__  # type: ignore[attr-defined]
LANGUAGES = ("zh", "en")
_STANDING = (
    select(ANSWERS)
    .where(ANSWERS.c.request_id == bindparam("request"), text("triage_answer.taken_back_at IS NULL"))
    .order_by(ANSWERS.c.id)
)
_READ = select(TEXTS).where(TEXTS.c.request_id == bindparam("request"))
_MAJOR = select(MAJORS.c.id).where(MAJORS.c.request_id == bindparam("request"))
_FLAGS = select(REQUESTS.c.flags).where(REQUESTS.c.id == bindparam("request"))
_IN_USE = select(policies.CATEGORIES).where(
    policies.CATEGORIES.c.code == bindparam("code"), policies.CATEGORIES.c.retired_at.is_(None)
)
_CHOSEN = (
    select(LINES.c.payload)
    .where(LINES.c.request_id == bindparam("request"), LINES.c.act.in_([Act.SAVE.value, Act.RECLASSIFY.value]))
    .order_by(LINES.c.seq.desc())
    .limit(1)
)


def used_deck(work: Work, request_id: int) -> Deck:
    """The cards in the versions that this request was asked by; the newest where none was used yet."""
    used = [(row.card, row.version) for row in work.connection.execute(_STANDING, {"request": request_id})]
    return looks.deck(work.connection, used)


def meant(deck: Deck, card: str, question: str, chosen: str) -> tuple[Card, Question, Answer]:
    """The card, its question and the answer that codes name, in any case.

    Raises:
        Invalid: there is none such, or only the form asks it.
    """
    here = deck.get(card.strip().upper())
    if here is None:
        raise refuse("card.unknown", card=card, allowed=", ".join(deck))
    asked = here.question(question.strip().upper())
    if asked is None or asked.form:
        allowed = ", ".join(one.code for one in here.questions if not one.form)
        raise refuse("card.no_question", card=here.code, question=question, allowed=allowed)
    said = next((one for one in asked.answers if chosen.strip().lower() in (one.code, one.key)), None)
    if said is None:
        raise refuse("card.no_answer", question=asked.code, chosen=chosen,
                     allowed=", ".join(one.code for one in asked.answers))  # fmt: skip
    return here, asked, said


def stored_answers(work: Work, request_id: int) -> dict[str, Any]:
    """The answers that stand, by question, in the order in which they were given."""
    return {row.question: row for row in work.connection.execute(_STANDING, {"request": request_id})}


def put_answer(work: Work, request_id: int, card: Card, question: Question, answer: Answer) -> dict[str, Any]:
    """Record one answer; returns the facts of its journal line."""
    take_back(work, request_id, question.code)
    row = {"request_id": request_id, "card": card.code, "version": card.version, "question": question.code,
           "chosen": answer.code, "at": work.now, "operator_id": work.seat.operator_id or None}  # fmt: skip
    work.connection.execute(insert(ANSWERS).values(**row))
    return {"card": card.code, "version": card.version, "question": question.code, "chosen": answer.code,
            "zh": f"{question.zh} {answer.zh}", "en": f"{question.en} {answer.en}"}  # fmt: skip


def take_back(work: Work, request_id: int, question: str) -> bool:
    """An answer no longer stands; its row stays."""
    stands = update(ANSWERS).where(
        ANSWERS.c.request_id == request_id, ANSWERS.c.question == question, text("triage_answer.taken_back_at IS NULL")
    )
    return bool(work.connection.execute(stands.values(taken_back_at=work.now)).rowcount)


def put_text(work: Work, request_id: int, reading: Reading) -> dict[str, Any] | None:
    """Record a text as read; None if it is on record in this language already."""
    known = work.connection.execute(_READ, {"request": request_id}).all()
    about = (reading.card, reading.version, reading.code, reading.lang)
    if any((row.card, row.version, row.code, row.lang) == about for row in known):
        return None
    row = {"request_id": request_id, "card": reading.card, "version": reading.version, "code": reading.code,
           "lang": reading.lang, "at": work.now, "operator_id": work.seat.operator_id or None,
           "auto": reading.auto}  # fmt: skip
    work.connection.execute(insert(TEXTS).values(**row))
    return {"card": reading.card, "version": reading.version, "spoken": reading.code, "lang": reading.lang,
            "auto": reading.auto}  # fmt: skip


def carry(work: Work, done: Done, given: Triaged) -> Done:
    """What was asked and read before the request was saved goes on record with it, each as a line of its own."""
    deck = looks.deck(work.connection, given.versions.items())
    holds = {question.code: card.code for card in deck.values() for question in card.questions}
    for code, chosen in given.answers.items():
        card, question, answer = meant(deck, holds.get(code, given.card), code, chosen)
        work.note(Act.TRIAGE, put_answer(work, done.id, card, question, answer), request_id=done.id)
    for reading in given.readings:
        facts = put_text(work, done.id, known_text(deck, reading))
        if facts is not None:
            work.note(Act.READ, facts, request_id=done.id)
    if given.card in deck:
        mark(work, done.id, standing(deck, given.card, given.answers).verdict)
    return replace(done, seq=work.flush())


def known_text(deck: Deck, reading: Reading) -> Reading:
    """The reading, if there is such a text in such a language.

    Raises:
        Invalid: there is none.
    """
    card = deck.get(reading.card.strip().upper())
    if card is None:
        raise refuse("card.unknown", card=reading.card, allowed=", ".join(deck))
    known = next((one for one in card.texts if one.code.lower() == reading.code.strip().lower()), None)
    if known is None:
        raise refuse("card.no_text", card=card.code, text=reading.code,
                     allowed=", ".join(one.code for one in card.texts))  # fmt: skip
    if reading.lang not in LANGUAGES:
        raise refuse("word.unknown", given=reading.lang, field="lang", allowed=", ".join(LANGUAGES))
    return Reading(card.code, card.version, known.code, reading.lang, reading.auto)


def mark(work: Work, request_id: int, verdict: Verdict) -> None:
    """The flags that the answers ask for, and the leaders told at once where they say that it is a major emergency."""
    before = work.connection.execute(_FLAGS, {"request": request_id}).scalar() or ""
    flags = before
    for flag in verdict.flags:
        flags = with_flag(flags, flag)
    if flags != before:
        work.connection.execute(update(REQUESTS).where(REQUESTS.c.id == request_id).values(flags=flags))
    if verdict.major is not None and work.connection.execute(_MAJOR, {"request": request_id}).first() is None:
        mark_major(work, request_id, flags, verdict.major, "", found=True)


def raised(deed: Deed, verdict: Verdict) -> dict[str, str]:
    """Category, kind and priority as the answers raise them; empty where nothing rises.

    What a person chose is left as it is while it is at least as urgent; nothing is ever lowered. A category that this
    utility does not use gives its priority alone.
    """
    row, now = deed.row, Priority(deed.row.priority)
    priority = min(now, verdict.priority or now)
    was = {"category": row.category, "kind": row.kind, "priority": row.priority}
    becomes = was | {"priority": priority.value}
    if verdict.category and verdict.category != row.category:
        new = deed.work.connection.execute(_IN_USE, {"code": verdict.category}).first()
        leaves = new is None or (row.kind == Kind.EMERGENCY and new.kind != Kind.EMERGENCY)
        urgent = priority if new is None else min(Priority(new.priority), priority)
        if new is not None and not leaves and (urgent < now or not _by_hand(deed.work, row.id)):
            becomes = {"category": new.code, "kind": new.kind, "priority": min(urgent, now).value}
    return {name: value for name, value in becomes.items() if value != was[name]}


def _by_hand(work: Work, request_id: int) -> bool:
    """Did a person choose the category, the last time that it was chosen?"""
    work.flush()
    facts: Mapping[str, Any] = json.loads(work.connection.execute(_CHOSEN, {"request": request_id}).scalar() or "{}")
    return not (facts.get("guessed") or facts.get("triage"))


def reclassified(deed: Deed, changes: Mapping[str, str], because: str) -> dict[str, Any]:
    """The journal line of a request that answers have raised; returns the columns to be written."""
    row = deed.row
    becomes = {name: changes.get(name, getattr(row, name)) for name in ("category", "kind", "priority")}
    targets = policies.targets_for(
        deed.work.connection, becomes["category"], Kind(becomes["kind"]), row.received,
        priority=Priority(becomes["priority"]), customer_id=row.customer_id,
    )  # fmt: skip
    was = {name: getattr(row, name) for name in becomes}
    facts = {**becomes, "targets": sla.targets_as_json(targets), "was": was, "triage": True, "question": because}
    deed.line(facts, act=Act.RECLASSIFY)
    return {**changes, "version": row.version + 1}
