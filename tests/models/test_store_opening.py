"""Opening a file: what is not ours, not whole or not for us is refused in a sentence, and left as it was."""

import os
import sqlite3

import pytest

from models.errors import StoreError
from models.migrations import file
from models.store import Store


def refusal(path):
    """The code with which the store refuses a file, which stays byte for byte what it was."""
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(StoreError) as told:
        Store(path)
    assert told.value.what
    assert told.value.remedy
    assert before is None or path.read_bytes() == before
    return told.value.code


def test_a_missing_file_names_the_command_that_makes_one(tmp_path):
    with pytest.raises(StoreError, match="hotline db init"):
        Store(tmp_path / "none.db")
    assert refusal(tmp_path / "none.db") == "store.missing"
    assert list(tmp_path.iterdir()) == []


def test_a_server_address_is_refused_in_this_release():
    with pytest.raises(StoreError, match="postgresql is not supported yet"):
        Store("postgresql://desk@host/hotline")


def test_another_programs_database_is_refused_and_not_touched(tmp_path):
    path = tmp_path / "other.db"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE contacts (name)")
    other.commit()
    other.close()
    assert refusal(path) == "store.foreign"
    assert [place.name for place in tmp_path.iterdir()] == ["other.db"]


@pytest.mark.parametrize("content", [b"", b"not a database, but long enough to be looked at " * 99])
def test_what_is_no_database_is_refused(tmp_path, content):
    path = tmp_path / "letter.db"
    path.write_bytes(content)
    assert refusal(path) in ("store.corrupt", "store.foreign")


def test_a_file_whose_header_is_gone_is_damaged(database):
    with database.open("r+b") as broken:
        broken.write(b"\x00" * 100)
    assert refusal(database) == "store.corrupt"


def test_a_file_that_was_cut_is_damaged(database):
    os.truncate(database, 3 * 4096)
    assert refusal(database) == "store.corrupt"


def test_damage_inside_the_file_is_told_when_it_is_met(store, database):
    with database.open("r+b") as broken:
        broken.seek(4096)
        broken.write(os.urandom(20 * 4096))
    with pytest.raises(StoreError, match="damaged") as told, store.read() as connection:
        connection.exec_driver_sql("PRAGMA integrity_check").all()
        connection.exec_driver_sql("SELECT * FROM category, operator, policy, crew").all()
    assert told.value.code == "store.corrupt"


@pytest.mark.parametrize(("change", "code"), [(1, "store.newer"), (-1, "store.older")])
def test_a_file_of_another_schema_is_refused(database, change, code):
    raw = file.connect(database)
    raw.execute(f"PRAGMA user_version={file.SCHEMA + change}")
    raw.close()
    assert refusal(database) == code


def test_a_network_file_system_is_refused(database, monkeypatch):
    monkeypatch.setattr(file, "network_file_system", lambda path: "nfs4")
    with pytest.raises(StoreError, match=r"nfs4.*PostgreSQL"):
        Store(database)


def test_the_pragmas_are_those_of_the_house(store):
    wanted = {"journal_mode": "wal", "synchronous": 2, "busy_timeout": 5000, "foreign_keys": 1, "temp_store": 2,
              "trusted_schema": 0, "journal_size_limit": 67108864}  # fmt: skip
    for way in (store.read, store.write):
        with way() as connection:
            found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in wanted}
        assert found == wanted


def test_the_writer_alone_has_the_large_cache(store):
    with store.read() as first, store.read() as second, store.write() as writer:
        caches = [c.exec_driver_sql("PRAGMA cache_size").scalar() for c in (first, second, writer)]
    assert caches == [-2000, -2000, -16384]
