"""Reads the moments of requests and of their crews' jobs for the interval report (`models.intervals`)."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from models.intervals import Interval, intervals
from models.looks.columns import ASSIGNMENTS, REQUESTS

_STEPS = {"offered": "offered_at", "accepted": "accepted_at", "on_site": "on_site_at", "ended": "ended_at"}


def report(
    connection: Connection, since: int, until: int, *, kind: str | None, category: str | None, district: str | None
) -> list[Interval]:
    """The intervals of requests received from `since` on and before `until` (ms UTC), all or those that are named."""
    where: list[ColumnElement[bool]] = [REQUESTS.c.received >= since, REQUESTS.c.received < until,
                                        REQUESTS.c.number.is_not(None)]  # fmt: skip
    where += [REQUESTS.c[name] == value
              for name, value in (("kind", kind), ("category", category), ("district", district)) if value]  # fmt: skip
    return intervals(_requests(connection, where), _jobs(connection, where))


def _requests(connection: Connection, where: list[ColumnElement[bool]]) -> Iterator[dict[str, int]]:
    first = (
        select(ASSIGNMENTS.c.request_id, *(func.min(ASSIGNMENTS.c[column]).label(name)
                                           for name, column in _STEPS.items() if name != "ended"))
        .group_by(ASSIGNMENTS.c.request_id)
        .subquery()
    )  # fmt: skip
    query = (
        select(REQUESTS.c.received, REQUESTS.c.safe_at.label("safe"), REQUESTS.c.resolved_at.label("resolved"),
               first.c.offered, first.c.accepted, first.c.on_site)
        .outerjoin(first, first.c.request_id == REQUESTS.c.id)
        .where(*where)
    )  # fmt: skip
    return (_known(row._mapping) for row in connection.execute(query))


def _jobs(connection: Connection, where: list[ColumnElement[bool]]) -> Iterator[dict[str, int]]:
    columns = [ASSIGNMENTS.c[column].label(name) for name, column in _STEPS.items()]
    query = select(*columns).join(REQUESTS, REQUESTS.c.id == ASSIGNMENTS.c.request_id).where(*where)
    return (_known(row._mapping) for row in connection.execute(query))


def _known(row: Mapping[Any, Any]) -> dict[str, int]:
    return {str(name): value for name, value in row.items() if value is not None}
