"""Everybody who rang about a request, the requests that refer to it, and the waves of call-backs."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, text

from models.errors import NotFound
from models.looks.columns import (
    CALLERS,
    CATEGORIES,
    CHILDREN,
    INCIDENTS,
    LINKS,
    OPERATORS,
    REQUESTS,
    WAVE_CALLERS,
    WAVE_CALLS,
    WAVES,
    chunks,
)
from models.rows.again import CallerRow, LinkRow, WaveCallRow, WaveRow
from models.vocabulary import WaveState

_IDS: Any = bindparam("ids", expanding=True)
_CHILDREN = (
    select(CHILDREN.c.request_id)
    .join(INCIDENTS, INCIDENTS.c.id == CHILDREN.c.incident_id)
    .where(
        INCIDENTS.c.parent_id == bindparam("parent"),
        func.coalesce(CHILDREN.c.detached_at, -1) == func.coalesce(INCIDENTS.c.ended_at, -1),
    )
    .order_by(CHILDREN.c.id)
)
"""Of an incident that lasts, those not detached; of one that is over, those that it had at its end."""

_MERGED = select(REQUESTS.c.id).where(
    text("request.merged_into IS NOT NULL"), REQUESTS.c.merged_into.in_(_IDS)
)  # fmt: skip
_FIRST = select(
    REQUESTS.c.id,
    REQUESTS.c.number,
    REQUESTS.c.caller,
    REQUESTS.c.phone,
    REQUESTS.c.address,
    REQUESTS.c.text,
    REQUESTS.c.received,
).where(REQUESTS.c.id.in_(_IDS))
_LATER = (
    select(CALLERS, REQUESTS.c.number)
    .join(REQUESTS, REQUESTS.c.id == CALLERS.c.request_id)
    .where(CALLERS.c.request_id.in_(_IDS), CALLERS.c.split_into.is_(None))
    .order_by(CALLERS.c.id)
)
_CALLED = (
    select(WAVE_CALLERS.c.request_id, WAVE_CALLERS.c.caller_id, WAVE_CALLS.c.state, WAVE_CALLS.c.tries,
           WAVE_CALLS.c.tried_at)
    .join(WAVE_CALLS, WAVE_CALLS.c.id == WAVE_CALLERS.c.wave_call_id)
    .where(WAVE_CALLERS.c.request_id.in_(_IDS))
    .order_by(WAVE_CALLERS.c.id)
)  # fmt: skip
_LINK = (REQUESTS.c.id, REQUESTS.c.number, REQUESTS.c.status, REQUESTS.c.category, REQUESTS.c.address,
         CATEGORIES.c.zh, CATEGORIES.c.en)  # fmt: skip


def _linked(way: str, *conditions: Any) -> Any:
    named = REQUESTS.outerjoin(CATEGORIES, CATEGORIES.c.code == REQUESTS.c.category)
    return way, select(*_LINK).select_from(named).where(*conditions, REQUESTS.c.number.is_not(None))


_ONE: Any = bindparam("id")
_FOLLOWED = select(REQUESTS.c.follows_id).where(REQUESTS.c.id == _ONE).scalar_subquery()
_LINKS = (
    _linked("follows", REQUESTS.c.id == _FOLLOWED),
    _linked("followed_by", text("request.follows_id IS NOT NULL"), REQUESTS.c.follows_id == _ONE),
    _linked("linked", REQUESTS.c.id.in_(select(LINKS.c.other_id).where(LINKS.c.request_id == _ONE))),
    _linked("linked", REQUESTS.c.id.in_(select(LINKS.c.request_id).where(LINKS.c.other_id == _ONE))),
)


def family_of(connection: Connection, request_id: int) -> list[int]:
    """The request, those that follow it in an incident, and all that were merged into any of them."""
    found = [request_id, *connection.execute(_CHILDREN, {"parent": request_id}).scalars()]
    fresh: Sequence[int] = found
    while fresh:
        gone: list[int] = []
        for some in chunks(fresh):
            gone += connection.execute(_MERGED, {"ids": some}).scalars()
        fresh = [one for one in gone if one not in found]
        found += fresh
    return list(dict.fromkeys(found))


def callers(connection: Connection, request_id: int) -> tuple[CallerRow, ...]:
    """Everybody who rang about it, about its children or about what was merged into it, in the order in which they did.

    A request that nobody rang about (a task of the house) has no first caller.
    """
    ids = family_of(connection, request_id)
    called: dict[tuple[int, int | None], Any] = {}
    people: list[CallerRow] = []
    for some in chunks(ids):
        called |= {(row.request_id, row.caller_id): row for row in connection.execute(_CALLED, {"ids": some})}
        for row in connection.execute(_FIRST, {"ids": some}):
            if row.phone or row.caller:
                people.append(_caller(called.get((row.id, None)), None, row.id, row.number, row.caller, row.phone,
                                      row.address, row.text, row.received))  # fmt: skip
        for row in connection.execute(_LATER, {"ids": some}):
            people.append(_caller(called.get((row.request_id, row.id)), row.id, row.request_id, row.number, row.name,
                                  row.phone, row.place, row.said, row.rang_at, odour=bool(row.odour)))  # fmt: skip
    return tuple(sorted(people, key=lambda one: (one.rang_at, one.request_id, one.id or 0)))


def _caller(
    called: Any, id_: int | None, request_id: int, number: str, name: str, phone: str, place: str, said: str, at: int,
    *, odour: bool = False,
) -> CallerRow:  # fmt: skip
    state, tries, when = (called.state, called.tries, called.tried_at) if called is not None else ("", 0, None)
    return CallerRow(id_, request_id, number or "", name, phone, place, said, at, odour, state, tries, when)


def links(connection: Connection, request_id: int) -> tuple[LinkRow, ...]:
    """The requests that it refers to or that refer to it."""
    found: dict[int, LinkRow] = {}
    for way, query in _LINKS:
        for row in connection.execute(query, {"id": request_id}):
            found.setdefault(row.id, LinkRow(row.id, row.number, row.status, row.category or "", row.zh or "",
                                             row.en or "", way, row.address))  # fmt: skip
    return tuple(found.values())


_COUNTS = (
    select(WAVE_CALLS.c.wave_id, WAVE_CALLS.c.state, func.count())
    .where(WAVE_CALLS.c.wave_id.in_(_IDS))
    .group_by(WAVE_CALLS.c.wave_id, WAVE_CALLS.c.state)
)
_HEADS = (
    select(WAVE_CALLS.c.wave_id, func.count())
    .join(WAVE_CALLERS, WAVE_CALLERS.c.wave_call_id == WAVE_CALLS.c.id)
    .where(WAVE_CALLS.c.wave_id.in_(_IDS))
    .group_by(WAVE_CALLS.c.wave_id)
)
_WAVES = (
    select(WAVES, REQUESTS.c.number, REQUESTS.c.category, REQUESTS.c.address, CATEGORIES.c.zh, CATEGORIES.c.en,
           OPERATORS.c.name)
    .select_from(
        WAVES.join(REQUESTS, REQUESTS.c.id == WAVES.c.request_id)
        .outerjoin(CATEGORIES, CATEGORIES.c.code == REQUESTS.c.category)
        .outerjoin(OPERATORS, OPERATORS.c.id == WAVES.c.began_by)
    )
)  # fmt: skip
_LISTED = _WAVES.where(WAVES.c.ended_at.is_(None)).order_by(WAVES.c.began_at)
_EVERY = _WAVES.order_by(WAVES.c.id.desc()).limit(100)
_OF_REQUEST = _WAVES.where(WAVES.c.request_id == _ONE).order_by(WAVES.c.id.desc()).limit(1)
_CALLS = (
    select(WAVE_CALLS, OPERATORS.c.name.label("by"))
    .outerjoin(OPERATORS, OPERATORS.c.id == WAVE_CALLS.c.tried_by)
    .where(WAVE_CALLS.c.wave_id == _ONE)
    .order_by(WAVE_CALLS.c.id)
)
_NUMBERS = (
    select(WAVE_CALLERS.c.wave_call_id, REQUESTS.c.number)
    .join(REQUESTS, REQUESTS.c.id == WAVE_CALLERS.c.request_id)
    .join(WAVE_CALLS, WAVE_CALLS.c.id == WAVE_CALLERS.c.wave_call_id)
    .where(WAVE_CALLS.c.wave_id == _ONE)
    .order_by(WAVE_CALLERS.c.id)
)


def waves(connection: Connection, *, all: bool = False) -> tuple[WaveRow, ...]:
    """The waves under way, the oldest first; with `all` the newest hundred, ended ones too. Without their calls."""
    return _wave_rows(connection, connection.execute(_EVERY if all else _LISTED).all())


def wave(connection: Connection, id_: int) -> WaveRow:
    """One wave with every number.

    Raises:
        NotFound: there is none of that id.
    """
    found = connection.execute(_WAVES.where(WAVES.c.id == id_)).all()
    if not found:
        raise NotFound("wave.unknown", f"There is no wave {id_}.", "Look at: hotline incident wave", id=id_)
    return _whole(connection, found[0])


def wave_of(connection: Connection, request_id: int) -> WaveRow | None:
    """The newest wave of a request, or None."""
    row = connection.execute(_OF_REQUEST, {"id": request_id}).first()
    return None if row is None else _whole(connection, row)


def _whole(connection: Connection, row: Any) -> WaveRow:
    numbers: dict[int, list[str]] = {}
    for call, number in connection.execute(_NUMBERS, {"id": row.id}):
        numbers.setdefault(call, []).append(number)
    calls = tuple(
        WaveCallRow(one.id, one.phone, one.name, one.place, one.state, one.tries, one.tried_at, one.by or "", one.note,
                    tuple(dict.fromkeys(numbers.get(one.id, ()))))
        for one in connection.execute(_CALLS, {"id": row.id})
    )  # fmt: skip
    return _wave_rows(connection, [row], calls)[0]


def _wave_rows(
    connection: Connection, found: Iterable[Any], calls: tuple[WaveCallRow, ...] = ()
) -> tuple[WaveRow, ...]:
    found = list(found)
    ids = [row.id for row in found]
    states: dict[tuple[int, str], int] = {}
    heads: dict[int, int] = {}
    if ids:
        states = {(wave, state): count for wave, state, count in connection.execute(_COUNTS, {"ids": ids})}
        heads = dict(map(tuple, connection.execute(_HEADS, {"ids": ids})))
    return tuple(_wave_row(row, states, heads, calls) for row in found)


def _wave_row(
    row: Any, states: dict[tuple[int, str], int], heads: dict[int, int], calls: tuple[WaveCallRow, ...]
) -> WaveRow:
    def stand(state: WaveState) -> int:
        return states.get((row.id, state.value), 0)

    return WaveRow(
        row.id, row.request_id, row.number or "", row.category or "", row.zh or "", row.en or "", row.address,
        row.began_at, row.name or "", row.ended_at, stand(WaveState.WAITING), stand(WaveState.REACHED),
        stand(WaveState.UNSOLVED), stand(WaveState.GAVE_UP), heads.get(row.id, 0), calls,
    )  # fmt: skip
