"""Triage: cards in versions, what was answered and read aloud about a request, and the words that guess a category."""

from sqlalchemy import UniqueConstraint
from sqlmodel import SQLModel

from models.tables.columns import instant, key, may_refer, maybe_instant, partial, refers

_STANDS = "taken_back_at IS NULL"


class SaidWord(SQLModel, table=True):
    """A word or phrase of callers, and the category it speaks for with a weight; ``-`` says that it means nothing."""

    __tablename__ = "said_word"
    __table_args__ = (UniqueConstraint("word", "category"),)
    id: int | None = key()
    word: str
    category: str
    weight: int
    retired_at: int | None = maybe_instant()


class CardVersion(SQLModel, table=True):
    """One version of a triage card as JSON; the highest version of a code is asked, older ones stay for the record."""

    __tablename__ = "card_version"
    __table_args__ = (UniqueConstraint("code", "version"),)
    id: int | None = key()
    code: str
    version: int
    body: str
    made_at: int = instant()
    made_by: str = ""
    approved_by: str = ""
    approved_at: int | None = maybe_instant()


class TriageAnswer(SQLModel, table=True):
    """An answer given during a call; one that was taken back or corrected stays with the instant of that."""

    __tablename__ = "triage_answer"
    __table_args__ = (partial("triage_answer_stands", "request_id", "question", where=_STANDS, unique=True),)
    id: int | None = key()
    request_id: int = refers("request.id")
    card: str
    version: int
    question: str
    chosen: str
    at: int = instant()
    operator_id: int | None = may_refer("operator.id")
    taken_back_at: int | None = maybe_instant()


class TriageText(SQLModel, table=True):
    """A text read aloud; `auto` where it was taken as read because the next question was answered."""

    __tablename__ = "triage_text"
    __table_args__ = (UniqueConstraint("request_id", "card", "version", "code", "lang"),)
    id: int | None = key()
    request_id: int = refers("request.id")
    card: str
    version: int
    code: str
    lang: str
    at: int = instant()
    operator_id: int | None = may_refer("operator.id")
    auto: bool = False
