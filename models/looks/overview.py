"""What the supervisor's board asks beyond the queues: a wanted part of the live work, and what moved lately."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from models.looks import journal_feed
from models.looks.columns import ASSIGNMENTS, CREWS, REQUESTS, chunks
from models.looks.queues import LIVE_NOW
from models.rows import DistrictCount, JournalRow
from models.standing import judge
from models.vocabulary import LIVE_STEPS, ClockKind, Kind, Priority, Step
from models.wanted import Wanted

BLOCK = 500
"""Journal lines in one read."""

_THEIRS = [*(step.value for step in LIVE_STEPS), Step.DONE.value]
"""Steps by which a request is a crew's: one that it declined is not."""

_LIVE = (
    *(REQUESTS.c[name] for name in ("id", "kind", "district", "received", "priority")),
    REQUESTS.c.next_clock.label("clock"), REQUESTS.c.next_due_at.label("due_at"),
    REQUESTS.c.next_warn_at.label("warn_at"), REQUESTS.c.next_pause_from.label("pause_from"),
    REQUESTS.c.next_pause_until.label("pause_until"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Live:
    """A live request in short; `severity` and `word` are those of :func:`models.standing.judge`."""

    id: int
    kind: Kind
    district: str
    received: int
    due_at: int
    severity: int
    word: str


@dataclass(frozen=True, slots=True)
class _Standing:
    """As much of a row as its judgement needs."""

    clock: ClockKind | None
    priority: Priority
    due_at: int
    warn_at: int
    pause_from: int | None
    pause_until: int | None


def _standing(row: Any) -> Any:
    clock = ClockKind(row.clock) if row.clock else None
    return _Standing(clock, Priority(row.priority), row.due_at, row.warn_at, row.pause_from, row.pause_until)


class Overview:
    """`shown` is what rows pass before they are handed out."""

    def __init__(
        self,
        read: Callable[[], AbstractContextManager[Connection]],
        zone: str,
        shown: Callable[[list[JournalRow]], list[JournalRow]],
    ) -> None:
        self._read, self._zone, self._shown = read, zone, shown

    def live(self, now: int, wanted: Wanted) -> list[Live]:
        """The wanted live requests of every kind, as they stand at `now`."""
        query = select(*_LIVE).where(LIVE_NOW, *_asked(wanted))
        with self._read() as connection:
            rows: Sequence[Any] = connection.execute(query).all()
        judged = ((row, judge(_standing(row), now)) for row in rows if wanted.in_shift(row.received, self._zone))
        return [
            Live(row.id, Kind(row.kind), row.district, row.received, row.due_at, one.severity, one.word)
            for row, one in judged
        ]

    def passing(self, ids: Iterable[int], wanted: Wanted) -> set[int]:
        """Which of these requests, whatever their status, are wanted."""
        return {row.id for row in self._of(ids, wanted)}

    def cells(self, ids: Iterable[int], wanted: Wanted) -> Counter[tuple[str, str]]:
        """How many of these requests are wanted, by district and kind."""
        return Counter((row.district, row.kind) for row in self._of(ids, wanted))

    def _of(self, ids: Iterable[int], wanted: Wanted) -> list[Any]:
        columns = (REQUESTS.c.id, REQUESTS.c.district, REQUESTS.c.kind, REQUESTS.c.received)
        found: list[Any] = []
        with self._read() as connection:
            for some in chunks(ids):
                found += connection.execute(select(*columns).where(REQUESTS.c.id.in_(some), *_asked(wanted))).all()
        return [row for row in found if wanted.in_shift(row.received, self._zone)]

    def moved(self, since: int, most: int) -> list[JournalRow]:
        """The lines about requests that were recorded from `since` (ms UTC) on, newest first; at most the last `most`
        lines of the journal are looked through."""
        lines: list[JournalRow] = []
        before: int | None = None
        with self._read() as connection:
            while len(lines) < most:
                block = journal_feed.tail(connection, min(BLOCK, most - len(lines)), before=before)
                fresh = [line for line in block if line.recorded_at >= since]
                lines += fresh
                if len(fresh) < BLOCK:
                    break
                before = block[-1].seq
        return self._shown([line for line in lines if line.request_id is not None])


def matrix_of(rows: Collection[Live], kinds: Collection[Kind]) -> list[DistrictCount]:
    """The figures of :func:`models.looks.queues.matrix` for these requests."""
    groups: dict[tuple[str, Kind], list[Live]] = {}
    for row in rows:
        if row.kind in kinds:
            groups.setdefault((row.district, row.kind), []).append(row)
    return [
        DistrictCount(
            district, kind, len(some),
            life=sum(one.severity >= 3 for one in some),
            late=sum(one.severity == 2 and one.word == "late" for one in some),
            soon=sum(one.severity == 2 and one.word == "due" for one in some),
            due=sum(one.severity == 1 for one in some),
            oldest=min(one.received for one in some),
        )
        for (district, kind), some in sorted(groups.items())
    ]  # fmt: skip


def _asked(wanted: Wanted) -> list[ColumnElement[bool]]:
    """What can be asked of the file; the shift is judged by whoever reads."""
    asked: list[ColumnElement[bool]] = []
    if wanted.districts:
        asked.append(REQUESTS.c.district.in_(wanted.districts))
    if wanted.kinds:
        asked.append(REQUESTS.c.kind.in_(wanted.kinds))
    if wanted.crews:
        theirs = (
            select(ASSIGNMENTS.c.request_id)
            .join(CREWS, CREWS.c.id == ASSIGNMENTS.c.crew_id)
            .where(CREWS.c.code.in_(wanted.crews), ASSIGNMENTS.c.step.in_(_THEIRS))
        )
        asked.append(REQUESTS.c.id.in_(theirs))
    return asked
