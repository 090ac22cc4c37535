"""Many requests in one transaction: rows, clocks, ledger and chained lines with ids worked out beforehand.

Used by the import and by the large samples. What it leaves is what the verbs would leave: `sla rebuild` finds nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select

from models import journal
from models.desk import placing
from models.desk.clockwork import CLOCKS, clock_values, next_values
from models.desk.raising import LEVELS
from models.desk.work import LINES, REQUESTS, Work
from models.sla import SlaClock
from models.store import pour
from models.vocabulary import LETTERS, LIVE, Act, ClockState, Kind


@dataclass(slots=True)
class Fresh:
    """A request about to be written: its columns but for id, number and `next_*`; what its line says; its clocks."""

    values: dict[str, Any]
    facts: Mapping[str, Any]
    clocks: Sequence[SlaClock] = field(default_factory=tuple)


def write(work: Work, fresh: Sequence[Fresh], *, act: Act = Act.IMPORT) -> list[int]:
    """Write the requests in their order and return their ids.

    Each gets the next number, one journal line and its clocks. Levels that a clock passed before it stopped go into the
    ledger without an alarm; a clock that runs is armed at its earliest level, however long past, for the next sweep.
    """
    if not fresh:
        return []
    work.flush()
    first = _next(work.connection, REQUESTS.c.id)
    serial = _next(work.connection, REQUESTS.c.serial)
    clock_id = _next(work.connection, CLOCKS.c.id)
    rows: list[dict[str, Any]] = []
    clocks: list[dict[str, Any]] = []
    passed: list[dict[str, Any]] = []
    for place, one in enumerate(fresh):
        request_id = first + place
        number = f"{LETTERS[Kind(one.values['kind'])]}-{serial + place:05d}"
        rows.append(
            REQUEST_DEFAULTS
            | one.values
            | _placed(work.connection, one.values)
            | {"id": request_id, "serial": serial + place, "number": number}
            | next_values(one.clocks, work.now)
        )
        for clock in one.clocks:
            clocks.append(_clock_row(clock_id, request_id, clock))
            passed += _passed(clock_id, clock, work.now)
            clock_id += 1
        work.note(act, {"number": number, **one.facts}, request_id=request_id)
    _insert(work.connection, REQUESTS, rows)
    _insert(work.connection, CLOCKS, clocks)
    _insert(work.connection, LEVELS, passed, without=("id",))
    _pour_lines(work)
    return list(range(first, first + len(rows)))


REQUEST_DEFAULTS = {column.name: column.default.arg if column.default else None for column in REQUESTS.c}
"""A request row of which nothing is known."""


def _placed(connection: Connection, values: Mapping[str, Any]) -> dict[str, Any]:
    """Where it is, of what is live; nobody calls again about what is long closed."""
    return placing.placed(connection, values) if values.get("status") in LIVE else {}


def _next(connection: Connection, column: Any) -> int:
    return int(connection.execute(select(func.max(column))).scalar() or 0) + 1


def _clock_row(clock_id: int, request_id: int, clock: SlaClock) -> dict[str, Any]:
    level = clock.levels[0] if clock.state is ClockState.RUNNING else None
    return clock_values(clock) | {
        "id": clock_id,
        "request_id": request_id,
        "alarm_at": None if level is None else clock.level_at(level),
        "alarm_level": level,
    }


def ended(clock: SlaClock) -> Iterable[int]:
    """The levels that a clock passed before it stopped; none of one that runs or is void."""
    stop = clock.stopped_at
    if stop is None or clock.state is not ClockState.STOPPED:
        return ()
    return (level for level in clock.levels if clock.level_at(level) < stop)


def _passed(clock_id: int, clock: SlaClock, now: int) -> list[dict[str, Any]]:
    return [
        {"clock_id": clock_id, "cycle": clock.cycle, "level": level, "due_at": clock.level_at(level),
         "recorded_at": now, "alarm_id": None}
        for level in ended(clock)
    ]  # fmt: skip


def _pour_lines(work: Work) -> None:
    """Write the queued journal lines, as :meth:`Work.flush` does, by one `executemany`."""
    seq, former = journal.head(work.connection)
    lines, work.entries = work.entries, []
    _insert(work.connection, LINES, journal.chained(seq, former, work.now, lines, work.salt))
    work.seq = seq + len(lines)


def _insert(
    connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], without: tuple[str, ...] = ()
) -> None:
    if rows:
        names = tuple(column.name for column in table.c if column.name not in without)
        pick = itemgetter(*names)
        pour(connection, insert(table), names, [pick(row) for row in rows])
