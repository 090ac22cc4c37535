"""Sweepers as real processes: several let go at the same moment, or one after the other killed while it works."""

import json
import os
import random
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from models.desk.desk import Desk
from models.errors import DeskError
from models.rows import NewRequest, Seat
from models.wall import MINUTE, HandClock, monotonic_ms

HOUSE = Path(__file__).resolve().parents[1]
_OPEN = (
    "import json, sys\n"
    "from models.desk.desk import Desk\n"
    "from models.store import Store\n"
    "from models.wall import HandClock\n"
    "wall = HandClock(int(sys.argv[2]))\n"
    "desk = Desk(Store(sys.argv[1], patience=120), wall)\n"
    "print('ready', flush=True)\n"
    "sys.stdin.readline()\n"
)
ONCE = _OPEN + "swept = desk.alarms.sweep()\nprint(json.dumps([swept.raised, swept.late]), flush=True)\n"
ON_AND_ON = _OPEN + (
    "while True:\n"
    "    wall.advance(seconds=20)\n"
    "    desk.alarms.resume_due()\n"
    "    desk.alarms.sweep()\n"
    "    print(wall.now(), flush=True)\n"
)


def started(script: str, *arguments: Any) -> subprocess.Popen[str]:
    """A process that has opened its desk and waits for :func:`let_go`."""
    process = subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)], cwd=HOUSE, text=True, stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    if process.stdout is None or process.stdout.readline() != "ready\n":
        raise RuntimeError(process.communicate()[1])
    return process


def let_go(process: subprocess.Popen[str]) -> None:
    """Let it begin."""
    if process.stdin is not None:
        process.stdin.write("\n")
        process.stdin.flush()


def together(script: str, count: int, *arguments: Any) -> list[Any]:
    """So many processes let go at the same moment; what each printed last."""
    running = [started(script, *arguments) for _ in range(count)]
    for process in running:
        let_go(process)
    told = [process.communicate(timeout=600) for process in running]
    errors = [error for _, error in told if error]
    if errors:
        raise RuntimeError(errors[0])
    return [json.loads(out.splitlines()[-1]) for out, _ in told]


def kill_sweepers(desk: Desk, wall: HandClock, seats: dict[str, Seat], times: int, seed: int) -> list[str]:
    """Start a sweeper, work at the desk beside it, kill it at a random moment; so many times. What does not hold then.

    The simulated time runs on from one sweeper to the next; alarms are raised, climb and wear off all the while.
    """
    dice, people = random.Random(seed), list(seats.values())
    for _ in range(times):
        process = started(ON_AND_ON, desk.store.path, wall.now())
        let_go(process)
        until = monotonic_ms() + dice.randint(20, 700)
        while monotonic_ms() < until:
            _work(desk, dice, people)
        os.kill(process.pid, signal.SIGKILL)
        out, _ = process.communicate()
        lines = [int(line) for line in out.splitlines() if line]
        wall.set(max([wall.now(), *lines]) + MINUTE)
    desk.alarms.sweep()
    desk.alarms.resume_due()
    desk.alarms.sweep()
    return [str(fault) for fault in desk.upkeep.check().faults]


def _work(desk: Desk, dice: random.Random, people: list[Seat]) -> None:
    """Something that people do; a refusal is an answer."""
    seat = dice.choice(people)
    alarms = desk.look.alarms(limit=30)
    acts = [lambda: desk.intake.save(seat, NewRequest(dice.choice(("EM-LEAK-IN", "RP-NOGAS", "EM-FIRE")), phone="1"))]
    if alarms:
        alarm = dice.choice(alarms)
        acts += [
            lambda: desk.alarms.acknowledge(seat, alarm.id),
            lambda: desk.alarms.shelve(seat, alarm.id, minutes=dice.randint(1, 15), reason="x"),
            lambda: desk.handling.respond(seat, alarm.request_id or 1),
        ]
    try:
        dice.choice(acts)()
    except DeskError:
        return
