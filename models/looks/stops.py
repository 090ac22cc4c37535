"""Planned stops as frozen rows: the list, one, and those that hold where somebody calls from."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy import Connection, and_, bindparam, or_, select

from models.errors import NotFound
from models.looks.columns import OPERATORS, PREMISES, REQUESTS, STOP_AREAS, STOPS, chunks
from models.places import folded, house_of, street_of
from models.rows.stops import SOON, StopArea, StopRow, state_at
from models.vocabulary import AreaKind
from models.wall import DAY

KEPT = 30 * DAY
"""How long what is over stays on the list."""

_TOLD = OPERATORS.alias("told")
_PLANNED = OPERATORS.alias("planned")
_STOP = select(STOPS, _TOLD.c.name.label("told_name"), _PLANNED.c.name.label("planned_name")).select_from(
    STOPS.outerjoin(_TOLD, _TOLD.c.id == STOPS.c.notified_by).outerjoin(_PLANNED, _PLANNED.c.id == STOPS.c.planned_by)
)
_AREAS = (
    select(STOP_AREAS, REQUESTS.c.number)
    .outerjoin(REQUESTS, REQUESTS.c.id == STOP_AREAS.c.task_id)
    .where(STOP_AREAS.c.stop_id.in_(bindparam("ids", expanding=True)))
    .order_by(STOP_AREAS.c.id)
)
_LISTED = _STOP.where(
    or_(and_(STOPS.c.restored_at.is_(None), STOPS.c.cancelled_at.is_(None)), STOPS.c.restore_at > bindparam("since"))
).order_by(STOPS.c.from_at, STOPS.c.id)
_HOLDS = _STOP.where(
    STOPS.c.cancelled_at.is_(None),
    STOPS.c.from_at <= bindparam("soon"),
    or_(STOPS.c.restored_at.is_(None), STOPS.c.restored_at > bindparam("lately")),
    STOPS.c.restore_at > bindparam("old"),
).order_by(STOPS.c.from_at.desc(), STOPS.c.id)
_PREMISE = select(PREMISES.c.building, PREMISES.c.address, PREMISES.c.district).where(
    PREMISES.c.id == bindparam("premise")
)
_TASK = _STOP.join(STOP_AREAS, STOP_AREAS.c.stop_id == STOPS.c.id).where(STOP_AREAS.c.task_id == bindparam("task"))


def keys_of(address: str, district: str, premise_id: int | None = None) -> dict[AreaKind, str]:
    """What of a place is compared with the areas of a stop."""
    found = {
        AreaKind.BUILDING: house_of(address, district),
        AreaKind.STREET: folded(street_of(address, district)),
        AreaKind.PREMISE: str(premise_id) if premise_id else "",
        AreaKind.DISTRICT: district,
    }
    return {kind: value for kind, value in found.items() if value}


def stops(connection: Connection, now: int, *, all: bool = False) -> tuple[StopRow, ...]:
    """Stops ahead and under way by their beginning, and what is over since thirty days; with `all` everything."""
    since = 0 if all else now - KEPT
    return _rows(connection, connection.execute(_LISTED, {"since": since}).all(), now)


def stop(connection: Connection, id_: int, now: int) -> StopRow:
    """One stop.

    Raises:
        NotFound: there is none of that id.
    """
    rows = _rows(connection, connection.execute(_STOP.where(STOPS.c.id == id_)).all(), now)
    if not rows:
        raise NotFound("stop.unknown", f"There is no planned stop {id_}.", "Look at: hotline stop list", id=id_)
    return rows[0]


def holding(
    connection: Connection, now: int, *, address: str = "", district: str = "", premise_id: int | None = None
) -> tuple[StopRow, ...]:
    """The stops in whose area a place lies: under way, starting within a day, or ended within one."""
    facts = {"soon": now + SOON, "lately": now - SOON, "old": now - KEPT}
    found = connection.execute(_HOLDS, facts).all()
    if not found:
        return ()
    if premise_id:
        row = connection.execute(_PREMISE, {"premise": premise_id}).first()
        if row is not None:
            address, district = row.building or row.address or address, district or row.district
    keys = keys_of(address, district, premise_id)
    areas = _areas(connection, [row.id for row in found])
    return _rows(connection, [row for row in found if _inside(row, areas.get(row.id, ()), keys)], now)


def _inside(stop: Any, areas: Iterable[Any], keys: dict[AreaKind, str]) -> bool:
    """Does the place lie in the stop? Its district narrows streets and houses, and is all of it without any."""
    listed = list(areas)
    district = keys.get(AreaKind.DISTRICT, "")
    if not listed:
        return bool(stop.district) and stop.district == district
    elsewhere = stop.district and district and stop.district != district
    return any(
        keys.get(AreaKind(area.kind)) == area.value and not (elsewhere and area.kind != AreaKind.PREMISE)
        for area in listed
    )


def of_task(connection: Connection, request_id: int, now: int) -> StopRow | None:
    """The stop after which a request lights up again, or None."""
    rows = _rows(connection, connection.execute(_TASK, {"task": request_id}).all(), now)
    return rows[0] if rows else None


def _areas(connection: Connection, ids: Iterable[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for some in chunks(ids):
        for row in connection.execute(_AREAS, {"ids": some}):
            found.setdefault(row.stop_id, []).append(row)
    return found


def _rows(connection: Connection, found: Iterable[Any], now: int) -> tuple[StopRow, ...]:
    found = list(found)
    areas = _areas(connection, [row.id for row in found])
    return tuple(_row(row, areas.get(row.id, ()), now) for row in found)


def _row(row: Any, areas: Iterable[Any], now: int) -> StopRow:
    parts = tuple(StopArea(one.kind, one.words, one.premise_id, one.number or "") for one in areas)
    return StopRow(
        row.id, row.external_id, row.district, parts, row.from_at, row.restore_at, row.reason, row.homes,
        row.notice_ms, row.told_whom, row.told_how, row.notified_at, row.told_name or "", row.planned_at,
        row.planned_name or "", row.restored_at, row.cancelled_at, row.cancelled_reason, row.version,
        state_at(now, row.from_at, row.restore_at, row.restored_at, row.cancelled_at),
    )  # fmt: skip


class StopsLook:
    """The reads about planned stops, each one short transaction; handed out by :meth:`models.looks.look.Look.stops`."""

    def __init__(self, read: Callable[[], AbstractContextManager[Connection]], shown: Callable[[Any], Any]) -> None:
        self._read, self._shown = read, shown

    def listed(self, now: int, *, all: bool = False) -> tuple[StopRow, ...]:
        """Stops ahead, under way and lately over; with `all` every one."""
        with self._read() as connection:
            return tuple(self._shown(stops(connection, now, all=all)))

    def one(self, id_: int, now: int) -> StopRow:
        """One stop."""
        with self._read() as connection:
            found: StopRow = self._shown(stop(connection, id_, now))
        return found

    def holding(
        self, now: int, *, address: str = "", district: str = "", premise_id: int | None = None
    ) -> tuple[StopRow, ...]:
        """The stops in whose area a place lies."""
        with self._read() as connection:
            found = holding(connection, now, address=address, district=district, premise_id=premise_id)
        return tuple(self._shown(found))

    def of_task(self, request_id: int, now: int) -> StopRow | None:
        """The stop after which a request lights up again, or None."""
        with self._read() as connection:
            found: StopRow | None = self._shown(of_task(connection, request_id, now))
        return found
