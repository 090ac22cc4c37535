"""What an admin sets up: crews, operators, categories, policy lines and districts; each act leaves one line."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import and_, insert, select, update

from models.desk.deed import clean, word
from models.desk.work import Tools, Work, require
from models.errors import Conflict, Invalid, NotFound
from models.looks.columns import CATEGORIES, CREWS, DISTRICTS, OPERATORS, POLICIES
from models.rows import Seat
from models.vocabulary import Act, ClockKind, Kind, Priority, Role

ON_DUTY = frozenset({"out_reason", "on_shift"})
"""What a supervisor may set on a crew without being an admin."""

CREW_FIELDS = frozenset({"name", "district", "skills", "phone", "team", "department", "centre", *ON_DUTY})
OPERATOR_FIELDS = frozenset({"name", "initials", "roles", "team", "department", "centre"})
CATEGORY_FIELDS = frozenset({"zh", "en", "kind", "priority", "skill", "callback_share", "card"})
TARGETS = frozenset(clock.value for clock in ClockKind if clock is not ClockKind.REPLY)
NO_CLOCK = -1
_LOGIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@\\-]{0,63}")


class Administration:
    """Verbs of the admin. Retiring keeps the record; nothing is ever deleted."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def add_crew(self, seat: Seat, code: str, *, name: str = "", **fields: Any) -> str:
        """A new crew under a code that no other has; returns the code."""
        code = _named(code, "code")
        values = _fields(fields, CREW_FIELDS) | {"name": clean(name) or code}
        with self._as_admin(seat) as work:
            _refuse_second(work, CREWS.c.code, code)
            _known_district(work, values.get("district", ""))
            work.connection.execute(insert(CREWS).values(code=code, **values))
            return _noted(work, "crew", "add", code, values)

    def set_crew(self, seat: Seat, code: str, **fields: Any) -> str:
        """Change a crew. `out_reason` takes it out of service (empty: back in); a supervisor may do that, too."""
        values = _fields(fields, CREW_FIELDS)
        require(seat, Role.SUPERVISOR if values.keys() <= ON_DUTY and not seat.may(Role.ADMIN) else Role.ADMIN)
        with self._tools.work(seat) as work:
            _the(work, CREWS, CREWS.c.code, code, "crew")
            _known_district(work, values.get("district", ""))
            stored = dict(values)
            if "out_reason" in values:
                stored["out_since"] = work.now if values["out_reason"] else None
            work.connection.execute(update(CREWS).where(CREWS.c.code == code).values(**stored))
            return _noted(work, "crew", "set", code, values)

    def retire_crew(self, seat: Seat, code: str) -> str:
        """A crew that is no longer sent."""
        return self._retire(seat, CREWS, CREWS.c.code, code, "crew")

    def add_operator(self, seat: Seat, login: str, *, name: str, roles: str = "operator", **fields: Any) -> str:
        """A new person at a keyboard; `roles` is a comma-separated list of role words. Returns the login."""
        login = _named(login, "login")
        if not _LOGIN.fullmatch(login):
            raise Invalid("login.unfit", f"{login!r} cannot be a login.", "Use letters, digits, dot, dash, underscore.",
                          login=login)  # fmt: skip
        values = _fields(fields, OPERATOR_FIELDS) | {"name": _named(name, "name"), "roles": _roles(roles)}
        values.setdefault("initials", values["name"][:1] if not values["name"].isascii() else _initials(values["name"]))
        with self._as_admin(seat) as work:
            _refuse_second(work, OPERATORS.c.login, login)
            work.connection.execute(insert(OPERATORS).values(login=login, **values))
            return _noted(work, "operator", "add", login, values)

    def set_operator(self, seat: Seat, login: str, **fields: Any) -> str:
        """Change a person's name, initials, roles, team, department or centre."""
        values = _fields(fields, OPERATOR_FIELDS)
        if "roles" in values:
            values["roles"] = _roles(values["roles"])
        with self._as_admin(seat) as work:
            _the(work, OPERATORS, OPERATORS.c.login, login, "operator")
            _keeps_an_admin(work, login, values.get("roles"))
            work.connection.execute(update(OPERATORS).where(OPERATORS.c.login == login).values(**values))
            return _noted(work, "operator", "set", login, values)

    def retire_operator(self, seat: Seat, login: str) -> str:
        """A person who no longer sits at a keyboard."""
        with self._as_admin(seat) as work:
            _the(work, OPERATORS, OPERATORS.c.login, login, "operator")
            _keeps_an_admin(work, login, "")
            work.connection.execute(update(OPERATORS).where(OPERATORS.c.login == login).values(retired_at=work.now))
            return _noted(work, "operator", "retire", login, {})

    def add_category(self, seat: Seat, code: str, *, zh: str, en: str, kind: str, priority: str, **fields: Any) -> str:
        """A new category; targets by clock name in ms (-1: no such clock) become policy lines valid from now."""
        code = _named(code, "code").upper()
        targets = _targets(fields)
        named = {"zh": clean(zh) or code, "en": clean(en) or code, "kind": kind, "priority": priority}
        values = _category(_fields(fields, CATEGORY_FIELDS) | named)
        with self._as_admin(seat) as work:
            _refuse_second(work, CATEGORIES.c.code, code)
            work.connection.execute(insert(CATEGORIES).values(code=code, **values))
            for clock, span in targets.items():
                _put_policy(work, "category", code, clock, span)
            return _noted(work, "category", "add", code, values | {"targets": targets})

    def set_category(self, seat: Seat, code: str, **fields: Any) -> str:
        """Change a category. What was received before keeps its targets; new ones get those given here."""
        targets = _targets(fields)
        values = _category(_fields(fields, CATEGORY_FIELDS))
        with self._as_admin(seat) as work:
            _the(work, CATEGORIES, CATEGORIES.c.code, code, "category")
            if values:
                work.connection.execute(update(CATEGORIES).where(CATEGORIES.c.code == code).values(**values))
            for clock, span in targets.items():
                _put_policy(work, "category", code, clock, span)
            return _noted(work, "category", "set", code, values | {"targets": targets})

    def retire_category(self, seat: Seat, code: str) -> str:
        """A category that is no longer offered."""
        return self._retire(seat, CATEGORIES, CATEGORIES.c.code, code, "category")

    def set_policy(self, seat: Seat, scope: str, key: str, clock: str, target_ms: int) -> str:
        """The target of a clock for ``default``, a ``kind`` or a ``category``, valid from now; -1: no such clock."""
        which = word(ClockKind, clock, "clock")
        with self._as_admin(seat) as work:
            _known_scope(work, scope, key)
            _put_policy(work, scope, key, which.value, _span(which.value, target_ms))
            name = " ".join(part for part in (scope, key, which.value) if part)
            return _noted(work, "policy", "set", name, {"target_ms": target_ms})

    def retire_policy(self, seat: Seat, scope: str, key: str, clock: str) -> str:
        """The scope's own lines for that clock end; the wider scope holds again for what is received from now on."""
        which = word(ClockKind, clock, "clock")
        with self._as_admin(seat) as work:
            held = and_(POLICIES.c.scope == scope, POLICIES.c.key == key, POLICIES.c.clock == which.value,
                        POLICIES.c.retired_at.is_(None))  # fmt: skip
            ended = work.connection.execute(update(POLICIES).where(held).values(retired_at=work.now))
            name = " ".join(part for part in (scope, key, which.value) if part)
            if not ended.rowcount:
                raise NotFound("policy.unknown", f"There is no policy line {name}.", "Look at: hotline policy list",
                               name=name)  # fmt: skip
            return _noted(work, "policy", "retire", name, {})

    def add_district(self, seat: Seat, name: str, *, name_en: str = "") -> str:
        """A new district."""
        name = _named(name, "name")
        with self._as_admin(seat) as work:
            _refuse_second(work, DISTRICTS.c.name, name)
            work.connection.execute(insert(DISTRICTS).values(name=name, name_en=clean(name_en)))
            return _noted(work, "district", "add", name, {"name_en": clean(name_en)})

    def retire_district(self, seat: Seat, name: str) -> str:
        """A district that is no longer offered."""
        return self._retire(seat, DISTRICTS, DISTRICTS.c.name, name, "district")

    def _retire(self, seat: Seat, table: Any, column: Any, name: str, subject: str) -> str:
        with self._as_admin(seat) as work:
            _the(work, table, column, name, subject)
            work.connection.execute(update(table).where(column == name).values(retired_at=work.now))
            return _noted(work, subject, "retire", name, {})

    def _as_admin(self, seat: Seat) -> Any:
        require(seat, Role.ADMIN)
        return self._tools.work(seat)


def _noted(work: Work, subject: str, act: str, name: str, values: Mapping[str, Any]) -> str:
    work.note(Act.ADMINISTER, {"subject": subject, "act": act, "name": name, **values})
    return name


def _named(text: str, field: str) -> str:
    plain = clean(text)
    if not plain or any(not sign.isprintable() for sign in plain):
        raise Invalid("name.missing", f"The {field} is missing or unreadable.", "Give a short plain word.", field=field)
    return plain


def _fields(given: Mapping[str, Any], allowed: frozenset[str]) -> dict[str, Any]:
    unknown = sorted(set(given) - allowed)
    if unknown:
        raise Invalid("field.unknown", f"There is no field {unknown[0]!r} here.", f"Use: {', '.join(sorted(allowed))}.",
                      field=unknown[0], allowed=", ".join(sorted(allowed)))  # fmt: skip
    return {name: clean(value) if isinstance(value, str) else value for name, value in given.items()}


def _roles(text: str) -> str:
    listed = [word(Role, part.strip(), "roles").value for part in text.split(",") if part.strip()]
    if not listed:
        raise Invalid("roles.missing", "A person needs at least one role.", "Use operator, dispatcher, supervisor or "
                      "admin.")  # fmt: skip
    return ",".join(dict.fromkeys(listed))


def _initials(name: str) -> str:
    parts = name.split()
    return "".join(part[0] for part in parts[:2]).upper() if len(parts) > 1 else name[:2].upper()


def _category(values: dict[str, Any]) -> dict[str, Any]:
    if "kind" in values:
        values["kind"] = word(Kind, values["kind"], "kind").value
    if "priority" in values:
        values["priority"] = word(Priority, values["priority"], "priority").value
    share = values.get("callback_share", 0)
    if not isinstance(share, int | float) or not 0 <= share <= 1:
        raise Invalid("share.range", "The share of call-backs lies between 0 and 1.", "Use 0.3 for 30 %.")
    return values


def _targets(fields: dict[str, Any]) -> dict[str, int]:
    """The clocks' spans among the fields, taken out of them."""
    return {name: _span(name, fields.pop(name)) for name in sorted(TARGETS & fields.keys())}


def _span(clock: str, span: Any) -> int:
    if not isinstance(span, int) or isinstance(span, bool) or (span <= 0 and span != NO_CLOCK):
        raise Invalid("target.unfit", f"The target of {clock} must be a length of time.", "Use 4h, 30min, or -.",
                      clock=clock)  # fmt: skip
    return span


def _put_policy(work: Work, scope: str, key: str, clock: str, span: int) -> None:
    """The newest line of that scope and clock; what stands in the same millisecond is replaced."""
    same = and_(POLICIES.c.scope == scope, POLICIES.c.key == key, POLICIES.c.clock == clock,
                POLICIES.c.valid_from == work.now)  # fmt: skip
    if work.connection.execute(update(POLICIES).where(same).values(target_ms=span, retired_at=None)).rowcount:
        return
    values = {"scope": scope, "key": key, "clock": clock, "target_ms": span, "valid_from": work.now}
    work.connection.execute(insert(POLICIES).values(**values))


def _known_scope(work: Work, scope: str, key: str) -> None:
    if scope == "default" and not key:
        return
    if scope == "kind":
        word(Kind, key, "key")
    elif scope == "category":
        _the(work, CATEGORIES, CATEGORIES.c.code, key, "category")
    else:
        raise Invalid("scope.unknown", f"There is no scope {scope!r} {key!r}.".replace("''", ""),
                      "Use default, kind NAME or category CODE.", scope=scope)  # fmt: skip


def _the(work: Work, table: Any, column: Any, name: str, subject: str) -> Any:
    row = work.connection.execute(select(table).where(column == name)).first()
    if row is None:
        raise NotFound(f"{subject}.none", f"There is no {subject} {name}.", f"Look at: hotline {subject} list",
                       name=name)  # fmt: skip
    return row


def _refuse_second(work: Work, column: Any, name: str) -> None:
    if work.connection.execute(select(column).where(column == name)).first():
        raise Conflict("name.taken", f"{name} is there already.", "Choose another name, or set the one that is there.",
                       name=name)  # fmt: skip


def _known_district(work: Work, district: str) -> None:
    known: Sequence[str] = work.connection.execute(select(DISTRICTS.c.name)).scalars().all()
    if district and known and district not in known:
        raise Invalid("district.unknown", f"There is no district {district!r}.", "Choose one from the list.",
                      district=district)  # fmt: skip


def _keeps_an_admin(work: Work, login: str, roles: str | None) -> None:
    """Refuse the change after which nobody could administer the file any more."""
    if roles is None or Role.ADMIN.value in roles.split(","):
        return
    others = select(OPERATORS.c.roles).where(OPERATORS.c.login != login, OPERATORS.c.retired_at.is_(None))
    if not any(Role.ADMIN.value in row.split(",") for row in work.connection.execute(others).scalars()):
        raise Conflict("admin.last", f"{login} is the last admin.", "Give somebody else the role first.", login=login)
