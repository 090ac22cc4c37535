"""Shared step: a major emergency is reported to the named leaders at once, found at intake or marked by a person."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from models import emergencies
from models.desk import outbox
from models.desk.outbox import Telling
from models.desk.work import REQUESTS, Work
from models.tables import Header, MajorEmergency, MajorReceipt, Operator, Premise
from models.vocabulary import Act, Audience, Emergency, Kind, NoticeKind, Role

MAJORS = MajorEmergency.__table__  # type: ignore[attr-defined]
RECEIPTS = MajorReceipt.__table__  # type: ignore[attr-defined]
HEADER = Header.__table__  # type: ignore[attr-defined]
PREMISES = Premise.__table__  # type: ignore[attr-defined]
OPERATORS = Operator.__table__  # type: ignore[attr-defined]
_AT_WORK = select(OPERATORS.c.id, OPERATORS.c.login).where(OPERATORS.c.retired_at.is_(None)).order_by(OPERATORS.c.id)
_LEADERS = _AT_WORK.where(OPERATORS.c.leads)
_SUPERVISORS = _AT_WORK.where(OPERATORS.c.roles.contains(Role.SUPERVISOR.value))
_LIMIT = select(HEADER.c.value).where(HEADER.c.name == "major_homes")
_PLACE = select(PREMISES.c.hazards, PREMISES.c.vulnerable, PREMISES.c.building).where(PREMISES.c.id == bindparam("id"))
_TOLD = ("text", "people", "access", "note", "address", "caller")
FLAG = "major"


def look_out(work: Work, request_id: int, kind: Kind, facts: Mapping[str, Any], flags: str) -> None:
    """Shared step: a request that was just saved is reported at once if it is a major emergency by itself."""
    said = [str(facts.get(name, "")) for name in _TOLD]
    if facts.get("premise_id") is not None:
        place = work.connection.execute(_PLACE, {"id": facts["premise_id"]}).first()
        said += list(place) if place else []
    homes = facts.get("homes")
    limit = emergencies.HOMES
    if homes is not None:
        limit = int(work.connection.execute(_LIMIT).scalar() or emergencies.HOMES)
    why = emergencies.found(kind, str(facts.get("category", "")), said, homes, limit)
    if why is not None:
        mark_major(work, request_id, flags, why, "", found=True)


def mark_major(work: Work, request_id: int, flags: str, why: Emergency, note: str, *, found: bool = False) -> int:
    """Shared step: the record, one receipt a leader, one notice each; returns the record's id.

    Where nobody is named as a leader, every supervisor is told.
    """
    leaders = work.connection.execute(_LEADERS).all() or work.connection.execute(_SUPERVISORS).all()
    by = None if found else work.seat.operator_id or None
    values = {"request_id": request_id, "kind": why.value, "note": note, "marked_at": work.now, "marked_by": by}
    made = work.connection.execute(insert(MAJORS).values(**values))
    major = int((made.inserted_primary_key or (0,))[0])
    tellings = []
    for leader in leaders:
        told = {"major_id": major, "leader_id": leader.id, "told_at": work.now}
        work.connection.execute(insert(RECEIPTS).values(**told))
        tellings.append(
            Telling(f"major:{major}:{leader.id}", NoticeKind.MAJOR, Audience.LEADERS, 3, 0, None, request_id,
                    {"major": major, "kind": why.value, "leader": leader.id, "login": leader.login}
                    | ({"note": note} if note else {}))
        )  # fmt: skip
    outbox.tell(work, tellings)
    marked = ",".join([*(one for one in flags.split(",") if one and one != FLAG), FLAG])
    work.connection.execute(update(REQUESTS).where(REQUESTS.c.id == request_id).values(flags=marked))
    facts = {"major": major, "kind": why.value, "leaders": [one.id for one in leaders]}
    work.note(Act.MAJOR, facts | ({"note": note} if note else {}) | ({"found": True} if found else {}),
              request_id=request_id)  # fmt: skip
    return major
