"""The files of customers and premises: who burns gas where, what must be minded of them, and whose number is shown.

Journal lines name a customer or a premise by its id and say which facts changed, never what they say.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Table, bindparam, delete, insert, select, update

from models.desk.deed import clean, word
from models.desk.opening import new_id
from models.desk.work import Tools, Work
from models.errors import Invalid, NotAllowed
from models.looks.columns import HEADER
from models.phones import normal
from models.refusals import refuse
from models.rows import Seat
from models.tables import Customer, CustomerPremise, District, Premise, PremiseWarning
from models.tables.found_by import drop_people, drop_places, put_people, put_places, refill
from models.vocabulary import Act, CustomerClass, Role, WarningKind

CUSTOMERS = Customer.__table__  # type: ignore[attr-defined]
PREMISES = Premise.__table__  # type: ignore[attr-defined]
FURTHER = CustomerPremise.__table__  # type: ignore[attr-defined]
WARNINGS = PremiseWarning.__table__  # type: ignore[attr-defined]
DISTRICTS = District.__table__  # type: ignore[attr-defined]

CUSTOMER_FIELDS = frozenset({"name", "phone", "klass", "tier", "manager", "premise", "external_id"})
PREMISE_FIELDS = frozenset(
    {"district", "building", "address", "hazards", "vulnerable", "access", "meter", "valve", "external_id"}
)
LONGEST = 500
"""Signs of one fact."""

_SINCE = ("klass", "tier", "manager")
_PEOPLE = select(CUSTOMERS).where(CUSTOMERS.c.id == bindparam("id"))
_PLACES = select(PREMISES).where(PREMISES.c.id == bindparam("id"))
_IN_USE = select(DISTRICTS.c.name).where(DISTRICTS.c.retired_at.is_(None))
_WARNING = select(WARNINGS).where(WARNINGS.c.id == bindparam("id"))


class Files:
    """Verbs on customers and premises. Retiring keeps the record; who is retired is found no more."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def add_customer(self, seat: Seat, name: str, **facts: Any) -> int:
        """A new customer; `premise` is the id of where they burn gas. Returns the id."""
        _of_the_desk(seat)
        with self._tools.work(seat) as work:
            values = _customer(work, {**facts, "name": name})
            customer_id = new_id(work.connection.execute(insert(CUSTOMERS), _since(work, values)))
            put_people(work.connection, [(customer_id, values["name"], values.get("phone", ""))])
            _noted(work, "customer", "add", customer_id, values)
            return customer_id

    def set_customer(self, seat: Seat, customer_id: int, **facts: Any) -> int:
        """Change facts of a customer; class, tier and manager hold from now. A retired one is taken back."""
        _of_the_desk(seat)
        _something(facts, CUSTOMER_FIELDS)
        with self._tools.work(seat) as work:
            was, values = _known(work, _PEOPLE, customer_id, "customer.unknown"), _customer(work, facts)
            if was.retired_at is None:
                drop_people(work.connection, [(was.id, was.name, was.phone)])
            _change(work, CUSTOMERS, customer_id, _since(work, values) | {"retired_at": None})
            put_people(work.connection, [(was.id, values.get("name", was.name), values.get("phone", was.phone))])
            _noted(work, "customer", "set", customer_id, values)
            return customer_id

    def retire_customer(self, seat: Seat, customer_id: int) -> int:
        """A customer who burns gas no more."""
        _in_charge(seat)
        with self._tools.work(seat) as work:
            was = _known(work, _PEOPLE, customer_id, "customer.unknown")
            if was.retired_at is None:
                drop_people(work.connection, [(was.id, was.name, was.phone)])
                _change(work, CUSTOMERS, customer_id, {"retired_at": work.now})
                _noted(work, "customer", "retire", customer_id, {})
            return customer_id

    def add_premise(self, seat: Seat, address: str, **facts: Any) -> int:
        """A new premise; returns its id."""
        _of_the_desk(seat)
        with self._tools.work(seat) as work:
            values = _premise(work, {**facts, "address": address})
            premise_id = new_id(work.connection.execute(insert(PREMISES), values))
            put_places(work.connection, [_place(premise_id, values)])
            _noted(work, "premise", "add", premise_id, values)
            return premise_id

    def set_premise(self, seat: Seat, premise_id: int, **facts: Any) -> int:
        """Change what is known of a premise. A retired one is taken back."""
        _of_the_desk(seat)
        _something(facts, PREMISE_FIELDS)
        with self._tools.work(seat) as work:
            was, values = _known(work, _PLACES, premise_id, "premise.unknown"), _premise(work, facts)
            stood = was._asdict()
            if was.retired_at is None:
                drop_places(work.connection, [_place(premise_id, stood)])
            _change(work, PREMISES, premise_id, values | {"retired_at": None})
            put_places(work.connection, [_place(premise_id, stood | values)])
            _noted(work, "premise", "set", premise_id, values)
            return premise_id

    def retire_premise(self, seat: Seat, premise_id: int) -> int:
        """A premise where no gas is burned any more."""
        _in_charge(seat)
        with self._tools.work(seat) as work:
            was = _known(work, _PLACES, premise_id, "premise.unknown")
            if was.retired_at is None:
                drop_places(work.connection, [_place(premise_id, was._asdict())])
                _change(work, PREMISES, premise_id, {"retired_at": work.now})
                _noted(work, "premise", "retire", premise_id, {})
            return premise_id

    def settle(self, seat: Seat, customer_id: int, premise_id: int, *, leave: bool = False) -> int:
        """A customer burns gas at a further premise, too; with `leave` no more."""
        _of_the_desk(seat)
        with self._tools.work(seat) as work:
            customer = _known(work, _PEOPLE, customer_id, "customer.unknown")
            _known(work, _PLACES, premise_id, "premise.unknown")
            here = (FURTHER.c.customer_id == customer_id) & (FURTHER.c.premise_id == premise_id)
            work.connection.execute(delete(FURTHER).where(here))
            if not leave and customer.premise_id != premise_id:
                work.connection.execute(insert(FURTHER), {"customer_id": customer_id, "premise_id": premise_id})
            _noted(work, "customer", "leave" if leave else "settle", customer_id, {"premise": premise_id})
            return customer_id

    def warn(
        self, seat: Seat, *, text: str, kind: WarningKind = WarningKind.OTHER, premise: int | None = None,
        customer: int | None = None, until: int | None = None,
    ) -> int:  # fmt: skip
        """Write down what who comes or calls must mind, of a premise, a customer or both; returns its id.

        It shows until `until` (ms UTC; None: until it is ended) and never lowers anything.
        """
        _of_the_desk(seat)
        chosen, said = word(WarningKind, kind, "kind"), _text("text", text)
        if not said:
            raise refuse("warning.empty")
        if premise is None and customer is None:
            raise refuse("warning.of_nobody")
        with self._tools.work(seat) as work:
            if until is not None and until <= work.now:
                raise refuse("warning.over")
            if premise is not None:
                _known(work, _PLACES, premise, "premise.unknown")
            if customer is not None:
                _known(work, _PEOPLE, customer, "customer.unknown")
            values = {"premise_id": premise, "customer_id": customer, "kind": chosen.value, "text": said,
                      "by_id": seat.operator_id or None, "made_at": work.now, "until": until}  # fmt: skip
            warning_id = new_id(work.connection.execute(insert(WARNINGS), values))
            subject, about = ("premise", premise) if premise is not None else ("customer", customer)
            _noted(work, subject, "warn", about or 0, {"warning": warning_id})
            return warning_id

    def unwarn(self, seat: Seat, warning_id: int) -> int:
        """End a warning before it expires."""
        _of_the_desk(seat)
        with self._tools.work(seat) as work:
            row = _known(work, _WARNING, warning_id, "warning.unknown")
            if row.ended_at is None:
                work.connection.execute(update(WARNINGS).where(WARNINGS.c.id == warning_id).values(ended_at=work.now))
                subject, about = (
                    ("customer", row.customer_id) if row.premise_id is None else ("premise", row.premise_id)
                )
                _noted(work, subject, "unwarn", about, {"warning": warning_id})
            return warning_id

    def reveal(self, seat: Seat, customers: Iterable[int]) -> int:
        """Say on the record that the whole phone numbers of these customers were shown; returns how many."""
        if not seat.may(Role.OPERATOR):
            raise _needs(Role.OPERATOR)
        ids = sorted(set(customers))
        with self._tools.work(seat) as work:
            if ids:
                work.note(Act.ADMINISTER, {"subject": "customer", "act": "reveal", "name": ", ".join(map(str, ids))})
        return len(ids)

    def number_by(self, seat: Seat, *, region: str, area_code: str = "") -> None:
        """Set the country (``CN``; empty: the zone's) and the area code by which the utility's phones are dialled."""
        if not seat.may(Role.ADMIN):
            raise _needs(Role.ADMIN)
        country, area = clean(region).upper(), clean(area_code)
        if country and not _is_region(country):
            raise refuse("region.unknown", region=region)
        if area and not (area.isascii() and area.isdecimal()):
            raise refuse("area.unfit", area=area_code)
        with self._tools.work(seat) as work:
            for name, value in (("region", country), ("area_code", area)):
                work.connection.execute(delete(HEADER).where(HEADER.c.name == name))
                if value:
                    work.connection.execute(insert(HEADER), {"name": name, "value": value})
            work.note(Act.ADMINISTER, {"subject": "numbering", "act": "set", "name": country, "area_code": area})

    def refill(self, seat: Seat) -> int:
        """Make all keys by which customers and premises are found anew; returns of how many rows."""
        _in_charge(seat)
        with self._tools.work(seat) as work:
            done = refill(work.connection)
            work.note(Act.ADMINISTER, {"subject": "customer", "act": "refill", "name": "", "rows": done})
            return done


def _is_region(region: str) -> bool:
    import phonenumbers

    return region in phonenumbers.SUPPORTED_REGIONS


def _needs(role: Role) -> NotAllowed:
    return NotAllowed("role.needed", f"This needs the role {role.value}.", "Ask one, or sign in as one.",
                      role=role.value)  # fmt: skip


def _of_the_desk(seat: Seat) -> None:
    """Who answers calls keeps the files, and so does who sets the house up."""
    if not (seat.may(Role.OPERATOR) or seat.may(Role.ADMIN)):
        raise _needs(Role.OPERATOR)


def _in_charge(seat: Seat) -> None:
    if not (seat.may(Role.SUPERVISOR) or seat.may(Role.ADMIN)):
        raise _needs(Role.SUPERVISOR)


def _text(name: str, value: Any) -> str:
    said = clean(value) if isinstance(value, str) else ""
    if not isinstance(value, str) or len(said) > LONGEST or any(ord(sign) < 32 for sign in said):
        raise Invalid("name.missing", f"The {name} is missing or unreadable.", "Give a short plain word.", field=name)
    return said


def _something(facts: Mapping[str, Any], allowed: frozenset[str]) -> None:
    if not facts:
        listed = ", ".join(sorted(allowed))
        raise Invalid("act.nothing", "Nothing would change.", f"There are: {listed}.", allowed=listed)


def _allowed(facts: Mapping[str, Any], allowed: frozenset[str]) -> None:
    unknown = sorted(set(facts) - allowed)
    if unknown:
        raise Invalid("field.unknown", f"There is no field {unknown[0]!r} here.", f"Use: {', '.join(sorted(allowed))}.",
                      field=unknown[0], allowed=", ".join(sorted(allowed)))  # fmt: skip


def _customer(work: Work, facts: Mapping[str, Any]) -> dict[str, Any]:
    """A customer's facts as columns take them."""
    _allowed(facts, CUSTOMER_FIELDS)
    values: dict[str, Any] = {name: _text(name, facts[name]) for name in facts if name != "premise"}
    if values.get("name") == "":
        raise Invalid("name.missing", "The name is missing or unreadable.", "Give a short plain word.", field="name")
    if "phone" in values:
        values["phone"] = normal(values["phone"], work.numbering)
    if "klass" in values:
        values["klass"] = word(CustomerClass, values["klass"], "klass").value
    if "premise" in facts:
        premise = facts["premise"]
        values["premise_id"] = None if premise is None else _known(work, _PLACES, premise, "premise.unknown").id
    return _own_external(work, CUSTOMERS, values)


def _premise(work: Work, facts: Mapping[str, Any]) -> dict[str, Any]:
    _allowed(facts, PREMISE_FIELDS)
    values: dict[str, Any] = {name: _text(name, facts[name]) for name in facts}
    if values.get("address") == "":
        raise Invalid("name.missing", "The address is missing or unreadable.", "Give a short plain word.",
                      field="address")  # fmt: skip
    if values.get("district"):
        known = list(work.connection.execute(_IN_USE).scalars())
        if known and values["district"] not in known:
            raise refuse("district.unknown", district=values["district"], allowed=", ".join(known))
    return _own_external(work, PREMISES, values)


def _own_external(work: Work, table: Table, values: dict[str, Any]) -> dict[str, Any]:
    """An id of another system belongs to one row alone; an empty one to none."""
    if "external_id" in values:
        values["external_id"] = values["external_id"] or None
        if (
            values["external_id"] is not None
            and work.connection.execute(select(table.c.id).where(table.c.external_id == values["external_id"])).first()
        ):
            raise refuse("external.taken", external_id=values["external_id"])
    return values


def _since(work: Work, values: Mapping[str, Any]) -> dict[str, Any]:
    return {**values, **{f"{name}_from": work.now for name in _SINCE if values.get(name)}}


def _place(premise_id: int, values: Mapping[str, Any]) -> tuple[int, str, str, str, str]:
    district, address, building, meter = (
        values.get(name) or "" for name in ("district", "address", "building", "meter")
    )
    return premise_id, district, address, building, meter


def _known(work: Work, query: Any, given: Any, otherwise: str) -> Any:
    row = work.connection.execute(query, {"id": given}).first() if isinstance(given, int) else None
    if row is None:
        raise refuse(otherwise, id=given)
    return row


def _change(work: Work, table: Table, row_id: int, values: Mapping[str, Any]) -> None:
    work.connection.execute(update(table).where(table.c.id == row_id).values(**values))


def _noted(work: Work, subject: str, act: str, row_id: int, values: Mapping[str, Any]) -> None:
    plain = {name: value for name, value in values.items() if isinstance(value, int) and name in ("premise", "warning")}
    named = sorted(name.removesuffix("_id") for name in values if name not in plain)
    fields = {"fields": named} if named else {}
    work.note(Act.ADMINISTER, {**plain, **fields, "subject": subject, "act": act, "name": str(row_id)})
