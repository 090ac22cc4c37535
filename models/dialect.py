"""SQLite as every store of this process speaks it: what one of them has compiled, the others need not compile again.

Readers and writers of a file are engines of their own, and a file that was lost is opened anew; SQLAlchemy keeps the
compiled statements of each engine for itself unless dialects are equal and the cache is given.
"""

from typing import Any

from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache

STATEMENTS = 1_500
"""About so many statements are kept compiled; those that nobody asked for the longest go first."""

URL = "sqlite+alike://"
"""What an engine is made of to share them, together with :data:`COMPILED` as its ``compiled_cache``."""

COMPILED: LRUCache[Any, Any] = LRUCache(STATEMENTS)


class AlikeDialect(SQLiteDialect_pysqlite):
    """Equal to every other one on the same driver; none has a state of its own that a compiled statement could see."""

    supports_statement_cache = True

    def __eq__(self, other: object) -> bool:
        return isinstance(other, AlikeDialect) and self.dbapi is other.dbapi

    def __hash__(self) -> int:
        return hash((AlikeDialect, id(self.dbapi)))


registry.register("sqlite.alike", __name__, AlikeDialect.__name__)
