"""In the detail of a request: everybody who rang about it, what refers to it, its call-backs, and a cluster offered."""

from models.rows import CallerRow, ClusterRow, RequestDetail
from models.vocabulary import WaveState
from screens.format import cells, clean
from screens.view import View
from screens.widgets.sheet import BLANK, Line, Span

SHOWN = 6
"""So many callers are listed, the last ones; `hotline request show` has all."""

TONES = {WaveState.WAITING: "dim", WaveState.REACHED: "green", WaveState.UNSOLVED: "amber", WaveState.GAVE_UP: "amber"}


def offer_lines(found: ClusterRow | None, view: View) -> list[Line]:
    """That three like it stand in one place, and the key that makes them one incident."""
    if found is None or found.lasts or not found.numbers:
        return []
    words = view.say("again.offer", place=clean(found.place), n=found.reports)
    return [BLANK, Line((Span(2, "!", "amber"), Span(4, words, "amber")))]


def again_lines(detail: RequestDetail, view: View, width: int) -> list[Line]:
    """Callers where there are several, links, and how far its round of call-backs has come."""
    lines: list[Line] = []
    if len(detail.callers) > 1:
        title = view.say("again.callers_of", n=len(detail.callers))
        more = len(detail.callers) - SHOWN
        aside = view.say("again.more", n=more) if more > 0 else ""
        lines += [BLANK, Line((Span(2, title, "title"), Span(-1 - cells(aside), aside, "dim")), "band")]
        lines += [_caller(one, detail, view, width) for one in detail.callers[-SHOWN:]]
    if detail.linked:
        lines += [BLANK, Line((Span(2, view.say("again.linked"), "title"),), "band")]
        for one in detail.linked:
            way = view.say("again.linked_way" if one.way == "linked" else f"again.{one.way}")
            what = clean(view.named(one.category_zh, one.category_en))
            state = view.word("status", one.status)
            lines.append(Line((Span(2, clean(one.number), "title", 8), Span(11, f"{what}  {state}"),
                               Span(-1 - cells(way), way, "dim"))))  # fmt: skip
    wave = detail.wave
    if wave is not None:
        words = view.say("again.wave", waiting=wave.waiting, reached=wave.reached, unsolved=wave.unsolved,
                         gave_up=wave.gave_up)  # fmt: skip
        lines += [BLANK, Line((Span(2, words, "dim" if wave.ended_at is not None else "text"),))]
    return lines


def _caller(one: CallerRow, detail: RequestDetail, view: View, width: int) -> Line:
    """When, who, from which number and place, what they said; right, whether they were called back."""
    when = view.clock(one.rang_at)
    state = view.word("wave_state", one.state) if one.state else view.say("again.odour") if one.odour else ""
    tone = TONES[WaveState(one.state)] if one.state else "amber"
    own = one.number if one.number != detail.row.number else ""
    said = "  ".join(clean(part) for part in (own, one.name, one.phone, one.place, one.said) if part)
    at = 4 + cells(when)
    room = max(8, width - at - cells(state) - 3)
    return Line((Span(2, when, "dim"), Span(at, said, "text", room), Span(-1 - cells(state), state, tone)))
