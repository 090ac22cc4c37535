"""Calls from other telephone systems: one row each, in batches whole or absent; nothing in them is anybody's task."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, insert, select, update

from models.callmap import CallCells, CallMap, CallReader
from models.desk.batches import Row, batches
from models.desk.calling import CALLS
from models.desk.calls import PLACES
from models.desk.deed import OPERATORS
from models.desk.importing import BATCH, Imported, Rejects
from models.desk.work import IMPORT_SEAT, Tools, Work, require
from models.errors import Invalid
from models.instants import zone_of
from models.phones import normal
from models.rows import Seat
from models.store import pour
from models.vocabulary import Act, Role

_NAMES = ("external_id", "external_digest", "phone", "line", "queue", "agent", "note", "recording", "direction",
          "wrap_up", "rang_at", "answered_at", "ended_at", "kept_at", "operator_id", "phantom")  # fmt: skip
_ORDER = tuple(column.name for column in CALLS.c if column.name in _NAMES)
_INSERT = insert(CALLS)
_STORED = (CALLS.c.id, CALLS.c.external_id, CALLS.c.external_digest)


class ImportingCalls:
    """The room where files of other telephone systems are taken in."""

    def __init__(self, tools: Tools) -> None:
        self.tools = tools

    def calls(
        self,
        rows: Iterable[Row],
        plan: CallMap,
        zone: str | None = None,
        *,
        dry_run: bool = False,
        update: bool = False,
        seat: Seat = IMPORT_SEAT,
        rejects: Rejects = lambda number, row, error: None,
        progress: Callable[[int], None] = lambda read: None,
    ) -> Imported:
        """Take the rows in. A known external id is left alone; `update` applies its other content.

        A missed call that is imported is nobody's to call back. Arguments as in `Importing.requests`.

        Raises:
            Invalid: unknown zone, or a column that the map names and the file lacks; nothing is taken then.
        """
        if not seat.may(Role.ADMIN):
            require(seat, Role.SUPERVISOR)
        reader = CallReader(plan, zone_of(zone) if zone else None)
        counted: Counter[str] = Counter()
        flagged: Counter[str] = Counter()
        seen: dict[str, str] = {}
        read = 0
        for batch in batches(rows, reader, BATCH):
            cells = list(_read(batch, reader, self.tools.wall.now(), counted, rejects))
            if dry_run:
                with self.tools.store.read() as connection:
                    _sift(connection, cells, counted, flagged, seen, update)
            else:
                with self.tools.work(IMPORT_SEAT) as work:
                    _take(work, _sift(work.connection, cells, counted, flagged, seen, update), seat)
            read = batch[-1][0]
            progress(read)
        return Imported.of(read, counted, flagged)


def _read(
    batch: Sequence[tuple[int, Row]], reader: CallReader, now: int, counted: Counter[str], rejects: Rejects
) -> Iterator[CallCells]:
    for number, row in batch:
        try:
            yield reader.read(row, now)
        except Invalid as error:
            counted["rejected"] += 1
            rejects(number, row, error)


Sifted = tuple[list[CallCells], list[tuple[CallCells, int]]]


def _sift(
    connection: Connection, cells: Sequence[CallCells], counted: Counter[str], flagged: Counter[str],
    seen: dict[str, str], renew: bool,
) -> Sifted:  # fmt: skip
    """The calls to add, and those to write anew with their ids; everything is counted."""
    ids = [one.external_id for one in cells]
    stored = {row.external_id: row for row in connection.execute(select(*_STORED).where(CALLS.c.external_id.in_(ids)))}
    new: list[CallCells] = []
    changed: list[tuple[CallCells, int]] = []
    for one in cells:
        known = stored.get(one.external_id)
        digest = seen.get(one.external_id) or (known.external_digest if known else None)
        heard = known is not None and known.external_digest is None
        if digest == one.digest:
            counted["same"] += 1
        elif heard or (digest and not (renew and known and one.external_id not in seen)):
            counted["differs"] += 1
        elif known:
            counted["updated"] += 1
            changed.append((one, known.id))
        else:
            counted["added"] += 1
            new.append(one)
        seen.setdefault(one.external_id, one.digest)
        flagged.update(one.flags)
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
