"""What an admin sets up: crews, operators, categories, policy lines and districts; each act leaves one line."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy import and_, update

from models.desk import setting_up as ask
from models.desk.deed import clean
from models.desk.setting_up import TARGETS
from models.desk.work import Tools, Work, require
from models.errors import NotFound
from models.rows import Seat
from models.tables import Category, Crew, District, Operator, Policy
from models.vocabulary import Act, Role

CATEGORIES = Category.__table__  # type: ignore[attr-defined]
CREWS = Crew.__table__  # type: ignore[attr-defined]
DISTRICTS = District.__table__  # type: ignore[attr-defined]
OPERATORS = Operator.__table__  # type: ignore[attr-defined]
POLICIES = Policy.__table__  # type: ignore[attr-defined]

__all__ = ["CATEGORY_FIELDS", "CREW_FIELDS", "OPERATOR_FIELDS", "TARGETS", "Administration"]

ON_DUTY = frozenset({"out_reason", "on_shift", "out_until"})
"""What a supervisor may set on a crew without being an admin."""

CREW_FIELDS = frozenset({"name", "district", "skills", "phone", "team", "department", "centre", "load_cap", *ON_DUTY})
OPERATOR_FIELDS = frozenset({"name", "initials", "roles", "team", "department", "centre", "leads"})
CATEGORY_FIELDS = frozenset({"zh", "en", "kind", "priority", "skill", "callback_share", "card"})


class Administration:
    """Verbs of the admin. Retiring keeps the record, adding it again takes it back; nothing is ever deleted."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def add_crew(self, seat: Seat, code: str, *, name: str = "", **facts: Any) -> str:
        """A new crew under a code that no other has; returns the code."""
        require(seat, Role.ADMIN)
        code = ask.named(code, "code")
        values = ask.fields({**facts, "name": clean(name) or code}, CREW_FIELDS)
        with self._as_admin(seat) as work:
            ask.known_district(work, values.get("district", ""))
            ask.put(work, CREWS.c.code, code, _since(work, values))
            return _noted(work, "crew", "add", code, values)

    def set_crew(self, seat: Seat, code: str, **facts: Any) -> str:
        """Change a crew. `out_reason` takes it out of service (empty: back in); a supervisor may do that, too."""
        on_duty = facts.keys() <= ON_DUTY and not seat.may(Role.ADMIN)
        require(seat, Role.SUPERVISOR if on_duty else Role.ADMIN)
        values = ask.fields(facts, CREW_FIELDS)
        ask.something(values, allowed=CREW_FIELDS)
        with self._tools.work(seat) as work:
            ask.the(work, CREWS.c.code, code, "crew")
            ask.known_district(work, values.get("district", ""))
            work.connection.execute(update(CREWS).where(CREWS.c.code == code).values(**_since(work, values)))
            return _noted(work, "crew", "set", code, values)

    def retire_crew(self, seat: Seat, code: str) -> str:
        """A crew that is no longer sent; one that still has a job cannot be retired."""
        with self._as_admin(seat) as work:
            ask.idle(work, ask.still_used(work, CREWS.c.code, code, "crew"))
            return _retired(work, CREWS.c.code, code, "crew")

    def add_operator(self, seat: Seat, login: str, *, name: str, roles: str = "operator", **facts: Any) -> str:
        """A new person at a keyboard; `roles` is a comma-separated list of role words. Returns the login."""
        require(seat, Role.ADMIN)
        login = ask.login_of(login)
        values = ask.fields({**facts, "name": ask.named(name, "name"), "roles": roles}, OPERATOR_FIELDS)
        values["initials"] = values.get("initials") or ask.initials_of(values["name"])
        with self._as_admin(seat) as work:
            ask.free_login(work, login)
            ask.put(work, OPERATORS.c.login, login, values)
            return _noted(work, "operator", "add", login, values)

    def set_operator(self, seat: Seat, login: str, **facts: Any) -> str:
        """Change a person's name, initials, roles, team, department or centre."""
        require(seat, Role.ADMIN)
        values = ask.fields(facts, OPERATOR_FIELDS)
        ask.something(values, allowed=OPERATOR_FIELDS)
        with self._as_admin(seat) as work:
            ask.the(work, OPERATORS.c.login, login, "operator")
            ask.keeps_an_admin(work, login, values.get("roles"))
            work.connection.execute(update(OPERATORS).where(OPERATORS.c.login == login).values(**values))
            return _noted(work, "operator", "set", login, values)

    def retire_operator(self, seat: Seat, login: str) -> str:
        """A person who no longer sits at a keyboard."""
        with self._as_admin(seat) as work:
            ask.still_used(work, OPERATORS.c.login, login, "operator")
            ask.keeps_an_admin(work, login, "")
            return _retired(work, OPERATORS.c.login, login, "operator")

    def add_category(self, seat: Seat, code: str, *, zh: str, en: str, kind: str, priority: str, **facts: Any) -> str:
        """A new category; targets by clock name in ms (-1: no such clock) become policy lines valid from now."""
        require(seat, Role.ADMIN)
        code = ask.named(code, "code").upper()
        targets = ask.targets_of(facts)
        words = {"zh": clean(zh) or code, "en": clean(en) or code, "kind": kind, "priority": priority}
        values = ask.fields({**facts, **words}, CATEGORY_FIELDS)
        with self._as_admin(seat) as work:
            ask.put(work, CATEGORIES.c.code, code, values)
            for clock, span in targets.items():
                ask.put_policy(work, "category", code, clock, span)
            return _noted(work, "category", "add", code, values | {"targets": targets})

    def set_category(self, seat: Seat, code: str, **facts: Any) -> str:
        """Change a category. What was received before keeps its targets; new ones get those given here."""
        require(seat, Role.ADMIN)
        targets = ask.targets_of(facts)
        values = ask.fields(facts, CATEGORY_FIELDS)
        ask.something(values, targets, allowed=CATEGORY_FIELDS | TARGETS)
        with self._as_admin(seat) as work:
            ask.the(work, CATEGORIES.c.code, code, "category")
            if values:
                work.connection.execute(update(CATEGORIES).where(CATEGORIES.c.code == code).values(**values))
            for clock, span in targets.items():
                ask.put_policy(work, "category", code, clock, span)
            return _noted(work, "category", "set", code, values | {"targets": targets})

    def retire_category(self, seat: Seat, code: str) -> str:
        """A category that is no longer offered."""
        with self._as_admin(seat) as work:
            ask.still_used(work, CATEGORIES.c.code, code, "category")
            return _retired(work, CATEGORIES.c.code, code, "category")

    def retire_policy(self, seat: Seat, scope: str, key: str, clock: str) -> str:
        """The scope's own lines for that clock end; the wider scope holds again for what is received from now on."""
        require(seat, Role.ADMIN)
        clock = ask.clock_of(clock)
        with self._as_admin(seat) as work:
            held = and_(POLICIES.c.scope == scope, POLICIES.c.key == key, POLICIES.c.clock == clock,
                        POLICIES.c.retired_at.is_(None))  # fmt: skip
            ended = work.connection.execute(update(POLICIES).where(held).values(retired_at=work.now))
            name = _line(scope, key, clock)
            if not ended.rowcount:
                raise NotFound("policy.unknown", f"There is no policy line {name}.", "Look at: hotline policy list",
                               name=name)  # fmt: skip
            return _noted(work, "policy", "retire", name, {})

    def add_district(self, seat: Seat, name: str, *, name_en: str = "") -> str:
        """A new district."""
        require(seat, Role.ADMIN)
        name, values = ask.named(name, "name"), ask.fields({"name_en": name_en}, frozenset({"name_en"}))
        with self._as_admin(seat) as work:
            ask.put(work, DISTRICTS.c.name, name, values)
            return _noted(work, "district", "add", name, values)

    def set_district(self, seat: Seat, name: str, *, name_en: str) -> str:
        """Change the English name; the Chinese one stands in requests and crews and stays."""
        require(seat, Role.ADMIN)
        values = ask.fields({"name_en": name_en}, frozenset({"name_en"}))
        with self._as_admin(seat) as work:
            ask.the(work, DISTRICTS.c.name, name, "district")
            work.connection.execute(update(DISTRICTS).where(DISTRICTS.c.name == name).values(**values))
            return _noted(work, "district", "set", name, values)

    def retire_district(self, seat: Seat, name: str) -> str:
        """A district that is no longer offered."""
        with self._as_admin(seat) as work:
            ask.still_used(work, DISTRICTS.c.name, name, "district")
            return _retired(work, DISTRICTS.c.name, name, "district")

    def _as_admin(self, seat: Seat) -> AbstractContextManager[Work]:
        require(seat, Role.ADMIN)
        return self._tools.work(seat)


def _since(work: Work, values: Mapping[str, Any]) -> dict[str, Any]:
    """The crew's columns; whoever is taken out of service is out from now."""
    if "out_reason" not in values:
        return dict(values)
    out = bool(values["out_reason"])
    back = values.get("out_until") if out else None
    return {**values, "out_since": work.now if out else None, "out_until": back}


def _retired(work: Work, column: Any, name: str, subject: str) -> str:
    work.connection.execute(update(column.table).where(column == name).values(retired_at=work.now))
    return _noted(work, subject, "retire", name, {})


def _noted(work: Work, subject: str, act: str, name: str, values: Mapping[str, Any]) -> str:
    # A crew's and an operator's own `name` is a fact beside the name under which the thing is known.
    facts = {"called" if key == "name" else key: value for key, value in values.items()}
    work.note(Act.ADMINISTER, {**facts, "subject": subject, "act": act, "name": name})
    return name


def _line(scope: str, key: str, clock: str) -> str:
    return " ".join(part for part in (scope, key, clock) if part)
