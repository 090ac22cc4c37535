"""How far a request is on its way to its end, as lines of its detail: plan, safe site, visits, the customer's word."""

from models.rows import RequestDetail
from models.rows.finish import FinishRow, PlanBrief, Reading, SafeRow
from models.vocabulary import Checked, Status
from screens.format import cells, clean, h_mm, wrap
from screens.keys import key
from screens.view import View
from screens.widgets.sheet import BLANK, Line, Span


def finish_lines(detail: RequestDetail, view: View, value: int, width: int) -> list[Line]:
    """Everything on record about its end. `value` is the column where facts begin; ends with a blank if there is any.

    What a safe record does not say yet stands in amber, for the crew is still there to be asked.
    """
    found = detail.finish
    over = detail.row.status in (Status.CLOSED, Status.CANCELLED, Status.MERGED)
    lines = [_plan(one, view, value, over=over) for one in found.plans]
    for record in found.safe[-1:]:
        lines += _safe(record, view, value, width, over=over)
    lines += [*_visits(found, view, value), *_word(found, view, value)]
    return [*lines, BLANK] if lines else []


def reading_words(reading: Reading) -> str:
    """``0 %LEL 厨房``; what could not be understood stands as it was said."""
    if reading.figure is None:
        return clean(reading.said)
    return clean(" ".join(part for part in (f"{reading.figure:g}", reading.unit, reading.place) if part))


def _plan(one: PlanBrief, view: View, value: int, *, over: bool) -> Line:
    name = view.named(one.zh, one.en)
    words = view.say("finish.plan_line", name=clean(name), level=one.level, done=one.done, steps=one.steps)
    spans = [Span(2, view.say("finish.plan"), "dim"), Span(value, words, "text")]
    more, tone = _next(one, view)
    if more and not over:
        spans.append(Span(value + cells(words) + 2, more, tone))
    shown = key("plan").shown
    return Line((*spans, Span(-1 - cells(shown), shown, "key")))


def _next(one: PlanBrief, view: View) -> tuple[str, str]:
    if one.due_at is not None:
        left = one.due_at - view.now
        late = left < 0
        return view.say("finish.plan_late" if late else "finish.plan_next", time=h_mm(abs(left))), (
            "red" if late else "text"
        )
    return ("", "dim") if one.reviewed_at is not None else (view.say("finish.plan_review"), "amber")


def _safe(record: SafeRow, view: View, value: int, width: int, *, over: bool) -> list[Line]:
    say = view.say
    read = ", ".join(map(reading_words, record.readings))
    valve = " ".join(part for part in (record.valve, record.valve_which) if part)
    found = say("finish.found") if record.source_found else say("finish.not_found")
    looked = [
        say("finish.looked", what=say(f"fact.{name}"), word=view.word("checked", word))
        for name, word in (("neighbours", record.neighbours), ("basement", record.basement))
        if word is not Checked.NOT_YET
    ]
    at = view.clock(record.fire_at) if record.fire_at is not None else ""
    fire = [say("finish.fire", name=clean(record.fire_service), at=at)] if record.fire_service else []
    told = [view.clock(record.at), read, say("finish.valve", valve=clean(valve)),
            " ".join(part for part in (found, clean(record.found_how)) if part), *looked, *fire]  # fmt: skip
    room = max(20, width - value - 1)
    lines = [Line((Span(value, part, "text"),)) for part in packed([part for part in told if part], room)]
    lines[0] = Line((Span(2, say("finish.safe"), "dim"), *lines[0].spans))
    gas = Checked.GAS in (record.neighbours, record.basement)
    if record.lacks and not over:
        lacks = say("finish.lacks", what=", ".join(say(f"finish.lack_{name}") for name in record.lacks))
        lines += [Line((Span(value, part, "amber"),)) for part in wrap(lacks, room)]
    return [Line((*line.spans, Span(0, "!", "amber"))) if gas and line is lines[0] else line for line in lines]


def packed(parts: list[str], room: int) -> list[str]:
    """Parts side by side, two blanks between them; none is broken over two lines unless it is longer than one."""
    lines: list[str] = []
    for part in parts:
        if lines and cells(lines[-1]) + 2 + cells(part) <= room:
            lines[-1] += f"  {part}"
        else:
            lines += wrap(part, room)
    return lines


def _visits(found: FinishRow, view: View, value: int) -> list[Line]:
    say, lines = view.say, []
    for visit in found.appointments[-1:]:
        if visit.give_or_take:
            first, last = visit.visit_at - visit.give_or_take, visit.visit_at + visit.give_or_take
            when = say("finish.visit_window", **{"from": view.clock(first), "until": view.clock(last)})
        else:
            when = say("finish.visit_at", at=view.clock(visit.visit_at))
        told = "  ".join(part for part in (when, clean(visit.note)) if part)
        lines.append(Line((Span(2, say("finish.visit"), "dim"), Span(value, told, "text"))))
    for empty in found.empty_visits[-1:]:
        told = say("finish.empty_line", n=len(found.empty_visits), crew=clean(empty.crew), at=view.clock(empty.left_at),
                   time=h_mm(empty.left_at - empty.arrived_at))  # fmt: skip
        told = "  ".join(part for part in (told, clean(empty.note)) if part)
        lines.append(Line((Span(2, say("finish.empty"), "dim"), Span(value, told, "amber"))))
    return lines


def _word(found: FinishRow, view: View, value: int) -> list[Line]:
    lines = []
    for said in found.confirmations[-1:]:
        told = view.say("finish.yes" if said.agreed else "finish.no", name=clean(said.name), at=view.clock(said.at),
                        why=clean(said.objection))  # fmt: skip
        tone = "green" if said.agreed else "amber"
        lines.append(Line((Span(2, view.say("finish.word"), "dim"), Span(value, told, tone))))
    return lines
