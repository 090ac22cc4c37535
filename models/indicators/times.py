"""How long people waited: response, resolution and the other promises, and what is overdue now."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from models.goals import GOALS
from models.indicators.cases import NOBODY, Case, Key, Promise, counted, grouped
from models.indicators.figure import WHOLE, Figure, count, mean, rank, share
from models.vocabulary import ClockKind, ClockState
from models.wall import HOUR

MEAN_GOALS: Mapping[ClockKind, float] = {ClockKind.RESPONSE: 24, ClockKind.RESOLUTION: 72}
"""Hours that the mean must not exceed: the outer contract of response and resolution."""

_ENDED_OTHERWISE = (ClockState.VOID, ClockState.MERGED)


def promises(
    cases: Iterable[Case], until: int, *, kinds: Iterable[ClockKind] = (ClockKind.RESPONSE, ClockKind.RESOLUTION),
    by: Key | None = None, goals: Mapping[ClockKind, float] = GOALS,
) -> list[Figure]:  # fmt: skip
    """For each kind of promise and group: mean, median and 90th percentile in hours, share inside the window, open.

    - time = the moment it was kept − received, of the requests where it was kept; held time is in it, for the caller
      waits all the same; of several cycles the last, and never below 0. Resolution is the work done, whether a promise
      ran or not; the other promises are those of the first cycle.
    - inside the window = kept in time ÷ promises that fell due before `until`, over every cycle. What is not due yet is
      not judged, even if it is kept already: else the last days would show only what went fast. Void and merged
      promises count nowhere. Pauses and calendars are in the due instant.
    - open = requests where it is still awaited; they are not in the times.

    Mean against 24 h and 72 h, and the shares' goals: the utilities' service promise (24 h response, 72 h resolution).
    """
    asked = tuple(kinds)
    tallies: dict[str, list[_Tally]] = {WHOLE: [_Tally() for _ in asked]}
    for one in counted(cases):
        into = [tallies[WHOLE]]
        if by is not None:
            into.append(tallies.setdefault(by(one) or NOBODY, [_Tally() for _ in asked]))
        for place, kind in enumerate(asked):
            _add(one, kind, until, [tally[place] for tally in into])
    whole = tallies.pop(WHOLE)
    out: list[Figure] = []
    for group, of_group in [(WHOLE, whole), *sorted(tallies.items())]:
        for kind, tally in zip(asked, of_group, strict=True):
            out += tally.figures(kind, group, goals.get(kind))
    return out


@dataclass(slots=True)
class _Tally:
    """What the requests of one group say of one kind of promise; all of them are gone through once."""

    hours: list[float] = field(default_factory=list)
    due: int = 0
    kept: int = 0
    awaited: int = 0

    def figures(self, kind: ClockKind, group: str, goal: float | None) -> list[Figure]:
        self.hours.sort()
        return [
            mean(f"{kind.value}_mean", group, self.hours, "h", MEAN_GOALS.get(kind)),
            rank(f"{kind.value}_median", group, self.hours, 0.5, "h"),
            rank(f"{kind.value}_p90", group, self.hours, 0.9, "h"),
            share(f"{kind.value}_inside", group, self.kept, self.due, goal),
            count(f"{kind.value}_open", group, self.awaited, "requests"),
        ]


def _add(one: Case, kind: ClockKind, until: int, into: Sequence[_Tally]) -> None:
    span = waited(one, kind)
    if span is None and not one.promises:
        return
    due = kept = awaited = 0
    for promise in one.promises:
        if promise.kind is kind:
            in_time = _kept(promise, until)
            due += in_time is not None
            kept += in_time is True
            awaited = awaited or int(promise.state is ClockState.RUNNING)
    for tally in into:
        if span is not None:
            tally.hours.append(span / HOUR)
        tally.due += due
        tally.kept += kept
        tally.awaited += awaited


def waited(one: Case, kind: ClockKind) -> int | None:
    """How long (ms) the caller waited until that promise was kept; None while it is not."""
    if kind is ClockKind.RESOLUTION:
        return max(0, one.resolved_at - one.received) if one.done and one.resolved_at is not None else None
    for first in one.promises:
        if first.kind is kind and first.cycle == 1:
            kept = first.state is ClockState.STOPPED and first.stopped_at is not None
            return max(0, (first.stopped_at or 0) - first.started_at) if kept else None
    return None


def _kept(promise: Promise, until: int) -> bool | None:
    """Was it kept in time? None where that is not decided, or no longer asked."""
    if promise.state in _ENDED_OTHERWISE or promise.due_at >= until:
        return None
    return promise.stopped_at is not None and promise.stopped_at <= promise.due_at


def overdue(cases: Iterable[Case], now: int, by: Key | None = None) -> list[Figure]:
    """What is late at `now` and for how long (h): requests with a running promise past its due instant.

    late = now − due, of a request's promise that is latest. Requests held with a pausing reason have a due instant
    ahead of them and are not late.
    """
    out: list[Figure] = []
    for group, members in grouped(counted(cases), by).items():
        late = [hours for one in members if (hours := lateness(one, now)) is not None]
        out.append(count("overdue", group, len(late), "requests"))
        if late:
            out += [count("overdue_longest", group, max(late), "h", len(late)),
                    rank("overdue_median", group, late, 0.5, "h")]  # fmt: skip
    return out


def lateness(one: Case, now: int) -> float | None:
    """Hours since the promise that is broken longest fell due; None where none is."""
    due = [p.due_at for p in one.promises if p.state is ClockState.RUNNING and p.due_at < now]
    return (now - min(due)) / HOUR if due else None
