"""What the columns of a foreign file of customers mean: the map, and one row read into a customer and a premise."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from models.errors import Invalid
from models.instants import read_instant
from models.phones import Numbering, digits, is_withheld, normal
from models.vocabulary import CustomerClass

OF_CUSTOMER = ("name", "phone", "klass", "tier", "manager")
OF_PREMISE = ("district", "building", "address", "hazards", "vulnerable", "access", "meter", "valve")
SINCE = ("klass_from", "tier_from", "manager_from")
PLACED = ("latitude", "longitude")
COLUMNS = ("external_id", "premise_id", *OF_CUSTOMER, *SINCE, *OF_PREMISE, *PLACED)
DEFAULTS = frozenset({"klass", "district", "unknown_district", "instant_format"})
LONGEST = 500
"""Signs of one cell."""

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


def _refuse(code: str, what: str, remedy: str, **facts: Any) -> Invalid:
    return Invalid("import." + code, what, remedy, **facts)


def read_map(text: str) -> CustomerMap:
    """The map in a TOML text (``[columns]``, ``[defaults]``, ``[classes]``); a name that nobody knows is refused."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _refuse("map_unreadable", f"The map cannot be read: {error}.", "Correct that line.",
                      why=str(error)) from error  # fmt: skip
    _known(data, {"columns", "defaults", "classes"}, "table")
    columns, defaults, classes = (data.get(name, {}) for name in ("columns", "defaults", "classes"))
    _known(columns, frozenset(COLUMNS), "columns")
    _known(defaults, DEFAULTS, "defaults")
    for name in ("external_id", "name"):
        if not columns.get(name):
            raise _refuse("map_incomplete", f"The map does not say which column holds {name}.",
                          f"Add {name} = ... under [columns].", name=name)  # fmt: skip
    asked = defaults.get("unknown_district", "reject")
    if asked not in ("create", "reject"):
        raise _refuse("map_unknown", f"unknown_district = {asked!r} in the map means nothing.",
                      "Write 'create' or 'reject'.", name="unknown_district", where="defaults")  # fmt: skip
    return CustomerMap(
        {ours: str(theirs) for ours, theirs in columns.items()},
        _class(str(defaults.get("klass", CustomerClass.INDIVIDUAL.value)), _CLASSES),
        str(defaults.get("district", "")),
        asked == "create",
        str(defaults.get("instant_format", "")),
        {str(theirs).strip().casefold(): _class(str(ours), _CLASSES) for theirs, ours in classes.items()},
    )


def _known(table: Any, names: frozenset[str] | set[str], where: str) -> None:
    if not isinstance(table, dict):
        raise _refuse("map_unreadable", f"{where} in the map is no table.", f"Write it as [{where}].", why=where)
    for name in table:
        if name not in names:
            raise _refuse("map_unknown", f"The map names {name!r} under {where}, which nobody knows.",
                          f"Known are: {', '.join(sorted(names))}.", name=name, where=where)  # fmt: skip


def _class(text: str, known: Mapping[str, CustomerClass]) -> CustomerClass:
    found = known.get(text.strip().casefold())
    if found is None:
        raise _refuse("unknown_word", f"{text!r} is no klass.", f"Known are: {', '.join(CustomerClass)}.",
                      column="klass", text=text)  # fmt: skip
    return found


class PersonReader:
    """Reads rows by one map; `zone` is where instants without an offset were written."""

    def __init__(self, plan: CustomerMap, zone: ZoneInfo | None, numbering: Numbering) -> None:
        self.plan, self.zone, self.numbering = plan, zone, numbering
        self._classes = {**_CLASSES, **plan.classes}

    def missing(self, row: Mapping[Any, str | None]) -> list[str]:
        """Columns that the map names and the file does not have."""
        return sorted({theirs for theirs in self.plan.columns.values() if theirs not in row})

    def read(self, row: Mapping[Any, str | None]) -> Person:
        """The row's customer and premise.

        Raises:
            Invalid: with the reason for which the row cannot be taken.
        """
        if None in row:  # where csv.DictReader puts what stands beyond the last column
            raise _refuse("more_cells", "The row has more cells than the header.",
                          "Put quotes around a cell that holds a comma.")  # fmt: skip
        given = {ours: _cell(row.get(theirs)) for ours, theirs in self.plan.columns.items()}
        external_id = given.get("external_id", "")
        if not external_id:
            raise _refuse("no_external_id", "The row has no external id.", "Give every row its own.")
        if not given.get("name"):
            raise _refuse("no_name", "The row has no name.", "Give the customer's name.")
        long = next((name for name, text in given.items() if len(text) > LONGEST), None)
        if long is not None:
            raise _refuse("too_long", f"The {long} is longer than {LONGEST} signs.", "Shorten it.", column=long)
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

    def _instant(self, name: str, text: str) -> int:
        try:
            return read_instant(text, self.zone, self.plan.instant_format)
        except Invalid as error:
            raise Invalid(error.code, f"{name}: {error.what}", error.remedy, column=name, **error.facts) from error


def _cell(cell: Any) -> str:
    """A cell on one line without blanks around it; what is no Unicode text becomes question marks."""
    text = " ".join(cell.split()) if isinstance(cell, str) else ""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _degrees(name: str, text: str) -> float:
    try:
        found = float(text)
    except ValueError as error:
        raise _refuse("no_degrees", f"{text!r} is no {name}.", "Write degrees, such as 31.2304.", column=name,
                      text=text) from error  # fmt: skip
    if not -180 <= found <= 180:
        raise _refuse(
            "no_degrees", f"{text!r} is no {name}.", "Write degrees, such as 31.2304.", column=name, text=text
        )
    return found
