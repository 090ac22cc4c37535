"""The rules about what runs out in silence: a contract, a calendar's days off, and a reply that is still owed."""

from collections.abc import Iterator

from sqlalchemy import Connection, bindparam, select, text

from models.desk.conditions import Found
from models.desk.work import REQUESTS
from models.looks import endings
from models.vocabulary import Rule
from models.wall import MINUTE

GRACE = 10 * MINUTE
"""So long after its work a request may wait for the outside body to be answered before it is called back to mind."""

OWING = text("request.next_clock = 'reply' AND request.status IN ('resolved', 'closed')")
"""The predicate of the partial index `request_owes`: over, but for the reply."""

_OWING = select(REQUESTS.c.id, REQUESTS.c.resolved_at).where(OWING, REQUESTS.c.resolved_at <= bindparam("then"))


def contracts(connection: Connection, now: int) -> Iterator[Found]:
    """Contracts within their days of warning that no other one follows."""
    for code, _, told_from in endings.contracts_ending(connection, now):
        yield Found(Rule.CONTRACT_ENDS, f"contract:{code}", 1, told_from, rung=1)


def calendars(connection: Connection, now: int) -> Iterator[Found]:
    """Calendars in use whose official days off end within two months, or have ended."""
    for code, end in endings.calendars_ending(connection, now):
        yield Found(Rule.CALENDAR_ENDS, f"calendar:{code}", 1, end - endings.AHEAD, rung=1)


def replies(connection: Connection, now: int) -> Iterator[Found]:
    """Requests that are over while their outside body still waits: no queue shows them any more."""
    for row in connection.execute(_OWING, {"then": now - GRACE}).all():
        yield Found(Rule.REPLY_OWED, f"request:{row.id}", 1, row.resolved_at + GRACE, row.id)
