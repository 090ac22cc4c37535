"""Inspections of other systems, such as last year's list: what was seen where, once each, in batches whole or absent.

They are history: from them it follows when a premise is due again and what still stands, but no alarm and no request.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Unpack

from sqlalchemy import Connection, delete, func, insert, select, update

from models.checklists import RECTIFY
from models.desk.batches import Row, batches
from models.desk.taking import How, Imported, Taking, admit
from models.desk.work import Tools, Work
from models.errors import Invalid
from models.inspectionmap import InspectionMap, Seen, SeenReader
from models.instants import zone_of
from models.looks.columns import CUSTOMERS, HAZARDS, INSPECTIONS, PREMISES, chunks
from models.rows import Seat
from models.store import pour
from models.tables import Hazard, Inspection
from models.vocabulary import Act

BATCH = 2_000
"""Rows of one transaction."""

_TABLE: Any = Inspection.__table__  # type: ignore[attr-defined]
_PUT = insert(_TABLE)
_HAZARD = insert(Hazard.__table__)  # type: ignore[attr-defined]
_BLANK = {one.name: one.default.arg if one.default is not None else None for one in _TABLE.columns}
_HAZARD_COLUMNS = ("inspection_id", "premise_id", "item", "grade", "rectify_by", "rectified_at")


@dataclass(slots=True, kw_only=True)
class _Run(Taking):
    """One import on its way, and what the file said of each id so far."""

    reader: SeenReader
    seen: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Batch:
    """What a batch comes to: what to add and what to change, each with its premise."""

    fresh: list[tuple[Seen, int]] = field(default_factory=list)
    changed: list[tuple[Seen, int, int]] = field(default_factory=list)


class TakingInspections:
    """The room where lists of inspections are taken in."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def inspections(
        self, rows: Iterable[Row], plan: InspectionMap, zone: str | None = None, **how: Unpack[How]
    ) -> Imported:
        """Take the rows in: an inspection each, with its hazards.

        A known external id that says the same is counted as same, one that says otherwise is left alone unless
        `update` says so; without ids, a row is known by where and when it was.

        Args:
            rows: the file's rows by its own column names.
            zone: IANA name of the zone of instants that carry no offset.
            how: :class:`models.desk.taking.How`.

        Raises:
            Invalid: unknown zone, or a column that the map names and the file lacks; nothing is taken then.
        """
        admit(how)
        run = _Run(reader=SeenReader(plan, zone_of(zone or self._tools.zone)), **how)
        return run.through(
            self._tools,
            batches(rows, run.reader, BATCH),
            lambda connection, batch: _sift(run, connection, batch),
            lambda work, batch: _take(work, _sift(run, work.connection, batch), run.seat),
        )


def _sift(run: _Run, connection: Connection, batch: Sequence[tuple[int, Row]]) -> _Batch:
    """Each row counted, and what has to be written."""
    read = [(number, row, seen) for number, row in batch if (seen := _read(run, number, row)) is not None]
    known: dict[str, Any] = {}
    for some in chunks(seen.external_id for _, _, seen in read):
        found = select(INSPECTIONS.c.external_id, INSPECTIONS.c.external_digest, INSPECTIONS.c.id)
        known |= {one.external_id: one for one in connection.execute(found.where(INSPECTIONS.c.external_id.in_(some)))}
    places = _places(connection, [seen for _, _, seen in read])
    out = _Batch()
    for number, row, seen in read:
        digest, stored = seen.digest, known.get(seen.external_id)
        before = run.seen.get(seen.external_id) or (stored and stored.external_digest)
        premise = next((places[key] for key in seen.places.items() if key in places), None)
        if before == digest:
            run.counted["same"] += 1
        elif before is not None and (not run.update or seen.external_id in run.seen):
            run.counted["differs"] += 1
        elif premise is None:
            run.reject(number, row, _nowhere(", ".join(seen.places.values())))
            continue
        elif stored is None:
            run.counted["added"] += 1
            out.fresh.append((seen, premise))
        else:
            run.counted["updated"] += 1
            out.changed.append((seen, premise, stored.id))
        run.seen.setdefault(seen.external_id, digest)
        run.flagged.update(seen.flags)
    return out


def _nowhere(where: str) -> Invalid:
    return Invalid("import.unknown_premise", f"There is no premise {where}.",
                   "Import the customers first, or correct the row.", where=where)  # fmt: skip


def _read(run: _Run, number: int, row: Row) -> Seen | None:
    try:
        return run.reader.read(row)
    except Invalid as error:
        run.reject(number, row, error)
        return None


def _places(connection: Connection, rows: Sequence[Seen]) -> dict[tuple[str, str], int]:
    """The premise of each ``(premise | customer | meter | address, what it says)`` that the rows name."""
    customers = select(CUSTOMERS.c.external_id.label("name"), CUSTOMERS.c.premise_id.label("id"))
    by: Mapping[str, tuple[Any, Any]] = {
        "customer": (customers.where(CUSTOMERS.c.premise_id.is_not(None)), CUSTOMERS.c.external_id),
        "premise": (select(PREMISES.c.external_id.label("name"), PREMISES.c.id), PREMISES.c.external_id),
        "meter": (select(PREMISES.c.meter.label("name"), PREMISES.c.id), PREMISES.c.meter),
        "address": (select(PREMISES.c.address.label("name"), PREMISES.c.id), PREMISES.c.address),
    }
    found: dict[tuple[str, str], int] = {}
    for kind, (query, column) in by.items():
        names = dict.fromkeys(seen.places[kind] for seen in rows if kind in seen.places)
        for some in chunks(names):
            for one in connection.execute(query.where(column.in_(some)).order_by(column.table.c.id.desc())):
                found[kind, one.name] = one.id
    return found


def _take(work: Work, batch: _Batch, seat: Seat) -> None:
    if not batch.fresh and not batch.changed:
        return
    first = int(work.connection.execute(select(func.max(INSPECTIONS.c.id))).scalar() or 0) + 1
    rows = [_BLANK | _facts(seen, premise) | {"id": first + place} for place, (seen, premise) in enumerate(batch.fresh)]
    pour(work.connection, _PUT, tuple(_BLANK), [tuple(row[name] for name in _BLANK) for row in rows])
    numbered = enumerate(batch.fresh, first)
    hazards = [row for id, (seen, premise) in numbered for row in _hazards(seen, premise, id)]
    for seen, premise, known in batch.changed:
        here = INSPECTIONS.c.id == known
        work.connection.execute(update(INSPECTIONS).where(here).values(**_facts(seen, premise)))
        work.connection.execute(delete(HAZARDS).where(HAZARDS.c.inspection_id == known))
        hazards += _hazards(seen, premise, known)
    pour(work.connection, _HAZARD, _HAZARD_COLUMNS, hazards)
    work.note(Act.CAMPAIGN, {"act": "import", "by": seat.login, "added": len(batch.fresh),
                             "updated": len(batch.changed)})  # fmt: skip


def _facts(seen: Seen, premise: int) -> dict[str, Any]:
    return {"external_id": seen.external_id, "external_digest": seen.digest, "premise_id": premise, "at": seen.at,
            "result": seen.result.value, "crew": seen.crew, "note": seen.note}  # fmt: skip


def _hazards(seen: Seen, premise: int, inspection: int) -> list[tuple[Any, ...]]:
    return [
        (inspection, premise, one.item, one.grade, seen.rectify_by or seen.at + RECTIFY[one.grade], seen.rectified_at)
        for one in seen.findings
    ]
