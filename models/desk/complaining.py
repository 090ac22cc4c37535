"""Shared steps on the record of a complaint: who is meant by a name, and what is written down of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, delete, insert, or_, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from models.aftercare import NEEDED
from models.desk.deed import OPERATORS, Deed, clean
from models.desk.work import Work
from models.looks.columns import CREWS
from models.refusals import refuse
from models.tables import ComplainedOf, Complaint
from models.vocabulary import Stage

COMPLAINTS = Complaint.__table__  # type: ignore[attr-defined]
COMPLAINED_OF = ComplainedOf.__table__  # type: ignore[attr-defined]
_PERSON = select(OPERATORS.c.id, OPERATORS.c.name).where(
    or_(OPERATORS.c.login == bindparam("said"), OPERATORS.c.name == bindparam("said")), OPERATORS.c.retired_at.is_(None)
)
_CREW = select(CREWS.c.id, CREWS.c.code).where(
    or_(CREWS.c.code == bindparam("said"), CREWS.c.name == bindparam("said"))
)


@dataclass(frozen=True, slots=True)
class Against:
    """Somebody complained of, as far as the desk knows them."""

    name: str
    operator_id: int | None = None
    crew_id: int | None = None
    crew: str = ""


def stage_of(given: str) -> str:
    """The stage of service as a word of its list, or nothing."""
    if not given:
        return ""
    try:
        return Stage(given).value
    except ValueError as error:
        allowed = ", ".join(word.value for word in Stage)
        raise refuse("complaint.stage", given=given, allowed=allowed) from error


def person_of(work: Work, said: str) -> tuple[str, int | None]:
    """The responsible person: an operator by login or name, or whoever has that name."""
    row = work.connection.execute(_PERSON, {"said": said}).first() if said else None
    return (row.name, row.id) if row is not None else (said, None)


def against_of(work: Work, said: str) -> tuple[Against, ...]:
    """Those complained of, set apart by commas: operators, crews, or names."""
    found = []
    for name in dict.fromkeys(part.strip() for part in re.split(r"[,;，；、]+", clean(said)) if part.strip()):
        crew = work.connection.execute(_CREW, {"said": name}).first()
        if crew is not None:
            found.append(Against(crew.code, None, crew.id, crew.code))
            continue
        shown, person_id = person_of(work, name)
        found.append(Against(shown, person_id))
    return tuple(found)


def said_of(work: Work, given: Mapping[str, Any]) -> dict[str, Any]:
    """What was said of a complaint, cleaned, with the person's id; what was not said is left out."""
    said: dict[str, Any] = {
        name: clean(str(given[name])) for name in NEEDED if name != "plan_by" and clean(str(given.get(name) or ""))
    }
    if "stage" in said:
        said["stage"] = stage_of(said["stage"])
    if "person" in said:
        said["person"], said["person_id"] = person_of(work, said["person"])
    return said | {name: given[name] for name in ("plan_by", "review_by") if given.get(name) is not None}


def write(deed: Deed, said: Mapping[str, Any], against: tuple[Against, ...] = ()) -> None:
    """Put what was said on the record of the complaint; who is complained of replaces whoever was."""
    connection, key = deed.work.connection, {"request_id": deed.row.id}
    blank = {"stage": "", "unit": "", "person": "", "plan": "", "cause": "", "measure": "", "answer": "",
             "unit_answer": "", "review": ""}  # fmt: skip
    connection.execute(upsert(COMPLAINTS).on_conflict_do_nothing(), key | blank)
    if said:
        connection.execute(update(COMPLAINTS).where(COMPLAINTS.c.request_id == deed.row.id).values(**said))
    if against:
        connection.execute(delete(COMPLAINED_OF).where(COMPLAINED_OF.c.request_id == deed.row.id))
        connection.execute(insert(COMPLAINED_OF), [
            key | {"operator_id": one.operator_id, "crew_id": one.crew_id, "name": one.name} for one in against
        ])  # fmt: skip
