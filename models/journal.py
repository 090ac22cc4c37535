"""The journal: append a line, read what came since, replay one request, verify the chain.

Each line's hash covers the line before it and a salted digest of its payload, so that a payload can be blanked on a
person's request and the chain still verifies. A chain is evidence only if its head is kept outside the file.
"""

import hashlib
import json
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, insert, select

from models.sla import Event
from models.store import pour
from models.tables import Line

GENESIS = "0" * 64
LINES = Line.__table__  # type: ignore[attr-defined]
_INSERT = insert(LINES)
_COLUMNS = tuple(column.name for column in LINES.c)
_VALUES = itemgetter(*_COLUMNS)
_PAYLOAD = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode
_FACTS = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_HASHED = itemgetter("seq", "at", "recorded_at", "actor", "act", "request_id", "crew_id", "alarm_id", "digest", "token")
_HEAD = select(LINES.c.seq, LINES.c.hash).order_by(LINES.c.seq.desc()).limit(1)

Salt = Callable[[], str]


def fresh_salt() -> str:
    """Sixteen random hexadecimal digits."""
    return secrets.token_hex(8)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line about to be written: when it was true, who, which act, about what, carrying which facts."""

    at: int
    actor: str
    act: str
    payload: Mapping[str, Any]
    request_id: int | None = None
    crew_id: int | None = None
    alarm_id: int | None = None
    token: str | None = None


def digest_of(salt: str, payload: str) -> str:
    """The salted SHA-256 of a payload."""
    return hashlib.sha256((salt + payload).encode()).hexdigest()


def chain_hash(before: str, row: Mapping[str, Any]) -> str:
    """SHA-256 over the former hash and every column of the line but its payload and salt."""
    return hashlib.sha256(_FACTS((before, *_HASHED(row))).encode()).hexdigest()


def head(connection: Connection) -> tuple[int, str]:
    """``(seq, hash)`` of the newest line; ``(0, GENESIS)`` in an empty journal."""
    row = connection.execute(_HEAD).first()
    return (row[0], row[1]) if row else (0, GENESIS)


def chained(seq: int, former: str, recorded_at: int, entries: Iterable[Entry], salt: Salt) -> list[dict[str, Any]]:
    """The rows that continue a chain whose head is ``(seq, former)``, ready to be inserted."""
    rows: list[dict[str, Any]] = []
    for entry in entries:
        seq += 1
        payload = _PAYLOAD(dict(entry.payload))
        grain = salt()
        row: dict[str, Any] = {
            "seq": seq,
            "at": entry.at,
            "recorded_at": recorded_at,
            "actor": entry.actor,
            "act": str(entry.act),
            "request_id": entry.request_id,
            "crew_id": entry.crew_id,
            "alarm_id": entry.alarm_id,
            "payload": payload,
            "salt": grain,
            "digest": digest_of(grain, payload),
            "token": entry.token,
        }
        former = row["hash"] = chain_hash(former, row)
        rows.append(row)
    return rows


def append(connection: Connection, recorded_at: int, entries: Sequence[Entry], salt: Salt = fresh_salt) -> int:
    """Write lines inside the caller's transaction; returns the last one's number."""
    seq, former = head(connection)
    rows = chained(seq, former, recorded_at, entries, salt)
    pour(connection, _INSERT, _COLUMNS, [_VALUES(row) for row in rows])
    return seq + len(rows)


def event_of(row: Any) -> Event:
    """A stored line as the clock function sees it."""
    return Event(row.seq, row.at, row.act, json.loads(row.payload or "{}"))


def replay(connection: Connection, request_id: int) -> list[Event]:
    """Every event of one request, in the order in which they were recorded."""
    columns = (LINES.c.seq, LINES.c.at, LINES.c.act, LINES.c.payload)
    query = select(*columns).where(LINES.c.request_id == request_id).order_by(LINES.c.seq)
    return [event_of(row) for row in connection.execute(query)]


def since(connection: Connection, cursor: int, limit: int = 500) -> list[Any]:
    """The lines after `cursor`, oldest first: the change feed."""
    query = select(LINES).where(LINES.c.seq > cursor).order_by(LINES.c.seq).limit(limit)
    return list(connection.execute(query))


@dataclass(frozen=True, slots=True)
class Link:
    """A place in the chain: the number and hash of a line."""

    seq: int = 0
    hash: str = GENESIS


@dataclass(frozen=True, slots=True)
class ChainFault:
    """The first line at which the chain does not hold."""

    seq: int
    reason: str


def walk(connection: Connection, link: Link, limit: int = 5000) -> Link | ChainFault:
    """Verify the next `limit` lines after `link`; returns the last one that holds, or where the chain breaks."""
    query = select(LINES).where(LINES.c.seq > link.seq).order_by(LINES.c.seq).limit(limit)
    seq, former = link.seq, link.hash
    for values in connection.execute(query):
        row = dict(zip(_COLUMNS, values, strict=True))
        seq += 1
        if row["seq"] != seq:
            return ChainFault(seq, "a line is missing")
        if row["payload"] is not None and digest_of(row["salt"], row["payload"]) != row["digest"]:
            return ChainFault(seq, "the payload was altered")
        if chain_hash(former, row) != row["hash"]:
            return ChainFault(seq, "the line does not continue the chain")
        former = row["hash"]
    return Link(seq, former)


def verify(connection: Connection) -> ChainFault | None:
    """Walk the whole chain; None when every line continues the one before it."""
    link = Link()
    while True:
        further = walk(connection, link)
        if isinstance(further, ChainFault):
            return further
        if further == link:
            return None
        link = further
