"""Hand-over sheets: as one would be now, and those that were signed, with whether they still are what was signed."""

import json
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, text

from models import journal
from models.errors import NotFound
from models.handover import digest, proof, read_item, read_sheet
from models.looks import figures, queues
from models.looks.columns import CALLS, HANDOVER_READS, HANDOVERS, LINES, OPERATORS, REQUESTS
from models.looks.handover_items import items
from models.rows.handovers import HandoverRow, HandoverSheet, ShiftFigures
from models.vocabulary import Act, Kind, Priority, SheetState
from models.wall import HOUR

SHIFT = 12 * HOUR
"""How long a shift is taken to have lasted if the last hand-over does not say, or lies more than a day back."""

_OUT, _IN = OPERATORS.alias("outgoing"), OPERATORS.alias("incoming")
_ROWS = (
    select(HANDOVERS, _OUT.c.name.label("goes"), _IN.c.name.label("comes"))
    .join(_OUT, _OUT.c.id == HANDOVERS.c.outgoing_id)
    .outerjoin(_IN, _IN.c.id == HANDOVERS.c.incoming_id)
)
_ONE = _ROWS.where(HANDOVERS.c.id == bindparam("id"))
_OFFERED = _ROWS.where(text("handover.state = 'offered'"))
_NEWEST = _ROWS.order_by(HANDOVERS.c.id.desc()).limit(bindparam("limit"))
_LAST = select(func.max(HANDOVERS.c.signed_at)).where(HANDOVERS.c.state == SheetState.SIGNED.value)
_READS = (
    select(HANDOVER_READS).where(HANDOVER_READS.c.handover_id == bindparam("id"))
    .order_by(HANDOVER_READS.c.at, HANDOVER_READS.c.item_key, HANDOVER_READS.c.operator_id)
)  # fmt: skip
_LINE = select(LINES.c.payload).where(LINES.c.seq == bindparam("seq"))
_SINCE: Any = bindparam("since")
_UNTIL: Any = bindparam("until")
_CAME = (
    select(REQUESTS.c.kind, func.count(), func.count().filter(REQUESTS.c.priority == Priority.P1.value))
    .where(REQUESTS.c.received >= _SINCE, REQUESTS.c.received <= _UNTIL, REQUESTS.c.number.is_not(None))
    .group_by(REQUESTS.c.kind)
)
_ANSWERED = select(func.count()).where(
    CALLS.c.answered_at >= _SINCE, CALLS.c.answered_at <= _UNTIL, CALLS.c.phantom.is_(False)
)
_MISSED = select(func.count()).where(
    CALLS.c.answered_at.is_(None), CALLS.c.rang_at >= _SINCE, CALLS.c.rang_at <= _UNTIL,
    CALLS.c.ended_at.is_not(None), CALLS.c.phantom.is_(False),
)  # fmt: skip
_BEFORE = select(LINES.c.seq).where(LINES.c.recorded_at < _SINCE).order_by(LINES.c.seq.desc()).limit(1)
_DEEDS = (
    select(LINES.c.act, func.count())
    .where(LINES.c.seq > bindparam("cursor"), LINES.c.recorded_at <= _UNTIL)
    .group_by(LINES.c.act)
)


class Handovers:
    """These reads under one veil."""

    def __init__(self, read: Callable[[], AbstractContextManager[Connection]], shown: Callable[[Any], Any]) -> None:
        self._read, self._shown = read, shown

    def now(self, at: int) -> HandoverSheet:
        """The sheet as it would be signed at `at` (ms UTC)."""
        with self._read() as connection:
            found: HandoverSheet = self._shown(sheet(connection, at))
        return found

    def offered(self) -> HandoverRow | None:
        """The sheet that waits for the one who takes over."""
        with self._read() as connection:
            row = connection.execute(_OFFERED).first()
            found: HandoverRow | None = None if row is None else self._shown(_row(connection, row))
        return found

    def read_by(self, id_: int, operator_id: int) -> dict[str, int]:
        """The red items of a sheet that one person has read, each with the moment (ms UTC)."""
        with self._read() as connection:
            return {one.item_key: one.at for one in reads_of(connection, id_) if one.operator_id == operator_id}

    def one(self, id_: int) -> HandoverRow:
        """One sheet.

        Raises:
            NotFound: there is none of that number.
        """
        with self._read() as connection:
            found: HandoverRow = self._shown(handover(connection, id_))
        return found

    def listed(self, limit: int = 50) -> list[HandoverRow]:
        """The sheets, the newest first."""
        with self._read() as connection:
            rows = connection.execute(_NEWEST, {"limit": limit}).all()
            found: list[HandoverRow] = self._shown([_row(connection, row) for row in rows])
        return found


def sheet(connection: Connection, at: int) -> HandoverSheet:
    """The sheet of a moment; it tells of the time since both signed the last one."""
    last = connection.execute(_LAST).scalar()
    since = last if last is not None and at - last <= 2 * SHIFT else at - SHIFT
    seq, hash_ = journal.head(connection)
    found = items(connection, at)
    swept = next(item.since for item in found if item.key == "engine")
    return HandoverSheet(since, at, found, shift_figures(connection, since, at), swept, f"{seq}:{hash_}")


def shift_figures(connection: Connection, since: int, until: int) -> ShiftFigures:
    """What was done between two instants; what was entered late counts in the shift that entered it."""
    span = {"since": since, "until": until}
    came = {row[0]: (int(row[1]), int(row[2])) for row in connection.execute(_CAME, span)}
    cursor = connection.execute(_BEFORE, {"since": since}).scalar() or 0
    deeds = {row[0]: int(row[1]) for row in connection.execute(_DEEDS, {"cursor": cursor, "until": until})}
    live = queues.counts(connection, until, tuple(Kind))
    kept = {str(clock): pair for clock, pair in figures.kept(connection, since, until).items()}
    return ShiftFigures(
        since, until, {kind: came[kind][0] for kind in Kind if kind in came}, sum(one[1] for one in came.values()),
        int(connection.execute(_ANSWERED, span).scalar_one()), int(connection.execute(_MISSED, span).scalar_one()),
        deeds.get(Act.ASSIGN, 0), deeds.get(Act.RESOLVE, 0), deeds.get(Act.CLOSE, 0), deeds.get(Act.REOPEN, 0),
        deeds.get(Act.RAISE, 0), kept, sum(one.open for one in live),
        sum(one.life + one.late for one in live),
    )  # fmt: skip


def handover(connection: Connection, id_: int) -> HandoverRow:
    """One sheet inside somebody's transaction."""
    row = connection.execute(_ONE, {"id": id_}).first()
    if row is None:
        raise NotFound("handover.unknown", f"There is no hand-over sheet {id_}.", "Look at: hotline handover list",
                       id=id_)  # fmt: skip
    return _row(connection, row)


def disagreements(connection: Connection, limit: int) -> list[tuple[str, str]]:
    """Sheets that are not what was signed: ``(which, what)``."""
    rows = connection.execute(_NEWEST, {"limit": -1}).all()
    altered = (row.id for row in rows if not _row(connection, row).intact)
    return [(f"sheet {id_}", "it is not what was signed") for id_, _ in zip(altered, range(limit), strict=False)]


def reads_of(connection: Connection, id_: int) -> list[Any]:
    """Who has read which red item of a sheet, in the order of the moments."""
    return list(connection.execute(_READS, {"id": id_}))


def _row(connection: Connection, row: Any) -> HandoverRow:
    reads = reads_of(connection, row.id)
    mine = [one for one in reads if row.incoming_id in (None, one.operator_id)]
    later = {one.item_key: one.item for one in mine if one.item}
    return HandoverRow(
        row.id, SheetState(row.state), read_sheet(row.body), row.goes, row.outgoing_id, row.comes or "",
        row.incoming_id, row.signed_at, row.remark, row.digest, row.proof,
        {one.item_key: one.at for one in mine}, tuple(read_item(text) for text in later.values()),
        _intact(connection, row, reads),
    )  # fmt: skip


def _intact(connection: Connection, row: Any, reads: Sequence[Any]) -> bool:
    """Are body and signatures still those whose digests the journal has?"""
    signed = row.state == SheetState.SIGNED
    lines = [(row.out_line, row.digest), *([(row.in_line, row.proof)] if signed else [])]
    said = [connection.execute(_LINE, {"seq": seq}).scalar() for seq, _ in lines]
    told = [json.loads(line or "{}").get("digest") for line in said]
    whole = digest(row.body) == row.digest and (not signed or prove(row, reads) == row.proof)
    return whole and told == [shown for _, shown in lines]


def prove(row: Any, reads: Sequence[Any]) -> str:
    """The proof of a sheet that both have signed."""
    told = [(one.item_key, one.operator_id, one.at, one.item) for one in reads]
    signatures = {"outgoing": row.outgoing_id, "at": row.at, "incoming": row.incoming_id,
                  "signed_at": row.signed_at, "remark": row.remark}  # fmt: skip
    return proof(row.body, told, signatures)
