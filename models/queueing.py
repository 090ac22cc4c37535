"""A fair queue of writers: a lock on a side file, taken before the database's own, so that nobody starves.

It is a courtesy; correctness is BEGIN IMMEDIATE. The side file holds the process id of the present writer.
"""

import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from models.errors import StoreError

SHOW_AFTER = 1.0
"""Seconds of waiting after which the person at the keyboard is told."""

if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int, wait: bool) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _lock(handle: int, wait: bool) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            return False
        return True


class Turn:
    """One writer's turn. Waits at most `patience` seconds, then refuses with the holder's process id."""

    def __init__(self, path: Path, patience: float, on_wait: Callable[[int | None, float], None] | None = None) -> None:
        self._side = path.with_name(path.name + "-queue")
        self._patience, self._on_wait = patience, on_wait
        self._handle = -1

    def __enter__(self) -> "Turn":
        try:
            handle = os.open(self._side, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise StoreError(
                "store.readonly",
                f"The folder {self._side.parent} cannot be written ({error.strerror}).",
                "Give this user the right to write there.",
                path=str(self._side.parent),
            ) from error
        if not _lock(handle, wait=False):
            self._wait(handle)
        os.pwrite(handle, f"{os.getpid():<12}".encode(), 0)
        self._handle = handle
        return self

    def _wait(self, handle: int) -> None:
        """Block in a thread of its own, so that waiting can end; a turn that comes too late is given back."""
        got, gone = threading.Event(), threading.Event()

        def take() -> None:
            taken = _lock(handle, wait=True)
            if gone.is_set() or not taken:
                os.close(handle)
            else:
                got.set()

        threading.Thread(target=take, name="hotline-turn", daemon=True).start()
        if got.wait(min(SHOW_AFTER, self._patience)):
            return
        if self._on_wait:
            self._on_wait(holder(self._side), SHOW_AFTER)
        if got.wait(max(0.0, self._patience - SHOW_AFTER)):
            return
        gone.set()
        pid = holder(self._side)
        raise StoreError(
            "store.busy",
            f"The database has been busy for {self._patience:.0f} s (process {pid} is writing).",
            "Nothing was lost: press the key again. If it stays, look at that process.",
            pid=pid,
        )

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        os.close(self._handle)


def holder(side: Path) -> int | None:
    """The process id written in the side file, or None."""
    try:
        text = side.read_text("ascii").strip()
    except OSError:
        return None
    return int(text) if text.isdigit() else None
