"""What every map of another system's file has in common: its tables, the words it translates, and how rows are read."""

import tomllib
from collections.abc import Iterable, Mapping
from typing import Any, Generic, Protocol, TypeVar
from zoneinfo import ZoneInfo

from models.errors import Invalid
from models.instants import read_instant

LONGEST = 500
"""Signs of one cell."""

Row = Mapping[Any, str | None]


class Mapped(Protocol):
    """A map: our names of the columns by theirs, and how the file writes its instants."""

    @property
    def columns(self) -> Mapping[str, str]: ...
    @property
    def instant_format(self) -> str: ...


Plan = TypeVar("Plan", bound=Mapped)


def tables_of(text: str) -> dict[str, Any]:
    """The tables of a map.

    Raises:
        Invalid: the text is no TOML.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Invalid("import.map_unreadable", f"The map cannot be read: {error}.", "Correct that line.",
                     why=str(error)) from error  # fmt: skip


def only_known(table: Any, names: frozenset[str] | set[str], where: str) -> None:
    """Refuse a table of the map that is none, or that names what nobody knows."""
    if not isinstance(table, dict):
        raise Invalid("import.map_unreadable", f"{where} in the map is no table.", f"Write it as [{where}].", why=where)
    for name in table:
        if name not in names:
            raise Invalid("import.map_unknown", f"The map names {name!r} under {where}, which nobody knows.",
                         f"Known are: {', '.join(sorted(names))}.", name=name, where=where)  # fmt: skip


def incomplete(name: str) -> Invalid:
    """The map leaves out a column that it must have."""
    return Invalid("import.map_incomplete", f"The map does not say which column holds {name}.",
                  f"Add {name} = ... under [columns].", name=name)  # fmt: skip


def choice(defaults: Mapping[str, Any], name: str, yes: str, no: str) -> bool:
    """Does the map say `yes` to this? Silence is `no`.

    Raises:
        Invalid: it says anything else.
    """
    said = defaults.get(name, no)
    if said not in (yes, no):
        raise Invalid("import.map_unknown", f"{name} = {said!r} in the map means nothing.", f"Write {yes!r} or {no!r}.",
                     name=name, where="defaults")  # fmt: skip
    return bool(said == yes)


def no_word(text: str, column: str, known: Iterable[str]) -> Invalid:
    """A column says what is none of its words."""
    return Invalid("import.unknown_word", f"{text!r} is no {column}.", f"Known are: {', '.join(known)}.", column=column,
                  text=text)  # fmt: skip


def whole_row(row: Row) -> None:
    """Refuse a row that has more cells than the header."""
    if None in row:  # where csv.DictReader puts what stands beyond the last column
        raise Invalid("import.more_cells", "The row has more cells than the header.",
                     "Put quotes around a cell that holds a comma.")  # fmt: skip


def short_cells(given: Mapping[str, str]) -> None:
    """Refuse a row with a cell that is longer than anybody writes."""
    long = next((name for name, text in given.items() if len(text) > LONGEST), None)
    if long is not None:
        raise Invalid("import.too_long", f"The {long} is longer than {LONGEST} signs.", "Shorten it.", column=long)


def readable(text: str) -> str:
    """What is no Unicode text becomes question marks."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def in_column(error: Invalid, name: str) -> Invalid:
    """The same refusal, with the column it is about."""
    return Invalid(error.code, f"{name}: {error.what}", error.remedy, column=name, **error.facts)


def instant(name: str, text: str, zone: ZoneInfo | None, form: str) -> int:
    """The instant (ms UTC) in a cell of that column.

    Raises:
        Invalid: it cannot be read; the refusal names the column.
    """
    try:
        return read_instant(text, zone, form)
    except Invalid as error:
        raise in_column(error, name) from error


class RowReader(Generic[Plan]):
    """Reads rows by one map; `zone` is where instants without an offset were written."""

    def __init__(self, plan: Plan, zone: ZoneInfo | None) -> None:
        self.plan, self.zone = plan, zone

    def missing(self, row: Row) -> list[str]:
        """Columns that the map names and the file does not have."""
        return sorted({theirs for theirs in self.plan.columns.values() if theirs not in row})

    def _instant(self, name: str, text: str) -> int:
        return instant(name, text, self.zone, self.plan.instant_format)
