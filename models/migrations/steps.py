"""The numbered steps. Step 1 makes every table of this release and the triggers that keep the journal append-only."""

from collections.abc import Callable

from sqlalchemy import Connection
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlmodel import SQLModel

from models import tables

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
    """All tables of schema 1, their indexes and the journal's triggers, always in one order."""
    ours = [getattr(tables, name).__table__ for name in tables.__all__]
    for table in SQLModel.metadata.sorted_tables:
        if table in ours:
            connection.execute(CreateTable(table))
            for index in sorted(table.indexes, key=lambda index: str(index.name)):
                connection.execute(CreateIndex(index))
    for guard in _GUARDS:
        connection.exec_driver_sql(guard)


STEPS: tuple[Callable[[Connection], None], ...] = (first,)
"""Step n brings a file from schema n-1 to n."""
