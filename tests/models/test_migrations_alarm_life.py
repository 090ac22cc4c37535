"""A file of the first schema gets the whole life of alarms, and a new file has what the tables say."""

import re

import pytest
from sqlmodel import SQLModel

from models import tables
from models.migrations import create, file, upgrade
from models.migrations.alarm_life import alarm_life
from models.migrations.stepping import stepping
from models.migrations.steps import STEPS, first
from models.store import Store
from models.wall import MINUTE, HandClock

OLD_ALARMS = (
    "INSERT INTO request (id, serial, number, kind, category, priority, status, channel, outside_number, district,"
    " address, phone, caller, text, access, people, note, received, cycle, state_since, source_verified, hold_pausing,"
    " holds, returns, callback_due, flags, next_due_at, next_warn_at, version)"
    " VALUES (7, 1, 'E-00001', 'emergency', NULL, 'P1', 'open', 'phone', '', '', '', '', '', '', '', '', '', 1, 1, 1,"
    " 0, 0, 0, 0, 0, '', 1, 1, 1)",
    "INSERT INTO clock (id, request_id, kind, cycle, started_at, target_ms, pinned, due_at, warn_at, state, pauses)"
    " VALUES (3, 7, 'dispatch', 1, 1, 10, 0, 11, 9, 0, '[]')",
    "INSERT INTO alarm (id, rule, request_id, clock, cycle, level, severity, state, due_at, raised_at,"
    " acknowledged_text, occurrence, late)"
    " VALUES (5, 'clock', 7, 'dispatch', 1, 100, 3, 'unacknowledged', 11, 12, '', 2, 0)",
    "INSERT INTO level (id, clock_id, cycle, level, due_at, recorded_at, alarm_id) VALUES (1, 3, 1, 100, 11, 12, 5)",
)


@pytest.fixture
def old(tmp_path):
    """A file of schema 1 in which one alarm stands."""
    path = create(tmp_path / "made.db", zone="UTC", name="", wall=HandClock()).with_name("old.db")
    raw = file.connect(path)
    raw.close()
    with stepping(path) as connection:
        first(connection)
        for statement in OLD_ALARMS:
            connection.exec_driver_sql(statement.replace("NULL, 'P1'", "'EM', 'P1'"))
        connection.exec_driver_sql("INSERT INTO category VALUES ('EM', '', '', 'emergency', 'P1', '', 0.0, '', NULL)")
        connection.exec_driver_sql("INSERT INTO engine VALUES (1, 99, 'x')")
        connection.exec_driver_sql(f"PRAGMA application_id={file.APPLICATION_ID}")
        connection.exec_driver_sql("PRAGMA user_version=1")
    return path


def ask(path, sql):
    raw = file.connect(path)
    try:
        return raw.execute(sql).fetchall()
    finally:
        raw.close()


def test_an_alarm_of_the_first_schema_keeps_its_id_its_ledger_and_its_state(old):
    done = upgrade(old)
    assert (done.before, done.after) == (1, len(STEPS))
    columns = "id, subject, request_id, level, state, active, occurrence, step, wake_at"
    climbs = 12 + 2 * MINUTE
    assert ask(old, f"SELECT {columns} FROM alarm") == [(5, "request:7", 7, 100, "unacknowledged", 1, 2, 0, climbs)]
    assert ask(old, "SELECT alarm_id FROM level") == [(5,)]
    assert ask(old, "SELECT swept_at, audited_at, suspects FROM engine") == [(99, None, "")]
    assert ask(old, "PRAGMA foreign_key_check") == []
    Store(old).close()


def test_a_new_state_fits_and_an_unknown_one_is_refused(old):
    upgrade(old)
    ask(old, "UPDATE alarm SET state = 'shelved'")
    with pytest.raises(file.sqlite_module().IntegrityError):
        ask(old, "UPDATE alarm SET state = 'asleep'")


def test_what_the_steps_make_is_what_the_tables_say(tmp_path):
    path = create(tmp_path / "new.db", zone="UTC", name="", wall=HandClock())
    assert tables.__all__
    for name, table in SQLModel.metadata.tables.items():
        made = {row[1]: (row[2], row[3] or row[5]) for row in ask(path, f"PRAGMA table_info({name})")}
        assert list(made) == [column.name for column in table.columns], name
        must = {column.name: bool(not column.nullable) for column in table.columns}
        assert {column: bool(needed) for column, (_, needed) in made.items()} == must, name
        indexes = {row[1] for row in ask(path, f"PRAGMA index_list({name})") if not row[1].startswith("sqlite_")}
        assert indexes == {str(index.name) for index in table.indexes}, name


def test_each_partial_index_has_the_condition_that_the_tables_say(tmp_path):
    path = create(tmp_path / "new.db", zone="UTC", name="", wall=HandClock())
    for table in SQLModel.metadata.tables.values():
        for index in table.indexes:
            where = index.dialect_options["sqlite"]["where"]
            (sql,) = ask(path, f"SELECT sql FROM sqlite_master WHERE name = '{index.name}'")[0]
            assert " ".join(re.split(r"\bWHERE\b", sql)[1:]).split() == str("" if where is None else where).split()


def test_the_step_is_one_of_the_steps():
    assert alarm_life in STEPS
