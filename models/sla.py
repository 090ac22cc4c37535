"""The promise: clocks computed from a request's events, and how a clock stands at a moment.

:func:`clocks` is the truth. The stored clock table is an index of it and can be rebuilt at any time. All instants are
epoch milliseconds UTC, all spans milliseconds of elapsed time.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from models.vocabulary import NEVER, Act, ClockKind, ClockState, Standing
from models.wall import HOUR

LEVELS = (75, 90, 100, 125, 150, 200)
"""Percent of a clock's own time at which an alarm rises: two warnings, the breach, and how far beyond it."""

HOLD_LIMIT = 72 * HOUR
"""The longest a single pause may last."""

ALWAYS = (ClockKind.RESPONSE, ClockKind.RESOLUTION)
DEFAULT_TARGETS: Mapping[ClockKind, int] = {ClockKind.RESPONSE: 24 * HOUR, ClockKind.RESOLUTION: 72 * HOUR}


@dataclass(frozen=True, slots=True)
class Target:
    """How long a promise is (`ms` of elapsed time), or the instant it was fixed at by hand (`pin`)."""

    ms: int | None = None
    pin: int | None = None

    def as_json(self) -> dict[str, int]:
        """The form in which a journal line keeps it."""
        return {"pin": self.pin} if self.pin is not None else {"ms": self.ms or 0}

    @staticmethod
    def from_json(data: Mapping[str, int]) -> "Target":
        return Target(data.get("ms"), data.get("pin"))


Targets = Mapping[ClockKind, Target]


def targets_as_json(targets: Targets) -> dict[str, dict[str, int]]:
    """Targets as a journal line keeps them, by clock kind."""
    return {kind.value: target.as_json() for kind, target in targets.items()}


@dataclass(frozen=True, slots=True)
class Event:
    """One journal line as the clock function sees it: when it was true (`at`), which act, what it carried."""

    seq: int
    at: int
    act: str
    data: Mapping[str, Any] = field(default_factory=dict)


Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class SlaClock:
    """One promise on one request, in one cycle.

    `pauses` are disjoint, ordered spans; a pause that is still open ends at its promised end. `stopped_at` is when the
    promise was kept (or ended, for void ones); `due_at` the last instant that still keeps it.
    """

    kind: ClockKind
    cycle: int
    started_at: int
    target: Target
    pauses: tuple[Span, ...] = ()
    stopped_at: int | None = None
    state: ClockState = ClockState.RUNNING

    @property
    def due_at(self) -> int:
        """The instant at which elapsed equals the target."""
        return self.level_at(100)

    def level_at(self, percent: int) -> int:
        """The instant at which `percent` of the clock's own time is used; past it the level is reached."""
        if self.target.pin is not None:
            whole = self.target.pin - self.started_at
            return self.started_at + whole * percent // 100 if whole > 0 else self.target.pin
        return _walk(self.started_at, (self.target.ms or 0) * percent // 100, self.pauses)

    def elapsed(self, now: int) -> int:
        """Milliseconds used until `now` (or until it stopped), pauses not counted; never negative."""
        until = now if self.stopped_at is None else self.stopped_at
        paused = sum(max(0, min(to, until) - max(start, self.started_at)) for start, to in self.pauses)
        return max(0, until - self.started_at - paused)

    def pause_at(self, now: int) -> Span | None:
        """The pause in which `now` lies, if any. A stopped or pinned clock does not pause."""
        if self.state is not ClockState.RUNNING or self.target.pin is not None:
            return None
        return next(((start, to) for start, to in self.pauses if start <= now < to), None)

    def standing(self, now: int) -> Standing:
        """Its state as an export names it at `now`."""
        return standing(self.state, self.due_at, self.stopped_at, self.pause_at(now) is not None, now)

    def segments(self, now: int) -> list[tuple[str, int, int]]:
        """``(running|paused, from, to)`` until now or its stop; the running ones sum to :meth:`elapsed`."""
        until = max(self.started_at, now if self.stopped_at is None else self.stopped_at)
        out: list[tuple[str, int, int]] = []
        here = self.started_at
        for start, to in self.pauses:
            start, to = max(start, self.started_at), min(to, until)
            if start >= to:
                continue
            if here < start:
                out.append(("running", here, start))
            out.append(("paused", start, to))
            here = to
        if here < until or not out:
            out.append(("running", here, until))
        return out


def standing(state: ClockState, due_at: int, stopped_at: int | None, paused: bool, now: int) -> Standing:
    """The export's word for a clock: breached once ``met or now > due``, also when stopped since."""
    if state is ClockState.VOID:
        return Standing.VOID
    if state is ClockState.MERGED:
        return Standing.MERGED
    if (now if stopped_at is None else stopped_at) > due_at:
        return Standing.BREACHED
    if stopped_at is not None:
        return Standing.MET
    return Standing.PAUSED if paused else Standing.RUNNING


def _walk(start: int, budget: int, pauses: Iterable[Span]) -> int:
    """The instant at which `budget` running milliseconds after `start` are used up, stepping over pauses."""
    end = start + budget
    for pause_from, pause_to in pauses:
        pause_from = max(pause_from, start)
        if pause_from > end:
            break
        end += max(0, pause_to - pause_from)
    return end


def join_spans(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Disjoint, ordered spans covering the same time: touching ones become one, empty ones nothing."""
    out: list[Span] = []
    for start, to in sorted(span for span in spans if span[1] > span[0]):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], to))
        else:
            out.append((start, to))
    return tuple(out)


_STOPS: Mapping[str, tuple[ClockKind, ...]] = {
    Act.RESPOND: (ClockKind.RESPONSE,),
    Act.ACCEPT: (ClockKind.DISPATCH,),
    Act.EN_ROUTE: (ClockKind.DISPATCH,),
    Act.ON_SITE: (ClockKind.DISPATCH, ClockKind.ARRIVAL, ClockKind.RESPONSE),
    Act.SAFE: (ClockKind.SAFE,),
    Act.DONE: (ClockKind.DISPATCH, ClockKind.ARRIVAL, ClockKind.RESPONSE),
    Act.RESOLVE: (ClockKind.RESOLUTION, ClockKind.RESPONSE),
}


def _stops(event: Event) -> Mapping[ClockKind, int]:
    if event.act in (Act.IMPORT, Act.UPDATE):
        return {ClockKind(kind): at for kind, at in event.data.get("stops", {}).items()}
    if event.act == Act.RESPOND and event.data.get("reply"):
        return {ClockKind.REPLY: event.at}
    return dict.fromkeys(_STOPS.get(event.act, ()), event.at)


class _Fold:
    """Walks the events of one request in order and keeps the clocks as they stand after each."""

    def __init__(self) -> None:
        self.cycle = 1
        self.received = self.began = 0
        self.targets: dict[ClockKind, Target] = {}
        self.now: dict[ClockKind, SlaClock] = {}
        self.past: list[SlaClock] = []
        self.stops: dict[ClockKind, int] = {}
        self.pauses: list[Span] = []

    def start(self, event: Event) -> None:
        self.began = self.received = int(event.data["received"])
        self.targets = {ClockKind(k): Target.from_json(v) for k, v in event.data.get("targets", {}).items()}
        self.now = {kind: SlaClock(kind, 1, self.began, target) for kind, target in self.targets.items()}

    def stop(self, kind: ClockKind, at: int) -> None:
        """The earliest true time counts, whichever was recorded first."""
        self.stops[kind] = at = min(at, self.stops.get(kind, at))
        clock = self.now.get(kind)
        if clock and clock.state in (ClockState.RUNNING, ClockState.STOPPED):
            self.now[kind] = replace(clock, stopped_at=at, state=ClockState.STOPPED)

    def pause(self, start: int, until: int) -> None:
        self.pauses.append((start, min(until, start + HOLD_LIMIT)))
        self._repause()

    def resume(self, at: int) -> None:
        if self.pauses:
            start, until = self.pauses[-1]
            self.pauses[-1] = (start, max(start, min(at, until)))
            self._repause()

    def _repause(self) -> None:
        clock = self.now.get(ClockKind.RESOLUTION)
        if clock and clock.state is ClockState.RUNNING and clock.target.pin is None:
            self.now[ClockKind.RESOLUTION] = replace(clock, pauses=join_spans(self.pauses))

    def end(self, at: int, *kinds: ClockKind) -> None:
        for kind in kinds:
            clock = self.now.get(kind)
            if clock and clock.state is ClockState.RUNNING:
                self.now[kind] = replace(clock, stopped_at=at, state=ClockState.VOID)

    def retarget(self, event: Event) -> None:
        """Rule 6: from `received` under the new targets; pins, pauses and stopped clocks stay as they are."""
        former = self.targets
        pins = {kind: target for kind, target in former.items() if target.pin is not None}
        self.targets = {ClockKind(k): Target.from_json(v) for k, v in event.data["targets"].items()} | pins
        self.end(event.at, *(kind for kind in self.now if kind not in self.targets))
        for kind, target in self.targets.items():
            clock = self.now.get(kind)
            if clock is None and self.cycle > 1 and kind in former:
                continue
            if clock is None or clock.state is ClockState.VOID:
                clock = SlaClock(kind, self.cycle, self.began, target)
            elif clock.state is not ClockState.RUNNING:
                continue
            self.now[kind] = replace(clock, target=self._later(kind, target) if self.cycle > 1 else target)
            if kind in self.stops:
                self.stop(kind, self.stops[kind])
        self._repause()

    def _later(self, kind: ClockKind, target: Target) -> Target:
        """Rule 7: a later cycle's response is whole, resolution what was left, at least a third; a pin is a span."""
        if kind not in ALWAYS:
            return target
        whole = max(0, target.pin - self.received) if target.pin is not None else target.ms or 0
        if kind is not ClockKind.RESOLUTION:
            return Target(whole)
        used = sum(clock.elapsed(clock.stopped_at or clock.started_at) for clock in self.past if clock.kind is kind)
        return Target(max(whole - used, -(-whole // 3)))

    def reopen(self, at: int) -> None:
        for kind, clock in self.now.items():
            if clock.state is ClockState.RUNNING and kind is not ClockKind.REPLY:
                self.now[kind] = replace(clock, stopped_at=at, state=ClockState.VOID)
        self.past += [clock for kind, clock in self.now.items() if kind is not ClockKind.REPLY]
        reply = self.now.get(ClockKind.REPLY)
        self.cycle += 1
        self.began, self.pauses = at, []
        self.stops = {kind: when for kind, when in self.stops.items() if kind is ClockKind.REPLY}
        self.now = {
            kind: SlaClock(kind, self.cycle, at, self._later(kind, self.targets[kind]))
            for kind in ALWAYS
            if kind in self.targets
        }
        if reply:
            self.now[ClockKind.REPLY] = reply

    def take(self, event: Event) -> None:
        if event.act in (Act.SAVE, Act.IMPORT):
            self.start(event)
        if event.act == Act.UPDATE:
            self.__init__()  # type: ignore[misc]
            self.start(event)
        for kind, at in _stops(event).items():
            self.stop(kind, at)
        match event.act:
            case Act.HOLD if event.data.get("pausing"):
                self.pause(event.at, int(event.data["until"]))
            case Act.RESUME if event.data.get("pausing", True):
                self.resume(event.at)
            case Act.RECLASSIFY:
                self.retarget(event)
            case Act.RESOLVE:
                self.end(event.at, ClockKind.DISPATCH, ClockKind.ARRIVAL, ClockKind.SAFE)
            case Act.CANCEL:
                self.end(event.at, *self.now)
            case Act.REOPEN:
                self.reopen(event.at)
            case _:
                pass


def clocks(events: Iterable[Event]) -> list[SlaClock]:
    """Every clock of every cycle of one request, from its events in the order they were recorded.

    An ``amend`` line replaces the time of the line it names (``data["of"]``) before anything is judged.
    """
    events = list(events)
    amended = {int(event.data["of"]): event.at for event in events if event.act == Act.AMEND}
    fold = _Fold()
    for event in events:
        fold.take(replace(event, at=amended[event.seq]) if event.seq in amended else event)
    return fold.past + list(fold.now.values())


def next_level(clock: SlaClock, recorded: Iterable[int]) -> tuple[int, int] | None:
    """``(instant, percent)`` of the first level not in `recorded`; None on a clock that no longer runs."""
    if clock.state is not ClockState.RUNNING:
        return None
    done = set(recorded)
    return next(((clock.level_at(level), level) for level in LEVELS if level not in done), None)


def soonest(all_clocks: Iterable[SlaClock]) -> SlaClock | None:
    """The running clock that is due first: the one a queue shows and sorts by."""
    running = [clock for clock in all_clocks if clock.state is ClockState.RUNNING]
    return min(running, key=lambda clock: (clock.due_at, clock.kind), default=None)


def sort_key(clock: SlaClock | None) -> int:
    """A queue's order: the due instant, or after everything when no clock runs."""
    return clock.due_at if clock else NEVER
