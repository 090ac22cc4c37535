"""What was typed while the database took nothing: files on this machine that only their user can read.

Each console writes into a folder of its own and holds its mark locked as long as it lives: what lies in a folder that
nobody holds was left behind, and is offered to whoever sits down next.
"""

import json
import os
import shutil
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from uuid import uuid4

from models.queueing import lock

_HELD = ".held"


@dataclass(frozen=True, slots=True)
class Spooled:
    """A call, or a correction of `request_id`, as it was typed: whose, on which database, when (epoch ms)."""

    login: str
    database: str
    received: int
    updated_at: int
    fields: Mapping[str, str]
    draft_id: int | None = None
    request_id: int | None = None
    base: Mapping[str, str] = field(default_factory=dict)
    name: str = ""


class Spool:
    """The files of this console, and those that others left behind; several threads may write at once.

    Args:
        folder: where they lie (0700, its files 0600); None keeps nothing.
    """

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self._mine: Path | None = None
        self._handle: int | None = None
        self._turn = threading.Lock()

    def write(self, name: str, one: Spooled) -> None:
        """Write it whole or not at all, and onto the disk.

        Raises:
            OSError: this machine does not take it either.
        """
        with self._turn:
            place = self._own() / f"{name}.json"
            coming = place.with_suffix(".part")
            handle = os.open(coming, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(asdict(one), file, ensure_ascii=False)
                file.flush()
                os.fsync(file.fileno())
            coming.replace(place)

    def drop(self, name: str) -> None:
        """It is in the database, or was given up."""
        for folder in [self._mine, self.folder] if self.folder else []:
            if folder is not None:
                (folder / f"{name}.json").unlink(missing_ok=True)

    def left_behind(self, login: str, database: str) -> list[Spooled]:
        """What consoles of this user that live no more had typed on this database, the oldest first."""
        if self.folder is None or not self.folder.is_dir():
            return []
        found = [one for place in sorted(self.folder.iterdir()) if self._abandoned(place) for one in _read(place)]
        fitting = [one for one in found if one.login in ("", login) and one.database in ("", database)]
        return sorted(fitting, key=lambda one: one.updated_at)

    def close(self) -> None:
        """Let go; an empty folder goes with it."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
        if self._mine is not None and not list(self._mine.glob("*.json")):
            shutil.rmtree(self._mine, ignore_errors=True)
        self._mine = None

    def _own(self) -> Path:
        if self.folder is None:
            raise FileNotFoundError("no folder to keep it in")
        if self._mine is None:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            mine = self.folder / uuid4().hex
            mine.mkdir(mode=0o700)
            self._handle = os.open(mine / _HELD, os.O_RDWR | os.O_CREAT, 0o600)
            lock(self._handle, wait=True)
            self._mine = mine
        return self._mine

    def _abandoned(self, place: Path) -> bool:
        """Does nobody hold this folder any more?"""
        if place == self._mine or not place.is_dir() or not (place / _HELD).exists():
            return False
        handle = os.open(place / _HELD, os.O_RDWR)
        try:
            return lock(handle, wait=False)
        finally:
            os.close(handle)


def _read(place: Path) -> list[Spooled]:
    """What can be read there; a file cut by a full disk was never renamed, so that none is half."""
    out = []
    for file in sorted(place.glob("*.json")):
        told = json.loads(file.read_text("utf-8"))
        out.append(Spooled(**{**told, "name": f"{place.name}/{file.stem}"}))
    return out
