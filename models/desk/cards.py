"""What an admin keeps for the one who answers: the words that guess a category, and triage cards in versions."""

import json
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from models.desk import policies
from models.desk.deed import clean
from models.desk.setting_up import named
from models.desk.work import Tools, Work, require
from models.errors import Conflict, Invalid, NotFound
from models.guessing import NOTHING, plain
from models.looks import triage as looks
from models.rows import Seat
from models.tables import CardVersion, SaidWord
from models.triage import Card, check_deck, read_card
from models.vocabulary import Act, Role

WORDS = SaidWord.__table__  # type: ignore[attr-defined]
CARDS = CardVersion.__table__  # type: ignore[attr-defined]
HEAVIEST = 99
_WORD = select(WORDS).where(WORDS.c.word == bindparam("word"), WORDS.c.category == bindparam("category"))
_NEWEST = select(CARDS).where(CARDS.c.code == bindparam("code")).order_by(CARDS.c.version.desc()).limit(1)


@dataclass(frozen=True, slots=True)
class Kept:
    """A card as it stands after an act: its version, and whether that act made it."""

    code: str
    version: int
    made: bool


class Cards:
    """Verbs of the admin; each leaves one line with what it wrote. Nothing is ever deleted."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def add_word(self, seat: Seat, word: str, *, category: str, weight: int = 10) -> str:
        """A word that speaks for a category from now on; a retired one is taken into use again."""
        word, weight = _word(word), _weight(weight)
        with self._as_admin(seat) as work:
            category = _category(work, category)
            row = _stored(work, word, category)
            if row is not None and row.retired_at is None:
                raise Conflict("word.taken", f"{word} speaks for {category} already.", "Set its weight.", word=word,
                               category=category)  # fmt: skip
            values = {"word": word, "category": category, "weight": weight, "retired_at": None}
            if row is None:
                work.connection.execute(insert(WORDS).values(**values))
            else:
                work.connection.execute(update(WORDS).where(WORDS.c.id == row.id).values(**values))
            return _noted(work, "said_word", "add", word, {"category": category, "weight": weight})

    def set_word(self, seat: Seat, word: str, *, category: str, weight: int) -> str:
        """Change how much a word weighs."""
        word, weight = _word(word), _weight(weight)
        with self._as_admin(seat) as work:
            row = _used(work, word, category)
            work.connection.execute(update(WORDS).where(WORDS.c.id == row.id).values(weight=weight))
            facts = {"category": row.category, "weight": weight, "was": row.weight}
            return _noted(work, "said_word", "set", word, facts)

    def retire_word(self, seat: Seat, word: str, *, category: str) -> str:
        """A word that no longer speaks for a category."""
        word = _word(word)
        with self._as_admin(seat) as work:
            row = _used(work, word, category)
            work.connection.execute(update(WORDS).where(WORDS.c.id == row.id).values(retired_at=work.now))
            return _noted(work, "said_word", "retire", word, {"category": row.category})

    def import_card(self, seat: Seat, data: Mapping[str, Any]) -> Kept:
        """The next version of a card, to be approved anew; the older ones stay. What is so already makes none.

        Raises:
            Invalid: the card cannot be read, asks for what there is not, or with the others would not end.
        """
        card = read_card(data)
        with self._as_admin(seat) as work:
            before = work.connection.execute(_NEWEST, {"code": card.code}).first()
            body = json.dumps(data, ensure_ascii=False)
            if before is not None and json.loads(before.body) == json.loads(body):
                return Kept(card.code, before.version, made=False)
            _refuse_categories(work, card)
            check_deck(dict(looks.deck(work.connection)) | {card.code: card})
            version = 1 if before is None else before.version + 1
            row = {"code": card.code, "version": version, "body": body, "made_at": work.now,
                   "made_by": work.seat.login, "approved_by": "", "approved_at": None}  # fmt: skip
            work.connection.execute(insert(CARDS).values(**row))
            _noted(work, "card", "import", card.code, {"version": version})
            return Kept(card.code, version, made=True)

    def approve(self, seat: Seat, code: str, *, by: str) -> Kept:
        """The utility's safety officer `by` has approved the newest version of a card.

        Raises:
            Conflict: it is approved already.
        """
        officer = named(by, "by")
        with self._as_admin(seat) as work:
            row = work.connection.execute(_NEWEST, {"code": code.strip().upper()}).first()
            if row is None:
                raise NotFound("card.none", f"There is no card {code}.", "Look at: hotline card list", card=code)
            if row.approved_at is not None:
                raise Conflict("card.approved", f"Version {row.version} of card {row.code} was approved by "
                               f"{row.approved_by}.", "Import the next version first.", card=row.code,
                               version=row.version, by=row.approved_by)  # fmt: skip
            approved = {"approved_by": officer, "approved_at": work.now}
            work.connection.execute(update(CARDS).where(CARDS.c.id == row.id).values(**approved))
            _noted(work, "card", "approve", row.code, {"version": row.version, "by": officer})
            return Kept(row.code, row.version, made=False)

    def _as_admin(self, seat: Seat) -> AbstractContextManager[Work]:
        require(seat, Role.ADMIN)
        return self._tools.work(seat)


def _noted(work: Work, subject: str, act: str, name: str, facts: Mapping[str, Any]) -> str:
    work.note(Act.ADMINISTER, {**facts, "subject": subject, "act": act, "name": name})
    return name


def _word(given: str) -> str:
    word = named(clean(given), "word")
    if not plain(word) or not all(plain(part) for part in word.split("+")):
        raise Invalid("word.empty", f"{given!r} is no word.", "Write what a caller says; + joins parts.", word=given)
    return word


def _weight(given: int) -> int:
    if not 1 <= given <= HEAVIEST:
        raise Invalid("word.weight", "A weight is a whole number from 1 to 99.", "Write 10 for an ordinary word.")
    return given


def _category(work: Work, given: str) -> str:
    code = given.strip().upper()
    return code if code == NOTHING else str(policies.category_row(work, code).code)


def _stored(work: Work, word: str, category: str) -> Any:
    return work.connection.execute(_WORD, {"word": word, "category": category}).first()


def _used(work: Work, word: str, category: str) -> Any:
    row = _stored(work, word, category.strip().upper())
    if row is None or row.retired_at is not None:
        raise NotFound("word.none", f"{word} does not speak for {category}.", "Look at: hotline category words list",
                       word=word, category=category)  # fmt: skip
    return row


def _refuse_categories(work: Work, card: Card) -> None:
    """Refuse a card that names a category that is not in use."""
    for code in {answer.category for question in card.questions for answer in question.answers if answer.category}:
        policies.category_row(work, code)
