"""Shared step: what is to be told outside is put into the outbox, in the transaction of what it tells."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from models.alarming import Standing
from models.desk.work import Work
from models.ladder import RECUR
from models.store import pour
from models.tables import Notice
from models.vocabulary import Audience, NoticeKind, NoticeState

NOTICES = Notice.__table__  # type: ignore[attr-defined]
_PUT = upsert(NOTICES).on_conflict_do_nothing()
_COLUMNS = ("key", "alarm_id", "request_id", "kind", "step", "audience", "severity", "facts", "created_at", "state",
            "next_try_at", "tries")  # fmt: skip
_TOLD = (
    select(NOTICES.c.id)
    .where(
        NOTICES.c.alarm_id == bindparam("alarm"),
        NOTICES.c.kind == NoticeKind.ALARM.value,
        NOTICES.c.severity >= bindparam("grave"),
        NOTICES.c.created_at > bindparam("since"),
        NOTICES.c.state.not_in([NoticeState.FAILED.value, NoticeState.EXPIRED.value]),
        NOTICES.c.key.not_like(bindparam("mine")),
        func.json_extract(NOTICES.c.facts, "$.rung") == bindparam("rung"),
    )
    .limit(1)
)
_OF_KEY = select(NOTICES.c.id, NOTICES.c.facts, NOTICES.c.severity).where(NOTICES.c.key == bindparam("the_key"))


@dataclass(frozen=True, slots=True)
class Telling:
    """A notice about to be put into the outbox; `key` keeps it from being told twice."""

    key: str
    kind: NoticeKind
    audience: Audience
    severity: int = 0
    step: int = 0
    alarm_id: int | None = None
    request_id: int | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


def tell(work: Work, tellings: Sequence[Telling]) -> None:
    """Put notices into the outbox; one whose key is there already is left alone."""
    rows = [
        (one.key, one.alarm_id, one.request_id, one.kind.value, one.step, one.audience.value, one.severity,
         _facts(work, one.facts), work.now, NoticeState.WAITING.value, work.now, 0)
        for one in tellings
    ]  # fmt: skip
    pour(work.connection, _PUT, _COLUMNS, rows)


def told_lately(work: Work, alarm_id: int, now: Standing) -> bool:
    """Has an earlier coming of this alarm told the same step, no less grave, within :data:`RECUR`?

    One that comes and goes by the second rings on every screen each time, and outside once for a step.
    """
    if now.occurrence == 1:
        return False
    facts = {"alarm": alarm_id, "mine": f"{alarm_id}:{now.occurrence}:%", "grave": now.severity, "rung": now.rung,
             "since": max(work.now - RECUR, 0)}  # fmt: skip
    return work.connection.execute(_TOLD, facts).first() is not None


def gather(work: Work, one: Telling, count: int, oldest: int) -> None:
    """One notice for a whole group: what comes later only adds to its count, its oldest instant and its severity."""
    row = work.connection.execute(_OF_KEY, {"the_key": one.key}).first()
    if row is None:
        tell(work, [Telling(one.key, one.kind, one.audience, one.severity, one.step, None, None,
                            {**one.facts, "count": count, "oldest": oldest})])  # fmt: skip
        return
    facts = json.loads(row.facts)
    facts |= {"count": facts["count"] + count, "oldest": min(facts["oldest"], oldest)}
    values = {"facts": _facts(work, facts), "severity": max(row.severity, one.severity)}
    work.connection.execute(update(NOTICES).where(NOTICES.c.id == row.id).values(**values))


def _facts(work: Work, facts: Mapping[str, Any]) -> str:
    marked = {**facts, "drill": True} if work.drill else facts
    return json.dumps(marked, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
