"""Alarms in real processes: due to screen among a million open requests, and a week caught up beside a console.

`python -m bench trust`. Only what a person sees counts: bytes that a terminal was sent, stamped when they were read.
"""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import TracebackType

from bench import cities
from bench.desk import one_call
from bench.figures import Figure, median
from bench.screens import private, shown_after
from bench.terminal import Terminal
from models.desk.desk import Desk
from models.store import Store
from models.wall import DAY, SECOND, SystemClock, to_iso

ALARMS = int(os.environ.get("HOTLINE_BENCH_ALARMS", "110"))
"""How many clocks fall due one after another while the key is held: done before the first acknowledgement wears off."""

HELD_EVERY = 1 / 30
"""Seconds between two repeats of a key that is held down."""

LEAD = 150 * SECOND
"""What the processes are given to start before the first clock is due."""

WEEK_OPEN, WEEK_DUE = 20_000, 5_000
"""Open requests of the week, and how many of them fell due in it, with two clocks each."""

STEPS = 12
"""Rows that the cursor is moved down and up again."""

ROWS_OF_STEPS = (*range(2, STEPS + 2), *range(STEPS, 0, -1))
"""Where each of those steps leads."""

GRAVE, LONG = re.compile(rb"C-(\d{5})"), len("C-00001") - 1
"""What tells an alarm among what is sent, and how much of it a chunk may leave to the next."""

PAUSE = 0.05
"""Seconds between an echo and the next key."""

ENGINE_ERROR = "a scheduler ended with {}: {}"


def figures() -> Iterator[Figure]:
    """Every figure of this room, one after the other."""
    yield from on_screen()
    yield from caught_up()


def now_ms() -> int:
    """The wall time that the engine judges by."""
    return SystemClock().now()


class Engine:
    """`hotline scheduler` in a process of its own, under a stopwatch."""

    def __init__(self, path: Path) -> None:
        self.report = cities.scratch(f"{path.stem}-held-{time.monotonic_ns()}.json")
        words = [sys.executable, "-m", "bench.timed", str(self.report), "--db", str(path), "scheduler"]
        self.process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)

    def __enter__(self) -> "Engine":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.communicate()

    def held(self) -> list[tuple[float, float]]:
        """End it; how long it held the write lock each time, in (wall, CPU) milliseconds."""
        self.process.send_signal(signal.SIGTERM)
        _, error = self.process.communicate(timeout=60)
        if self.process.returncode:
            raise RuntimeError(ENGINE_ERROR.format(self.process.returncode, error))
        return [(wall, cpu) for wall, cpu in json.loads(self.report.read_text())]


def console(path: Path) -> list[str]:
    """The operator's console on a file, without an engine of its own."""
    report = str(cities.scratch(f"{path.stem}-console.json"))
    return [sys.executable, "-m", "bench.timed", report, "--no-engine", "--db", str(path), "--as", "bench",
            "--lang", "en"]  # fmt: skip


def percentile(numbers: Sequence[float], part: float) -> float:
    """The value that `part` (0 to 1) of the numbers do not exceed."""
    ordered = sorted(numbers)
    return ordered[min(len(ordered) - 1, round(part * len(ordered) + 0.5) - 1)]


def on_screen() -> Iterator[Figure]:
    """Life safety falls due every 2.6 s while an operator holds the down key; a second person acknowledges each."""
    path = cities.scratch("bench-falling.db")
    cities.fill(path, cities.ROWS, now_ms() - DAY + LEAD)
    grave(path)
    desk = Desk(Store(path), SystemClock())
    seat = desk.look.seat_by_login("bench")
    waits, seen = list[float](), set[int]()
    with Engine(path) as engine, Terminal(console(path), **private()) as terminal:
        shown_after(terminal, "R-0")
        terminal.settle(1.0, 5.0)
        terminal.write("2")
        for number, wait in watched(terminal, falling_due(desk)):
            waits.append(wait)
            seen.add(number)
            alarms = desk.look.alarms(states=["unacknowledged"], limit=50)
            desk.alarms.acknowledge_several(seat, [one.id for one in alarms if one.request_id in seen])
        engine.held()
    desk.store.close()
    where = f"alarm due to on screen, {cities.ROWS:,} open, down key held"
    yield Figure(f"{where}, median of {len(waits)}", median(waits), None, 2, "s", "ours")
    yield Figure(f"{where}, p99", percentile(waits, 0.99), None, 2, "s", "ours")
    yield Figure(f"{where}, worst", max(waits), None, 3, "s", "ours")


def grave(path: Path) -> None:
    """The first requests are P1 in the queue that the console does not show, and their arrival falls due.

    So nothing but the strip can tell of them, and no flood folds them.
    """
    store = Store(path)
    with store.write() as connection:
        connection.exec_driver_sql(
            "UPDATE request SET kind = 'complaint', priority = 'P1', number = 'C' || substr(number, 2), "
            "category = (SELECT code FROM category WHERE kind = 'complaint'), next_clock = 'arrival' WHERE id <= ?",
            (ALARMS,),
        )
        connection.exec_driver_sql("DELETE FROM clock WHERE kind = 'resolution' AND request_id <= ?", (ALARMS,))
        connection.exec_driver_sql("UPDATE clock SET kind = 'arrival' WHERE request_id <= ?", (ALARMS,))
    store.close()


def falling_due(desk: Desk) -> list[int]:
    """When each of those falls due, in order (epoch ms)."""
    with desk.store.read() as connection:
        query = "SELECT due_at FROM clock WHERE kind = 'arrival' ORDER BY due_at"
        return [row[0] for row in connection.exec_driver_sql(query)]


def watched(terminal: Terminal, due: Sequence[int]) -> Iterator[tuple[int, float]]:
    """Each request in turn, with the seconds from its due moment until its number was sent; the down key is held."""
    offset = now_ms() / 1000 - time.perf_counter()
    waiting = {number: at / 1000 - offset for number, at in enumerate(due, 1)}
    tail, key = b"", time.perf_counter()
    while waiting:
        late = min(waiting.values())
        if time.perf_counter() > late + 30:
            raise TimeoutError(
                f"{len(waiting)} never came up, the first due at {to_iso(round((late + offset) * 1000))}"
            )
        if time.perf_counter() >= key:
            terminal.write("down")
            key = max(key + HELD_EVERY, time.perf_counter() - 0.5)
        chunk = terminal.read(max(0.0, key - time.perf_counter()))
        if chunk is None:
            continue
        tail = tail[-LONG:] + chunk[1]
        for number in sorted({int(one) for one in GRAVE.findall(tail)} & waiting.keys()):
            if waiting[number] <= chunk[0]:
                yield number, chunk[0] - waiting.pop(number)


def caught_up() -> Iterator[Figure]:
    """Two engines start at the same moment after a week without any, beside a console in use."""
    path = cities.scratch("bench-week.db")
    spread = 30 * DAY // WEEK_OPEN
    cities.fill(path, WEEK_OPEN, now_ms() - DAY - spread * WEEK_DUE - spread // 2)
    missed_since(path, now_ms() - 7 * DAY - DAY)
    desk = Desk(Store(path), SystemClock())
    with Terminal(console(path), **private()) as terminal:
        shown_after(terminal, "R-0")
        terminal.settle(1.0, 5.0)
        terminal.write("2")
        terminal.settle(1.0, 5.0)
        idle, _ = at_work(desk, terminal, lambda: False, 2 * len(ROWS_OF_STEPS))
        with Engine(path) as first, Engine(path) as second:
            busy, written = at_work(desk, terminal, lambda: raised(desk) >= 2 * WEEK_DUE, 400)
            held = [*first.held(), *second.held()]
    found = raised(desk)
    desk.store.close()
    if found != 2 * WEEK_DUE:
        raise AssertionError(f"{found} breaches were raised, not {2 * WEEK_DUE}")
    wall, cpu = [one[0] for one in held], [one[1] for one in held]
    yield Figure(f"{found:,} due caught up: key to echo, median, beside before", median(busy), median(idle), 3, "ms")
    yield Figure(f"{found:,} due caught up: key to echo, p99", percentile(busy, 0.99), None, 500, "ms", "ours")
    yield Figure(
        f"{found:,} due caught up: a call saved meanwhile, p99", percentile(written, 0.99), None, 500, "ms", "ours"
    )
    yield Figure(f"write lock held, median of {len(wall)}", median(wall), None, 50, "ms", "ours")
    yield Figure("write lock held, p99", percentile(wall, 0.99), None, 50, "ms", "ours")
    yield Figure("write lock held, worst", max(wall), None, 50, "ms", "ours")
    yield Figure("write lock held, worst, CPU in it", max(cpu), None, 50, "ms", "ours")


def missed_since(path: Path, mark: int) -> None:
    """The last sweep was at `mark` (epoch ms)."""
    store = Store(path)
    with store.write() as connection:
        connection.exec_driver_sql("UPDATE engine SET swept_at = ? WHERE id = 1", (mark,))
    store.close()


def raised(desk: Desk) -> int:
    """How many breaches have an alarm."""
    with desk.store.read() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM alarm WHERE rule = 'clock'").scalar_one())


def at_work(desk: Desk, terminal: Terminal, done: Callable[[], bool], most: int) -> tuple[list[float], list[float]]:
    """Milliseconds from a key to the row it leads to, and of calls saved by somebody else, one for five keys.

    It goes on until `done`, at the least for a dozen keys and at most for `most`.
    """
    seat, echoes, saves = desk.look.seat_by_login("bench"), list[float](), list[float]()
    while len(echoes) < most and not (len(echoes) >= STEPS and done()):
        number, place = len(echoes), len(echoes) % len(ROWS_OF_STEPS)
        echoes.append(echo(terminal, "down" if place < STEPS else "up", f"R-{ROWS_OF_STEPS[place]:05d}"))
        if number % 5 == 0:
            begun = time.perf_counter()
            desk.intake.save(seat, one_call(time.monotonic_ns()))
            saves.append((time.perf_counter() - begun) * 1000)
        terminal.settle(PAUSE, PAUSE)
    return echoes, saves


def echo(terminal: Terminal, key: str, wanted: str) -> float:
    """Milliseconds from a key to the first bytes with the number of the row that it leads to."""
    begun, tail = time.perf_counter(), b""
    terminal.write(key)
    while time.perf_counter() < begun + 10:
        chunk = terminal.read(0.5)
        if chunk is None:
            continue
        tail = tail[-len(wanted) :] + chunk[1]
        if wanted.encode() in tail:
            return (chunk[0] - begun) * 1000
    raise TimeoutError(f"{wanted} never came up after {key}:\n{terminal.text()}")
