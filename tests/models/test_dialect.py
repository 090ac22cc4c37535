"""Statements are compiled once in a process, whichever store asks, and never shared between two drivers."""

import sqlite3
from types import SimpleNamespace

from sqlalchemy import create_engine, event, text

from models.desk.desk import Desk
from models.dialect import COMPILED, URL, AlikeDialect
from models.store import Store


def test_what_one_store_has_compiled_another_takes(desk, database, wall):
    desk.look.counts(wall.now())
    known = len(COMPILED)
    other = Store(database)
    assert Desk(other, wall).look.counts(wall.now()) == desk.look.counts(wall.now())
    assert len(COMPILED) == known > 0
    other.close()


def test_dialects_are_alike_on_one_driver_alone():
    one, two = sqlite3, SimpleNamespace(**vars(sqlite3))
    assert AlikeDialect(dbapi=one) == AlikeDialect(dbapi=one) != AlikeDialect(dbapi=two)
    assert hash(AlikeDialect(dbapi=one)) == hash(AlikeDialect(dbapi=one))


def test_a_statement_is_told_by_its_words_and_not_by_its_values():
    engine = create_engine(URL, execution_options={"compiled_cache": COMPILED})
    heard = []
    event.listen(engine, "before_cursor_execute", lambda *said: heard.append(said[2:4]))
    with engine.connect() as connection:
        answers = [connection.execute(text("SELECT :n + 1"), {"n": n}).scalar() for n in (1, 41)]
    assert answers == [2, 42]
    assert heard == [("SELECT ? + 1", (1,)), ("SELECT ? + 1", (41,))]
    engine.dispose()
