"""The step that narrows what is taken out of service, and finds requests that are over but for a reply."""

from sqlalchemy import Connection

_WORDS = (
    "ALTER TABLE rule_out_of_service ADD COLUMN clock VARCHAR NOT NULL DEFAULT ''",
    "ALTER TABLE rule_out_of_service ADD COLUMN kind VARCHAR NOT NULL DEFAULT ''",
    "ALTER TABLE rule_out_of_service ADD COLUMN life BOOLEAN NOT NULL DEFAULT 0",
    "DROP INDEX rule_out",
    "CREATE UNIQUE INDEX rule_out ON rule_out_of_service (rule, clock, kind) WHERE ended_at IS NULL",
    "CREATE INDEX request_owes ON request (next_due_at, id) "
    "WHERE next_clock = 'reply' AND status IN ('resolved', 'closed')",
)


def scopes_and_replies(connection: Connection) -> None:
    """Add what a file lacks; of a rule that is out in an older file, life safety rings again."""
    for words in _WORDS:
        connection.exec_driver_sql(words)
