"""The auditor inside the sweep: does every promise that fell due have its row in the ledger?

It goes by the due time of the running clocks, not by the mark that carries the sweep: whatever put that mark out of
step is found here. What is missing twice alarms about the engine itself, and the clock is put before the sweep again.
"""

from typing import Any

from sqlalchemy import Connection, bindparam, exists, literal_column, select, update

from models.desk.clockwork import CLOCKS
from models.desk.conditions import Found, raise_one
from models.desk.raising import LEVELS
from models.desk.work import Work
from models.sla import LEVELS as PERCENTS
from models.tables import Engine
from models.vocabulary import Rule
from models.wall import SECOND

AFTER = 10 * SECOND
"""A promise is audited once it has been due for so long: two rounds of the engine."""

SOME = 500
"""Clocks in one audit."""

ENGINE = Engine.__table__  # type: ignore[attr-defined]
_MARK = select(ENGINE.c.audited_at, ENGINE.c.suspects).where(ENGINE.c.id == 1)
_WRITTEN = exists().where(
    LEVELS.c.clock_id == CLOCKS.c.id, LEVELS.c.cycle == CLOCKS.c.cycle, LEVELS.c.level == 100,
    LEVELS.c.due_at == CLOCKS.c.due_at,
)  # fmt: skip
_WINDOW = (
    select(CLOCKS.c.id, CLOCKS.c.request_id, CLOCKS.c.due_at, CLOCKS.c.warn_at, _WRITTEN.label("written"))
    .where(
        literal_column("clock.state") == literal_column("0"),
        CLOCKS.c.due_at > bindparam("since"),
        CLOCKS.c.due_at <= bindparam("until"),
    )
    .order_by(CLOCKS.c.due_at)
    .limit(SOME)
)


def audit(work: Work) -> list[int]:
    """One audit of what fell due since the last one; returns the clocks it alarmed about."""
    until = work.now - AFTER
    audited, suspected = work.connection.execute(_MARK).one()
    if audited is None:
        _mark(work.connection, until, "")
        return []
    before = {int(one) for one in suspected.split(",") if one}
    rows = work.connection.execute(_WINDOW, {"since": min(audited, until), "until": until}).all()
    missing = [row for row in rows if not row.written]
    again = [row for row in missing if row.id in before]
    for row in again:
        _alarm(work, row)
    fresh = [row for row in missing if row.id not in before]
    if fresh:  # looked at once more before anybody is called
        _mark(work.connection, min(row.due_at for row in fresh) - 1, ",".join(str(row.id) for row in fresh))
    else:
        _mark(work.connection, rows[-1].due_at if len(rows) == SOME else until, "")
    return [row.id for row in again]


def _alarm(work: Work, row: Any) -> None:
    found = Found(Rule.ENGINE_MISSED, f"clock:{row.id}", 3, row.due_at, row.request_id, rung=1)
    raise_one(work, found, lasts=False)
    armed = {"alarm_at": row.warn_at, "alarm_level": PERCENTS[0]}
    work.connection.execute(update(CLOCKS).where(CLOCKS.c.id == row.id).values(**armed))


def _mark(connection: Connection, until: int, suspects: str) -> None:
    connection.execute(update(ENGINE).where(ENGINE.c.id == 1).values(audited_at=until, suspects=suspects))
