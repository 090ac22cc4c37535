"""Keys in the order in which they were pressed: each is done with, wherever it leads, before the next is looked at.

A terminal hands over several keys in one read, and each goes to whatever has the focus at that moment. What a key does
there (Tab goes on, Enter answers, a digit chooses) happens later, so text typed ahead would land in the field before.
"""

import asyncio
from collections import deque
from typing import Any

from textual import events
from textual.app import App
from textual.dom import DOMNode
from textual.message_pump import MessagePump

from screens.question import Question
from screens.widgets.field import typed_in

PATIENCE = 1.0
"""Seconds after which a part of the screen that does not answer is passed over."""

LOOKS, PAUSE = 400, 0.005
"""How often, and how many seconds apart, it is looked whether an act has asked or ended."""

AT_WORK = ("acts", "save")
"""Groups of workers that carry out what a key asked for."""


class KeyOrder:
    """Holds keys back while the one before them is on its way.

    Only what takes text is waited for: questions, forms, the command line. Elsewhere every key is the screen's own,
    and done at once. Letters that are only text follow each other anyhow; the first other key waits for them.
    """

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._held: deque[events.Key | events.Paste] = deque()
        self._on_its_way = False
        self._typed_into: DOMNode | None = None
        self._following: asyncio.Task[None] | None = None

    def holds(self, event: events.Key | events.Paste) -> bool:
        """Is the key before this one still on its way? Then this one waits."""
        waits = self._on_its_way or self._waits_for_text(event)
        if waits:
            self._held.append(event)
        return waits

    def _waits_for_text(self, event: events.Key | events.Paste) -> bool:
        """Were letters typed that this key has to follow? Then they are waited for from now on."""
        typed_into = self._typed_into
        if typed_into is None or self._only_text(event, self.target):
            return False
        self._typed_into = None
        self._begin(typed_into)
        return True

    @property
    def target(self) -> DOMNode | None:
        """What the next key goes to, if that has to be waited for."""
        focused = self._app.focused
        if isinstance(self._app.screen, Question):
            return focused or self._app.screen
        takes = typed_in(focused) or any(kind.__name__ == "Chips" for kind in type(focused).__mro__)
        return focused if takes else None

    def follow(self, event: events.Key | events.Paste, target: DOMNode | None) -> None:
        """A key was given to `target`: hold the next ones until it is done with."""
        if target is not None and self._only_text(event, target):
            self._typed_into = target
        elif target is not None:
            self._begin(target)

    def _only_text(self, event: events.Key | events.Paste, target: DOMNode | None) -> bool:
        return isinstance(event, events.Key) and event.is_printable and getattr(target, "letters_are_text", False)

    def _begin(self, target: DOMNode) -> None:
        self._on_its_way = True
        self._following = asyncio.create_task(self._settle(target))

    async def _settle(self, target: DOMNode) -> None:
        """Twice along the way that a key bubbles: what it sets off goes the same way once more."""
        for _ in range(2):
            for node in target.ancestors_with_self:
                await _drained(node)
        await self._asked()
        self._app.call_later(self._release)

    async def _asked(self) -> None:
        """What the key asked for is done, or asks in its turn."""
        for _ in range(LOOKS):
            if any(isinstance(screen, Question) and not screen.waiting for screen in self._app.screen_stack):
                return
            if not any(worker.group in AT_WORK and not worker.is_finished for worker in self._app.workers):
                return
            await asyncio.sleep(PAUSE)

    async def _release(self) -> None:
        self._on_its_way = False
        while self._held and not self._on_its_way and not self._waits_for_text(self._held[0]):
            await self._app.on_event(self._held.popleft())


async def _drained(node: MessagePump) -> None:
    """Everything that waits at a part of the screen has been looked at; one that has gone has nothing to look at."""
    done = asyncio.Event()
    if not node.is_running or not node.call_later(done.set):
        return
    try:
        await asyncio.wait_for(done.wait(), PATIENCE)
    except TimeoutError:
        return
