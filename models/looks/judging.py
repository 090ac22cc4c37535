"""Would an act be refused as it is being said? The workflow's own answer, asked before anything is done."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, select

from models.errors import NotFound
from models.looks.columns import CREWS
from models.looks.detail import row_of
from models.looks.situations import situation
from models.rows import ActChoice, Seat
from models.situation import Situation
from models.vocabulary import Act, Disposition, InspectionResult, Kind, Priority
from models.workflow import FROM, why_not

_CREW = select(CREWS.c.retired_at, CREWS.c.out_since, CREWS.c.out_reason, CREWS.c.on_shift).where(
    CREWS.c.code == bindparam("code")
)
_LATER = {"result": InspectionResult.PASS, "cause": "-", "measure": "-", "answer": "-", "stage": "-", "unit": "-",
          "person": "-", "plan": "-", "plan_by": 2**62, "unit_answer": "-", "override_reason": ""}  # fmt: skip
"""What an ending may still have to say."""


def judged(
    connection: Connection, which: str | int, act: str, seat: Seat, now: int, facts: Mapping[str, Any]
) -> ActChoice:
    """An act with the facts that were said so far: possible for this seat now, or why not.

    What is not said yet refuses nothing. An act that no workflow rules is possible.
    """
    try:
        row = row_of(connection, which)
        if act not in {one.value for one in FROM}:
            return ActChoice(act)
        stands = situation(connection, row)
        refusal = why_not(Act(act), stands, seat, at=now, **_carried(connection, Act(act), stands, facts))
    except NotFound as error:
        return ActChoice(act, error.code, error.facts)
    return ActChoice(act, refusal.code, refusal.facts) if refusal else ActChoice(act)


def _carried(connection: Connection, act: Act, stands: Situation, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts as the workflow is asked about them."""
    said = {name: facts[name] for name in ("reason", "text", "reading", "valve", "reply") if name in facts}
    match act:
        case Act.HOLD if "until" in facts:
            return said | {"until": facts["until"]}
        case Act.ASSIGN if "crew" in facts:
            return said | {"crew": facts["crew"], "in_service": _in_service(connection, facts["crew"])}
        case Act.RESOLVE if "disposition" in facts:
            return {**said, **_LATER, "disposition": Disposition(facts["disposition"])}
        case Act.RECLASSIFY if "priority" in facts and "category" not in facts:
            kind, priority = Kind(facts.get("kind", stands.kind)), Priority(facts["priority"])
            wanted = (("kind", kind, stands.kind), ("priority", priority, stands.priority))
            changes = {name: new for name, new, was in wanted if new != was}
            return said | {"changes": changes, "kind": kind, "priority": priority, "carries_safe": stands.carries_safe}
        case Act.MERGE if "into" in facts:
            return said | {"into": situation(connection, row_of(connection, facts["into"]))}
        case Act.HAND_OVER if "to_operator_id" in facts:
            return {"to": facts["to_operator_id"]}
    return said | ({"crew": facts["crew"]} if facts.get("crew") else {})


def _in_service(connection: Connection, code: str) -> bool:
    row = connection.execute(_CREW, {"code": code}).first()
    return row is None or (
        row.retired_at is None and row.out_since is None and not row.out_reason and bool(row.on_shift)
    )
