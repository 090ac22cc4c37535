"""A fair queue of writers: a lock on a side file, taken before the database's own, so that nobody starves.

It is a courtesy; correctness is BEGIN IMMEDIATE. The side file holds the process id of the present writer.
"""

import os
import stat
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from models.errors import StoreError
from models.migrations.file import explain

SHOW_AFTER = 1.0
"""Seconds of waiting after which the person at the keyboard is told."""

if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 20  # a locked byte cannot be read by others: it lies beyond the process id

    def lock(handle: int, wait: bool) -> bool:
        """Take the lock on that open file; without `wait`, False if another process holds it."""
        os.lseek(handle, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def lock(handle: int, wait: bool) -> bool:
        """Take the lock on that open file; without `wait`, False if another process holds it."""
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            return False
        return True


class Turn:
    """One writer's turn. Waits at most `patience` seconds, then refuses with the holder's process id."""

    def __init__(self, path: Path, patience: float, on_wait: Callable[[int | None, float], None] | None = None) -> None:
        self._path, self._side = path, path.with_name(path.name + "-queue")
        self._patience, self._on_wait = patience, on_wait
        self._handle = -1

    def __enter__(self) -> "Turn":
        handle = self._open()
        if not lock(handle, wait=False):
            self._wait(handle)
        try:
            os.lseek(handle, 0, os.SEEK_SET)
            os.write(handle, f"{os.getpid():<12}".encode())
        except OSError as error:
            os.close(handle)  # or the turn would never end
            raise explain(error, self._path) from error
        self._handle = handle
        return self

    def _open(self) -> int:
        """The side file, made if need be; whoever may write the database may take a turn."""
        flags = os.O_RDWR | getattr(os, "O_CLOEXEC", 0)
        try:
            try:
                return os.open(self._side, flags)
            except FileNotFoundError:
                mode = stat.S_IMODE(self._path.stat().st_mode)
                handle = os.open(self._side, flags | os.O_CREAT, mode)
                self._side.chmod(mode)
                return handle
        except OSError as error:
            raise StoreError(
                "store.readonly",
                f"{self._side} cannot be written ({error.strerror}).",
                "Give this user the right to write the database and its folder.",
                path=str(self._side),
            ) from error

    def _wait(self, handle: int) -> None:
        """Block in a thread of its own, so that waiting can end; a turn that comes too late is given back."""
        got, gone, ours = threading.Event(), threading.Event(), threading.Lock()

        def take() -> None:
            taken = lock(handle, wait=True)
            with ours:
                if gone.is_set() or not taken:
                    os.close(handle)
                else:
                    got.set()

        threading.Thread(target=take, name="hotline-turn", daemon=True).start()
        try:
            if got.wait(min(SHOW_AFTER, self._patience)):
                return
            if self._on_wait:
                self._on_wait(holder(self._side), SHOW_AFTER)
            if got.wait(max(0.0, self._patience - SHOW_AFTER)):
                return
            raise self._busy()
        except BaseException:  # an interrupt too: else the thread would take the turn, and nobody give it back
            with ours:
                gone.set()
                if got.is_set():
                    os.close(handle)
            raise

    def _busy(self) -> StoreError:
        pid = holder(self._side)
        return StoreError(
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
