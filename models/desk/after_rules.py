"""The rule about what follows the work: call-backs that nobody made in time, all of them in one alarm."""

from collections.abc import Iterator

from sqlalchemy import Connection

from models.desk.conditions import Found
from models.looks.aftercare import oldest_late
from models.vocabulary import Rule

SUBJECT = "call_backs"


def late_call_backs(connection: Connection, now: int) -> Iterator[Found]:
    """Call-backs past their due time: of severity 2 as soon as an odour, an emergency or a complaint is among them."""
    for severity, urgent in ((2, True), (1, False)):
        since = oldest_late(connection, now, urgent=urgent)
        if since is not None:
            yield Found(Rule.CALL_BACKS_LATE, SUBJECT, severity, since)
            return


RULES = {Rule.CALL_BACKS_LATE: late_call_backs}
