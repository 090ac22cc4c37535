"""Reads requests with their promises, jobs, contacts and changes as the indicators need them, in a few statements."""

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select, text

from models.indicators.cases import Case, Job, Promise
from models.looks.columns import ASSIGNMENTS, CALLERS, CALLS, CLOCKS, CREWS, LINES, OPERATORS, REQUESTS
from models.places import folded
from models.vocabulary import Act, ClockKind, ClockState, Direction, Kind, Step

Where = ColumnElement[bool]
_COLUMNS = (
    "id", "kind", "received", "category", "status", "district", "channel", "priority", "address", "premise_id", "cycle",
    "resolved_at", "disposition", "result", "homes", "score_speed", "score_attitude", "score_quality", "callback_due",
)  # fmt: skip
_CASES: Select[Any] = (
    select(*(REQUESTS.c[name] for name in _COLUMNS), OPERATORS.c.login)
    .select_from(REQUESTS)
    .outerjoin(OPERATORS, OPERATORS.c.id == REQUESTS.c.owner_id)
    .order_by(REQUESTS.c.id)
)
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


def cases(connection: Connection, where: Where, *, causes: bool = True) -> list[Case]:
    """The requests that are meant, with everything about them; without `causes` not what was written as their cause."""
    promises = _by_request((row.request_id, _promise(row)) for row in connection.execute(_PROMISES.where(where)))
    jobs = _by_request((row.request_id, _job(row)) for row in connection.execute(_JOBS.where(where)))
    contacts: dict[int, int] = {}
    for query in (_JOINED, _RANG):
        for row in connection.execute(query.where(where)):
            contacts[row.request_id] = contacts.get(row.request_id, 0) + row.n
    recategorised, said = _said(connection, where)
    return [
        Case(
            row.id, row.kind, row.received, row.category or "", row.status, row.district, row.channel, row.priority,
            _place(row), row.login or "", row.cycle, row.resolved_at, row.disposition or "", row.result or "",
            said.get(row.id, "") if causes else "", row.homes, row.score_speed, row.score_attitude, row.score_quality,
            bool(row.callback_due), contacts.get(row.id, 0), row.id in recategorised, tuple(promises.get(row.id, ())),
            tuple(jobs.get(row.id, ())),
        )
        for row in connection.execute(_CASES.where(where))
    ]  # fmt: skip


def _by_request(pairs: Iterator[tuple[int, Any]]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for request, one in pairs:
        found.setdefault(request, []).append(one)
    return found


def _place(row: Any) -> str:
    return f"premise {row.premise_id}" if row.premise_id is not None else folded(row.address)


def _promise(row: Any) -> Promise:
    return Promise(ClockKind(row.kind), row.started_at, row.due_at, row.stopped_at, ClockState(row.state), row.cycle)


def _job(row: Any) -> Job:
    return job(row, row.code)


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
