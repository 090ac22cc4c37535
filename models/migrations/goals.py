"""The step that lets indicators watch themselves, and keeps the service tree and the checklists in versions."""

from sqlalchemy import Connection

_WORDS = (
    """CREATE TABLE goal (
         id INTEGER NOT NULL, name VARCHAR NOT NULL, by VARCHAR NOT NULL, member VARCHAR NOT NULL,
         over VARCHAR NOT NULL, least BOOLEAN NOT NULL, bound FLOAT NOT NULL, valid_from INTEGER NOT NULL,
         retired_at INTEGER, set_by VARCHAR NOT NULL, PRIMARY KEY (id))""",
    """CREATE TABLE goal_figure (
         id INTEGER NOT NULL, subject VARCHAR NOT NULL, goal VARCHAR NOT NULL, since INTEGER NOT NULL,
         until INTEGER NOT NULL, updated_at INTEGER NOT NULL, least BOOLEAN NOT NULL, bound FLOAT NOT NULL, value FLOAT,
         unit VARCHAR NOT NULL, n INTEGER NOT NULL, low FLOAT, high FLOAT, remark VARCHAR NOT NULL,
         crossed BOOLEAN NOT NULL, breached_at INTEGER, PRIMARY KEY (id), UNIQUE (subject))""",
    "CREATE INDEX goal_crossed ON goal_figure (until) WHERE crossed",
    "CREATE TABLE goal_look (id INTEGER NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (id))",
    "INSERT INTO goal_look (id, at) VALUES (1, 0)",
    """CREATE TABLE scheme (
         id INTEGER NOT NULL, subject VARCHAR NOT NULL, version INTEGER NOT NULL, body VARCHAR NOT NULL,
         valid_from INTEGER NOT NULL, written_at INTEGER NOT NULL, set_by VARCHAR NOT NULL, PRIMARY KEY (id),
         UNIQUE (subject, version))""",
)


def goals(connection: Connection) -> None:
    """Add the tables; no goal rings until somebody sets one, and the product's own tree and checklists hold."""
    for words in _WORDS:
        connection.exec_driver_sql(words)
