"""Writing: all of a verb or nothing of it, one writer at a time, and a sentence when it cannot be."""

import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from models import queueing
from models.desk.desk import Desk
from models.errors import StoreError
from models.queueing import Turn, holder
from models.rows import NewRequest
from models.store import Store
from models.tables import Request
from models.vocabulary import Kind

HOUSE = Path(__file__).resolve().parents[2]
LEAK = NewRequest("EM-LEAK-IN", phone="1", text="x" * 3000)


def test_an_error_inside_a_verb_leaves_nothing(store, rows):
    with pytest.raises(ZeroDivisionError), store.write() as connection:
        connection.exec_driver_sql("INSERT INTO district (name, name_en) VALUES ('x', 'x')")
        raise ZeroDivisionError
    with store.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM district WHERE name = 'x'").scalar() == 0


def test_a_reader_cannot_write(store):
    with pytest.raises(StoreError) as told, store.read() as connection:
        connection.exec_driver_sql("DELETE FROM district")
    assert told.value.code == "store.readonly"


def test_a_writer_sees_what_was_committed_last_and_loses_no_update(database):
    """Read-modify-write from two threads: with deferred transactions more than half of them would be lost."""

    def count():
        store = Store(database)
        for _ in range(40):
            with store.write() as connection:
                seen = connection.exec_driver_sql("SELECT value FROM header WHERE name = 'count'").scalar()
                connection.exec_driver_sql("UPDATE header SET value = ? WHERE name = 'count'", (str(int(seen) + 1),))
        store.close()

    store = Store(database)
    with store.write() as connection:
        connection.exec_driver_sql("INSERT INTO header VALUES ('count', '0')")
    threads = [threading.Thread(target=count) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.read() as connection:
        assert connection.exec_driver_sql("SELECT value FROM header WHERE name = 'count'").scalar() == "120"
    store.close()


def test_who_waits_too_long_is_told_who_writes(database, monkeypatch):
    monkeypatch.setattr(queueing, "SHOW_AFTER", 0.01)
    told = []
    waiting = Store(database, patience=0.05)
    waiting.on_wait = lambda pid, seconds: told.append((pid, seconds))
    with Turn(database, 1), pytest.raises(StoreError) as refused, waiting.write():
        pass
    assert refused.value.code == "store.busy"
    assert refused.value.facts["pid"] == os.getpid()
    assert told == [(os.getpid(), 0.01)]
    with waiting.write() as connection:  # the turn that came too late was given back
        connection.exec_driver_sql("DELETE FROM district")
    waiting.close()


def test_a_turn_is_given_on_in_time(database):
    first = Turn(database, 1)
    first.__enter__()
    threading.Timer(0.05, first.__exit__, (None, None, None)).start()
    with Turn(database, 30):
        assert holder(database.with_name("desk.db-queue")) == os.getpid()


def test_who_may_write_the_file_may_take_a_turn(database):
    database.chmod(0o660)
    with Turn(database, 1):
        assert stat.S_IMODE(database.with_name("desk.db-queue").stat().st_mode) == 0o660


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    with pytest.raises(StoreError, match="cannot be written"), Turn(tmp_path / "nowhere" / "x.db", 1):
        pass


def test_a_full_disk_is_told_and_earlier_work_stays(desk, store, seats, rows):
    kept = desk.intake.save(seats.operator, LEAK)
    with store.write() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages + 2}")
    with pytest.raises(StoreError, match="full") as told:
        for _ in range(50):
            desk.intake.save(seats.operator, LEAK)
    assert told.value.code == "store.full"
    before = len(rows(Request))
    assert rows(Request)[0].id == kept.id
    assert desk.look.queue(Kind.EMERGENCY)
    with store.write() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count=1000000")
    desk.intake.save(seats.operator, LEAK)
    assert len(rows(Request)) == before + 1
    assert desk.upkeep.check().faults == ()


@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process")
def test_a_disk_that_stops_taking_is_told_and_earlier_work_stays(database, wall):
    """The file may not grow beyond a limit: the write fails in the middle of a transaction."""
    script = (
        "import resource, signal, sys\n"
        "from pathlib import Path\n"
        "from models.desk.desk import Desk\n"
        "from models.errors import StoreError\n"
        "from models.rows import NewRequest, Seat\n"
        "from models.store import Store\n"
        "from models.vocabulary import Role\n"
        "from models.wall import HandClock\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "path = Path(sys.argv[1])\n"
        "desk = Desk(Store(path), HandClock())\n"
        "seat = Seat(1, 'li', 'Li', frozenset({Role.OPERATOR}))\n"
        "limit = path.stat().st_size + 200_000\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))\n"
        "for number in range(1000):\n"
        "    try:\n"
        "        desk.intake.save(seat, NewRequest('EM-LEAK-IN', phone='1', text='x' * 3000))\n"
        "    except StoreError as error:\n"
        "        print(number, error.code)\n"
        "        break\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(database)], cwd=HOUSE, capture_output=True, text=True, check=True
    )
    acknowledged, code = done.stdout.split()
    assert code in ("store.io", "store.full")
    store = Store(database)
    with store.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM request").scalar() == int(acknowledged) > 0
    assert Desk(store, wall).upkeep.check().faults == ()
    store.close()


@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process")
def test_a_turn_that_cannot_be_signed_for_want_of_room_is_given_back(tmp_path):
    """On a full disk the side file takes no process id; the next writer must not wait for one that never was."""
    import resource

    path = tmp_path / "x.db"
    path.touch()
    former = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, former[1]))
    try:
        with pytest.raises(StoreError) as told, Turn(path, 1):
            pass
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, former)
    assert told.value.code == "store.full"
    with Turn(path, 0.1):
        assert holder(path.with_name("x.db-queue")) == os.getpid()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_file_that_may_only_be_read_is_told(desk, seats, database):
    database.chmod(0o400)
    with pytest.raises(StoreError) as told:
        Desk(Store(database), desk.wall).intake.save(seats.operator, LEAK)
    assert told.value.code == "store.readonly"


def test_the_watch_sees_others_commits_and_not_their_reads(store, database):
    watch, other = store.watch(), Store(database)
    before = watch.version()
    with other.read() as connection:
        connection.exec_driver_sql("SELECT 1")
    assert watch.version() == before
    with other.write() as connection:
        connection.exec_driver_sql("DELETE FROM district")
    assert watch.version() != before
    watch.close()
    other.close()
