"""Shared step: put passed levels into the ledger, raise or lift their alarms, and let alarms clear.

Used by the sweep for thousands of clocks and by every verb for the clocks of one request, so that both agree.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from models.alarming import Standing, cleared, risen, severity
from models.desk.work import Work
from models.sla import LEVELS as PERCENTS
from models.sla import SlaClock
from models.store import pour
from models.tables import Alarm, Level
from models.vocabulary import Act, AlarmState, ClockKind, Priority

ALARMS = Alarm.__table__  # type: ignore[attr-defined]
LEVELS = Level.__table__  # type: ignore[attr-defined]

_LEDGER = ("clock_id", "cycle", "level", "due_at", "recorded_at", "alarm_id")
_RECORD = upsert(LEVELS).on_conflict_do_nothing()
_KNOWN = select(LEVELS.c.clock_id, LEVELS.c.cycle, LEVELS.c.level, LEVELS.c.due_at).where(
    LEVELS.c.clock_id.in_(bindparam("ids", expanding=True))
)
_BORN = ("id", "rule", "request_id", "clock", "cycle", "level", "severity", "state", "due_at", "breach_at", "raised_at",
         "cleared_at", "acknowledged_text", "occurrence", "late", "gap_from", "subject", "active", "rung", "step",
         "flaps", "shelved_reason", "suppressed_by")  # fmt: skip
_BEAR = insert(ALARMS)
_LIFTED = ("level", "severity", "state", "due_at", "breach_at", "raised_at", "cleared_at", "acknowledged_by",
           "acknowledged_at", "occurrence", "late", "gap_from")  # fmt: skip
_LIFT = (
    update(ALARMS)
    .where(ALARMS.c.id == bindparam("the_id"))
    .values({name: bindparam("new_" + name) for name in _LIFTED})
)
_LIFT_ORDER = (*("new_" + name for name in _LIFTED), "the_id")
_OF_REQUESTS = select(ALARMS).where(ALARMS.c.rule == "clock", ALARMS.c.request_id.in_(bindparam("ids", expanding=True)))
_LAST_ID = select(func.max(ALARMS.c.id))
_CHUNK = 500


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


def record(work: Work, passed: Sequence[Passed], *, alarms: bool = True) -> list[Passed]:
    """Write ledger rows for `passed` and raise their alarms.

    With ``alarms=False`` (an import of clocks that ended before it) only the ledger is written.

    Returns:
        For each alarm new or risen the highest level that raised it.
    """
    fresh = _not_in_ledger(work, passed) if passed else []
    if not fresh:
        return []
    ids, raised = _raise(work, fresh) if alarms else ({}, [])
    rows = [
        (one.clock_id, one.cycle, one.level, one.level_due, work.now, ids.get((one.request_id, one.kind, one.cycle)))
        for one in fresh
    ]
    pour(work.connection, _RECORD, _LEDGER, rows)
    return raised


def _not_in_ledger(work: Work, passed: Sequence[Passed]) -> list[Passed]:
    known: set[tuple[int, int, int, int]] = set()
    ids = sorted({one.clock_id for one in passed})
    for start in range(0, len(ids), _CHUNK):
        known.update(tuple(row) for row in work.connection.execute(_KNOWN, {"ids": ids[start : start + _CHUNK]}))
    return [one for one in passed if (one.clock_id, one.cycle, one.level, one.level_due) not in known]


Key = tuple[int, ClockKind, int]


def _raise(work: Work, fresh: Sequence[Passed]) -> tuple[dict[Key, int], list[Passed]]:
    """Insert or lift one alarm per clock; returns the alarm ids by (request, clock, cycle), and what raised them."""
    top: dict[Key, Passed] = {}
    for one in fresh:
        key = (one.request_id, one.kind, one.cycle)
        if key not in top or one.level > top[key].level:
            top[key] = one
    known = _alarms_of(work, {one.request_id for one in fresh})
    next_id = (work.connection.execute(_LAST_ID).scalar() or 0) + 1
    born: list[tuple[Any, ...]] = []
    lifted: list[tuple[Any, ...]] = []
    ids: dict[Key, int] = {}
    raised: list[Passed] = []
    for key, one in top.items():
        before = known.get(key)
        grade = severity(one.kind, one.priority, one.level)
        if before is None:
            after = risen(None, one.level, grade, one.still_true)
            ids[key], next_id = next_id, next_id + 1
            born.append(_new_alarm(work, ids[key], one, after))
        else:
            ids[key] = before.id
            was = Standing(AlarmState(before.state), before.level, before.severity)
            after = risen(was, one.level, grade, one.still_true)
            if after == was:
                continue
            lifted.append(_lifted_alarm(work, before, one, after))
        raised.append(one)
        _tell(work, ids[key], one, after)
    pour(work.connection, _BEAR, _BORN, born)
    pour(work.connection, _LIFT, _LIFT_ORDER, lifted)
    return ids, raised


def _tell(work: Work, alarm_id: int, one: Passed, after: Standing) -> None:
    facts = {"clock": one.kind.value, "cycle": one.cycle, "level": one.level, "due": one.level_due,
             "severity": after.severity, "state": after.state.value, "late": one.late}  # fmt: skip
    work.note(Act.RAISE, facts, at=one.level_due, request_id=one.request_id, alarm_id=alarm_id)


def _alarms_of(work: Work, requests: Iterable[int]) -> dict[Key, Any]:
    found: dict[Key, Any] = {}
    ids = sorted(requests)
    for start in range(0, len(ids), _CHUNK):
        rows = work.connection.execute(_OF_REQUESTS, {"ids": ids[start : start + _CHUNK]})
        found.update({(row.request_id, ClockKind(row.clock), row.cycle): row for row in rows})
    return found


def _new_alarm(work: Work, alarm_id: int, one: Passed, after: Standing) -> tuple[Any, ...]:
    """The columns of :data:`_BORN`."""
    breach = one.clock_due if after.level >= 100 else None
    cleared_at = None if one.still_true else work.now
    return (alarm_id, "clock", one.request_id, one.kind.value, one.cycle, after.level, after.severity,
            after.state.value, one.clock_due, breach, work.now, cleared_at, "", 1, one.late, one.gap_from,
            f"request:{one.request_id}", one.still_true, 0, 0, 0, "", "")  # fmt: skip


def _lifted_alarm(work: Work, before: Any, one: Passed, after: Standing) -> tuple[Any, ...]:
    """The columns of :data:`_LIFTED`, then the alarm's id. The first breach stays on record; who saw it does not."""
    again = before.state in (AlarmState.RETURNED, AlarmState.NORMAL) and after.state is AlarmState.UNACKNOWLEDGED
    breach = before.breach_at or (one.clock_due if after.level >= 100 else None)
    cleared_at = None if one.still_true else before.cleared_at or work.now
    return (after.level, after.severity, after.state.value, one.clock_due, breach, work.now, cleared_at,
            None, None, before.occurrence + again, one.late, one.gap_from, before.id)  # fmt: skip


def settle(work: Work, request_id: int, clocks: Sequence[SlaClock], priority: Priority) -> None:
    """Let each alarm of one request follow its condition: past the level, still running, not paused."""
    by_key = {(clock.kind, clock.cycle): clock for clock in clocks}
    for (_, kind, cycle), row in _alarms_of(work, [request_id]).items():
        clock = by_key.get((kind, cycle))
        level = max((level for level in PERCENTS if clock and holds(clock, level, work.now)), default=None)
        changes = _followed(row, kind, level, priority, work.now)
        if not changes:
            continue
        work.connection.execute(update(ALARMS).where(ALARMS.c.id == row.id).values(**changes))
        act = Act.RAISE if changes.get("state") == AlarmState.UNACKNOWLEDGED else Act.CLEAR
        facts = {"clock": kind, "cycle": cycle, "level": changes.get("level", row.level),
                 "state": changes.get("state", row.state)}  # fmt: skip
        work.note(act, facts, request_id=request_id, alarm_id=row.id)


def _followed(row: Any, kind: ClockKind, level: int | None, priority: Priority, now: int) -> dict[str, Any]:
    """What changes on an alarm whose clock is past `level` (None: past none, stopped or paused)."""
    state = AlarmState(row.state)
    if level is None:
        if state in (AlarmState.UNACKNOWLEDGED, AlarmState.ACKNOWLEDGED):
            return {"state": cleared(state).value, "cleared_at": now}
        return {}
    grade = severity(kind, priority, level)
    anew: dict[str, Any] = {"state": AlarmState.UNACKNOWLEDGED.value, "acknowledged_by": None, "acknowledged_at": None}
    if state in (AlarmState.RETURNED, AlarmState.NORMAL):
        return {**anew, "cleared_at": None, "occurrence": row.occurrence + 1, "level": level, "severity": grade,
                "raised_at": now}  # fmt: skip
    if grade > row.severity or level > row.level:
        return {**anew, "level": level, "severity": max(grade, row.severity)}
    return {"level": level, "severity": grade} if level < row.level else {}


def holds(clock: SlaClock, level: int, now: int) -> bool:
    """Is the condition of a clock alarm true at `now`?"""
    return clock.stopped_at is None and clock.pause_at(now) is None and clock.level_at(level) < now


def pauses_of(text: str) -> tuple[tuple[int, int], ...]:
    """The stored pauses of a clock row as spans."""
    return () if text == "[]" else tuple((start, to) for start, to in json.loads(text))
