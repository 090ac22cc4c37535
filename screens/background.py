"""Work beside the loop: a job is handed over uncalled, so that one that is cancelled before it began leaves nothing."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, cast

from textual.dom import DOMNode
from textual.worker import Worker, WorkType


def start(owner: DOMNode, job: Callable[[], Awaitable[Any]], group: str, *, exclusive: bool = False) -> Worker[Any]:
    """Run `job` for as long as `owner` lives; `exclusive` ends the ones of its group that still run."""
    return owner.run_worker(cast(WorkType[Any], job), group=group, exclusive=exclusive)


class Anew:
    """A reading that many things ask for: one at a time, and once more if it was asked for meanwhile.

    Args:
        owner: for as long as it lives there is something to read for.
        read: the reading.
        group: what its work is called.
        pause: seconds between two readings while it is asked for without end.
    """

    def __init__(self, owner: DOMNode, read: Callable[[], Awaitable[Any]], group: str, pause: float = 0.0) -> None:
        self._owner, self._read, self._group, self._pause = owner, read, group, pause
        self._reading = self._asked = False

    def ask(self) -> None:
        """Read again."""
        self._asked = True
        if not self._reading:
            self._reading = True
            start(self._owner, self._go_on, self._group)

    async def _go_on(self) -> None:
        try:
            while self._asked:
                self._asked = False
                await self._read()
                if self._asked:
                    await asyncio.sleep(self._pause)
        finally:
            self._reading = False
