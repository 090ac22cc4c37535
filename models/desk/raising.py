"""Shared step: put passed levels into the ledger, raise or lift their alarms, and let alarms clear.

Used by the sweep for thousands of clocks and by every verb for the clocks of one request, so that both agree.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, insert, select, tuple_, update
from sqlalchemy.dialects.sqlite import insert as upsert

from models.alarming import Standing, cleared, risen, severity
from models.desk.work import Work
from models.sla import SlaClock
from models.tables import Alarm, Level
from models.vocabulary import Act, AlarmState, ClockKind, Priority

ALARMS = Alarm.__table__  # type: ignore[attr-defined]
LEVELS = Level.__table__  # type: ignore[attr-defined]
_CHUNK = 300


@dataclass(frozen=True, slots=True)
class Passed:
    """A level that a clock has passed: `level_due` is the instant, `clock_due` the clock's 100 %."""

    clock_id: int
    request_id: int
    kind: ClockKind
    cycle: int
    level: int
    level_due: int
    clock_due: int
    priority: Priority
    still_true: bool
    late: bool = False
    gap_from: int | None = None


def record(work: Work, passed: Sequence[Passed], *, alarms: bool = True) -> int:
    """Write ledger rows for `passed` and raise their alarms; returns the number of alarms new or risen.

    With ``alarms=False`` (an import of clocks that ended before it) only the ledger is written.
    """
    fresh = _not_in_ledger(work, passed)
    if not fresh:
        return 0
    ids = _raise(work, fresh) if alarms else {}
    rows = [
        {
            "clock_id": one.clock_id,
            "cycle": one.cycle,
            "level": one.level,
            "due_at": one.level_due,
            "recorded_at": work.now,
            "alarm_id": ids.get((one.request_id, one.kind, one.cycle)),
        }
        for one in fresh
    ]
    work.connection.execute(upsert(LEVELS).on_conflict_do_nothing(), rows)
    return len(ids)


def _not_in_ledger(work: Work, passed: Sequence[Passed]) -> list[Passed]:
    known: set[tuple[int, int, int, int]] = set()
    ids = sorted({one.clock_id for one in passed})
    columns = (LEVELS.c.clock_id, LEVELS.c.cycle, LEVELS.c.level, LEVELS.c.due_at)
    for start in range(0, len(ids), _CHUNK):
        query = select(*columns).where(LEVELS.c.clock_id.in_(ids[start : start + _CHUNK]))
        known.update(tuple(row) for row in work.connection.execute(query))
    return [one for one in passed if (one.clock_id, one.cycle, one.level, one.level_due) not in known]


Key = tuple[int, ClockKind, int]


def _raise(work: Work, fresh: Sequence[Passed]) -> dict[Key, int]:
    """Insert or lift one alarm per clock; returns the alarm ids by (request, clock, cycle)."""
    top: dict[Key, Passed] = {}
    for one in fresh:
        key = (one.request_id, one.kind, one.cycle)
        if key not in top or one.level > top[key].level:
            top[key] = one
    known = _alarms_of(work, {one.request_id for one in fresh})
    next_id = (work.connection.execute(select(ALARMS.c.id).order_by(ALARMS.c.id.desc()).limit(1)).scalar() or 0) + 1
    born: list[dict[str, Any]] = []
    lifted: list[dict[str, Any]] = []
    ids: dict[Key, int] = {}
    for key, one in top.items():
        before = known.get((one.request_id, one.kind.value, one.cycle))
        grade = severity(one.kind, one.priority, one.level)
        if before is None:
            after = risen(None, one.level, grade, one.still_true)
            ids[key], next_id = next_id, next_id + 1
            born.append(_new_alarm(work, ids[key], one, after))
        else:
            was = Standing(AlarmState(before.state), before.level, before.severity)
            after = risen(was, one.level, grade, one.still_true)
            ids[key] = before.id
            lifted.append(_lifted_alarm(work, before, one, after))
        work.note(
            Act.RAISE,
            {"clock": one.kind, "cycle": one.cycle, "level": one.level, "due": one.level_due, "severity": after.severity,
             "state": after.state, "late": one.late},
            at=one.level_due, request_id=one.request_id, alarm_id=ids[key],
        )  # fmt: skip
    if born:
        work.connection.execute(insert(ALARMS), born)
    if lifted:
        work.connection.execute(_LIFT, lifted)
    return ids


_LIFT = (
    update(ALARMS)
    .where(ALARMS.c.id == bindparam("the_id"))
    .values({name: bindparam("new_" + name) for name in ("level", "severity", "state", "due_at", "breach_at", "raised_at", "late", "occurrence")})
)  # fmt: skip


def _alarms_of(work: Work, requests: Iterable[int]) -> dict[tuple[int, str, int], Any]:
    found: dict[tuple[int, str, int], Any] = {}
    ids = sorted(requests)
    for start in range(0, len(ids), _CHUNK):
        query = select(ALARMS).where(ALARMS.c.rule == "clock", ALARMS.c.request_id.in_(ids[start : start + _CHUNK]))
        found.update({(row.request_id, row.clock, row.cycle): row for row in work.connection.execute(query)})
    return found


def _new_alarm(work: Work, alarm_id: int, one: Passed, after: Standing) -> dict[str, Any]:
    return {
        "id": alarm_id,
        "rule": "clock",
        "request_id": one.request_id,
        "clock": one.kind.value,
        "cycle": one.cycle,
        "level": after.level,
        "severity": after.severity,
        "state": after.state.value,
        "due_at": one.clock_due,
        "breach_at": one.clock_due if after.level >= 100 else None,
        "raised_at": work.now,
        "cleared_at": None if one.still_true else work.now,
        "late": one.late,
        "gap_from": one.gap_from,
    }


def _lifted_alarm(work: Work, before: Any, one: Passed, after: Standing) -> dict[str, Any]:
    rose = after.level > before.level or after.severity > before.severity
    return {
        "the_id": before.id,
        "new_level": after.level,
        "new_severity": after.severity,
        "new_state": after.state.value,
        "new_due_at": one.clock_due,
        "new_breach_at": before.breach_at or (one.clock_due if after.level >= 100 else None),
        "new_raised_at": work.now if rose else before.raised_at,
        "new_late": before.late or one.late,
        "new_occurrence": before.occurrence,
    }


def settle(work: Work, request_id: int, clocks: Sequence[SlaClock], priority: Priority) -> None:
    """Let each alarm of one request follow its condition: past the level, still running, not paused."""
    by_key = {(clock.kind.value, clock.cycle): clock for clock in clocks}
    for (_, kind, cycle), row in _alarms_of(work, [request_id]).items():
        clock = by_key.get((kind, cycle))
        true = clock is not None and holds(clock, row.level, work.now)
        state = AlarmState(row.state)
        changes: dict[str, Any] = {}
        if not true and state in (AlarmState.UNACKNOWLEDGED, AlarmState.ACKNOWLEDGED):
            changes = {"state": cleared(state).value, "cleared_at": work.now}
        elif true and state in (AlarmState.RETURNED, AlarmState.NORMAL):
            changes = {"state": AlarmState.UNACKNOWLEDGED.value, "cleared_at": None, "occurrence": row.occurrence + 1}
        grade = severity(ClockKind(kind), priority, row.level)
        if true and grade > row.severity:
            changes |= {"severity": grade, "state": AlarmState.UNACKNOWLEDGED.value}
        if changes:
            work.connection.execute(update(ALARMS).where(ALARMS.c.id == row.id).values(**changes))
            work.note(Act.RAISE if true else Act.CLEAR, {"clock": kind, "cycle": cycle, "level": row.level,
                      "state": changes["state"]}, request_id=request_id, alarm_id=row.id)  # fmt: skip


def holds(clock: SlaClock, level: int, now: int) -> bool:
    """Is the condition of a clock alarm true at `now`?"""
    return clock.stopped_at is None and clock.pause_at(now) is None and clock.level_at(level) < now


def pauses_of(text: str) -> tuple[tuple[int, int], ...]:
    """The stored pauses of a clock row as spans."""
    return tuple((start, to) for start, to in json.loads(text))
