"""Shared step: where a request is, in the columns by which the next caller about it is recognised."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, select

from models.places import house_of
from models.tables import Premise

PREMISES = Premise.__table__  # type: ignore[attr-defined]
_SPOT = select(PREMISES.c.building, PREMISES.c.address, PREMISES.c.latitude, PREMISES.c.longitude).where(
    PREMISES.c.id == bindparam("premise")
)


def placed(connection: Connection, columns: Mapping[str, Any]) -> dict[str, Any]:
    """House and coordinates of a request with these columns; its premise knows them better than its words."""
    premise = columns.get("premise_id")
    row = connection.execute(_SPOT, {"premise": premise}).first() if premise is not None else None
    address, district = columns.get("address") or "", columns.get("district") or ""
    house = house_of(row.building or row.address, district) if row is not None else ""
    return {
        "house": house or house_of(address, district),
        "latitude": row.latitude if row is not None else None,
        "longitude": row.longitude if row is not None else None,
    }
