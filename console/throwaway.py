"""The demo's folder: gone when the demo ends, however it ends, and swept later if it was killed."""

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from models.queueing import lock

PREFIX = "hotline-demo-"
_HELD = ".held"


@contextmanager
def folder() -> Iterator[Path]:
    """A private folder for as long as the block runs; what killed demos of this account left is swept first."""
    sweep()
    here = Path(tempfile.mkdtemp(prefix=PREFIX))
    try:
        handle = _hold(here)
        try:
            yield here
        finally:
            os.close(handle)
    finally:
        shutil.rmtree(here, ignore_errors=True)


def sweep() -> int:
    """Remove the demo folders of this account that no process holds any more; returns how many.

    Only a real folder of this user with our mark in it is touched, and only while its lock is in our hands: a demo
    holds it until it ends, and the system lets go of it even if the demo is killed.
    """
    if os.name != "posix":
        return 0
    gone = 0
    for found in sorted(Path(tempfile.gettempdir()).glob(f"{PREFIX}*")):
        if not _ours(found):
            continue
        try:
            handle = os.open(found / _HELD, os.O_RDWR | os.O_NOFOLLOW)
        except OSError:
            continue  # not marked as ours, or swept by another demo just now
        try:
            if lock(handle, wait=False):  # else a demo lives there
                shutil.rmtree(found, ignore_errors=True)
                gone += 1
        finally:
            os.close(handle)
    return gone


def _ours(found: Path) -> bool:
    try:
        about = found.lstat()
    except FileNotFoundError:
        return False
    return stat.S_ISDIR(about.st_mode) and about.st_uid == os.getuid()


def _hold(here: Path) -> int:
    """Mark the folder as held. The mark gets its name when it is locked: nobody finds it free in between."""
    coming = here / ".holding"
    handle = os.open(coming, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    lock(handle, wait=True)
    if os.name == "posix":
        coming.rename(here / _HELD)
    return handle
