"""The clock index against its truth: every stored clock compared with the clock function, and written anew.

Goes through the requests in batches, each read in one transaction, so that a million of them need little memory and
no writer waits long.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from models import journal, sla
from models.desk.clockwork import CLOCKS, clock_values, next_values
from models.desk.deed import OF_ALARMS
from models.desk.raising import LEVELS
from models.desk.work import LINES, REQUESTS
from models.looks.hours import CalendarBook
from models.sla import Event, SlaClock
from models.store import Store
from models.vocabulary import Act, ClockState

BATCH = 2_000
"""Request numbers in one read."""

Told = Callable[[int, int], None]
"""Told now and then: requests gone through, requests in all."""

_STILL = frozenset(
    {*OF_ALARMS, Act.NOTE, Act.JOIN, Act.CALL, Act.ASSIGN, Act.HAND_OVER, Act.TAKE,
     Act.ACCEPT_OWNER, Act.RETURN, Act.CLOSE, Act.DECLINE, Act.WITHDRAW}
)  # fmt: skip
"""Acts that no clock hears; their payloads need not be read."""

_NEXT = ("next_clock", "next_due_at", "next_warn_at", "next_pause_from", "next_pause_until")
_COMPARED = attrgetter("kind", "cycle", "started_at", "target_ms", "pinned", "due_at", "warn_at", "stopped_at", "state",
                       "pauses", "terms")  # fmt: skip
"""The columns of :func:`clock_values`, in its order."""
_LAST = select(func.max(REQUESTS.c.id))


def _within(column: Any) -> tuple[Any, Any]:
    return column >= bindparam("first"), column < bindparam("end")


_REQUESTS = select(REQUESTS.c.id, REQUESTS.c.number, *(REQUESTS.c[name] for name in _NEXT)).where(
    *_within(REQUESTS.c.id)
)
_EVENTS = (
    select(LINES.c.request_id, LINES.c.seq, LINES.c.at, LINES.c.act, LINES.c.payload)
    .where(*_within(LINES.c.request_id))
    .order_by(LINES.c.request_id, LINES.c.seq)
)
_STORED = select(CLOCKS).where(*_within(CLOCKS.c.request_id))
_RECORDED = (
    select(CLOCKS.c.id, LEVELS.c.level, LEVELS.c.due_at)
    .join(LEVELS, (LEVELS.c.clock_id == CLOCKS.c.id) & (LEVELS.c.cycle == CLOCKS.c.cycle))
    .where(*_within(CLOCKS.c.request_id), CLOCKS.c.state == 0)
)


@dataclass(slots=True)
class Reckoned:
    """One request: what is stored of its clocks, what the clock function says, and where the two differ.

    `untold`: its lines no longer tell its clocks, so that nothing can be said or mended.
    """

    id: int
    number: str
    stored: dict[tuple[str, int], Any] = field(default_factory=dict)
    truth: list[SlaClock] = field(default_factory=list)
    recorded: dict[int, set[tuple[int, int]]] = field(default_factory=dict)
    differs: str = ""
    untold: bool = False

    def next_alarm(self, clock: SlaClock) -> tuple[int, int] | None:
        """``(instant, percent)`` of the first level of a clock that the ledger lacks."""
        row = self.stored.get((clock.kind.value, clock.cycle))
        ledger = self.recorded.get(row.id, set()) if row is not None else set()
        done = [level for level in clock.levels if (level, clock.level_at(level)) in ledger]
        return sla.next_level(clock, done)


def reckoned(store: Store, told: Told | None = None) -> Iterator[Reckoned]:
    """Every request of the file in the order of its id."""
    with store.read() as connection:
        last = connection.execute(_LAST).scalar() or 0
    for first in range(1, last + 1, BATCH):
        with store.read() as connection:
            found = reckon(connection, first, first + BATCH)
        yield from found
        if told:
            told(min(last, first + BATCH - 1), last)


def reckon(connection: Connection, first: int, end: int) -> list[Reckoned]:
    """The requests with ``first <= id < end``."""
    bounds = {"first": first, "end": end}
    events, calendars = _events(connection, bounds), CalendarBook(connection)
    stored: dict[int, list[Any]] = defaultdict(list)
    for row in connection.execute(_STORED, bounds).all():
        stored[row.request_id].append(row)
    recorded: dict[int, set[tuple[int, int]]] = defaultdict(set)
    for clock_id, level, due_at in connection.execute(_RECORDED, bounds).all():
        recorded[clock_id].add((level, due_at))
    out: list[Reckoned] = []
    for row in connection.execute(_REQUESTS, bounds).all():
        clocks = {(clock.kind, clock.cycle): clock for clock in stored.get(row.id, ())}
        one = Reckoned(row.id, row.number or f"draft {row.id}", clocks, recorded=recorded)
        try:
            one.truth = sla.clocks(events.get(row.id, ()), calendars)
        except (KeyError, ValueError) as error:
            one.untold = True
            one.differs = f"its lines tell no clocks ({type(error).__name__} {error})"
        else:
            one.differs = _difference(one, row)
        out.append(one)
    return out


def _events(connection: Connection, bounds: dict[str, int]) -> dict[int, list[Event]]:
    events: dict[int, list[Event]] = defaultdict(list)
    for row in connection.execute(_EVENTS, bounds).all():
        if row.act not in _STILL:
            events[row.request_id].append(journal.event_of(row))
    return events


def _difference(one: Reckoned, row: Any) -> str:
    """The first thing in which the index of a request differs from the truth; empty if nothing does."""
    if len(one.stored) != len(one.truth):
        return f"{len(one.stored)} clocks are stored, {len(one.truth)} run by its journal"
    for clock in one.truth:
        stored = one.stored.get((clock.kind.value, clock.cycle))
        if stored is None:
            return f"{clock.kind} {clock.cycle} is not stored"
        values = clock_values(clock)
        if _COMPARED(stored) != tuple(values.values()):
            column = next(column for column, value in values.items() if getattr(stored, column) != value)
            return f"{clock.kind} {clock.cycle}: {column} is {getattr(stored, column)}, by its journal {values[column]}"
        if _sleeps(one, clock, stored):
            ahead = one.next_alarm(clock)
            return f"{clock.kind} {clock.cycle}: its next alarm is {stored.alarm_at}, by the ledger {ahead}"
    return _next_differs(one.truth, row)


def _sleeps(one: Reckoned, clock: SlaClock, stored: Any) -> bool:
    """Would the sweep come too late to this clock? Being asked too early does no harm."""
    if clock.state is not ClockState.RUNNING:
        return stored.alarm_at is not None
    if stored.alarm_at == stored.warn_at and stored.alarm_level == clock.levels[0]:
        return False  # asked at its first level: that is never too late
    if stored.alarm_at is not None and stored.alarm_at != clock.level_at(stored.alarm_level):
        return True
    ahead = one.next_alarm(clock)
    return ahead is not None and (stored.alarm_at is None or stored.alarm_at > ahead[0])


def _next_differs(truth: Sequence[SlaClock], row: Any) -> str:
    """The request's mirror of its soonest clock; a pause is right if it is one of that clock's, or none."""
    expected = next_values(truth, 0)
    for column in _NEXT[:3]:
        if getattr(row, column) != expected[column]:
            return f"{column} is {getattr(row, column)}, by its journal {expected[column]}"
    pause = (row.next_pause_from, row.next_pause_until)
    if pause == (None, None):
        return ""
    first = sla.soonest(truth)
    if first is None or pause not in first.pauses:
        return f"the pause {pause} is none of its {row.next_clock} clock"
    return ""
