"""How a request was brought to its end: the safe records, agreed visits, those that met nobody, the customer's word."""

from typing import Any

from sqlalchemy import Connection, bindparam, select

from models.looks.columns import (
    APPOINTMENTS,
    CONFIRMATIONS,
    CREWS,
    EMPTY_VISITS,
    GAS_READINGS,
    MAKE_SAFE,
    OPERATORS,
    PLAN_RUNS,
)
from models.looks.plans import briefs
from models.rows.finish import AppointmentRow, ConfirmationRow, EmptyVisitRow, FinishRow, Reading, SafeRow
from models.vocabulary import Checked


def _of(table: Any) -> Any:
    """The rows of a request's cycle, with who wrote them."""
    return (
        select(table, OPERATORS.c.name.label("by_name"))
        .outerjoin(OPERATORS, OPERATORS.c.id == table.c.operator_id)
        .where(table.c.request_id == bindparam("request"), table.c.cycle == bindparam("cycle"))
        .order_by(table.c.id)
    )


_SAFE, _AGREED, _SAID = _of(MAKE_SAFE), _of(APPOINTMENTS), _of(CONFIRMATIONS)
_READINGS = (
    select(GAS_READINGS)
    .join(MAKE_SAFE, MAKE_SAFE.c.id == GAS_READINGS.c.make_safe_id)
    .where(MAKE_SAFE.c.request_id == bindparam("request"))
    .order_by(GAS_READINGS.c.id)
)
_EMPTY = (
    select(EMPTY_VISITS, CREWS.c.code)
    .join(CREWS, CREWS.c.id == EMPTY_VISITS.c.crew_id)
    .where(EMPTY_VISITS.c.request_id == bindparam("request"), EMPTY_VISITS.c.cycle == bindparam("cycle"))
    .order_by(EMPTY_VISITS.c.id)
)
_PLANNED = select(PLAN_RUNS.c.id).where(PLAN_RUNS.c.request_id == bindparam("request")).limit(1)


def of_request(connection: Connection, request_id: int, cycle: int) -> FinishRow:
    """All of it of one cycle, in the order in which it was written down."""
    key = {"request": request_id, "cycle": cycle}
    planned = connection.execute(_PLANNED, {"request": request_id}).first() is not None
    return FinishRow(
        _safe(connection, key),
        tuple(AppointmentRow(row.visit_at, row.give_or_take, row.note, row.agreed_at, row.by_name or "")
              for row in connection.execute(_AGREED, key)),
        tuple(EmptyVisitRow(row.code, row.arrived_at, row.left_at, row.note)
              for row in connection.execute(_EMPTY, key)),
        tuple(ConfirmationRow(row.at, row.name, bool(row.agreed), row.objection, row.by_name or "")
              for row in connection.execute(_SAID, key)),
        briefs(connection, request_id) if planned else (),
    )  # fmt: skip


def _safe(connection: Connection, key: dict[str, int]) -> tuple[SafeRow, ...]:
    rows = connection.execute(_SAFE, key).all()
    if not rows:
        return ()
    read: dict[int, list[Reading]] = {}
    for one in connection.execute(_READINGS, {"request": key["request"]}):
        read.setdefault(one.make_safe_id, []).append(Reading(one.figure, one.unit, one.place, one.said))
    return tuple(
        SafeRow(row.id, row.at, row.by_name or "", tuple(read.get(row.id, ())), row.valve, row.valve_which,
                bool(row.source_found), row.found_how, Checked(row.neighbours), Checked(row.basement),
                row.fire_service, row.fire_at, row.note)
        for row in rows
    )  # fmt: skip
