"""What an admin has set up as plain rows, one subject a sheet: as the verbs of administration take the facts."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select

from models.desk.administration import CATEGORIES, CREWS, DISTRICTS, OPERATORS, POLICIES, TARGETS
from models.desk.work import Tools, require
from models.rows import Seat
from models.vocabulary import Role

Row = dict[str, Any]

KEYS: Mapping[str, tuple[str, ...]] = {
    "crew": ("code",),
    "operator": ("login",),
    "category": ("code",),
    "district": ("name",),
    "policy": ("scope", "key", "clock"),
}
"""What a row is known by."""

FACTS: Mapping[str, tuple[str, ...]] = {
    "crew": ("name", "district", "skills", "phone", "on_shift", "out_reason", "team", "department", "centre"),
    "operator": ("name", "initials", "roles", "team", "department", "centre"),
    "category": ("zh", "en", "kind", "priority", "skill", "callback_share", "card", "dispatch", "response", "arrival",
                 "safe", "resolution"),
    "district": ("name_en",),
    "policy": ("target",),
}  # fmt: skip
"""What a row says, in the order of the columns; targets are spans in ms, -1 for no such clock, None for none of its
own."""

_TABLES = {"crew": CREWS, "operator": OPERATORS, "category": CATEGORIES, "district": DISTRICTS}


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
            lines = [row._asdict() for row in connection.execute(select(POLICIES).order_by(POLICIES.c.valid_from))]
            query = select(_TABLES[subject]) if subject in _TABLES else None
            found = [] if query is None else [row._asdict() for row in connection.execute(query)]
        if subject == "policy":
            return _policies(lines, lambda line: True)
        own: dict[str, Row] = {}
        for line in _policies(lines, lambda line: line["scope"] == "category" and line["retired_at"] is None):
            own.setdefault(line["key"], {})[line["clock"]] = line["target"]
        (key,) = KEYS[subject]
        return sorted((_row(subject, row, own.get(row[key], {})) for row in found), key=lambda row: str(row[key]))


def _row(subject: str, row: Mapping[str, Any], targets: Row) -> Row:
    names = (*KEYS[subject], *(name for name in FACTS[subject] if name not in TARGETS))
    known = {name: row[name] for name in names}
    if subject == "category":
        known |= {name: targets.get(name) for name in FACTS[subject] if name in TARGETS}
    return known | {"retired": row["retired_at"] is not None}


def _policies(lines: list[Row], wanted: Callable[[Row], bool]) -> list[Row]:
    """Of each scope and clock the newest line."""
    newest = {(line["scope"], line["key"], line["clock"]): line for line in lines if wanted(line)}
    return [
        dict(zip(KEYS["policy"], key, strict=True))
        | {"target": newest[key]["target_ms"], "retired": newest[key]["retired_at"] is not None}
        for key in sorted(newest)
    ]
