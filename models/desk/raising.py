"""Shared step: put passed levels into the ledger, raise or lift their alarms, and let alarms clear.

Used by the sweep for thousands of clocks and by every verb for the clocks of one request, so that both agree.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.sqlite import insert as upsert

from models import alarming
from models.alarming import Standing, severity
from models.desk import alarm_rows
from models.desk.alarm_rows import ALARMS
from models.desk.conditions import tell_chatter
from models.desk.hiding import Hiding, hiding
from models.desk.outbox import Telling, gather
from models.desk.work import Work
from models.sla import SlaClock
from models.store import pour
from models.tables import Level
from models.vocabulary import Act, AlarmState, Audience, ClockKind, NoticeKind, Priority

LEVELS = Level.__table__  # type: ignore[attr-defined]

_LEDGER = ("clock_id", "cycle", "level", "due_at", "recorded_at", "alarm_id")
_RECORD = upsert(LEVELS).on_conflict_do_nothing()
_KNOWN = select(LEVELS.c.clock_id, LEVELS.c.cycle, LEVELS.c.level, LEVELS.c.due_at).where(
    LEVELS.c.clock_id.in_(bindparam("ids", expanding=True))
)
_OF_REQUESTS = select(ALARMS).where(ALARMS.c.rule == "clock", ALARMS.c.request_id.in_(bindparam("ids", expanding=True)))
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Passed:
    """A level that a clock has passed: `level_due` is the instant, `clock_due` the clock's 100 %.

    `still_true`: the clock still runs past it, be it in a pause (`paused`).
    """

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
    paused: bool = False

    @property
    def since(self) -> int:
        """Since when the promise is broken, or else the level passed."""
        return self.clock_due if self.level >= 100 else self.level_due


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
    requests = {one.request_id for one in fresh}
    known, hides = _alarms_of(work, requests), hiding(work.connection, requests)
    next_id = alarm_rows.next_id(work)
    born: list[dict[str, Any]] = []
    lifted: list[tuple[Any, dict[str, Any]]] = []
    ids: dict[Key, int] = {}
    raised: list[Passed] = []
    for key, one in top.items():
        row = known.get(key)
        was = None if row is None else alarm_rows.standing(row)
        grade = severity(one.kind, one.priority, one.level)
        gravest = max(grade, was.severity) if was is not None and was.active else grade
        mask, by = hides.of("clock", one.request_id, one.paused, clock=one.kind.value, severity=gravest)
        now = alarming.raised(was, one.level, grade, work.now, active=one.still_true, mask=mask)
        now = alarming.hidden(now, mask, work.now)
        if row is None:
            ids[key], next_id = next_id, next_id + 1
            born.append(_born(ids[key], one, now, by))
        else:
            ids[key] = row.id
            if now == was:
                continue
            lifted.append((row, _lifted(row, one, now, by)))
            tell_chatter(work, row.id, one.request_id, was, now)
        raised.append(one)
        _tell(work, ids[key], one, now)
    alarm_rows.bear(work, born)
    alarm_rows.lift(work, lifted)
    _gather(work, raised)
    return ids, raised


def _tell(work: Work, alarm_id: int, one: Passed, now: Standing) -> None:
    facts = {"clock": one.kind.value, "cycle": one.cycle, "level": one.level, "due": one.level_due,
             "severity": now.severity, "state": now.state.value, "late": one.late}  # fmt: skip
    work.note(Act.RAISE, facts, at=one.level_due, request_id=one.request_id, alarm_id=alarm_id)


def _alarms_of(work: Work, requests: Iterable[int]) -> dict[Key, Any]:
    found: dict[Key, Any] = {}
    ids = sorted(requests)
    for start in range(0, len(ids), _CHUNK):
        rows = work.connection.execute(_OF_REQUESTS, {"ids": ids[start : start + _CHUNK]})
        found.update({(row.request_id, ClockKind(row.clock), row.cycle): row for row in rows})
    return found


def _born(alarm_id: int, one: Passed, now: Standing, suppressed_by: str) -> dict[str, Any]:
    """Every column of a new alarm."""
    return {
        **alarm_rows.BLANK,
        **alarm_rows.columns(now),
        "id": alarm_id,
        "rule": "clock",
        "subject": f"request:{one.request_id}",
        "request_id": one.request_id,
        "clock": one.kind.value,
        "cycle": one.cycle,
        "due_at": one.clock_due,
        "breach_at": one.clock_due if now.level >= 100 else None,
        "late": one.late,
        "gap_from": one.gap_from,
        "suppressed_by": suppressed_by if now.state in alarm_rows.MASKED else "",
    }


def _lifted(row: Any, one: Passed, now: Standing, suppressed_by: str) -> dict[str, Any]:
    """What changes on an alarm that rises or comes back. A breach stays on record; who saw it does not."""
    breach = one.clock_due if now.level >= 100 else row.breach_at
    anew = (now.occurrence, now.step) != (row.occurrence, row.step)
    # What rings already stays in the group in which it was announced, and climbs with it.
    found = {"late": one.late, "gap_from": one.gap_from} if anew else {}
    return found | alarm_rows.columns(now) | alarm_rows.carried(row, now, suppressed_by) | {
        "due_at": one.clock_due, "breach_at": breach,
    }  # fmt: skip


def _gather(work: Work, raised: Sequence[Passed]) -> None:
    """What was missed while no engine ran is announced once, as one group."""
    gaps: dict[int, list[Passed]] = {}
    for one in raised:
        if one.late and one.gap_from is not None:
            gaps.setdefault(one.gap_from, []).append(one)
    for gap, some in gaps.items():
        grave = max(severity(one.kind, one.priority, one.level) for one in some)
        group = Telling(late_key(gap), NoticeKind.ALARM, Audience.SUPERVISOR, grave,
                        facts={"rule": "clock", "gap_from": gap, "found": work.now})  # fmt: skip
        gather(work, group, len(some), min(one.since for one in some))


def late_key(gap_from: int, rung: int = 0) -> str:
    """The key of the one announcement for what was missed since the last sweep before a downtime."""
    return f"late:{gap_from}:{rung}"


def settle(work: Work, request_id: int, clocks: Sequence[SlaClock], priority: Priority) -> None:
    """Let each alarm of one request follow its condition: past the level and still running; a pause suppresses it."""
    by_key = {(clock.kind, clock.cycle): clock for clock in clocks}
    known = _alarms_of(work, [request_id])
    if not known:
        return
    hides = hiding(work.connection, [request_id])
    for (_, kind, cycle), row in known.items():
        clock = by_key.get((kind, cycle))
        passed = (level for level in clock.levels if stands(clock, level, work.now)) if clock else ()
        level = max(passed, default=None)
        if clock is None or level is None:
            alarm_rows.follow(work, row, alarming.cleared(alarm_rows.standing(row), work.now), Act.CLEAR)
            continue
        _settle_one(work, row, clock, (level, severity(kind, priority, level)), hides)


def _settle_one(work: Work, row: Any, clock: SlaClock, reached: tuple[int, int], hides: Hiding) -> None:
    """An alarm whose clock is past a level, of which follows a severity (`reached`); it tells of the clock as it is."""
    (level, grade), paused = reached, clock.pause_at(work.now) is not None
    was = alarm_rows.standing(row)
    mask, by = hides.of("clock", row.request_id, paused, clock=row.clock, severity=grade)
    if not was.active or level > was.level or (level == was.level and grade > was.severity):
        now = alarming.raised(was, level, grade, work.now, mask=mask)
    elif level < was.level or grade < was.severity:
        now = alarming.lowered(was, level, grade)
    else:
        now = was
    now = alarming.hidden(now, mask, work.now)
    due = {"due_at": clock.due_at, "breach_at": clock.due_at if now.level >= 100 else row.breach_at}
    more = due if now != was else None
    told = alarm_rows.follow(work, row, now, _word(was, now), suppressed_by=by, more=more)
    if not told and due != {name: getattr(row, name) for name in due}:
        alarm_rows.lift(work, [(row, due)])  # the line of what moved the clock tells of it
    tell_chatter(work, row.id, row.request_id, was, now)


def _word(was: Standing, now: Standing) -> Act:
    """The journal's word for what became of an alarm."""
    if now.state is AlarmState.UNACKNOWLEDGED and (was.state is not now.state or now.step > was.step):
        return Act.RELEASE if was.state in alarming.HIDDEN else Act.RAISE
    if now.state is AlarmState.SUPPRESSED and was.state is not now.state:
        return Act.SUPPRESS
    return Act.CLEAR


def stands(clock: SlaClock, level: int, now: int) -> bool:
    """Does a clock still run past a level at `now`, be it in a pause?"""
    return clock.stopped_at is None and clock.level_at(level) < now


def holds(clock: SlaClock, level: int, now: int) -> bool:
    """Is the condition of a clock alarm true at `now`: past the level, still running, not paused?"""
    return stands(clock, level, now) and clock.pause_at(now) is None


def pauses_of(text: str) -> tuple[tuple[int, int], ...]:
    """The stored pauses of a clock row as spans."""
    return () if text == "[]" else tuple((start, to) for start, to in json.loads(text))
