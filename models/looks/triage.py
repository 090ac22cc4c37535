"""Triage as frozen rows: the cards and words in use, and what was answered and read about one request."""

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, bindparam, select, text

from models.guessing import GuessWord, Words
from models.looks.columns import CARDS, CATEGORIES, OPERATORS, SAID_WORDS, TRIAGE_ANSWERS, TRIAGE_TEXTS
from models.rows.triage import AnswerRow, CardRow, SaidWordRow, TextRow, TriageRow
from models.triage import Card, Deck, read_card
from models.vocabulary import Kind, Priority

_ALL = select(CARDS).order_by(CARDS.c.code, CARDS.c.version)
_BODY = select(CARDS.c.body).where(CARDS.c.code == bindparam("code"), CARDS.c.version == bindparam("version"))
_WORDS = select(SAID_WORDS).order_by(SAID_WORDS.c.category, SAID_WORDS.c.weight.desc(), SAID_WORDS.c.word)
_IN_USE = select(CATEGORIES.c.code, CATEGORIES.c.kind, CATEGORIES.c.priority).where(CATEGORIES.c.retired_at.is_(None))
_ANSWERS = (
    select(TRIAGE_ANSWERS, OPERATORS.c.name)
    .outerjoin(OPERATORS, OPERATORS.c.id == TRIAGE_ANSWERS.c.operator_id)
    .where(TRIAGE_ANSWERS.c.request_id == bindparam("request"), text("triage_answer.taken_back_at IS NULL"))
    .order_by(TRIAGE_ANSWERS.c.id)
)
_TEXTS = (
    select(TRIAGE_TEXTS, OPERATORS.c.name)
    .outerjoin(OPERATORS, OPERATORS.c.id == TRIAGE_TEXTS.c.operator_id)
    .where(TRIAGE_TEXTS.c.request_id == bindparam("request"))
    .order_by(TRIAGE_TEXTS.c.id)
)


def card_of(row: Any) -> Card:
    """A stored version as a card."""
    return _card(row.body, row.version, row.approved_by, row.approved_at)


@lru_cache(maxsize=64)
def _card(body: str, version: int, approved_by: str, approved_at: int | None) -> Card:
    return read_card(json.loads(body), version=version, approved_by=approved_by, approved_at=approved_at)


def versions(connection: Connection) -> list[CardRow]:
    """Every version of every card."""
    rows = connection.execute(_ALL).all()
    last = {row.code: row.version for row in rows}
    out = []
    for row in rows:
        card = card_of(row)
        out.append(CardRow(row.code, row.version, card.zh, card.en, len(card.questions), len(card.texts), row.made_at,
                           row.made_by, row.approved_by, row.approved_at, last[row.code] == row.version))  # fmt: skip
    return out


def body(connection: Connection, code: str, version: int) -> Any:
    """One version as it was taken in."""
    found = connection.execute(_BODY, {"code": code, "version": version}).scalar()
    return None if found is None else json.loads(found)


def cards(connection: Connection) -> dict[tuple[str, int], Card]:
    """Every version of every card, whole, by code and version."""
    return {(row.code, row.version): card_of(row) for row in connection.execute(_ALL)}


def deck(connection: Connection, pinned: Iterable[tuple[str, int]] = ()) -> Deck:
    """The cards as they are asked now, but those that are pinned in that version."""
    return deck_of(cards(connection), pinned)


def deck_of(every: dict[tuple[str, int], Card], pinned: Iterable[tuple[str, int]] = ()) -> Deck:
    """The newest version of each card, but the pinned version of those that have one."""
    newest = {code: card for (code, _), card in sorted(every.items())}
    return newest | {code: every[code, version] for code, version in pinned if (code, version) in every}


def said_words(connection: Connection) -> list[SaidWordRow]:
    """The whole table, retired words too."""
    return [SaidWordRow(row.word, row.category, row.weight, row.retired_at is not None)
            for row in connection.execute(_WORDS)]  # fmt: skip


def words(connection: Connection) -> Words:
    """The words in use, made ready to be looked through; danger is what the catalogue has as an emergency of P1."""
    categories = connection.execute(_IN_USE).all()
    urgent = {row.code for row in categories if row.kind == Kind.EMERGENCY and row.priority == Priority.P1}
    rows = (GuessWord(row.word, row.category, row.weight) for row in said_words(connection) if not row.retired)
    return Words(rows, urgent=urgent, known={row.code for row in categories})


def of_request(connection: Connection, request_id: int) -> TriageRow | None:
    """What is on record about one request; None if no card was used."""
    answers = connection.execute(_ANSWERS, {"request": request_id}).all()
    texts = connection.execute(_TEXTS, {"request": request_id}).all()
    if not answers and not texts:
        return None
    every = cards(connection)
    return TriageRow(tuple(_answer(row, every) for row in answers), tuple(_text(row, every) for row in texts))


def _answer(row: Any, every: dict[tuple[str, int], Card]) -> AnswerRow:
    question = every[row.card, row.version].question(row.question)
    answer = question.answer(row.chosen) if question else None
    return AnswerRow(
        row.card, row.version, row.question, row.chosen, question.zh if question else "", question.en if question
        else "", answer.zh if answer else "", answer.en if answer else "", row.at, row.name or "",
    )  # fmt: skip


def _text(row: Any, every: dict[tuple[str, int], Card]) -> TextRow:
    text = every[row.card, row.version].text(row.code)
    spoken = "" if text is None else text.zh if row.lang == "zh" else text.en
    return TextRow(row.card, row.version, row.code, row.lang, spoken, row.at, row.name or "", bool(row.auto))
