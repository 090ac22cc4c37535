"""The detail of a request as lines: hazards first, then the place, the clocks, what happened, and what can be done."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from models.hazards import told_once
from models.rows import ActChoice, RequestDetail
from models.vocabulary import Channel
from screens.format import cells, clean, h_mm, wrap
from screens.keys import act_word
from screens.story import acted_by, stopped_by, told
from screens.view import View
from screens.widgets.after_lines import after_lines
from screens.widgets.clock_lines import clock_lines
from screens.widgets.detail_again import again_lines
from screens.widgets.finish_lines import finish_lines
from screens.widgets.owner_lines import owner_lines
from screens.widgets.sheet import BLANK, Line, Span
from screens.widgets.triage_story import triage_lines

LABEL, VALUE = 2, 8
GUTTER = 3
"""Blanks between the acts that can be done and those that cannot."""

TOGETHER = 3
"""So many acts with one reason stand together."""

TEXT_LINES = 3
"""Lines of the caller's own words shown above the clocks; the whole text stands at the end when it is longer."""


def detail_lines(
    detail: RequestDetail,
    choices: Sequence[ActChoice],
    keys: Mapping[str, str],
    view: View,
    width: int,
    *,
    roomy: bool = False,
    foretold: Sequence[Any] = (),
) -> list[Line]:
    """Every line below the head of the pane."""
    facts, rest = fact_lines(detail, view, width)
    return [
        BLANK,
        *hazard_lines(detail, view),
        *facts,
        *again_lines(detail, view, width),
        BLANK,
        *owner_lines(detail, view, fact_column(view)),
        *finish_lines(detail, view, fact_column(view), width),
        *after_lines(detail, view, fact_column(view), width),
        *clock_lines(detail.clocks, detail.row.priority, detail.cycle, view, width, roomy=roomy),
        *(_foretold(foretold, view, width) if foretold else ()),
        BLANK,
        *triage_lines(detail, view, width),
        *story_lines(detail, view, width),
        BLANK,
        *act_lines(choices, keys, view, width),
        *rest,
    ]


def _foretold(said: Sequence[Any], view: View, width: int) -> list[Line]:
    # The first rows of the console wait for nothing that only a detail may have to say.
    from screens.widgets.foretold import foretold_lines

    return foretold_lines(said, view, width)


def head_line(detail: RequestDetail, view: View, also: Sequence[str], focused: bool, width: int) -> Line:
    """Number, category, priority, state and crews; right, whose it is and who else looks at it."""
    row = detail.row
    state = view.word("board", row.board) + " " + h_mm(view.now - row.state_since)
    crews = "+".join(row.crews)
    right = [(view.say("detail.owner"), "dim"), (detail.owner_name or "--", "text")]
    if also:
        right += [(view.say("detail.also"), "dim"), (" ".join(also), "violet")]
    edge = width - sum(cells(text) + 1 for text, _ in right)
    left = [
        (clean(row.number), "title"),
        (row.priority.value, "title"),
        (clean(view.named(row.category_zh, row.category_en)), "title"),
        (state, "text"),
        (crews, "text"),
        (view.word("kind", row.kind), "dim"),
    ]
    spans, at = [], 1
    for text, tone in left:
        if text and at + min(6, cells(text)) < edge:
            spans.append(Span(at, text, tone, min(cells(text), edge - at - 1)))
            at += cells(text) + 2
    at = edge
    for text, tone in right:
        spans.append(Span(at, text, tone))
        at += cells(text) + 1
    return Line(tuple(spans), "focus" if focused else "band")


def hazard_lines(detail: RequestDetail, view: View) -> list[Line]:
    """What may change who is sent: hazards on record, vulnerable people, and what the crew must know."""
    premise = detail.premise
    said = [
        (premise.vulnerable if premise else "", "from_file"),
        (detail.people, "from_call"),
        (premise.hazards if premise else "", "from_premise"),
        (detail.note, "from_note"),
        *((view.word("flag", flag), "from_desk") for flag in detail.flags),
    ]
    lines = []
    for text, sources in told_once(said):
        source = "+".join(view.say(f"detail.{one}") for one in sources)
        lines.append(
            Line((Span(2, "!", "amber"), Span(4, clean(text), "amber"), Span(-1 - cells(source), source, "dim")))
        )
    return [*lines, BLANK] if lines else []


def fact_column(view: View) -> int:
    """Where facts begin, behind the longest of their labels."""
    return max(VALUE, LABEL + 1 + max(cells(view.say(f"detail.{name}")) for name in _LABELS))


def fact_lines(detail: RequestDetail, view: View, width: int) -> tuple[list[Line], list[Line]]:
    """Place, access, meter, customer and the caller's words; second, the whole of the words if they were cut."""
    row, premise, customer = detail.row, detail.premise, detail.customer
    value = fact_column(view)
    place = view.place(row.district, row.address) or view.say("detail.no_place")
    lines = [_fact("address", place, view, value, tone="title")]
    access = detail.access or (premise.access if premise else "")
    for name, text in (
        ("access", access),
        ("valve", premise.valve if premise else ""),
        ("meter", premise.meter if premise else ""),
    ):
        if text:
            lines.append(_fact(name, text, view, value))
    caller = " ".join(part for part in (detail.caller or (customer.name if customer else ""), detail.phone) if part)
    calls = view.say("detail.calls", n=len(detail.calls)) if detail.calls else ""
    lines.append(_fact("caller", caller or "--", view, value, aside=calls))
    if customer:
        who = " ".join(part for part in (customer.name, view.word("class", customer.klass), customer.tier) if part)
        lines.append(_fact("customer", who, view, value, aside=customer.manager))
    if detail.channel is not Channel.PHONE:
        reply = view.say("detail.reply_by", at=view.clock(detail.reply_by)) if detail.reply_by else ""
        channel = view.word("channel", detail.channel) + " " + detail.outside_number
        lines.append(_fact("channel", channel, view, value, aside=reply))
    if detail.held_until and detail.hold_reason:
        reason = view.word("hold_reason", detail.hold_reason)
        lines.append(
            _fact("held", view.say("detail.held_until", reason=reason, at=view.clock(detail.held_until)), view, value)
        )
    if detail.disposition:
        lines.append(_fact("ended", view.word("disposition", detail.disposition), view, value))
    quote = f"「{detail.text}」" if detail.text else ""
    words = wrap(quote, max(20, width - value - 2)) if quote else []
    for number, part in enumerate(words[:TEXT_LINES]):
        lines.append(_fact("text" if number == 0 else "", part, view, value))
    rest: list[Line] = []
    if len(words) > TEXT_LINES:
        lines[-1] = replace(
            lines[-1], spans=(*lines[-1].spans, Span(-12, view.say("detail.more_below"), "dim", 11, right=True))
        )
        rest = [BLANK, Line((Span(LABEL, view.say("detail.whole_text"), "title"),), "band")]
        rest += [Line((Span(LABEL, part),)) for part in wrap(quote, width - LABEL - 2)]
    return lines, rest


_LABELS = ("address", "access", "valve", "meter", "caller", "customer", "channel", "held", "ended", "text")


def _fact(label: str, text: str, view: View, value: int, *, tone: str = "text", aside: str = "") -> Line:
    spans = [Span(LABEL, view.say(f"detail.{label}") if label else "", "dim"), Span(value, clean(text), tone)]
    if aside:
        spans.append(Span(-1 - cells(aside), clean(aside), "dim"))
    return Line(tuple(spans))


def story_lines(detail: RequestDetail, view: View, width: int) -> list[Line]:
    """What happened, newest first; a long line goes on below itself."""
    count = view.say("detail.lines", n=len(detail.journal))
    title = view.say("detail.story")
    band = (Span(2, title, "title"), Span(4 + cells(title), view.say("detail.newest_first"), "dim"))
    lines = [Line((*band, Span(-1 - cells(count), count, "dim")), "band")]
    rows = sorted(detail.journal, key=lambda row: -row.seq)
    stopped = stopped_by(rows, detail.clocks)
    times = [view.clock(row.at) for row in rows]
    who_at = 2 + max((cells(time) for time in times), default=8) + 2
    text_at = who_at + min(10, max((cells(acted_by(row, view)) for row in rows), default=4)) + 2
    for time, row in zip(times, rows, strict=True):
        tone, text = told(row, view, stopped.get(row.seq, ()))
        first, *more = wrap(text, max(20, width - text_at - 1))
        spans = (
            Span(2, time, "dim"),
            Span(who_at, acted_by(row, view), "dim", text_at - who_at - 1),
            Span(text_at, first, tone),
        )
        lines += [Line(spans), *(Line((Span(text_at, part, tone),)) for part in more)]
    return lines


def act_lines(choices: Sequence[ActChoice], keys: Mapping[str, str], view: View, width: int) -> list[Line]:
    """Left what can be done now and its effect, right what cannot be done yet and why; narrow, one above the other."""
    able = [choice for choice in choices if choice.why_not is None]
    unable = [choice for choice in choices if choice.why_not is not None]
    names = max((cells(view.word("act", choice.act)) for choice in choices), default=4)
    typed = [_typed(choice, keys, view) for choice in able]
    wide = max(map(cells, typed), default=1)
    left = [_able(choice, view, names, wide, key) for choice, key in zip(able, typed, strict=True)]
    half = _second_column(left, unable, view, names, width)
    right = _unable(unable, view, names, half, width)
    can, cannot = view.say("detail.can"), view.say("detail.cannot")
    if not half:
        out = [Line((Span(2, can, "title"),), "band"), *(Line(spans) for spans in left)]
        return [*out, BLANK, Line((Span(2, cannot, "title"),), "band"), *(Line(spans) for spans in right)]
    out = [Line((Span(2, can, "title"), Span(half, cannot, "title")), "band")]
    for number in range(max(len(left), len(right))):
        spans = left[number] if number < len(left) else ()
        out.append(Line((*spans, *(right[number] if number < len(right) else ()))))
    return out


def _second_column(
    left: Sequence[tuple[Span, ...]], unable: Sequence[ActChoice], view: View, names: int, width: int
) -> int:
    """Where what cannot be done begins, or 0 where both columns do not stand whole beside each other."""
    longest = max((spans[-1].start + cells(spans[-1].text) for spans in left), default=0)
    reasons = [cells(view.reason(choice.why_not or "", choice.facts)) for choice in unable]
    needed = min(4 + names + max(reasons, default=0), width // 2) + 1
    start = max(longest + GUTTER, min(width // 2, width - needed))
    return start if start + needed <= width else 0


def _typed(choice: ActChoice, keys: Mapping[str, str], view: View) -> str:
    """The key of an act, or the word that asks for it."""
    return keys.get(choice.act) or act_word(choice.act, view.wording.lang)


def _able(choice: ActChoice, view: View, names: int, wide: int, key: str) -> tuple[Span, ...]:
    at = LABEL + wide + 2
    return (
        Span(LABEL, key, "key", wide),
        Span(at, view.word("act", choice.act), "text"),
        Span(at + names + 2, view.word("effect", choice.act), "dim"),
    )


def _unable(choices: Sequence[ActChoice], view: View, names: int, half: int, width: int) -> list[tuple[Span, ...]]:
    """An act a line with its reason; acts that share a reason (the wrong state) stand together below it."""
    start = half or 2
    reasons: dict[str, list[str]] = {}
    for choice in choices:
        why = view.reason(choice.why_not or "", choice.facts)
        reasons.setdefault(why, []).append(view.word("act", choice.act))
    lines: list[tuple[Span, ...]] = []
    for why, acts in sorted(reasons.items(), key=lambda item: len(item[1]) >= TOGETHER):
        if len(acts) < TOGETHER:
            lines += [
                (Span(start, "-", "dim"), Span(start + 2, act, "dim"), Span(start + 4 + names, why, "dim"))
                for act in acts
            ]
            continue
        lines.append((Span(start, "-", "dim"), Span(start + 2, f"{why}:", "dim")))
        room = width - start - 5
        lines += [(Span(start + 4, part, "dim"),) for part in wrap("  ".join(acts), max(16, room))]
    return lines
