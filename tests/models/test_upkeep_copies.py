"""A backup is whole though everybody works; a restore checks it first and loses nothing."""

import shutil
import threading

import pytest

from models import journal
from models.desk.desk import Desk
from models.desk.founding import restore
from models.errors import StoreError
from models.migrations import copying
from models.rows import NewRequest
from models.store import Store

LEAK = NewRequest("EM-LEAK-IN", phone="1", text="x" * 500)


def names(folder):
    return sorted(place.name for place in folder.iterdir())


def numbers(path):
    """What stands in a file."""
    store = Store(path)
    with store.read() as connection:
        found = [row[0] for row in connection.exec_driver_sql("SELECT number FROM request ORDER BY id")]
        assert journal.verify(connection) is None
    store.close()
    return found


def test_a_backup_in_a_folder_is_named_after_the_head_of_its_journal(desk, seats, tmp_path, store):
    desk.intake.save(seats.operator, LEAK)
    folder = tmp_path / "backups"
    folder.mkdir()
    done = desk.upkeep.backup(folder)
    with store.read() as connection:
        assert (done.seq, done.hash) == journal.head(connection)
    assert names(folder) == [f"desk-1-{done.hash[:16]}.db"]
    assert numbers(done.path) == ["E-00001"]
    assert (folder / names(folder)[0]).stat().st_mode & 0o777 == 0o600


def test_the_same_state_is_not_backed_up_twice_under_one_name(desk, tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir()
    desk.upkeep.backup(folder)
    with pytest.raises(StoreError, match="Nothing was written since"):
        desk.upkeep.backup(folder)
    assert len(names(folder)) == 1


def test_a_backup_under_a_given_name_never_overwrites(desk, seats, tmp_path):
    dest = tmp_path / "copy.db"
    desk.upkeep.backup(dest)
    desk.intake.save(seats.operator, LEAK)
    with pytest.raises(StoreError, match="exists already"):
        desk.upkeep.backup(dest)
    assert numbers(dest) == []


def test_a_backup_beside_writers_is_one_moment_of_the_desk(desk, seats, database, tmp_path, wall, monkeypatch):
    """Page by page, with a commit between the pages: a copy outside a read transaction would start again for ever."""
    monkeypatch.setattr(copying, "_STEP", 5)
    desk.intake.save(seats.operator, LEAK)
    told = []

    def write_meanwhile(done, whole):
        told.append(done)
        if len(told) <= 5:
            desk.intake.save(seats.operator, LEAK)

    done = desk.upkeep.backup(tmp_path / "copy.db", write_meanwhile)
    assert len(told) > 5
    assert numbers(done.path) == ["E-00001"]
    assert desk.upkeep.check().lines == 6


def test_a_backup_where_nobody_can_write_is_refused(desk, tmp_path):
    with pytest.raises(StoreError, match="cannot be written"):
        desk.upkeep.backup(tmp_path / "nowhere" / "copy.db")


def test_a_damaged_copy_keeps_no_name(desk, tmp_path, monkeypatch):
    monkeypatch.setattr(copying, "faults_of", lambda connection: ["page 3 is broken"])
    with pytest.raises(StoreError, match="page 3 is broken"):
        desk.upkeep.backup(tmp_path / "copy.db")
    assert "copy.db" not in names(tmp_path)
    assert not [name for name in names(tmp_path) if name.startswith(".")]


def test_a_restore_brings_back_the_copy_and_sets_the_present_file_aside(desk, store, seats, database, tmp_path):
    desk.intake.save(seats.operator, LEAK)
    copy = desk.upkeep.backup(tmp_path / "copy.db").path
    desk.intake.save(seats.operator, LEAK)
    store.close()
    done = restore(database, tmp_path / "copy.db")
    assert (done.path, done.set_aside.name) == (database, "desk-replaced-1.db")
    assert numbers(database) == ["E-00001"]
    assert numbers(done.set_aside) == ["E-00001", "E-00002"]
    assert numbers(copy) == ["E-00001"]
    assert restore(database, tmp_path / "copy.db").set_aside.name == "desk-replaced-2.db"


def test_a_restore_to_where_nothing_is(desk, tmp_path):
    desk.upkeep.backup(tmp_path / "copy.db")
    done = restore(tmp_path / "new" / "desk.db", tmp_path / "copy.db")
    assert done.set_aside is None
    assert numbers(done.path) == []
    assert names(done.path.parent) == ["desk.db"]


def test_a_file_in_use_is_not_replaced(desk, store, seats, database, tmp_path):
    desk.upkeep.backup(tmp_path / "copy.db")
    desk.intake.save(seats.operator, LEAK)
    with pytest.raises(StoreError, match="open in another program"):
        restore(database, tmp_path / "copy.db")
    assert numbers(database) == ["E-00001"]


@pytest.mark.parametrize("broken", ["missing", "letter", "cut", "foreign"])
def test_a_bad_copy_changes_nothing(desk, store, seats, database, tmp_path, broken):
    desk.intake.save(seats.operator, LEAK)
    copy = tmp_path / "copy.db"
    desk.upkeep.backup(copy)
    store.close()
    if broken == "missing":
        copy.unlink()
    elif broken == "letter":
        copy.write_text("dear sir " * 1000)
    elif broken == "cut":
        with copy.open("r+b") as file:
            file.truncate(9 * 4096)
    else:
        with copy.open("r+b") as file:
            file.seek(68)
            file.write(b"\x00\x00\x00\x07")
    with pytest.raises(StoreError):
        restore(database, copy)
    assert numbers(database) == ["E-00001"]
    assert not [name for name in names(tmp_path) if "replaced" in name or name.startswith(".")]


def test_a_damaged_file_can_be_replaced(desk, store, seats, database, tmp_path):
    desk.intake.save(seats.operator, LEAK)
    desk.upkeep.backup(tmp_path / "copy.db")
    store.close()
    database.write_bytes(b"\x00" * 5000)
    done = restore(database, tmp_path / "copy.db")
    assert numbers(database) == ["E-00001"]
    assert done.set_aside.read_bytes() == b"\x00" * 5000


def test_a_file_is_no_backup_of_itself(database):
    with pytest.raises(StoreError, match="itself"):
        restore(database, database)


def test_what_lies_in_the_log_of_a_copy_comes_with_it(desk, store, seats, database, tmp_path):
    """A copied folder, log and all, is a copy too."""
    desk.intake.save(seats.operator, LEAK)
    for suffix in ("", "-wal"):
        shutil.copy(database.with_name("desk.db" + suffix), tmp_path / f"folder.db{suffix}")
    done = restore(tmp_path / "back.db", tmp_path / "folder.db")
    assert numbers(done.path) == ["E-00001"]


def test_two_backups_at_once_do_not_meet(desk, seats, tmp_path):
    desk.intake.save(seats.operator, LEAK)
    made = []
    threads = [
        threading.Thread(target=lambda place=number: made.append(desk.upkeep.backup(tmp_path / f"{place}.db")))
        for number in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({one.hash for one in made}) == 1
    assert [numbers(one.path) for one in made] == [["E-00001"]] * 3


def test_a_restored_desk_works_on(desk, store, seats, database, tmp_path, wall):
    desk.intake.save(seats.operator, LEAK)
    desk.upkeep.backup(tmp_path / "copy.db")
    store.close()
    restore(database, tmp_path / "copy.db")
    again = Store(database)
    assert Desk(again, wall).intake.save(seats.operator, LEAK).number == "E-00002"
    assert Desk(again, wall).upkeep.check().sound
    again.close()
