"""What the columns of a foreign file of customers mean: the map, and one row read into a customer and a premise."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from models.errors import Invalid
from models.filemap import (
    RowReader,
    choice,
    incomplete,
    no_word,
    only_known,
    readable,
    short_cells,
    tables_of,
    whole_row,
)
from models.phones import Numbering, digits, is_withheld, normal
from models.vocabulary import CustomerClass

OF_CUSTOMER = ("name", "phone", "klass", "tier", "manager")
OF_PREMISE = ("district", "building", "address", "hazards", "vulnerable", "access", "meter", "valve")
SINCE = ("klass_from", "tier_from", "manager_from")
PLACED = ("latitude", "longitude")
COLUMNS = ("external_id", "premise_id", *OF_CUSTOMER, *SINCE, *OF_PREMISE, *PLACED)
DEFAULTS = frozenset({"klass", "district", "unknown_district", "instant_format"})

SAID = {
    CustomerClass.GOVERNMENT: ("政府", "机关", "事业单位", "public", "authority"),
    CustomerClass.ENTERPRISE: ("企业", "工商", "商业", "公司", "business", "commercial", "company"),
    CustomerClass.RESEARCH: ("科研", "院校", "school", "university"),
    CustomerClass.INDIVIDUAL: ("个人", "居民", "民用", "household", "resident", "residential", "private"),
}
"""How other systems call our classes, in small letters."""

_CLASSES = {said: klass for klass, words in SAID.items() for said in words} | {klass.value: klass for klass in SAID}


@dataclass(frozen=True, slots=True)
class CustomerMap:
    """Our names of the columns by theirs, and what holds where a file is silent."""

    columns: Mapping[str, str]
    klass: CustomerClass = CustomerClass.INDIVIDUAL
    district: str = ""
    create_districts: bool = False
    instant_format: str = ""
    classes: Mapping[str, CustomerClass] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Person:
    """One row: the customer's columns, the premise's, its id there, and what is odd about it."""

    external_id: str
    customer: Mapping[str, Any]
    premise_id: str
    premise: Mapping[str, Any]
    flags: tuple[str, ...]


def own_columns(names: Mapping[str, Any] | None) -> CustomerMap:
    """The map of a file whose columns are called as ours: those of them that it has."""
    return CustomerMap({name: name for name in COLUMNS if names is None or name in names}, create_districts=True)


def read_map(text: str) -> CustomerMap:
    """The map in a TOML text (``[columns]``, ``[defaults]``, ``[classes]``); a name that nobody knows is refused."""
    data = tables_of(text)
    only_known(data, {"columns", "defaults", "classes"}, "table")
    columns, defaults, classes = (data.get(name, {}) for name in ("columns", "defaults", "classes"))
    only_known(columns, frozenset(COLUMNS), "columns")
    only_known(defaults, DEFAULTS, "defaults")
    for name in ("external_id", "name"):
        if not columns.get(name):
            raise incomplete(name)
    create = choice(defaults, "unknown_district", "create", "reject")
    return CustomerMap(
        {ours: str(theirs) for ours, theirs in columns.items()},
        _class(str(defaults.get("klass", CustomerClass.INDIVIDUAL.value)), _CLASSES),
        str(defaults.get("district", "")),
        create,
        str(defaults.get("instant_format", "")),
        {str(theirs).strip().casefold(): _class(str(ours), _CLASSES) for theirs, ours in classes.items()},
    )


def _class(text: str, known: Mapping[str, CustomerClass]) -> CustomerClass:
    found = known.get(text.strip().casefold())
    if found is None:
        raise no_word(text, "klass", CustomerClass)
    return found


class PersonReader(RowReader[CustomerMap]):
    """Reads customers by one map."""

    def __init__(self, plan: CustomerMap, zone: ZoneInfo | None, numbering: Numbering) -> None:
        super().__init__(plan, zone)
        self.numbering = numbering
        self._classes = {**_CLASSES, **plan.classes}

    def read(self, row: Mapping[Any, str | None]) -> Person:
        """The row's customer and premise.

        Raises:
            Invalid: with the reason for which the row cannot be taken.
        """
        whole_row(row)
        given = {ours: _cell(row.get(theirs)) for ours, theirs in self.plan.columns.items()}
        external_id = given.get("external_id", "")
        if not external_id:
            raise Invalid("import.no_external_id", "The row has no external id.", "Give every row its own.")
        if not given.get("name"):
            raise Invalid("import.no_name", "The row has no name.", "Give the customer's name.")
        short_cells(given)
        phone = normal(given.get("phone", ""), self.numbering)
        customer: dict[str, Any] = {name: given[name] for name in OF_CUSTOMER if name in given}
        customer |= {"phone": phone} if "phone" in given else {}
        customer["klass"] = (self._class(given["klass"]) if given.get("klass") else self.plan.klass).value
        customer |= {name: self._instant(name, given[name]) for name in SINCE if given.get(name)}
        premise: dict[str, Any] = {name: given[name] for name in OF_PREMISE if name in given}
        premise |= {name: _degrees(name, given[name]) for name in PLACED if given.get(name)}
        if premise.get("address"):
            premise["district"] = premise.get("district") or self.plan.district
        odd = {
            "no_phone": "phone" in given and not phone,
            "unreadable_phone": bool(phone) and not digits(phone) and not is_withheld(phone),
            "no_address": not premise.get("address"),
        }
        flags = tuple(name for name, true in odd.items() if true)
        return Person(external_id, customer, given.get("premise_id") or external_id, premise, flags)

    def _class(self, text: str) -> CustomerClass:
        return _class(text, self._classes)


def _cell(cell: Any) -> str:
    """A cell on one line without blanks around it; what is no Unicode text becomes question marks."""
    return readable(" ".join(cell.split())) if isinstance(cell, str) else ""


def _degrees(name: str, text: str) -> float:
    try:
        found = float(text)
    except ValueError as error:
        raise _no_degrees(name, text) from error
    if not -180 <= found <= 180:
        raise _no_degrees(name, text)
    return found


def _no_degrees(name: str, text: str) -> Invalid:
    return Invalid("import.no_degrees", f"{text!r} is no {name}.", "Write degrees, such as 31.2304.", column=name,
                   text=text)  # fmt: skip
