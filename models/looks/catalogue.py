"""The catalogue: districts, categories, policy lines, and the targets a request gets from them."""

from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import Connection, and_, bindparam, or_, select

from models import sla
from models.looks import hours
from models.looks.columns import CATEGORIES, CONTRACTS, CUSTOMERS, DISTRICTS, POLICIES, words
from models.rows import CategoryRow, ClockRow, ContractRow, PolicyRow
from models.sla import DEFAULT_TARGETS, Target
from models.vocabulary import ClockKind, Kind, Priority

NO_CLOCK = -1
_RANK = {"default": 0, "kind": 1, "priority": 2, "category": 3, "contract": 4}
SCOPES = tuple(_RANK)
"""Whose promises a policy line says, the widest first."""

_CONTRACTS = select(CONTRACTS.c.code).where(
    CONTRACTS.c.customer_id == bindparam("customer"),
    CONTRACTS.c.valid_from <= bindparam("at"),
    or_(CONTRACTS.c.valid_to.is_(None), CONTRACTS.c.valid_to > bindparam("at")),
    or_(CONTRACTS.c.retired_at.is_(None), CONTRACTS.c.retired_at > bindparam("at")),
)
_LINES = (
    select(POLICIES)
    .where(
        POLICIES.c.valid_from <= bindparam("at"),
        or_(POLICIES.c.retired_at.is_(None), POLICIES.c.retired_at > bindparam("at")),
        or_(
            and_(POLICIES.c.scope == "default", POLICIES.c.key == ""),
            and_(POLICIES.c.scope == "kind", POLICIES.c.key == bindparam("kind")),
            and_(POLICIES.c.scope == "priority", POLICIES.c.key == bindparam("priority")),
            and_(POLICIES.c.scope == "category", POLICIES.c.key == bindparam("category")),
            and_(POLICIES.c.scope == "contract", POLICIES.c.key.in_(_CONTRACTS)),
        ),
    )
    .order_by(POLICIES.c.valid_from)
)
_KIND = select(CATEGORIES.c.kind).where(CATEGORIES.c.code == bindparam("code"))
_OF_CATEGORIES = (
    select(POLICIES.c.key, POLICIES.c.clock, POLICIES.c.target_ms)
    .where(POLICIES.c.scope == "category", POLICIES.c.retired_at.is_(None))
    .order_by(POLICIES.c.valid_from)
)
_CATEGORIES = select(CATEGORIES).order_by(CATEGORIES.c.kind, CATEGORIES.c.code)
_POLICIES = select(POLICIES).order_by(POLICIES.c.scope, POLICIES.c.key, POLICIES.c.clock, POLICIES.c.valid_from)
_ALL_CONTRACTS = (
    select(CONTRACTS, CUSTOMERS.c.name)
    .join(CUSTOMERS, CUSTOMERS.c.id == CONTRACTS.c.customer_id)
    .order_by(CONTRACTS.c.code)
)
_DISTRICTS = select(DISTRICTS).where(DISTRICTS.c.retired_at.is_(None)).order_by(DISTRICTS.c.name)


def targets_for(
    connection: Connection, category: str, kind: Kind, received: int, *, priority: Priority | None = None,
    customer_id: int | None = None,
) -> dict[ClockKind, Target]:  # fmt: skip
    """The targets of a request received at that instant: for each clock the newest line of the narrowest scope."""
    about = {"at": received, "kind": kind.value, "category": category, "customer": customer_id,
             "priority": priority and priority.value}  # fmt: skip
    lines = connection.execute(_LINES, about).all()
    return targets_of(lines, lambda code: hours.version_at(connection, code, received))


def targets_of(lines: Iterable[Any], pinned: Callable[[str], str]) -> dict[ClockKind, Target]:
    """The targets that policy lines in the order of their beginning say; the narrowest scope has the last word.

    Args:
        pinned: gives the calendar of that code as it was then, as ``code@version``.
    """
    found: dict[ClockKind, Any] = {}
    for line in sorted(lines, key=lambda line: _RANK[line.scope]):
        found[ClockKind(line.clock)] = line
    targets = {clock: Target(ms=ms) for clock, ms in DEFAULT_TARGETS.items() if clock not in found}
    targets |= {clock: _target(line, pinned) for clock, line in found.items() if line.target_ms != NO_CLOCK}
    return {clock: targets[clock] for clock in ClockKind if clock in targets}


def _target(line: Any, pinned: Callable[[str], str]) -> Target:
    """The target that one line says."""
    if line.calendar is None and line.warn is None and line.pausing is None and line.on_reopen is None:
        return Target(ms=line.target_ms)
    unit: dict[str, Any] = {"ms": line.target_ms} if line.unit is None else {line.unit: line.days}
    return Target(
        **unit,
        calendar=pinned(line.calendar) if line.calendar else "",
        warn=None if line.warn is None else tuple(int(level) for level in words(line.warn)),
        pausing=None if line.pausing is None else words(line.pausing),
        reopen=line.on_reopen or "",
    )


def preview(
    connection: Connection, category: str, priority: Priority, received: int, customer_id: int | None = None
) -> tuple[ClockRow, ...]:
    """The clocks that saving a request of this category would start; none while the category is unknown."""
    kind = connection.execute(_KIND, {"code": category}).scalar()
    if kind is None:
        return ()
    targets = targets_for(connection, category, Kind(kind), received, priority=priority, customer_id=customer_id)
    book = hours.CalendarBook(connection)
    clocks = [
        sla.SlaClock(clock, 1, received, target, hours=book[target.calendar] if target.calendar else None)
        for clock, target in targets.items()
    ]
    return tuple(
        ClockRow(
            one.kind,
            1,
            received,
            one.whole,
            False,
            one.due_at,
            one.warn_at,
            None,
            one.state,
            (),
            one.target.terms,
            one.hours,
        )
        for one in sorted(clocks, key=lambda one: one.due_at)
    )


def categories(connection: Connection) -> list[CategoryRow]:
    """The whole catalogue, retired categories too, with the targets of their own."""
    own: dict[str, dict[str, int]] = {}
    for line in connection.execute(_OF_CATEGORIES):
        own.setdefault(line.key, {})[line.clock] = line.target_ms
    return [
        CategoryRow(row.code, row.zh, row.en, Kind(row.kind), Priority(row.priority), row.skill,
                    **{name: own.get(row.code, {}).get(name) for name in _OWN}, callback_share=row.callback_share,
                    card=row.card, retired=row.retired_at is not None)
        for row in connection.execute(_CATEGORIES)
    ]  # fmt: skip


_OWN = ("dispatch", "arrival", "safe", "response", "resolution")


def policies(connection: Connection) -> list[PolicyRow]:
    """Every policy line that ever held."""
    return [
        PolicyRow(
            row.id,
            row.scope,
            row.key,
            ClockKind(row.clock),
            row.target_ms,
            row.valid_from,
            row.retired_at,
            row.calendar or "",
            row.unit or "",
            row.days,
            row.warn or "",
            row.pausing,
            row.on_reopen or "",
        )
        for row in connection.execute(_POLICIES)
    ]


def contracts(connection: Connection) -> list[ContractRow]:
    """Every contract that ever was, with its customer's name."""
    return [
        ContractRow(row.code, row.customer_id, row.name, row.valid_from, row.valid_to, row.warn_days, row.note,
                    row.retired_at)
        for row in connection.execute(_ALL_CONTRACTS)
    ]  # fmt: skip


def districts(connection: Connection) -> list[tuple[str, str]]:
    """Districts in use: Chinese and English name."""
    return [(row.name, row.name_en or row.name) for row in connection.execute(_DISTRICTS)]
