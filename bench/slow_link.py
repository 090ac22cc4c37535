"""What a slow line has to carry: bytes of an idle minute, of a key and of a page, usual and with ``--slow-link``."""

import time
from collections.abc import Iterator

from bench.figures import Figure
from bench.screens import NUMBER, WITHIN, console, private, shown_after
from bench.terminal import Terminal

IDLE_S = 30
LINE = 20_000
"""Bytes a second of the line that the design has in mind."""


def figures() -> Iterator[Figure]:
    """Beside the usual console on the large city, each in a real terminal."""
    usual, slow = measured(), measured("--slow-link")
    names = ("an idle minute", "a row step inside the view", "a page", "a page key held for a second")
    for name, ours, theirs in zip(names, slow, usual, strict=True):
        yield Figure(f"{name} on a slow link, bytes, beside the usual", ours / 1000, theirs / 1000, 1, "kB")


def measured(*words: str) -> list[float]:
    """Bytes of an idle minute, of a step, of a page, and of a page key held down for a second."""
    command = console()
    with Terminal([command[0], *words, *command[1:]], **private()) as terminal:
        shown_after(terminal, NUMBER)
        terminal.settle(1.0, 5.0)
        terminal.write("2")
        terminal.settle(1.0, 5.0)
        before = terminal.bytes
        listen(terminal, IDLE_S)
        idle = (terminal.bytes - before) * 60 / IDLE_S
        _, step = terminal.press(WITHIN, 0.12)
        _, page = terminal.press(["pagedown"] * 10, 0.12)
        before = terminal.bytes
        for _ in range(30):
            terminal.write("pagedown")
            listen(terminal, 1 / 30)
        listen(terminal, 1)
        return [idle, step, page, float(terminal.bytes - before)]


def listen(terminal: Terminal, seconds: float) -> None:
    """Read what comes for so long."""
    until = time.perf_counter() + seconds
    while (left := until - time.perf_counter()) > 0:
        terminal.read(left)
