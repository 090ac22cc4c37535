"""Shared step: one more caller stands on a live request, which is raised if what they report is graver."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, insert, select, text

from models import sla
from models.desk import policies, steps
from models.desk.deed import Deed
from models.desk.hiding import CHILDREN
from models.desk.opening import new_id
from models.families import LIFE, Family, Stands, may_stand, smells
from models.looks.again import catalogue
from models.places import folded
from models.refusals import refuse
from models.tables import Caller, Incident
from models.vocabulary import Act, Kind, Priority, Status

CALLERS = Caller.__table__  # type: ignore[attr-defined]
INCIDENTS = Incident.__table__  # type: ignore[attr-defined]
UNNAMED = {Family.ODOUR: "EM-LEAK-IN", Family.CO: "EM-CO"}
"""What a request becomes that is raised by words alone."""

_SPEAKS = select(INCIDENTS.c.id).where(text("incident.ended_at IS NULL"), INCIDENTS.c.parent_id == bindparam("request"))
_SPOKEN = select(CHILDREN.c.id).where(
    text("incident_child.detached_at IS NULL"), CHILDREN.c.request_id == bindparam("request")
)


@dataclass(frozen=True, slots=True)
class Ringing:
    """Who is on the line, from where, and what they say. `odour`: yes or no by hand, None: judged by their words."""

    phone: str
    said: str = ""
    name: str = ""
    place: str = ""
    premise_id: int | None = None
    category: str = ""
    odour: bool | None = None


def in_incident(connection: Any, request_id: int) -> bool:
    """Does the request speak for others, or another for it?"""
    key = {"request": request_id}
    return connection.execute(_SPEAKS, key).first() is not None or connection.execute(_SPOKEN, key).first() is not None


def stand_on(deed: Deed, ringing: Ringing, call_id: int) -> dict[str, Any]:
    """Put the caller on record; returns what changes on the request, nothing unless they report something graver.

    Raises:
        NotAllowed: danger to life is reported, and the request is another matter; it must become one of its own.
    """
    connection, row = deed.work.connection, deed.row
    families = catalogue(connection)
    known = families.of.get(ringing.category)
    odour = smells(ringing.said) if ringing.odour is None else ringing.odour
    reports = Family.ODOUR if odour and known not in LIFE else known
    stands = Stands(row.category or "", Kind(row.kind), Priority(row.priority), Status(row.status),
                    in_incident(connection, row.id))  # fmt: skip
    takes, raises = may_stand(stands, families.of.get(row.category), reports, same_premise=_same_premise(row, ringing))
    if not takes:
        raise refuse("join.life", number=row.number)
    caller = {"request_id": row.id, "call_id": call_id, "phone": ringing.phone, "name": ringing.name,
              "place": ringing.place, "said": ringing.said, "premise_id": ringing.premise_id,
              "odour": reports is Family.ODOUR, "rang_at": deed.at,
              "taken_by": deed.work.seat.operator_id or None}  # fmt: skip
    caller_id = new_id(connection.execute(insert(CALLERS), caller))
    said = {"call": call_id, "caller": caller_id, "phone": ringing.phone, "name": ringing.name, "place": ringing.place,
            "note": ringing.said, "odour": reports is Family.ODOUR}  # fmt: skip
    deed.line({name: value for name, value in said.items() if value or name in ("call", "phone", "note")})
    return _raised(deed, ringing, reports) if raises and reports is not None else {}


def _same_premise(row: Any, ringing: Ringing) -> bool:
    if row.premise_id is not None and ringing.premise_id is not None:
        return bool(row.premise_id == ringing.premise_id)
    here, there = folded(row.address or ""), folded(ringing.place)
    return bool(here) and here == there


def _raised(deed: Deed, ringing: Ringing, reports: Family) -> dict[str, Any]:
    """The request becomes what the caller reports, at P1, from its own `received` on (rule 6)."""
    connection, row = deed.work.connection, deed.row
    families = catalogue(connection)
    alike = families.of.get(row.category) is reports
    category = ringing.category if families.of.get(ringing.category) is reports else UNNAMED[reports]
    becomes = steps.becomes(deed, None if alike else category, Kind.EMERGENCY, Priority.P1)
    was = {name: getattr(row, name) for name in becomes}
    targets = policies.targets_for(
        connection, becomes["category"], Kind(becomes["kind"]), row.received, priority=Priority.P1,
        customer_id=row.customer_id,
    )  # fmt: skip
    deed.line({**becomes, "targets": sla.targets_as_json(targets), "was": was, "reason": "joined"}, act=Act.RECLASSIFY)
    changes = {name: value for name, value in becomes.items() if value != was[name]}
    return changes | {"version": row.version + 1}
