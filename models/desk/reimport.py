"""Other content for a request that an import brought before: one `update` line, from which its clocks start afresh."""

from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from models.desk import bulk, placing, raising
from models.desk.bulk import Fresh
from models.desk.clockwork import CLOCKS, clock_values, sync
from models.desk.work import LINES, REQUESTS, Work
from models.sla import SlaClock
from models.vocabulary import Act, Priority

_NOBODYS = [
    act.value
    for act in (Act.IMPORT, Act.UPDATE, Act.IMPORT_JOB, Act.RAISE, Act.CLEAR, Act.ACKNOWLEDGE, Act.NOTE, Act.CALL)
]
"""Lines that do not stand in the way: no person has moved the request on."""


def untouched(connection: Connection, request_id: int) -> bool:
    """True if no person has acted on the request since it came; else the file no longer knows better."""
    query = select(LINES.c.seq).where(LINES.c.request_id == request_id, LINES.c.act.not_in(_NOBODYS)).limit(1)
    return connection.execute(query).first() is None


def apply(work: Work, row: Any, fresh: Fresh) -> None:
    """Give the request of `row` the content of `fresh`; its id and number stay."""
    work.note(Act.UPDATE, fresh.facts, request_id=row.id)
    values = bulk.REQUEST_DEFAULTS | fresh.values
    values |= placing.placed(work.connection, values)
    kept = {"id", "serial", "number", *(name for name in values if name.startswith("next_"))}
    changes = {name: value for name, value in values.items() if name not in kept} | {"version": row.version + 1}
    work.connection.execute(update(REQUESTS).where(REQUESTS.c.id == row.id).values(**changes))
    _replace_clocks(work, row.id, fresh)
    priority = Priority(fresh.values["priority"])
    raising.settle(work, row.id, sync(work, row.id, priority, work.now), priority)


def _replace_clocks(work: Work, request_id: int, fresh: Fresh) -> None:
    """Drop clocks that the new content no longer has, add new ones, and put what ended into the ledger unalarmed."""
    stored = {row.kind: row for row in work.connection.execute(select(CLOCKS).where(CLOCKS.c.request_id == request_id))}
    passed: list[raising.Passed] = []
    for clock in fresh.clocks:
        row = stored.pop(clock.kind.value, None)
        clock_id = row.id if row else _add(work, request_id, clock)
        passed += [
            raising.Passed(clock_id, request_id, clock.kind, clock.cycle, level, clock.level_at(level), clock.due_at,
                           Priority(fresh.values["priority"]), False)
            for level in bulk.ended(clock)
        ]  # fmt: skip
    raising.record(work, passed, alarms=False)
    gone = [row.id for row in stored.values()]
    if gone:
        work.connection.execute(delete(raising.LEVELS).where(raising.LEVELS.c.clock_id.in_(gone)))
        work.connection.execute(delete(CLOCKS).where(CLOCKS.c.id.in_(gone)))


def _add(work: Work, request_id: int, clock: SlaClock) -> int:
    made = work.connection.execute(insert(CLOCKS).values(request_id=request_id, **clock_values(clock)))
    assert made.inserted_primary_key is not None
    return int(made.inserted_primary_key[0])
