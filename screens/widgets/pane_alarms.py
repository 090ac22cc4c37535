"""The pane of alarms: the alarm list as far as it fits."""

from collections.abc import Sequence

from models.rows import AlarmRow
from models.vocabulary import AlarmState
from screens.view import View
from screens.widgets.alarm_lines import GROUPS, Folding, GroupRef, alarm_head, alarm_lines, figures_of, group_of
from screens.widgets.alarm_steps import Beside
from screens.widgets.pane import Pane
from screens.widgets.sheet import Line, Span


class AlarmsPane(Pane):
    """What waits first; `a` acknowledges the alarm under the cursor."""

    TITLE = "monitor.alarms"
    PART = "alarms"
    head = 2
    opened: frozenset[GroupRef] = frozenset()

    def toggle(self) -> bool:
        """Open the group under the cursor, or close it; False if there is none."""
        if not isinstance(self.ref, GroupRef):
            return False
        self.opened = self.opened ^ {self.ref}
        self.compose_lines()
        return True

    def figures(self, view: View) -> str:
        counts = figures_of(self.board.alarms)
        words = [f"{view.word('alarm_state', state)} {counts[state]}" for state in GROUPS[:3]]
        out = [view.word("alarm_rule", row.rule) for row in self.board.rules]
        if out:
            words.append(f"x {view.word('alarm_state', AlarmState.OUT_OF_SERVICE)} {', '.join(out)}")
        return "  ".join(words)

    def keys(self, view: View) -> Sequence[tuple[str, str]]:
        return (("a", view.say("key.act.acknowledge")),)

    @property
    def chosen(self) -> AlarmRow | None:
        """The alarm under the cursor; of a group, the gravest."""
        if isinstance(self.ref, GroupRef):
            return next((row for row in self.board.alarms if group_of(row) == self.ref), None)
        return next((row for row in self.board.alarms if row.id == self.ref), None)

    @property
    def about(self) -> int | None:
        return self.chosen.request_id if self.chosen else None

    def body(self, view: View, width: int) -> list[Line]:
        head = alarm_head(width, view)
        rows = [row for row in self.board.alarms if row.state != AlarmState.NORMAL]
        if not rows and not self.board.rules:
            calm = Line((Span(3, "+", "green"), Span(7, view.say("alarms.none"))))
            return [Line(head.spans), calm, Line((Span(7, view.say("alarms.none_why"), "dim"),))]
        beside = Beside(self.board.rules, self.board.incidents)
        folding = Folding(self.board.flood, self.opened)
        listed = alarm_lines(rows, view, width, ground="pane", gaps=False, beside=beside, folding=folding,
                             rules=self.board.rules)  # fmt: skip
        return [Line(head.spans), *listed]
