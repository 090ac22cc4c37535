"""Reads requests with their promises, jobs, contacts and changes as the indicators need them, in a few statements."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from enum import StrEnum
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, null, or_, select, text

from models.indicators.cases import Case, Job, Promise
from models.looks.columns import ASSIGNMENTS, CALLERS, CALLS, CLOCKS, CREWS, LINES, OPERATORS, REQUESTS
from models.places import folded
from models.vocabulary import Act, ClockKind, ClockState, Direction, Kind, Step

Where = ColumnElement[bool]


class Part(StrEnum):
    """What of a request is read beside its own row; a report reads only what it is reckoned from."""

    PLACE = "place"
    OWNER = "owner"
    OUTCOME = "outcome"
    SCORES = "scores"
    PROMISES = "promises"
    JOBS = "jobs"
    CONTACTS = "contacts"
    CHANGES = "changes"
    CAUSES = "causes"


EVERY_PART = frozenset(Part)
_PLAIN = ("id", "kind", "received", "category", "status", "district", "channel", "priority")
_OF_PART = {
    Part.PLACE: ("address", "premise_id"),
    Part.OUTCOME: ("disposition", "result", "homes"),
    Part.SCORES: ("score_speed", "score_attitude", "score_quality", "callback_due"),
}
SOME = 2000
"""Rows that are taken out of the database at once."""

_PROMISES: Select[Any] = select(
    CLOCKS.c.request_id, CLOCKS.c.kind, CLOCKS.c.started_at, CLOCKS.c.due_at, CLOCKS.c.stopped_at, CLOCKS.c.state,
    CLOCKS.c.cycle,
).join(REQUESTS, REQUESTS.c.id == CLOCKS.c.request_id)  # fmt: skip
_JOBS: Select[Any] = (
    select(ASSIGNMENTS, CREWS.c.code)
    .join(CREWS, CREWS.c.id == ASSIGNMENTS.c.crew_id)
    .join(REQUESTS, REQUESTS.c.id == ASSIGNMENTS.c.request_id)
    .order_by(ASSIGNMENTS.c.id)
)
_JOINED: Select[Any] = (
    select(CALLERS.c.request_id, func.count().label("n"))
    .join(REQUESTS, REQUESTS.c.id == CALLERS.c.request_id)
    .where(CALLERS.c.split_into.is_(None))
    .group_by(CALLERS.c.request_id)
)
# The call that opened it was answered when it was received; one that was promised is ours and no contact of theirs; one
# that joined stands with the callers already.
_RANG: Select[Any] = (
    select(CALLS.c.request_id, func.count().label("n"))
    .join(REQUESTS, REQUESTS.c.id == CALLS.c.request_id)
    .where(
        CALLS.c.direction == Direction.IN.value, ~CALLS.c.phantom, CALLS.c.answered_at > REQUESTS.c.received,
        CALLS.c.promised_at.is_(None),
        CALLS.c.id.not_in(select(CALLERS.c.call_id).where(CALLERS.c.call_id.is_not(None))),
    )
    .group_by(CALLS.c.request_id)
)  # fmt: skip
_SAID: Select[Any] = (
    select(LINES.c.request_id, LINES.c.act, LINES.c.payload)
    .join(REQUESTS, REQUESTS.c.id == LINES.c.request_id)
    .where(
        or_(LINES.c.act == Act.RECLASSIFY.value,
            and_(LINES.c.act == Act.RESOLVE.value, REQUESTS.c.kind == Kind.COMPLAINT.value))
    )
    .order_by(LINES.c.seq)
)  # fmt: skip


def received(since: int, until: int) -> Where:
    """Requests received from `since` on and before `until` (ms UTC)."""
    return and_(REQUESTS.c.received >= since, REQUESTS.c.received < until, REQUESTS.c.number.is_not(None))


def live() -> Where:
    """Requests on which work is still to be done."""
    return and_(text("request.status IN ('open', 'working', 'held')"))


def cases(
    connection: Connection, where: Where, *, parts: Collection[Part] = EVERY_PART, promised: Collection[ClockKind] = (),
) -> list[Case]:  # fmt: skip
    """The requests that are meant, with those parts of them; what is not read is as if there were none.

    Args:
        promised: only promises of these kinds, if any are named.
    """
    promises = _promises(connection, where, promised) if Part.PROMISES in parts else {}
    jobs = _jobs(connection, where) if Part.JOBS in parts else {}
    contacts = _contacts(connection, where) if Part.CONTACTS in parts else {}
    changed, causes = _said(connection, where) if {Part.CHANGES, Part.CAUSES} & set(parts) else (frozenset(), {})
    causes = causes if Part.CAUSES in parts else {}
    place = partial(_place, {}) if Part.PLACE in parts else _nowhere
    return [
        Case(
            id, kind, received, category or "", status, district, channel, priority, place(premise, address),
            login or "", cycle, resolved_at, disposition or "", result or "", causes.get(id, ""), homes, speed,
            attitude, quality, bool(due), contacts.get(id, 0), id in changed, promises.get(id, ()), jobs.get(id, ()),
        )
        for id, kind, received, category, status, district, channel, priority, cycle, resolved_at, address, premise,
        disposition, result, homes, speed, attitude, quality, due, login in _tuples(connection, _of(where, parts))
    ]  # fmt: skip


def _of(where: Where, parts: Collection[Part]) -> Select[Any]:
    """Always the same columns; those of a part that is not asked for are empty, and cost next to nothing."""
    columns: list[ColumnElement[Any]] = [REQUESTS.c[name] for name in (*_PLAIN, "cycle", "resolved_at")]
    for part, names in _OF_PART.items():
        columns += [REQUESTS.c[name] if part in parts else null().label(name) for name in names]
    if Part.OWNER not in parts:
        return select(*columns, null().label("login")).where(where).order_by(REQUESTS.c.id)
    owned = REQUESTS.outerjoin(OPERATORS, OPERATORS.c.id == REQUESTS.c.owner_id)
    return select(*columns, OPERATORS.c.login).select_from(owned).where(where).order_by(REQUESTS.c.id)


def _tuples(connection: Connection, query: Select[Any]) -> Iterator[Any]:
    """Rows to be taken apart: names would be looked up anew for every cell of every row."""
    for some in connection.execute(query).partitions(SOME):
        yield from some


def _promises(
    connection: Connection, where: Where, kinds: Collection[ClockKind]
) -> Mapping[int, tuple[Promise, ...]]:  # fmt: skip
    query = _PROMISES.where(where)
    if kinds:
        query = query.where(CLOCKS.c.kind.in_([kind.value for kind in kinds]))
    named, states = {kind.value: kind for kind in ClockKind}, {state.value: state for state in ClockState}
    return _by_request(
        (request, Promise(named[kind], started, due, stopped, states[state], cycle))
        for request, kind, started, due, stopped, state, cycle in _tuples(connection, query)
    )


def _jobs(connection: Connection, where: Where) -> Mapping[int, tuple[Job, ...]]:
    return _by_request((row.request_id, job(row, row.code)) for row in connection.execute(_JOBS.where(where)))


def _contacts(connection: Connection, where: Where) -> Mapping[int, int]:
    found: dict[int, int] = {}
    for query in (_JOINED, _RANG):
        for request, n in connection.execute(query.where(where)):
            found[request] = found.get(request, 0) + n
    return found


def _by_request(pairs: Iterable[tuple[int, Any]]) -> dict[int, tuple[Any, ...]]:
    found: dict[int, tuple[Any, ...]] = {}
    for request, one in pairs:
        found[request] = (*found[request], one) if request in found else (one,)
    return found


def _place(known: dict[str, str], premise: int | None, address: str) -> str:
    """`known` are addresses that were folded before: many requests come from the same one."""
    if premise is not None:
        return f"premise {premise}"
    if address not in known:
        known[address] = folded(address)
    return known[address]


def _nowhere(premise: int | None, address: str) -> str:
    return ""


def job(row: Any, crew: str) -> Job:
    """An assignment as the indicators see it."""
    return Job(crew, row.offered_at, Step(row.step), row.accepted_at, row.en_route_at, row.on_site_at, row.ended_at)


def _said(connection: Connection, where: Where) -> tuple[set[int], dict[int, str]]:
    """Which requests a person gave another category, and the last cause that was written down of each complaint."""
    changed, causes = set(), {}
    for row in connection.execute(_SAID.where(where)):
        facts = json.loads(row.payload or "{}")
        if row.act == Act.RESOLVE.value:
            causes[row.request_id] = str(facts.get("cause", ""))
        elif not facts.get("triage") and facts.get("reason") != "joined":
            was = facts.get("was") or {}
            if was.get("category") and was.get("category") != facts.get("category"):
                changed.add(row.request_id)
    return changed, causes
