"""What a new call may be about: requests of the same place, live or ended within a day, and reports that make a wave.

Read at every rest of the hand while somebody types, so every query walks an index: premise, phone, house and a box of
coordinates over what is live; the ended ones of a day from one index that holds all that is compared.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, bindparam, func, or_, select, text

from models.families import LIFE, LIKE_IT, TOGETHER, Family, Stands, family, may_stand
from models.looks.columns import CALLERS, CATEGORIES, CHILDREN, INCIDENTS, PREMISES, REQUESTS, chunks
from models.looks.queues import LIVE_NOW, rows
from models.places import NEAR, box, folded, house_of, metres_between, street_of
from models.rows.again import AgainRow, ClusterRow, Place
from models.vocabulary import LIVE, Kind, Priority
from models.wall import DAY

A_PHONE = 5
"""So many digits name somebody."""

MOST = 60
"""Candidates that one way of finding may bring; the newest."""

ORDER = ("premise", "number", "building", "near")

_ID: Any = (REQUESTS.c.id, REQUESTS.c.latitude, REQUESTS.c.longitude)
_NEWEST = REQUESTS.c.id.desc()
_BOX = (
    REQUESTS.c.latitude.between(bindparam("south"), bindparam("north")),
    REQUESTS.c.longitude.between(bindparam("west"), bindparam("east")),
)
_PREMISE = select(*_ID).where(LIVE_NOW, REQUESTS.c.premise_id == bindparam("premise")).limit(MOST)
_NUMBER = select(*_ID).where(LIVE_NOW, REQUESTS.c.phone == bindparam("phone")).limit(MOST)
_HOUSE = select(*_ID).where(LIVE_NOW, text("request.house <> ''"), REQUESTS.c.house == bindparam("house")).limit(MOST)
_SPOT = select(*_ID).where(LIVE_NOW, text("request.latitude IS NOT NULL"), *_BOX).limit(4 * MOST)
_ENDED = (
    select(REQUESTS.c.id, REQUESTS.c.premise_id, REQUESTS.c.house, REQUESTS.c.latitude, REQUESTS.c.longitude,
           REQUESTS.c.state_since)
    .where(
        text("request.status IN ('resolved', 'closed', 'cancelled')"),
        REQUESTS.c.state_since > bindparam("since"), REQUESTS.c.state_since <= bindparam("now"),
        or_(REQUESTS.c.premise_id == bindparam("premise"), REQUESTS.c.house == bindparam("house"), _BOX[0] & _BOX[1]),
    )
    .limit(MOST)
)  # fmt: skip
_WHERE = select(
    PREMISES.c.id, PREMISES.c.building, PREMISES.c.address, PREMISES.c.latitude, PREMISES.c.longitude
).where(PREMISES.c.id == bindparam("premise"))
_CATALOGUE = select(CATEGORIES.c.code, CATEGORIES.c.kind, CATEGORIES.c.priority, CATEGORIES.c.card, CATEGORIES.c.skill)
_CALLERS = (
    select(CALLERS.c.request_id, func.count())
    .where(CALLERS.c.request_id.in_(bindparam("ids", expanding=True)), CALLERS.c.split_into.is_(None))
    .group_by(CALLERS.c.request_id)
)
_PARENTS = (
    select(CHILDREN.c.request_id, INCIDENTS.c.parent_id)
    .join(INCIDENTS, INCIDENTS.c.id == CHILDREN.c.incident_id)
    .where(text("incident_child.detached_at IS NULL"), CHILDREN.c.request_id.in_(bindparam("ids", expanding=True)))
)
_LASTING = select(INCIDENTS.c.parent_id).where(text("incident.ended_at IS NULL"))
_LATELY = select(
    REQUESTS.c.id,
    REQUESTS.c.number,
    REQUESTS.c.category,
    REQUESTS.c.priority,
    REQUESTS.c.house,
    REQUESTS.c.address,
    REQUESTS.c.district,
    REQUESTS.c.received,
).where(REQUESTS.c.received >= bindparam("since"), text("+request.status IN ('open', 'working', 'held')"))
_BY_IDS = select(
    REQUESTS.c.id,
    REQUESTS.c.number,
    REQUESTS.c.category,
    REQUESTS.c.priority,
    REQUESTS.c.house,
    REQUESTS.c.address,
    REQUESTS.c.district,
    REQUESTS.c.received,
).where(LIVE_NOW, REQUESTS.c.id.in_(bindparam("ids", expanding=True)))
_RANG = (
    select(CALLERS.c.request_id, func.count())
    .where(CALLERS.c.rang_at >= bindparam("since"), CALLERS.c.split_into.is_(None))
    .group_by(CALLERS.c.request_id)
)


@dataclass(slots=True)
class _Spot:
    """A place as it is compared."""

    premise: int
    house: str
    point: tuple[float, float] | None
    found: dict[int, tuple[str, int | None]] = field(default_factory=dict)

    def bring(self, ids: Iterable[Any], why: str) -> None:
        """The first way of finding a request counts."""
        for row in ids:
            self.found.setdefault(row.id, (why, self.metres(row)))

    def metres(self, row: Any) -> int | None:
        """How far away a found row is."""
        if self.point is None or row.latitude is None or row.longitude is None:
            return None
        return round(metres_between(self.point, (row.latitude, row.longitude)))

    def near(self, row: Any) -> bool:
        """The box is a little wider than the circle."""
        metres = self.metres(row)
        return metres is not None and metres <= NEAR


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The families of all categories."""

    of: Mapping[str, Family]
    priority: Mapping[str, Priority]

    def reports(self, place: Place) -> Family | None:
        """What a caller reports, as far as it is known."""
        known = self.of.get(place.category)
        return Family.ODOUR if place.odour and known not in LIFE else known


def catalogue(connection: Connection) -> Catalogue:
    """The families of the categories that there are."""
    found = connection.execute(_CATALOGUE).all()
    return Catalogue(
        {row.code: family(row.code, Kind(row.kind), row.card, row.skill) for row in found},
        {row.code: Priority(row.priority) for row in found},
    )


def like(connection: Connection, place: Place, now: int, *, limit: int = 8) -> list[AgainRow]:
    """Requests that a call from `place` may be about: same premise, number, building, near; hazards first in each.

    What is only near counts if it is the same hazard, or while nobody knows what is reported, if life hangs on it.
    """
    spot, families = _spot(connection, place), catalogue(connection)
    edges = dict(zip(("south", "north", "west", "east"), _edges(spot), strict=True))
    if spot.premise:
        spot.bring(connection.execute(_PREMISE, {"premise": spot.premise}), "premise")
    if len(place.phone) >= A_PHONE:
        spot.bring(connection.execute(_NUMBER, {"phone": place.phone}), "number")
    if spot.house:
        spot.bring(connection.execute(_HOUSE, {"house": spot.house}), "building")
    if spot.point is not None:
        spot.bring((row for row in connection.execute(_SPOT, edges) if spot.near(row)), "near")
    ended: dict[int, int] = {}
    if spot.premise or spot.house or spot.point is not None:
        facts = {"premise": spot.premise or -1, "house": spot.house or "-", "since": now - DAY, "now": now, **edges}
        for row in connection.execute(_ENDED, facts).all():
            why = _why_ended(spot, row)
            if why:
                ended[row.id] = row.state_since
                spot.bring([row], why)
    return _told(connection, spot, ended, place, families)[:limit]


def _edges(spot: _Spot) -> tuple[float, float, float, float]:
    # Without coordinates, a box in which nothing lies.
    return box(*spot.point, NEAR) if spot.point is not None else (91.0, 90.0, 0.0, 0.0)


def _why_ended(spot: _Spot, row: Any) -> str:
    if spot.premise and row.premise_id == spot.premise:
        return "premise"
    if spot.house and row.house == spot.house:
        return "building"
    return "near" if spot.near(row) else ""


def _spot(connection: Connection, place: Place) -> _Spot:
    row = connection.execute(_WHERE, {"premise": place.premise_id}).first() if place.premise_id else None
    typed = house_of(place.address, place.district)
    if row is None:
        return _Spot(0, typed, None)
    point = (row.latitude, row.longitude) if row.latitude is not None and row.longitude is not None else None
    return _Spot(row.id, house_of(row.building or row.address, place.district) or typed, point)


def _told(
    connection: Connection, spot: _Spot, ended: Mapping[int, int], place: Place, families: Catalogue
) -> list[AgainRow]:
    parents = _parents(connection, spot.found)
    wanted = {*spot.found, *parents.values()}
    found = rows(connection, wanted)
    callers = callers_of(connection, wanted)
    lasting = set(connection.execute(_LASTING).scalars()) if wanted else set()
    reports = families.reports(place)
    out: dict[int, AgainRow] = {}
    for id_, (why, metres) in spot.found.items():
        row = found.get(id_)
        if row is not None and families.of.get(row.category) not in LIFE:
            row = found.get(parents.get(id_, id_), row)
        if row is None or row.id in out or (row.status not in LIVE and row.id not in ended):
            continue
        theirs = families.of.get(row.category)
        life = theirs in LIFE
        if why == "near" and (theirs is not reports if reports is not None else not life):
            continue
        takes, raises = may_stand(
            Stands(row.category, row.kind, row.priority, row.status, row.id in lasting or row.id in parents), theirs,
            reports, same_premise=why == "premise",
        )  # fmt: skip
        away = metres if why == "near" else None
        out[row.id] = AgainRow(row, why, away, ended.get(row.id), 1 + callers.get(row.id, 0), life,
                               row.id in lasting, takes, raises)  # fmt: skip
    return sorted(
        out.values(),
        key=lambda one: (ORDER.index(one.why), not one.life, one.ended_at is not None, one.metres or 0, -one.row.id),
    )


def _parents(connection: Connection, ids: Iterable[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for some in chunks(ids):
        found.update(tuple(row) for row in connection.execute(_PARENTS, {"ids": some}))
    return found


def callers_of(connection: Connection, ids: Iterable[int]) -> dict[int, int]:
    """How many rang about each of these requests after the first."""
    found: dict[int, int] = {}
    for some in chunks(ids):
        found.update(tuple(row) for row in connection.execute(_CALLERS, {"ids": some}))
    return found


def cluster(
    connection: Connection, place: Place, now: int, *, ringing: bool = True, of: int | None = None
) -> ClusterRow | None:
    """Reports of the same kind in this building (for supply, in this street) within half an hour, if they are three.

    Args:
        ringing: one more is on the line now.
        of: a request that must be among them.
    """
    families = catalogue(connection)
    reports = families.reports(place)
    if reports is None or reports in (Family.TALK, Family.VISIT):
        return None
    here = _spot(connection, place)
    street = folded(street_of(place.address, place.district)) if reports is Family.SUPPLY else ""
    lasting = list(connection.execute(_LASTING).scalars())
    since = now - TOGETHER
    rang = dict(map(tuple, connection.execute(_RANG, {"since": since})))
    candidates = {row.id: row for row in connection.execute(_LATELY, {"since": since})}
    for some in chunks({*rang, *lasting} - candidates.keys()):
        candidates |= {row.id: row for row in connection.execute(_BY_IDS, {"ids": some})}
    alike = [row for row in candidates.values() if families.of.get(row.category) is reports]
    for where, key in (("building", here.house), ("street", street)):
        same = [row for row in alike if key and _key(row, where) == key]
        found = _offered(connection, same, rang, since, lasting, ringing) if same else None
        if found is not None and (of is None or any(row.id == of for row in same)):
            return ClusterRow(reports.value, where, _place(same, where), *found)
    return None


def _key(row: Any, where: str) -> str:
    if where == "building":
        return str(row.house)
    return folded(street_of(row.address, row.district))


def _place(same: Sequence[Any], where: str) -> str:
    first = same[0]
    return street_of(first.address, first.district) if where == "street" else str(first.house)


def _offered(
    connection: Connection,
    same: Sequence[Any],
    rang: Mapping[int, int],
    since: int,
    lasting: Sequence[int],
    ringing: bool,
) -> tuple[int, str, tuple[str, ...], bool] | None:
    children = _parents(connection, [row.id for row in same])
    reports = sum((row.received >= since) + rang.get(row.id, 0) for row in same) + ringing
    speaks = [row for row in same if row.id in lasting]
    if not speaks and reports < LIKE_IT:
        return None
    first = min(speaks or same, key=lambda row: (row.priority, row.received, row.id))
    others = tuple(row.number for row in sorted(same, key=lambda row: row.id)
                   if row.id != first.id and row.id not in children and row.id not in lasting)  # fmt: skip
    return reports, first.number, others, bool(speaks)
