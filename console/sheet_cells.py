"""The cells of a sheet of administration: text as the verbs take it, facts as a table program shows them."""

from collections.abc import Mapping, Sequence
from typing import Any

from console.administering import KINDS, promised, span_in, span_out
from console.render import INSTANTS
from console.verbs import value_of
from models.desk.administration import TARGETS
from models.desk.deed import clean
from models.errors import Invalid
from models.policyfile import PolicyLine
from models.wall import to_iso

RETIRED = "retired"
Cells = Mapping[Any, Any]
"""A row of the file: text by column, and under None what stands beyond the last one."""

ELSEWHERE = "(policy)"
"""Ends a cell that tells what another sheet sets: taken in, it changes nothing."""

NEVER_EMPTY = frozenset({"name", "initials", "zh", "en", "kind", "priority", "roles"})
"""Facts that cannot be taken away: an empty cell leaves them as they are."""


def unknown_columns(cells: Cells, needed: Sequence[str], names: Sequence[str]) -> None:
    """Refuse a row that lacks a column that is needed, or names one that there is not.

    Raises:
        Invalid: the sentence names the columns that there are.
    """
    absent = [name for name in needed if name not in cells]
    unknown = [name for name in cells if name is not None and name not in names]
    if absent or unknown:
        wrong = ", ".join(absent or unknown)
        what = f"The file has no column {wrong}." if absent else f"There is no column {wrong} here."
        raise Invalid("sheet.columns", what, f"There are: {', '.join(names)}.", columns=wrong,
                      allowed=", ".join(names))  # fmt: skip


def said_of(cells: Cells) -> dict[str, str]:
    """The texts of a row by column.

    Raises:
        Invalid: it goes on beyond the last column.
    """
    if None in cells:
        raise Invalid("sheet.wide", "The row has more cells than the header.", "Put quotes around commas.")
    return {name: (text or "").strip() for name, text in cells.items()}


def missing(field: str) -> Invalid:
    """The refusal of a row that does not say which one it is about."""
    return Invalid("sheet.no_key", f"The row has no {field}.", "Fill it in.", field=field)


def lacking(needed: Sequence[str]) -> Invalid:
    """The refusal of a new one of which too little is said."""
    names = ", ".join(needed)
    return Invalid("sheet.needed", f"A new one needs {names}.", "Fill it in.", columns=names)


def retires(said: Mapping[str, str]) -> bool:
    """Whether the row says that its thing is retired."""
    return bool(said.get(RETIRED)) and bool(value_of(RETIRED, bool, said[RETIRED], 0))


def fact_in(name: str, text: str) -> Any:
    """A cell as the verbs take it; None if it says nothing."""
    if name in TARGETS:
        return span_in(text) if text else None
    if name in KINDS:
        return value_of(name, KINDS[name], text, 0) if text else None
    if name == "roles":
        text = ",".join(part.strip() for part in text.split(",") if part.strip())
    return clean(text) or (None if name in NEVER_EMPTY else "")


def fact_out(name: str, value: Any) -> str:
    """A fact as a cell; a target in working time or days stands in the sheet of policies and is only told here."""
    if isinstance(value, PolicyLine):
        counted = promised(value.target_ms, value.unit, value.days)
        return " ".join(part for part in (counted, value.calendar, ELSEWHERE) if part)
    if name in TARGETS:
        return span_out(value) or ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if name in INSTANTS and value is not None:
        return to_iso(value)
    return "" if value is None else str(value)
