"""What a Hotline file is: its marks, its pragmas, the SQLite that opens it, and its checked copies."""

import os
from pathlib import Path
from types import ModuleType
from typing import Any

from models.errors import StoreError
from models.kept import is_kept
from models.mounts import network_file_system

APPLICATION_ID = 0x484F544C  # "HOTL"
SCHEMA = 19
"""The number of the newest migration this program knows: how many `models.migrations.steps.STEPS` there are."""

PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA busy_timeout=5000",
    "PRAGMA foreign_keys=ON",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA journal_size_limit=67108864",
)
_READ_ONLY = "PRAGMA query_only=ON"


def sqlite_module() -> ModuleType:
    """The SQLite to use: pysqlite3 where it is installed, else the standard library's.

    ``HOTLINE_SQLITE=stdlib`` forces the standard library's (the test suite runs on both).
    """
    if os.environ.get("HOTLINE_SQLITE") != "stdlib":
        try:
            import pysqlite3.dbapi2 as chosen  # type: ignore[import-untyped,unused-ignore]
        except ImportError:
            import sqlite3 as chosen
    else:
        import sqlite3 as chosen
    found: ModuleType = chosen
    return found


def connect(path: Path, *, pragmas: tuple[str, ...] = PRAGMAS) -> Any:
    """A bare DBAPI connection in autocommit mode with the house's pragmas; the committed sample is only read."""
    kept = is_kept(path)
    name = f"{path.resolve().as_uri()}?immutable=1" if kept else str(path)
    connection = sqlite_module().connect(
        name, uri=kept, isolation_level=None, check_same_thread=False, timeout=5.0, cached_statements=256
    )
    try:
        for pragma in pragmas if not kept else (_READ_ONLY,):
            connection.execute(pragma)
    except BaseException:  # an interrupt too: a connection that nobody was given is nobody's to close
        connection.close()
        raise
    return connection


def marks(path: Path) -> tuple[int, int]:
    """``(application id, schema number)`` of a file, read without changing anything in it."""
    connection = sqlite_module().connect(str(path), isolation_level=None, timeout=5.0)
    try:
        application_id = connection.execute("PRAGMA application_id").fetchone()[0]
        return int(application_id), int(connection.execute("PRAGMA user_version").fetchone()[0])
    finally:
        connection.close()


def refuse_network(path: Path) -> None:
    """SQLite's write-ahead log does not work over a network: refuse, and name what does."""
    kind = network_file_system(path)
    if kind:
        raise StoreError(
            "store.network",
            f"{path} lies on a network file system ({kind}), where SQLite loses data.",
            "Keep the file on a local disk; for several machines use PostgreSQL.",
            path=str(path),
            kind=kind,
        )


def refuse_foreign(path: Path, application_id: int, schema: int) -> None:
    """Refuse a file that is not ours, or that a newer program wrote."""
    if application_id != APPLICATION_ID:
        raise StoreError(
            "store.foreign",
            f"{path} is not a Hotline database.",
            "Name another file with --db, or make one with: hotline db init",
            path=str(path),
        )
    if schema > SCHEMA:
        raise StoreError(
            "store.newer",
            f"{path} was written by a newer Hotline (schema {schema}, this program knows {SCHEMA}).",
            "Install the newer program; the file was not touched.",
            path=str(path),
            schema=schema,
            known=SCHEMA,
        )


def explain(error: BaseException, path: Path) -> Exception:
    """The database's error in a sentence that says what to do, or the error itself if it is a defect of ours."""
    text = str(error).lower()
    name = str(path)
    if any(sign in text for sign in ("disk is full", "no space left", "file too large", "quota exceeded")):
        return StoreError("store.full", f"The disk that holds {name} is full; nothing was saved.",
                          "Free some space and press the key again; what was typed is kept.", path=name)  # fmt: skip
    if "readonly" in text or "read-only" in text or "unable to open" in text or "permission" in text:
        return StoreError("store.readonly", f"{name} or its folder cannot be written.",
                          "Give this user the right to write the file and its folder.", path=name)  # fmt: skip
    if "locked" in text or "busy" in text:
        return StoreError("store.locked", f"{name} is busy: another program has been writing for too long.",
                          "Try again; 'hotline doctor' names the writer.", path=name)  # fmt: skip
    if "disk i/o" in text:
        return StoreError("store.io", f"The disk that holds {name} answered with an error; nothing was saved.",
                          "Look at the disk and this user's quota, then try again.", path=name)  # fmt: skip
    if "malformed" in text or "not a database" in text:
        return StoreError("store.corrupt", f"{name} is damaged, or no database ({error}); stop writing to it.",
                          "Set the file aside and run: hotline db restore LAST_GOOD_COPY", path=name)  # fmt: skip
    if "no such table" in text or "no such column" in text:
        return StoreError("store.foreign", f"{name} lacks a table that every Hotline database has ({error}).",
                          "Set the file aside and run: hotline db restore LAST_GOOD_COPY", path=name)  # fmt: skip
    return error if isinstance(error, Exception) else RuntimeError(str(error))
