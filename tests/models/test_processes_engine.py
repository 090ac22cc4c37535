"""Several processes on one file: every breach raises one alarm, every number is given once, no update is lost."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from models.rows import NewRequest
from models.tables import Alarm, Level, Line, Request

HOUSE = Path(__file__).resolve().parents[2]
START = (
    "import json, sys\n"
    "from models.desk.desk import Desk\n"
    "from models.errors import DeskError\n"
    "from models.rows import NewRequest, Seat\n"
    "from models.store import Store\n"
    "from models.vocabulary import Role\n"
    "from models.wall import HandClock\n"
    "wall = HandClock(int(sys.argv[2]))\n"
    "desk = Desk(Store(sys.argv[1], patience=60), wall)\n"
    "print('ready', flush=True)\n"
    "sys.stdin.readline()\n"
)
SWEEP = START + "swept = desk.alarms.sweep()\nprint(json.dumps([swept.raised, swept.late]))\n"
SAVE = START + (
    "seat = Seat(1, 'li', 'Li', frozenset({Role.OPERATOR}))\n"
    "print(json.dumps([desk.intake.save(seat, NewRequest('RP-HOSE', phone='1')).number for _ in range(25)]))\n"
)
ACT = START + (
    "seat = Seat(int(sys.argv[3]), sys.argv[4], sys.argv[4], frozenset({Role.DISPATCHER}))\n"
    "try:\n"
    "    desk.handling.respond(seat, 1, expect=1)\n"
    "    print(json.dumps('done'))\n"
    "except DeskError as error:\n"
    "    print(json.dumps(error.what))\n"
)


def together(script, *arguments):
    """Run the script once for each tuple of arguments, all let go at the same moment; what each printed last."""
    running = [
        subprocess.Popen(
            [sys.executable, "-c", script, *map(str, given)], cwd=HOUSE, text=True, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )
        for given in arguments
    ]  # fmt: skip
    for process in running:
        assert process.stdout.readline() == "ready\n", process.stderr.read()
    for process in running:
        process.stdin.write("\n")
        process.stdin.flush()
    told = [process.communicate(timeout=120) for process in running]
    assert [error for _, error in told] == [""] * len(running)
    return [json.loads(out.splitlines()[-1]) for out, _ in told]


@pytest.mark.slow
def test_three_sweepers_at_once_raise_every_alarm_once(database, desk, seats, wall, rows):
    desk.alarms.sweep()
    for _ in range(120):
        desk.intake.save(seats.operator, NewRequest("EM-LEAK-IN", phone="1"))
    wall.advance(hours=30)
    told = together(SWEEP, *[(database, wall.now())] * 3)
    assert sum(raised for raised, _ in told) == sum(late for _, late in told) == 600
    raises = [line for line in rows(Line, act="raise") if '"rule"' not in line.payload]
    assert (len(rows(Alarm, rule="clock")), len(rows(Level)), len(raises)) == (600, 120 * (3 * 6 + 2 * 3), 600)
    assert len({alarm.gap_from for alarm in rows(Alarm, rule="clock")}) == 1
    assert desk.upkeep.check().faults == ()


@pytest.mark.slow
def test_two_operators_at_two_machines_never_get_the_same_number(database, desk, wall, rows):
    told = together(SAVE, *[(database, wall.now())] * 3)
    numbers = [number for given in told for number in given]
    assert sorted(numbers) == [f"R-{number:05d}" for number in range(1, 76)]
    assert len(rows(Request)) == 75
    assert desk.upkeep.check().faults == ()


@pytest.mark.slow
def test_one_key_at_two_consoles_one_wins_and_the_other_is_told_who(database, desk, seats, wall, rows):
    desk.intake.save(seats.operator, NewRequest("RP-HOSE", phone="1"))
    told = together(ACT, (database, wall.now(), 2, "wang"), (database, wall.now(), 3, "chen"))
    assert "done" in told
    (other,) = [said for said in told if said != "done"]
    assert "has changed R-00001 meanwhile" in other
    assert len(rows(Line, act="respond")) == 1
