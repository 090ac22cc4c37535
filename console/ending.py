"""How a console ends when the system tells it to: a signal, or its terminal closed."""

import asyncio
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

GRACE = 5.0
"""Seconds for the screen, the engine and the desk to end by themselves; a dead terminal may hold them for ever."""

ENDED = 1


@contextmanager
def ending(leave: Callable[[int], object], last: Callable[[], object]) -> Iterator[None]:
    """While the block runs, SIGTERM and SIGHUP let the application leave; after :data:`GRACE` they end the process.

    Args:
        leave: called on the application's loop with the exit code.
        last: what must be done even if the application cannot end; called before the process is ended.
    """

    def told(number: int, frame: FrameType | None) -> None:
        force = threading.Timer(GRACE, _force, (last,))
        force.daemon = True
        force.start()
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            raise SystemExit(ENDED) from None  # before the first frame, or after the last
        loop.call_soon_threadsafe(leave, ENDED)

    kept = {}
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            kept[number] = signal.signal(number, told)
    try:
        yield
    finally:
        for number, former in kept.items():
            signal.signal(number, former)


def code_of(app: Any, left: int | None) -> int:
    """The exit code: what the application was left with, else its own, for one that broke down says so there."""
    return left or app.return_code or 0


def _force(last: Callable[[], object]) -> None:
    last()
    os._exit(ENDED)
