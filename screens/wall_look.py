"""What hangs on a wall is read here: the supervisor's board and the engine, as nobody in particular sees them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from models.looks.veil import HIDDEN, initial
from models.rows import AlarmCounts, AlarmRow, CrewRow, EngineRow, JournalRow
from models.vocabulary import AlarmState
from screens.glance import Glance
from screens.story import AUTOMATA
from screens.widgets.pane import ALARMS, Board, board_at

AT_WORK = (AlarmState.UNACKNOWLEDGED, AlarmState.RETURNED, AlarmState.ACKNOWLEDGED)
"""The states in which an alarm still asks for somebody."""


@dataclass(frozen=True, slots=True)
class WallLook:
    """One reading: the board without anybody's name or home, and whether an engine lives. `at` is when (ms UTC)."""

    at: int
    board: Board = field(default_factory=Board)
    engine: EngineRow | None = None
    alarms: AlarmCounts | None = None
    name: str = ""
    mark: str = ""

    def silence(self, now: int) -> int | None:
        """Milliseconds without a sweep, once that is too long."""
        return Glance(engine=self.engine).silence(now)

    @property
    def life(self) -> tuple[AlarmRow, ...]:
        """The alarms about life that are at work, those that nobody has seen first."""
        found = [row for row in self.board.alarms if row.severity >= 3 and row.state in AT_WORK]
        return tuple(sorted(found, key=lambda row: (AT_WORK.index(AlarmState(row.state)), row.due_at)))

    @property
    def capped(self) -> bool:
        """Were there more alarms than are read?"""
        return len(self.board.alarms) >= ALARMS


def wall_at(desk: Any, now: int, lang: str) -> WallLook:
    """Read it all; meant for a thread. Whoever sits here, it is read as by nobody, for everybody walks by.

    Raises:
        StoreError: the file cannot be read.
    """
    unseen = desk.seen_by(None)
    mark = "drill" if desk.drill else "sample" if desk.sample else ""
    places = {zh: zh if lang == "zh" else en or zh for zh, en in unseen.look.districts()}
    board = board_at(unseen, now, None, lang)
    jobs = unseen.look.rows([crew.job_id for crew in board.crews if crew.job_id is not None])
    where = {row.id: places.get(row.district, row.district) for row in jobs.values()}
    return WallLook(
        now, nameless(board, places, where), unseen.look.engine(), unseen.look.alarm_counts(), desk.name, mark
    )


def nameless(board: Board, places: Mapping[str, str], where: Mapping[int, str]) -> Board:
    """The board with people as their first sign, and the district, named in full, where a home stood.

    Args:
        places: the names of districts.
        where: the district of each request that a crew is on.
    """
    return replace(
        board,
        alarms=tuple(_alarm(row, places.get(row.district, row.district)) for row in board.alarms),
        crews=tuple(_crew(row, where) for row in board.crews),
        urgent=tuple(replace(row, address=places.get(row.district, row.district)) for row in board.urgent),
        journal=tuple(map(_line, board.journal)),
        rules=tuple(replace(row, by=initial(row.by or "")) for row in board.rules),
    )


def _alarm(row: AlarmRow, place: str) -> AlarmRow:
    by, shelved = initial(row.acknowledged_by or ""), initial(row.shelved_by or "")
    return replace(row, address=place, acknowledged_by=by or None, shelved_by=shelved or None)


def _crew(row: CrewRow, where: Mapping[int, str]) -> CrewRow:
    return row if row.job_id is None else replace(row, job_address=where.get(row.job_id, HIDDEN))


def _line(row: JournalRow) -> JournalRow:
    return row if row.actor in AUTOMATA else replace(row, actor=initial(row.actor))
