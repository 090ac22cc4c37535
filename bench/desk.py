"""The desk beside bare SQLite: taking a call, reading a page, sweeping."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from bench import cities
from bench.figures import ROUNDS, Figure, cpu_ms, median
from bench.replay import Raw, recorded
from models.desk.desk import Desk
from models.rows import NewRequest, QueueKey, Seat
from models.store import Store
from models.vocabulary import Kind, Role
from models.wall import DAY, HandClock

CALLS, PAGES, SWEEPS, DUE = 100, 200, 300, 1000
SEAT = Seat(1, "bench", "Bench", frozenset(Role))
"""The operator of every file made here."""

Round = Callable[[Desk, HandClock, int], object]
"""One round of work; the number says which."""


def opened(path: Path, at: int = cities.START) -> tuple[Desk, HandClock]:
    """The desk on a file, under a clock set by hand."""
    wall = HandClock(at)
    return Desk(Store(path), wall), wall


def figures() -> Iterator[Figure]:
    """Every figure of this room, one after the other."""
    yield from intake()
    yield from pages()
    yield from idle_sweeps()
    yield due_sweep()


def beside_raw(
    of: Path, work: Round, *, at: int = cities.START, writes_only: bool = False
) -> tuple[list[float], list[float]]:
    """CPU of each round as the desk does it, and of the same statements played back bare.

    Three copies of one file see the same rounds: one is timed, one is listened to, one is played to. The first round
    of each warms up and does not count.
    """
    desk, wall = opened(cities.copy(of, "bench-ours.db"), at)
    ours = [cpu_ms(lambda number=number: work(desk, wall, number)) for number in range(ROUNDS + 1)]
    desk.store.close()
    heard = []
    desk, wall = opened(cities.copy(of, "bench-heard.db"), at)
    for number in range(ROUNDS + 1):
        with recorded() as statements:
            work(desk, wall, number)
        heard.append([one for one in statements if one.writes or not writes_only])
    desk.store.close()
    raw = Raw(cities.copy(of, "bench-raw.db"))
    plain = [cpu_ms(lambda statements=statements: raw.play(statements)) for statements in heard]
    raw.close()
    return ours[1:], plain[1:]


def intake() -> Iterator[Figure]:
    """A call taken and saved: request, clocks, journal line and all, made durable each time."""

    def calls(desk: Desk, wall: HandClock, number: int) -> None:
        for one in range(number * CALLS, (number + 1) * CALLS):
            wall.advance(seconds=1)
            desk.intake.save(SEAT, one_call(one))

    ours, raw = beside_raw(cities.open_only(10_000), calls)
    one = median(ours) / CALLS
    yield Figure("intake verb, CPU, beside the same statements", one, median(raw) / CALLS, 8, "ms")
    yield Figure("intake verb, CPU", one, None, 3, "ms", "ours")


def one_call(number: int) -> NewRequest:
    """A call like any other; every fourth is a gas escape."""
    return NewRequest(
        category="EM-LEAK-IN" if number % 4 == 0 else "RP-METER",
        phone=f"555{number:08d}",
        address=f"Willow Road {number}, flat 3-502",
        caller="Lin",
        text="Smells of gas in the kitchen since noon.",
        token=f"call-{number}",
    )


def pages() -> Iterator[Figure]:
    """Fifty rows of a queue, each page after the one before, on the large city."""
    desk, _ = opened(cities.city(cities.ROWS))

    def read() -> None:
        after: QueueKey | None = None
        for _ in range(PAGES):
            rows = desk.look.queue(Kind.REPAIR, after=after, limit=50)
            after = QueueKey(rows[-1].due_at, rows[-1].id) if len(rows) == 50 else None

    read()
    with recorded() as statements:
        read()
    raw = Raw(desk.store.path)
    ours, plain = [], []
    for _ in range(ROUNDS):
        ours.append(cpu_ms(read) / PAGES)
        plain.append(cpu_ms(lambda: raw.play(statements)) / PAGES)
    raw.close()
    desk.store.close()
    yield Figure(f"queue page of 50, {cities.ROWS:,} requests", median(ours), median(plain), 3, "ms")


def idle_sweeps() -> Iterator[Figure]:
    """A sweep that finds nothing, among few and among many; then one while another program holds the write lock."""
    many = cities.ROWS
    few, _ = idle_sweep(10_000)
    full, waited = idle_sweep(many)
    yield Figure(f"sweep, nothing due, {many:,} open", full, None, 0.5, "ms", "ours")
    yield Figure(f"sweep, nothing due, {many:,} beside 10,000 open", full, few, 1.2, "ms")
    yield Figure("sweep, nothing due: waits for a writer", waited, None, 0, "times", "ours")


def idle_sweep(count: int) -> tuple[float, int]:
    """CPU milliseconds of one sweep with nothing due among `count` open requests, and whether it waits for a writer."""
    desk, _ = opened(cities.open_only(count))
    desk.alarms.sweep()

    def sweeps() -> None:
        for _ in range(SWEEPS):
            desk.alarms.sweep()

    rounds = [cpu_ms(sweeps) / SWEEPS for _ in range(ROUNDS)]
    waited = waits_for_a_writer(desk)
    desk.store.close()
    return median(rounds), waited


def waits_for_a_writer(desk: Desk) -> int:
    """1 if a sweep with nothing due does not end while somebody else holds the write lock, else 0."""
    with desk.store.write():
        sweep = threading.Thread(target=desk.alarms.sweep, daemon=True)
        sweep.start()
        sweep.join(2)
        return int(sweep.is_alive())


def due_sweep() -> Figure:
    """A thousand levels that fell due since the last sweep, beside bare SQLite writing the same rows."""
    spread = 30 * DAY // 10_000

    def sweep(desk: Desk, wall: HandClock, number: int) -> None:
        wall.set(cities.START + DAY + (number + 1) * spread * DUE // 2 + spread // 2)
        swept = desk.alarms.sweep()
        if swept.raised != DUE:
            raise AssertionError(f"{swept.raised} alarms were raised, not {DUE}")

    ours, raw = beside_raw(cities.open_only(10_000), sweep, writes_only=True)
    return Figure(f"sweep, {DUE:,} newly due", median(ours), median(raw), 3, "ms")
