"""How a monitor on the wall ages: its memory over many events, and what a normal shift costs it.

A real `hotline monitor` stands in a real terminal on a copy of the sample moved to the present, engine included; its
own feed tells it what another process writes. `python -m bench.monitor [events] [seconds]` gives other lengths.
"""

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from random import Random

from bench import cities
from bench.figures import Figure
from bench.screens import private, shown_after
from bench.terminal import Terminal
from models.desk.desk import Desk
from models.journal import Entry, append
from models.rows import NewRequest, Seat
from models.sample.shift import copy_to
from models.sample.staff import STAFF
from models.store import Store
from models.vocabulary import QUEUES, Act
from models.wall import SystemClock

SUPERVISOR = next(one for one in STAFF if one.login == "sunmin").seat
EVENTS, SETTLED, BATCH = 40_000, 20_000, 200
"""Events of `make bench`, those after which memory has settled, and those of one transaction."""

OPEN, A_MINUTE, SECONDS = 200, 40, 60.0
"""A normal shift: open requests, writes a minute; and for how long `make bench` looks on."""

OPENING = 20.0
"""Seconds of the shift that are not measured: in them the screen is opened and the past is learned from, once."""

TOGETHER = 5_000
"""Events after which the writer waits until the monitor shows the last of them."""

GROWTH_MB, SHARE = 10.0, 5.0
SAMPLES = 60


def figures() -> Iterator[Figure]:
    """The short chapters of `make bench`."""
    yield from chapters(EVENTS, SECONDS)


def chapters(events: int, seconds: float) -> Iterator[Figure]:
    """Memory over so many events, then the share of a core over so many seconds of a shift."""
    name = f"monitor: memory gained over {events:,} events after the first {SETTLED:,}"
    yield Figure(name, gained(events), None, GROWTH_MB, "MB", "ours")
    name = f"monitor: share of a core, {A_MINUTE} writes a minute, {OPEN} open, {seconds:.0f} s"
    yield Figure(name, share(seconds), None, SHARE, "%", "ours")


@contextmanager
def monitor(name: str) -> Iterator[tuple[Desk, Terminal]]:
    """The monitor on its own file, and a desk that writes into that file from here."""
    path = copy_to(cities.SAMPLE, cities.scratch(name), SystemClock().now())
    desk = Desk(Store(path), SystemClock())
    fill(desk, SUPERVISOR, OPEN)
    command = [cities.HOTLINE, "--db", str(path), "--as", SUPERVISOR.login, "--lang", "zh", "monitor"]
    with Terminal(command, (160, 48), **private()) as terminal:
        shown_after(terminal, r"[ERSC]-\d{5}")
        terminal.settle(1.0, 8.0)
        yield desk, terminal
    desk.store.close()


def fill(desk: Desk, seat: Seat, wanted: int) -> None:
    """Bring the board to so many open requests."""
    missing = wanted - sum(count.open for count in desk.look.counts(desk.wall.now()))
    for number in range(max(0, missing)):
        new = NewRequest("RP-METER", phone=f"1990000{number:04d}", address=f"Willow Road {number}")
        desk.intake.save(seat, new)


def gained(events: int) -> float:
    """Megabytes by which a straight line through the memory grew from the settled monitor to the last event."""
    with monitor("monitor-memory.db") as (desk, terminal):
        ids = [row.id for kind in QUEUES for row in desk.look.queue(kind, limit=100)]
        seen: list[tuple[int, float]] = []
        every = max(BATCH, (events - SETTLED) // SAMPLES)
        for done in range(BATCH, events + 1, BATCH):
            write_lines(desk, ids, done)
            if done % TOGETHER == 0:
                caught_up(terminal, done)
            if done >= SETTLED and (done - SETTLED) % every < BATCH:
                seen.append((done, terminal.memory_mb()))
        caught_up(terminal, done)
        seen.append((done, terminal.memory_mb()))
    for at, held in seen[:: max(1, len(seen) // 10)]:
        print(f"{at:>9,} events {held:8.1f} MB", file=sys.stderr, flush=True)
    return slope(seen) * (events - SETTLED)


def write_lines(desk: Desk, ids: Sequence[int], done: int) -> None:
    """A batch of journal lines, one on each of many requests; the last tells how many were written."""
    now = desk.wall.now()
    lines = [
        Entry(now, SUPERVISOR.login, Act.NOTE, {"text": f"line {done - BATCH + n + 1}"}, ids[(done + n) % len(ids)])
        for n in range(BATCH)
    ]
    with desk.store.write() as connection:
        append(connection, now, lines)


def caught_up(terminal: Terminal, done: int) -> None:
    """Wait until the monitor shows the last line of all."""
    if terminal.wait_for(rf"line {done}\b", 60) is None:
        raise SystemExit(f"the monitor never showed event {done}\n{terminal.text()}")


def slope(seen: Sequence[tuple[float, float]]) -> float:
    """The slope of the least-squares line through the points."""
    mean_x = sum(x for x, _ in seen) / len(seen)
    mean_y = sum(y for _, y in seen) / len(seen)
    spread = sum((x - mean_x) ** 2 for x, _ in seen)
    return sum((x - mean_x) * (y - mean_y) for x, y in seen) / spread if spread else 0.0


def share(seconds: float) -> float:
    """Percent of a core that the monitor used while a normal shift went on."""
    with monitor("monitor-shift.db") as (desk, terminal):
        random = Random(1)
        rows = [row for kind in QUEUES for row in desk.look.queue(kind, limit=100)]
        begun, cpu, written = time.monotonic(), 0.0, 0
        while (passed := time.monotonic() - begun) < OPENING + seconds:
            if not cpu and passed >= OPENING:
                cpu = terminal.cpu_ms()
            if passed * A_MINUTE / 60 >= written:
                note(desk, random.choice(rows).id, written)
                written += 1
            chunk = terminal.read(0.2)
            if chunk is not None:
                terminal.show(chunk[1])
        return (terminal.cpu_ms() - cpu) / ((passed - OPENING) * 10)


def note(desk: Desk, request_id: int, number: int) -> None:
    """One ordinary write, through the verb."""
    desk.handling.note(SUPERVISOR, request_id, text=f"shift {number}")


def main() -> int:
    """Both chapters, as long as asked."""
    events = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 600.0
    kept = True
    for one in chapters(events, seconds):
        print(f"{one.name}: {one.ours:.2f} {one.unit}, at most {one.budget:g}", flush=True)
        kept = kept and one.kept
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
