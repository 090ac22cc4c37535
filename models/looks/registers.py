"""What is printed: the log of emergency reports, the board of what is open, crews with their phones, paper cards."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy import Connection, bindparam, select, text

from models.emergency_log import counts
from models.looks import crews, own, queues
from models.looks.columns import CLOCKS, CREWS, OPERATORS, PAPER_CARDS, REQUESTS, chunks
from models.looks.emergencies import calendar_for, emergencies
from models.rows import QueueRow
from models.rows.registers import BandRow, BoardRow, CrewLine, EmergencyRow, PaperCard
from models.standing import judge
from models.vocabulary import NEVER, ClockKind, Priority

_FACTS = select(
    *(REQUESTS.c[name] for name in (
        "id", "phone", "caller", "text", "access", "people", "note", "safe_at", "held_until"))
).where(REQUESTS.c.id.in_(bindparam("ids", expanding=True)))  # fmt: skip
_LIVE = queues.ROWS.where(queues.LIVE_NOW).order_by(REQUESTS.c.next_due_at, REQUESTS.c.id)
_CARRIES_SAFE = select(CLOCKS.c.request_id).where(
    CLOCKS.c.kind == ClockKind.SAFE.value, CLOCKS.c.request_id.in_(bindparam("ids", expanding=True))
)
_PHONES = select(CREWS.c.code, CREWS.c.phone).where(CREWS.c.retired_at.is_(None))
_CARDS = (
    select(PAPER_CARDS, REQUESTS.c.number, OPERATORS.c.name)
    .select_from(PAPER_CARDS)
    .outerjoin(REQUESTS, REQUESTS.c.id == PAPER_CARDS.c.request_id)
    .outerjoin(OPERATORS, OPERATORS.c.id == PAPER_CARDS.c.reserved_by)
    .order_by(PAPER_CARDS.c.serial)
)
_OUT = _CARDS.where(text("paper_card.entered_at IS NULL AND paper_card.void_at IS NULL"))


class Registers:
    """These reads under one veil.

    Args:
        read: opens a short read-only transaction.
        shown: what rows pass before they are handed out.
        zone: the utility's zone.
    """

    def __init__(
        self, read: Callable[[], AbstractContextManager[Connection]], shown: Callable[[Any], Any], zone: str
    ) -> None:
        self._read, self._shown, self._zone = read, shown, zone

    def calendar(self, now: int) -> str | None:
        """The calendar that says what business hours are, unless one is named (`emergencies.calendar_for`)."""
        with self._read() as connection:
            return calendar_for(connection, self._zone, now)

    def emergencies(self, since: int, until: int, calendar: str | None = None) -> list[EmergencyRow]:
        """The reports of emergencies received from `since` on and before `until` (ms UTC)."""
        with self._read() as connection:
            found: list[EmergencyRow] = self._shown(emergencies(connection, since, until, self._zone, calendar))
        return found

    def bands(self, rows: list[EmergencyRow]) -> tuple[BandRow, ...]:
        """Those, counted by the part of the week and by how soon somebody was there."""
        return counts(rows)

    def board(self, now: int) -> list[BoardRow]:
        """Everything live: life safety first, then by the clock that runs out next, as at `now` (ms UTC)."""
        with self._read() as connection:
            found: list[BoardRow] = self._shown(board(connection, now))
        return found

    def crews(self, now: int) -> list[CrewLine]:
        """Every crew in use with its phone."""
        with self._read() as connection:
            found: list[CrewLine] = self._shown(crew_lines(connection, now))
        return found

    def cards(self, *, all: bool = False) -> list[PaperCard]:
        """Numbered blank cards that nobody has entered yet; with `all` every one."""
        with self._read() as connection:
            found: list[PaperCard] = self._shown(paper_cards(connection, all=all))
        return found


def board(connection: Connection, now: int) -> list[BoardRow]:
    """The live requests with what stands on none of the queues' lines: phones, callers, and whether it is safe."""
    rows = queues.finish(connection, connection.execute(_LIVE).all())
    promised = own.promised(connection)
    facts: dict[int, Any] = {}
    dangerous: set[int] = set()
    for some in chunks(row.id for row in rows):
        facts |= {fact.id: fact for fact in connection.execute(_FACTS, {"ids": some})}
        dangerous |= set(connection.execute(_CARRIES_SAFE, {"ids": some}).scalars())
    rows.sort(key=lambda row: row.priority is not Priority.P1)
    return [_line(row, facts[row.id], row.id in dangerous, promised.get(row.id), now) for row in rows]


def _line(row: QueueRow, fact: Any, dangerous: bool, promised: int | None, now: int) -> BoardRow:
    due = None if row.due_at == NEVER else row.due_at
    safe = "" if not dangerous else "safe" if fact.safe_at is not None else "not_safe"
    words = list(dict.fromkeys(one for one in (row.note, fact.access, fact.people, fact.note) if one))
    return BoardRow(
        row.number, row.kind, row.priority, row.category_zh, row.category_en, row.board, row.district, row.address,
        fact.phone, fact.caller, row.crews, row.clock, due, judge(row, now).word == "late", safe, fact.safe_at,
        fact.held_until, promised, row.received, fact.text, "; ".join(words),
    )  # fmt: skip


def crew_lines(connection: Connection, now: int) -> list[CrewLine]:
    """Crews in the order in which they were set up, without those that are retired."""
    phones = {row.code: row.phone for row in connection.execute(_PHONES)}
    return [
        CrewLine(row.code, row.name, phones[row.code], row.status, row.job or "", row.job_address or "", row.out_reason)
        for row in crews.board(connection, now)
        if not row.retired
    ]


def paper_cards(connection: Connection, *, all: bool = False) -> list[PaperCard]:
    """Cards by their number."""
    return [
        PaperCard(row.serial, row.reserved_at, row.name or "", row.number or "", row.entered_at, row.void_reason,
                  row.void_at)
        for row in connection.execute(_CARDS if all else _OUT)
    ]  # fmt: skip
