"""`make soak`: long random walks over the verbs and over the console, with everything checked on the way.

python -m bench.soak [--steps 20000] [--keys 3000] [--seed 1]
"""

import argparse
import asyncio
import sys
import time

from bench import cities
from bench.walks import Walk
from models.desk.desk import Desk
from models.rows import Seat
from models.store import Store
from models.wall import HandClock

CHECK_EVERY = 1000


def main() -> int:
    """Walk, check, report; exit code 1 at the first thing that does not hold."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--steps", type=int, default=20_000, help="random verbs")
    parser.add_argument("--keys", type=int, default=3_000, help="random keys in the console")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    faults = walk_verbs(asked.steps, asked.seed)
    if not faults and asked.keys:
        from bench.footsteps import walk_console

        faults = asyncio.run(walk_console(asked.keys, asked.seed))
    for fault in faults:
        print(f"FAULT {fault}")
    return 1 if faults else 0


def walk_verbs(steps: int, seed: int) -> list[str]:
    """Random verbs on a copy of the sample; structure, chain and clock index are checked every thousand."""
    desk = Desk(Store(cities.copy(cities.SAMPLE, "soak.db")), wall := HandClock(cities.AT))
    walk, begun = Walk(desk, wall, seats_of(desk), seed), time.perf_counter()
    faults: list[str] = []
    for number in range(1, steps + 1):
        walk.step()
        if number % CHECK_EVERY == 0 or number == steps:
            faults += checked(desk, number)
            print(f"{number:>8} verbs, {time.perf_counter() - begun:6.0f} s, {len(faults)} faults", flush=True)
        if faults:
            break
    desk.store.close()
    print("done:   ", dict(walk.done.most_common()))
    print("refused:", dict(walk.refused.most_common()))
    return faults


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
