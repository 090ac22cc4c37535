"""Bringing an older file forward: a checked backup first, then every missing step in one exclusive transaction."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from models.errors import StoreError
from models.kept import refuse_kept
from models.migrations.copying import Progress, copy
from models.migrations.file import explain, marks, refuse_foreign, refuse_network, sqlite_module
from models.migrations.stepping import stepping
from models.migrations.steps import STEPS


@dataclass(frozen=True, slots=True)
class Upgraded:
    """What an upgrade did: the schema before and after, and the backup made first (None if there was nothing to do)."""

    before: int
    after: int
    backup: Path | None


def upgrade(
    path: Path | str,
    *,
    steps: Sequence[Callable[[Connection], None]] = STEPS,
    progress: Progress | None = None,
) -> Upgraded:
    """Apply the steps that the file lacks; a step that fails leaves the file as it was.

    Raises:
        StoreError: missing, foreign, damaged or newer file, or one on a network file system.
    """
    path = Path(path)
    if not path.is_file():
        raise StoreError("store.missing", f"There is no database at {path}.", "Make one with: hotline db init",
                         path=str(path))  # fmt: skip
    refuse_network(path)
    before = schema_of(path)
    if before >= len(steps):
        return Upgraded(before, before, None)
    refuse_kept(path)
    backup = _free_name(path, before)
    copy(path, backup, progress)
    with stepping(path) as connection:
        here = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
        for step in steps[here:]:
            step(connection)
        connection.exec_driver_sql(f"PRAGMA user_version={len(steps)}")
    return Upgraded(before, len(steps), backup)


def schema_of(path: Path) -> int:
    """The schema number of a file of ours; foreign and newer files are refused."""
    try:
        ours, schema = marks(path)
    except sqlite_module().Error as error:
        raise explain(error, path) from error
    refuse_foreign(path, ours, schema)
    return schema


def _free_name(path: Path, schema: int) -> Path:
    """A name beside the file that nothing has yet."""
    number = 0
    while True:
        counted = f"-{number}" if number else ""
        name = path.with_name(f"{path.stem}-before-schema-{schema + 1}{counted}{path.suffix or '.db'}")
        if not name.exists():
            return name
        number += 1
