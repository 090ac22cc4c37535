"""What may be said of a crew, an operator, a category, a district or a target: asked before anything is written."""

import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy import and_, insert, select, text, update

from models.desk.deed import clean, word
from models.desk.work import Work
from models.errors import Conflict, Invalid, NotFound
from models.refusals import refuse
from models.tables import Assignment, Category, Contract, District, Operator, Policy, Request
from models.vocabulary import ClockKind, Kind, Priority, Role
from models.wall import DAY

ASSIGNMENTS = Assignment.__table__  # type: ignore[attr-defined]
CATEGORIES = Category.__table__  # type: ignore[attr-defined]
CONTRACTS = Contract.__table__  # type: ignore[attr-defined]
DISTRICTS = District.__table__  # type: ignore[attr-defined]
OPERATORS = Operator.__table__  # type: ignore[attr-defined]
POLICIES = Policy.__table__  # type: ignore[attr-defined]
REQUESTS = Request.__table__  # type: ignore[attr-defined]

TARGETS = frozenset(clock.value for clock in ClockKind if clock is not ClockKind.REPLY)
TERMS = ("calendar", "unit", "days", "warn", "pausing", "on_reopen")
"""Columns of a policy line beside its length."""

NO_CLOCK = -1
LONGEST = 3660 * DAY
NAME_LENGTH = 64
ACTORS = frozenset({"engine", "import", "telephone"})
"""Logins that stand in the journal for no person."""

_LOGIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@\\-]{0,63}")
_MUST = frozenset({"name", "zh", "en", "kind", "priority", "roles"})
_BUSY = (
    select(REQUESTS.c.number)
    .join(ASSIGNMENTS, ASSIGNMENTS.c.request_id == REQUESTS.c.id)
    .where(text("assignment.step IN ('offered', 'accepted', 'en_route', 'on_site')"))
)


def named(given: Any, field: str) -> str:
    """A short plain name, as a code, a login or a district has one."""
    plain = clean(given) if isinstance(given, str) else ""
    if not 0 < len(plain) <= NAME_LENGTH or any(not sign.isprintable() for sign in plain):
        raise Invalid("name.missing", f"The {field} is missing or unreadable.", "Give a short plain word.", field=field)
    return plain


def login_of(given: Any) -> str:
    """A login that a person may have."""
    login = named(given, "login")
    if not _LOGIN.fullmatch(login) or login.lower() in ACTORS:
        raise Invalid("login.unfit", f"{login!r} cannot be a login.", "Use letters, digits, dot, dash, underscore.",
                      login=login)  # fmt: skip
    return login


def fields(given: Mapping[str, Any], allowed: frozenset[str]) -> dict[str, Any]:
    """The facts as the columns take them; an unknown one is refused by name, and so is one of another shape."""
    unknown = sorted(set(given) - allowed)
    if unknown:
        raise Invalid("field.unknown", f"There is no field {unknown[0]!r} here.", f"Use: {', '.join(sorted(allowed))}.",
                      field=unknown[0], allowed=", ".join(sorted(allowed)))  # fmt: skip
    return {name: _fact(name, value) for name, value in given.items()}


def _fact(name: str, value: Any) -> Any:
    match name:
        case "on_shift" | "leads":
            if not isinstance(value, bool):
                raise refuse("word.unknown", given=str(value), field=name, allowed="true, false")
            return value
        case "load_cap":
            if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 100:
                raise Invalid("cap.range", "A cap of the load lies between 0 and 100.", "Use 8 as usual.")
            return value
        case "out_until":
            if isinstance(value, bool) or not isinstance(value, int | None):
                raise refuse("word.unknown", given=str(value), field=name, allowed="instant")
            return value
        case "callback_share":
            if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
                raise Invalid("share.range", "The share of call-backs lies between 0 and 1.", "Use 0.3 for 30 %.")
            return value
        case "roles":
            return roles_of(value)
        case "kind":
            return word(Kind, value, name).value
        case "priority":
            return word(Priority, value, name).value
    if not isinstance(value, str) or (name in _MUST and not clean(value)):
        raise Invalid("name.missing", f"The {name} is missing or unreadable.", "Give a short plain word.", field=name)
    return clean(value)


def roles_of(given: Any) -> str:
    """Role words as they are stored, each once."""
    listed = [word(Role, part.strip(), "roles").value for part in str(given or "").split(",") if part.strip()]
    if not listed:
        raise Invalid("roles.missing", "A person needs at least one role.", "Use operator, dispatcher, supervisor or "
                      "admin.")  # fmt: skip
    return ",".join(dict.fromkeys(listed))


def initials_of(name: str) -> str:
    """What stands for a person in a narrow column: one Chinese sign, or two letters."""
    parts = name.split()
    if not name.isascii():
        return name[:1]
    return "".join(part[0] for part in parts[:2]).upper() if len(parts) > 1 else name[:2].upper()


def clock_of(given: Any) -> str:
    """A clock that a policy may have."""
    clock = word(ClockKind, given, "clock").value
    if clock not in TARGETS:
        allowed = ", ".join(sorted(TARGETS))
        raise Invalid("clock.by_date", f"The clock {clock} has no target: each case brings its own date.",
                      f"Use: {allowed}.", clock=clock, allowed=allowed)  # fmt: skip
    return clock


def span_of(clock: str, span: Any) -> int:
    """A target in ms of at most ten years, or -1 for no such clock."""
    if not isinstance(span, int) or isinstance(span, bool) or not (0 < span <= LONGEST or span == NO_CLOCK):
        raise Invalid("target.unfit", f"The target of {clock} must be a length of time.", "Use 4h, 30min, or -.",
                      clock=clock)  # fmt: skip
    return span


def targets_of(given: dict[str, Any]) -> dict[str, int]:
    """The clocks' spans among the facts, taken out of them."""
    return {name: span_of(name, given.pop(name)) for name in sorted(TARGETS & given.keys())}


def something(*given: Mapping[str, Any], allowed: frozenset[str]) -> None:
    """Refuse a change of nothing."""
    if not any(given):
        listed = ", ".join(sorted(allowed))
        raise Invalid("act.nothing", "Nothing would change.", f"There are: {listed}.", allowed=listed)


def put(work: Work, column: Any, name: str, values: Mapping[str, Any]) -> None:
    """A new row under that name, or a retired one taken into use again.

    Raises:
        Conflict: one that is in use has the name.
    """
    table = column.table
    row = work.connection.execute(select(table.c.retired_at).where(column == name)).first()
    if row is None:
        work.connection.execute(insert(table).values({column.name: name, **values}))
    elif row.retired_at is not None:
        work.connection.execute(update(table).where(column == name).values(**values, retired_at=None))
    else:
        raise Conflict("name.taken", f"{name} is there already.", "Choose another name, or set the one that is there.",
                       name=name)  # fmt: skip


def the(work: Work, column: Any, name: str, subject: str) -> Any:
    """The row of that name.

    Raises:
        NotFound: there is none.
    """
    row = work.connection.execute(select(column.table).where(column == name)).first()
    if row is None:
        raise NotFound(f"{subject}.none", f"There is no {subject} {name}.", f"Look at: hotline {subject} list",
                       name=name)  # fmt: skip
    return row


def still_used(work: Work, column: Any, name: str, subject: str) -> Any:
    """The row of that name, which is not retired.

    Raises:
        Conflict: it is.
    """
    row = the(work, column, name, subject)
    if row.retired_at is not None:
        raise Conflict("name.retired", f"{name} is retired already.", "Add it again to take it back into use.",
                       name=name)  # fmt: skip
    return row


def idle(work: Work, crew: Any) -> None:
    """Refuse while the crew has a job."""
    number = work.connection.execute(_BUSY.where(ASSIGNMENTS.c.crew_id == crew.id).limit(1)).scalar()
    if number:
        raise Conflict("crew.busy", f"{crew.code} still has the job {number}.", "Withdraw it or let it end first.",
                       crew=crew.code, number=number)  # fmt: skip


def known_district(work: Work, district: str) -> None:
    """Refuse a district that is not on the list, unless there is no list."""
    known = work.connection.execute(select(DISTRICTS.c.name).where(DISTRICTS.c.retired_at.is_(None))).scalars().all()
    if district and known and district not in known:
        raise refuse("district.unknown", district=district, allowed=", ".join(known))


def known_scope(work: Work, scope: str, key: str) -> None:
    """Refuse a scope that no policy line can have."""
    if scope == "default" and not key:
        return
    if scope == "kind":
        word(Kind, key, "key")
    elif scope == "priority":
        word(Priority, key, "key")
    elif scope == "category":
        the(work, CATEGORIES.c.code, key, "category")
    elif scope == "contract":
        the(work, CONTRACTS.c.code, key, "contract")
    else:
        raise Invalid("scope.unknown", f"There is no scope {scope!r} {key!r}.".replace("''", ""),
                      "Use default, kind NAME, priority P2, category CODE or contract CODE.", scope=scope)  # fmt: skip


def keeps_an_admin(work: Work, login: str, roles: str | None) -> None:
    """Refuse the change after which nobody could administer the file any more."""
    if roles is None or Role.ADMIN.value in roles.split(","):
        return
    others = select(OPERATORS.c.roles).where(OPERATORS.c.login != login, OPERATORS.c.retired_at.is_(None))
    if not any(Role.ADMIN.value in row.split(",") for row in work.connection.execute(others).scalars()):
        raise Conflict("admin.last", f"{login} is the last admin.", "Give somebody else the role first.", login=login)


def put_policy(
    work: Work, scope: str, key: str, clock: str, span: int, *, terms: Mapping[str, Any] | None = None,
    valid_from: int | None = None,
) -> None:  # fmt: skip
    """A line of that scope and clock from now, or `valid_from`, on; what begins in the same millisecond is replaced."""
    begins = work.now if valid_from is None else valid_from
    same = and_(POLICIES.c.scope == scope, POLICIES.c.key == key, POLICIES.c.clock == clock,
                POLICIES.c.valid_from == begins)  # fmt: skip
    columns = {**dict.fromkeys(TERMS), **(terms or {}), "target_ms": span}
    if work.connection.execute(update(POLICIES).where(same).values(retired_at=None, **columns)).rowcount:
        return
    values = {"scope": scope, "key": key, "clock": clock, "valid_from": begins, **columns}
    work.connection.execute(insert(POLICIES).values(**values))


def free_login(work: Work, login: str) -> None:
    """Refuse a login that differs from another only in its case."""
    for other in work.connection.execute(select(OPERATORS.c.login)).scalars():
        if other != login and other.lower() == login.lower():
            raise Conflict("name.taken", f"{other} is there already.", "Choose another name, or set the one that is "
                           "there.", name=other)  # fmt: skip
