"""How long each step of a crew may last in this file: the usual limits, and those that an admin has set."""

from sqlalchemy import Connection, select

from models.looks.columns import CREW_TIMERS
from models.timers import Limits

_SET = select(CREW_TIMERS.c.name, CREW_TIMERS.c.value)


def limits(connection: Connection) -> Limits:
    """The limits as they hold now."""
    return Limits.of({row.name: row.value for row in connection.execute(_SET)})
