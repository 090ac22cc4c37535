"""The supervisor's monitor for a week on a wall: what a flood of events leaves in its memory, what a shift costs it.

`python -m bench.monitor [--events 200000] [--minutes 10]`. The monitor runs in a real terminal, with its own feed and
engine; whoever writes is another process. It is a city of two thousand requests, two hundred of them open.
"""

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import count, cycle
from pathlib import Path
from random import Random

from bench import cities
from bench.figures import Figure, table
from bench.screens import private
from bench.slow_link import listen
from bench.terminal import Terminal
from models import journal
from models.desk.desk import Desk
from models.rows import NewRequest, Seat
from models.store import Store
from models.vocabulary import QUEUES, Act
from models.wall import MINUTE, SECOND, ShiftedClock, to_iso

REQUESTS = 2_000
"""A tenth of them is open."""

BATCH = 1_000
"""Events between two looks at the memory; so many are written at once, and then it is waited until they are shown."""

WARM = 20_000
"""Events after which the memory is judged: until then everything was shown once."""

EACH = 200
"""Events in one transaction."""

WRITES_A_MINUTE = 40
SETTLES = 20
"""Seconds that the monitor is given to start, and to learn from the history what it foretells."""

PATIENCE = 300
"""Seconds after which it is taken for hung."""

SIZE = (160, 48)
SUPERVISOR, WRITER = "sunmin", "liwei"


def figures(events: int = 30_000, minutes: float = 1) -> Iterator[Figure]:
    """Every figure of this room; as few events and minutes as still say something, unless more are asked for."""
    if events:
        yield from flooded(events)
    if minutes:
        yield shift(minutes)


class Others:
    """Another process at work on the file that the monitor shows."""

    def __init__(self, path: Path, at: int) -> None:
        self.wall = ShiftedClock(at)
        self.desk = Desk(Store(path), self.wall)
        seat = self.desk.look.seat_by_login(WRITER)
        assert seat is not None
        self.seat: Seat = seat
        self.open = [row.id for kind in QUEUES for row in self.desk.look.queue(kind, limit=500)]
        self._random, self._saved = Random(1), list[int]()
        self._verbs = cycle((self.save, self.note, self.respond, self.note, self.cancel, self.note))

    def batch(self, number: int) -> None:
        """So many lines about open requests, in short transactions; the last one names the batch."""
        for part in range(BATCH // EACH):
            with self.desk.store.write() as connection:
                now = self.wall.now()
                about = self._random.choices(self.open, k=EACH)
                said = [f"{number}.{part}.{line}" for line in range(EACH)]
                said[-1] = f"batch {number}.{part} written"
                lines = [journal.Entry(now, WRITER, Act.NOTE, {"text": text}, request_id=one)
                         for text, one in zip(said, about, strict=True)]  # fmt: skip
                journal.append(connection, now, lines)
                marks = ", ".join("?" * EACH)
                connection.exec_driver_sql(
                    f"UPDATE request SET version = version + 1, state_since = ? WHERE id IN ({marks})", (now, *about)
                )

    def act(self) -> None:
        """The next of the verbs that a shift is made of; as many requests are cancelled as are saved."""
        next(self._verbs)()

    def save(self) -> None:
        """A call is taken."""
        saved = self.desk.intake.save(self.seat, NewRequest("RP-METER", phone="13955550000", address="临江路 18 号"))
        self._saved.append(saved.id)

    def note(self) -> None:
        """Something is written down."""
        self.desk.handling.note(self.seat, self._random.choice(self.open), text="到达现场,正在检查")

    def respond(self) -> None:
        """The caller of that call is answered."""
        self.desk.handling.respond(self.seat, self._saved[-1], note="已回电")

    def cancel(self) -> None:
        """The oldest of those calls was nothing."""
        self.desk.handling.cancel(self.seat, self._saved.pop(0), reason="用户取消")


def monitor(path: Path, at: int) -> Terminal:
    """The supervisor's monitor on the file, from that moment on."""
    words = ["--db", str(path), "--now", to_iso(at), "--as", SUPERVISOR, "--lang", "zh", "monitor"]
    return Terminal([cities.HOTLINE, *words], SIZE, **private())


def stands(terminal: Terminal) -> None:
    """Wait until all four panes are there, and what is foretold is learned."""
    shown(terminal, "刚刚发生")
    listen(terminal, SETTLES)


def shown(terminal: Terminal, words: str) -> None:
    """Wait for words on the screen, for as long as a busy machine may need; it is an error if they never come."""
    if terminal.wait_for(words, PATIENCE) is None:
        raise TimeoutError(f"{words!r} never came up:\n{terminal.text()}")


def flooded(events: int) -> Iterator[Figure]:
    """Resident memory while events come as fast as they are shown."""
    path, at = cities.copy(cities.city(REQUESTS), "bench-monitor.db"), cities.AT + MINUTE
    found = list[tuple[int, float]]()
    with monitor(path, at) as terminal:
        stands(terminal)
        others, begun = Others(path, at + SETTLES * SECOND), time.perf_counter()
        for number in range(events // BATCH):
            others.act()
            others.batch(number)
            shown(terminal, f"batch {number}.{BATCH // EACH - 1} written")
            found.append(((number + 1) * BATCH, terminal.memory_mb()))
            if (number + 1) % 10 == 0:
                print(f"{found[-1][0]:>8} events, {time.perf_counter() - begun:6.0f} s, {found[-1][1]:7.1f} MB",
                      file=sys.stderr, flush=True)  # fmt: skip
        others.desk.store.close()
    judged = [one for one in found if one[0] >= WARM] or found
    fed = f"monitor fed {events:,} events, resident memory"
    yield Figure(f"{fed}, slope after {WARM:,}", slope(judged) * (judged[-1][0] - judged[0][0]), None, 10, "MB", "ours")
    yield Figure(f"{fed}, most after {WARM:,}", max(mb for _, mb in judged), judged[0][1], 10, "MB", "over")


def slope(points: Sequence[tuple[int, float]]) -> float:
    """MB an event, by least squares."""
    mean_x, mean_y = (sum(point[axis] for point in points) / len(points) for axis in (0, 1))
    spread = sum((x - mean_x) ** 2 for x, _ in points)
    return sum((x - mean_x) * (y - mean_y) for x, y in points) / spread if spread else 0.0


def shift(minutes: float) -> Figure:
    """The share of a core that the monitor uses at a normal shift's rate of writes: its own CPU time over the time."""
    path, at = cities.copy(cities.city(REQUESTS), "bench-shift.db"), cities.AT + MINUTE
    with monitor(path, at) as terminal:
        stands(terminal)
        others = Others(path, at + SETTLES * SECOND)
        begun, cpu = time.perf_counter(), terminal.cpu_ms()
        for number in count(1):
            others.act()
            listen(terminal, begun + number * 60 / WRITES_A_MINUTE - time.perf_counter())
            if number >= minutes * WRITES_A_MINUTE:
                break
        used, passed = terminal.cpu_ms() - cpu, (time.perf_counter() - begun) * 1000
        others.desk.store.close()
    name = f"monitor, {minutes:g} min of {WRITES_A_MINUTE} writes a minute, {len(others.open)} open, share of a core"
    return Figure(name, used / passed * 100, None, 5, "%", "ours")


def main() -> int:
    """Measure as much as is asked for, print, judge."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, default=200_000, help="events to be fed (0: none)")
    parser.add_argument("--minutes", type=float, default=10, help="minutes of a shift (0: none)")
    asked = parser.parse_args()
    found = list(figures(asked.events, asked.minutes))
    print(table(found))
    return 0 if all(figure.kept for figure in found) else 1


if __name__ == "__main__":
    sys.exit(main())
