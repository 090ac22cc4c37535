"""The story of what is under the cursor of the alarm list: what comes next first, down to the first level."""

from collections.abc import Sequence
from dataclasses import replace

from models.ladder import CHATTER, audience
from models.rows import AlarmRow, MajorRow, QueueRow, RuleOutRow
from models.vocabulary import AlarmState
from models.wall import MINUTE
from screens.format import cells, clean, h_mm
from screens.view import View
from screens.widgets.alarm_lines import SINGLE
from screens.widgets.alarm_steps import ALONE, Beside, rule_words, scope_words, spoken_for, steps_ahead
from screens.widgets.goal_words import figure_words
from screens.widgets.sheet import Line, Span

Told = tuple[str, str, str, str]
"""One line: its time, its word, its sentence and its tone."""

RECORDED_LATE = MINUTE // 2
"""A level recorded so long after it was passed says so."""


def story_head(title: str, view: View) -> Line:
    """The band above the story: what it is about, and what the marks mean."""
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


def alarm_title(row: AlarmRow, view: View) -> str:
    """Which alarm, and in which state it is."""
    about = "" if row.figure is not None or row.rule in SINGLE else clean(row.number or row.subject)
    return "  ".join(
        part for part in (about, rule_words(row, view.wording), view.word("alarm_state", row.state)) if part
    )


def story_of(
    row: AlarmRow, request: QueueRow | None, view: View, beside: Beside = ALONE, major: MajorRow | None = None
) -> list[Line]:
    """One alarm: the steps to come, where it is now, the receipts of its major emergency, its levels, its request."""
    told = [*_figure(row, view), *_ahead(row, view), *_now(row, view, beside), *_seen(row, view), *_reached(row, view)]
    lines = told_lines([*told, *(receipts(major, view) if major else ()), *_levels(row, view)])
    return [*lines, _request_line(request, view)] if request else lines


def _figure(row: AlarmRow, view: View) -> list[Told]:
    """What the figure came to when it was seen last."""
    if row.figure is None:
        return []
    return [(view.clock(row.figure.updated_at), view.say("goal.value"), figure_words(row.figure, view), "amber")]


def told_lines(told: Sequence[Told]) -> list[Line]:
    """Time, word and sentence in their columns."""
    return [
        Line((Span(7, time, "dim"), Span(20, what, tone if tone == "title" else "dim", 9), Span(30, text, tone)))
        for time, what, text, tone in told
    ]


def _ahead(row: AlarmRow, view: View) -> list[Told]:
    """What will be, the nearest first."""
    will, say = view.say("alarms.will"), view.say
    found: list[tuple[int, str]] = []
    for number, (rung, at) in enumerate(steps_ahead(row)):
        who = view.word("audience", audience(rung))
        found.append((at, say("alarms.will_tell" if not number else "alarms.will_then", who=who)))
    if row.clock and row.level < 100 and row.still_true and row.due_at > view.now:
        found.append((row.due_at, say("alarms.will_late")))
    if row.state == AlarmState.ACKNOWLEDGED and row.ack_until is not None:
        who = view.word("audience", audience(row.rung + 1))
        found.append((row.ack_until, say("alarms.will_ring", who=who)))
    if row.state == AlarmState.SHELVED and row.shelved_until is not None:
        found.append((row.shelved_until, say("alarms.will_back")))
    return [(view.clock(at), will, text, "title") for at, text in sorted(found)]


def _now(row: AlarmRow, view: View, beside: Beside) -> list[Told]:
    now, say = view.say("alarms.now"), view.say
    match row.state:
        case AlarmState.UNACKNOWLEDGED:
            return [("", now, say("alarms.waits"), "title")]
        case AlarmState.RETURNED:
            return [(view.clock(row.cleared_at) if row.cleared_at else "", now, say("alarms.over"), "text")]
        case AlarmState.SHELVED:
            facts = {"name": clean(row.shelved_by or ""), "minutes": row.shelved_minutes or 0}
            return [("", now, say("alarms.on_shelf", reason=clean(row.shelved_reason), **facts), "text")]
        case AlarmState.SUPPRESSED:
            return [("", now, say("alarms.kept_quiet", by=clean(spoken_for(row, view, beside))), "text")]
        case AlarmState.OUT_OF_SERVICE:
            out = beside.out_of(row)
            return rule_told(out, view) if out else []
    return []


def _seen(row: AlarmRow, view: View) -> list[Told]:
    if row.acknowledged_at is None:
        return []
    said = view.say("alarms.seen", name=clean(row.acknowledged_by or ""))
    text = "  ".join(part for part in (said, clean(row.acknowledged_text)) if part)
    return [(view.clock(row.acknowledged_at), view.word("alarm_state", AlarmState.ACKNOWLEDGED), text, "text")]


def _reached(row: AlarmRow, view: View) -> list[Told]:
    """How far up the ladder, how often, and whether its coming still says something."""
    told: list[Told] = []
    if row.rung:
        who = view.word("audience", audience(row.rung))
        told.append(("", view.say("alarms.ladder"), view.say("alarms.reached", who=who, rung=row.rung), "text"))
    if row.occurrence > 1:
        words = view.say("alarms.occurred", n=row.occurrence, at=view.clock(row.raised_at))
        told.append(("", view.say("alarms.count"), words, "text"))
    if row.chatters:
        told.append(("", view.say("alarms.count"), view.say("alarms.chatters", n=CHATTER), "amber"))
    return told


def _levels(row: AlarmRow, view: View) -> list[Told]:
    clock = view.word("clock", row.clock) if row.clock else ""
    told: list[Told] = []
    for level in sorted(row.levels, key=lambda level: -level.level):
        if not row.clock:
            told.append((view.clock(level.due), view.say("alarms.raised"), rule_words(row, view.wording), "text"))
            continue
        key = (
            "alarms.passed"
            if level.level < 100
            else "alarms.passed_100"
            if level.level == 100
            else "alarms.passed_over"
        )
        text = view.say(key, clock=clock, level=level.level)
        if level.raised_at - level.due > RECORDED_LATE:
            text += "  " + view.say("alarms.recorded", at=view.clock(level.raised_at))
        told.append((view.clock(level.due), f"{level.level}%", text, "text"))
    return told


def receipts(major: MajorRow, view: View) -> list[Told]:
    """A major emergency: when and why it was reported, and which leaders have said that they know."""
    kind = view.word("emergency", major.kind)
    why = "  ".join(part for part in (view.word("flag", "major"), kind, clean(major.note)) if part)
    told: list[Told] = [(view.clock(major.marked_at), view.say("alarms.reported"), why, "amber")]
    if not major.receipts:
        told.append(("", view.say("alarms.receipt"), view.say("alarms.no_leaders"), "amber"))
    for one in major.receipts:
        name = clean(one.name)
        if one.received_at is None:
            waits = view.say("alarms.unread", name=name, time=h_mm(view.now - one.told_at))
            told.append((view.clock(one.told_at), view.say("alarms.receipt"), waits, "amber"))
        else:
            by = clean(one.by or "")
            read = view.say("alarms.read" if by in ("", name) else "alarms.read_for", name=name, by=by)
            told.append((view.clock(one.received_at), view.say("alarms.receipt"), read, "text"))
    return told


def major_lines(major: MajorRow | None, view: View) -> list[Line]:
    """The same at the top of a request's detail: the report, who has not answered, and who knows in one line."""
    if major is None:
        return []
    waiting = tuple(one for one in major.receipts if one.received_at is None)
    told = receipts(replace(major, receipts=waiting), view)
    if major.receipts and not waiting:
        told = told[:1]
    known = [clean(one.name) for one in major.receipts if one.received_at is not None]
    if known:
        told.append(("", view.say("alarms.receipt"), view.say("alarms.read", name=", ".join(known)), "text"))
    return [
        Line((Span(2, "!" if tone == "amber" else "+", "amber" if tone == "amber" else "green"),
              Span(4, time, "dim", 9), Span(14, what, "dim", 9), Span(24, text, tone)))
        for time, what, text, tone in told
    ]  # fmt: skip


def rule_told(out: RuleOutRow, view: View) -> list[Told]:
    """A rule out of service: until when at the latest, by whom and why."""
    name = scope_words(out, view)
    by = view.say("alarms.rule_out_by", name=clean(out.by or "--"), rule=name, reason=clean(out.reason))
    return [
        (view.clock(out.until), view.say("alarms.will"), view.say("alarms.rule_back", rule=name), "title"),
        (view.clock(out.began_at), view.word("alarm_state", AlarmState.OUT_OF_SERVICE), by, "text"),
    ]


def group_told(rows: Sequence[AlarmRow], view: View) -> list[Line]:
    """A group of the list: how many, the oldest, and how to act on them."""
    oldest = min(row.breach_at or row.due_at for row in rows)
    numbers = "  ".join(sorted({clean(row.number or row.subject) for row in rows}))
    return told_lines([
        ("", view.say("alarms.now"), view.say("alarms.group_how", n=len(rows)), "title"),
        (view.clock(oldest), view.say("alarms.oldest"), view.say("alarms.group_oldest"), "text"),
        ("", view.say("alarms.request"), numbers, "text"),
    ])  # fmt: skip


def _request_line(row: QueueRow, view: View) -> Line:
    state = view.word("board", row.board) + " " + h_mm(view.now - row.state_since)
    parts = (view.named(row.category_zh, row.category_en), row.priority.value, state, "+".join(row.crews))
    text = "  ".join(clean(part) for part in parts if part)
    return Line((Span(7, clean(row.number), "dim"), Span(20, view.say("alarms.request"), "dim"), Span(30, text)))
