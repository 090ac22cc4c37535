"""Where things are: live requests and crews by their coordinates, districts by the middle of their premises."""

from collections import Counter
from dataclasses import replace

from sqlalchemy import Connection, bindparam, func, select

from models.looks import queues
from models.looks.columns import DISTRICTS, PREMISES, REQUESTS, chunks
from models.looks.crews import board
from models.rows import CrewRow
from models.rows.city import City, CrewAt, DistrictAt, Place, RequestAt
from models.vocabulary import QUEUES, CrewStatus
from models.wall import MINUTE

MOST = 300
"""So many requests of each kind are read, the most urgent first; more would be a heap and no map."""

SOME = 200
"""Premises of a district from which its middle is reckoned: enough for a sign, however large the district."""

FRESH = 30 * MINUTE
"""How long the place that a crew named counts."""

_SPOTS = select(REQUESTS.c.id, REQUESTS.c.latitude, REQUESTS.c.longitude).where(
    REQUESTS.c.id.in_(bindparam("ids", expanding=True)), REQUESTS.c.latitude.is_not(None),
    REQUESTS.c.longitude.is_not(None),
)  # fmt: skip
_NAMES = select(DISTRICTS.c.name).where(DISTRICTS.c.retired_at.is_(None)).order_by(DISTRICTS.c.name)
_IN = (
    select(PREMISES.c.latitude, PREMISES.c.longitude)
    .where(PREMISES.c.district == bindparam("district"))
    .limit(SOME)
    .subquery()
)
_MIDDLE = select(func.avg(_IN.c.latitude).label("latitude"), func.avg(_IN.c.longitude).label("longitude"))
_ON_DUTY = frozenset(CrewStatus) - {CrewStatus.OFF, CrewStatus.OUT}


def city(connection: Connection, now: int) -> City:
    """Everything with a place as at `now` (ms UTC)."""
    rows = [row for kind in QUEUES for row in queues.page(connection, kind, limit=MOST)]
    crews = [crew for crew in board(connection, now) if crew.status in _ON_DUTY and not crew.retired]
    spots: dict[int, Place] = {}
    for some in chunks({row.id for row in rows} | {crew.job_id for crew in crews if crew.job_id is not None}):
        for found in connection.execute(_SPOTS, {"ids": some}):
            spots[found.id] = (found.latitude, found.longitude)
    units = [unit for crew in crews if (unit := _unit(crew, spots, now)) is not None]
    free = Counter(crew.district for crew in crews if crew.status is CrewStatus.FREE)
    free -= Counter(unit.crew.district for unit in units if unit.crew.status is CrewStatus.FREE)
    districts = tuple(replace(one, free=free[one.name]) for one in _districts(connection))
    return City(
        tuple(RequestAt(row, spots[row.id]) for row in rows if row.id in spots),
        tuple(units),
        districts,
        len(rows),
        len(crews),
    )


def _unit(crew: CrewRow, spots: dict[int, Place], now: int) -> CrewAt | None:
    if crew.place is not None and now - (crew.placed_at or 0) <= FRESH:
        return CrewAt(crew, crew.place)
    job = None if crew.job_id is None else spots.get(crew.job_id)
    if job is None or crew.status not in (CrewStatus.ON_SITE, CrewStatus.MOVING):
        return None
    return CrewAt(crew, job, heading=crew.status is CrewStatus.MOVING)


def _districts(connection: Connection) -> list[DistrictAt]:
    found = []
    for name in connection.execute(_NAMES).scalars().all():
        row = connection.execute(_MIDDLE, {"district": name}).one()
        if row.latitude is not None and row.longitude is not None:
            found.append(DistrictAt(name, (row.latitude, row.longitude)))
    return found
