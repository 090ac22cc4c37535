"""Shared step: what is to be told outside is put into the outbox, in the transaction of what it tells."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from models.desk.work import Work
from models.store import pour
from models.tables import Notice
from models.vocabulary import Audience, NoticeKind, NoticeState

NOTICES = Notice.__table__  # type: ignore[attr-defined]
_PUT = upsert(NOTICES).on_conflict_do_nothing()
_COLUMNS = ("key", "alarm_id", "request_id", "kind", "step", "audience", "severity", "facts", "created_at", "state",
            "next_try_at", "tries")  # fmt: skip
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
