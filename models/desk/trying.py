"""What other rules would make of requests, past or open, without touching one of them."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from models import journal, sla
from models.desk.work import LINES, REQUESTS
from models.looks import hours, policy_set
from models.looks.policy_set import PolicySet
from models.policyfile import PolicyLine
from models.sla import Calendars, Event, Hours, SlaClock, Target, standing_events
from models.vocabulary import LIVE, Act, ClockKind, ClockState, Kind, Priority, Standing

BATCH = 2_000
NEAREST = 10
"""Clocks that are shown of all that would move: those that would be due first."""

TRIED = "tried"
"""The version under which a calendar stands that is only being tried."""

Reading = Callable[[], AbstractContextManager[Connection]]
"""Opens a short read: `Store.read`, or the one that is open already."""

_LAST = select(func.max(REQUESTS.c.id))
_NAMES = ("id", "number", "category", "kind", "priority", "received", "customer_id", "status")
_REQUESTS = select(*(REQUESTS.c[name] for name in _NAMES)).where(
    REQUESTS.c.number.is_not(None), REQUESTS.c.id >= bindparam("first"), REQUESTS.c.id < bindparam("end")
)
_EVENTS = (
    select(LINES.c.request_id, LINES.c.seq, LINES.c.at, LINES.c.act, LINES.c.payload)
    .where(LINES.c.request_id >= bindparam("first"), LINES.c.request_id < bindparam("end"))
    .order_by(LINES.c.request_id, LINES.c.seq)
)


@dataclass(frozen=True, slots=True)
class Tried:
    """One kind of clock of one category: how many there were, how many were broken, how many would have been."""

    category: str
    clock: ClockKind
    clocks: int
    did: int
    would: int
    newly: int
    spared: int


@dataclass(frozen=True, slots=True)
class MovedClock:
    """An open clock that would be due at another instant; None: it would not run at all, or did not."""

    number: str
    clock: ClockKind
    cycle: int
    due_at: int | None
    would_be_due: int | None


@dataclass(frozen=True, slots=True)
class Moved:
    """The open clocks that would move, those first that would be due first."""

    every: tuple[MovedClock, ...]

    @property
    def clocks(self) -> Mapping[ClockKind, int]:
        """How many of each kind."""
        return Counter(one.clock for one in self.every)

    @property
    def numbers(self) -> tuple[str, ...]:
        """The requests, each once."""
        return tuple(dict.fromkeys(one.number for one in self.every))

    @property
    def requests(self) -> int:
        """How many requests."""
        return len(self.numbers)

    @property
    def nearest(self) -> tuple[MovedClock, ...]:
        """The first ten."""
        return self.every[:NEAREST]


def try_policies(
    reading: Reading, lines: Sequence[PolicyLine], now: int, *, since: int, until: int, alone: bool = False
) -> list[Tried]:
    """Judge every request received in ``since <= received < until`` by its own targets and by those of `lines`.

    The lines stand in place of the file's own for the same scope and clock; with `alone` they are the whole policy.
    Instants set by hand, appointments and the dates of outside bodies stay.
    """
    counted: dict[tuple[str, ClockKind], Counter[str]] = defaultdict(Counter)
    for connection, batch in _batches(reading):
        tried, book = _policies(connection, lines, alone), hours.CalendarBook(connection)
        for row, events in batch:
            if since <= row.received < until:
                did = _by_key(sla.clocks(events, book))
                would = _by_key(sla.clocks(_supposed(events, tried, row.customer_id), book))
                _count(counted, row.category, did, would, now)
    return [Tried(category, clock, **{name: counts[name] for name in ("clocks", "did", "would", "newly", "spared")})
            for (category, clock), counts in sorted(counted.items())]  # fmt: skip


Clocks = Mapping[tuple[ClockKind, int], SlaClock]


def _count(
    counted: dict[tuple[str, ClockKind], Counter[str]], category: str, did: Clocks, would: Clocks, now: int
) -> None:
    for key in did.keys() | would.keys():
        was, is_ = (key in clocks and clocks[key].standing(now) is Standing.BREACHED for clocks in (did, would))
        counts = counted[category, key[0]]
        told = {"did": was, "would": is_, "newly": is_ and not was, "spared": was and not is_}
        counts.update(clocks=1, **{name: int(true) for name, true in told.items()})


def _policies(connection: Connection, lines: Sequence[PolicyLine], alone: bool) -> PolicySet:
    def pinned(code: str, at: int) -> str:
        return hours.version_at(connection, code, at)

    return policy_set.stored(connection, lines, pinned, alone=alone, replacing=True)


def _by_key(clocks: Iterable[SlaClock]) -> dict[tuple[ClockKind, int], SlaClock]:
    return {(clock.kind, clock.cycle): clock for clock in clocks if clock.state is not ClockState.VOID}


def _supposed(events: Sequence[Event], tried: PolicySet, customer_id: int | None) -> list[Event]:
    """The events with the targets that the tried set would have given at each of them."""
    out: list[Event] = []
    about: dict[str, Any] = {}
    for event in standing_events(events):
        if event.act == Act.ABSORB:
            about["received"] = min(about["received"], int(event.data["received"]))
            about["priority"] = min(about["priority"], event.data["priority"])
        elif "targets" in event.data:
            about |= {name: event.data[name] for name in ("category", "kind", "priority") if name in event.data}
            about["received"] = int(event.data.get("received", about.get("received", 0)))
        out.append(event if "targets" not in event.data else _retold(event, about, tried, customer_id))
    return out


def _retold(event: Event, about: Mapping[str, Any], tried: PolicySet, customer_id: int | None) -> Event:
    said: Mapping[str, Any] = event.data["targets"]
    targets = tried.targets(
        about["category"], Kind(about["kind"]), Priority(about["priority"]), customer_id, about["received"]
    )
    new: dict[str, Any] = sla.targets_as_json(targets)
    if event.act in (Act.IMPORT, Act.UPDATE):  # it brought only the clocks that its source knew of
        new = {kind: target for kind, target in new.items() if kind in said}
    pins = {kind: target for kind, target in said.items() if "pin" in target}
    return replace(event, data={**event.data, "targets": {**new, **pins}})


def moved(
    reading: Reading, now: int, lines: Sequence[PolicyLine] = (), calendars: Mapping[str, Hours] | None = None
) -> Moved:
    """Which open clocks would move if `lines` were added and the `calendars` (by code) stood in place of those now.

    Each request is judged by the policy valid when it was received, on the calendars as they are now.
    """
    found: list[MovedClock] = []
    for connection, batch in _batches(reading, live=True):
        policies, book = _present(connection, now, lines, calendars or {})
        for row, events in batch:
            found += _moves(row, events, policies, book, now)
    return Moved(tuple(sorted(found, key=lambda one: (one.would_be_due or one.due_at or 0, one.number, one.clock))))


def _present(
    connection: Connection, now: int, lines: Sequence[PolicyLine], tried: Mapping[str, Hours]
) -> tuple[PolicySet, Calendars]:
    def pinned(code: str, at: int) -> str:
        return f"{code}@{TRIED}" if code in tried else hours.version_at(connection, code, now)

    book = hours.CalendarBook(connection, {f"{code}@{TRIED}": calendar for code, calendar in tried.items()})
    return policy_set.stored(connection, lines, pinned), book


def _moves(row: Any, events: Sequence[Event], policies: PolicySet, book: Calendars, now: int) -> list[MovedClock]:
    targets = targets_now(row, policies)
    before = {clock.kind: clock for clock in sla.clocks(events, book) if clock.state is ClockState.RUNNING}
    line = Event(0, now, Act.RETARGET, {"targets": sla.targets_as_json(targets)})
    after = {clock.kind: clock for clock in sla.clocks([*events, line], book) if clock.state is ClockState.RUNNING}
    out: list[MovedClock] = []
    for kind in ClockKind:
        was, becomes = (clocks[kind].due_at if kind in clocks else None for clocks in (before, after))
        cycle = (before.get(kind) or after[kind]).cycle if kind in before or kind in after else 0
        out += [MovedClock(row.number, kind, cycle, was, becomes)] if was != becomes else []
    return out


def targets_now(row: Any, policies: PolicySet) -> dict[ClockKind, Target]:
    """What a request of that row is promised under a set of policies."""
    return policies.targets(row.category, Kind(row.kind), Priority(row.priority), row.customer_id, row.received)


def present_policies(connection: Connection, now: int) -> tuple[PolicySet, Calendars]:
    """The file's own policies on its calendars as they are now."""
    return _present(connection, now, (), {})


def _batches(reading: Reading, *, live: bool = False) -> Iterator[tuple[Connection, list[tuple[Any, list[Event]]]]]:
    """Requests with their events, batch by batch, each batch in one short read."""
    with reading() as connection:
        last = connection.execute(_LAST).scalar() or 0
    states = {status.value for status in LIVE}
    for first in range(1, last + 1, BATCH):
        bounds = {"first": first, "end": first + BATCH}
        with reading() as connection:
            rows = [row for row in connection.execute(_REQUESTS, bounds) if not live or row.status in states]
            wanted = {row.id for row in rows}
            events: dict[int, list[Event]] = defaultdict(list)
            for line in connection.execute(_EVENTS, bounds):
                if line.request_id in wanted:
                    events[line.request_id].append(journal.event_of(line))
            yield connection, [(row, events.get(row.id, [])) for row in rows]
