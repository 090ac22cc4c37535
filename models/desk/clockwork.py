"""Shared step: bring the stored clocks of one request in line with its events, inside the verb's transaction."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from models import journal, sla
from models.desk import raising
from models.desk.work import REQUESTS, Work
from models.looks.hours import CalendarBook
from models.sla import NO_CALENDARS, Calendars, SlaClock, Target
from models.store import pour
from models.tables import Clock
from models.vocabulary import NEVER, ClockKind, ClockState, Priority

CLOCKS = Clock.__table__  # type: ignore[attr-defined]
_NEW = insert(CLOCKS)
_COLUMNS = tuple(column.name for column in CLOCKS.c if column.name != "id")
_STORED = select(CLOCKS).where(CLOCKS.c.request_id == bindparam("request"))


def stored_clock(row: Any, calendars: Calendars = NO_CALENDARS) -> SlaClock:
    """A clock row as the pure rules see it."""
    target = Target.stored(None if row.pinned else row.target_ms, row.due_at if row.pinned else None, row.terms)
    hours = calendars[target.calendar] if target.calendar else None
    return SlaClock(ClockKind(row.kind), row.cycle, row.started_at, target, raising.pauses_of(row.pauses),
                    row.stopped_at, ClockState(row.state), hours)  # fmt: skip


def clock_values(clock: SlaClock) -> dict[str, Any]:
    """The columns of a clock row, but for its request and its next alarm."""
    target = clock.target
    plain = target.plain
    return {
        "kind": clock.kind.value,
        "cycle": clock.cycle,
        "started_at": clock.started_at,
        "target_ms": target.ms if plain else None if target.pin is not None else clock.whole,
        "pinned": target.pin is not None,
        "due_at": clock.due_at,
        "warn_at": clock.warn_at,
        "stopped_at": clock.stopped_at,
        "state": int(clock.state),
        "pauses": json.dumps([list(span) for span in clock.pauses]) if clock.pauses else "[]",
        "terms": None if plain else target.terms,
    }


def next_values(clocks: Sequence[SlaClock], now: int) -> dict[str, Any]:
    """The request's mirror of its soonest running clock (`models.tables.requests.Request.next_due_at`)."""
    first = sla.soonest(clocks)
    if first is None:
        never = NEVER
        return {"next_clock": None, "next_due_at": never, "next_warn_at": never, "next_pause_from": None,
                "next_pause_until": None}  # fmt: skip
    pause = first.pause_at(now)
    return {
        "next_clock": first.kind.value,
        "next_due_at": first.due_at,
        "next_warn_at": first.warn_at,
        "next_pause_from": pause[0] if pause else None,
        "next_pause_until": pause[1] if pause else None,
    }


def start(work: Work, request_id: int, priority: Priority, clocks: Sequence[SlaClock]) -> None:
    """Store the clocks of a new request; levels that an earlier `received` has passed already are recorded.

    The caller writes :func:`next_values` with the request's own row.
    """
    rows = [{"request_id": request_id, **clock_values(clock), **_ahead(clock, work.now)} for clock in clocks]
    pour(work.connection, _NEW, _COLUMNS, [tuple(row[name] for name in _COLUMNS) for row in rows])
    if any(clock.warn_at < work.now for clock in clocks):
        stored = work.connection.execute(_STORED, {"request": request_id})
        ids = {(row.kind, row.cycle): row.id for row in stored}
        raising.record(work, _passed_after(clocks, ids, request_id, priority, work.now))


def sync(
    work: Work, request_id: int, priority: Priority, changed_at: int, events: Sequence[sla.Event] | None = None
) -> list[SlaClock]:
    """Recompute the clocks from the journal, record what was passed, and mirror the soonest on the request.

    Args:
        changed_at: the true time of the act; levels of the clocks as they were are judged at that instant.
        events: the request's events if the caller has them (a new request); else they are read back.
    """
    work.flush()
    stored = list(work.connection.execute(_STORED, {"request": request_id}))
    before = {(row.kind, row.cycle): row for row in stored}
    calendars = CalendarBook(work.connection)
    after = sla.clocks(journal.replay(work.connection, request_id) if events is None else events, calendars)
    raising.record(work, _passed_before(stored, after, request_id, priority, changed_at, calendars))
    ids: dict[tuple[str, int], int] = {}
    for clock in after:
        row = before.pop((clock.kind.value, clock.cycle), None)
        values = clock_values(clock)
        if row is None:
            made = work.connection.execute(insert(CLOCKS).values(request_id=request_id, **values))
            ids[clock.kind.value, clock.cycle] = made.lastrowid
        else:
            ids[clock.kind.value, clock.cycle] = row.id
            if any(getattr(row, name) != value for name, value in values.items()):
                work.connection.execute(update(CLOCKS).where(CLOCKS.c.id == row.id).values(**values))
    raising.record(work, _passed_after(after, ids, request_id, priority, work.now))
    _arm(work, after, ids, {row.id: row for row in stored})
    if stored:
        raising.settle(work, request_id, after, priority)
    work.connection.execute(update(REQUESTS).where(REQUESTS.c.id == request_id).values(**next_values(after, work.now)))
    return after


def _passed_before(
    stored: Sequence[Any],
    after: Sequence[SlaClock],
    request_id: int,
    priority: Priority,
    at: int,
    calendars: Calendars,
) -> list[raising.Passed]:
    """Levels the clocks had passed, as they stood, when the act happened."""
    becomes = {(clock.kind.value, clock.cycle): clock for clock in after}
    out: list[raising.Passed] = []
    for row in stored:
        if row.state != ClockState.RUNNING or row.alarm_at is None or row.alarm_at >= at:
            continue
        clock, new = stored_clock(row, calendars), becomes.get((row.kind, row.cycle))
        out += [
            raising.Passed(row.id, request_id, clock.kind, clock.cycle, level, clock.level_at(level), clock.due_at,
                           priority, new is not None and raising.stands(new, level, at),
                           paused=new is not None and new.pause_at(at) is not None)
            for level in clock.levels
            if level >= row.alarm_level and clock.level_at(level) < at
        ]  # fmt: skip
    return out


def _passed_after(
    after: Sequence[SlaClock], ids: dict[tuple[str, int], int], request_id: int, priority: Priority, now: int
) -> list[raising.Passed]:
    """Levels that the clocks as they now stand have passed: by `now`, or by the moment they stopped."""
    out: list[raising.Passed] = []
    for clock in after:
        if clock.state in (ClockState.VOID, ClockState.MERGED):
            continue
        until = now if clock.stopped_at is None else clock.stopped_at
        out += [
            raising.Passed(ids[clock.kind.value, clock.cycle], request_id, clock.kind, clock.cycle, level,
                           clock.level_at(level), clock.due_at, priority, raising.stands(clock, level, now),
                           paused=clock.pause_at(now) is not None)
            for level in clock.levels
            if clock.level_at(level) < until
        ]  # fmt: skip
    return out


def _ahead(clock: SlaClock, now: int) -> dict[str, int | None]:
    """The next alarm of a clock: the first level whose present instant still lies ahead of the sweep."""
    if clock.state is ClockState.RUNNING:
        for level in clock.levels:
            at = clock.level_at(level)
            if at >= now:
                return {"alarm_at": at, "alarm_level": level}
    return {"alarm_at": None, "alarm_level": None}


def _arm(work: Work, after: Sequence[SlaClock], ids: dict[tuple[str, int], int], stored: dict[int, Any]) -> None:
    """Set the next alarm of each clock whose next alarm has moved."""
    for clock in after:
        clock_id = ids[clock.kind.value, clock.cycle]
        ahead = _ahead(clock, work.now)
        row = stored.get(clock_id)
        if row is None or any(getattr(row, name) != value for name, value in ahead.items()):
            work.connection.execute(update(CLOCKS).where(CLOCKS.c.id == clock_id).values(**ahead))
