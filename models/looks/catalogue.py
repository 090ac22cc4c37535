"""The catalogue: districts, categories, policy lines, and the targets a request gets from them."""

from sqlalchemy import Connection, and_, bindparam, or_, select

from models import sla
from models.looks.columns import CATEGORIES, DISTRICTS, POLICIES
from models.rows import CategoryRow, ClockRow, PolicyRow
from models.sla import DEFAULT_TARGETS, Target
from models.vocabulary import ClockKind, Kind, Priority

NO_CLOCK = -1
_RANK = {"default": 0, "kind": 1, "category": 2}

_LINES = (
    select(POLICIES.c.scope, POLICIES.c.clock, POLICIES.c.target_ms)
    .where(
        POLICIES.c.valid_from <= bindparam("at"),
        or_(POLICIES.c.retired_at.is_(None), POLICIES.c.retired_at > bindparam("at")),
        or_(
            and_(POLICIES.c.scope == "default", POLICIES.c.key == ""),
            and_(POLICIES.c.scope == "kind", POLICIES.c.key == bindparam("kind")),
            and_(POLICIES.c.scope == "category", POLICIES.c.key == bindparam("category")),
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
_DISTRICTS = select(DISTRICTS).where(DISTRICTS.c.retired_at.is_(None)).order_by(DISTRICTS.c.name)


def targets_for(connection: Connection, category: str, kind: Kind, received: int) -> dict[ClockKind, Target]:
    """The targets of a request received at that instant: for each clock the newest line of the narrowest scope."""
    lines = connection.execute(_LINES, {"at": received, "kind": kind.value, "category": category}).all()
    spans: dict[ClockKind, int] = dict(DEFAULT_TARGETS)
    for line in sorted(lines, key=lambda line: _RANK[line.scope]):
        spans[ClockKind(line.clock)] = line.target_ms
    return {clock: Target(ms=spans[clock]) for clock in ClockKind if spans.get(clock, NO_CLOCK) != NO_CLOCK}


def preview(connection: Connection, category: str, priority: Priority, received: int) -> tuple[ClockRow, ...]:
    """The clocks that saving a request of this category would start; none while the category is unknown."""
    kind = connection.execute(_KIND, {"code": category}).scalar()
    if kind is None:
        return ()
    targets = targets_for(connection, category, Kind(kind), received)
    clocks = [sla.SlaClock(clock, 1, received, target) for clock, target in targets.items()]
    return tuple(
        ClockRow(one.kind, 1, received, one.target.ms, False, one.due_at, one.level_at(75), None, one.state, ())
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
        PolicyRow(row.id, row.scope, row.key, ClockKind(row.clock), row.target_ms, row.valid_from, row.retired_at)
        for row in connection.execute(_POLICIES)
    ]


def districts(connection: Connection) -> list[tuple[str, str]]:
    """Districts in use: Chinese and English name."""
    return [(row.name, row.name_en or row.name) for row in connection.execute(_DISTRICTS)]
