"""Beside the form: what is missing, the clocks that saving would start, what may be the same matter, what is known."""

from models.wall import HOUR
from screens.format import cells, clean, h_mm, minutes_seconds
from screens.intake_facts import Known, missing, wanting
from screens.view import View
from screens.widgets.clock_lines import clock_of
from screens.widgets.intake_again import again_lines
from screens.widgets.intake_call import call_lines
from screens.widgets.intake_outside import outside_lines
from screens.widgets.intake_stop import stop_lines
from screens.widgets.intake_who import who_lines
from screens.widgets.sheet import BLANK, Line, Span


def beside_lines(known: Known, view: View, width: int, trouble: str, *, tight: bool) -> list[Line]:
    """Everything, in the order in which it matters while somebody talks; `tight` leaves out blanks and details."""
    gap = [] if tight else [BLANK]
    parts = [missing_lines(known, view, trouble, tight=tight), clock_lines(known, view, width)]
    if outside := outside_lines(known, view, width, tight=tight):
        parts.insert(1, outside)
    same = again_lines(known, view, width, tight=tight)
    parts.insert(1, same) if tight else parts.append(same)
    parts.insert(1, stop_lines(known, view, width, tight=tight))
    who = who_lines(known, view, width, tight=tight)
    parts.insert(1, who) if tight else parts.append(who)
    lines: list[Line] = []
    parts.insert(0, call_lines(known, view, width, tight=tight))
    for part in parts:
        lines += [*(gap if lines and part else ()), *part]
    return lines


def missing_lines(known: Known, view: View, trouble: str, *, tight: bool) -> list[Line]:
    """What a save would be refused for, in amber; else what a crew will ask for."""
    title = view.say("intake.missing")
    at = 3 + cells(title) + 2
    lacking, more = missing(known.fields, known.priority), list[Line]()
    if trouble:
        head = Line((Span(1, "x", "amber"), Span(3, clean(trouble), "amber")), "band")
    elif lacking:
        each = [view.say(f"intake.lacks_{name}") for name in lacking]
        words = ", ".join(each) if tight else each[0]
        more = [] if tight else [Line((Span(at, other, "amber"),), "band") for other in each[1:]]
        head = Line((Span(1, "!", "amber"), Span(3, title, "title"), Span(at, words, "amber")), "band")
    else:
        head = Line((Span(1, "+", "green"), Span(3, title, "title"), Span(at, view.say("intake.can_save"))), "band")
    if tight or more:
        return [head, *more]
    later = [view.say(f"intake.{name}") for name in wanting(known.fields)]
    rest = Line((Span(3, view.say("intake.later", names=", ".join(later)), "dim"),)) if later and not lacking else None
    return [head, rest] if rest else [head]


def clock_lines(known: Known, view: View, width: int) -> list[Line]:
    """The clocks that saving would start, soonest first, as many a line as have room."""
    clocks = sorted((clock_of(row) for row in known.clocks), key=lambda clock: clock.due_at)
    title = Line((Span(3, view.say("intake.clocks"), "title"),), "band")
    if not clocks:
        return [title, Line((Span(3, view.say("intake.no_clocks"), "dim"),))]
    names = max(cells(view.word("clock_row", clock.kind)) for clock in clocks) + 2
    parts = []
    for clock in clocks:
        left = clock.due_at - view.now
        words = view.say("intake.left", time=minutes_seconds(left) if left < HOUR else h_mm(left))
        tone = "amber" if view.now > clock.warn_at else "dim"
        parts.append((view.word("clock_row", clock.kind), view.clock(clock.due_at), words, tone))
    dues = max(cells(due) for _, due, _, _ in parts) + 2
    one = names + dues + max(cells(words) for _, _, words, _ in parts) + 3
    beside = max(1, (width - 3) // one)
    lines = [title]
    for start in range(0, len(parts), beside):
        spans: list[Span] = []
        for place, (name, due, words, tone) in enumerate(parts[start : start + beside]):
            at = 3 + place * one
            spans += [Span(at, name, "dim"), Span(at + names, due), Span(at + names + dues, words, tone)]
        lines.append(Line(tuple(spans)))
    return lines
