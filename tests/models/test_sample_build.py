"""Building samples: the committed one again, and a large one that every check accepts."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from models.desk.desk import Desk
from models.migrations.file import sqlite_module
from models.sample import comparing, shift
from models.sample.build import AT, build
from models.store import Store
from models.vocabulary import LIVE
from models.wall import DAY, HandClock

HOUSE = Path(__file__).resolve().parents[2]
SAMPLE = HOUSE / "sample.db"


@pytest.mark.slow
def test_the_committed_sample_is_what_the_code_builds(tmp_path):
    again = build(tmp_path / "again.db")
    assert comparing.compare(SAMPLE, again) == []
    if sqlite_module().sqlite_version in (HOUSE / "docs/sample.md").read_text("utf-8"):
        assert again.read_bytes() == SAMPLE.read_bytes()


@pytest.mark.slow
def test_a_sample_is_checked_against_its_own_seed(tmp_path):
    path = build(tmp_path / "small.db", requests=200, seed=11)
    assert comparing.check(path) == []
    store = Store(path)
    with store.write() as connection:
        connection.exec_driver_sql("UPDATE customer SET name = 'x' WHERE id = 7")
    store.close()
    assert comparing.check(path) == ["customer"]


@pytest.mark.slow
def test_two_processes_build_the_same_bytes(tmp_path):
    code = "import sys; from models.sample.build import build; build(sys.argv[1], requests=400, seed=3)"
    for name, seed in (("one.db", "1"), ("two.db", "2")):
        command = [sys.executable, "-c", code, str(tmp_path / name)]
        subprocess.run(command, check=True, env=os.environ | {"PYTHONHASHSEED": seed})
    assert (tmp_path / "one.db").read_bytes() == (tmp_path / "two.db").read_bytes()


def test_a_large_sample_is_sound_and_one_in_ten_is_open(tmp_path):
    told = []
    path = build(tmp_path / "large.db", requests=3000, at=AT + DAY, progress=told.append)
    store = Store(path)
    desk = Desk(store, HandClock(AT + DAY))
    assert desk.upkeep.check().sound
    assert desk.upkeep.rebuild(check=True).differing == 0
    info = desk.upkeep.info()
    assert (info.requests, info.live, info.sample) == (3000, 300, True)
    assert all(row["status"] in ("closed", *LIVE) for row in desk.look.export(AT))
    assert desk.alarms.sweep().raised == 0
    assert told[-1] == 1
    store.close()
    shift.move(path, AT)
    assert comparing.compare(path, path) == []


def test_another_seed_is_another_city_and_its_tables_are_named(tmp_path):
    one = build(tmp_path / "one.db", requests=50, seed=1)
    two = build(tmp_path / "two.db", requests=50, seed=2)
    differing = comparing.compare(one, two)
    assert {"customer", "premise", "request", "journal"} <= set(differing)
    assert "category" not in differing
