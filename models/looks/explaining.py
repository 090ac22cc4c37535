"""Every clock of a request down to its segments, and when it would be due under another priority."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from models import journal, sla
from models.looks.catalogue import targets_for
from models.looks.detail import row_of
from models.looks.hours import CalendarBook
from models.rows import ExplainedClock, Explanation, SegmentRow
from models.sla import Event, SlaClock
from models.vocabulary import Act, Kind, Priority


def explain(connection: Connection, which: str | int, now: int) -> Explanation:
    """The clocks of one request at a moment, computed from its journal.

    Raises:
        NotFound: there is no such request.
    """
    row, book = row_of(connection, which), CalendarBook(connection)
    events = sla.standing_events(journal.replay(connection, row.id))
    under: dict[Priority, Mapping[tuple[str, int], SlaClock]] = {}
    for priority in Priority if row.category else ():
        targets = targets_for(
            connection, row.category, Kind(row.kind), row.received, priority=priority, customer_id=row.customer_id
        )
        supposed = sla.clocks(_as_if(events, sla.targets_as_json(targets)), book)
        under[priority] = {(clock.kind.value, clock.cycle): clock for clock in supposed}
    clocks = sorted(sla.clocks(events, book), key=lambda clock: (clock.cycle, clock.due_at, clock.kind))
    return Explanation(
        row.number, Priority(row.priority), now, tuple(_explained(clock, now, under) for clock in clocks)
    )


def _as_if(events: Sequence[Event], targets: Mapping[str, Mapping[str, object]]) -> list[Event]:
    """The events as if the newest line with targets had said these; instants set by hand stay."""
    last = max((place for place, event in enumerate(events) if "targets" in event.data), default=None)
    if last is None or events[last].act == Act.IMPORT:
        return list(events)
    line = events[last]
    pins = {kind: target for kind, target in line.data["targets"].items() if "pin" in target}
    said = replace(line, data={**line.data, "targets": {**targets, **pins}})
    return [*events[:last], said, *events[last + 1 :]]


def _explained(
    clock: SlaClock, now: int, under: Mapping[Priority, Mapping[tuple[str, int], SlaClock]]
) -> ExplainedClock:
    key = (clock.kind.value, clock.cycle)
    target = clock.target
    return ExplainedClock(
        kind=clock.kind,
        cycle=clock.cycle,
        started_at=clock.started_at,
        due_at=clock.due_at,
        stopped_at=clock.stopped_at,
        standing=clock.standing(now),
        whole_ms=clock.whole,
        extra_ms=target.extra,
        pinned=target.pin is not None,
        working_days=target.working_days,
        days=target.days,
        calendar=target.calendar,
        elapsed_ms=clock.elapsed(now),
        segments=tuple(SegmentRow(*segment) for segment in clock.segments(now)),
        under={priority: clocks[key].due_at for priority, clocks in under.items() if key in clocks},
    )
