"""The one transaction in which a file is made or brought forward: exclusive, foreign keys off, checked at its end."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from models.errors import StoreError
from models.migrations.file import PRAGMAS, connect, explain, sqlite_module

_PRAGMAS = tuple("PRAGMA foreign_keys=OFF" if "foreign_keys" in pragma else pragma for pragma in PRAGMAS)


@contextmanager
def stepping(path: Path) -> Iterator[Connection]:
    """Commits at the end of the block if no foreign key dangles; else, and on any error, leaves nothing."""
    engine = create_engine(
        "sqlite://", creator=lambda: connect(path, pragmas=_PRAGMAS), module=sqlite_module(), poolclass=NullPool
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN EXCLUSIVE")

    try:
        with engine.begin() as connection:
            yield connection
            _refuse_dangling(connection, path)
    except DBAPIError as error:
        raise explain(error.orig or error, path) from error
    except sqlite_module().Error as error:
        raise explain(error, path) from error
    finally:
        engine.dispose()


def _refuse_dangling(connection: Connection, path: Path) -> None:
    dangling = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(3)
    if dangling:
        where = ", ".join(f"{row[0]} {row[1]} -> {row[2]}" for row in dangling)
        raise StoreError("store.dangling", f"{path} would be left with rows that refer to nothing ({where}).",
                         "Nothing was changed. Run: hotline db check", path=str(path), where=where)  # fmt: skip
