"""Keeps what is typed: in the database, and on this machine as long as the database does not take it."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

from models.errors import DeskError, StoreError
from screens.spool import Spool, Spooled
from screens.wording import Wording

PATIENCE = 1.0
"""Seconds that the database may take before what was typed is put beside it."""


class Safety:
    """The net under one form.

    Args:
        spool: where it goes when the database takes nothing.
        wording: the language in which trouble is said.
        left: the name of what an earlier console left there and this form goes on with.
    """

    def __init__(self, spool: Spool, wording: Wording, left: str = "") -> None:
        self._spool, self._wording = spool, wording
        self._name, self._written, self._left = uuid4().hex, False, left
        self._put: Spooled | None = None
        self._turn = asyncio.Lock()
        self.trouble = ""

    @property
    def red(self) -> bool:
        """Is the database not taking what is typed?"""
        return bool(self.trouble)

    async def keep(self, job: Callable[[], Awaitable[Any]], typed: Callable[[], Spooled]) -> bool:
        """Await `job`, which keeps what was typed; what it does not keep within a second goes to this machine.

        Raises:
            DeskError: the desk refuses, and not because its file cannot be written.
        """
        task = asyncio.ensure_future(job())
        done, _ = await asyncio.wait({task}, timeout=PATIENCE)
        if not done:
            await self.put(typed())
            self.trouble = self.trouble or self._wording("line.spooled")
        try:
            await task
        except StoreError as error:
            await self.put(typed(), error)
            return False
        await self.forget()
        return True

    async def put(self, typed: Spooled, why: DeskError | None = None) -> None:
        """Onto this machine, the later words after the earlier, and say so if the database refused it."""
        try:
            async with self._turn:
                if typed != self._put:
                    await asyncio.to_thread(self._spool.write, self._name, typed)
                    self._put, self._written = typed, True
        except OSError as error:
            self.trouble = self._wording("intake.lost_all", why=str(error))
            return
        if why is not None:
            self.trouble = self._wording("intake.spooled", why=self._wording.error(why))

    async def forget(self) -> None:
        """The database has it."""
        self.trouble = ""
        async with self._turn:
            self._put = None
            if self._written:
                await asyncio.to_thread(self._spool.drop, self._name)
                self._written = False
        if self._left:
            await asyncio.to_thread(self._spool.drop, self._left)
            self._left = ""
