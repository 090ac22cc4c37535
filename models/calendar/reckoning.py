"""When a term is due on a calendar, how much time was used, and whether it was too much; pauses are not counted.

A pause costs only its open part. A term in calendar days runs round the clock, so there a pause costs all of it.
"""

from collections.abc import Iterable

from models.calendar.terms import Term, Unit
from models.calendar.working import Calendar, Span

_ALL_HOURS = Calendar.round_the_clock("UTC")


def due(calendar: Calendar, start: int, term: Term, pauses: Iterable[Span] = ()) -> int:
    """The last instant that still keeps the promise."""
    spans = joined(pauses)
    match term.unit:
        case Unit.WORKING_DAYS:
            return _pushed(calendar, start, calendar.add_working_days(start, term.amount), spans)
        case Unit.DAYS:
            return _pushed(_ALL_HOURS, start, calendar.add_days(start, term.amount), spans)
    walk = _forward if term.amount >= 0 else _backward
    return walk(calendar, start, abs(term.amount), spans)


def elapsed(calendar: Calendar, start: int, until: int, pauses: Iterable[Span] = ()) -> int:
    """Open ms from `start` to `until` without the pauses; 0 if it was done before it began."""
    paused = sum(calendar.working(max(begin, start), min(end, until)) for begin, end in joined(pauses))
    return calendar.working(start, until) - paused


def breached(calendar: Calendar, due_at: int, term: Term, until: int, pauses: Iterable[Span] = ()) -> bool:
    """Has any time that counts passed between the due instant and `until`? Of open time only open time counts."""
    return elapsed(calendar if term.unit is Unit.TIME else _ALL_HOURS, due_at, until, pauses) > 0


def joined(pauses: Iterable[Span]) -> list[Span]:
    """The pauses in order and apart: overlapping and touching ones are one, one of zero length is nothing."""
    out: list[Span] = []
    for begin, end in sorted(pauses):
        if begin >= end:
            continue
        if out and begin <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((begin, end))
    return out


def _forward(calendar: Calendar, start: int, ms: int, pauses: list[Span]) -> int:
    here, left = start, ms
    for begin, end in pauses:
        if end <= here:
            continue
        free = calendar.working(here, begin)
        if left < free or 0 < left == free:
            break
        here, left = end, left - free
    return calendar.add(here, left)


def _backward(calendar: Calendar, start: int, ms: int, pauses: list[Span]) -> int:
    here, left = start, ms
    for begin, end in reversed(pauses):
        if begin >= here:
            continue
        free = calendar.working(end, here)
        if left <= free:
            break
        here, left = begin, left - free
    return calendar.add(here, -left)


def _pushed(measure: Calendar, start: int, at: int, pauses: list[Span]) -> int:
    """The due instant of whole days, moved by what the pauses on the way to it cost."""
    ahead = at >= start
    for begin, end in pauses if ahead else reversed(pauses):
        if ahead and begin < at and end > start:
            cost = measure.working(max(begin, start), end)
        elif not ahead and end > at and begin < start:
            cost = -measure.working(begin, min(end, start))
        else:
            continue
        at = measure.add(at, cost) if cost else at
    return at
