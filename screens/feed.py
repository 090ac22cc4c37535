"""Follows the journal: asks every tenth of a second whether the file has changed, and tells what did.

The asking is done in a thread, which wakes the loop only for news, and never overlaps itself; a database that is lost
is said once and sought until it is back. The cursor is taken before anything is read for the first time, so that no
change is missed; a change seen twice is harmless.
"""

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from textual.message import Message

from models.errors import StoreError
from models.rows import JournalRow
from screens.messages import Found, Lost, RowsChanged, Stirred

PERIOD = 0.1
"""Seconds between two questions; one costs some microseconds."""

PATIENCE = 1.0
"""Seconds between two attempts to find a lost database again."""

BLOCK = 500


class Feed:
    """One console's ear at the journal.

    Args:
        desk: the desk to follow.
        tell: is given every message, on the loop.
        reopen: opens the desk again after it was lost; called in a thread.
    """

    def __init__(self, desk: Any, tell: Callable[[Message], object], reopen: Callable[[], Any]) -> None:
        self.desk = desk
        self._tell, self._reopen = tell, reopen
        self._wake, self._ended = threading.Event(), False
        self._listen(desk)

    def _listen(self, desk: Any) -> None:
        self._watch = desk.store.watch()
        self._version = self._watch.version()
        self.cursor: int = desk.look.journal_head()
        self._file = _identity(desk.store.path)

    def hurry(self) -> None:
        """Ask at once: something was written from here."""
        self._wake.set()

    async def follow(self) -> None:
        """Ask for ever; ends when its task is cancelled."""
        try:
            while True:
                await self._tell_of(self._next)
        finally:
            self._ended = True
            self._wake.set()
            self._watch.close()

    async def look(self) -> None:
        """One question, and what follows from its answer."""
        await self._tell_of(self._news)

    async def _tell_of(self, ask: Callable[[], list[JournalRow] | None]) -> None:
        try:
            news = await asyncio.to_thread(ask)
        except StoreError as error:
            self._tell(Lost(error))
            await self._seek()
            return
        if news is None:
            return
        ids = frozenset(line.request_id for line in news if line.request_id is not None)
        self._tell(RowsChanged(ids, news) if news else Stirred())

    def _next(self) -> list[JournalRow] | None:
        """Ask again and again until there is news; None once nobody wants them any more."""
        news = None
        while news is None:
            self._rest(PERIOD)
            if self._ended:
                return None
            news = self._news()
        return news

    def _news(self) -> list[JournalRow] | None:
        """The journal's new lines; None if nobody has written."""
        if _identity(self.desk.store.path) != self._file:
            raise _replaced(self.desk.store.path)
        version = self._watch.version()
        if version == self._version:
            return None
        lines: list[JournalRow] = []
        while block := self.desk.look.journal_since(self.cursor, BLOCK):
            lines += block
            self.cursor = block[-1].seq
            if len(block) < BLOCK:
                break
        self._version = version
        return lines

    async def _seek(self) -> None:
        """Try until the desk can be opened again."""
        while True:
            await asyncio.to_thread(self._rest, PATIENCE)
            try:
                desk = await asyncio.to_thread(self._reopen)
                self._watch.close()
                self.desk = desk
                await asyncio.to_thread(self._listen, desk)
            except StoreError:
                continue  # already said; it is still gone
            self._tell(Found())
            return

    def _rest(self, seconds: float) -> None:
        if self._wake.wait(seconds) and not self._ended:
            self._wake.clear()


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _replaced(path: Path) -> StoreError:
    return StoreError(
        "store.gone",
        f"The file {path} is gone or was replaced by another.",
        "Bring it back; the console looks for it every second.",
        path=str(path),
    )
