"""The numbered steps: each says in words that never change what its release added; a new file takes all of them."""

from collections.abc import Callable
from importlib.resources import files

from sqlalchemy import Connection

from models.migrations.aftercare import aftercare
from models.migrations.again import again
from models.migrations.alarm_life import alarm_life
from models.migrations.calendars import ready_calendars
from models.migrations.calls import calls
from models.migrations.campaigns import campaigns
from models.migrations.crew_timers import crew_timers
from models.migrations.duties import duties
from models.migrations.finding import finding
from models.migrations.finishing import finishing
from models.migrations.goals import goals
from models.migrations.handovers import handovers
from models.migrations.knowledge import knowledge
from models.migrations.ownership import ownership
from models.migrations.packs import packs
from models.migrations.promises import promises
from models.migrations.scopes_and_replies import scopes_and_replies
from models.migrations.triage import triage

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
    """The tables of the first release, their indexes, and the triggers that keep the journal append-only."""
    for statement in files("models").joinpath("data/schema_1.sql").read_text("utf-8").split(";\n"):
        if statement.strip():
            connection.exec_driver_sql(statement.strip())
    for guard in _GUARDS:
        connection.exec_driver_sql(guard)


def second(connection: Connection) -> None:
    """Working calendars in versions, with those that every file has."""
    connection.exec_driver_sql(
        """CREATE TABLE calendar (
             id INTEGER NOT NULL, code VARCHAR NOT NULL, version INTEGER NOT NULL, zone VARCHAR NOT NULL,
             body VARCHAR NOT NULL, zh VARCHAR NOT NULL, en VARCHAR NOT NULL, valid_from INTEGER NOT NULL,
             retired_at INTEGER, PRIMARY KEY (id), UNIQUE (code, version))"""
    )
    zone = connection.exec_driver_sql("SELECT value FROM header WHERE name = 'zone'").scalar()
    if zone is not None:  # a new file has no zone yet; it is given its calendars with everything else it starts with
        ready_calendars(connection, str(zone))


STEPS: tuple[Callable[[Connection], None], ...] = (
    first,
    second,
    promises,
    alarm_life,
    duties,
    scopes_and_replies,
    knowledge,
    again,
    calls,
    finding,
    triage,
    ownership,
    handovers,
    campaigns,
    crew_timers,
    finishing,
    packs,
    aftercare,
    goals,
)
"""Step n brings a file from schema n-1 to n."""
