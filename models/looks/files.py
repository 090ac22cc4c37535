"""The files of customers and premises as lists: the newest first, and all of them as an import takes them."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy import Connection, bindparam, select, text

from models.looks.columns import CUSTOMERS, PREMISES
from models.wall import to_iso

Reading = Callable[[], AbstractContextManager[Connection]]
PAGE = 2_000
_TABLES = {"customer": CUSTOMERS, "premise": PREMISES}
_SINCE = ("klass_from", "tier_from", "manager_from")
_OUT = (
    select(CUSTOMERS, *(PREMISES.c[name].label(f"at_{name}") for name in (
        "external_id", "district", "building", "address", "hazards", "vulnerable", "access", "meter", "valve",
        "latitude", "longitude")))
    .outerjoin(PREMISES, PREMISES.c.id == CUSTOMERS.c.premise_id)
    .where(CUSTOMERS.c.id > bindparam("after"), CUSTOMERS.c.retired_at.is_(None))
    .order_by(CUSTOMERS.c.id)
    .limit(PAGE)
)  # fmt: skip


def listed(connection: Connection, subject: str, *, every: bool, limit: int) -> list[dict[str, Any]]:
    """The newest customers or premises by their columns; those that are retired only if `every`."""
    table = _TABLES[subject]
    query = select(table).order_by(table.c.id.desc()).limit(limit)
    if not every:
        query = query.where(text(f"{subject}.retired_at IS NULL"))
    return [dict(row) for row in connection.execute(query).mappings()]


def given_out(read: Reading) -> Iterator[dict[str, Any]]:
    """Every customer in use with their own premise, under the names that an import knows; one without an id of another
    system goes by our own (``id:17``)."""
    after = 0
    while True:
        with read() as connection:
            rows = connection.execute(_OUT, {"after": after}).all()
        if not rows:
            return
        after = rows[-1].id
        yield from map(_row, rows)


def _row(row: Any) -> dict[str, Any]:
    own = {name: getattr(row, name) for name in ("name", "phone", "klass", "tier", "manager")}
    since = {name: None if (at := getattr(row, name)) is None else to_iso(at) for name in _SINCE}
    place = {name.removeprefix("at_"): value for name, value in row._mapping.items() if str(name).startswith("at_")}
    premise = place.pop("external_id") or (f"id:{row.premise_id}" if row.premise_id else "")
    return {"external_id": row.external_id or f"id:{row.id}", "premise_id": premise, **own, **since, **place}
