"""Which category a verb means, and which clocks a request of it gets."""

from typing import Any

from sqlalchemy import bindparam, select

from models.desk.work import Work
from models.errors import Invalid
from models.looks.catalogue import targets_for
from models.tables import Category, Policy

CATEGORIES = Category.__table__  # type: ignore[attr-defined]
POLICIES = Policy.__table__  # type: ignore[attr-defined]

__all__ = ["CATEGORIES", "POLICIES", "category_row", "targets_for"]

_CATEGORY = select(CATEGORIES).where(CATEGORIES.c.code == bindparam("code"))


def category_row(work: Work, code: str) -> Any:
    """The category in use under that code."""
    row = work.connection.execute(_CATEGORY, {"code": code}).first()
    if row is None or row.retired_at is not None:
        raise Invalid("category.unknown", f"There is no category {code!r} in use.", "Choose one from the catalogue.",
                      category=code)  # fmt: skip
    return row
