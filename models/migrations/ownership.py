"""The step that gives requests their hand-overs, corrections that outlive a crash, and indexes by owner."""

from sqlalchemy import Connection

_WORDS = (
    """CREATE TABLE owner_offer (
         id INTEGER NOT NULL, request_id INTEGER NOT NULL, from_id INTEGER, to_id INTEGER NOT NULL,
         offered_at INTEGER NOT NULL, ended_at INTEGER, outcome VARCHAR, reason VARCHAR NOT NULL, seen_at INTEGER,
         PRIMARY KEY (id), FOREIGN KEY(request_id) REFERENCES request (id),
         FOREIGN KEY(from_id) REFERENCES operator (id), FOREIGN KEY(to_id) REFERENCES operator (id))""",
    "CREATE INDEX ix_owner_offer_request_id ON owner_offer (request_id)",
    "CREATE INDEX owner_offer_open ON owner_offer (to_id, request_id) WHERE ended_at IS NULL",
    """CREATE INDEX owner_offer_back ON owner_offer (from_id)
         WHERE outcome IN ('declined', 'lapsed') AND seen_at IS NULL""",
    """CREATE TABLE unsaved (
         id INTEGER NOT NULL, operator_id INTEGER NOT NULL, request_id INTEGER NOT NULL, base VARCHAR NOT NULL,
         fields VARCHAR NOT NULL, updated_at INTEGER NOT NULL, PRIMARY KEY (id), UNIQUE (operator_id, request_id),
         FOREIGN KEY(operator_id) REFERENCES operator (id), FOREIGN KEY(request_id) REFERENCES request (id))""",
    """CREATE INDEX request_owned ON request (owner_id, next_due_at, id)
         WHERE status IN ('open', 'working', 'held')""",
    "CREATE INDEX request_callbacks ON request (owner_id) WHERE status = 'resolved' AND callback_due",
)


def ownership(connection: Connection) -> None:
    """Add what a file lacks; who owns what stays as it is."""
    for words in _WORDS:
        connection.exec_driver_sql(words)
