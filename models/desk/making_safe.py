"""Steps that put on record how a request was brought to its end, inside the transaction of the verb that calls them."""

from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from models.desk.deed import Deed, clean
from models.desk.opening import new_id
from models.readings import readings
from models.tables import Appointment, Confirmation, GasReading, MakeSafe
from models.vocabulary import Act, Checked

MAKE_SAFE = MakeSafe.__table__  # type: ignore[attr-defined]
GAS_READINGS = GasReading.__table__  # type: ignore[attr-defined]
APPOINTMENTS = Appointment.__table__  # type: ignore[attr-defined]
CONFIRMATIONS = Confirmation.__table__  # type: ignore[attr-defined]

_NEWEST = (
    select(MAKE_SAFE)
    .where(MAKE_SAFE.c.request_id == bindparam("request"), MAKE_SAFE.c.cycle == bindparam("cycle"))
    .order_by(MAKE_SAFE.c.id.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class SafeFacts:
    """What a whole record of a safe site says beside the reading, the valve's state and whether the source is found."""

    valve_which: str = ""
    found_how: str = ""
    neighbours: Checked | None = None
    basement: Checked | None = None
    fire_service: str = ""
    fire_at: int | None = None

    def said(self, at: int) -> dict[str, Any]:
        """What was really said; the fire service was there at the time of the act, unless another one is given."""
        given = {one.name: getattr(self, one.name) for one in fields(self)}
        said = {name: clean(value) if type(value) is str else value for name, value in given.items()}
        said = {name: value.value if isinstance(value, Checked) else value for name, value in said.items()}
        if said["fire_service"] and said["fire_at"] is None:
            said["fire_at"] = at
        return {name: value for name, value in said.items() if value not in (None, "")}


def write(deed: Deed, reading: str, valve: str, source_found: bool, note: str, facts: SafeFacts) -> None:
    """A new record of the site as safe, with each reading."""
    values = {"request_id": deed.row.id, "cycle": deed.row.cycle, "at": deed.at,
              "operator_id": deed.work.seat.operator_id or None, "valve": valve, "source_found": source_found,
              "note": note, **facts.said(deed.at)}  # fmt: skip
    record = new_id(deed.work.connection.execute(insert(MAKE_SAFE), values))
    _measure(deed, record, reading)


def complete(deed: Deed, facts: SafeFacts, reading: str) -> None:
    """Add to the newest record of this cycle what was found out since; a reading stands beside those before."""
    newest = deed.work.connection.execute(_NEWEST, {"request": deed.row.id, "cycle": deed.row.cycle}).first()
    said = facts.said(deed.at)
    if newest is None:  # made safe before such records were kept
        write(deed, reading, "", bool(deed.row.source_verified), "", facts)
        return
    if said:
        deed.work.connection.execute(update(MAKE_SAFE).where(MAKE_SAFE.c.id == newest.id).values(**said))
    _measure(deed, newest.id, reading)


def _measure(deed: Deed, record: int, reading: str) -> None:
    rows = [{"make_safe_id": record, "figure": one.figure, "unit": one.unit, "place": one.place, "said": one.said}
            for one in readings(reading)]  # fmt: skip
    if rows:
        deed.work.connection.execute(insert(GAS_READINGS), rows)


def agree(deed: Deed, visit_at: int, give_or_take: int, note: str) -> None:
    """A visit was agreed on; the one before it holds no more."""
    values = {"request_id": deed.row.id, "cycle": deed.row.cycle, "visit_at": visit_at, "give_or_take": give_or_take,
              "note": note, "agreed_at": deed.at, "operator_id": deed.work.seat.operator_id or None}  # fmt: skip
    deed.work.connection.execute(insert(APPOINTMENTS), values)


def confirm(deed: Deed, name: str, agreed: bool, objection: str) -> None:
    """What the customer said to the work; the guard has seen that it is whole."""
    why = "" if agreed else clean(objection)
    values = {"request_id": deed.row.id, "cycle": deed.row.cycle, "at": deed.at, "name": clean(name), "agreed": agreed,
              "objection": why, "operator_id": deed.work.seat.operator_id or None}  # fmt: skip
    deed.work.connection.execute(insert(CONFIRMATIONS), values)
    deed.line({"name": clean(name), "agreed": agreed} | ({"objection": why} if why else {}), act=Act.CONFIRM)
