"""The step that gives promises their terms: contracts, policy lines on a calendar, merged requests, more levels."""

from sqlalchemy import Connection

_WORDS = (
    """CREATE TABLE contract (
         code VARCHAR NOT NULL, customer_id INTEGER NOT NULL, valid_from INTEGER NOT NULL, valid_to INTEGER,
         warn_days INTEGER NOT NULL, warned_at INTEGER, note VARCHAR NOT NULL, retired_at INTEGER,
         PRIMARY KEY (code), FOREIGN KEY(customer_id) REFERENCES customer (id))""",
    "CREATE INDEX ix_contract_customer_id ON contract (customer_id)",
    "ALTER TABLE policy ADD COLUMN calendar VARCHAR",
    "ALTER TABLE policy ADD COLUMN unit VARCHAR",
    "ALTER TABLE policy ADD COLUMN days INTEGER",
    "ALTER TABLE policy ADD COLUMN warn VARCHAR",
    "ALTER TABLE policy ADD COLUMN pausing VARCHAR",
    "ALTER TABLE policy ADD COLUMN on_reopen VARCHAR",
    "ALTER TABLE request ADD COLUMN merged_into INTEGER REFERENCES request (id)",
    "ALTER TABLE request ADD COLUMN merged_at INTEGER",
    "CREATE INDEX request_merged ON request (merged_into) WHERE merged_into IS NOT NULL",
    "ALTER TABLE clock ADD COLUMN terms VARCHAR",
    "UPDATE clock SET alarm_at = warn_at, alarm_level = 75 WHERE state = 0",
)


def promises(connection: Connection) -> None:
    """Add what a file lacks; what runs is asked anew from its first level on, since there are more of them."""
    for words in _WORDS:
        connection.exec_driver_sql(words)
