"""The application's look at everything its frame shows: again with every change, one reading at a time."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from textual.app import App

from models.errors import StoreError
from models.wall import monotonic_ms
from screens.background import Anew, start
from screens.counting import Counting
from screens.glance import Glance, counts_at, glance_at
from screens.host import host_of

PAUSE = 0.25
"""Seconds between two readings while changes keep coming."""

AROUND = 4.0
"""Seconds between two looks at who is inside which request, when nothing else asks for one."""


class Glancing:
    """Keeps the last look; `news` is told of a whole one, `shown` of everything that screens should show.

    Where counting all that is open has become dear, it is done behind what must be seen at once.
    """

    def __init__(self, app: App[Any], news: Callable[[Glance], object], shown: Callable[[], object]) -> None:
        self._app, self._news, self._shown = app, news, shown
        self.now = Glance()
        self.counting, self._count_waits = Counting(), False
        self._anew = Anew(app, self.look, "glance", PAUSE)

    def begin(self) -> None:
        """From now on it is looked from time to time at who is inside a request."""
        self._app.set_interval(AROUND, self._look_around)

    def look_again(self) -> None:
        """Read it all again."""
        self._anew.ask()

    def _look_around(self) -> None:
        """Who died inside a request makes no change that could be heard: as long as somebody is inside one, look."""
        if self.now.presence:
            self.look_again()

    async def look(self) -> None:
        """Read it now, in a thread."""
        host = host_of(self._app)
        if host.desk is None:
            return
        known = self.now.counts
        try:
            found = await asyncio.to_thread(glance_at, host.desk, host.wall.now(), host.seat, self.counting, known)
        except StoreError as error:
            host.refuse(error)
            return
        # Counts that were read beside this look are the newer ones.
        self.now = replace(found, counts=self.now.counts) if found.counts is known else found
        self._news(self.now)
        self._shown()
        if self.counting.dear and not self._count_waits:
            self._count_waits = True
            start(self._app, self._count_again, "count")

    async def _count_again(self) -> None:
        """Count what is open once that has rested; alarms are looked at meanwhile."""
        host = host_of(self._app)
        await asyncio.sleep(self.counting.rests(monotonic_ms()) / 1000)
        self._count_waits = False
        if host.desk is None:
            return
        try:
            counts = await asyncio.to_thread(counts_at, host.desk, host.wall.now(), self.counting)
        except StoreError as error:
            host.refuse(error)
            return
        self.now = replace(self.now, counts=counts)
        self._shown()
