"""Reads the moments of requests and of their crews' jobs for the interval report (`models.intervals`)."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select, true

from models.intervals import Interval, intervals
from models.looks.columns import ASSIGNMENTS, CREWS, REQUESTS

_STEPS = {"offered": "offered_at", "accepted": "accepted_at", "on_site": "on_site_at", "ended": "ended_at"}


def report(
    connection: Connection, since: int, until: int, *, kind: str | None, category: str | None, district: str | None,
    crew: str | None = None,
) -> list[Interval]:  # fmt: skip
    """The intervals of requests received from `since` on and before `until` (ms UTC), all or those that are named.

    Of a `crew` only its own jobs count, and the requests that it was sent to.
    """
    where: list[ColumnElement[bool]] = [REQUESTS.c.received >= since, REQUESTS.c.received < until,
                                        REQUESTS.c.number.is_not(None)]  # fmt: skip
    where += [REQUESTS.c[name] == value
              for name, value in (("kind", kind), ("category", category), ("district", district)) if value]  # fmt: skip
    if crew is None:
        return intervals(_requests(connection, where), _jobs(connection, where))
    its = ASSIGNMENTS.c.crew_id.in_(select(CREWS.c.id).where(CREWS.c.code == crew))
    return intervals(_requests(connection, where, its), _jobs(connection, [*where, its]))


def _requests(
    connection: Connection, where: list[ColumnElement[bool]], its: ColumnElement[bool] | None = None
) -> Iterator[dict[str, int]]:  # fmt: skip
    first = (
        select(ASSIGNMENTS.c.request_id, *(func.min(ASSIGNMENTS.c[column]).label(name)
                                           for name, column in _STEPS.items() if name != "ended"))
        .where(true() if its is None else its)
        .group_by(ASSIGNMENTS.c.request_id)
        .subquery()
    )  # fmt: skip
    query = (
        select(REQUESTS.c.received, REQUESTS.c.safe_at.label("safe"), REQUESTS.c.resolved_at.label("resolved"),
               first.c.offered, first.c.accepted, first.c.on_site)
        .join(first, first.c.request_id == REQUESTS.c.id, isouter=its is None)
        .where(*where)
    )  # fmt: skip
    return (_known(row._mapping) for row in connection.execute(query))


def _jobs(connection: Connection, where: list[ColumnElement[bool]]) -> Iterator[dict[str, int]]:
    columns = [ASSIGNMENTS.c[column].label(name) for name, column in _STEPS.items()]
    query = select(*columns).join(REQUESTS, REQUESTS.c.id == ASSIGNMENTS.c.request_id).where(*where)
    return (_known(row._mapping) for row in connection.execute(query))


def _known(row: Mapping[Any, Any]) -> dict[str, int]:
    return {str(name): value for name, value in row.items() if value is not None}
