"""The steps lead to the tables as they are declared, from nothing and from a file of the first release."""

import json

import pytest
from sqlalchemy import create_engine
from sqlmodel import SQLModel

from models import tables
from models.calendar import Calendar
from models.calendar.daysoff import cn_office
from models.desk.desk import Desk
from models.migrations import create, upgrade
from models.migrations.file import APPLICATION_ID, SCHEMA, connect
from models.migrations.stepping import stepping
from models.migrations.steps import STEPS
from models.store import Store
from models.wall import HandClock


@pytest.fixture
def first_release(tmp_path):
    """A file of schema 1 with its header, an operator, an engine and a policy line."""
    path = tmp_path / "old.db"
    with stepping(path) as connection:
        STEPS[0](connection)
        for statement in (
            "INSERT INTO header VALUES ('zone', 'America/Havana'), ('name', 'before'), ('drill', '0')",
            "INSERT INTO engine (id, sweeper) VALUES (1, '')",
            "INSERT INTO operator (id, login, name, initials, roles, team, department, centre)"
            " VALUES (1, 'li', 'Li', 'LI', 'admin', '', '', '')",
            "INSERT INTO policy (scope, key, clock, target_ms, valid_from) VALUES ('default', '', 'response', 5, 0)",
            f"PRAGMA application_id={APPLICATION_ID}",
            "PRAGMA user_version=1",
        ):
            connection.exec_driver_sql(statement)
    return path


def shape(ask):
    """Columns, indexes and references of every table, whatever the order in which columns were added."""
    out = {}
    for (name,) in ask(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        " AND name NOT LIKE 'article_fts%' AND name NOT LIKE '%_search%'"
    ):
        columns = sorted(row[1:4] + row[5:6] for row in ask(f"PRAGMA table_info({name})"))
        references = sorted(row[2:5] for row in ask(f"PRAGMA foreign_key_list({name})"))
        indexes = sorted(
            (row[2:5], tuple(one[2] for one in ask(f"PRAGMA index_info({row[1]})")), where(ask, row[1]))
            for row in ask(f"PRAGMA index_list({name})")
        )
        out[name] = (columns, references, indexes)
    return out


def where(ask, index):
    (found,) = ask(f"SELECT coalesce(sql, '') FROM sqlite_master WHERE name = '{index}'") or [("",)]
    return " ".join(found[0].partition(" WHERE ")[2].split())


def shape_of(path):
    raw = connect(path)
    try:
        return shape(lambda sql: [tuple(row) for row in raw.execute(sql).fetchall()])
    finally:
        raw.close()


def declared():
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        ours = [getattr(tables, name).__table__ for name in tables.__all__]
        SQLModel.metadata.create_all(connection, ours)
        found = shape(lambda sql: [tuple(row) for row in connection.exec_driver_sql(sql)])
    engine.dispose()
    return found


def test_a_new_file_has_the_tables_that_are_declared(tmp_path):
    path = create(tmp_path / "new.db", zone="UTC", name="", wall=HandClock())
    assert shape_of(path) == declared()
    assert len(STEPS) == SCHEMA


def test_a_file_of_the_first_release_comes_to_the_same_tables(first_release):
    done = upgrade(first_release)
    assert (done.before, done.after) == (1, SCHEMA)
    assert shape_of(first_release) == declared()


def test_it_keeps_its_rows_and_gets_the_calendars_in_its_own_zone(first_release, tmp_path):
    upgrade(first_release)
    store = Store(first_release)
    desk = Desk(store, HandClock())
    assert (desk.name, desk.zone) == ("before", "America/Havana")
    assert [(line.clock, line.target_ms) for line in desk.look.policies()] == [("response", 5)]
    assert [row.login for row in desk.look.operators()] == ["li"]
    with store.read() as connection:
        held = connection.exec_driver_sql("SELECT code, version, zone, body, valid_from FROM calendar").all()
    found = {row.code: Calendar.from_json(json.loads(row.body), row.zone) for row in held}
    assert found == {"24x7": Calendar.round_the_clock("America/Havana"), "cn-office": cn_office()}
    assert {(row.version, row.valid_from) for row in held} == {(1, 0)}
    assert desk.upkeep.check().faults == ()
    store.close()


def test_a_new_file_has_the_same_calendars(tmp_path):
    path = create(tmp_path / "new.db", zone="Asia/Kolkata", name="", wall=HandClock())
    raw = connect(path)
    assert raw.execute("SELECT code, zone FROM calendar ORDER BY code").fetchall() == [
        ("24x7", "Asia/Kolkata"), ("cn-office", "Asia/Shanghai"),
    ]  # fmt: skip
    raw.close()
