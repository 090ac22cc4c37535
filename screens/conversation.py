"""The questions of one act: what was typed stays on the screen until the act is done or left, refused or not.

A question with typed text is not closed by its answer. It waits below whatever is asked after it, and comes back with
the refusal inside when the desk says no; then the questions are gone through again, those before it answered as
before. Only success and Escape close it.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from textual.app import App

from models.errors import DeskError
from screens.host import host_of
from screens.question import Question

Answer = TypeVar("Answer")


class Conversation:
    """What was asked and answered for one act, in order."""

    def __init__(self, app: App[Any]) -> None:
        self.app = app
        self._given: list[Any] = []
        self._before: list[Any] = []
        self._kept: Question[Any] | None = None
        self._kept_place = 0

    @property
    def open(self) -> bool:
        """Does a question with typed text still stand?"""
        return self._kept is not None

    async def ask(self, question: Question[Any]) -> Any:
        """The answer, None if it was left. Runs inside a worker."""
        place = len(self._given)
        if self._kept is not None and place < self._kept_place:
            answer = self._before[place]
        elif self._kept is not None and place == self._kept_place:
            answer = await self._kept_answer()
        else:
            if place < len(self._before) and self._before[place] is not None:
                question.recall(self._before[place])
            answer = await self._push(question, place)
        self._given.append(answer)
        return answer

    async def _push(self, question: Question[Any], place: int) -> Any:
        if self._kept is not None or not question.typed:
            return await self.app.push_screen_wait(question)
        self._kept, self._kept_place = question, place
        question.keep()
        await self.app.push_screen(question)
        return await self._kept_answer()

    async def _kept_answer(self) -> Any:
        answer = None if self._kept is None else await self._kept.answered()
        if answer is None:
            self.close()
        return answer

    def refused(self, sentence: str) -> None:
        """The desk said no: the kept question says why, and whoever asks next asks from the beginning."""
        if self._kept is not None:
            self._kept.complain(sentence)
        self._before, self._given = self._given, []

    def close(self) -> None:
        """The act is done, or was left."""
        if self._kept is not None:
            kept, self._kept = self._kept, None
            kept.release()


async def until_done(
    app: App[Any], ask: Callable[[Conversation], Awaitable[Callable[[], Answer] | None]]
) -> Answer | None:
    """Ask and carry out until it is done or left; a refusal stands in the question, and nothing typed is lost.

    Args:
        ask: asks what the verb needs and answers it ready to be called in a thread, None when it was left.

    Raises:
        DeskError: the desk refuses, and no question stands that could say so.
    """
    talk = Conversation(app)
    try:
        while True:
            verb = await ask(talk)
            if verb is None:
                return None
            try:
                return await asyncio.to_thread(verb)
            except DeskError as error:
                if not talk.open:
                    raise
                talk.refused(host_of(app).wording.error(error))
    finally:
        talk.close()
