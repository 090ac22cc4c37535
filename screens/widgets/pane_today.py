"""The pane of today: promises kept against the goal, calls per half hour as a small plot, and what just happened."""

from collections.abc import Mapping, Sequence

from models.rows import JournalRow
from models.wall import DAY, MINUTE
from screens.format import cells, clean, local
from screens.host import host_of
from screens.story import acted_by, told
from screens.view import View
from screens.widgets.pane import Pane
from screens.widgets.sheet import BLANK, Line, Span

FROM = 80
"""The percent at which the bars begin."""

HALF_HOUR = 30 * MINUTE
PLOT_LINES = 4
SLOT = 3
"""Cells of one bar of the plot, its gap included."""


class TodayPane(Pane):
    """Figures above, journal below; Enter opens the request of a line."""

    TITLE = "monitor.today"
    ages = 60
    PART = "today"
    _told_for: object = None
    _told: Mapping[int, Line] = {}

    def figures(self, view: View) -> str:
        figures = self.board.figures
        live = view.say("monitor.live", live=figures.live, overdue=figures.overdue) if figures else ""
        return f"{live}  {view.say('monitor.figures_all')}" if self.board.wanted else live

    @property
    def about(self) -> int | None:
        row = next((row for row in self.board.journal if row.seq == self.ref), None)
        return row.request_id if row else None

    def body(self, view: View, width: int) -> list[Line]:
        room = self.size.height - 1
        lines = [*self._kept(view, width)]
        if room >= len(lines) + PLOT_LINES + 8:
            lines += [BLANK, *self._plot(view, width)]
        return [*lines, BLANK, *self._journal(view, width)]

    def _kept(self, view: View, width: int) -> list[Line]:
        figures = self.board.figures
        if figures is None:
            return []
        goals = {kind: figures.goals.get(kind, usual) for kind, usual in host_of(self).goals.items()}
        names = max(cells(view.say("monitor.kept", clock=view.word("clock_row", kind))) for kind in goals)
        at_bar = 3 + names + 9
        verdict = max(cells(view.say("monitor.reached")), cells(view.say("monitor.short", by="99.9"))) + 3
        goal = max(cells(view.say("monitor.goal", percent=f"{percent:g}")) for percent in goals.values())
        wide = max(6, min(24, width - at_bar - goal - verdict - 6))
        at_goal = at_bar + wide + 2
        lines = []
        for kind, target in goals.items():
            kept, due = figures.kept.get(kind, (0, 0))
            name = view.say("monitor.kept", clock=view.word("clock_row", kind))
            if not due:
                lines.append(Line((Span(3, name), Span(3 + names + 1, "--", "dim", 7, right=True))))
                continue
            share = kept * 100 / due
            missed = share < target
            spans = [
                Span(3, name),
                Span(3 + names + 1, f"{share:.1f}%", "red" if missed else "title", 7, right=True),
                *_bar(at_bar, wide, share, target, "block" if missed else "bar"),
                Span(at_goal, view.say("monitor.goal", percent=f"{target:g}"), "dim"),
            ]
            if at_goal + goal + verdict + 2 < width:
                said = view.say("monitor.short", by=f"{target - share:.1f}") if missed else view.say("monitor.reached")
                spans.append(
                    Span(at_goal + goal + 2, f"{'!!' if missed else '+'} {said}", "red" if missed else "green")
                )
            lines.append(Line(tuple(spans)))
        scale = [Span(at_bar, f"{FROM}%", "dim")] if wide >= 9 else []
        scale.append(Span(at_bar + wide - 4, "100%", "dim"))
        if self.size.height >= 30:
            lines = [piece for line in lines for piece in (line, BLANK)][:-1]
        return [*lines, Line((*scale, Span(at_goal, view.say("monitor.tick"), "dim")))]

    def _plot(self, view: View, width: int) -> list[Line]:
        figures = self.board.figures
        if figures is None or not figures.calls:
            return []
        label = 3 + max(cells(view.say("monitor.calls")), 10) + 6
        shown = figures.calls[-max(1, (width - label - 2) // SLOT) :]
        first = figures.since + (len(figures.calls) - len(shown)) * HALF_HOUR
        top = max(4, *shown)
        lines = []
        for level in range(PLOT_LINES, 0, -1):
            spans = [Span(label + SLOT * n, " ", "text", SLOT - 1, ground="bar" if n == len(shown) - 1 else "thumb")
                     for n, calls in enumerate(shown) if calls * PLOT_LINES > top * (level - 1)]  # fmt: skip
            left = [Span(3, view.say("monitor.calls"))] if level == PLOT_LINES else []
            if level == PLOT_LINES - 1:
                left = [Span(3, view.say("monitor.this_slot", n=shown[-1]), "dim")]
            if level in (PLOT_LINES, 1):
                left.append(
                    Span(label - 5, str(top if level == PLOT_LINES else -(-top // PLOT_LINES)), "dim", 3, right=True)
                )
            lines.append(Line((*left, *spans)))
        hours = [
            Span(label + SLOT * n, f"{local(at, view.zone):%H}", "dim")
            for n in range(len(shown))
            if local(at := first + n * HALF_HOUR, view.zone).minute == 0 and at // (2 * HALF_HOUR) % 2 == 0
        ]
        return [*lines, Line(tuple(hours))]

    def _journal(self, view: View, width: int) -> list[Line]:
        """The last changes; each is told once, since nothing in them grows older but the day."""
        told_for = (view.wording.lang, view.now // DAY)
        old = self._told if self._told_for == told_for else {}
        told = {row.seq: old.get(row.seq) or self._change(row, view) for row in self.board.journal}
        self._told_for, self._told = told_for, told
        return [Line((Span(3, view.say("monitor.just_now"), "title"),)), *told.values()]

    def _change(self, row: JournalRow, view: View) -> Line:
        tone, text = told(row, view)
        spans = (
            Span(3, view.time(row.recorded_at), "dim"),
            Span(13, acted_by(row, view), "dim", 8),
            Span(22, clean(row.number or ""), "text", 8),
            Span(31, text, f"{tone}.thin" if tone in ("red", "amber") else tone),
        )
        return Line(spans, ref=row.seq)


def _bar(start: int, width: int, share: float, target: float, fill: str) -> Sequence[Span]:
    """A bar from :data:`FROM` to 100 %, with a tick where the goal is."""
    full = max(0, min(width, round((share - FROM) * width / (100 - FROM))))
    tick = max(0, min(width - 1, int((target - FROM) * width / (100 - FROM))))
    spans = []
    for at in range(width):
        ground = fill if at < full else "track"
        spans.append(Span(start + at, "|" if at == tick else " ", "title", 1, ground=ground))
    return spans
