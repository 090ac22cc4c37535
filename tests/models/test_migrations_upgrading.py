"""Bringing a file forward: a checked backup first, then every missing step or none of them."""

import pytest

from models.errors import StoreError
from models.migrations import create, file, upgrade
from models.migrations.steps import STEPS
from models.store import Store
from models.wall import HandClock


@pytest.fixture
def old(tmp_path):
    """A file of this release's schema, which the steps below treat as an older one."""
    return create(tmp_path / "desk.db", zone="UTC", name="before", wall=HandClock(), operator=("li", "Li"))


def names(folder):
    return sorted(place.name for place in folder.iterdir())


def ask(path, sql):
    raw = file.connect(path)
    try:
        return raw.execute(sql).fetchall()
    finally:
        raw.close()


def adds_a_column(connection):
    connection.exec_driver_sql("ALTER TABLE crew ADD COLUMN radio TEXT NOT NULL DEFAULT ''")


def makes_a_table(connection):
    connection.exec_driver_sql("CREATE TABLE radio (id INTEGER PRIMARY KEY)")


def fails_halfway(connection):
    connection.exec_driver_sql("CREATE TABLE half (id INTEGER PRIMARY KEY)")
    connection.exec_driver_sql("INSERT INTO nowhere VALUES (1)")


def leaves_orphans(connection):
    connection.exec_driver_sql("INSERT INTO presence VALUES (99, NULL, 0)")


def test_a_file_of_this_schema_is_left_alone(old):
    before = old.read_bytes()
    done = upgrade(old)
    assert (done.before, done.after, done.backup) == (len(STEPS), len(STEPS), None)
    assert (old.read_bytes(), names(old.parent)) == (before, ["desk.db"])


def test_missing_steps_are_applied_in_order_after_a_checked_backup(old, monkeypatch):
    steps = (*STEPS, adds_a_column, makes_a_table)
    done = upgrade(old, steps=steps)
    assert (done.before, done.after) == (len(STEPS), len(STEPS) + 2)
    assert ask(old, "PRAGMA user_version") == [(len(steps),)]
    assert ask(old, "SELECT count(*) FROM radio") == [(0,)]
    assert ask(old, "SELECT value FROM header WHERE name = 'name'") == [("before",)]
    assert done.backup.name == f"desk-before-schema-{len(STEPS) + 1}.db"
    Store(done.backup).close()
    assert (done.backup.stat().st_mode & 0o777) == 0o600


@pytest.mark.parametrize("step", [fails_halfway, leaves_orphans])
def test_a_step_that_fails_leaves_the_file_as_it_was(old, step):
    with pytest.raises(StoreError):
        upgrade(old, steps=(*STEPS, adds_a_column, step))
    assert ask(old, "PRAGMA user_version") == [(len(STEPS),)]
    tables = {row[0] for row in ask(old, "SELECT name FROM sqlite_master")}
    assert not tables & {"half", "radio"}
    assert "radio" not in {row[1] for row in ask(old, "PRAGMA table_info(crew)")}
    Store(old).close()
    assert f"desk-before-schema-{len(STEPS) + 1}.db" in names(old.parent)


def test_a_second_try_keeps_the_first_backup(old):
    with pytest.raises(StoreError):
        upgrade(old, steps=(*STEPS, fails_halfway))
    done = upgrade(old, steps=(*STEPS, makes_a_table))
    assert done.backup.name == f"desk-before-schema-{len(STEPS) + 1}-1.db"


def test_no_backup_no_upgrade(old, monkeypatch):
    from models.migrations import upgrading

    def refuse(*_):
        raise StoreError("store.full", "full", "")

    monkeypatch.setattr(upgrading, "copy", refuse)
    with pytest.raises(StoreError, match="full"):
        upgrade(old, steps=(*STEPS, makes_a_table))
    assert ask(old, "PRAGMA user_version") == [(len(STEPS),)]


def test_foreign_keys_do_not_stand_in_the_way_of_a_rebuilt_table(old):
    def rebuilds(connection):
        connection.exec_driver_sql("CREATE TABLE new_operator AS SELECT * FROM operator")
        connection.exec_driver_sql("INSERT INTO presence VALUES (1, NULL, 5)")
        connection.exec_driver_sql("DELETE FROM operator")
        connection.exec_driver_sql("INSERT INTO operator SELECT * FROM new_operator")
        connection.exec_driver_sql("DROP TABLE new_operator")

    upgrade(old, steps=(*STEPS, rebuilds))
    assert ask(old, "SELECT operator_id, seen_at FROM presence") == [(1, 5)]


@pytest.mark.parametrize(
    ("sql", "code"), [("PRAGMA application_id=7", "store.foreign"), ("PRAGMA user_version=99", "store.newer")]
)
def test_foreign_and_newer_files_are_refused_untouched(old, sql, code):
    ask(old, sql)
    before = old.read_bytes()
    with pytest.raises(StoreError) as told:
        upgrade(old)
    assert (told.value.code, old.read_bytes(), names(old.parent)) == (code, before, ["desk.db"])


def test_missing_and_damaged_files_are_refused(tmp_path, old):
    with pytest.raises(StoreError, match="no database at"):
        upgrade(tmp_path / "none.db")
    old.write_bytes(b"\x00" * 8192)
    with pytest.raises(StoreError, match=r"damaged|not a Hotline"):
        upgrade(old)


def test_who_writes_at_that_moment_makes_the_upgrade_wait_or_refuse(old, monkeypatch):
    raw = file.connect(old)
    raw.execute("BEGIN IMMEDIATE")
    monkeypatch.setattr(file, "PRAGMAS", (*file.PRAGMAS, "PRAGMA busy_timeout=20"))
    from models.migrations import stepping

    monkeypatch.setattr(stepping, "_PRAGMAS", (*stepping._PRAGMAS, "PRAGMA busy_timeout=20"))
    with pytest.raises(StoreError) as told:
        upgrade(old, steps=(*STEPS, makes_a_table))
    assert told.value.code == "store.locked"
    raw.close()
