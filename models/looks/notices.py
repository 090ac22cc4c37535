"""The outbox as rows: what waits to be told, the whole of it as a list, and how the channels have been doing."""

import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, literal_column, or_, select, text

from models.looks.columns import ALARMS, ATTEMPTS, CALLS, CATEGORIES, NOTICES, OPERATORS, REQUESTS, chunks
from models.outbox import BACKOFF, BEGUN, STALE, Attempt, Notice
from models.vocabulary import Audience, NoticeKind, NoticeState

# A literal, as in the index over what waits: with a bound parameter that index would not be used.
WAITING = literal_column("notice.state") == literal_column("'waiting'")
_WANTED = func.coalesce(NOTICES.c.request_id, ALARMS.c.request_id)
_ROWS: Select[Any] = (
    select(
        NOTICES,
        OPERATORS.c.login.label("receiver"),
        *(ALARMS.c[name].label(f"alarm_{name}") for name in ("rule", "clock", "level", "due_at")),
        *(REQUESTS.c[name] for name in ("number", "district", "address", "phone")),
        CATEGORIES.c.zh,
        CATEGORIES.c.en,
    )
    .outerjoin(ALARMS, ALARMS.c.id == NOTICES.c.alarm_id)
    .outerjoin(REQUESTS, REQUESTS.c.id == _WANTED)
    .outerjoin(CATEGORIES, CATEGORIES.c.code == REQUESTS.c.category)
    .outerjoin(OPERATORS, OPERATORS.c.id == NOTICES.c.received_by)
)
_TOLD = NOTICES.c.audience.in_(bindparam("told", expanding=True))
# Whether a new one has to wait is for the rules to say; an instant too far ahead is from before the wall was put back.
_RIPE = or_(NOTICES.c.next_try_at <= bindparam("now"), NOTICES.c.tries == 0, NOTICES.c.next_try_at > bindparam("far"))
_READY = (WAITING, _RIPE, _TOLD)
_IS_DUE = select(NOTICES.c.id).where(*_READY).limit(1)
_DUE = _ROWS.where(*_READY).order_by(NOTICES.c.id)
_STALE = select(NOTICES.c.id).where(WAITING, NOTICES.c.created_at <= bindparam("before"))
_OPEN = _ROWS.where(text("notice.state IN ('waiting', 'failed')")).order_by(NOTICES.c.id.desc())
_ALL = _ROWS.order_by(NOTICES.c.id.desc())
_SOME = _ROWS.where(NOTICES.c.id.in_(bindparam("ids", expanding=True)))
_TRIES = select(ATTEMPTS).where(ATTEMPTS.c.notice_id.in_(bindparam("ids", expanding=True))).order_by(ATTEMPTS.c.id)
_CALLED = select(CALLS.c.id, CALLS.c.phone).where(CALLS.c.id.in_(bindparam("ids", expanding=True)))
_RECENT = select(ATTEMPTS).where(ATTEMPTS.c.at >= bindparam("since")).order_by(ATTEMPTS.c.id)
_OLDEST = select(func.min(NOTICES.c.created_at)).where(WAITING, _TOLD)


@dataclass(frozen=True, slots=True)
class Conduct:
    """How a channel has been doing: its tries, those that failed, and its last one (epoch ms, and what was said)."""

    channel: str
    tries: int
    failed: int
    last_at: int
    last_ok: bool
    last_said: str


class Outbox:
    """The reads of the outbox; `now` is the caller's.

    Args:
        read: begins a read-only transaction.
        shown: the rows as whoever asks may see them (`models.looks.veil`).
    """

    def __init__(self, read: Callable[[], AbstractContextManager[Connection]], shown: Callable[[Any], Any]) -> None:
        self._read, self._shown = read, shown

    def is_due(self, now: int, audiences: Iterable[Audience]) -> bool:
        """Does anything wait to be told to one of these by `now`?"""
        with self._read() as connection:
            return is_due(connection, now, audiences)

    def due(self, now: int, audiences: Iterable[Audience]) -> list[Notice]:
        """What waits for one of these and may be tried by `now`, oldest first, with its attempts."""
        with self._read() as connection:
            return self._rows(due(connection, now, audiences))

    def stale(self, now: int) -> list[int]:
        """The ids of those that have waited in vain until `now`."""
        with self._read() as connection:
            return list(connection.execute(_STALE, {"before": now - STALE}).scalars())

    def listed(self, *, all: bool = False, limit: int = 200) -> list[Notice]:
        """The outbox, newest first: what waits or could not be delivered, with `all` everything."""
        with self._read() as connection:
            return self._rows(listed(connection, all=all, limit=limit))

    def one(self, notice_id: int) -> Notice | None:
        """A notice as it stands."""
        with self._read() as connection:
            return next(iter(self._rows(some(connection, [notice_id]))), None)

    def _rows(self, found: list[Notice]) -> list[Notice]:
        return list(self._shown(found))

    def conduct(self, since: int) -> list[Conduct]:
        """How each channel that was tried after `since` (epoch ms) has been doing."""
        with self._read() as connection:
            return conduct(connection, since)

    def oldest_waiting(self, audiences: Iterable[Audience]) -> int | None:
        """Since when (epoch ms) the oldest waiting notice for any of these audiences lies there."""
        with self._read() as connection:
            return oldest_waiting(connection, audiences)


def is_due(connection: Connection, now: int, audiences: Iterable[Audience]) -> bool:
    """Does anything wait to be told to one of these by `now`? One reading of an index."""
    return connection.execute(_IS_DUE, _asked(now, audiences)).first() is not None


def due(connection: Connection, now: int, audiences: Iterable[Audience]) -> list[Notice]:
    """What waits for one of these and may be tried by `now`, oldest first, with its attempts."""
    return _whole(connection, connection.execute(_DUE, _asked(now, audiences)))


def some(connection: Connection, ids: Iterable[int]) -> list[Notice]:
    """These notices in this order, whatever has become of them."""
    wanted = list(ids)
    parts = (_whole(connection, connection.execute(_SOME, {"ids": part})) for part in chunks(wanted))
    known = {one.id: one for part in parts for one in part}
    return [known[one] for one in wanted if one in known]


def listed(connection: Connection, *, all: bool = False, limit: int = 200) -> list[Notice]:
    """The outbox, newest first: what waits or could not be delivered, with `all` everything."""
    return _whole(connection, connection.execute((_ALL if all else _OPEN).limit(limit)))


def conduct(connection: Connection, since: int) -> list[Conduct]:
    """Each channel that was tried after `since` (epoch ms); a try under way is not counted."""
    tried: dict[str, list[Any]] = {}
    for row in connection.execute(_RECENT, {"since": since}):
        if row.said != BEGUN:
            tried.setdefault(row.channel, []).append(row)
    return [
        Conduct(name, len(rows), sum(not row.ok for row in rows), rows[-1].at, bool(rows[-1].ok), rows[-1].said)
        for name, rows in sorted(tried.items())
    ]


def oldest_waiting(connection: Connection, audiences: Iterable[Audience]) -> int | None:
    """Since when (epoch ms) the oldest waiting notice for any of these audiences lies there."""
    told = connection.execute(_OLDEST, {"told": words_of(audiences)}).scalar()
    return None if told is None else int(told)


def _asked(now: int, audiences: Iterable[Audience]) -> dict[str, Any]:
    return {"now": now, "far": now + BACKOFF[-1], "told": words_of(audiences)}


def words_of(audiences: Iterable[Audience]) -> list[str]:
    """The stored words, always in one order."""
    return sorted(one.value for one in audiences)


def _whole(connection: Connection, found: Iterable[Any]) -> list[Notice]:
    rows = list(found)
    facts = {row.id: json.loads(row.facts or "{}") for row in rows}
    phones = _phones(connection, {str(said["to"]) for said in facts.values() if "to" in said})
    tries: dict[int, list[Attempt]] = {}
    for part in chunks(row.id for row in rows):
        for row in connection.execute(_TRIES, {"ids": part}):
            tries.setdefault(row.notice_id, []).append(Attempt(row.id, row.channel, row.at, bool(row.ok), row.said))
    return [_frozen(row, facts[row.id], tuple(tries.get(row.id, ())), phones) for row in rows]


def _phones(connection: Connection, receivers: Iterable[str]) -> dict[str, str]:
    """The numbers on record of receivers such as ``call:12``; that of ``request:7`` stands in its request."""
    calls = [int(to.removeprefix("call:")) for to in receivers if to.startswith("call:")]
    rows = (row for part in chunks(calls) for row in connection.execute(_CALLED, {"ids": part}))
    return {f"call:{row.id}": row.phone for row in rows}


def _frozen(row: Any, facts: Any, attempts: tuple[Attempt, ...], phones: Mapping[str, str]) -> Notice:
    """What the notice itself says of its moment wins over what the alarm has become since."""
    return Notice(
        id=row.id, key=row.key, kind=NoticeKind(row.kind), step=row.step, audience=Audience(row.audience),
        severity=row.severity, facts=facts, created_at=row.created_at,
        state=NoticeState(row.state), sent_at=row.sent_at, received_at=row.received_at, received_by=row.receiver,
        next_try_at=row.next_try_at, tries=row.tries, alarm_id=row.alarm_id, request_id=row.request_id,
        rule=str(facts.get("rule") or row.alarm_rule or ""), clock=str(facts.get("clock") or row.alarm_clock or ""),
        level=int(facts.get("level") or row.alarm_level or 0), due_at=facts.get("due", row.alarm_due_at),
        number=row.number or "", district=row.district or "", address=row.address or "",
        category=(row.zh or "", row.en or ""), phone=phones.get(str(facts.get("to")), row.phone or ""),
        attempts=attempts,
    )  # fmt: skip
