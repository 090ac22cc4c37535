"""The rows of a file in batches, each of one transaction; a file that lacks what the map names is refused before."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Protocol

from models.errors import Invalid

Row = Mapping[str, str | None]
"""What a file says in one line, by its own column names."""

Numbered = tuple[int, Row]
"""A row of a file with its number, from 1."""


class Mapped(Protocol):
    """What reads rows by a map."""

    def missing(self, row: Row, /) -> list[str]:
        """The columns that the map names and the row lacks."""
        ...


def batches(rows: Iterable[Row], reader: Mapped, size: int) -> Iterator[list[Numbered]]:
    """`size` rows at a time, in their order.

    Raises:
        Invalid: the first row lacks a column.
    """
    numbered = enumerate(rows, 1)
    while batch := list(islice(numbered, size)):
        if batch[0][0] == 1:
            has_columns(batch[0][1], reader)
        yield batch


def has_columns(row: Row, reader: Mapped) -> None:
    """Refuse a file whose first row lacks a column that the map names.

    Raises:
        Invalid: it names the columns.
    """
    if missing := reader.missing(row):
        names = ", ".join(missing)
        raise Invalid("import.column_missing", f"The file has no column {names}, which the map names.",
                      "Correct the map, or name the right file.", columns=names)  # fmt: skip
