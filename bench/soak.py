"""`make soak`: long random walks over alarms, verbs and the console, and killed sweepers; everything is checked.

python -m bench.soak [--events 100000] [--minutes 10] [--steps 100000] [--kills 100] [--keys 3000] [--week 1]
    [--fed 200000] [--shift 10] [--seed 1]
"""

import argparse
import asyncio
import random
import sys
import time

from bench import cities, histories, replayed, sweepers
from bench.alarm_walk import walk_table
from bench.walks import Walk
from models.desk.desk import Desk
from models.rows import Seat
from models.store import Store
from models.wall import HandClock

CHECK_EVERY = 1000
CHAPTER = 10_000
"""Verbs on one file: a walk slows down as its file grows."""
"""The whole file is looked through less often than requests, jobs and crews are: it takes longer than a thousand
verbs."""

HISTORY = 250
"""Verbs of one history."""


def main() -> int:
    """Walk, check, report; exit code 1 at the first thing that does not hold."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=10, help="histories in every zone, checked after each event")
    parser.add_argument("--steps", type=int, default=100_000, help="random verbs on requests and jobs")
    parser.add_argument("--keys", type=int, default=3_000, help="random keys in the console")
    parser.add_argument("--events", type=int, default=100_000, help="random events on the alarm table")
    parser.add_argument("--kills", type=int, default=100, help="sweepers killed at random moments under load")
    parser.add_argument("--week", type=int, default=1, help="a week caught up beside a console in use (0: not)")
    parser.add_argument("--fed", type=int, default=200_000, help="events fed to the supervisor's monitor")
    parser.add_argument("--shift", type=float, default=10, help="minutes of a normal shift before the monitor")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    faults = walk_alarms(asked.events, asked.seed)
    faults = faults or walk_histories(asked.minutes * 60, asked.seed)
    if not faults and asked.steps:
        faults = walk_verbs(asked.steps, asked.seed)
    faults = faults or kill_sweepers(asked.kills, asked.seed)
    if not faults and asked.week:
        faults = catch_up_a_week()
    if not faults and asked.keys:
        from bench.footsteps import walk_console

        faults = asyncio.run(walk_console(asked.keys, asked.seed))
    if not faults and (asked.fed or asked.shift):
        faults = watch_monitor(asked.fed, asked.shift)
    for fault in faults:
        print(f"FAULT {fault}")
    return 1 if faults else 0


def walk_histories(seconds: float, seed: int) -> list[str]:
    """One history after another, each in the next zone, until the time is up or stored and computed differ."""
    begun, walked = time.perf_counter(), 0
    zones = list(histories.ZONES)
    while time.perf_counter() - begun < seconds:
        number = seed + walked
        zone = zones[walked % len(zones)]
        path = cities.scratch("history.db")
        history = histories.begin(path, zone, number)
        faults = walk_history(history, f"history {number} in {zone}")
        history.desk.store.close()
        cities.remove(path)
        walked += 1
        print(f"{walked:>8} histories, {time.perf_counter() - begun:6.0f} s, {len(faults)} faults  {zone}", flush=True)
        if faults:
            return faults
    return []


def walk_history(history: histories.History, name: str) -> list[str]:
    """What differs after any of its events, what is wrong at its end, and what changed though it must not."""
    while history.done.total() < HISTORY:
        history.step()
        differing = history.differing()
        if differing:
            return [f"{name}, {history.done.total()} verbs: {one.number} is stored otherwise" for one in differing]
    found = [f"{name}: {fault}" for fault in history.desk.upkeep.check().faults]
    with history.desk.store.read() as connection:
        for which in history.status:
            told = histories.not_neutral(connection, which, random.Random(which))
            found += [f"{name}: request {which} changes by: {how}" for how in told]
    return found


def walk_verbs(steps: int, seed: int) -> list[str]:
    """Random verbs on copies of the sample, a chapter on each. Every thousand: no crew in two places, nobody left on
    what is over, and requests, jobs and boards are what the journal tells; at its end structure, chain, clock index."""
    for chapter, walked in enumerate(range(0, steps, CHAPTER)):
        faults = walk_chapter(min(CHAPTER, steps - walked), seed + chapter)
        if faults:
            return faults
    return []


def walk_chapter(steps: int, seed: int) -> list[str]:
    """So many random verbs on one file."""
    desk = Desk(Store(cities.copy(cities.SAMPLE, "soak.db")), wall := HandClock(cities.AT))
    walk, begun = Walk(desk, wall, seats_of(desk), seed), time.perf_counter()
    faults: list[str] = []
    for number in range(1, steps + 1):
        walk.step()
        if number % CHECK_EVERY == 0 or number == steps:
            faults += [f"after {number} verbs: {fault}" for fault in replayed.faults(desk)]
            faults += checked(desk, number) if number == steps else []
            print(f"{number:>8} verbs, {time.perf_counter() - begun:6.0f} s, {len(faults)} faults", flush=True)
        if faults:
            break
    desk.store.close()
    print(f"{walk.done.total()} done, {walk.refused.total()} refused, of {steps} steps")
    print("done:   ", dict(walk.done.most_common()))
    print("refused:", dict(walk.refused.most_common()))
    return faults


def walk_alarms(events: int, seed: int) -> list[str]:
    """Random events on the pure table of alarm states."""
    begun = time.perf_counter()
    faults = walk_table(events, seed)
    print(
        f"{events:>8} events on the alarm table, {time.perf_counter() - begun:6.0f} s, {len(faults)} faults", flush=True
    )
    return faults


def kill_sweepers(times: int, seed: int) -> list[str]:
    """Sweepers killed while the desk is at work; afterwards ledger, alarms and notices agree."""
    desk = Desk(Store(cities.copy(cities.SAMPLE, "killed.db")), wall := HandClock(cities.AT))
    begun = time.perf_counter()
    faults = sweepers.kill_sweepers(desk, wall, seats_of(desk), times, seed)
    desk.store.close()
    print(f"{times:>8} sweepers killed, {time.perf_counter() - begun:6.0f} s, {len(faults)} faults", flush=True)
    return faults


def catch_up_a_week() -> list[str]:
    """Two engines after a week without any: nothing double, nothing lost, and the console stays usable meanwhile."""
    from bench import trust

    found = list(trust.caught_up())
    for one in found:
        print(f"console usable: {one.name}: {one.ours:.1f} {one.unit}, at most {one.budget:g}", flush=True)
    return [f"{one.name}: {one.ours:.1f} {one.unit}" for one in found if not one.kept]


def watch_monitor(events: int, minutes: float) -> list[str]:
    """The monitor under a flood of events and through a shift: what stays in memory, and what it costs."""
    from bench import monitor

    found = list(monitor.figures(events, minutes))
    for one in found:
        print(f"{one.name}: {one.value:.1f} {one.unit}, at most {one.budget:g}", flush=True)
    return [f"{one.name}: {one.value:.1f} {one.unit}" for one in found if not one.kept]


def seats_of(desk: Desk) -> dict[str, Seat]:
    """Everybody who can sit at this desk."""
    found = {one.login: desk.look.seat_by_login(one.login) for one in desk.look.operators() if not one.retired}
    return {login: seat for login, seat in found.items() if seat is not None}


def checked(desk: Desk, number: int) -> list[str]:
    """What does not hold after so many verbs."""
    health = desk.upkeep.check()
    return [f"after {number} verbs: {fault}" for fault in health.faults]


if __name__ == "__main__":
    sys.exit(main())
