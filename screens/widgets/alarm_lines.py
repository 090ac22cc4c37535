"""The alarm list as lines, grouped by what a person must do; in a flood alike ones are one row that opens."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from models.rows import AlarmRow, RuleOutRow
from models.vocabulary import AlarmState, Rule
from screens.format import cells, clean, h_mm, remaining
from screens.view import View
from screens.widgets.alarm_steps import ALONE, STATE_SIGNS, Beside, coming, minute, rule_words, scope_words, whose
from screens.widgets.goal_words import brief
from screens.widgets.sheet import Line, Span

GROUPS = (AlarmState.UNACKNOWLEDGED, AlarmState.RETURNED, AlarmState.ACKNOWLEDGED, AlarmState.SHELVED,
          AlarmState.SUPPRESSED, AlarmState.OUT_OF_SERVICE, AlarmState.NORMAL)  # fmt: skip
"""What waits for a person first."""

WAITING = (AlarmState.UNACKNOWLEDGED, AlarmState.RETURNED)
NEXT_FROM, COUNT_FROM, WHOSE_FROM = 78, 66, 96
"""The widths from which there is a column for what comes next, for how often, and for whose it is."""


@dataclass(frozen=True, slots=True)
class GroupRef:
    """A group's place in the list: its state, rule, clock, district, and whether life is at stake."""

    state: str
    rule: str
    clock: str
    district: str
    life: bool


NAMED = (Rule.CONTRACT_ENDS, Rule.CALENDAR_ENDS)
"""Rules whose subject is a name that somebody gave."""

SINGLE = (Rule.CALL_BACKS_LATE,)
"""Rules of which there is never more than one alarm: its name says all."""


@dataclass(frozen=True, slots=True)
class RuleRef:
    """A rule out of service in the list."""

    rule: str
    clock: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Folding:
    """Which alike alarms are one row: in a flood those of a rule and a district, unless a person opened them."""

    flood: bool = False
    opened: Collection[GroupRef] = ()


UNFOLDED = Folding()


def group_of(row: AlarmRow) -> GroupRef:
    """The group an alarm belongs to; life safety has groups of its own."""
    return GroupRef(row.state, row.rule, row.clock.value if row.clock else "", row.district, row.severity >= 3)


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the columns of the list begin; 0 for one that has no room."""

    level: int
    number: int
    place: int
    place_width: int
    time: int
    count: int
    whose: int
    next: int
    short: bool


def columns_for(width: int, view: View) -> Columns:
    """The columns at a width: whose it is goes first, then what comes next, then how often."""
    clocks = ("dispatch", "response", "arrival", "safe", "resolution", "reply")
    words = [
        view.say(f"judged.{word}", clock=view.word("clock_row", kind)) for kind in clocks for word in ("late", "due")
    ]
    level = 7 + max(cells(word) for word in words) + 2
    number = level + 6
    place = number + 9
    short = width < WHOSE_FROM
    next_wide = 0 if width < NEXT_FROM else 13 if short else 20 if width < 140 else 26
    whose_wide = 0 if short else 11 if width < 140 else 14
    edge = width - 1
    next_at = edge - next_wide if next_wide else 0
    whose_at = (next_at or edge) - whose_wide if whose_wide else 0
    count = (whose_at or next_at or edge) - 4 if width >= COUNT_FROM else 0
    time = (count or whose_at or next_at or edge) - 10
    return Columns(level, number, place, max(4, time - place - 2), time, count, whose_at, next_at, short)


def alarm_head(width: int, view: View) -> Line:
    """The column heads."""
    at = columns_for(width, view)
    heads = [(7, "rule"), (at.level, "level"), (at.number, "number"), (at.place, "place"), (at.time, "time"),
             (at.count, "times"), (at.whose, "whose"), (at.next, "next")]  # fmt: skip
    return Line(tuple(Span(column, view.say(f"alarms.{name}"), "dim") for column, name in heads if column), "ground")


def alarm_lines(
    rows: Sequence[AlarmRow], view: View, width: int, *, ground: str = "ground", gaps: bool = True,
    beside: Beside = ALONE, folding: Folding = UNFOLDED, rules: Sequence[RuleOutRow] = (),
) -> list[Line]:  # fmt: skip
    """States and their alarms; the order inside a state is the desk's. `rules` out of service stand with theirs."""
    at = columns_for(width, view)
    lines: list[Line] = []
    for state in GROUPS:
        group = [row for row in rows if row.state == state]
        out = rules if state is AlarmState.OUT_OF_SERVICE else ()
        if not group and not out:
            continue
        if lines and gaps:
            lines.append(Line(ground=ground))
        lines.append(state_line(state, len(group) or len(out), view, at))
        lines += [rule_line(rule, view, at, ground) for rule in out]
        lines += folded_lines(group, view, at, ground, beside, folding)
    return lines


def state_line(state: AlarmState, count: int, view: View, at: Columns) -> Line:
    """The band of a state: its sign, its word, how many, and what it asks of a person."""
    title = view.word("alarm_state", state)
    spans = (
        Span(3, STATE_SIGNS[state], "title"),
        Span(7, title, "title"),
        Span(7 + cells(title) + 2, str(count), "title"),
        Span(max(at.level + 2, 7 + cells(title) + 8), view.say(f"alarms.do_{state}"), "dim"),
    )
    return Line(spans, "band")


def folded_lines(
    rows: Sequence[AlarmRow], view: View, at: Columns, ground: str, beside: Beside, folding: Folding
) -> Iterator[Line]:
    """The alarms of one state, alike ones behind the first of them."""
    if not folding.flood:
        yield from (alarm_line(row, view, at, ground, beside) for row in rows)
        return
    groups: dict[GroupRef, list[AlarmRow]] = {}
    for row in rows:
        groups.setdefault(group_of(row), []).append(row)
    for ref, alike in groups.items():
        folds = len(alike) > 1 and not ref.life
        if folds:
            yield group_line(ref, alike, view, at, ground, ref in folding.opened)
        if not folds or ref in folding.opened:
            yield from (alarm_line(row, view, at, ground, beside, inside=folds) for row in alike)


def subject_of(row: AlarmRow) -> str:
    """What an alarm without a request is about, where that is a name and not a reference of the file's."""
    if row.rule in NAMED:
        return row.subject.partition(":")[2]
    told = row.rule not in SINGLE and (":" not in row.subject or row.subject.startswith("stop:"))
    return row.subject if told and not row.number else ""


def about_words(row: AlarmRow, view: View) -> str:
    """The same in words: of a figure what it came to."""
    return brief(row.figure, view) if row.figure is not None else subject_of(row)


def tone_of(row: AlarmRow) -> str:
    """What is broken is red, what is about to be amber; what somebody has seen is not bold."""
    if row.state not in (AlarmState.UNACKNOWLEDGED, AlarmState.ACKNOWLEDGED):
        return "dim"
    broken = row.severity >= 2 and (row.level >= 100 or not row.clock)
    return ("red" if broken else "amber") + ("" if row.state == AlarmState.UNACKNOWLEDGED else ".thin")


def alarm_line(
    row: AlarmRow, view: View, at: Columns, ground: str, beside: Beside = ALONE, *, inside: bool = False
) -> Line:
    """One alarm. Life safety that waits is a block."""
    waiting = row.state == AlarmState.UNACKNOWLEDGED
    block = waiting and row.severity >= 3
    tone = tone_of(row)
    plain = "text" if row.state != AlarmState.NORMAL else "dim"
    place = view.place(row.district, row.address) if at.place_width >= 16 else row.address
    rule_at = 9 if inside else 7
    wide = (at.level if row.clock else at.number) - rule_at - 1
    spans = [
        Span(3, "!" * row.severity, tone, 3),
        Span(rule_at, rule_words(row, view.wording), tone, wide),
        *((Span(at.level, f"{row.level}%", tone, 5),) if row.clock else ()),
        Span(at.number, clean(row.number), "title" if waiting else plain, 8),
        Span(at.place, clean(place or about_words(row, view)), plain, at.place_width),
        Span(at.time, time_of(row, view), tone, 10),
    ]
    if at.count:
        spans.append(Span(at.count, str(row.occurrence), plain, 3))
    if at.whose:
        spans.append(Span(at.whose, whose(row, view, beside), plain, (at.next or at.whose + 13) - at.whose - 1))
    if at.next:
        spans.append(Span(at.next, coming(row, view, beside, short=at.short), plain))
    if block:
        spans = [Span(span.start, span.text, "title", span.width, span.right) for span in spans]
    return Line(tuple(spans), "block" if block else ground, ref=row.id)


def group_line(
    ref: GroupRef, rows: Sequence[AlarmRow], view: View, at: Columns, ground: str, opened: bool
) -> Line:  # fmt: skip
    """Alike alarms as one row: the gravest of them, how many, where, the oldest, and how to open it."""
    first = rows[0]
    tone = tone_of(first)
    oldest = min(row.due_at for row in rows)
    spans = [
        Span(3, "!" * first.severity, tone, 3),
        Span(7, rule_words(first, view.wording, whole=False), tone),
        Span(at.level, f"{first.level}%" if first.clock else "", tone),
        Span(at.number, view.say("alarms.group_count", n=len(rows)), "title", 8),
        Span(at.place, clean(view.place(ref.district, "") or "--"), "title", at.place_width),
        Span(at.time, remaining(oldest - view.now) if first.still_true else "", tone, 10),
    ]
    if at.next or at.whose:
        spans.append(
            Span(at.next or at.whose, view.say("alarms.group_close" if opened else "alarms.group_open"), "key")
        )
    return Line(tuple(span for span in spans if span.text), ground, ref=ref)


def rule_line(out: RuleOutRow, view: View, at: Columns, ground: str) -> Line:
    """A rule out of service: since when, by whom, until when, and why."""
    spans = [
        Span(7, scope_words(out, view), "dim", at.number - 8),
        Span(at.number, view.say("alarms.a_rule"), "dim", 8),
        Span(at.place, clean(out.reason), "text", at.place_width),
        Span(at.time, h_mm(view.now - out.began_at), "dim", 10),
    ]
    if at.whose:
        spans.append(Span(at.whose, clean(out.by or "--"), "text", (at.next or at.whose + 13) - at.whose - 1))
    if at.next:
        spans.append(Span(at.next, view.say("alarms.next_in", at=minute(out.until, view)), "text"))
    return Line(tuple(spans), ground, ref=RuleRef(out.rule, out.clock, out.kind))


def time_of(row: AlarmRow, view: View) -> str:
    """While it lasts, what is left of the clock (minus: overdue); once over, nothing."""
    return remaining(row.due_at - view.now) if row.still_true else ""


def figures_of(rows: Sequence[AlarmRow]) -> Mapping[str, int]:
    """How many alarms stand in each state."""
    return {state.value: sum(row.state == state for row in rows) for state in GROUPS}


__all__ = ["GROUPS", "UNFOLDED", "WAITING", "Folding", "GroupRef", "RuleRef", "alarm_head", "alarm_lines",
           "figures_of", "group_of"]  # fmt: skip
