"""One clock: when it is due, how much of its time is used, and how it stands at a moment."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from models.sla.targets import Hours, Target
from models.vocabulary import NEVER, ClockKind, ClockState, Standing

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class SlaClock:
    """One promise on one request, in one cycle.

    `pauses` are disjoint, ordered spans; a pause that is still open ends at its promised end. `stopped_at` is when the
    promise was kept (or ended, for void ones); `due_at` the last instant that still keeps it. `hours` is the calendar
    that its target names. A clock's own time is working time if its target counts working time or working days, else
    elapsed time.
    """

    kind: ClockKind
    cycle: int
    started_at: int
    target: Target
    pauses: tuple[Span, ...] = ()
    stopped_at: int | None = None
    state: ClockState = ClockState.RUNNING
    hours: Hours | None = field(default=None, compare=False, repr=False)

    @property
    def due_at(self) -> int:
        """The instant at which elapsed equals the target."""
        return self.level_at(100)

    @property
    def levels(self) -> tuple[int, ...]:
        """The percents at which its alarm rises."""
        return self.target.levels

    @property
    def warn_at(self) -> int:
        """The instant of its first level."""
        return self.level_at(self.target.levels[0])

    @property
    def whole(self) -> int:
        """How long it is in its own time, extension and all."""
        target, start = self.target, self.started_at
        if target.pin is not None:
            return max(0, target.pin - start)
        if target.working_days is not None:
            hours = self._calendar()
            return hours.working(start, hours.add_working_days(start, target.working_days)) + target.extra
        if target.days is not None:
            return self._calendar().add_days(start, target.days) - start + target.extra
        return (target.ms or 0) + target.extra

    def level_at(self, percent: int) -> int:
        """The instant at which `percent` of the clock's own time is used; past it the level is reached."""
        target, start = self.target, self.started_at
        if target.pin is not None:
            whole = target.pin - start
            return start + whole * percent // 100 if whole > 0 else target.pin
        if not target.calendar:
            return _walk(start, ((target.ms or 0) + target.extra) * percent // 100, self.pauses)
        if target.days is not None:
            return _walk(start, self.whole * percent // 100, self.pauses)
        return self._pushed(self._unpaused(percent))

    def _unpaused(self, percent: int) -> int:
        """The instant of a level in working time as if nothing had paused it."""
        hours, used = self._calendar(), self.whole * percent // 100
        if self.target.working_days is None or percent < 100:
            return hours.add(self.started_at, used)
        day = hours.add_working_days(self.started_at, self.target.working_days)
        beyond = used - self.whole + self.target.extra
        return hours.add(day, beyond) if beyond else day

    def _pushed(self, at: int) -> int:
        """That instant later by the working part of every pause before it."""
        hours = self._calendar()
        for pause_from, pause_to in self.pauses:
            if pause_from > at:
                break
            cost = hours.working(max(pause_from, self.started_at), max(pause_to, self.started_at))
            at = hours.add(at, cost) if cost else at
        return at

    def elapsed(self, now: int) -> int:
        """Milliseconds of its own time used until `now` (or until it stopped), pauses not counted; never negative."""
        until = now if self.stopped_at is None else self.stopped_at
        return max(0, self.own_time(self.started_at, until) - sum(self._paused(until)))

    def _paused(self, until: int) -> Iterator[int]:
        for start, to in self.pauses:
            yield self.own_time(max(start, self.started_at), min(to, until))

    def own_time(self, start: int, to: int) -> int:
        """Milliseconds of its own time between two instants; none if they stand the other way round."""
        if start >= to:
            return 0
        return self._calendar().working(start, to) if self.counts_working else to - start

    @property
    def counts_working(self) -> bool:
        """Does it stand still while the calendar is closed?"""
        return bool(self.target.calendar) and self.target.days is None

    def _calendar(self) -> Hours:
        if self.hours is None:
            raise ValueError(f"the calendar {self.target.calendar} is not at hand")
        return self.hours

    def pause_at(self, now: int) -> Span | None:
        """The pause in which `now` lies, if any. A stopped or pinned clock does not pause."""
        if self.state is not ClockState.RUNNING or self.target.pin is not None:
            return None
        return next(((start, to) for start, to in self.pauses if start <= now < to), None)

    def standing(self, now: int) -> Standing:
        """Its state as an export names it at `now`."""
        return standing(self.state, self.due_at, self.stopped_at, self.pause_at(now) is not None, now)

    def segments(self, now: int) -> list[tuple[str, int, int]]:
        """``(running|paused|closed, from, to)`` until now or its stop; the running ones sum to :meth:`elapsed`."""
        until = max(self.started_at, now if self.stopped_at is None else self.stopped_at)
        shut = list(self._calendar().closed(self.started_at, until)) if self.counts_working else []
        cuts = {self.started_at, until}
        cuts |= {at for span in (*shut, *self.pauses) for at in span if self.started_at < at < until}
        out: list[tuple[str, int, int]] = []
        for start, to in pairwise(sorted(cuts)):
            word = "closed" if _within(start, shut) else "paused" if _within(start, self.pauses) else "running"
            if out and out[-1][0] == word:
                out[-1] = (word, out[-1][1], to)
            else:
                out.append((word, start, to))
        return out or [("running", self.started_at, until)]


def _within(at: int, spans: Iterable[Span]) -> bool:
    return any(start <= at < to for start, to in spans)


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


def next_level(clock: SlaClock, recorded: Iterable[int]) -> tuple[int, int] | None:
    """``(instant, percent)`` of the first level not in `recorded`; None on a clock that no longer runs."""
    if clock.state is not ClockState.RUNNING:
        return None
    done = set(recorded)
    return next(((clock.level_at(level), level) for level in clock.levels if level not in done), None)


def soonest(all_clocks: Iterable[SlaClock]) -> SlaClock | None:
    """The running clock that is due first: the one a queue shows and sorts by."""
    running = [clock for clock in all_clocks if clock.state is ClockState.RUNNING]
    return min(running, key=lambda clock: (clock.due_at, clock.kind), default=None)


def sort_key(clock: SlaClock | None) -> int:
    """A queue's order: the due instant, or after everything when no clock runs."""
    return clock.due_at if clock else NEVER
