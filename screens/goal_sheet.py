"""What a figure with a goal came to, period by period: where an alarm about it leads."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from textual.app import App, ComposeResult
from textual.binding import Binding

from models.rows import GoalFigureRow
from screens.host import host_of, view_of
from screens.question import Question
from screens.view import View
from screens.widgets.goal_words import bound_words, goal_title, value_words
from screens.widgets.sheet import BLANK, Line, Sheet, Span

AT_VALUE, AT_BOUNDS, AT_N, AT_GOAL, AT_VERDICT = 15, 29, 47, 55, 74


def goal_lines(rows: Sequence[GoalFigureRow], view: View) -> list[Line]:
    """A line a period, the newest first: the figure, its bounds, what it stands on, the goal, and the verdict."""
    if not rows:
        return [Line((Span(2, view.say("goal.none"), "dim"),))]
    heads = ((2, "since"), (AT_VALUE, "value"), (AT_BOUNDS, "bounds"), (AT_N, "n"), (AT_GOAL, "goal"),
             (AT_VERDICT, "verdict"))  # fmt: skip
    head = Line(tuple(Span(at, view.say(f"goal.{name}"), "dim") for at, name in heads), "band")
    seen = view.say("goal.seen", at=view.clock(rows[0].updated_at))
    return [head, *(_period(row, view) for row in rows), BLANK, Line((Span(2, seen, "dim"),))]


def _period(row: GoalFigureRow, view: View) -> Line:
    word, tone = _verdict(row)
    bounds = "" if row.low is None or row.high is None else f"{row.low:g} - {row.high:g}"
    first = datetime.fromtimestamp(row.since / 1000, ZoneInfo(view.zone)).date().isoformat()
    return Line(
        (
            Span(2, first, "text"),
            Span(AT_VALUE, value_words(row), tone),
            Span(AT_BOUNDS, bounds, "dim"),
            Span(AT_N, str(row.n), "text"),
            Span(AT_GOAL, bound_words(row, view), "dim"),
            Span(AT_VERDICT, view.say(f"goal.{word}"), tone),
        )
    )


def _verdict(row: GoalFigureRow) -> tuple[str, str]:
    if row.value is None or row.remark:
        return "thin", "dim"
    return ("missed", "red") if row.crossed else ("met", "green")


class GoalSheet(Question[Any]):
    """Shows a goal's periods until Escape."""

    BINDINGS = [
        Binding("up", "roll(-1)", show=False, priority=True),
        Binding("down", "roll(1)", show=False, priority=True),
        Binding("pageup", "roll(-9)", show=False, priority=True),
        Binding("pagedown", "roll(9)", show=False, priority=True),
    ]

    def __init__(self, view: View, goal: str, rows: Sequence[GoalFigureRow]) -> None:
        super().__init__(view, goal_title(goal, view), "goal.keys")
        self.rows = rows

    def body(self) -> ComposeResult:
        yield Sheet(id="periods")

    def on_mount(self) -> None:
        lines = goal_lines(self.rows, self.view)
        sheet = self.query_one("#periods", Sheet)
        sheet.styles.height = max(3, min(len(lines), self.app.size.height - 9))
        sheet.write(lines)
        sheet.focus()

    def action_roll(self, by: int) -> None:
        """Scroll by lines."""
        self.query_one("#periods", Sheet).scroll_lines(by)


async def show_goal(app: App[Any], goal: str) -> None:
    """Show what came of one goal; runs inside a worker."""
    host = host_of(app)
    if host.desk is None:
        return
    rows = await asyncio.to_thread(host.desk.look.goals().figures, goal)
    app.push_screen(GoalSheet(view_of(host), goal, rows))
