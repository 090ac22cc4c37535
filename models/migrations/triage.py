"""The step that lets a call be triaged: words that guess a category, cards in versions, answers and texts on record."""

import json

from sqlalchemy import Connection, text

from models.carddata import default_cards, default_words

_WORDS = (
    """CREATE TABLE said_word (
         id INTEGER NOT NULL, word VARCHAR NOT NULL, category VARCHAR NOT NULL, weight INTEGER NOT NULL,
         retired_at INTEGER, PRIMARY KEY (id), UNIQUE (word, category))""",
    """CREATE TABLE card_version (
         id INTEGER NOT NULL, code VARCHAR NOT NULL, version INTEGER NOT NULL, body VARCHAR NOT NULL,
         made_at INTEGER NOT NULL, made_by VARCHAR NOT NULL, approved_by VARCHAR NOT NULL, approved_at INTEGER,
         PRIMARY KEY (id), UNIQUE (code, version))""",
    """CREATE TABLE triage_answer (
         id INTEGER NOT NULL, request_id INTEGER NOT NULL, card VARCHAR NOT NULL, version INTEGER NOT NULL,
         question VARCHAR NOT NULL, chosen VARCHAR NOT NULL, at INTEGER NOT NULL, operator_id INTEGER,
         taken_back_at INTEGER, PRIMARY KEY (id), FOREIGN KEY(request_id) REFERENCES request (id),
         FOREIGN KEY(operator_id) REFERENCES operator (id))""",
    """CREATE UNIQUE INDEX triage_answer_stands ON triage_answer (request_id, question)
         WHERE taken_back_at IS NULL""",
    """CREATE TABLE triage_text (
         id INTEGER NOT NULL, request_id INTEGER NOT NULL, card VARCHAR NOT NULL, version INTEGER NOT NULL,
         code VARCHAR NOT NULL, lang VARCHAR NOT NULL, at INTEGER NOT NULL, operator_id INTEGER, auto BOOLEAN NOT NULL,
         PRIMARY KEY (id), UNIQUE (request_id, card, version, code, lang),
         FOREIGN KEY(request_id) REFERENCES request (id), FOREIGN KEY(operator_id) REFERENCES operator (id))""",
)
_WORD = text("INSERT INTO said_word (word, category, weight) VALUES (:word, :category, :weight)")
_CARD = text(
    "INSERT INTO card_version (code, version, body, made_at, made_by, approved_by) VALUES (:code, 1, :body, 0, '', '')"
)


def triage(connection: Connection) -> None:
    """Add the tables, and fill in the product's own words and cards; nobody has approved the cards yet."""
    for words in _WORDS:
        connection.exec_driver_sql(words)
    rows = [{"word": row.word, "category": row.category, "weight": row.weight} for row in default_words()]
    connection.execute(_WORD, rows)
    for code, card in default_cards().items():
        connection.execute(_CARD, {"code": code, "body": json.dumps(card, ensure_ascii=False)})
