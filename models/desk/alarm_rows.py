"""Shared step: stored alarms as the state machine sees them, and what it makes of them written, journalled and told."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update

from models import ladder
from models.alarming import Standing
from models.desk import outbox
from models.desk.outbox import Telling
from models.desk.work import Work
from models.store import pour
from models.tables import Alarm
from models.vocabulary import AlarmState, NoticeKind

ALARMS = Alarm.__table__  # type: ignore[attr-defined]
COLUMNS = tuple(column.name for column in ALARMS.c)
_STANDING = tuple(one.name for one in fields(Standing))
_LIFTED = (*_STANDING, "due_at", "breach_at", "acknowledged_by", "acknowledged_at", "acknowledged_text", "late",
           "gap_from", "shelved_by", "shelved_reason", "shelved_minutes", "suppressed_by")  # fmt: skip
_BEAR = insert(ALARMS)
_LIFTED_IN_ORDER = tuple(name for name in COLUMNS if name in _LIFTED)
_LIFT = (
    update(ALARMS)
    .where(ALARMS.c.id == bindparam("the_id"))
    .values({name: bindparam("new_" + name) for name in _LIFTED_IN_ORDER})
)
_LIFT_ORDER = (*("new_" + name for name in _LIFTED_IN_ORDER), "the_id")
_LAST_ID = select(func.max(ALARMS.c.id))
MASKED = (AlarmState.SUPPRESSED, AlarmState.OUT_OF_SERVICE)
BLANK: Mapping[str, Any] = {
    column.name: column.default.arg if column.default is not None else None for column in ALARMS.c
}


def standing(row: Any) -> Standing:
    """A stored alarm as the state machine sees it."""
    facts = {name: getattr(row, name) for name in _STANDING}
    return Standing(**{**facts, "state": AlarmState(row.state), "active": bool(row.active)})


def columns(now: Standing) -> dict[str, Any]:
    """The columns that a standing fills."""
    return {name: getattr(now, name) for name in _STANDING} | {"state": now.state.value}


def carried(row: Any, now: Standing, suppressed_by: str = "") -> dict[str, Any]:
    """The columns beside the standing, after a change: who saw it and why it was shelved last as long as that state."""
    was = standing(row)
    risen = (now.occurrence, now.level, now.severity) > (was.occurrence, was.level, was.severity)
    rings = now.state is AlarmState.UNACKNOWLEDGED or (now.state in MASKED and risen)
    out: dict[str, Any] = {"suppressed_by": suppressed_by if now.state in MASKED else ""}
    if rings:
        out |= {"acknowledged_by": None, "acknowledged_at": None}
    beneath = now.state in MASKED and now.wake_at is not None
    if now.state is not AlarmState.SHELVED and not beneath and row.shelved_minutes is not None:
        out |= {"shelved_by": None, "shelved_reason": "", "shelved_minutes": None}
    return out


def next_id(work: Work) -> int:
    """The id that the next new alarm gets."""
    return int(work.connection.execute(_LAST_ID).scalar() or 0) + 1


def bear(work: Work, born: Sequence[Mapping[str, Any]]) -> None:
    """Insert new alarms, given by every column of :data:`COLUMNS`."""
    pour(work.connection, _BEAR, COLUMNS, [tuple(row[name] for name in COLUMNS) for row in born])


def lift(work: Work, lifted: Sequence[tuple[Any, Mapping[str, Any]]]) -> None:
    """Write changes to stored alarms; what is not named stays as the row has it."""
    rows = [(*(changes.get(name, getattr(row, name)) for name in _LIFTED_IN_ORDER), row.id) for row, changes in lifted]
    pour(work.connection, _LIFT, _LIFT_ORDER, rows)


class Changes:
    """What became of alarms in one transaction, written together with their journal lines and announcements."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._lifted: list[tuple[Any, Mapping[str, Any]]] = []
        self._told: list[Telling] = []

    def add(
        self, row: Any, was: Standing, now: Standing, act: str, *, suppressed_by: str = "", at: int | None = None,
        facts: Mapping[str, Any] | None = None, more: Mapping[str, Any] | None = None,
    ) -> bool:  # fmt: skip
        """What became of one alarm; False if nothing did (:func:`follow`)."""
        beside = carried(row, now, suppressed_by) | dict(more or {})
        if now == was and all(getattr(row, name) == value for name, value in beside.items()):
            return False
        self._lifted.append((row, columns(now) | beside))
        told = {"clock": row.clock, "cycle": row.cycle, "level": now.level, "state": now.state.value}
        if row.rule != "clock":
            told["rule"] = row.rule
        self._work.note(act, told | dict(facts or {}), at=at, request_id=row.request_id, alarm_id=row.id)
        if (said := announcement(row.id, row, was, now)) and not outbox.told_lately(self._work, row.id, now):
            self._told += said
        return True

    def write(self) -> None:
        """Write it all."""
        lift(self._work, self._lifted)
        outbox.tell(self._work, self._told)


def follow(
    work: Work, row: Any, now: Standing, act: str, *, suppressed_by: str = "", at: int | None = None,
    facts: Mapping[str, Any] | None = None, more: Mapping[str, Any] | None = None,
) -> bool:  # fmt: skip
    """Write what became of one alarm, with its journal line and the announcement of a new step; False if nothing did.

    Args:
        act: the journal's word for it; `facts` are added to its payload.
        at: when it was true (now, unless given).
        more: further columns that change with it.
    """
    changes = Changes(work)
    changed = changes.add(
        row, standing(row), now, act, suppressed_by=suppressed_by, at=at, facts=facts, more=more
    )  # fmt: skip
    changes.write()
    return changed


def announcement(alarm_id: int, row: Any, was: Standing | None, now: Standing) -> list[Telling]:
    """What is told outside when an alarm has come to a new step; the desk itself reads its screens.

    `row` has the columns that do not change. Of a late group only life safety climbs by itself.
    """
    if was is not None and (was.step, was.occurrence) == (now.step, now.occurrence):
        return []
    if now.state is not AlarmState.UNACKNOWLEDGED or now.rung < 1 or grouped(row, now):
        return []
    return [
        Telling(
            f"{alarm_id}:{now.occurrence}:{now.step}", NoticeKind.ALARM, ladder.audience(now.rung), now.severity,
            now.step, alarm_id, row.request_id, alarm_facts(row, now),
        )
    ]  # fmt: skip


def grouped(row: Any, now: Standing) -> bool:
    """Does this alarm climb the ladder with the late group it was found in?"""
    return row.gap_from is not None and now.severity < 3 and row.rule == "clock"


def alarm_facts(row: Any, now: Standing) -> dict[str, Any]:
    """What a notice says of an alarm; names and places are looked up when it is sent."""
    return {"rule": row.rule, "subject": row.subject, "clock": row.clock, "cycle": row.cycle, "level": now.level,
            "due": row.due_at, "rung": now.rung, "raised": now.raised_at}  # fmt: skip
