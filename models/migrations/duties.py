"""The step that says who may be sent: certificates, shifts, ways between districts, caps, and jobs from elsewhere."""

from sqlalchemy import Connection

_WORDS = (
    """CREATE TABLE certificate (
         crew_id INTEGER NOT NULL, skill VARCHAR NOT NULL, valid_until INTEGER NOT NULL,
         PRIMARY KEY (crew_id, skill), FOREIGN KEY(crew_id) REFERENCES crew (id))""",
    """CREATE TABLE shift (
         crew_id INTEGER NOT NULL, starts_at INTEGER NOT NULL, ends_at INTEGER NOT NULL,
         PRIMARY KEY (crew_id, starts_at), CONSTRAINT shift_lasts CHECK (ends_at > starts_at),
         FOREIGN KEY(crew_id) REFERENCES crew (id))""",
    """CREATE TABLE travel (
         origin VARCHAR NOT NULL, destination VARCHAR NOT NULL, minutes INTEGER NOT NULL,
         PRIMARY KEY (origin, destination), CONSTRAINT travel_lasts CHECK (minutes >= 0))""",
    "ALTER TABLE crew ADD COLUMN load_cap INTEGER",
    "ALTER TABLE crew ADD COLUMN out_until INTEGER",
    "ALTER TABLE assignment ADD COLUMN way_minutes INTEGER",
    "ALTER TABLE assignment ADD COLUMN external_id VARCHAR",
    "CREATE UNIQUE INDEX assignment_external ON assignment (external_id) WHERE external_id IS NOT NULL",
)


def duties(connection: Connection) -> None:
    """Add what a file lacks; every crew keeps its skills without an end, and goes by its mark."""
    for words in _WORDS:
        connection.exec_driver_sql(words)
