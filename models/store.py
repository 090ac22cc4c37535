"""Where the desk is kept: opening, pragmas, the fair queue of writers, and the only begin and commit of the house.

`Store.read()` and `Store.write()` are the two ways in. A writer begins IMMEDIATE, so that nothing it read can have
changed before it writes; a reader never holds a transaction longer than its `with` block.
"""

import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Dialect, Engine, Insert, Update, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from models.dialect import COMPILED, URL
from models.errors import StoreError
from models.kept import refuse_kept
from models.migrations.file import SCHEMA, connect, explain, marks, refuse_foreign, refuse_network, sqlite_module
from models.queueing import Turn

WRITER_CACHE, READER_CACHE, WATCH_CACHE = 16384, 2000, 64
"""Page cache in KiB: large where an import dirties many pages, small where the system's own cache serves as well."""

Row = tuple[Any, ...]


class Store:
    """One SQLite file, opened and checked.

    Args:
        path: the file; it must exist and carry our application id (see `models.migrations.create`).
        patience: seconds a writer waits for its turn before it is refused.

    Raises:
        StoreError: missing, foreign, corrupt, newer or older file, or one on a network file system.
    """

    def __init__(self, path: Path | str, *, patience: float = 10.0) -> None:
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
        refuse_network(self.path)
        self._module = sqlite_module()
        self._wrote = False
        self._identify()
        self._writer = self._engine("BEGIN IMMEDIATE", query_only=False)
        self._reader = self._engine("BEGIN", query_only=True)

    def _connect(self, cache_kib: int, *, query_only: bool) -> Any:
        connection = connect(self.path)
        connection.execute(f"PRAGMA cache_size=-{cache_kib}")
        if query_only:
            connection.execute("PRAGMA query_only=ON")
        return connection

    def _engine(self, begin: str, *, query_only: bool) -> Engine:
        cache_kib = READER_CACHE if query_only else WRITER_CACHE
        engine = create_engine(
            URL,
            creator=lambda: self._connect(cache_kib, query_only=query_only),
            module=self._module,
            poolclass=QueuePool,
            pool_size=1 if not query_only else 2,
            max_overflow=16,
            pool_reset_on_return="rollback",
            execution_options={"compiled_cache": COMPILED},
        )

        @event.listens_for(engine, "begin")
        def _begin(connection: Connection) -> None:
            connection.exec_driver_sql(begin)

        return engine

    def _identify(self) -> None:
        """Look at the file without a single pragma: one that is not ours is not touched."""
        with self._plainly():
            application_id, schema = marks(self.path)
        refuse_foreign(self.path, application_id, schema)
        if schema < SCHEMA:
            raise StoreError(
                "store.older",
                f"{self.path} was written by an older Hotline (schema {schema}, this program needs {SCHEMA}).",
                "Run: hotline db upgrade (it makes a checked backup first)",
                path=str(self.path),
                schema=schema,
                known=SCHEMA,
            )

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A read-only transaction: fetch all, then leave."""
        with self._plainly(), self._reader.begin() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """The one durable transaction of a verb; commits at the end of the block, or leaves nothing."""
        refuse_kept(self.path)
        with Turn(self.path, self.patience, self.on_wait), self._plainly(), self._writer.begin() as connection:
            yield connection
        self._wrote = True

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
        with self._plainly():
            return Watch(self._connect(WATCH_CACHE, query_only=True), self.path, self._module)

    def raw(self) -> Any:
        """A bare DBAPI connection for backup and integrity checks; the caller closes it."""
        with self._plainly():
            return self._connect(WRITER_CACHE, query_only=False)

    def room(self) -> int:
        """Bytes left on the disk of the file."""
        return shutil.disk_usage(self.path.absolute().parent).free

    def close(self) -> None:
        """Let the planner learn from what was written, and close every connection."""
        try:
            if self._wrote:
                self._optimize()
        finally:
            for engine in (self._writer, self._reader):
                engine.dispose()

    def _optimize(self) -> None:
        # A writer beside us, a full disk, a damaged file: whoever closes is not kept for the sake of statistics.
        with suppress(self._module.DatabaseError, DBAPIError):
            pooled = self._writer.raw_connection()
            try:
                pooled.execute("PRAGMA busy_timeout=0")
                pooled.execute("PRAGMA analysis_limit=400")
                pooled.execute("PRAGMA optimize")
            finally:
                pooled.close()


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


def pour(connection: Connection, statement: Insert | Update, columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Run `statement` once for each row of plain values, inside the caller's transaction.

    `columns` are the parameters in the statement's own order. One `executemany` of tuples costs a fifth of the same
    statement by names.
    """
    if rows:
        connection.exec_driver_sql(_sql(statement, tuple(columns), connection.dialect), list(rows))


@lru_cache(maxsize=64)
def _sql(statement: Insert | Update, columns: tuple[str, ...], dialect: Dialect) -> str:
    compiled = statement.compile(dialect=dialect, column_keys=list(columns))
    order = compiled.positiontup
    if order is not None and tuple(order) != columns:
        raise ValueError(f"the statement takes {order}, not {columns}")
    return str(compiled)
