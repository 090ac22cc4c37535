"""A hand-over sheet as lines: its title band, who has signed, the figures, and every item with whether it was read."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from models.rows.handovers import HandoverRow, HandoverSheet, SheetItem
from models.vocabulary import SheetPart
from screens.format import cells, clean, wrap
from screens.paper_handover import figure_words, text, what, when, who
from screens.view import View
from screens.widgets.sheet import Line, Span

AT = 7
"""The column of words, as on every list."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the screen shows: the sheet that waits (None: nobody has signed one), what a sheet would say now, and the
    red items that this seat has read."""

    row: HandoverRow | None
    now: HandoverSheet
    read: Mapping[str, int] = field(default_factory=dict)

    @property
    def items(self) -> tuple[SheetItem, ...]:
        """What stands on the sheet, and what turned red since it was signed."""
        if self.row is None:
            return self.now.items
        known = {item.key for item in self.row.items}
        return (*self.row.items, *(item for item in self.now.items if item.red and item.key not in known))

    @property
    def red(self) -> tuple[SheetItem, ...]:
        """The red items."""
        return tuple(item for item in self.items if item.red)

    @property
    def unread(self) -> tuple[SheetItem, ...]:
        """Those that this seat has not read."""
        return tuple(item for item in self.red if item.key not in self.read)

    def came(self, item: SheetItem) -> bool:
        """Did it come after the sheet was signed?"""
        return self.row is not None and item not in self.row.sheet.items


def handover_lines(shown: Shown, view: View, width: int, mine: bool) -> list[Line]:
    """The whole sheet; `mine`: this seat has signed it as the one who goes."""
    row = shown.row
    title = view.say("handover.draft") if row is None else view.say("handover.sheet", id=row.id)
    count = view.say("handover.count", red=len(shown.red), unread=len(shown.unread)) if row is not None else ""
    lines = [Line((Span(1, title, "title"), Span(-1 - cells(count), count, "title" if shown.unread else "dim")),
                  "focus")]  # fmt: skip
    lines += _wrapped(_state(shown, view, mine), width, "amber" if row is not None else "dim")
    if row is not None and not row.intact:
        lines += _wrapped(view.say("handover.altered"), width, "red")
    sheet = shown.now if row is None else row.sheet
    figures = "  ".join(f"{name} {value}" for name, value in figure_words(sheet.figures, view))
    lines += _wrapped(figures, width, "text")
    for part in SheetPart:
        found = [item for item in shown.items if item.part is part]
        if found:
            heading = view.word("sheet_part", part)
            count = str(len(found))
            lines.append(Line(ground="ground"))
            lines.append(Line((Span(1, heading, "title"), Span(-1 - cells(count), count, "dim")), "band"))
            lines += [line for item in found for line in _item(item, shown, view, width)]
    return lines


def _state(shown: Shown, view: View, mine: bool) -> str:
    row = shown.row
    if row is None:
        return view.say("handover.live")
    if mine:
        return view.say("handover.yours")
    return view.say("handover.waits_for", name=clean(row.outgoing), at=view.clock(row.sheet.at))


def _item(item: SheetItem, shown: Shown, view: View, width: int) -> list[Line]:
    """One line, and a second one where more is known; a red one says whether it was read."""
    open_ = item.red and item.key not in shown.read
    sign, tone = ("!!", "red") if open_ else ("v", "green") if item.red else ("", "text")
    if item.part is SheetPart.URGENT and open_ and item.priority == "P1":
        sign = "!!!"
    came = view.say("handover.came_since") if shown.came(item) else ""
    right = "  ".join(part for part in (came, clean(when(item, view))) if part)
    words = "title" if open_ else "text"
    edge = width - 1 - cells(right)
    first = Line((Span(3, sign, tone, 3), Span(AT, clean(what(item, view)), words, max(4, edge - AT - 2)),
                  Span(edge, right, "red" if item.late and open_ else "dim")), "ground", item.key)  # fmt: skip
    more = [who(item, view), text(item, view)]
    told = "  ".join(clean(part) for part in more if part)
    if not told:
        return [first]
    return [first, *(Line((Span(AT, line, "dim"),), "ground") for line in wrap(told, max(8, width - AT - 1))[:2])]


def _wrapped(said: str, width: int, tone: str) -> list[Line]:
    return [Line((Span(AT, line, tone),), "ground") for line in wrap(said, max(8, width - AT - 1))]
