"""What a verb asks of SQLite, written down once and played back without the verb.

So "raw" is not a guess: it is the very statements, values and transactions of our own verb, on a copy of the same
file, with the same SQLite module and pragmas, and nothing in between.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from models.store import Store

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "BEGIN", "COMMIT", "ROLLBACK")


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement with its values; `many` says that the values are a list of rows."""

    sql: str
    values: Any = ()
    many: bool = False

    @property
    def writes(self) -> bool:
        """True for what changes the file, and for the bounds of a transaction."""
        first = self.sql.lstrip().split(None, 1)[0].upper()
        return first in WRITES or (first == "WITH" and "INSERT" in self.sql.upper())


@contextmanager
def recorded() -> Iterator[list[Statement]]:
    """Every statement that goes through any engine of this process while the block runs."""
    heard: list[Statement] = []

    def statement(_connection: Any, _cursor: Any, sql: str, values: Any, _context: Any, many: bool) -> None:
        heard.append(Statement(sql, list(values) if many else values, many))

    def commit(_connection: Any) -> None:
        heard.append(Statement("COMMIT"))

    def rollback(_connection: Any) -> None:
        heard.append(Statement("ROLLBACK"))

    ears = (("before_cursor_execute", statement), ("commit", commit), ("rollback", rollback))
    for name, ear in ears:
        event.listen(Engine, name, ear)
    try:
        yield heard
    finally:
        for name, ear in ears:
            event.remove(Engine, name, ear)


class Raw:
    """A bare connection with the store's own module and pragmas."""

    def __init__(self, path: Path) -> None:
        self._store = Store(path)
        self._connection = self._store.raw()
        self._connection.execute("PRAGMA cache_size=-16384")

    def play(self, statements: Sequence[Statement]) -> None:
        """Run the statements as they were written down, and fetch what they answer."""
        cursor = self._connection.cursor()
        for statement in statements:
            if statement.many:
                cursor.executemany(statement.sql, statement.values)
            else:
                cursor.execute(statement.sql, statement.values).fetchall()

    def close(self) -> None:
        """Give the file back."""
        self._connection.close()
        self._store.close()
