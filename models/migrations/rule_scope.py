"""The step that narrows what is taken out of service: one clock, one kind of request, and life safety only if named."""

from sqlalchemy import Connection

_WORDS = (
    "ALTER TABLE rule_out_of_service ADD COLUMN clock VARCHAR NOT NULL DEFAULT ''",
    "ALTER TABLE rule_out_of_service ADD COLUMN kind VARCHAR NOT NULL DEFAULT ''",
    "ALTER TABLE rule_out_of_service ADD COLUMN life BOOLEAN NOT NULL DEFAULT 0",
    "DROP INDEX rule_out",
    "CREATE UNIQUE INDEX rule_out ON rule_out_of_service (rule, clock, kind) WHERE ended_at IS NULL",
)


def rule_scope(connection: Connection) -> None:
    """Add what a file lacks; of a rule that is out in an older file, life safety rings again."""
    for words in _WORDS:
        connection.exec_driver_sql(words)
