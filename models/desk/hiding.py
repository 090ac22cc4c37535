"""What hides an alarm by design: its rule out of service, an incident that speaks for its request, a pausing hold."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select, text

from models.desk.work import REQUESTS
from models.tables import IncidentChild, RuleOut
from models.vocabulary import AlarmState, Rule

RULES_OUT = RuleOut.__table__  # type: ignore[attr-defined]
CHILDREN = IncidentChild.__table__  # type: ignore[attr-defined]
HOLD = "hold"
ALONE = frozenset({Rule.CREW_CONTACT.value})
"""Rules for which no incident speaks: whether a crew is well is told of that crew alone."""
_CHUNK = 500
_OUT = select(RULES_OUT.c.rule, RULES_OUT.c.clock, RULES_OUT.c.kind, RULES_OUT.c.life).where(
    text("rule_out_of_service.ended_at IS NULL")
)
_KINDS = select(REQUESTS.c.id, REQUESTS.c.kind).where(REQUESTS.c.id.in_(bindparam("ids", expanding=True)))
_ANY_CHILD = select(CHILDREN.c.id).where(text("incident_child.detached_at IS NULL")).limit(1)
_OF = select(CHILDREN.c.request_id, CHILDREN.c.incident_id).where(
    text("incident_child.detached_at IS NULL"), CHILDREN.c.request_id.in_(bindparam("ids", expanding=True))
)


@dataclass(frozen=True, slots=True)
class Scope:
    """What is out of service: a rule, or only its alarms about one clock or one kind of request (empty: every one)."""

    rule: str
    clock: str = ""
    kind: str = ""
    life: bool = False

    def covers(self, rule: str, clock: str, kind: str, severity: int) -> bool:
        """Is such an alarm out of service? Life safety only where it was named."""
        narrow = self.clock in ("", clock) and self.kind in ("", kind)
        return rule == self.rule and narrow and (self.life or severity < 3)


@dataclass(frozen=True, slots=True)
class Hiding:
    """What hides alarms at the moment of one transaction: rules that are out, and requests spoken for by incidents.

    `kinds` are the kinds of the requests, as far as something out of service asks for them.
    """

    rules: tuple[Scope, ...] = ()
    incidents: dict[int, int] = field(default_factory=dict)
    kinds: dict[int, str] = field(default_factory=dict)

    def of(
        self, rule: str, request_id: int | None, paused: bool = False, *, clock: str = "", severity: int = 1
    ) -> tuple[AlarmState | None, str]:
        """``(state, by what)`` of an alarm that would show; ``(None, "")`` if nothing hides it.

        That it is paused is remembered while its rule is out of service.
        """
        kind = self.kinds.get(request_id or 0, "")
        if any(one.covers(rule, clock, kind, severity) for one in self.rules):
            return AlarmState.OUT_OF_SERVICE, HOLD if paused else ""
        incident = self.incidents.get(request_id or 0) if rule not in ALONE else None
        if incident is not None:
            return AlarmState.SUPPRESSED, f"incident:{incident}"
        return (AlarmState.SUPPRESSED, HOLD) if paused else (None, "")


def hiding(connection: Connection, requests: Iterable[int]) -> Hiding:
    """What hides the alarms of these requests."""
    rules = tuple(Scope(row.rule, row.clock, row.kind, bool(row.life)) for row in connection.execute(_OUT))
    ids = sorted(requests)
    incidents = _pairs(connection, _OF, ids) if connection.execute(_ANY_CHILD).first() else {}
    kinds = _pairs(connection, _KINDS, ids) if any(one.kind for one in rules) else {}
    return Hiding(rules, incidents, kinds)


def _pairs(connection: Connection, query: Select[Any], ids: Sequence[int]) -> dict[int, Any]:
    found: dict[int, Any] = {}
    for start in range(0, len(ids), _CHUNK):
        found.update(tuple(row) for row in connection.execute(query, {"ids": ids[start : start + _CHUNK]}))
    return found
