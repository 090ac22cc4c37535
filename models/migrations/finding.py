"""The step by which customers and premises are found: keys, full-text indexes, further premises, warnings."""

from sqlalchemy import Connection

from models.phones import normal, numbering_of
from models.tables.found_by import BATCH, INDEXES, refill

STATEMENTS = (
    "ALTER TABLE customer ADD COLUMN retired_at INTEGER",
    "ALTER TABLE premise ADD COLUMN retired_at INTEGER",
    """CREATE TABLE customer_key (
         kind VARCHAR NOT NULL, key VARCHAR NOT NULL, customer_id INTEGER NOT NULL,
         PRIMARY KEY (kind, key, customer_id), FOREIGN KEY(customer_id) REFERENCES customer (id)) WITHOUT ROWID""",
    """CREATE TABLE meter_key (
         key VARCHAR NOT NULL, premise_id INTEGER NOT NULL,
         PRIMARY KEY (key, premise_id), FOREIGN KEY(premise_id) REFERENCES premise (id)) WITHOUT ROWID""",
    """CREATE TABLE customer_premise (
         customer_id INTEGER NOT NULL, premise_id INTEGER NOT NULL, PRIMARY KEY (customer_id, premise_id),
         FOREIGN KEY(customer_id) REFERENCES customer (id),
         FOREIGN KEY(premise_id) REFERENCES premise (id)) WITHOUT ROWID""",
    "CREATE INDEX customer_premise_place ON customer_premise (premise_id)",
    """CREATE TABLE premise_warning (
         id INTEGER NOT NULL, premise_id INTEGER, customer_id INTEGER, kind VARCHAR NOT NULL, text VARCHAR NOT NULL,
         by_id INTEGER, made_at INTEGER NOT NULL, until INTEGER, ended_at INTEGER, PRIMARY KEY (id),
         CONSTRAINT kind_word CHECK (kind IN ('animal', 'conduct', 'access', 'site', 'payment', 'other')),
         FOREIGN KEY(premise_id) REFERENCES premise (id), FOREIGN KEY(customer_id) REFERENCES customer (id),
         FOREIGN KEY(by_id) REFERENCES operator (id))""",
    "CREATE INDEX warning_premise ON premise_warning (premise_id) WHERE ended_at IS NULL",
    "CREATE INDEX warning_customer ON premise_warning (customer_id) WHERE ended_at IS NULL",
)


def finding(connection: Connection) -> None:
    """Add what a file lacks, bring its phones to the one form, and let everybody in it be found."""
    for statement in (*STATEMENTS, *INDEXES.values()):
        connection.exec_driver_sql(statement)
    zone = connection.exec_driver_sql("SELECT value FROM header WHERE name = 'zone'").scalar()
    if zone is not None:  # a new file has nobody in it
        _phones(connection, str(zone))
        refill(connection)


def _phones(connection: Connection, zone: str) -> None:
    numbering, last = numbering_of(zone), -(2**62)
    query = "SELECT id, phone FROM customer WHERE id > ? ORDER BY id LIMIT ?"
    while rows := connection.exec_driver_sql(query, (last, BATCH)).all():
        last = rows[-1][0]
        changed = [(form, row[0]) for row in rows if (form := normal(row[1], numbering)) != row[1]]
        if changed:
            connection.exec_driver_sql("UPDATE customer SET phone = ? WHERE id = ?", changed)
