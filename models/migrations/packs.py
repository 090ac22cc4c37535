"""The step that lets a file keep the packs of its months, quarters and years."""

from sqlalchemy import Connection

_WORDS = (
    """CREATE TABLE period_pack (
         id INTEGER NOT NULL, period VARCHAR NOT NULL, kind VARCHAR NOT NULL, since INTEGER NOT NULL,
         until INTEGER NOT NULL, made_at INTEGER NOT NULL, made_by INTEGER NOT NULL, body VARCHAR NOT NULL,
         digest VARCHAR NOT NULL, line INTEGER, PRIMARY KEY (id),
         FOREIGN KEY(made_by) REFERENCES operator (id))""",
    "CREATE INDEX period_pack_period ON period_pack (period, id)",
)


def packs(connection: Connection) -> None:
    """Add what a file lacks."""
    for words in _WORDS:
        connection.exec_driver_sql(words)
