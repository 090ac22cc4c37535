"""What the command line says of one person's own: whose requests, what waits for them, promised calls."""

from collections.abc import Sequence
from typing import Any

from console.asking import queue_facts
from console.render import facts
from models.looks.look import Look
from models.refusals import refuse
from models.rows import OperatorRow, PromiseRow

WAITING = ("what", "number", "since", "due", "who", "phone", "address", "text")
PROMISES = ("id", "number", "phone", "promised", "overdue", "by", "note")


def operator_named(look: Look, name: str) -> OperatorRow:
    """Who is called that: by login, name or initials.

    Raises:
        NotFound: nobody, or several by those initials.
    """
    rows = look.operators()
    for field in ("login", "name", "initials"):
        found = [row for row in rows if getattr(row, field).casefold() == name.strip().casefold()]
        if len(found) == 1:
            return found[0]
    raise refuse("operator.unknown", id=name)


def owned(look: Look, now: int, name: str, limit: int) -> list[dict[str, Any]]:
    """The live requests of an owner, as a list shows them."""
    return [queue_facts(row, now) for row in look.mine(operator_named(look, name).id, limit)]


def waiting_for(look: Look, name: str, limit: int) -> list[dict[str, Any]]:
    """What waits for somebody: handed over, come back, calls promised, unfinished calls, call-backs due."""
    out = []
    for row in look.waiting(operator_named(look, name).id, limit):
        known = facts(row)
        known["due"] = known.pop("due_at")
        out.append(known)
    return out


def promise_facts(row: PromiseRow, now: int) -> dict[str, Any]:
    """A promised call as it is printed."""
    known = facts(row)
    known.pop("operator_id")
    known["promised"] = known.pop("promised_at")
    return known | {"overdue": row.kept_at is None and now > row.promised_at}


def promises(rows: Sequence[PromiseRow], now: int) -> list[dict[str, Any]]:
    """Promised calls, the next one due first."""
    return [promise_facts(row, now) for row in rows]
