"""The calls for this seat: followed through the journal, shown where the person works, taken one by one."""

import asyncio
from collections.abc import Iterable
from functools import partial
from typing import Any

from textual.app import App

from models.errors import DeskError
from models.rows import CallsNow, JournalRow, Pop
from models.vocabulary import Act
from screens.background import Anew
from screens.bell import Sound
from screens.host import host_of
from screens.messages import Rang

HEARD = frozenset(
    {
        Act.ADMINISTER,
        Act.RING,
        Act.ANSWER,
        Act.HANG_UP,
        Act.WRAP_UP,
        Act.RANG_BACK,
        Act.CALL,
        Act.SAVE,
        Act.JOIN,
        Act.IMPORT,
    }
)
"""Lines of the journal after which other calls may wait, or others be missed."""

AGAIN = 30.0
"""Seconds after which it is looked again: a call that nobody ends goes by time alone."""


class Calling:
    """What rings at this console. It never takes the focus: a call stands there until `n` takes it."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self.now = CallsNow()
        self.taken: set[int] = set()
        self._anew = Anew(app, self._read, "calls")

    def begin(self) -> None:
        """From now on it is looked again from time to time."""
        self._app.set_interval(AGAIN, self.look)

    def follow(self, lines: Iterable[JournalRow]) -> None:
        """Look again if one of these lines is about calls."""
        if any(line.act in HEARD for line in lines):
            self.look()

    def look(self) -> None:
        """Look again, one reading at a time."""
        self._anew.ask()

    async def _read(self) -> None:
        host = host_of(self._app)
        if host.desk is None or host.seat is None:
            return
        phone = host.desk.look.telephone()
        try:
            found: CallsNow = await asyncio.to_thread(partial(phone.now, host.seat, host.wall.now()))
        except DeskError as error:
            host.refuse(error)
            return
        before, self.now = self.now, found
        if found == before:
            return
        known = {pop.call.id for pop in before.pops}
        rings = any(pop.call.id not in known and pop.call.answered_at is None for pop in self.pops())
        if rings and host.sound is Sound.ALL:
            self._app.bell()
        for screen in self._app.screen_stack:
            screen.post_message(Rang())

    def pops(self, *, busy: bool = False) -> tuple[Pop, ...]:
        """The calls that stand here, in the order in which they are taken; `busy` with a form: only one's own."""
        return tuple(pop for pop in self.now.pops if pop.call.id not in self.taken and (pop.mine or not busy))

    def take(self) -> Pop | None:
        """The call that `n` takes; it stands here no longer."""
        pop = next(iter(self.pops()), None)
        if pop is not None:
            self.taken.add(pop.call.id)
        return pop
