"""The alarm list as lines, grouped by what a person must do, and the story of one alarm, what comes next first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.rows import AlarmRow, QueueRow
from models.vocabulary import AlarmState
from screens.format import cells, clean, h_mm, remaining
from screens.view import View
from screens.widgets.alarm_strip import STATE_SIGNS, rule_words
from screens.widgets.sheet import BLANK, Line, Span

GROUPS = (AlarmState.UNACKNOWLEDGED, AlarmState.RETURNED, AlarmState.ACKNOWLEDGED, AlarmState.SHELVED,
          AlarmState.SUPPRESSED, AlarmState.OUT_OF_SERVICE, AlarmState.NORMAL)  # fmt: skip
"""What waits for a person first."""

WAITING = (AlarmState.UNACKNOWLEDGED, AlarmState.RETURNED)


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the columns of the list begin; 0 for one that has no room."""

    level: int
    number: int
    place: int
    place_width: int
    time: int
    whose: int
    next: int


def columns_for(width: int, view: View) -> Columns:
    """The columns at a width; what comes next goes first, then whose it is."""
    clocks = ("dispatch", "response", "arrival", "safe", "resolution", "reply")
    words = [
        view.say(f"judged.{word}", clock=view.word("clock_row", kind)) for kind in clocks for word in ("late", "due")
    ]
    level = 7 + max(cells(word) for word in words) + 2
    number = level + 6
    place = number + 9
    next_wide, whose_wide = (18, 12) if width >= 110 else (0, 12 if width >= 96 else 0)
    if width >= 140:
        next_wide, whose_wide = 24, 14
    edge = width - 1
    next_at = edge - next_wide if next_wide else 0
    whose = (next_at or edge) - whose_wide if whose_wide else 0
    time = (whose or edge) - 11
    return Columns(level, number, place, max(8, time - place - 2), time, whose, next_at)


def alarm_head(width: int, view: View) -> Line:
    """The column heads."""
    at = columns_for(width, view)
    heads = [(7, "rule"), (at.level, "level"), (at.number, "number"), (at.place, "place"), (at.time, "time"),
             (at.whose, "whose"), (at.next, "next")]  # fmt: skip
    return Line(tuple(Span(column, view.say(f"alarms.{name}"), "dim") for column, name in heads if column), "ground")


def alarm_lines(
    rows: Sequence[AlarmRow], view: View, width: int, *, ground: str = "ground", gaps: bool = True
) -> list[Line]:
    """Groups and their alarms; the order inside a group is the desk's."""
    at = columns_for(width, view)
    lines: list[Line] = []
    for state in GROUPS:
        group = [row for row in rows if row.state == state]
        if not group:
            continue
        if lines and gaps:
            lines.append(Line(ground=ground))
        title = view.word("alarm_state", state)
        what = view.say(f"alarms.do_{state}")
        spans = (
            Span(3, STATE_SIGNS.get(state, "-"), "title"),
            Span(7, title, "title"),
            Span(7 + cells(title) + 2, str(len(group)), "title"),
            Span(at.level + 2, what, "dim"),
        )
        lines.append(Line(spans, "band"))
        lines += [alarm_line(row, view, at, ground) for row in group]
    return lines


def alarm_line(row: AlarmRow, view: View, at: Columns, ground: str) -> Line:
    """One alarm. Life safety that waits is a block; what somebody has seen is not bold."""
    waiting = row.state == AlarmState.UNACKNOWLEDGED
    block = waiting and row.severity >= 3
    tone = "dim"
    if row.state in (AlarmState.UNACKNOWLEDGED, AlarmState.ACKNOWLEDGED):
        tone = ("red" if row.severity >= 2 and row.level >= 100 else "amber") + ("" if waiting else ".thin")
    plain = "text" if row.state != AlarmState.NORMAL else "dim"
    place = view.place(row.district, row.address) if at.place_width >= 16 else row.address
    spans = [
        Span(3, "!" * row.severity, tone, 3),
        Span(7, rule_words(row, view.wording), tone),
        Span(at.level, f"{row.level}%" if row.clock else "", tone),
        Span(at.number, clean(row.number), "title" if waiting else plain, 8),
        Span(at.place, clean(place), plain, at.place_width),
        Span(at.time, time_of(row, view), tone, 10),
    ]
    if at.whose:
        spans.append(
            Span(at.whose, clean(row.acknowledged_by or "--"), plain, (at.next or at.whose + 13) - at.whose - 1)
        )
    if at.next:
        spans.append(Span(at.next, next_of(row, view), plain))
    if block:
        spans = [Span(span.start, span.text, "title", span.width, span.right) for span in spans]
    return Line(tuple(spans), "block" if block else ground, ref=row.id)


def time_of(row: AlarmRow, view: View) -> str:
    """While it lasts, what is left of the clock (minus: overdue); once over, nothing."""
    return remaining(row.due_at - view.now) if row.still_true else ""


def next_of(row: AlarmRow, view: View) -> str:
    """What happens next if nobody acts, and when."""
    if row.state == AlarmState.RETURNED:
        return view.say("alarms.next_seen")
    if row.clock and row.level < 100 and row.still_true and row.due_at > view.now:
        return view.say("alarms.next_late", at=view.clock(row.due_at))
    return view.say("alarms.next_act") if row.state == AlarmState.UNACKNOWLEDGED else ""


def story_head(row: AlarmRow | None, view: View) -> Line:
    """The band above the story: which alarm, and what the marks mean."""
    title = f"{clean(row.number)}  {rule_words(row, view.wording)}" if row else ""
    spans = [Span(3, title, "title")]
    at = 0
    for sign, tone, name in reversed((("!!!", "red", "life"), ("!!", "red", "late"), ("!", "amber", "due"))):
        words = view.say(f"alarms.sign_{name}")
        at -= cells(words) + 1
        spans.append(Span(at, words, "dim"))
        at -= len(sign) + 1
        spans.append(Span(at, sign, tone))
        at -= 1
    return Line(tuple(spans), "band")


def story_of(row: AlarmRow, request: QueueRow | None, view: View) -> list[Line]:
    """One alarm from what comes next down to its first level."""
    out: list[tuple[str, str, str, str]] = []
    if row.clock and row.level < 100 and row.still_true and row.due_at > view.now:
        out.append((view.clock(row.due_at), view.say("alarms.will"), view.say("alarms.will_late"), "title"))
    if row.state == AlarmState.UNACKNOWLEDGED:
        out.append(("", view.say("alarms.now"), view.say("alarms.waits"), "title"))
    if row.state == AlarmState.RETURNED:
        out.append(("", view.say("alarms.now"), view.say("alarms.over"), "text"))
    if row.acknowledged_at is not None:
        said = view.say("alarms.seen", name=clean(row.acknowledged_by or ""))
        out.append((view.clock(row.acknowledged_at), view.word("alarm_state", AlarmState.ACKNOWLEDGED), said, "text"))
    clock = view.word("clock", row.clock) if row.clock else ""
    for level in sorted(row.levels, key=lambda level: -level.level):
        text = view.say("alarms.passed_100" if level.level >= 100 else "alarms.passed", clock=clock, level=level.level)
        if level.raised_at - level.due > 30_000:
            text += "  " + view.say("alarms.recorded", at=view.clock(level.raised_at))
        out.append((view.clock(level.due), f"{level.level}%", text, "text"))
    lines = [
        Line((Span(7, time, "dim"), Span(20, what, tone if tone == "title" else "dim"), Span(30, text, tone)))
        for time, what, text, tone in out
    ]
    return [*lines, _request_line(request, view)] if request else lines


def _request_line(row: QueueRow, view: View) -> Line:
    state = view.word("board", row.board) + " " + h_mm(view.now - row.state_since)
    parts = (view.named(row.category_zh, row.category_en), row.priority.value, state, "+".join(row.crews))
    text = "  ".join(clean(part) for part in parts if part)
    return Line((Span(7, clean(row.number), "dim"), Span(20, view.say("alarms.request"), "dim"), Span(30, text)))


def figures_of(rows: Sequence[AlarmRow]) -> Mapping[str, int]:
    """How many alarms stand in each state."""
    return {state.value: sum(row.state == state for row in rows) for state in GROUPS}


__all__ = ["BLANK", "WAITING", "alarm_head", "alarm_lines", "figures_of", "story_head", "story_of"]
