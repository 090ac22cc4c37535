"""A whole set of policy lines in memory: what it would promise, whether it is the file's own or one being tried."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, select

from models.looks.catalogue import targets_of
from models.looks.columns import CONTRACTS, POLICIES
from models.sla import Target
from models.vocabulary import ClockKind, Kind, Priority

Pinned = Callable[[str, int], str]
"""The calendar of a code at an instant, as ``code@version``."""


class PolicySet:
    """Targets by what a request is and when it was received.

    Args:
        lines: policy lines, newer ones after older ones of the same scope.
        contracts: contract rows. pinned: which version of a calendar holds when.
    """

    def __init__(self, lines: Iterable[Any], contracts: Iterable[Any], pinned: Pinned) -> None:
        self._pinned = pinned
        self._lines: dict[tuple[str, str], list[Any]] = defaultdict(list)
        ordered = sorted(lines, key=lambda line: line.valid_from)
        for line in ordered:
            self._lines[line.scope, line.key].append(line)
        self._contracts: dict[int, list[Any]] = defaultdict(list)
        for row in contracts:
            self._contracts[row.customer_id].append(row)
        moments = {at for line in ordered for at in (line.valid_from, line.retired_at) if at is not None}
        self._changes = sorted(moments)
        self._known: dict[tuple[Any, ...], dict[ClockKind, Target]] = {}

    def targets(
        self, category: str, kind: Kind, priority: Priority, customer_id: int | None, received: int
    ) -> dict[ClockKind, Target]:
        """The targets of such a request received at that instant."""
        codes = tuple(row.code for row in self._contracts.get(customer_id or 0, ()) if _holds(row, received))
        key = (category, kind, priority, codes, bisect_right(self._changes, received))
        if key in self._known and not any(target.calendar for target in self._known[key].values()):
            return self._known[key]
        lines = [line for line in self._about(category, kind, priority, codes) if _line_holds(line, received)]
        self._known[key] = found = targets_of(lines, lambda code: self._pinned(code, received))
        return found

    def _about(self, category: str, kind: Kind, priority: Priority, codes: Sequence[str]) -> Iterable[Any]:
        scopes = [("default", ""), ("kind", kind.value), ("priority", priority.value), ("category", category)]
        for scope in (*scopes, *(("contract", code) for code in codes)):
            yield from self._lines.get(scope, ())


def _line_holds(line: Any, at: int) -> bool:
    return line.valid_from <= at and (line.retired_at is None or line.retired_at > at)


def _holds(row: Any, at: int) -> bool:
    return (row.valid_from <= at and (row.valid_to is None or row.valid_to > at)
            and (row.retired_at is None or row.retired_at > at))  # fmt: skip


def stored(
    connection: Connection, extra: Iterable[Any], pinned: Pinned, *, alone: bool = False, replacing: bool = False
) -> PolicySet:
    """The file's own lines and `extra` ones beside them.

    Args:
        alone: only the extra ones. replacing: the file's own for the same scope and clock do not count.
    """
    extra = list(extra)
    own = [] if alone else list(connection.execute(select(POLICIES).order_by(POLICIES.c.valid_from)).all())
    taken = {(line.scope, line.key, line.clock) for line in extra} if replacing else set()
    own = [line for line in own if (line.scope, line.key, line.clock) not in taken]
    return PolicySet([*own, *extra], connection.execute(select(CONTRACTS)).all(), pinned)
