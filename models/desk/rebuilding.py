"""Writing the clock index of single requests anew, from the journal and the ledger."""

from typing import Any

from sqlalchemy import delete, insert, update

from models.desk.clockwork import CLOCKS, clock_values, next_values
from models.desk.raising import LEVELS
from models.desk.reckoning import Reckoned, reckon
from models.desk.work import ENGINE_SEAT, REQUESTS, Tools, Work
from models.vocabulary import Act

BATCH = 200
"""Requests in one transaction."""


def rewrite(tools: Tools, ids: list[int]) -> int:
    """Write anew the clocks of those requests that still differ; returns how many did."""
    done = 0
    for start in range(0, len(ids), BATCH):
        with tools.work(ENGINE_SEAT) as work:
            found = [one for id_ in ids[start : start + BATCH] for one in reckon(work.connection, id_, id_ + 1)]
            differing = [one for one in found if one.differs and not one.untold]
            for one in differing:
                _rewrite(work, one)
            if differing:
                work.note(Act.ADMINISTER, {"rebuilt": [one.number for one in differing]})
            done += len(differing)
    return done


def _rewrite(work: Work, one: Reckoned) -> None:
    """The rows of clocks the journal does not know go, with their ledger; what it knows is stored as it stands."""
    left = dict(one.stored)
    for clock in one.truth:
        stored = left.pop((clock.kind.value, clock.cycle), None)
        at, level = one.next_alarm(clock) or (None, None)
        values: dict[str, Any] = {**clock_values(clock), "alarm_at": at, "alarm_level": level}
        if stored is None:
            work.connection.execute(insert(CLOCKS).values(request_id=one.id, **values))
        else:
            work.connection.execute(update(CLOCKS).where(CLOCKS.c.id == stored.id).values(**values))
    gone = [row.id for row in left.values()]
    if gone:
        work.connection.execute(delete(LEVELS).where(LEVELS.c.clock_id.in_(gone)))
        work.connection.execute(delete(CLOCKS).where(CLOCKS.c.id.in_(gone)))
    mirror = next_values(one.truth, work.now)
    work.connection.execute(update(REQUESTS).where(REQUESTS.c.id == one.id).values(**mirror))
