"""History from other systems: rows become requests with their clocks, once each, in batches whole or absent."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Unpack

from sqlalchemy import Connection, insert, select

from models import sla
from models.desk import bulk, reimport
from models.desk.batches import Row, batches
from models.desk.bulk import Fresh
from models.desk.policies import CATEGORIES, POLICIES, targets_for
from models.desk.taking import How, Imported, Taking, admit
from models.desk.work import REQUESTS, Tools, Work
from models.errors import Invalid
from models.importmap import STOPS, CellReader, Cells, ImportMap
from models.instants import zone_of
from models.looks.hours import CalendarBook
from models.phones import HOME, Numbering, normal
from models.sla import Event, Target
from models.tables import District
from models.vocabulary import Act, ClockKind, Kind, Priority, Status

BATCH = 1000
"""Rows of one transaction."""

DISTRICTS = District.__table__  # type: ignore[attr-defined]


@dataclass(slots=True, kw_only=True)
class Run(Taking):
    """One import of requests on its way."""

    reader: CellReader
    wanted: frozenset[ClockKind] = frozenset()
    numbering: Numbering = HOME
    seen: dict[str, str] = field(default_factory=dict)
    """What this file said of each id so far; kept only where the database cannot tell."""

    @property
    def plan(self) -> ImportMap:
        return self.reader.plan


class Importing:
    """The room where files of other systems are taken in."""

    def __init__(self, tools: Tools) -> None:
        self.tools = tools

    def requests(self, rows: Iterable[Row], plan: ImportMap, zone: str | None = None, **how: Unpack[How]) -> Imported:
        """Take the rows in. A known external id is left alone; `update` applies its other content.

        Args:
            rows: the file's rows by its own column names.
            zone: IANA name of the zone of instants that carry no offset.
            how: :class:`models.desk.taking.How`; only requests on which no person has acted are updated.

        Raises:
            Invalid: unknown zone, or a column that the map names and the file lacks; nothing is taken then.
        """
        admit(how)
        reader = CellReader(plan, zone_of(zone) if zone else None)
        run = Run(reader=reader, wanted=plan.clocks(), numbering=self.tools.numbering, **how)
        return run.through(
            self.tools,
            batches(rows, reader, BATCH),
            lambda connection, batch: self._sift(run, connection, batch, self.tools.wall.now()),
            lambda work, batch: self._take(run, work, batch),
        )

    def _take(self, run: Run, work: Work, batch: Sequence[tuple[int, Row]]) -> None:
        new, changed = self._sift(run, work.connection, batch, work.now)
        furnish(work, run, new)
        catalogue, targets = catalogue_of(work.connection), PolicyBook(work.connection)
        fresh = [fresh_request(cells, run, catalogue[cells.words["category"]], targets, work.now) for cells in new]
        bulk.write(work, fresh)
        for cells, row in changed:
            known = catalogue[cells.words["category"]]
            reimport.apply(work, row, fresh_request(cells, run, known, targets, work.now))

    def _sift(
        self, run: Run, connection: Connection, batch: Sequence[tuple[int, Row]], now: int
    ) -> tuple[list[Cells], list[tuple[Cells, Any]]]:
        """The rows to add, and those to apply to the request they differ from; everything is counted."""
        read = [(number, row, cells) for number, row in batch if (cells := _read(run, number, row, now))]
        stored = stored_requests(connection, [cells.external_id for _, _, cells in read])
        categories = {row.code for row in connection.execute(select(CATEGORIES.c.code))}
        districts = {row.name for row in connection.execute(select(DISTRICTS.c.name))}
        seen = run.seen if run.dry_run or run.update else {}
        new: list[Cells] = []
        changed: dict[str, tuple[Cells, Any]] = {}
        for number, row, cells in read:
            known, before = stored.get(cells.external_id), seen.get(cells.external_id)
            digest = before or (known.external_digest if known else None)
            if digest == cells.digest:
                run.counted["same"] += 1
                seen[cells.external_id] = cells.digest
            elif digest and not (run.update and known and not before and reimport.untouched(connection, known.id)):
                run.counted["differs"] += 1
            elif error := unknown(run.plan, cells, categories, districts):
                run.reject(number, row, error)
                continue
            else:
                run.counted["added" if digest is None else "updated"] += 1
                seen[cells.external_id] = cells.digest
                if known:
                    changed[cells.external_id] = (cells, known)
                else:
                    new.append(cells)
            run.flagged.update(flag.partition(":")[0] for flag in cells.flags)
        return new, list(changed.values())


def _read(run: Run, number: int, row: Row, now: int) -> Cells | None:
    try:
        return run.reader.read(row, now)
    except Invalid as error:
        run.reject(number, row, error)
        return None


def stored_requests(connection: Connection, external_ids: Sequence[str]) -> dict[str, Any]:
    columns = (REQUESTS.c.id, REQUESTS.c.external_id, REQUESTS.c.external_digest, REQUESTS.c.version)
    query = select(*columns).where(REQUESTS.c.external_id.in_(external_ids))
    return {row.external_id: row for row in connection.execute(query)}


def unknown(plan: ImportMap, cells: Cells, categories: set[str], districts: set[str]) -> Invalid | None:
    """Why the row's category or district cannot be taken, or None; what may be created is known from here on."""
    category, district = cells.words["category"], cells.words["district"]
    if not category:
        return Invalid("import.no_category", "The row has no category.", "Give one, or a default in the map.")
    if category not in categories and not plan.create_categories:
        return Invalid("import.unknown_category", f"There is no category {category!r}.",
                       'Correct it, or set unknown_category = "create" in the map.', category=category)  # fmt: skip
    if district and district not in districts and not plan.create_districts:
        return Invalid("import.unknown_district", f"There is no district {district!r}.",
                       'Correct it, or set unknown_district = "create" in the map.', district=district)  # fmt: skip
    categories.add(category)
    districts.add(district)
    return None


def furnish(work: Work, run: Run, new: Sequence[Cells]) -> None:
    """Create the categories and districts that the rows name for the first time."""
    plan, known = run.plan, catalogue_of(work.connection)
    made: dict[str, dict[str, Any]] = {}
    for cells in new:
        code = cells.words["category"]
        if code not in known and code not in made:
            made[code] = {"code": code, "zh": code, "en": code, "kind": (cells.kind or plan.kind).value,
                          "priority": (cells.priority or plan.priority).value}  # fmt: skip
    districts = {row.name for row in work.connection.execute(select(DISTRICTS.c.name))}
    named = dict.fromkeys(cells.words["district"] for cells in new)
    areas = {name: {"name": name, "name_en": name} for name in named if name and name not in districts}
    for subject, table, rows in (("category", CATEGORIES, made), ("district", DISTRICTS, areas)):
        for name, row in rows.items():
            work.note(Act.ADMINISTER, {"subject": subject, "act": "add", "by": run.seat.login, **row, "name": name})
        if rows:
            work.connection.execute(insert(table), list(rows.values()))


def catalogue_of(connection: Connection) -> dict[str, tuple[Kind, Priority]]:
    query = select(CATEGORIES.c.code, CATEGORIES.c.kind, CATEGORIES.c.priority)
    return {row.code: (Kind(row.kind), Priority(row.priority)) for row in connection.execute(query)}


class PolicyBook:
    """Targets by category, kind and the span between two changes of policy, each looked up once a batch."""

    def __init__(self, connection: Connection) -> None:
        self.connection, self.calendars = connection, CalendarBook(connection)
        lines = connection.execute(select(POLICIES.c.valid_from, POLICIES.c.retired_at)).all()
        self.changes = sorted({at for line in lines for at in line if at is not None})
        self.known: dict[tuple[str, Kind, Priority, int], dict[ClockKind, Target]] = {}

    def targets(self, category: str, kind: Kind, priority: Priority, received: int) -> Mapping[ClockKind, Target]:
        key = (category, kind, priority, bisect_right(self.changes, received))
        if key not in self.known:
            self.known[key] = targets_for(self.connection, category, kind, received, priority=priority)
        return self.known[key]


def fresh_request(cells: Cells, run: Run, known: tuple[Kind, Priority], book: PolicyBook, now: int) -> Fresh:
    """The request that a row describes: closed if it was resolved, open if not."""
    kind, priority = cells.kind or known[0], cells.priority or known[1]
    resolved = cells.instants.get("resolved")
    said: dict[str, Any] = {name: text for name, text in cells.words.items() if text}
    if "phone" in said:
        said["phone"] = normal(said["phone"], run.numbering)
    said |= {"kind": kind.value, "priority": priority.value, "channel": cells.channel.value}
    if "reply_by" in cells.instants:
        said["reply_by"] = cells.instants["reply_by"]
    if cells.disposition:
        said["disposition"] = cells.disposition.value
    targets, stops = _promises(cells, run, kind, priority, book)
    facts = {
        **said,
        "external_id": cells.external_id,
        "received": cells.received,
        "targets": sla.targets_as_json(targets),
        "stops": stops,
        "flags": list(cells.flags),
        "by": run.seat.login,
        "late_entry": True,
    }
    values = said | {
        "external_id": cells.external_id,
        "external_digest": cells.digest,
        "status": (Status.OPEN if resolved is None else Status.CLOSED).value,
        "received": cells.received,
        "state_since": cells.received if resolved is None else resolved,
        "safe_at": cells.instants.get("made_safe"),
        "resolved_at": resolved,
        "closed_at": resolved,
        "flags": ",".join(cells.flags),
    }
    return Fresh(values, facts, sla.clocks([Event(0, now, Act.IMPORT, facts)], book.calendars))


def _promises(
    cells: Cells, run: Run, kind: Kind, priority: Priority, book: PolicyBook
) -> tuple[dict[ClockKind, Target], dict[str, int]]:
    """The row's targets, and when those that were kept were kept."""
    given = cells.instants
    pinned = {ClockKind.RESOLUTION: "resolution_due", ClockKind.REPLY: "reply_by"}
    targets = {clock: Target(pin=given[column]) for clock, column in pinned.items() if column in given}
    by_policy = run.wanted - {clock for clock, name in pinned.items() if name in run.plan.columns} - {ClockKind.REPLY}
    if by_policy:
        policy = book.targets(cells.words["category"], kind, priority, cells.received)
        targets |= {clock: policy[clock] for clock in ClockKind if clock in by_policy and clock in policy}
    kept = {clock: given[column] for column, clock in STOPS.items() if column in given}
    arrived, resolved = kept.get(ClockKind.ARRIVAL), kept.get(ClockKind.RESOLUTION)
    if arrived is not None:
        kept = {ClockKind.DISPATCH: arrived, ClockKind.RESPONSE: arrived} | kept
    if resolved is not None:
        kept = {ClockKind.RESPONSE: resolved} | kept
        void = {ClockKind.DISPATCH, ClockKind.ARRIVAL, ClockKind.SAFE} - kept.keys()
        targets = {clock: target for clock, target in targets.items() if clock not in void}
    return targets, {clock.value: at for clock, at in kept.items() if clock in targets}
