"""The plug is pulled: what was acknowledged is there, what was under way is there wholly or not at all."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from models.desk.desk import Desk
from models.migrations import create, upgrade
from models.migrations.file import connect
from models.migrations.steps import STEPS
from models.rows import NewRequest
from models.store import Store
from models.tables import Alarm, Clock, Level, Line, Request
from models.wall import HandClock

HOUSE = Path(__file__).resolve().parents[2]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="a process is killed by a signal"),
]
OPEN = (
    "import sys\n"
    "from models.desk.desk import Desk\n"
    "from models.rows import NewRequest, Seat\n"
    "from models.store import Store\n"
    "from models.vocabulary import Role\n"
    "from models.wall import HandClock\n"
    "wall = HandClock(int(sys.argv[2]))\n"
    "desk = Desk(Store(sys.argv[1]), wall)\n"
    "seat = Seat(1, 'li', 'Li', frozenset({Role.OPERATOR}))\n"
)
INTAKE = OPEN + (
    "for number in range(100000):\n"
    "    done = desk.intake.save(seat, NewRequest('EM-LEAK-IN', phone='1', token=f't{number}'))\n"
    "    print(done.number, flush=True)\n"
)
SWEEP = OPEN + (
    "from models.desk import engine\n"
    "from models import pacing\n"
    "engine.BATCH = engine.MOST = 10\n"
    "pacing.AIM = 60_000\n"
    "raised = engine._raise_passed\n"
    "def slowly(*given):\n"
    "    print('batch', flush=True)\n"
    "    return raised(*given)\n"
    "engine._raise_passed = slowly\n"
    "desk.alarms.sweep()\n"
)
MAKE = (
    "import sys\n"
    "from pathlib import Path\n"
    "from models.migrations import making\n"
    "from models.wall import HandClock\n"
    "fill = making._fill\n"
    "def slowly(*given):\n"
    "    fill(*given)\n"
    "    print('filled', flush=True)\n"
    "    sys.stdin.readline()\n"
    "making._fill = slowly\n"
    "making.create(Path(sys.argv[1]), zone='UTC', name='', wall=HandClock())\n"
)
UPGRADE = (
    "import sys\n"
    "from models.migrations import upgrade\n"
    "from models.migrations.steps import STEPS\n"
    "def step(connection):\n"
    "    connection.exec_driver_sql('CREATE TABLE half (id INTEGER)')\n"
    "    print('half', flush=True)\n"
    "    sys.stdin.readline()\n"
    "upgrade(sys.argv[1], steps=(*STEPS, step))\n"
)


def killed(script, *arguments, after):
    """The lines a process printed until it was killed, which is done after so many of them."""
    process = subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)], cwd=HOUSE, text=True, stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )  # fmt: skip
    lines = [process.stdout.readline() for _ in range(after)]
    os.kill(process.pid, signal.SIGKILL)
    lines += process.stdout.readlines()
    process.stdin.close()
    process.stdout.close()
    assert process.wait() == -signal.SIGKILL
    return [line.strip() for line in lines]


@pytest.mark.parametrize("after", [1, 7, 40])
def test_no_acknowledged_call_is_lost_and_a_retry_doubles_none(database, wall, after):
    acknowledged = killed(INTAKE, database, wall.now(), after=after)
    store = Store(database)
    desk = Desk(store, wall)
    with store.read() as connection:
        there = [row[0] for row in connection.exec_driver_sql("SELECT number FROM request ORDER BY id")]
    assert there[: len(acknowledged)] == acknowledged
    assert len(there) - len(acknowledged) in (0, 1)
    assert desk.upkeep.check().faults == ()
    seat = desk.look.seat_by_login("li")
    for number in range(len(there) + 2):
        desk.intake.save(seat, NewRequest("EM-LEAK-IN", phone="1", token=f"t{number}"))
    with store.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM request").scalar() == len(there) + 2
    store.close()


def test_a_sweep_that_died_is_finished_by_the_next_one_in_the_same_late_group(database, desk, seats, wall, rows):
    desk.alarms.sweep()
    mark = wall.now()
    for _ in range(60):
        desk.intake.save(seats.operator, NewRequest("RP-HOSE", phone="1"))
    wall.advance(hours=25)
    killed(SWEEP, database, wall.now(), after=3)
    some = len(rows(Alarm, rule="clock"))
    assert some in (20, 30)
    assert len(rows(Level)) == 3 * some == 3 * len(rows(Line, act="raise"))
    assert {clock.alarm_level for clock in rows(Clock, kind="response")} == {125, 75}
    assert desk.alarms.sweep().raised == 60 - some
    assert {(alarm.late, alarm.gap_from) for alarm in rows(Alarm, rule="clock")} == {(True, mark)}
    assert len(rows(Request)) == 60
    assert desk.upkeep.check().faults == ()


def test_a_file_that_was_being_made_is_not_there(tmp_path):
    path = tmp_path / "desk.db"
    assert killed(MAKE, path, after=1) == ["filled"]
    assert not path.exists()
    create(path, zone="UTC", name="", wall=HandClock())
    Store(path).close()


def test_a_step_that_was_under_way_left_nothing(tmp_path):
    path = create(tmp_path / "desk.db", zone="UTC", name="", wall=HandClock())
    assert killed(UPGRADE, path, after=1) == ["half"]
    raw = connect(path)
    assert raw.execute("PRAGMA user_version").fetchone() == (len(STEPS),)
    assert raw.execute("SELECT count(*) FROM sqlite_master WHERE name = 'half'").fetchone() == (0,)
    raw.close()
    assert upgrade(path).backup is None
    Store(path).close()
    Store(tmp_path / f"desk-before-schema-{len(STEPS) + 1}.db").close()
