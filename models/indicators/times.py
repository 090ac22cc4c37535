"""How long people waited: response, resolution and the other promises, and what is overdue now."""

from collections.abc import Iterable, Mapping

from models.goals import GOALS
from models.indicators.cases import Case, Key, Promise, counted, grouped
from models.indicators.figure import Figure, count, mean, rank, share
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
    out: list[Figure] = []
    for group, members in grouped(counted(cases), by).items():
        for kind in kinds:
            hours = [span / HOUR for one in members if (span := waited(one, kind)) is not None]
            name = kind.value
            out += [
                mean(f"{name}_mean", group, hours, "h", MEAN_GOALS.get(kind)),
                rank(f"{name}_median", group, hours, 0.5, "h"),
                rank(f"{name}_p90", group, hours, 0.9, "h"),
                inside(members, kind, until, group, goals.get(kind)),
                count(f"{name}_open", group, sum(awaits(one, kind) for one in members), "requests"),
            ]
    return out


def waited(one: Case, kind: ClockKind) -> int | None:
    """How long (ms) the caller waited until that promise was kept; None while it is not."""
    if kind is ClockKind.RESOLUTION:
        return max(0, one.resolved_at - one.received) if one.done and one.resolved_at is not None else None
    first = next((p for p in one.promises if p.kind is kind and p.cycle == 1), None)
    if first is None or first.state is not ClockState.STOPPED or first.stopped_at is None:
        return None
    return max(0, first.stopped_at - first.started_at)


def awaits(one: Case, kind: ClockKind) -> bool:
    """Is it still awaited?"""
    return any(p.kind is kind and p.state is ClockState.RUNNING for p in one.promises)


def inside(
    cases: Iterable[Case], kind: ClockKind, until: int, group: str, goal: float | None = None
) -> Figure:  # fmt: skip
    """The share of that kind's promises that were kept in time; see :func:`promises`."""
    judged = [_kept(p, until) for one in cases for p in one.promises if p.kind is kind]
    said = [kept for kept in judged if kept is not None]
    return share(f"{kind.value}_inside", group, sum(said), len(said), goal)


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
