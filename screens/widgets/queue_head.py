"""The band above a queue: key, name, how many there are; right, which rows show and how many wait to be sorted."""

from dataclasses import dataclass, replace
from typing import Any

from textual.strip import Strip

from screens.format import cells
from screens.paint import LineBuilder
from screens.widgets.painted import Painted
from screens.wording import Wording


@dataclass(frozen=True, slots=True)
class Facts:
    """What the band says."""

    name: str = ""
    focused: bool = False
    total: int = 0
    first: int = 0
    last: int = 0
    astray: int = 0
    loaded: bool = False


class QueueHead(Painted):
    """A band; blue ground while its queue has the focus."""

    def __init__(self, key: str, wording: Wording) -> None:
        super().__init__()
        self.key, self.wording = key, wording
        self.facts = Facts()

    def show(self, **changes: Any) -> None:
        """Say something else; painted again only if it differs."""
        facts = replace(self.facts, **changes)
        if facts != self.facts:
            self.facts = facts
            self.refresh()

    def paint_line(self, y: int) -> Strip:
        facts = self.facts
        line = LineBuilder(self.outer_size.width, "focus" if facts.focused else "band")
        line.to(1).put(self.key, "key").to(3).put(facts.name, "title")
        if facts.loaded:
            line.put(f"  {facts.total}", "title")
        right = self._right()
        if right:
            line.to(max(line.at + 1, self.outer_size.width - 2 - cells(right))).put(
                right, "text" if facts.astray else "dim"
            )
        return line.strip()

    def _right(self) -> str:
        facts, say = self.facts, self.wording
        if facts.astray:
            return say("queue.changed", n=facts.astray)
        if facts.loaded and not facts.total:
            return say("queue.empty")
        if facts.loaded and facts.last - facts.first + 1 < facts.total:
            return say("queue.shown", first=facts.first, last=facts.last, total=facts.total)
        return ""
