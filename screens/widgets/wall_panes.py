"""The four panes as they hang on a wall: no cursor, no keys, nothing scrolls, and what does not fit is counted."""

from collections.abc import Sequence
from dataclasses import replace

from screens.host import host_of
from screens.view import View
from screens.widgets.pane import Pane
from screens.widgets.pane_alarms import AlarmsPane
from screens.widgets.pane_crews import CrewsPane
from screens.widgets.pane_queues import QueuesPane
from screens.widgets.pane_today import TodayPane
from screens.widgets.sheet import BLANK, Line, Span


def fitted(lines: Sequence[Line], room: int, more: str) -> list[Line]:
    """As many lines as there is room for; if records are left over, the last one says `more` with their number."""
    if room <= 0 or len(lines) <= room:
        return [_still(line) for line in lines]
    shown = [_still(line) for line in lines[: room - 1]]
    left = sum(line.ref is not None for line in lines[room - 1 :])
    if not left:
        return [*shown, _still(lines[room - 1])]
    while shown and shown[-1] == BLANK:
        shown.pop()
    return [*shown, Line((Span(3, "+", "amber"), Span(7, more.format(n=left), "amber")))]


def _still(line: Line) -> Line:
    """The line without a record, so that no cursor stands on it."""
    return Line(line.spans, line.ground)


class Hung(Pane, can_focus=False):
    """What the panes share on the wall."""

    def write(self, lines: Sequence[Line]) -> None:
        more = host_of(self).wording("wall.more", n="{n}")
        super().write(fitted(lines, self.size.height, more))

    def band(self, view: View) -> Line:
        """Title and figures: no key leads here."""
        found = super().band(view)
        return Line(tuple(span for span in found.spans if span.tone != "key"), "band")

    def keys(self, view: View) -> Sequence[tuple[str, str]]:
        return ()

    def scroll_lines(self, by: int) -> None:
        """Nothing scrolls here, under the wheel neither."""


class HungQueues(Hung, QueuesPane, can_focus=False):
    """The queues."""


class HungAlarms(Hung, AlarmsPane, can_focus=False):
    """The alarms; their district stands where their address would, and need not be named twice."""

    def body(self, view: View, width: int) -> list[Line]:
        once = dict.fromkeys((row.district for row in self.board.alarms), "")
        return super().body(view if self.board.flood else replace(view, districts=once), width)


class HungCrews(Hung, CrewsPane, can_focus=False):
    """The crews."""


class HungToday(Hung, TodayPane, can_focus=False):
    """Today and what just happened."""
