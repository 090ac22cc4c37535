"""How each clock of a request comes to its figure: its segments and their sum, and what another priority would say."""

from typing import Any

from textual.app import ComposeResult
from textual.binding import Binding

from models.rows import ExplainedClock, Explanation
from models.vocabulary import Priority
from screens.dialogs import Question
from screens.format import remaining
from screens.view import View
from screens.widgets.sheet import BLANK, Line, Sheet, Span

TONES = {"running": "text", "paused": "dim", "closed": "dim"}
AT_FROM, AT_SPAN = 14, 50


def explained_lines(found: Explanation, view: View) -> list[Line]:
    """A heading a clock, a line a segment, their sum, and what each priority would make of it."""
    out: list[Line] = []
    for clock in found.clocks:
        out += [BLANK] if out else []
        out += [_head(clock, view), *_segments(clock, view), *_under(clock, found.priority, view)]
    return out or [Line((Span(2, view.say("explain.none"), "dim"),))]


def _head(clock: ExplainedClock, view: View) -> Line:
    words = view.say("explain.head", clock=view.word("clock", clock.kind), cycle=clock.cycle,
                     due=view.clock(clock.due_at), target=_target(clock, view))  # fmt: skip
    return Line((Span(2, words, "title"),), "band")


def _target(clock: ExplainedClock, view: View) -> str:
    if clock.pinned:
        return view.say("detail.pinned")
    if clock.working_days is not None or clock.days is not None:
        key = "detail.days" if clock.working_days is None else "detail.working_days"
        words = view.say(key, n=clock.days if clock.working_days is None else clock.working_days)
    else:
        words = view.wording.span(clock.whole_ms - clock.extra_ms)
        words = view.say("detail.working_time", time=words) if clock.calendar else words
    extra = f" + {view.say('detail.extended')} {view.wording.span(clock.extra_ms)}" if clock.extra_ms else ""
    return words + extra


def _segments(clock: ExplainedClock, view: View) -> list[Line]:
    lines = []
    for part in clock.segments:
        tone = TONES[part.word]
        span = remaining(part.end - part.start, exact=True)
        lines.append(
            Line(
                (
                    Span(4, view.say(f"explain.{part.word}"), tone),
                    Span(AT_FROM, f"{view.clock(part.start)} - {view.clock(part.end)}", tone),
                    Span(AT_SPAN, span, "text" if part.word == "running" else "dim", 11, right=True),
                )
            )
        )
    total = remaining(clock.elapsed_ms, exact=True)
    return [*lines, Line((Span(4, view.say("explain.sum"), "title"), Span(AT_SPAN, total, "title", 11, right=True)))]


def _under(clock: ExplainedClock, now: Priority, view: View) -> list[Line]:
    parts = [f"{one.value} {view.clock(at)}" for one, at in clock.under.items() if one is not now]
    return [Line((Span(4, view.say("explain.under"), "dim"), Span(AT_FROM, "   ".join(parts), "dim")))] if parts else []


class Explain(Question[Any]):
    """Shows the arithmetic until Escape."""

    BINDINGS = [
        Binding("up", "roll(-1)", show=False, priority=True),
        Binding("down", "roll(1)", show=False, priority=True),
        Binding("pageup", "roll(-9)", show=False, priority=True),
        Binding("pagedown", "roll(9)", show=False, priority=True),
    ]

    def __init__(self, view: View, found: Explanation) -> None:
        super().__init__(view, view.say("explain.title", number=found.number), "explain.keys")
        self.found = found

    def body(self) -> ComposeResult:
        yield Sheet(id="explained")

    def on_mount(self) -> None:
        lines = explained_lines(self.found, self.view)
        sheet = self.query_one("#explained", Sheet)
        sheet.styles.height = max(3, min(len(lines), self.app.size.height - 9))
        sheet.write(lines)
        sheet.focus()

    def action_roll(self, by: int) -> None:
        """Scroll by lines."""
        self.query_one("#explained", Sheet).scroll_lines(by)
