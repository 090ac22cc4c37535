"""The bottom line: the commonest keys, as many as fit; a key that cannot act now is dim."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.strip import Strip

from screens.format import cells
from screens.paint import LineBuilder
from screens.widgets.painted import Painted


@dataclass(frozen=True, slots=True)
class Hint:
    """A key, its label, and whether it can act now."""

    key: str
    label: str
    able: bool = True


class KeyBar(Painted):
    """Hints from left to right. The last ones stay when there is no room for all: find, command, help."""

    DEFAULT_CSS = "KeyBar { height: 1; width: 1fr; }"
    KEEP = 3

    def __init__(self) -> None:
        super().__init__()
        self.hints: tuple[Hint, ...] = ()

    def show(self, hints: Sequence[Hint]) -> None:
        """Show these."""
        if tuple(hints) != self.hints:
            self.hints = tuple(hints)
            self.refresh()

    def fitting(self, width: int) -> list[Hint]:
        """What fits: hints are left out from before the last ones, none is cut."""
        hints, room = list(self.hints), width - 2
        while len(hints) > 1 and sum(cells(h.key) + cells(h.label) + 4 for h in hints) - 3 > room:
            hints.pop(max(0, len(hints) - self.KEEP - 1))
        return hints

    def paint_line(self, y: int) -> Strip:
        line = LineBuilder(self.outer_size.width).to(1)
        for number, hint in enumerate(self.fitting(self.outer_size.width)):
            line.to(line.at + (3 if number else 0))
            line.put(hint.key, "key" if hint.able else "dim").to(line.at + 1)
            line.put(hint.label, "text" if hint.able else "dim")
        return line.strip()
