"""Beside the form: the sentence with which a call begins, and the one with which it ends, each at its moment."""

from screens.format import clean, wrap
from screens.intake_facts import Known, missing
from screens.spoken import sentence
from screens.view import View
from screens.widgets.sheet import Line, Span

INDENT = 3


def call_lines(known: Known, view: View, width: int, *, tight: bool) -> list[Line]:
    """The opening line until something is known, the closing line once the form could be saved; else nothing.

    Where there is little room they are one line, cut.
    """
    if known.spoken is None:
        return []
    fields = known.fields
    begun = any(fields.get(name) for name in ("text", "category", "priority"))
    closing = begun and not missing(fields, known.priority) and bool(fields.get("text"))
    if begun and not closing:
        return []
    name = "closing" if closing else "opening"
    text = clean(sentence(known.spoken, name, view.wording))
    room = max(10, width - INDENT - 1)
    rows = [text] if tight else wrap(text, room)[:3]
    first = Line((Span(1, "-", "dim"), Span(INDENT, rows[0], "title", room)))
    return [first, *(Line((Span(INDENT, row, "title", room),)) for row in rows[1:])]
