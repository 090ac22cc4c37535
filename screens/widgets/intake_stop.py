"""Beside the form: the planned stop in whose area the caller lives, as it can be read out."""

from models.rows import StopRow
from models.vocabulary import StopState
from screens.format import cells, clean
from screens.intake_facts import Known
from screens.view import View
from screens.widgets.sheet import Line, Span


def stop_lines(known: Known, view: View, width: int, *, tight: bool) -> list[Line]:
    """The stop that holds here: from when to when, why, whether anybody was told; overdue if gas should be back."""
    if not known.stops:
        return []
    stop = known.stops[0]
    title, key = view.say("stops.title"), view.say("stops.answer")
    band = Line(
        (Span(1, "!", "amber"), Span(3, title, "title"),
         Span(5 + cells(title), when_words(stop, view), "amber", max(8, width - 8 - cells(title) - cells(key))),
         Span(-1 - cells(key), key, "key")), "band",
    )  # fmt: skip
    if tight:
        return [band]
    told = [stop.reason, told_words(stop, view), where_words(stop, view)]
    return [band, *(Line((Span(3, clean(text)),)) for text in told if text)]


def when_words(stop: StopRow, view: View) -> str:
    """Its times as they stand: ahead or under way, overdue, or gas is back."""
    if stop.state is StopState.RESTORED and stop.restored_at is not None:
        return view.say("stops.back", at=view.clock(stop.restored_at))
    if stop.state is StopState.OVERDUE:
        return view.say("stops.late", at=view.clock(stop.restore_at))
    return view.say("stops.when", start=view.clock(stop.from_at), end=view.clock(stop.restore_at))


def told_words(stop: StopRow, view: View) -> str:
    """Who was told, how and when."""
    if stop.notified_at is None:
        return view.say("stops.untold")
    return view.say("stops.told", whom=clean(stop.told_whom), how=clean(stop.told_how), at=view.clock(stop.notified_at))


def where_words(stop: StopRow, view: View) -> str:
    """Its area in words."""
    parts = [view.districts.get(stop.district, stop.district), *(one.words for one in stop.areas)]
    return clean(" ".join(dict.fromkeys(part for part in parts if part)))
