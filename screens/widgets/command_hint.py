"""The line below the command line while somebody types there: what would happen, why not, and what can be said next."""

from collections.abc import Sequence

from textual.strip import Strip

from screens.format import cells, clean, cut
from screens.paint import LineBuilder
from screens.widgets.painted import Painted

Part = tuple[str, str]
"""A tone and a text."""


class CommandHint(Painted):
    """Takes the place of the key bar for as long as a command is typed."""

    DEFAULT_CSS = "CommandHint { height: 1; width: 1fr; display: none; }"

    def __init__(self) -> None:
        super().__init__(id="command-hint")
        self.parts: tuple[Part, ...] = ()
        self.choices: tuple[str, ...] = ()
        self.chosen = -1

    def show(self, parts: Sequence[Part], choices: Sequence[str] = (), chosen: int = -1) -> None:
        """What would happen, then what Tab offers, the one that stands in the line marked."""
        shown = (tuple((tone, clean(text)) for tone, text in parts), tuple(clean(one) for one in choices), chosen)
        if shown != (self.parts, self.choices, self.chosen):
            self.parts, self.choices, self.chosen = shown
            self.refresh()

    def text(self) -> str:
        """All of it as it would be read."""
        return "  ".join([*(text for _, text in self.parts), *self.choices])

    def paint_line(self, y: int) -> Strip:
        width = self.outer_size.width
        line = LineBuilder(width).to(1)
        wanted = min(sum(cells(one) + 1 for one in self.choices) + 5, width // 2) if self.choices else 0
        for place, (tone, text) in enumerate(self.parts):
            room = width - 1 - line.at - wanted
            if room > 3:
                line.to(line.at + (2 if place else 0)).put(cut(text, room - 2), tone)
        if self.choices:
            self._offer(line.to(line.at + (2 if self.parts else 0)), width)
        return line.strip()

    def _offer(self, line: LineBuilder, width: int) -> None:
        line.put("Tab", "key")
        first = max(0, self.chosen - 3)
        for place, one in enumerate(self.choices[first:], first):
            if line.at + cells(one) + 4 > width:
                line.to(line.at + 1).put("..", "dim")
                return
            line.to(line.at + 1).put(one, "title" if place == self.chosen else "dim")
