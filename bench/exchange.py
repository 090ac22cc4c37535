"""Importing history: rows a second, beside bare SQLite writing the same rows in the same transactions."""

import time
from collections.abc import Iterator
from pathlib import Path

from bench import cities
from bench.boston import MAP
from bench.desk import opened
from bench.figures import ROUNDS, Figure, cpu_ms, median
from bench.replay import Raw, recorded
from models.desk.desk import Desk
from models.importmap import read_map
from models.migrations import create
from models.wall import HOUR, HandClock, to_iso

ROWS = 6_000


def figures() -> Iterator[Figure]:
    """The rate by the wall, and the CPU beside bare SQLite."""
    spans: list[float] = []

    def take(desk: Desk, number: int) -> None:
        begun = time.perf_counter()
        taken = desk.importing.requests(rows(number), read_map(MAP), "UTC")
        spans.append(time.perf_counter() - begun)
        if taken.added != ROWS:
            raise AssertionError(f"{taken.added} of {ROWS} rows were taken")

    ours, statements = [], []
    desk, _ = opened(blank("import-ours.db"))
    for number in range(ROUNDS):
        ours.append(cpu_ms(lambda number=number: take(desk, number)))
    desk.store.close()
    rate = ROWS / median(spans)
    desk, _ = opened(blank("import-heard.db"))
    for number in range(ROUNDS):
        with recorded() as heard:
            take(desk, number)
        statements.append([one for one in heard if one.writes])
    desk.store.close()
    raw = Raw(blank("import-raw.db"))
    plain = [cpu_ms(lambda heard=heard: raw.play(heard)) for heard in statements]
    raw.close()
    yield Figure("import, requests a second", rate, None, 2000, "/s", "ours", least=True)
    speed, bare = (ROWS / median(times) * 1000 for times in (ours, plain))
    yield Figure("import, rows a CPU second, beside the same writes", speed, bare, 0.15, "/s", least=True)


def blank(name: str) -> Path:
    """A new, empty database of that name."""
    return create(
        cities.scratch(name), zone="UTC", name="bench", wall=HandClock(cities.START), operator=("bench", "Bench")
    )


def rows(number: int) -> Iterator[dict[str, str]]:
    """One file's rows: most done in time, one in ten late, one in ten still open."""
    for one in range(number * ROWS, (number + 1) * ROWS):
        received = cities.START - (one % 5000 + 100) * HOUR
        closed = "" if one % 10 == 0 else to_iso(received + (80 if one % 10 == 1 else 20) * HOUR)
        yield {
            "case_id": f"C{one:09d}",
            "open_dt": to_iso(received),
            "closed_dt": closed,
            "target_dt": to_iso(received + 72 * HOUR),
            "type": f"Street lamp {one % 40}",
            "location": f"{one} Willow Road",
            "neighborhood": f"Ward {one % 22}",
            "source": "call",
        }
