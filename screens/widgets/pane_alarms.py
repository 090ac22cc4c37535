"""The pane of alarms: the alarm list as far as it fits."""

from collections.abc import Sequence

from models.rows import AlarmRow
from models.vocabulary import AlarmState
from screens.view import View
from screens.widgets.alarm_lines import GROUPS, alarm_head, alarm_lines, figures_of
from screens.widgets.pane import Pane
from screens.widgets.sheet import Line, Span


class AlarmsPane(Pane):
    """What waits first; `a` acknowledges the alarm under the cursor."""

    TITLE = "monitor.alarms"
    head = 2

    def figures(self, view: View) -> str:
        counts = figures_of(self.board.alarms)
        return "  ".join(f"{view.word('alarm_state', state)} {counts[state]}" for state in GROUPS[:3])

    def keys(self, view: View) -> Sequence[tuple[str, str]]:
        return (("a", view.say("key.act.acknowledge")),)

    @property
    def chosen(self) -> AlarmRow | None:
        """The alarm under the cursor."""
        return next((row for row in self.board.alarms if row.id == self.ref), None)

    @property
    def about(self) -> str | int | None:
        return self.chosen.request_id if self.chosen else None

    def body(self, view: View, width: int) -> list[Line]:
        head = alarm_head(width, view)
        rows = [row for row in self.board.alarms if row.state != AlarmState.NORMAL]
        if not rows:
            calm = Line((Span(3, "+", "green"), Span(7, view.say("alarms.none"))))
            return [Line(head.spans), calm, Line((Span(7, view.say("alarms.none_why"), "dim"),))]
        return [Line(head.spans), *alarm_lines(rows, view, width, ground="pane", gaps=False)]
