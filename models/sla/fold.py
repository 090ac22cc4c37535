"""The clock function: every clock of one request from its events, in the order in which they were recorded."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol, TypeVar

from models.sla.clock import SlaClock, Span, join_spans
from models.sla.targets import LEFT, NO_CALENDARS, NONE, Calendars, Target
from models.vocabulary import Act, ClockKind, ClockState
from models.wall import HOUR

HOLD_LIMIT = 72 * HOUR
"""The longest a single pause may last."""


@dataclass(frozen=True, slots=True)
class Event:
    """One journal line as the clock function sees it: when it was true (`at`), which act, what it carried."""

    seq: int
    at: int
    act: str
    data: Mapping[str, Any] = field(default_factory=dict)


_STOPS: Mapping[str, tuple[ClockKind, ...]] = {
    Act.RESPOND: (ClockKind.RESPONSE,),
    Act.ACCEPT: (ClockKind.DISPATCH,),
    Act.EN_ROUTE: (ClockKind.DISPATCH,),
    Act.ON_SITE: (ClockKind.DISPATCH, ClockKind.ARRIVAL, ClockKind.RESPONSE),
    Act.SAFE: (ClockKind.SAFE,),
    Act.DONE: (ClockKind.DISPATCH, ClockKind.ARRIVAL, ClockKind.RESPONSE),
    Act.RESOLVE: (ClockKind.RESOLUTION, ClockKind.RESPONSE),
}


_MOVING = frozenset(
    {Act.HOLD, Act.RESUME, Act.RECLASSIFY, Act.RETARGET, Act.RESOLVE, Act.CANCEL, Act.MERGE, Act.ABSORB, Act.EXTEND,
     Act.APPOINT, Act.REOPEN}
)  # fmt: skip


def _stops(event: Event) -> Mapping[ClockKind, int]:
    if event.act in (Act.IMPORT, Act.UPDATE):
        return {ClockKind(kind): at for kind, at in event.data.get("stops", {}).items()}
    if event.act == Act.RESPOND and event.data.get("reply"):
        return {ClockKind.REPLY: event.at}
    return dict.fromkeys(_STOPS.get(event.act, ()), event.at)


class _Fold:
    """Walks the events of one request in order and keeps the clocks as they stand after each."""

    __slots__ = (
        "appointed", "began", "calendars", "cycle", "extra", "now", "past", "pauses", "pinned_from", "received",
        "stops", "targets",
    )  # fmt: skip

    def __init__(self, calendars: Calendars) -> None:
        self.calendars = calendars
        self.cycle = 1
        self.received = self.began = 0
        self.targets: dict[ClockKind, Target] = {}
        self.now: dict[ClockKind, SlaClock] = {}
        self.past: list[SlaClock] = []
        self.stops: dict[ClockKind, int] = {}
        self.pauses: list[Span] = []
        self.extra: dict[ClockKind, int] = {}
        self.pinned_from: dict[ClockKind, int] = {}
        self.appointed: set[ClockKind] = set()

    def start(self, event: Event) -> None:
        self.began = self.received = int(event.data["received"])
        self.targets = {ClockKind(k): Target.from_json(v) for k, v in event.data.get("targets", {}).items()}
        self.now = {kind: self._clock(kind, target) for kind, target in self.targets.items()}

    def _clock(self, kind: ClockKind, target: Target) -> SlaClock:
        return SlaClock(kind, self.cycle, self.began, target, hours=self._hours(target))

    def _hours(self, target: Target) -> Any:
        return self.calendars[target.calendar] if target.calendar else None

    def _stopped(self, clock: SlaClock, at: int, state: ClockState) -> SlaClock:
        return SlaClock(clock.kind, clock.cycle, clock.started_at, clock.target, clock.pauses, at, state, clock.hours)

    def _aim(self, clock: SlaClock, target: Target) -> SlaClock:
        return replace(clock, target=target, hours=self._hours(target))

    def stop(self, kind: ClockKind, at: int) -> None:
        """The earliest true time counts, whichever was recorded first."""
        self.stops[kind] = at = min(at, self.stops.get(kind, at))
        clock = self.now.get(kind)
        if clock and clock.state in (ClockState.RUNNING, ClockState.STOPPED):
            self.now[kind] = self._stopped(clock, at, ClockState.STOPPED)

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

    def end(self, at: int, *kinds: ClockKind, state: ClockState = ClockState.VOID) -> None:
        for kind in kinds:
            clock = self.now.get(kind)
            if clock and clock.state is ClockState.RUNNING:
                self.now[kind] = self._stopped(clock, at, state)

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
            aimed = target if self.cycle == 1 or kind in self.appointed else self._later(kind, target)
            self.now[kind] = self._aim(clock, self._extended(kind, aimed))
            if kind in self.stops:
                self.stop(kind, self.stops[kind])
        self._repause()

    def _extended(self, kind: ClockKind, target: Target) -> Target:
        extra = self.extra.get(kind, 0)
        return replace(target, extra=extra) if extra and target.pin is None else target

    def extend(self, kind: ClockKind, by: int) -> None:
        """Rule 10: the target is longer by so much of its own time; pauses still count."""
        clock = self.now.get(kind)
        if clock and clock.state is ClockState.RUNNING and clock.target.pin is None:
            self.extra[kind] = self.extra.get(kind, 0) + by
            self.now[kind] = self._aim(clock, self._extended(kind, clock.target))

    def appoint(self, kind: ClockKind, pin: int) -> None:
        """Rule 10: an instant, which neither pauses nor a reclassification move."""
        clock = self.now.get(kind)
        if clock and clock.state is ClockState.RUNNING:
            self.targets[kind] = target = clock.target.at(pin)
            self.pinned_from[kind] = clock.started_at
            self.appointed.add(kind)
            self.now[kind] = replace(clock, target=target, pauses=(), hours=None)

    def absorb(self, event: Event) -> None:
        """Rule 8: it starts at the earliest `received`; a later cycle goes on from its reopening."""
        self.received = min(self.received, int(event.data["received"]))
        if self.cycle == 1:
            self.began = self.received
            self.now = {kind: replace(clock, started_at=self.began) for kind, clock in self.now.items()}
        self.retarget(event)

    def _later(self, kind: ClockKind, target: Target) -> Target:
        """Rule 7: what a later cycle gets of a target; of an instant, the span from its clock's start to it."""
        if kind is ClockKind.REPLY:
            return target
        if target.pin is not None:
            target = target.for_ms(max(0, target.pin - self.pinned_from.get(kind, self.received)))
        if target.on_reopen(kind) != LEFT:
            return target
        calendar = target.calendar if target.days is None else ""
        base = SlaClock(kind, 1, self.received, target, hours=self._hours(target)).whole
        past = [clock for clock in self.past if clock.kind is kind]
        used = sum(clock.elapsed(clock.stopped_at or clock.started_at) for clock in past)
        left = base + sum(clock.target.extra for clock in past) - used
        return target.for_ms(max(left, -(-base // 3)), calendar=calendar)

    def reopen(self, at: int) -> None:
        for kind, clock in self.now.items():
            if clock.state is ClockState.RUNNING and kind is not ClockKind.REPLY:
                self.now[kind] = self._stopped(clock, at, ClockState.VOID)
        self.past += [clock for kind, clock in self.now.items() if kind is not ClockKind.REPLY]
        reply = self.now.get(ClockKind.REPLY)
        self.cycle += 1
        self.began, self.pauses = at, []
        self.extra, self.appointed = {}, set()
        self.stops = {kind: when for kind, when in self.stops.items() if kind is ClockKind.REPLY}
        self.now = {
            kind: self._clock(kind, self._later(kind, target))
            for kind, target in self.targets.items()
            if kind is not ClockKind.REPLY and target.on_reopen(kind) != NONE
        }
        if reply:
            self.now[ClockKind.REPLY] = reply

    def take(self, event: Event) -> None:
        if event.act in (Act.SAVE, Act.IMPORT):
            self.start(event)
        if event.act == Act.UPDATE:
            self.__init__(self.calendars)  # type: ignore[misc]
            self.start(event)
        for kind, at in _stops(event).items():
            self.stop(kind, at)
        if event.act in _MOVING:
            self.move(event)

    def move(self, event: Event) -> None:
        """What an act does to clocks beside stopping them."""
        match event.act:
            case Act.HOLD if event.data.get("pausing"):
                self.pause(event.at, int(event.data["until"]))
            case Act.RESUME if event.data.get("pausing", True):
                self.resume(event.at)
            case Act.RECLASSIFY | Act.RETARGET:
                self.retarget(event)
            case Act.RESOLVE:
                self.end(event.at, ClockKind.DISPATCH, ClockKind.ARRIVAL, ClockKind.SAFE)
            case Act.CANCEL:
                self.end(event.at, *self.now)
            case Act.MERGE:
                self.end(event.at, *self.now, state=ClockState.MERGED)
            case Act.ABSORB:
                self.absorb(event)
            case Act.EXTEND:
                self.extend(ClockKind(event.data["clock"]), int(event.data["by"]))
            case Act.APPOINT:
                self.appoint(ClockKind(event.data["clock"]), int(event.data["due"]))
            case Act.REOPEN:
                self.reopen(event.at)
            case _:
                pass


class Told(Protocol):
    """What :func:`standing_events` needs of a line."""

    @property
    def seq(self) -> int: ...
    @property
    def act(self) -> str: ...
    @property
    def data(self) -> Mapping[str, Any]: ...


Line = TypeVar("Line", bound=Told)


def standing_events(events: Sequence[Line]) -> Sequence[Line]:
    """The events that count: a merge that was undone, and its undoing, are as if they had never been."""
    if all(event.act != Act.UNMERGE for event in events):
        return events
    undone = {int(event.data["of"]) for event in events if event.act == Act.UNMERGE}
    return [event for event in events if event.act != Act.UNMERGE and event.seq not in undone]


def clocks(events: Iterable[Event], calendars: Calendars = NO_CALENDARS) -> list[SlaClock]:
    """Every clock of every cycle of one request, from its events in the order they were recorded.

    An ``amend`` line replaces the time of the line it names (``data["of"]``) before anything is judged; an ``unmerge``
    line takes the merge it names away.

    Args:
        calendars: the calendars that targets name, by ``code@version``; only those that are named are looked up.
    """
    events = list(events)
    acts = {event.act for event in events}
    if Act.UNMERGE in acts:
        events = list(standing_events(events))
    amends = [event for event in events if event.act == Act.AMEND] if Act.AMEND in acts else []
    amended = {int(event.data["of"]): event.at for event in amends}
    fold = _Fold(calendars)
    for event in events:
        fold.take(replace(event, at=amended[event.seq]) if event.seq in amended else event)
    return fold.past + list(fold.now.values())
