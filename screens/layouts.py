"""How each person likes the panes: a small file in the user's state folder, read at the start, written on a change."""

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from models.wanted import EVERYTHING, Wanted

LEAST, MOST = 25, 75
STEP = 4


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the borders stand, in percent of the screen, which pane fills it (None: all four show), and the filter."""

    across: int = 50
    down: int = 47
    zoomed: int | None = None
    focused: int = 0
    wanted: Wanted = EVERYTHING

    def moved(self, right: int, below: int) -> "Layout":
        """The borders moved by so many steps."""
        return replace(
            self,
            across=min(MOST, max(LEAST, self.across + right * STEP)),
            down=min(MOST, max(LEAST, self.down + below * STEP)),
        )


class Layouts:
    """The layouts of everybody who uses this machine, by login."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self, login: str) -> Layout:
        """This person's layout; the usual one if there is none, or none that can be read."""
        kept = self._kept().get(login, {})
        numbers = {name: value for name, value in kept.items() if isinstance(value, int)}
        usual = Layout()
        layout = Layout(
            numbers.get("across", usual.across),
            numbers.get("down", usual.down),
            None,
            numbers.get("focused", 0) % 4,
            _wanted(kept.get("wanted")),
        ).moved(0, 0)
        return replace(layout, zoomed=numbers["zoomed"] % 4) if "zoomed" in numbers else layout

    def write(self, login: str, layout: Layout) -> None:
        """Keep this person's layout.

        Raises:
            OSError: the folder cannot be written.
        """
        plain = {name: value for name, value in asdict(layout).items() if name != "wanted" or layout.wanted}
        everybody = self._kept() | {login: plain}
        self.path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self.path.with_suffix(".new")
        fresh.write_text(json.dumps(everybody, ensure_ascii=False, indent=1), "utf-8")
        fresh.replace(self.path)

    def _kept(self) -> dict[str, dict[str, object]]:
        try:
            found = json.loads(self.path.read_text("utf-8"))
        except (OSError, ValueError):  # nothing kept yet, or nothing readable: the usual layout serves
            return {}
        return {name: kept for name, kept in found.items() if isinstance(kept, dict)} if isinstance(found, dict) else {}


def _wanted(kept: Any) -> Wanted:
    """A filter as it was kept; none where it cannot be read."""
    if not isinstance(kept, dict):
        return EVERYTHING
    lists = [kept.get(name) for name in ("districts", "kinds", "crews")]
    districts, kinds, crews = (tuple(map(str, value)) if isinstance(value, list) else () for value in lists)
    shift: tuple[int, int] | None = None
    match kept.get("shift"):
        case [int(begin), int(end)] if 0 <= begin < 24 and 0 <= end < 24 and begin != end:
            shift = begin, end
    return Wanted(districts, kinds, crews, shift)
