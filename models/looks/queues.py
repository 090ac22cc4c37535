"""Live queues: pages by key, rows by id, counts and the supervisor's matrix. Read on every change, so kept lean."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    Connection,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    or_,
    select,
    text,
    tuple_,
)

from models.alarming import LIFE_CLOCKS
from models.looks.columns import ASSIGNMENTS, CATEGORIES, CLOCKS, CREWS, OPERATORS, PREMISES, REQUESTS, chunks
from models.rows import DistrictCount, QueueCount, QueueKey, QueueRow
from models.vocabulary import LIVE_STEPS, QUEUES, Board, ClockKind, Kind, Priority, Status, Step

# The predicates of partial indexes are literals: with bound parameters the indexes would not be used.
LIVE_NOW = text("request.status IN ('open', 'working', 'held')")
_KEY = tuple_(REQUESTS.c.next_due_at, REQUESTS.c.id)
_AT = tuple_(bindparam("due_at"), bindparam("id"))

_COLUMNS = (
    *(REQUESTS.c[name] for name in (
        "id", "number", "kind", "category", "priority", "status", "state_since", "district", "address", "note",
        "access", "next_clock", "next_due_at", "next_warn_at", "next_pause_from", "next_pause_until", "received",
        "version",
    )),
    CATEGORIES.c.zh, CATEGORIES.c.en, OPERATORS.c.initials, PREMISES.c.hazards, PREMISES.c.vulnerable,
    exists().where(
        CLOCKS.c.request_id == REQUESTS.c.id,
        CLOCKS.c.kind == ClockKind.RESPONSE.value,
        literal_column("clock.state") == literal_column("0"),
    ).label("unanswered"),
)  # fmt: skip
ROWS: Select[Any] = (
    select(*_COLUMNS)
    .outerjoin(CATEGORIES, CATEGORIES.c.code == REQUESTS.c.category)
    .outerjoin(OPERATORS, OPERATORS.c.id == REQUESTS.c.owner_id)
    .outerjoin(PREMISES, PREMISES.c.id == REQUESTS.c.premise_id)
)
_LIVE_OF_KIND = ROWS.where(LIVE_NOW, REQUESTS.c.kind == bindparam("kind"))
_UP = (REQUESTS.c.next_due_at, REQUESTS.c.id)
_DOWN = (REQUESTS.c.next_due_at.desc(), REQUESTS.c.id.desc())
_LIMIT: Any = bindparam("limit")


def _page(*, district: bool, after: bool = False, before: bool = False, jump: bool = False) -> Select[Any]:
    query = _LIVE_OF_KIND
    if district:
        query = query.where(REQUESTS.c.district == bindparam("district"))
    if after:
        query = query.where(_KEY > _AT)
    if before:
        query = query.where(_KEY < _AT)
    query = query.order_by(*(_DOWN if before else _UP)).limit(_LIMIT)
    return query.offset(bindparam("position")) if jump else query


_PAGES = {
    (district, way): _page(district=district, **({way: True} if way else {}))
    for district in (False, True)
    for way in ("", "after", "before", "jump")
}
_RANK = select(func.count()).select_from(REQUESTS).where(LIVE_NOW, REQUESTS.c.kind == bindparam("kind"), _KEY < _AT)
_JOBS = (
    select(ASSIGNMENTS.c.request_id, ASSIGNMENTS.c.step, CREWS.c.code)
    .join(CREWS, CREWS.c.id == ASSIGNMENTS.c.crew_id)
    .where(ASSIGNMENTS.c.request_id.in_(bindparam("ids", expanding=True)))
    .order_by(ASSIGNMENTS.c.id)
)
_BUSY = (Status.WORKING, Status.HELD)
"""Only these can have a live assignment."""

_KINDS = {word.value: word for word in Kind}
_PRIORITIES = {word.value: word for word in Priority}
_STATUSES = {word.value: word for word in Status}
_CLOCKS = {word.value: word for word in ClockKind}
_STEPS = {step.value: place for place, step in enumerate(LIVE_STEPS)}


def page(
    connection: Connection, kind: Kind, *, after: QueueKey | None = None, before: QueueKey | None = None,
    limit: int = 50, district: str | None = None, position: int | None = None,
) -> list[QueueRow]:  # fmt: skip
    """A page of a live queue, most urgent first; `position` jumps and is only for Home, End and the scroll bar."""
    edge = after or before
    way = "after" if after else "before" if before else "jump" if position is not None else ""
    values: dict[str, Any] = {"kind": kind.value, "limit": limit}
    if edge:
        values |= {"due_at": edge.due_at, "id": edge.id}
    if way == "jump":
        values["position"] = position
    if district is not None:
        values["district"] = district
    found = connection.execute(_PAGES[district is not None, way], values).all()
    return finish(connection, found[::-1] if way == "before" else found)


def rank(connection: Connection, kind: Kind, key: QueueKey) -> int:
    """How many rows of the queue stand before `key`."""
    values = {"kind": kind.value, "due_at": key.due_at, "id": key.id}
    return int(connection.execute(_RANK, values).scalar_one())


def rows(connection: Connection, ids: Iterable[int]) -> dict[int, QueueRow]:
    """The rows of these requests, whatever their status; unknown ids are left out."""
    found: dict[int, QueueRow] = {}
    for some in chunks(ids):
        query = ROWS.where(REQUESTS.c.id.in_(some), REQUESTS.c.number.is_not(None))
        found.update({row.id: row for row in finish(connection, connection.execute(query).all())})
    return found


def finish(connection: Connection, found: Sequence[Any]) -> list[QueueRow]:
    """Stored rows as queue rows: crews, the furthest step and what a crew must know are added."""
    jobs: dict[int, list[Any]] = {}
    for some in chunks(row.id for row in found if row.status in _BUSY):
        for job in connection.execute(_JOBS, {"ids": some}):
            jobs.setdefault(job.request_id, []).append(job)
    return [_row(row, jobs.get(row.id, ())) for row in found]


def _row(row: Any, jobs: Sequence[Any]) -> QueueRow:
    (id_, number, kind, category, priority, status, since, district, address, note, access, clock, due_at, warn_at,
     pause_from, pause_until, received, version, zh, en, initials, hazards, vulnerable, unanswered) = row  # fmt: skip
    live = [job for job in jobs if job.step in _STEPS]
    hazard = ", ".join(filter(None, (hazards, vulnerable)))
    return QueueRow(
        id=id_,
        number=number,
        kind=_KINDS[kind],
        category=category or "",
        category_zh=zh or category or "",
        category_en=en or category or "",
        priority=_PRIORITIES[priority],
        status=_STATUSES[status],
        board=_board(_STATUSES[status], kind, live, jobs, bool(unanswered)),
        state_since=since,
        district=district,
        address=address,
        note=hazard or note or access,
        hazard=bool(hazard),
        crews=tuple(dict.fromkeys(job.code for job in live)),
        owner=initials or "",
        clock=_CLOCKS[clock] if clock else None,
        due_at=due_at,
        warn_at=warn_at,
        pause_from=pause_from,
        pause_until=pause_until,
        received=received,
        version=version,
    )


def _board(status: Status, kind: str, live: Sequence[Any], jobs: Sequence[Any], unanswered: bool) -> Board:
    if status not in (Status.OPEN, Status.WORKING):
        return Board(status.value)
    if live:
        return Board(max((job.step for job in live), key=lambda step: _STEPS[step]))
    if status is Status.WORKING:
        return Board.WORKED if any(job.step == Step.DONE for job in jobs) else Board.TAKEN
    # An emergency waits for a crew before it waits for a word.
    return Board.TO_CONTACT if unanswered and kind != Kind.EMERGENCY else Board.TO_ASSIGN


_LIFE = and_(REQUESTS.c.priority == Priority.P1.value, REQUESTS.c.next_clock.in_([kind.value for kind in LIFE_CLOCKS]))
_LATE = REQUESTS.c.next_due_at < bindparam("now")
_DUE = and_(REQUESTS.c.next_warn_at < bindparam("now"), REQUESTS.c.next_due_at >= bindparam("now"))
_CALM = or_(REQUESTS.c.next_pause_until.is_(None), REQUESTS.c.next_pause_until <= bindparam("now"))
_OPEN = select(REQUESTS.c.kind, func.count()).where(LIVE_NOW).group_by(REQUESTS.c.kind)


def _sum(condition: Any) -> Any:
    return func.sum(case((condition, 1), else_=0))


_FIGURES = (func.count(), _sum(and_(_LATE, _LIFE, _CALM)), _sum(and_(_LATE, ~_LIFE, _CALM)), _sum(and_(_DUE, _CALM)))
_URGENT = (
    select(REQUESTS.c.kind, *_FIGURES[1:])
    .where(LIVE_NOW, REQUESTS.c.kind == bindparam("kind"), REQUESTS.c.next_warn_at < bindparam("now"))
    .group_by(REQUESTS.c.kind)
)
_MATRIX = (
    select(REQUESTS.c.district, REQUESTS.c.kind, *_FIGURES, func.min(REQUESTS.c.received))
    .where(LIVE_NOW)
    .group_by(REQUESTS.c.district, REQUESTS.c.kind)
    .order_by(REQUESTS.c.district)
)


def counts(connection: Connection, now: int) -> list[QueueCount]:
    """The figures of the four live queues at `now`; what is paused is neither late nor due."""
    opened = {row[0]: row[1] for row in connection.execute(_OPEN)}
    out: list[QueueCount] = []
    for kind in QUEUES:
        urgent = connection.execute(_URGENT, {"kind": kind.value, "now": now}).first()
        life, late, due = (int(value or 0) for value in urgent[1:]) if urgent else (0, 0, 0)
        out.append(QueueCount(kind, opened.get(kind.value, 0), life, late, due))
    return out


def matrix(connection: Connection, now: int) -> list[DistrictCount]:
    """The same figures by district and kind, with the oldest `received` of each cell."""
    return [
        DistrictCount(row[0], Kind(row[1]), row[2], int(row[3] or 0), int(row[4] or 0), int(row[5] or 0), row[6])
        for row in connection.execute(_MATRIX, {"now": now})
        if row[1] in QUEUES
    ]


def by_condition(connection: Connection, *conditions: Any, limit: int, values: Mapping[str, Any]) -> list[QueueRow]:
    """Numbered requests that meet the conditions, newest first."""
    query = ROWS.where(REQUESTS.c.number.is_not(None), *conditions).order_by(REQUESTS.c.id.desc()).limit(limit)
    return finish(connection, connection.execute(query, values).all())
