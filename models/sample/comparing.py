"""Two samples side by side, table by table; and one beside what its own seed gives again."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import select

from models import tables
from models.errors import NotAllowed, StoreError
from models.sample.build import build
from models.store import Store


def check(path: Path | str, progress: Callable[[float], None] = lambda share: None) -> list[str]:
    """Build the sample at `path` again from the seed in its header; returns the tables that differ.

    Raises:
        NotAllowed: the file is no sample.
    """
    with tempfile.TemporaryDirectory(prefix="hotline-sample-") as folder:
        header = _rows(path, tables.Header, Path(folder))
        facts = {row["name"]: row["value"] for row in header}
        if facts.get("sample") != "1":
            raise NotAllowed("sample.not_one", f"{path} is not a sample.", "Make one with: hotline sample build DEST",
                             path=str(path))  # fmt: skip
        requests = int(facts["sample_requests"]) if facts["sample_requests"] else None
        again = build(
            Path(folder) / "again.db", requests=requests, seed=int(facts["sample_seed"]), at=int(facts["sample_at"]),
            progress=progress,
        )  # fmt: skip
        return compare(path, again)


def compare(one: Path | str, other: Path | str) -> list[str]:
    """The tables whose rows differ, if only in their order; neither file is opened in place."""
    with tempfile.TemporaryDirectory(prefix="hotline-sample-") as folder:
        room = Path(folder)
        return [
            table.__tablename__
            for table in (getattr(tables, name) for name in tables.__all__)
            if _rows(one, table, room / "one") != _rows(other, table, room / "other")
        ]


def _rows(path: Path | str, table: Any, room: Path) -> list[dict[str, Any]]:
    """Every row of a table, read from a copy of the file in `room`."""
    copy = room / "copy.db"
    try:
        room.mkdir(exist_ok=True)
        if not copy.exists():
            shutil.copyfile(path, copy)
    except OSError as error:
        raise StoreError("store.missing", f"{path} cannot be read ({error.strerror}).", "Name a file that is there.",
                         path=str(path)) from error  # fmt: skip
    store = Store(copy)
    try:
        with store.read() as connection:
            query = select(table.__table__).order_by(*table.__table__.primary_key.columns)
            return [dict(row) for row in connection.execute(query).mappings()]
    finally:
        store.close()
