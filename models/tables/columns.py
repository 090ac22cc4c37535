"""The few column shapes that every table shares: an id, an instant, a span, and a checked word."""

from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Index, Integer, text
from sqlmodel import Field

Big = BigInteger().with_variant(Integer, "sqlite")
"""64-bit integers; on SQLite plain INTEGER, so that a primary key is the rowid."""


def key() -> Any:
    """The primary key of a table: an integer that is never used twice in a journal line."""
    return Field(default=None, primary_key=True, sa_type=Big)


def instant(*, index: bool = False) -> Any:
    """An instant in epoch milliseconds UTC, required."""
    return Field(sa_type=Big, index=index)


def maybe_instant() -> Any:
    """An instant in epoch milliseconds UTC, or none."""
    return Field(default=None, sa_type=Big)


def refers(to: str, *, index: bool = False) -> Any:
    """A required foreign key."""
    return Field(foreign_key=to, sa_type=Big, index=index)


def may_refer(to: str, *, index: bool = False) -> Any:
    """An optional foreign key."""
    return Field(default=None, foreign_key=to, sa_type=Big, index=index)


def one_of(column: str, words: type[StrEnum]) -> CheckConstraint:
    """A column that holds one of the words of a closed list."""
    listed = ", ".join(f"'{word.value}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_word")


def partial(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """An index over the rows that meet a condition, written as a literal.

    Only SQLite's word for it stands here: naming another dialect loads all of it at every start.
    """
    return Index(name, *columns, unique=unique, sqlite_where=text(where))
