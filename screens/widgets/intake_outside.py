"""Beside the form: the case that is on the board already, and the questions that a complaint about a leak raises."""

from models.outside import questions
from models.vocabulary import Channel
from screens.format import cells, clean, h_mm
from screens.intake_facts import OUTSIDE, Known
from screens.view import View
from screens.widgets.sheet import Line, Span


def outside_lines(known: Known, view: View, width: int, *, tight: bool) -> list[Line]:
    """The same case first, then what is to be asked, then what an outside body's letter lacks."""
    fields = known.fields
    channel = Channel(fields.get("channel") or Channel.PHONE)
    lines: list[Line] = []
    for row in known.outside[:1]:
        key = view.say("same_case.open", number=clean(row.number))
        band = (Span(1, "!", "amber"), Span(3, view.say("same_case.known"), "amber"),
                Span(-1 - cells(key) - 7, "Ctrl+O", "key"), Span(-1 - cells(key), key))  # fmt: skip
        state = view.word("board", row.board)
        age = view.say("intake.ago", time=h_mm(view.now - row.received))
        lines.append(Line(band, "band"))
        if not tight:
            lines.append(Line((Span(3, clean(row.number), "title", 8), Span(12, f"{state}  {age}"))))
    kind = known.category.kind if known.category is not None else None
    for question in questions(channel, kind, f"{fields.get('text', '')} {fields.get('note', '')}"):
        lines.append(Line((Span(1, "!", "amber"), Span(3, view.say(f"both.{question.value}_note"), "amber"))))
    if channel in OUTSIDE and not fields.get("reply_by") and not tight:
        lines.append(Line((Span(3, view.say("same_case.no_date"), "dim", max(8, width - 4)),)))
    return lines
