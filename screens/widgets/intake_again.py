"""Beside the form: what may be the same matter, why, and what a join would mean; reports that make an incident."""

from models.rows import AgainRow, ClusterRow
from screens.format import cells, clean, h_mm
from screens.intake_facts import Known
from screens.view import View
from screens.widgets.sheet import Line, Span

SHOWN = 4
"""So many are listed; F7 has all of them."""


def again_lines(known: Known, view: View, width: int, *, tight: bool) -> list[Line]:
    """Requests of the same place, live or ended within a day, with their reason, state and age."""
    rows = known.again
    if not rows:
        return []
    title = view.say("intake.similar")
    count = Span(3 + cells(title) + 2, str(len(rows)), "title")
    first = next((one for one in rows if one.ended_at is None and one.takes), None)
    key = view.say("again.choose") if first is None else view.say("intake.join_key", number=clean(first.row.number))
    words = [Span(-1 - cells(key), key)]
    if first is not None:
        words.append(Span(-8 - cells(key), "Ctrl+J", "key"))
    lines = [Line((Span(3, title, "title"), count, *words), "band")]
    for one in rows[:1] if tight else rows[:SHOWN]:
        lines += _one(one, known, view, width, tight=tight)
    if known.cluster is not None:
        lines.append(Line((Span(1, "!", "amber"), Span(3, cluster_words(known.cluster, view), "amber"))))
    if not tight:
        lines.append(Line((Span(3, view.say("intake.never_lost"), "dim"),)))
    return lines


def cluster_words(found: ClusterRow, view: View) -> str:
    """That there are three like it, or that an incident lasts here."""
    key = "lasts" if found.lasts else found.where
    return view.say(f"again.cluster_{key}", n=found.reports, number=clean(found.number))


def why_words(one: AgainRow, view: View) -> str:
    """Why it may be the same matter, and when it came or ended."""
    why = view.say(f"again.{one.why}", metres=one.metres)
    if one.ended_at is not None:
        age = view.say("again.ended", time=h_mm(view.now - one.ended_at))
    else:
        age = view.say("intake.ago", time=h_mm(view.now - one.row.received))
    return f"{why}  {age}"


def _one(one: AgainRow, known: Known, view: View, width: int, *, tight: bool) -> list[Line]:
    row = one.row
    state = view.word("board", row.board) + (f" {'+'.join(row.crews)}" if row.crews else "")
    state += "".join(f" +{clean(name)}" for name in known.inside.get(row.id, ()))
    category = clean(view.named(row.category_zh, row.category_en))
    edge = width - 2 - cells(state)
    tone = "dim" if one.ended_at is not None else "title" if one.life else "text"
    first = Line(
        (Span(3, clean(row.number), "title", 8), Span(12, category, tone, max(4, edge - 13)), Span(edge + 1, state))
    )
    why = why_words(one, view)
    if tight:
        return [first, Line((Span(12, why, "amber"),))]
    place = clean(view.place(row.district, row.address))
    words = (Span(12, place, "text", max(4, width - 15 - cells(why))), Span(-1 - cells(why), why, "amber"))
    more = [view.say("again.callers", n=one.callers)] if one.callers > 1 else []
    more += [view.say("again.parent")] if one.parent else []
    more += [view.say("again.own")] if not one.takes and one.ended_at is None else []
    more += [view.say("again.raises")] if one.raises and one.ended_at is None else []
    loud = "amber" if not one.takes or one.raises else "dim"
    return [first, Line(words), *([Line((Span(12, "  ".join(more), loud),))] if more else [])]
