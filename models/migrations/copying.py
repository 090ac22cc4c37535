"""A checked copy of a file while it is in use: taken inside one read transaction, looked through, then named."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.errors import StoreError
from models.migrations.file import connect, explain, sqlite_module

Progress = Callable[[int, int], None]
"""Told now and then: pages copied, pages in all."""

_STEP = 4096


@dataclass(frozen=True, slots=True)
class Head:
    """The newest line of a file's journal: kept outside the file, it proves that nothing before it was altered."""

    seq: int
    hash: str


def copy(source: Path, dest: Path, progress: Progress | None = None) -> Head:
    """Write a whole, checked copy of `source` to `dest`, which must not exist; `source` may be written meanwhile.

    Returns:
        The head of the copy's journal.

    Raises:
        StoreError: `dest` exists, the disk is full, or either file is damaged. Nothing half-written keeps its name.
    """
    if dest.exists():
        raise StoreError("store.exists", f"{dest} exists already; it was not touched.", "Name another file.",
                         path=str(dest))  # fmt: skip
    writing = dest.with_name(f".{dest.name}.writing-{os.getpid()}")
    try:
        os.close(os.open(writing, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        _pour(source, writing, progress)
        head = check_whole(writing)
        _keep(writing)
        writing.chmod(source.stat().st_mode & 0o777)
        writing.rename(dest)
        return head
    except OSError as error:
        raise StoreError("store.readonly", f"{dest} cannot be written ({error.strerror}).",
                         "Name a place that this user can write.", path=str(dest)) from error  # fmt: skip
    finally:
        writing.unlink(missing_ok=True)


def _pour(source: Path, writing: Path, progress: Progress | None) -> None:
    """SQLite's own backup, inside a read transaction: a writer beside it cannot make it start again."""
    module = sqlite_module()
    reader = connect(source)
    try:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM sqlite_master").fetchone()
        target = module.connect(str(writing), isolation_level=None)
        try:
            if progress is None:
                reader.backup(target, pages=_STEP)
            else:
                reader.backup(target, pages=_STEP, progress=lambda _, left, whole: progress(whole - left, whole))
            target.execute("PRAGMA journal_mode=DELETE")
        except module.Error as error:
            raise explain(error, writing) from error
        finally:
            target.close()
    except module.Error as error:
        raise explain(error, source) from error
    finally:
        reader.close()


def faults_of(connection: Any) -> list[str]:
    """What SQLite's own integrity check says, at most ten lines; empty when the structure is whole."""
    told = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(10)")]
    return [] if told == ["ok"] else told


def check_whole(path: Path) -> Head:
    """Refuse a file whose structure is damaged; returns the head of its journal."""
    module = sqlite_module()
    connection = module.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
    try:
        faults = faults_of(connection)
        newest = connection.execute("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1").fetchone()
    except module.Error as error:
        raise explain(error, path) from error
    finally:
        connection.close()
    if faults:
        raise StoreError("store.corrupt", f"{path} is damaged ({faults[0]}); stop writing to it.",
                         "Set the file aside and run: hotline db restore LAST_GOOD_COPY", path=str(path))  # fmt: skip
    return Head(*newest) if newest else Head(0, "")


def _keep(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
