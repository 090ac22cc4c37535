"""Live queues: pages by key, rows by id, counts and the supervisor's matrix. Read on every change, so kept lean."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    Connection,
    Select,
    and_,
    bindparam,
    exists,
    func,
    literal_column,
    not_,
    or_,
    select,
    text,
    tuple_,
)

from models.alarming import LIFE_CLOCKS
from models.looks.columns import (
    ASSIGNMENTS,
    CALLERS,
    CATEGORIES,
    CHILDREN,
    CLOCKS,
    CREWS,
    INCIDENTS,
    OPERATORS,
    PREMISES,
    REQUESTS,
    chunks,
)
from models.rows import DistrictCount, QueueCount, QueueKey, QueueRow
from models.vocabulary import LIVE_STEPS, NEVER, QUEUES, Board, ClockKind, Kind, Priority, Status, Step

# The predicates of partial indexes are literals: with bound parameters the indexes would not be used.
LIVE_NOW = text("request.status IN ('open', 'working', 'held')")
FOLDED = select(CHILDREN.c.request_id).where(text("incident_child.detached_at IS NULL"))
"""The requests that follow another in the queue: that one's line stands for theirs."""

STANDS = REQUESTS.c.id.not_in(FOLDED)
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
    select(func.count()).where(CALLERS.c.request_id == REQUESTS.c.id, CALLERS.c.split_into.is_(None))
    .scalar_subquery().label("joined"),
    select(INCIDENTS.c.id).where(text("incident.ended_at IS NULL"), INCIDENTS.c.parent_id == REQUESTS.c.id)
    .scalar_subquery().label("incident"),
    exists().where(text("incident_child.detached_at IS NULL"), CHILDREN.c.request_id == REQUESTS.c.id).label("folded"),
)  # fmt: skip
ROWS: Select[Any] = (
    select(*_COLUMNS)
    .outerjoin(CATEGORIES, CATEGORIES.c.code == REQUESTS.c.category)
    .outerjoin(OPERATORS, OPERATORS.c.id == REQUESTS.c.owner_id)
    .outerjoin(PREMISES, PREMISES.c.id == REQUESTS.c.premise_id)
)
_LIVE_OF_KIND = ROWS.where(LIVE_NOW, REQUESTS.c.kind == bindparam("kind"), STANDS)
_UP = (REQUESTS.c.next_due_at, REQUESTS.c.id)
_DOWN = (REQUESTS.c.next_due_at.desc(), REQUESTS.c.id.desc())
_LIMIT: Any = bindparam("limit")


_EDGES: Mapping[str, Any] = {"after": _KEY > _AT, "from": _KEY >= _AT, "before": _KEY < _AT}
_TOP = QueueKey(-NEVER, 0)
"""Before every row. A page always has an edge: without one SQLite may choose another index, and sort the queue."""


def _page(way: str, district: bool) -> Select[Any]:
    place = (REQUESTS.c.district == bindparam("district"),) if district else ()
    return _LIVE_OF_KIND.where(*place, _EDGES[way]).order_by(*(_DOWN if way == "before" else _UP)).limit(_LIMIT)


def _jump(district: bool) -> Select[Any]:
    """The key at a position, found in the index alone: the rows that are stepped over are never read."""
    place = (REQUESTS.c.district == bindparam("district"),) if district else ()
    key = (
        select(*_UP)
        .where(LIVE_NOW, REQUESTS.c.kind == bindparam("kind"), STANDS, *place, _EDGES["from"])
        .order_by(*_UP)
    )
    return key.limit(1).offset(bindparam("position"))


_PAGES = {(way, district): _page(way, district) for way in _EDGES for district in (False, True)}
_JUMPS = {district: _jump(district) for district in (False, True)}
_RANK = (
    select(func.count()).select_from(REQUESTS).where(LIVE_NOW, REQUESTS.c.kind == bindparam("kind"), STANDS, _KEY < _AT)
)
_JOBS = (
    select(ASSIGNMENTS.c.request_id, ASSIGNMENTS.c.step, CREWS.c.code)
    .join(CREWS, CREWS.c.id == ASSIGNMENTS.c.crew_id)
    .where(ASSIGNMENTS.c.request_id.in_(bindparam("ids", expanding=True)))
    .order_by(ASSIGNMENTS.c.id)
)
_FOLLOW = (
    select(CHILDREN.c.incident_id, func.count(CHILDREN.c.request_id.distinct()), func.count(CALLERS.c.id))
    .outerjoin(CALLERS, and_(CALLERS.c.request_id == CHILDREN.c.request_id, CALLERS.c.split_into.is_(None)))
    .where(text("incident_child.detached_at IS NULL"), CHILDREN.c.incident_id.in_(bindparam("ids", expanding=True)))
    .group_by(CHILDREN.c.incident_id)
)
"""Children of incidents, and who joined those."""

_BUSY = (Status.WORKING, Status.HELD)
"""Only these can have a live assignment."""

_KINDS = {word.value: word for word in Kind}
_PRIORITIES = {word.value: word for word in Priority}
_STATUSES = {word.value: word for word in Status}
_CLOCKS = {word.value: word for word in ClockKind}
_STEPS = {step.value: place for place, step in enumerate(LIVE_STEPS)}
_FIXED = {word.value: Board(word.value) for word in Status if word not in (Status.OPEN, Status.WORKING)}
"""What a status shows by itself; the other two show their furthest crew."""


def page(
    connection: Connection, kind: Kind, *, after: QueueKey | None = None, before: QueueKey | None = None,
    limit: int = 50, district: str | None = None, position: int | None = None,
) -> list[QueueRow]:  # fmt: skip
    """A page of a live queue, most urgent first; `position` jumps and is only for Home, End and the scroll bar."""
    values: dict[str, Any] = {"kind": kind.value}
    if district is not None:
        values["district"] = district
    edge, way = (after, "after") if after else (before, "before") if before else (_TOP, "from")
    if edge is _TOP and position:
        there = values | {"due_at": _TOP.due_at, "id": _TOP.id, "position": position}
        found = connection.execute(_JUMPS[district is not None], there).first()
        if found is None:
            return []
        edge = QueueKey(*found)
    values |= {"due_at": edge.due_at, "id": edge.id, "limit": limit}
    rows = connection.execute(_PAGES[way, district is not None], values).all()
    return finish(connection, rows[::-1] if way == "before" else rows)


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
    follow: dict[int, tuple[int, int]] = {}
    for some in chunks(row.incident for row in found if row.incident is not None):
        for incident, children, joined in connection.execute(_FOLLOW, {"ids": some}):
            follow[incident] = (children, joined)
    return [_row(row, jobs.get(row.id, ()), follow.get(row.incident, (0, 0))) for row in found]


def _row(row: Any, jobs: Sequence[Any], follow: tuple[int, int]) -> QueueRow:
    (id_, number, kind, category, priority, status, since, district, address, note, access, clock, due_at, warn_at,
     pause_from, pause_until, received, version, zh, en, initials, hazards, vulnerable, unanswered, joined, _,
     folded) = row  # fmt: skip
    live = [job for job in jobs if job.step in _STEPS] if jobs else ()
    hazard = f"{hazards}, {vulnerable}" if hazards and vulnerable else hazards or vulnerable or ""
    # In the order of the fields: fifty of these are made for every page.
    return QueueRow(
        id_, number, _KINDS[kind], category or "", zh or category or "", en or category or "", _PRIORITIES[priority],
        _STATUSES[status], _FIXED.get(status) or _board(status, kind, live, jobs, unanswered), since, district, address,
        hazard or note or access, hazard != "", tuple(dict.fromkeys(job.code for job in live)) if live else (),
        initials or "", _CLOCKS[clock] if clock else None, due_at, warn_at, pause_from, pause_until, received, version,
        1 + joined + sum(follow), follow[0], bool(folded),
    )  # fmt: skip


def _board(status: str, kind: str, live: Sequence[Any], jobs: Sequence[Any], unanswered: int) -> Board:
    if live:
        return Board(max((job.step for job in live), key=lambda step: _STEPS[step]))
    if status == Status.WORKING:
        return Board.WORKED if any(job.step == Step.DONE for job in jobs) else Board.TAKEN
    # An emergency waits for a crew before it waits for a word.
    return Board.TO_CONTACT if unanswered and kind != Kind.EMERGENCY else Board.TO_ASSIGN


_NOW: Any = bindparam("now")
# As `models.standing.judge` has it, for a whole queue at once; a test holds the two together.
_CALM = or_(
    REQUESTS.c.next_pause_until.is_(None), REQUESTS.c.next_pause_until <= _NOW, REQUESTS.c.next_pause_from > _NOW
)
_LIFE = and_(REQUESTS.c.priority == Priority.P1.value, REQUESTS.c.next_clock.in_([kind.value for kind in LIFE_CLOCKS]))
_LATE = and_(REQUESTS.c.next_due_at < _NOW, _CALM)
_DUE = and_(REQUESTS.c.next_warn_at < _NOW, REQUESTS.c.next_due_at >= _NOW, _CALM)
_EVERY_KIND = text(f"request.kind IN ({', '.join(repr(kind.value) for kind in Kind)})")


def _cells(*more: Any) -> Select[Any]:
    """Grouped in the order of the index `request_figures`, which holds all of it: no row is read.

    The two conditions that are always true lead SQLite there, whatever its statistics say.
    """
    parts = (and_(_LATE, _LIFE), and_(_LATE, not_(_LIFE)), and_(_DUE, _LIFE), and_(_DUE, not_(_LIFE)))
    found = (func.count(), *(func.count().filter(part) for part in parts))
    return (
        select(REQUESTS.c.kind, REQUESTS.c.district, *found, *more)
        .where(LIVE_NOW, _EVERY_KIND, REQUESTS.c.district >= "")
        .group_by(REQUESTS.c.kind, REQUESTS.c.district)
    )


_COUNTS = _cells()
_MATRIX = _cells(func.min(REQUESTS.c.received))
_FOLDED_IN = _COUNTS.where(text("+request.id IN (SELECT request_id FROM incident_child WHERE detached_at IS NULL)"))
_ANY_FOLDED = FOLDED.limit(1)


def counts(connection: Connection, now: int, kinds: Sequence[Kind] = QUEUES) -> list[QueueCount]:
    """The figures of the live queues (or of other kinds) at `now`; what is paused is neither late nor due.

    What follows another request in the queue is counted with that one's line.
    """
    figures = {kind: [0, 0, 0, 0, 0] for kind in Kind}
    for kind, _, *cell in connection.execute(_COUNTS, {"now": now}):
        figures[_KINDS[kind]] = [whole + part for whole, part in zip(figures[_KINDS[kind]], cell, strict=True)]
    if connection.execute(_ANY_FOLDED).first() is not None:
        for kind, _, *cell in connection.execute(_FOLDED_IN, {"now": now}):
            figures[_KINDS[kind]] = [whole - part for whole, part in zip(figures[_KINDS[kind]], cell, strict=True)]
    return [QueueCount(kind, *figures[kind]) for kind in kinds]


def matrix(connection: Connection, now: int) -> list[DistrictCount]:
    """The same figures by district and kind, with the oldest `received` of each cell."""
    found = [
        DistrictCount(district, _KINDS[kind], *cell)
        for kind, district, *cell in connection.execute(_MATRIX, {"now": now})
    ]
    return sorted((cell for cell in found if cell.kind in QUEUES), key=lambda cell: cell.district)
