"""What every question of an act knows: the seat, the request it has read, what can be chosen from, how to ask."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from models.ranking import Ranking
from models.rows import ActChoice, CategoryRow, CrewRow, Done, OperatorRow, RequestDetail
from models.vocabulary import (
    Role,
)
from screens.dialogs import AskLine, Choose, Option, Question
from screens.view import View

Verb = Callable[..., Done]
"""A verb call waiting for `expect`, `at` and `token`."""

Answer = TypeVar("Answer")
OVERRIDES: dict[str, tuple[Role, str]] = {
    "assign.out": (Role.DISPATCHER, "override_reason"),
    "assign.skill": (Role.DISPATCHER, "override_reason"),
    "assign.expired": (Role.DISPATCHER, "override_reason"),
    "assign.load": (Role.DISPATCHER, "override_reason"),
    "resolve.needs_safe": (Role.SUPERVISOR, "override_reason"),
    "resolve.needs_source": (Role.SUPERVISOR, "override_reason"),
    "resolve.no_access": (Role.SUPERVISOR, "override_reason"),
    "resolve.no_crew": (Role.SUPERVISOR, "override_reason"),
    "resolve.nobody_met": (Role.SUPERVISOR, "override_reason"),
    "close.same_person": (Role.SUPERVISOR, "reason"),
    "close.needs_review": (Role.OPERATOR, "review"),
}
"""Refusals that a written reason can set aside: who may, and the name under which the verb takes it."""

LIKELY_ENDS = ("+1h", "+2h", "+4h", "18:00", "明天 9:00")
LIKELY_ENDS_EN = (*LIKELY_ENDS[:-1], "tomorrow 9:00")


@dataclass(frozen=True, slots=True)
class Lists:
    """What can be chosen from, read once before the questions."""

    crews: tuple[CrewRow, ...] = ()
    categories: tuple[CategoryRow, ...] = ()
    operators: tuple[OperatorRow, ...] = ()
    ranking: Ranking | None = None
    endings: tuple[ActChoice, ...] = ()


@dataclass(frozen=True, slots=True)
class Asking:
    """A seat about to act on a request it has read."""

    desk: Any
    seat: Any
    detail: RequestDetail
    lists: Lists
    view: View
    push: Callable[[Question[Any]], Awaitable[Any]]
    clock: Callable[[], int]

    @property
    def id(self) -> int:
        """The request."""
        return self.detail.row.id

    def title(self, act: str) -> str:
        """What the question's band says: the act and the request."""
        return f"{self.view.word('act', act)}  {self.detail.row.number}  {self.detail.row.address}"

    async def pick(
        self, act: str, options: Sequence[Option], *, filtered: bool = False, chosen: str | None = None
    ) -> Any:
        """One of `options`, or None."""
        return await self.push(Choose(self.view, self.title(act), options, filtered=filtered, chosen=chosen))

    async def word(self, act: str, section: str, values: Sequence[str]) -> Any:
        """One word of a closed list, or None."""
        return await self.pick(act, [Option(value, self.view.word(section, value)) for value in values])

    async def line(self, act: str, label: str, *, optional: bool = False) -> str | None:
        """One line of text; empty only if `optional`; None when left."""
        given = await self.push(AskLine(self.view, self.title(act), self.view.say(label), optional=optional))
        return None if given is None else str(given["text"])


Asks = Callable[[Asking], Awaitable[Verb | None]]
