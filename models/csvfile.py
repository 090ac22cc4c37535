"""Rows of a CSV file by their column names: UTF-8 with or without a mark, also gzipped."""

import csv
import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path

from models.errors import Invalid

_LONGEST_CELL = 16 * 1024 * 1024


def rows_of(path: Path) -> Iterator[dict[str, str | None]]:
    """The file's rows, one after the other; bytes that are no UTF-8 are shown as replacement characters.

    Raises:
        Invalid: the file is absent, cannot be read, has no header or ends in the middle.
    """
    csv.field_size_limit(_LONGEST_CELL)
    opening = gzip.open if path.suffix == ".gz" else open
    try:
        with opening(path, "rt", encoding="utf-8-sig", errors="replace", newline="") as lines:
            reader = csv.DictReader(lines)
            if not reader.fieldnames:
                raise Invalid("file.empty", f"{path} is empty.", "Name a CSV file with a header.", path=str(path))
            yield from reader
    except (OSError, EOFError, zlib.error, csv.Error) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise Invalid("file.unreadable", f"{path} cannot be read ({why}).",
                      "Name another file, or fetch that one again.", path=str(path), why=why) from error  # fmt: skip
