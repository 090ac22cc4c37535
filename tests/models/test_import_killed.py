"""Killed anywhere and run again, an import ends as if nothing had happened; a damaged file says so."""

import gzip
import signal
import subprocess
import sys

import pytest

from models.csvfile import rows_of
from models.desk.desk import Desk
from models.errors import Invalid
from models.importmap import read_map
from models.store import Store
from models.wall import HandClock

MAP = '[columns]\nexternal_id = "id"\nreceived = "at"\nresolved = "done"\ncategory = "what"\n' \
      '[defaults]\nunknown_category = "create"\n'  # fmt: skip
COUNT = 6_000
IMPORTER = """
import sys
from pathlib import Path
from models.csvfile import rows_of
from models.desk.desk import Desk
from models.importmap import read_map
from models.store import Store
from models.wall import HandClock
desk = Desk(Store(sys.argv[1]), HandClock())
said = lambda read: print(read, flush=True)
desk.importing.requests(rows_of(Path(sys.argv[2])), read_map(Path(sys.argv[3]).read_text()), "UTC", progress=said)
"""


@pytest.fixture
def file(tmp_path):
    """A file of six batches in which new categories turn up all along."""
    path = tmp_path / "rows.csv"
    lines = [
        f"X{n},2025-11-{n % 28 + 1:02d} 10:00:00,{'2025-12-20 10:00' if n % 3 else ''},Kind {n // 900}"
        for n in range(COUNT)
    ]
    path.write_text("id,at,done,what\n" + "\n".join(lines) + "\n")
    (tmp_path / "map.toml").write_text(MAP)
    return path


def everything(path):
    """The export and the numbers of a database."""
    store = Store(path)
    desk = Desk(store, HandClock())
    try:
        assert desk.upkeep.check().sound
        return list(desk.look.export(desk.wall.now())), desk.look.journal_head()
    finally:
        store.close()


@pytest.mark.parametrize("batches", [0, 3])
def test_an_import_killed_and_run_again_ends_like_one_that_was_not(batches, file, database, tmp_path):
    whole = tmp_path / "whole.db"
    whole.write_bytes(database.read_bytes())
    command = [sys.executable, "-c", IMPORTER, "", str(file), str(tmp_path / "map.toml")]
    command[3] = str(database)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as killed:
        for _ in range(batches):
            killed.stdout.readline()
        killed.send_signal(signal.SIGKILL)
    subprocess.run(command, check=True, capture_output=True)
    command[3] = str(whole)
    subprocess.run(command, check=True, capture_output=True)
    assert everything(database) == everything(whole)
    store = Store(database)
    again = Desk(store, HandClock()).importing.requests(rows_of(file), read_map(MAP), "UTC")
    store.close()
    assert (again.same, again.added, again.differs) == (COUNT, 0, 0)


def test_a_gzipped_file_with_a_mark_reads_like_a_plain_one(tmp_path):
    path = tmp_path / "rows.csv.gz"
    path.write_bytes(gzip.compress("\ufeffid,what\n1,漏气\n2,\n".encode(), mtime=0))
    assert list(rows_of(path)) == [{"id": "1", "what": "漏气"}, {"id": "2", "what": ""}]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("absent.csv", None),
        ("empty.csv", b""),
        ("cut.csv.gz", gzip.compress(b"id,what\n" + b"1,2\n" * 5000, mtime=0)[:-20]),
        ("plain.csv.gz", b"id,what\n1,2\n"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_in_one_sentence(name, content, tmp_path):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Invalid) as refused:
        list(rows_of(path))
    assert refused.value.code.startswith("file.")
    assert name in refused.value.what


def test_bytes_that_are_no_text_do_not_stop_the_file(tmp_path):
    path = tmp_path / "rows.csv"
    path.write_bytes(b"id,what\n1,\xff\xfe\n2,ok,more\n3\n")
    rows = list(rows_of(path))
    assert [row["id"] for row in rows] == ["1", "2", "3"]
    assert rows[2]["what"] is None
