"""What was typed after the colon: every line in memory, and on disk the words and numbers alone, for nobody else.

A note says what a caller said; it is not written to a file of the machine.
"""

import json
import os
from collections.abc import Sequence
from pathlib import Path

from platformdirs import user_state_path

KEPT = 200
"""Lines that are remembered of each person."""


class History:
    """The lines of everybody who uses this machine, by login; the newest last.

    Args:
        path: the file, made for its owner alone; what cannot be read there counts as nothing kept.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lines: dict[str, list[str]] = {}

    def lines(self, login: str) -> Sequence[str]:
        """What this person typed, the oldest first."""
        if login not in self._lines:
            self._lines[login] = self._read(login)
        return self._lines[login]

    def add(self, login: str, line: str, kept: str) -> None:
        """Remember a line as it was typed, and on disk what is `kept` of it.

        Raises:
            OSError: the file cannot be written.
        """
        known = list(self.lines(login))
        self._lines[login] = [*(one for one in known if one != line), line][-KEPT:]
        on_disk = [*(one for one in self._read(login) if one != kept), kept][-KEPT:]
        self._write({**self._everybody(), login: on_disk})

    def _read(self, login: str) -> list[str]:
        return self._everybody().get(login, [])

    def _everybody(self) -> dict[str, list[str]]:
        try:
            found = json.loads(self.path.read_text("utf-8"))
        except (OSError, ValueError):  # nothing kept yet, or nothing readable: an empty history serves
            return {}
        known = found.items() if isinstance(found, dict) else ()
        return {name: list(map(str, kept)) for name, kept in known if isinstance(kept, list)}

    def _write(self, everybody: dict[str, list[str]]) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self.path.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            json.dump(everybody, file, ensure_ascii=False)
        fresh.replace(self.path)


def usual_history() -> History:
    """The history in the user's state folder."""
    return History(user_state_path("hotline") / "commands.json")


class Recall:
    """Walks through lines with Up and Down; what stood there before comes back at the end."""

    def __init__(self, lines: Sequence[str], typed: str) -> None:
        self.lines, self.at = [*lines, typed], len(lines)

    def step(self, by: int) -> str:
        """The line before, or after."""
        self.at = max(0, min(len(self.lines) - 1, self.at + by))
        return self.lines[self.at]
