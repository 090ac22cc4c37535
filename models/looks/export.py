"""Every numbered request in the shape that exports promise, page by page, its clocks judged at a moment."""

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, bindparam, select

from models.looks.columns import CLOCKS, REQUESTS
from models.sla import standing
from models.vocabulary import ClockState, Standing
from models.wall import SECOND, to_iso

PAGE = 1000

_NAMES = ("number", "external_id", "kind", "category", "priority", "status", "channel")
_PAGE = (
    select(*(REQUESTS.c[name] for name in ("id", "serial", *_NAMES, "received", "district", "address", "resolved_at")))
    .where(REQUESTS.c.serial > bindparam("serial"))
    .order_by(REQUESTS.c.serial)
    .limit(PAGE)
)
_CLOCKS = (
    select(CLOCKS, REQUESTS.c.serial)
    .join(REQUESTS, REQUESTS.c.id == CLOCKS.c.request_id)
    .where(REQUESTS.c.serial > bindparam("serial"), REQUESTS.c.serial <= bindparam("last"))
    .order_by(REQUESTS.c.serial, CLOCKS.c.cycle, CLOCKS.c.due_at, CLOCKS.c.kind)
)


def page(connection: Connection, after: int, now: int) -> tuple[list[dict[str, Any]], int]:
    """The requests after serial `after` as objects, and the last serial of the page (0: there are no more)."""
    rows = connection.execute(_PAGE, {"serial": after}).all()
    if not rows:
        return [], 0
    clocks: dict[int, list[dict[str, Any]]] = {}
    for clock in connection.execute(_CLOCKS, {"serial": after, "last": rows[-1].serial}):
        clocks.setdefault(clock.serial, []).append(clock_object(clock, now))
    return [_request(row, clocks.get(row.serial, [])) for row in rows], rows[-1].serial


def pages(read: Any, now: int) -> Iterator[dict[str, Any]]:
    """All of it; each page in a read transaction of its own (`read` opens one), so that no writer waits long."""
    after = 0
    while True:
        with read() as connection:
            objects, last = page(connection, after, now)
        if not objects:
            return
        yield from objects
        after = last


def _request(row: Any, clocks: list[dict[str, Any]]) -> dict[str, Any]:
    facts: dict[str, Any] = {name: getattr(row, name) for name in _NAMES}
    return {
        **facts,
        "received": to_iso(row.received),
        "district": row.district,
        "address": row.address,
        "resolved": to_iso(row.resolved_at) if row.resolved_at is not None else None,
        "clocks": clocks,
    }


def clock_object(clock: Any, now: int) -> dict[str, Any]:
    """One clock as an export prints it: `breached` once met or now lies past due; `late_s` whole seconds beyond."""
    paused = clock.state == ClockState.RUNNING and any(start <= now < to for start, to in json.loads(clock.pauses))
    state = standing(ClockState(clock.state), clock.due_at, clock.stopped_at, paused, now)
    until = now if clock.stopped_at is None else clock.stopped_at
    broken = state is Standing.BREACHED
    met = clock.stopped_at if clock.state == ClockState.STOPPED else None
    return {
        "kind": clock.kind,
        "cycle": clock.cycle,
        "due": to_iso(clock.due_at),
        "target": None if clock.pinned else (clock.target_ms or 0) // SECOND,
        "state": state.value,
        "met_at": None if met is None else to_iso(met),
        "breached_at": to_iso(clock.due_at) if broken else None,
        "late_s": (until - clock.due_at) // SECOND if broken else 0,
    }
