"""What hides an alarm by design: its rule out of service, an incident that speaks for its request, a pausing hold."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import Connection, bindparam, select, text

from models.tables import IncidentChild, RuleOut
from models.vocabulary import AlarmState

RULES_OUT = RuleOut.__table__  # type: ignore[attr-defined]
CHILDREN = IncidentChild.__table__  # type: ignore[attr-defined]
HOLD = "hold"
_CHUNK = 500
_OUT = select(RULES_OUT.c.rule).where(text("rule_out_of_service.ended_at IS NULL"))
_ANY_CHILD = select(CHILDREN.c.id).where(text("incident_child.detached_at IS NULL")).limit(1)
_OF = select(CHILDREN.c.request_id, CHILDREN.c.incident_id).where(
    text("incident_child.detached_at IS NULL"), CHILDREN.c.request_id.in_(bindparam("ids", expanding=True))
)


@dataclass(frozen=True, slots=True)
class Hiding:
    """What hides alarms at the moment of one transaction: rules that are out, and requests spoken for by incidents."""

    rules: frozenset[str] = frozenset()
    incidents: dict[int, int] = field(default_factory=dict)

    def of(self, rule: str, request_id: int | None, paused: bool = False) -> tuple[AlarmState | None, str]:
        """``(state, by what)`` of an alarm that would show; ``(None, "")`` if nothing hides it.

        That it is paused is remembered while its rule is out of service.
        """
        if rule in self.rules:
            return AlarmState.OUT_OF_SERVICE, HOLD if paused else ""
        incident = self.incidents.get(request_id or 0)
        if incident is not None:
            return AlarmState.SUPPRESSED, f"incident:{incident}"
        return (AlarmState.SUPPRESSED, HOLD) if paused else (None, "")


def hiding(connection: Connection, requests: Iterable[int]) -> Hiding:
    """What hides the alarms of these requests."""
    rules = frozenset(connection.execute(_OUT).scalars())
    incidents: dict[int, int] = {}
    if connection.execute(_ANY_CHILD).first():
        ids = sorted(requests)
        for start in range(0, len(ids), _CHUNK):
            incidents.update(tuple(row) for row in connection.execute(_OF, {"ids": ids[start : start + _CHUNK]}))
    return Hiding(rules, incidents)
