"""The tables as the looks name them, and the few readings of stored words that several looks share."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from models import tables

REQUESTS = tables.Request.__table__  # type: ignore[attr-defined]
CLOCKS = tables.Clock.__table__  # type: ignore[attr-defined]
CATEGORIES = tables.Category.__table__  # type: ignore[attr-defined]
DISTRICTS = tables.District.__table__  # type: ignore[attr-defined]
POLICIES = tables.Policy.__table__  # type: ignore[attr-defined]
OPERATORS = tables.Operator.__table__  # type: ignore[attr-defined]
CUSTOMERS = tables.Customer.__table__  # type: ignore[attr-defined]
PREMISES = tables.Premise.__table__  # type: ignore[attr-defined]
CREWS = tables.Crew.__table__  # type: ignore[attr-defined]
ASSIGNMENTS = tables.Assignment.__table__  # type: ignore[attr-defined]
CALLS = tables.Call.__table__  # type: ignore[attr-defined]
ALARMS = tables.Alarm.__table__  # type: ignore[attr-defined]
LEVELS = tables.Level.__table__  # type: ignore[attr-defined]
LINES = tables.Line.__table__  # type: ignore[attr-defined]
ENGINE = tables.Engine.__table__  # type: ignore[attr-defined]
PRESENCE = tables.Presence.__table__  # type: ignore[attr-defined]

CHUNK = 300
"""How many ids stand in one IN list."""

Item = TypeVar("Item")


def chunks(ids: Iterable[Item]) -> Iterator[list[Item]]:
    """The ids in lists that are short enough for one statement."""
    listed = list(ids)
    for start in range(0, len(listed), CHUNK):
        yield listed[start : start + CHUNK]


def words(text: str) -> tuple[str, ...]:
    """A stored comma-separated list."""
    return tuple(word.strip() for word in text.split(",") if word.strip())
