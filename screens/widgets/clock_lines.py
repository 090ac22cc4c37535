"""The clocks of a request as lines: who is late first, each with its bar, its percent and the sum behind it."""

from collections.abc import Sequence
from itertools import pairwise

from models.alarming import severity
from models.rows import ClockRow
from models.sla import SlaClock, Target
from models.vocabulary import ClockKind, ClockState, Priority
from screens.format import cells, day_clock, remaining
from screens.view import View
from screens.widgets.sheet import BLANK, Line, Span

BAR = (6, 20)
"""The narrowest and the widest bar."""

Columns = tuple[int, int, int, int, int]
"""Where sign, word, what is left, bar and sum begin."""

WARN = 75


def clock_of(row: ClockRow) -> SlaClock:
    """A stored clock as the pure rules see it."""
    target = Target.stored(None if row.pinned else row.target_ms, row.due_at if row.pinned else None, row.terms)
    return SlaClock(row.kind, row.cycle, row.started_at, target, row.pauses, row.stopped_at, row.state, row.hours)


def percent_used(clock: SlaClock, now: int) -> int:
    """How much of its own time a clock has used, in whole percent."""
    pinned = clock.target.pin is not None
    whole = clock.whole
    until = now if clock.stopped_at is None else clock.stopped_at
    used = until - clock.started_at if pinned else clock.elapsed(until)
    return max(0, used) * 100 // whole if whole > 0 else (100 if until <= clock.due_at else 101)


def clock_lines(
    rows: Sequence[ClockRow], priority: Priority, cycle: int, view: View, width: int, *, roomy: bool = False
) -> list[Line]:
    """The band and one line a clock: broken and running ones with a bar, kept ones without."""
    words = max(cells(view.word("clock", kind)) for kind in ClockKind)
    at_sign = 2 + words + 1
    word = max(cells(view.say(f"standing.{name}")) for name in ("late", "due", "runs", "wait", "met", "void", "missed"))
    at_left = at_sign + 4 + word + 1
    at_bar = at_left + 11
    clocks = [clock_of(row) for row in rows]
    running = sorted((c for c in clocks if c.state is ClockState.RUNNING), key=lambda c: (c.due_at, c.kind))
    ended = [c for c in clocks if c.state is not ClockState.RUNNING and c.cycle == cycle]
    ended += [c for c in clocks if c.cycle != cycle and c.stopped_at is not None and c.stopped_at > c.due_at]
    sums = max((cells(sum_of(clock, view, width - at_bar - 7 - BAR[0] - 1)) for clock in running), default=0)
    at_sum = at_bar + 7 + max(BAR[0], min(BAR[1], width - at_bar - 8 - max(sums, cells(view.say("detail.sum")))))
    columns = (at_sign, at_sign + 4, at_left, at_bar, at_sum)
    head = (
        Span(2, view.say("detail.clocks"), "title"),
        Span(at_left, view.say("detail.left"), "dim", 9, right=True),
        Span(at_bar, view.say("detail.progress"), "dim"),
        Span(at_sum, view.say("detail.sum"), "dim"),
    )
    out = [Line(head, "band")]
    for clock in running:
        out += [BLANK] if roomy and len(out) > 1 else []
        out.append(_running(clock, priority, view, columns, width))
    if running and ended:
        out.append(BLANK)
    return out + [_ended(clock, view, columns, cycle) for clock in ended]


def _running(clock: SlaClock, priority: Priority, view: View, columns: Columns, width: int) -> Line:
    at_sign, at_word, at_left, at_bar, at_sum = columns
    wide = at_sum - at_bar - 7
    used, pause = percent_used(clock, view.now), clock.pause_at(view.now)
    late = view.now > clock.due_at
    grade = severity(clock.kind, priority, 100) if late else (1 if used >= WARN else 0)
    left = clock.whole - clock.elapsed(view.now) if pause else clock.due_at - view.now
    sign, tone, name = "", "text", "runs"
    if pause:
        sign, tone, name, grade, late = "||", "dim", "wait", 0, False
    elif late:
        sign, tone, name = "!" * grade, "block" if grade == 3 else "red", "late"
    elif grade:
        sign, tone, name = "!", "amber", "due"
    title = "block" if tone == "block" else "title"
    spans = [
        Span(1, " " + view.word("clock", clock.kind), title, at_sign - 1),
        Span(at_sign, sign, tone, 4),
        Span(at_word, view.say(f"standing.{name}"), tone, at_left - at_word),
        Span(at_left, remaining(left), tone, 9),
        Span(at_left + 9, " ", tone, 1),
        *bar(at_bar, wide, used, "block" if late else ("warn" if grade else "bar")),
        Span(
            at_bar + wide + 1, f"{min(used, 9999)}%", "red" if late else ("amber" if grade else "text"), 5, right=True
        ),
        Span(at_sum, sum_of(clock, view, width - at_sum - 1), "dim"),
    ]
    return Line(tuple(spans))


def _ended(clock: SlaClock, view: View, columns: Columns, cycle: int) -> Line:
    at_sign, at_word, at_left, at_bar, _ = columns
    stopped = clock.stopped_at or clock.started_at
    missed = stopped > clock.due_at
    sign, tone, name = ("!!", "red", "missed") if missed else ("+", "green", "met")
    if clock.state in (ClockState.VOID, ClockState.MERGED):
        sign, tone, name = "-", "dim", "void"
    used = clock.elapsed(stopped) if clock.target.pin is None else max(0, stopped - clock.started_at)
    facts = {"target": target_words(clock, view), "percent": percent_used(clock, stopped), "at": view.clock(stopped)}
    key = (
        "detail.ended_earlier"
        if clock.cycle != cycle
        else ("detail.ended_void" if name == "void" else "detail.ended_at")
    )
    return Line(
        (
            Span(2, view.word("clock", clock.kind), "title", at_sign - 2),
            Span(at_sign, sign, tone, 4),
            Span(at_word, view.say(f"standing.{name}"), tone, at_left - at_word),
            Span(at_left, remaining(used, exact=True), "text", 9),
            Span(at_bar, view.say(key, cycle=clock.cycle, **facts), "dim"),
        )
    )


def bar(start: int, width: int, percent: int, fill: str) -> list[Span]:
    """A bar of cells on the field ground, with a tick where 75 % is; past 100 % it is full."""
    full = width if percent >= 100 else max(0, percent) * width // 100
    tick = width * WARN // 100
    cuts = sorted({0, full, tick, tick + 1, width})
    return [
        Span(
            start + at,
            "|" if at == tick and percent < 100 else " ",
            "dim",
            to - at,
            ground=fill if at < full else "track",
        )
        for at, to in pairwise(cuts)
    ]


def target_words(clock: SlaClock, view: View) -> str:
    """The promise as a person says it: `30 min`, `3 working days`, or `by hand` for an instant set by hand."""
    target = clock.target
    if target.pin is not None:
        return view.say("detail.pinned")
    if target.working_days is not None:
        words = view.say("detail.working_days", n=target.working_days)
    elif target.days is not None:
        words = view.say("detail.days", n=target.days)
    else:
        words = view.wording.span(target.ms or 0)
        words = view.say("detail.working_time", time=words) if target.calendar else words
    return f"{words} + {view.say('detail.extended')} {view.wording.span(target.extra)}" if target.extra else words


def sum_of(clock: SlaClock, view: View, room: int) -> str:
    """`received + target (+ pauses) = due`, so that any figure can be added up by eye; narrow, without the start."""
    due = day_clock(clock.due_at, view.zone, clock.started_at)
    if clock.target.pin is not None:
        return f"{view.say('detail.pinned')} {due}"
    paused = 0 if clock.target.calendar else clock.due_at - clock.started_at - clock.whole
    extra = f" + {view.say('detail.paused')} {view.wording.span(paused)}" if paused > 0 else ""
    short = f"{target_words(clock, view)}{extra} = {due}"
    whole = f"{view.clock(clock.started_at)} + {short}"
    return whole if cells(whole) <= room else short
