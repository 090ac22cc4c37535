"""What an admin has set up as plain rows, one subject a sheet: as the verbs of administration take the facts."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from models.desk.administration import CATEGORIES, CREWS, DISTRICTS, OPERATORS, POLICIES, TARGETS
from models.desk.setting_up import CONTRACTS, TERMS
from models.desk.work import Tools, require
from models.policyfile import PolicyLine
from models.rows import Seat
from models.vocabulary import Role

Row = dict[str, Any]

SCOPES = ("default", "kind", "priority", "category", "contract")

KEYS: Mapping[str, tuple[str, ...]] = {
    "crew": ("code",),
    "operator": ("login",),
    "category": ("code",),
    "district": ("name",),
    "contract": ("code",),
}
"""What a row is known by."""

FACTS: Mapping[str, tuple[str, ...]] = {
    "crew": ("name", "district", "skills", "phone", "on_shift", "out_reason", "out_until", "load_cap",
             "team", "department", "centre"),
    "operator": ("name", "initials", "roles", "team", "department", "centre"),
    "category": ("zh", "en", "kind", "priority", "skill", "callback_share", "card", "dispatch", "response", "arrival",
                 "safe", "resolution"),
    "district": ("name_en",),
    "contract": ("customer", "valid_from", "valid_to", "warn_days", "note"),
}  # fmt: skip
"""What a row says, in the order of the columns; targets are spans in ms, -1 for no such clock, None for none of its
own, a policy line where it counts working time or days; a contract's customer is its number, its validity in ms."""

_ROWS = {
    "crew": select(CREWS),
    "operator": select(OPERATORS),
    "category": select(CATEGORIES),
    "district": select(DISTRICTS),
    "contract": select(CONTRACTS, CONTRACTS.c.customer_id.label("customer")),
}
_LINES = select(POLICIES).where(POLICIES.c.retired_at.is_(None)).order_by(POLICIES.c.valid_from)


class Sheets:
    """Reads for whoever sets things up; they hold crews' numbers, so they are no look."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def rows(self, seat: Seat, subject: str) -> list[Row]:
        """Every row of the subject by its key, also those that are retired (`retired` says so).

        Raises:
            NotAllowed: only an admin sees them all.
        """
        require(seat, Role.ADMIN)
        with self._tools.store.read() as connection:
            lines = connection.execute(_LINES).all()
            found = [row._asdict() for row in connection.execute(_ROWS[subject])]
        own: dict[str, Row] = {}
        for line in lines:
            if line.scope == "category":
                own.setdefault(line.key, {})[line.clock] = _line(line) if line.calendar or line.unit else line.target_ms
        (key,) = KEYS[subject]
        return sorted((_row(subject, row, own.get(row[key], {})) for row in found), key=lambda row: str(row[key]))

    def lines(self, seat: Seat) -> list[PolicyLine]:
        """The policy lines that hold for what is received now, the widest scope first.

        Raises:
            NotAllowed: only an admin sees them as a sheet.
        """
        require(seat, Role.ADMIN)
        now = self._tools.wall.now()
        with self._tools.store.read() as connection:
            found = [row for row in connection.execute(_LINES) if row.valid_from <= now]
        held = {(row.scope, row.key, row.clock): row for row in found}
        return sorted(map(_line, held.values()), key=lambda one: (SCOPES.index(one.scope), one.key, one.clock))


def _line(row: Any) -> PolicyLine:
    return PolicyLine(row.scope, row.key, row.clock, row.target_ms, **{name: getattr(row, name) for name in TERMS})


def _row(subject: str, row: Mapping[str, Any], targets: Row) -> Row:
    names = (*KEYS[subject], *(name for name in FACTS[subject] if name not in TARGETS))
    known = {name: row[name] for name in names}
    if subject == "category":
        known |= {name: targets.get(name) for name in FACTS[subject] if name in TARGETS}
    return known | {"retired": row["retired_at"] is not None}
