"""Crews' jobs from another system: every row becomes an assignment with its times, once, on the request it names."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Unpack

from sqlalchemy import Connection, insert, select, update

from models.desk import bulk, reimport
from models.desk.batches import Numbered, Row, has_columns
from models.desk.deed import with_flag
from models.desk.importing import (
    PolicyBook,
    Run,
    catalogue_of,
    fresh_request,
    furnish,
    stored_requests,
    unknown,
)
from models.desk.steps import ASSIGNMENTS
from models.desk.taking import How, Imported, admit
from models.desk.work import REQUESTS, Tools, Work
from models.dispatchmap import STEPS, Busy, DispatchMap, Job, JobReader, Sheet, clashes, whole
from models.errors import Invalid
from models.importmap import CellReader
from models.instants import zone_of
from models.looks.columns import CATEGORIES, DISTRICTS, chunks
from models.tables import Crew
from models.vocabulary import Act, Status
from models.wall import DAY

BATCH = 500
"""Rows after which a transaction ends with the request that it is at."""

NEAR = 3 * DAY
"""How far apart (ms) two jobs of a crew may begin and still be looked at together."""

CONFLICTS = frozenset({"overlap", "order"})
"""Oddities for which an assignment is marked as a conflict; the others are only counted and kept on its line."""

CREWS = Crew.__table__  # type: ignore[attr-defined]
TIMES = dict(zip(STEPS, ("offered_at", "accepted_at", "en_route_at", "on_site_at", "ended_at"), strict=True))


@dataclass(slots=True)
class _Jobs:
    """One import of jobs on its way."""

    run: Run
    reader: JobReader
    seen: dict[str, Job] = field(default_factory=dict)
    """Jobs of this file that the database does not show, as in a rehearsal."""


class ImportingDispatch:
    """The room where crews' jobs of other systems are taken in."""

    def __init__(self, tools: Tools) -> None:
        self.tools = tools

    def jobs(self, rows: Iterable[Row], plan: DispatchMap, zone: str | None = None, **how: Unpack[How]) -> Imported:
        """Take the rows in: requests that are not known yet are made, crews set up if the map allows it.

        Rows of one request stand together in the file, or come later and join it. A job that is known is left alone;
        `update` applies its other times. What overlaps or is out of order is kept and marked.

        Args:
            zone: IANA name of the zone of instants that carry no offset.
            how: :class:`models.desk.taking.How`.

        Raises:
            Invalid: unknown zone, or a column that the map names and the file lacks; nothing is taken then.
        """
        admit(how)
        where = zone_of(zone) if zone else None
        reader = CellReader(plan.request, where)
        run = Run(reader=reader, wanted=plan.clocks(), numbering=self.tools.numbering, **how)
        one = _Jobs(run, JobReader(plan, where))
        return run.through(
            self.tools,
            _batches(rows, one.reader),
            lambda connection, batch: _sift(one, connection, batch, self.tools.wall.now()),
            lambda work, batch: _take(one, work, batch),
        )


def _batches(rows: Iterable[Row], reader: JobReader) -> Iterator[list[Numbered]]:
    batch: list[Numbered] = []
    for _, group in groupby(enumerate(rows, 1), key=lambda pair: reader.request_of(pair[1])):
        listed = list(group)
        if listed[0][0] == 1:
            has_columns(listed[0][1], reader)
        batch += listed
        if len(batch) >= BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _sift(one: _Jobs, connection: Connection, batch: Sequence[Numbered], now: int) -> dict[str, list[Sheet]]:
    """The jobs to write, by request; everything is counted."""
    run = one.run
    known_jobs = _known(connection, [sheet.job for sheet in _peek(one, batch, now)])
    categories = {row.code for row in connection.execute(select(CATEGORIES.c.code))}
    districts = {row.name for row in connection.execute(select(DISTRICTS.c.name))}
    crews = {row.code for row in connection.execute(select(CREWS.c.code))}
    taken: dict[str, list[Sheet]] = defaultdict(list)
    for number, row in batch:
        try:
            sheet = one.reader.read(row, now)
            _may(one.reader.plan, sheet, crews)
        except Invalid as error:
            run.reject(number, row, error)
            continue
        job = sheet.job
        if why := unknown(run.plan, sheet.cells, categories, districts):
            run.reject(number, row, why)
            continue
        before = one.seen.get(job.external_id) or known_jobs.get(job.external_id)
        same = before is not None and before.times == job.times and before.step == job.step
        if before is not None and (same or not run.update):
            run.counted["same" if same else "differs"] += 1
            continue
        run.counted["added" if before is None else "updated"] += 1
        run.flagged.update((*job.flags, *(flag.partition(":")[0] for flag in sheet.cells.flags)))
        one.seen[job.external_id] = job
        taken[job.request_id].append(sheet)
    if not run.dry_run:
        one.seen.clear()
    return taken


def _peek(one: _Jobs, batch: Sequence[Numbered], now: int) -> Iterator[Sheet]:
    for _, row in batch:
        try:
            yield one.reader.read(row, now)
        except Invalid:
            continue  # it is rejected with its reason when the row is taken


def _may(plan: DispatchMap, sheet: Sheet, crews: set[str]) -> None:
    crew = sheet.job.crew
    if crew not in crews and not plan.create_crews:
        raise Invalid("import.unknown_crew", f"There is no crew {crew!r}.",
                      'Set it up, or set unknown_crew = "create" in the map.', crew=crew)  # fmt: skip


def _take(one: _Jobs, work: Work, batch: Sequence[Numbered]) -> None:
    taken = _sift(one, work.connection, batch, work.now)
    if not taken:
        return
    crews = _crews(work, one, {sheet.job.crew for sheets in taken.values() for sheet in sheets})
    requests = _requests(one, work, taken)
    near = _near(work.connection, crews, [sheet.job for sheets in taken.values() for sheet in sheets])
    inside = sorted((sheet.job for sheets in taken.values() for sheet in sheets), key=lambda job: job.begun)
    for job in inside:
        _write(one, work, job, requests[job.request_id], crews[job.crew], near[job.crew])
    _mark(work, requests.values())


def _crews(work: Work, one: _Jobs, codes: set[str]) -> dict[str, int]:
    """The crews' ids; those that nobody knows are set up."""
    known: dict[str, int] = {}
    for some in chunks(sorted(codes)):
        rows = work.connection.execute(select(CREWS.c.id, CREWS.c.code).where(CREWS.c.code.in_(some)))
        known |= {row.code: row.id for row in rows}
    for code in sorted(codes - known.keys()):
        made = work.connection.execute(insert(CREWS).values(code=code, name=code))
        assert made.inserted_primary_key is not None
        known[code] = int(made.inserted_primary_key[0])
        work.note(Act.ADMINISTER, {"subject": "crew", "act": "add", "by": one.run.seat.login, "name": code})
    return known


def _requests(one: _Jobs, work: Work, taken: Mapping[str, list[Sheet]]) -> dict[str, int]:
    """The ids of the requests that the jobs belong to, made or brought to what the jobs now say."""
    run = one.run
    stored = stored_requests(work.connection, list(taken))
    cells = {
        name: whole(sheets, _others(work.connection, stored[name].id, sheets) if name in stored else ())
        for name, sheets in taken.items()
    }
    fresh = [name for name in taken if name not in stored]
    furnish(work, run, [cells[name] for name in taken])
    catalogue, book = catalogue_of(work.connection), PolicyBook(work.connection)
    made = {
        name: fresh_request(cells[name], run, catalogue[cells[name].words["category"]], book, work.now)
        for name in taken
    }
    for name in taken:
        if made[name].values["status"] == Status.OPEN.value:  # a crew is still on it
            made[name].values["status"] = Status.WORKING.value
    ids = dict(zip(fresh, bulk.write(work, [made[name] for name in fresh]), strict=True))
    for name in taken.keys() - ids.keys():
        ids[name] = stored[name].id
        if stored[name].external_digest is not None and reimport.untouched(work.connection, stored[name].id):
            reimport.apply(work, stored[name], made[name])
    return ids


def _others(connection: Connection, request_id: int, sheets: Sequence[Sheet]) -> list[dict[str, int | None]]:
    """The times of the request's jobs that these rows do not speak of."""
    spoken = {sheet.job.external_id for sheet in sheets}
    rows = connection.execute(select(ASSIGNMENTS).where(ASSIGNMENTS.c.request_id == request_id))
    return [
        {name: getattr(row, column) for name, column in TIMES.items()} for row in rows if row.external_id not in spoken
    ]


def _known(connection: Connection, jobs: Iterable[Job]) -> dict[str, Job]:
    """The jobs that are on record already, as a row would describe them."""
    out: dict[str, Job] = {}
    for some in chunks({job.external_id for job in jobs}):
        for row in connection.execute(select(ASSIGNMENTS).where(ASSIGNMENTS.c.external_id.in_(some))):
            times = {name: getattr(row, column) for name, column in TIMES.items() if getattr(row, column) is not None}
            out[row.external_id] = Job(row.external_id, "", "", times, row.step)
    return out


def _near(connection: Connection, crews: Mapping[str, int], jobs: Sequence[Job]) -> dict[str, list[Busy]]:
    """What the crews did around the time of these jobs, without these."""
    first, last = min(job.begun for job in jobs) - NEAR, max(job.begun for job in jobs) + NEAR
    own, codes = {job.external_id for job in jobs}, {crew_id: code for code, crew_id in crews.items()}
    out: dict[str, list[Busy]] = {code: [] for code in crews}
    for some in chunks(codes):
        query = select(ASSIGNMENTS).where(
            ASSIGNMENTS.c.crew_id.in_(some), ASSIGNMENTS.c.offered_at.between(first, last)
        )
        for row in connection.execute(query):
            if row.external_id not in own:
                out[codes[row.crew_id]].append(Busy(row.offered_at, row.on_site_at, _end(row)))
    return out


def _end(row: Any) -> int | None:
    """When the crew was free again; a job from elsewhere without an end held it to its last step, ours holds it yet."""
    if row.ended_at is not None or row.external_id is None:
        return row.ended_at  # type: ignore[no-any-return]
    return max(getattr(row, column) or 0 for column in TIMES.values())


def _write(one: _Jobs, work: Work, job: Job, request_id: int, crew_id: int, near: list[Busy]) -> None:
    """One assignment and its line."""
    new = Busy.of(job)
    odd = clashes(new, (other for other in near if abs(other.sent - new.sent) <= NEAR))
    near.append(new)
    one.run.flagged.update(odd)
    flags = [*job.flags, *odd]
    conflict = bool(CONFLICTS & set(flags))
    values: dict[str, Any] = {column: job.times.get(name) for name, column in TIMES.items()}
    values |= {"offered_at": job.begun if values["offered_at"] is None else values["offered_at"],
               "step": job.step.value, "conflict": conflict, "request_id": request_id, "crew_id": crew_id,
               "external_id": job.external_id}  # fmt: skip
    known = work.connection.execute(
        select(ASSIGNMENTS.c.id, ASSIGNMENTS.c.version).where(ASSIGNMENTS.c.external_id == job.external_id)
    ).first()
    if known is None:
        made = work.connection.execute(insert(ASSIGNMENTS).values(**values))
        assert made.inserted_primary_key is not None
        assignment = int(made.inserted_primary_key[0])
    else:
        assignment = int(known.id)
        changed = update(ASSIGNMENTS).where(ASSIGNMENTS.c.id == assignment)
        work.connection.execute(changed.values(**values, version=known.version + 1))
    facts = {"crew": job.crew, "assignment": assignment, "step": job.step.value, "times": dict(job.times),
             "flags": flags, "external_id": job.external_id, "by": one.run.seat.login, "late_entry": True}  # fmt: skip
    work.note(Act.IMPORT_JOB, facts, at=min(max(job.times.values()), work.now), request_id=request_id, crew_id=crew_id)


def _mark(work: Work, requests: Iterable[int]) -> None:
    """Requests with a job in conflict say so among their flags."""
    for some in chunks(sorted(requests)):
        odd = select(ASSIGNMENTS.c.request_id).where(ASSIGNMENTS.c.request_id.in_(some), ASSIGNMENTS.c.conflict)
        for row in work.connection.execute(select(REQUESTS.c.id, REQUESTS.c.flags).where(REQUESTS.c.id.in_(odd))).all():
            marked = with_flag(row.flags, "conflict")
            work.connection.execute(update(REQUESTS).where(REQUESTS.c.id == row.id).values(flags=marked))
