"""Calls from other telephone systems: one row each, in batches whole or absent; nothing in them is anybody's task."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Unpack

from sqlalchemy import Connection, insert, select, update

from models.callmap import CallCells, CallMap, CallReader
from models.desk.batches import Numbered, Row, batches
from models.desk.calling import CALLS
from models.desk.calls import PLACES
from models.desk.deed import OPERATORS
from models.desk.importing import BATCH
from models.desk.taking import How, Imported, Taking, admit
from models.desk.work import Tools, Work
from models.errors import Invalid
from models.instants import zone_of
from models.phones import normal
from models.rows import Seat
from models.store import pour
from models.vocabulary import Act

_NAMES = ("external_id", "external_digest", "phone", "line", "queue", "agent", "note", "recording", "direction",
          "wrap_up", "rang_at", "answered_at", "ended_at", "kept_at", "operator_id", "phantom")  # fmt: skip
_ORDER = tuple(column.name for column in CALLS.c if column.name in _NAMES)
_INSERT = insert(CALLS)
_STORED = (CALLS.c.id, CALLS.c.external_id, CALLS.c.external_digest)


class ImportingCalls:
    """The room where files of other telephone systems are taken in."""

    def __init__(self, tools: Tools) -> None:
        self.tools = tools

    def calls(self, rows: Iterable[Row], plan: CallMap, zone: str | None = None, **how: Unpack[How]) -> Imported:
        """Take the rows in. A known external id is left alone; `update` applies its other content.

        A missed call that is imported is nobody's to call back.

        Args:
            zone: IANA name of the zone of instants that carry no offset.
            how: :class:`models.desk.taking.How`.

        Raises:
            Invalid: unknown zone, or a column that the map names and the file lacks; nothing is taken then.
        """
        admit(how)
        run = _Run(reader=CallReader(plan, zone_of(zone) if zone else None), **how)
        return run.through(
            self.tools,
            batches(rows, run.reader, BATCH),
            lambda connection, batch: _sift(run, connection, batch, self.tools.wall.now()),
            lambda work, batch: _take(work, _sift(run, work.connection, batch, work.now), run.seat),
        )


@dataclass(slots=True, kw_only=True)
class _Run(Taking):
    """One import of calls on its way, and what the file said of each id so far."""

    reader: CallReader
    seen: dict[str, str] = field(default_factory=dict)


def _read(run: _Run, batch: Sequence[Numbered], now: int) -> Iterator[CallCells]:
    for number, row in batch:
        try:
            yield run.reader.read(row, now)
        except Invalid as error:
            run.reject(number, row, error)


Sifted = tuple[list[CallCells], list[tuple[CallCells, int]]]


def _sift(run: _Run, connection: Connection, batch: Sequence[Numbered], now: int) -> Sifted:
    """The calls to add, and those to write anew with their ids; everything is counted."""
    cells, seen = list(_read(run, batch, now)), run.seen
    ids = [one.external_id for one in cells]
    stored = {row.external_id: row for row in connection.execute(select(*_STORED).where(CALLS.c.external_id.in_(ids)))}
    new: list[CallCells] = []
    changed: list[tuple[CallCells, int]] = []
    for one in cells:
        known = stored.get(one.external_id)
        digest = seen.get(one.external_id) or (known.external_digest if known else None)
        heard = known is not None and known.external_digest is None
        if digest == one.digest:
            run.counted["same"] += 1
        elif heard or (digest and not (run.update and known and one.external_id not in seen)):
            run.counted["differs"] += 1
        elif known:
            run.counted["updated"] += 1
            changed.append((one, known.id))
        else:
            run.counted["added"] += 1
            new.append(one)
        seen.setdefault(one.external_id, one.digest)
        run.flagged.update(one.flags)
    return new, changed


def _take(work: Work, sifted: Sifted, seat: Seat) -> None:
    new, changed = sifted
    places = _places(work)
    pour(work.connection, _INSERT, _ORDER, [_row(work, one, places) for one in new])
    for one, call_id in changed:
        values = dict(zip(_ORDER, _row(work, one, places), strict=True))
        work.connection.execute(update(CALLS).where(CALLS.c.id == call_id).values(**values))
    if new or changed:
        work.note(Act.IMPORT, {"subject": "call", "added": len(new), "updated": len(changed), "by": seat.login})


def _row(work: Work, one: CallCells, places: Mapping[str, int]) -> tuple[Any, ...]:
    values = dict(one.columns) | {
        "external_id": one.external_id,
        "external_digest": one.digest,
        "phone": normal(one.columns["phone"], work.numbering),
        "operator_id": places.get(one.columns["agent"]),
        "kept_at": one.columns["ended_at"] if one.columns["answered_at"] is None else None,
    }
    return tuple(values[name] for name in _ORDER)


def _places(work: Work) -> dict[str, int]:
    """Operators by what a telephone system calls them."""
    joined = OPERATORS.outerjoin(PLACES, PLACES.c.operator_id == OPERATORS.c.id)
    found: dict[str, int] = {}
    for row in work.connection.execute(
        select(OPERATORS.c.id, OPERATORS.c.login, PLACES.c.extension).select_from(joined)
    ):
        found |= {name: row.id for name in (row.login, row.extension) if name}
    return found
