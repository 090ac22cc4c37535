"""The journal as people read it and as the feed follows it: numbers, crews and names instead of ids."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, select

from models.looks.columns import CREWS, LINES, OPERATORS, REQUESTS
from models.rows import JournalRow

_ROWS: Select[Any] = (
    select(LINES, REQUESTS.c.number, CREWS.c.code, OPERATORS.c.name)
    .outerjoin(REQUESTS, REQUESTS.c.id == LINES.c.request_id)
    .outerjoin(CREWS, CREWS.c.id == LINES.c.crew_id)
    .outerjoin(OPERATORS, OPERATORS.c.login == LINES.c.actor)
)
_SINCE = _ROWS.where(LINES.c.seq > bindparam("cursor")).order_by(LINES.c.seq).limit(bindparam("limit"))
_TAIL = _ROWS.order_by(LINES.c.seq.desc()).limit(bindparam("limit"))
_BEFORE = _TAIL.where(LINES.c.seq < bindparam("before"))
_OF_REQUEST = _ROWS.where(LINES.c.request_id == bindparam("id")).order_by(LINES.c.seq)
_HEAD = select(func.max(LINES.c.seq))


def head(connection: Connection) -> int:
    """The number of the newest line; 0 in an empty journal."""
    return connection.execute(_HEAD).scalar() or 0


def since(connection: Connection, cursor: int, limit: int) -> list[JournalRow]:
    """The lines after `cursor`, oldest first."""
    return [_row(row) for row in connection.execute(_SINCE, {"cursor": cursor, "limit": limit})]


def tail(connection: Connection, limit: int, before: int | None = None) -> list[JournalRow]:
    """The newest lines (of those before a line, if one is given), newest first."""
    if before is not None:
        return [_row(row) for row in connection.execute(_BEFORE, {"limit": limit, "before": before})]
    return [_row(row) for row in connection.execute(_TAIL, {"limit": limit})]


def of_request(connection: Connection, request_id: int) -> list[JournalRow]:
    """Every line of one request, in the order in which they were recorded."""
    return [_row(row) for row in connection.execute(_OF_REQUEST, {"id": request_id})]


def _row(row: Any) -> JournalRow:
    data: Mapping[str, Any] = json.loads(row.payload or "{}")
    return JournalRow(
        row.seq, row.at, row.recorded_at, row.name or row.actor, row.act, row.request_id, row.number, row.code,
        row.alarm_id, data,
    )  # fmt: skip
