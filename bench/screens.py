"""The console on the large city, beside an empty app and beside Textual's own table, each in a real terminal."""

import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench import cities
from bench.figures import ROUNDS, Figure, median
from bench.terminal import Terminal
from models.wall import MINUTE, to_iso

NUMBER = r"[ERS]-\d{5}"
DOWN, WITHIN, PAGED = ["down"] * 30, ["up", "down"] * 15, ["pagedown"] * 20
PLAIN = [sys.executable, "-m", "bench.plain_table"]
EMPTY = [sys.executable, "-m", "bench.empty"]
IMPORTS = [sys.executable, "-m", "bench.imports"]


def figures() -> Iterator[Figure]:
    """Every figure of this room, one after the other."""
    yield from starts()
    yield from keys()


def console() -> list[str]:
    """The operator's console on the large city."""
    city, now = str(cities.city(cities.ROWS)), to_iso(cities.AT + MINUTE)
    return [cities.HOTLINE, "--db", city, "--now", now, "--as", cities.DISPATCHER, "--lang", "zh"]


def private() -> dict[str, str]:
    """Folders of nobody, so that no person's settings or layout take part."""
    home = Path(tempfile.gettempdir()) / "hotline-bench"
    return {f"XDG_{name}_HOME": str(home / name.lower()) for name in ("CONFIG", "DATA", "STATE", "CACHE")}


def starts() -> Iterator[Figure]:
    """First rows and memory, in turns with the empty app and the bare imports, so that noise meets all alike."""
    ours, frames, empty, weight, bare = [], [], [], [], []
    command = console()
    for _ in range(ROUNDS):
        with Terminal(EMPTY) as terminal:
            empty.append(shown_after(terminal, "ready"))
        with Terminal(command, **private()) as terminal:
            frames.append(shown_after(terminal, r"\S"))
            ours.append(shown_after(terminal, NUMBER))
            terminal.settle(1.0, 5.0)
            weight.append(terminal.memory_mb())
        with Terminal(IMPORTS) as terminal:
            shown_after(terminal, "ready")
            bare.append(terminal.memory_mb())
    yield Figure(f"first rows, {cities.ROWS:,} requests, beside an empty app", median(ours), median(empty), 1.3, "ms")
    yield Figure("first frame, beside first rows", median(frames), median(ours), 1, "ms")
    yield Figure("resident memory, beside the imports alone", median(weight), median(bare), 25, "MB", "over")


def shown_after(terminal: Terminal, pattern: str) -> float:
    """Milliseconds until the screen shows `pattern`; it is an error if it never does."""
    found = terminal.wait_for(pattern)
    if found is None:
        raise TimeoutError(f"{pattern!r} never came up:\n{terminal.text()}")
    return found


def keys() -> Iterator[Figure]:
    """CPU and bytes of a key: a step inside the view, a step that scrolls, a page; beside DataTable's."""
    ours: list[Sequence[tuple[float, float]]] = []
    theirs: list[Sequence[tuple[float, float]]] = []
    command = console()
    for _ in range(ROUNDS):
        with Terminal(PLAIN) as terminal:
            shown_after(terminal, "R-00001")
            theirs.append(walked(terminal, 45))
        with Terminal(command, **private()) as terminal:
            shown_after(terminal, NUMBER)
            terminal.settle(1.0, 5.0)
            terminal.write("2")
            ours.append(walked(terminal, 45))
    (step_cpu, step_bytes), (row_cpu, row_bytes), (page_cpu, page_bytes) = medians(ours)
    (plain_step, _), (plain_row, _), (plain_page, _) = medians(theirs)
    yield Figure("row step inside the view, CPU, beside DataTable", step_cpu, plain_step, 1, "ms")
    yield Figure("row step that scrolls, CPU, beside DataTable", row_cpu, plain_row, 1 / 3, "ms")
    yield Figure("page, CPU, beside DataTable", page_cpu, plain_page, 1 / 2, "ms")
    yield Figure("row step inside the view, bytes at 120x40", step_bytes / 1000, None, 2, "kB", "ours")
    yield Figure("row step that scrolls, bytes at 120x40", row_bytes / 1000, None, 12, "kB", "ours")
    yield Figure("page, bytes at 120x40", page_bytes / 1000, None, 12, "kB", "ours")


def walked(terminal: Terminal, down: int) -> Sequence[tuple[float, float]]:
    """(CPU ms, bytes) a key: inside the view, scrolling by a row, by a page."""
    terminal.press(["down"] * 2)
    within = terminal.press(WITHIN)
    terminal.press(["down"] * down)
    return within, terminal.press(DOWN), terminal.press(PAGED)


def medians(rounds: Sequence[Sequence[tuple[float, float]]]) -> list[tuple[float, float]]:
    """The median of each figure over the rounds."""
    return [(median([one[kind][0] for one in rounds]), median([one[kind][1] for one in rounds])) for kind in range(3)]
