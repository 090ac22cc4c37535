"""The numbered steps that bring a file forward, in order; a new file goes through all of them."""

from collections.abc import Callable

from sqlalchemy import Connection

from models.migrations.alarm_life import alarm_life
from models.migrations.schema_1 import SCHEMA_1

_GUARDS = (
    """CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal
       BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
    """CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
       WHEN NEW.seq IS NOT OLD.seq OR NEW.at IS NOT OLD.at OR NEW.recorded_at IS NOT OLD.recorded_at
         OR NEW.actor IS NOT OLD.actor OR NEW.act IS NOT OLD.act OR NEW.request_id IS NOT OLD.request_id
         OR NEW.crew_id IS NOT OLD.crew_id OR NEW.alarm_id IS NOT OLD.alarm_id OR NEW.salt IS NOT OLD.salt
         OR NEW.digest IS NOT OLD.digest OR NEW.hash IS NOT OLD.hash OR NEW.token IS NOT OLD.token
         OR NEW.payload IS NOT NULL
       BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
)


def first(connection: Connection) -> None:
    """All tables of schema 1, their indexes, and the triggers that keep the journal append-only."""
    for statement in SCHEMA_1.split(";\n\n"):
        connection.exec_driver_sql(statement)
    for guard in _GUARDS:
        connection.exec_driver_sql(guard)


STEPS: tuple[Callable[[Connection], None], ...] = (first, alarm_life)
"""Step n brings a file from schema n-1 to n."""
