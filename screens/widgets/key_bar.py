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
    """Hints from left to right, each in its place as long as there is room for all.

    In a narrow bar what can be done comes first, and of what cannot now only the most important, dimmed; the last
    ones stay: find, command, help.
    """

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
        """What fits: hints are left out from before the last ones, the dimmed ones first; none is cut."""
        hints = list(self.hints)
        if needs(hints) > width:
            kept = hints[-self.KEEP :]
            hints = [*sorted(hints[: -self.KEEP], key=lambda hint: not hint.able), *kept]
        while len(hints) > 1 and needs(hints) > width:
            hints.pop(max(0, len(hints) - self.KEEP - 1))
        return hints

    def paint_line(self, y: int) -> Strip:
        line = LineBuilder(self.outer_size.width).to(1)
        for number, hint in enumerate(self.fitting(self.outer_size.width)):
            line.to(line.at + (3 if number else 0))
            line.put(hint.key, "key" if hint.able else "dim").to(line.at + 1)
            line.put(hint.label, "text" if hint.able else "dim")
        return line.strip()


def needs(hints: Sequence[Hint]) -> int:
    """Cells that hints take in a line, its margins included."""
    return sum(cells(hint.key) + cells(hint.label) + 4 for hint in hints) - 1
