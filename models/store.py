"""Where the desk is kept: opening, pragmas, the fair queue of writers, and the only begin and commit of the house.

`Store.read()` and `Store.write()` are the two ways in. A writer begins IMMEDIATE, so that nothing it read can have
changed before it writes; a reader never holds a transaction longer than its `with` block.
"""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from models.errors import StoreError
from models.mounts import network_file_system
from models.queueing import Turn

APPLICATION_ID = 0x484F544C  # "HOTL"
SCHEMA = 1
"""The number of the newest migration this program knows."""

PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA busy_timeout=5000",
    "PRAGMA foreign_keys=ON",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA journal_size_limit=67108864",
)


def sqlite_module() -> Any:
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
    return chosen


class Store:
    """One SQLite file, opened and checked.

    Args:
        path: the file; it must exist and carry our application id (see `models.migrations.create`).
        patience: seconds a writer waits for its turn before it is refused.
        unchecked: skip the check of schema number (used by the migrations only).

    Raises:
        StoreError: missing, foreign, corrupt, newer or older file, or one on a network file system.
    """

    def __init__(self, path: Path | str, *, patience: float = 10.0, unchecked: bool = False) -> None:
        self.path = Path(path)
        self.patience = patience
        self.on_wait: Callable[[int | None, float], None] | None = None
        _refuse_url(str(path))
        if not self.path.is_file():
            raise StoreError(
                "store.missing",
                f"There is no database at {self.path}.",
                "Make one with: hotline db init",
                path=str(self.path),
            )
        kind = network_file_system(self.path)
        if kind:
            raise StoreError(
                "store.network",
                f"{self.path} lies on a network file system ({kind}), where SQLite loses data.",
                "Keep the file on a local disk; for several machines use PostgreSQL.",
                path=str(self.path),
                kind=kind,
            )
        self._module = sqlite_module()
        self._writer = self._engine("BEGIN IMMEDIATE", query_only=False)
        self._reader = self._engine("BEGIN", query_only=True)
        try:
            self._identify(unchecked)
        except BaseException:
            self.close()
            raise

    def _connect(self, *, query_only: bool, cache_kib: int = 2000) -> Any:
        connection = self._module.connect(
            str(self.path), isolation_level=None, check_same_thread=False, timeout=5.0, cached_statements=256
        )
        for pragma in PRAGMAS:
            connection.execute(pragma)
        connection.execute(f"PRAGMA cache_size=-{cache_kib}")
        if query_only:
            connection.execute("PRAGMA query_only=ON")
        return connection

    def _engine(self, begin: str, *, query_only: bool) -> Engine:
        engine = create_engine(
            "sqlite://",
            creator=lambda: self._connect(query_only=query_only, cache_kib=16384),
            module=self._module,
            poolclass=QueuePool,
            pool_size=1 if not query_only else 2,
            max_overflow=16,
            pool_reset_on_return="rollback",
        )

        @event.listens_for(engine, "begin")
        def _begin(connection: Connection) -> None:
            connection.exec_driver_sql(begin)

        return engine

    def _identify(self, unchecked: bool) -> None:
        with self.read() as connection:
            ours = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
            schema = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
        if ours != APPLICATION_ID:
            raise StoreError(
                "store.foreign",
                f"{self.path} is not a Hotline database.",
                "Name another file with --db, or make one with: hotline db init",
                path=str(self.path),
            )
        if schema > SCHEMA:
            raise StoreError(
                "store.newer",
                f"{self.path} was written by a newer Hotline (schema {schema}, this program knows {SCHEMA}).",
                "Install the newer program; the file was not touched.",
                path=str(self.path),
            )
        if schema < SCHEMA and not unchecked:
            raise StoreError(
                "store.older",
                f"{self.path} was written by an older Hotline (schema {schema}, this program needs {SCHEMA}).",
                "Run: hotline db upgrade (it makes a checked backup first)",
                path=str(self.path),
            )

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A read-only transaction: fetch all, then leave."""
        with self._plainly(), self._reader.begin() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """The one durable transaction of a verb; commits at the end of the block, or leaves nothing."""
        with Turn(self.path, self.patience, self.on_wait), self._plainly(), self._writer.begin() as connection:
            yield connection

    @contextmanager
    def _plainly(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise explain(error.orig or error, self.path) from error
        except self._module.Error as error:
            raise explain(error, self.path) from error

    def watch(self) -> "Watch":
        """A small connection of its own that says when the file has changed (`PRAGMA data_version`)."""
        return Watch(self._connect(query_only=True, cache_kib=64), self.path, self._module)

    def raw(self) -> Any:
        """A bare DBAPI connection for backup and integrity checks; the caller closes it."""
        return self._connect(query_only=False)

    def close(self) -> None:
        """Let the planner learn and close every connection."""
        for engine in (self._writer, self._reader):
            engine.dispose()


class Watch:
    """Tells, for 5 microseconds a question, whether any other connection has committed since the last one."""

    def __init__(self, connection: Any, path: Path, module: Any) -> None:
        self._connection, self._path, self._module = connection, path, module
        self._lock = threading.Lock()

    def version(self) -> int:
        """SQLite's data version: another number after another connection's commit."""
        with self._lock:
            try:
                return int(self._connection.execute("PRAGMA data_version").fetchone()[0])
            except self._module.Error as error:
                raise explain(error, self._path) from error

    def close(self) -> None:
        """Give the connection back to the system."""
        with self._lock:
            self._connection.close()


def _refuse_url(given: str) -> None:
    if "://" in given:
        scheme = given.split("://", 1)[0]
        raise StoreError(
            "store.url",
            f"This release keeps its data in one SQLite file; {scheme} is not supported yet.",
            "Give --db the path of a file.",
            scheme=scheme,
        )


def explain(error: BaseException, path: Path) -> Exception:
    """The database's error in a sentence that says what to do, or the error itself if it is a defect of ours."""
    text = str(error).lower()
    name = str(path)
    if "disk is full" in text or "no space left" in text:
        return StoreError("store.full", f"The disk that holds {name} is full; nothing was saved.",
                          "Free some space and press the key again; what was typed is kept.", path=name)  # fmt: skip
    if "readonly" in text or "read-only" in text or "unable to open" in text or "permission" in text:
        return StoreError("store.readonly", f"{name} or its folder cannot be written.",
                          "Give this user the right to write the file and its folder.", path=name)  # fmt: skip
    if "locked" in text or "busy" in text:
        return StoreError("store.busy", f"{name} is busy: another program has been writing for too long.",
                          "Try again; 'hotline doctor' names the writer.", path=name)  # fmt: skip
    if "malformed" in text or "not a database" in text or "disk i/o" in text:
        return StoreError("store.corrupt", f"{name} is damaged ({error}); stop writing to it.",
                          "Set the file aside and run: hotline db restore LAST_GOOD_COPY", path=name)  # fmt: skip
    if "no such table" in text or "no such column" in text:
        return StoreError("store.foreign", f"{name} lacks a table that every Hotline database has ({error}).",
                          "Set the file aside and run: hotline db restore LAST_GOOD_COPY", path=name)  # fmt: skip
    return error if isinstance(error, Exception) else RuntimeError(str(error))
