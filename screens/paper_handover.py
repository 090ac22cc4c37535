"""A hand-over sheet on paper, and each of its items in words: as it was signed, with who read what when."""

from collections.abc import Mapping, Sequence
from typing import Any

from models.rows.handovers import HandoverRow, HandoverSheet, SheetItem, ShiftFigures
from models.vocabulary import SheetPart, SheetState
from screens.paper_emergencies import moment
from screens.printed import Box, Form, Note, Paper, Part, Row, Table
from screens.view import View

COUNTED = ("received", "life", "calls", "missed", "sent", "resolved", "closed", "reopened", "alarms", "open", "overdue")
_HEADS = ("what", "when", "who", "text", "read")
_WIDTHS = (42, 17, 15, 16, 10)


def handover_paper(row: HandoverRow, view: View, facts: Sequence[tuple[str, str]]) -> Paper:
    """A sheet that was signed by one or both; it says so loudly if it is not what was signed."""
    say = view.say
    block = [
        *facts, (say("handover.state"), view.word("sheet_state", row.state)), *_shift(row.sheet, view),
        (say("handover.outgoing"), say("handover.signed", name=row.outgoing, at=moment(row.sheet.at, view))),
        (say("handover.incoming"), _incoming(row, view)), (say("handover.head"), row.sheet.head),
        (say("handover.digest"), row.proof or row.digest),
    ]  # fmt: skip
    parts = _parts(row.items, row.read, row, view)
    if row.note:
        parts.append(Note(say("handover.remark"), (row.note,)))
    if row.state is SheetState.OFFERED:
        boxes = (Box(say("handover.sign_outgoing"), width=6), Box(say("handover.sign_incoming"), width=6))
        parts.append(Form(say("handover.signature"), boxes))
    warned = () if row.intact else (Note(say("handover.altered"), ()),)
    return Paper(view.wording.lang, say("handover.sheet", id=row.id), tuple(block),
                 (*warned, figures_table(row.sheet.figures, view), *parts), (say("handover.foot"),))  # fmt: skip


def draft_paper(sheet: HandoverSheet, view: View, facts: Sequence[tuple[str, str]]) -> Paper:
    """The sheet as it would be, with places to sign by hand."""
    say = view.say
    boxes = (Box(say("handover.sign_outgoing"), width=6), Box(say("handover.sign_incoming"), width=6))
    parts = [*_parts(sheet.items, {}, None, view), Form(say("handover.signature"), boxes)]
    block = (*facts, *_shift(sheet, view), (say("handover.head"), sheet.head))
    return Paper(view.wording.lang, say("handover.draft"), block, (figures_table(sheet.figures, view), *parts))


def figures_table(figures: ShiftFigures, view: View) -> Table:
    """The shift's figures, and how many promises were kept of those that fell due."""
    values = figure_words(figures, view)
    return Table(view.say("handover.figures"), tuple(name for name, _ in values),
                 (Row(tuple(value for _, value in values)),))  # fmt: skip


def figure_words(figures: ShiftFigures, view: View) -> list[tuple[str, str]]:
    """Each figure with its name."""
    plain: dict[str, Any] = {name: getattr(figures, name) for name in COUNTED}
    plain["received"] = sum(figures.received.values())
    counted = [(view.say(f"handover.{name}"), str(value)) for name, value in plain.items()]
    kept = [
        (view.say("handover.kept", clock=view.word("clock", clock)), view.say("handover.of", kept=pair[0],
                                                                              whole=pair[1]))
        for clock, pair in figures.kept.items()
    ]  # fmt: skip
    return counted + kept


def _shift(sheet: HandoverSheet, view: View) -> list[tuple[str, str]]:
    span = view.say("paper.until_now", since=moment(sheet.since, view), until=moment(sheet.at, view))
    return [(view.say("handover.shift"), span)]


def _incoming(row: HandoverRow, view: View) -> str:
    if row.signed_at is None:
        return view.say("handover.unsigned")
    return view.say("handover.signed", name=row.incoming, at=moment(row.signed_at, view))


def _parts(
    items: Sequence[SheetItem], read: Mapping[str, int], row: HandoverRow | None, view: View
) -> list[Part]:  # fmt: skip
    """One table for each part that has something to say."""
    heads = tuple(view.say(f"handover.{name}") for name in _HEADS)
    found: list[Part] = []
    for part in SheetPart:
        lines = tuple(
            Row((*told(item, view), read_words(item, read, row, view)), "red" if item.red else "")
            for item in items
            if item.part is part
        )
        if lines:
            found.append(Table(view.word("sheet_part", part), heads, lines, widths=_WIDTHS))
    return found


def read_words(item: SheetItem, read: Mapping[str, int], row: HandoverRow | None, view: View) -> str:
    """Whether the one who takes over has read it, and that it came later than the sheet."""
    if not item.red or row is None:
        return view.say("handover.red_mark") if item.red else ""
    at = read.get(item.key)
    named = "" if item.number else f" ({item.key})"
    said = view.say("handover.unread") + named if at is None else view.say("handover.read_at", at=view.clock(at))
    return f"{said}, {view.say('handover.came_since')}" if item in row.since_then else said


def told(item: SheetItem, view: View) -> tuple[str, str, str, str]:
    """An item in words: what, when, who, remarks."""
    return what(item, view), when(item, view), who(item, view), text(item, view)


def what(item: SheetItem, view: View) -> str:
    """What it is about, and where."""
    place = view.place(item.district, item.address)
    match item.part:
        case SheetPart.URGENT | SheetPart.OVERDUE:
            several = view.say("handover.several", n=item.count) if item.count > 1 and not item.number else ""
            named = view.named(item.zh, item.en) or view.word("kind", item.kind)
            parts = [item.priority, item.number or several, named, place]
        case SheetPart.SILENCED | SheetPart.STANDING:
            away = view.say("handover.alarms_away", n=item.count) if item.key.startswith("rule:") else ""
            kind = view.word("kind", item.kind) if item.kind else ""
            clock = view.word("clock", item.clock) if item.clock else ""
            parts = [item.priority, item.number, view.word("alarm_rule", item.word), clock, kind, place, away]
        case SheetPart.ENGINE | SheetPart.INCIDENTS:
            several = view.say("handover.several", n=item.count) if item.count > 1 else ""
            parts = [item.number, view.word("sheet_word", item.word), place, several]
        case SheetPart.CREWS:
            parts = [" ".join(item.crews), view.word("crew_status", item.word), item.number, item.address]
        case SheetPart.CARDS:
            parts = [view.say("handover.several", n=item.count)]
        case SheetPart.NOTES:
            parts = [item.text]
        case _:
            reason = view.word("hold_reason", item.word) if item.word else ""
            parts = [item.priority, item.number, item.phone, reason, place]
    return "  ".join(part for part in parts if part)


def when(item: SheetItem, view: View) -> str:
    """Since when, or until when."""
    if item.part is SheetPart.ENGINE:
        return view.say("handover.never_swept" if item.since is None else "handover.swept",
                        **({} if item.since is None else {"at": view.clock(item.since)}))  # fmt: skip
    if item.due is None:
        return view.say("handover.since", at=view.clock(item.since)) if item.since is not None else ""
    clock = f"{view.word('clock', item.clock)} " if item.clock and item.part is not SheetPart.SILENCED else ""
    if item.late:
        return clock + view.say("handover.late_since", at=view.clock(item.due))
    ends = item.part in (SheetPart.SILENCED, SheetPart.CREWS, SheetPart.HOLDS)
    return clock + view.say("handover.until" if ends else "handover.due_at", at=view.clock(item.due))


def who(item: SheetItem, view: View) -> str:
    """The crews on it, in what state, or who did it."""
    if item.part in (SheetPart.URGENT, SheetPart.OVERDUE):
        state = view.word("board", item.word) if item.word else ""
        return "  ".join(part for part in (" ".join(item.crews), state, item.who) if part)
    return item.who


def text(item: SheetItem, view: View) -> str:
    """What was said of it."""
    if item.part is SheetPart.NOTES:
        return ""
    if item.part is SheetPart.URGENT and item.count > 1:
        return "  ".join(part for part in (view.say("handover.several", n=item.count), item.text) if part)
    return item.text
