"""What an inspector found: result, hazards, stop-use and the request that looks again, in one transaction."""

from dataclasses import dataclass
from typing import Any, Unpack

from sqlalchemy import bindparam, insert, select, update

from models import alarming
from models.checklists import RECHECKED, RECTIFY, Finding, checklist_of, findings_of, graded, result_of
from models.desk import alarm_rows, policies, steps, visits
from models.desk.conditions import Found, raise_one, stored
from models.desk.deed import Asked, Deed, clean, not_before_state, take_up, word
from models.desk.opening import Opening, new_id, open_request
from models.desk.steps import ASSIGNMENTS, KEPT
from models.desk.work import Tools, Work, require
from models.looks.columns import CREWS, CUSTOMERS, HAZARDS, INSPECTIONS, REQUESTS, WARNINGS
from models.looks.schemes import checklists_of
from models.refusals import refuse
from models.rows import Done, Inspected, Seat
from models.tables import Inspection, PremiseWarning
from models.vocabulary import (
    WITHOUT_ACCESS,
    Act,
    Channel,
    Disposition,
    InspectionResult,
    Kind,
    Priority,
    Role,
    Rule,
    Status,
    Step,
    WarningKind,
)
from models.wall import DAY

NOBODY_THERE = 7 * DAY
"""After so long somebody looks again at hazards whose re-check saw nothing."""

LONGEST = 366 * DAY
"""The longest time that a hazard may be given."""

DISPOSITIONS = {InspectionResult.PASS: Disposition.NO_FAULT, InspectionResult.NO_ENTRY: Disposition.NO_ACCESS,
                InspectionResult.REFUSED: Disposition.REFUSED}  # fmt: skip
"""How a visit with each result ends; one that found a hazard was made safe, or will be."""

_NEW = insert(Inspection.__table__)  # type: ignore[attr-defined]
_WARN = insert(PremiseWarning.__table__)  # type: ignore[attr-defined]
_KLASS = select(CUSTOMERS.c.klass).where(CUSTOMERS.c.id == bindparam("id"))
_CREW = select(CREWS).where(CREWS.c.code == bindparam("code"))
_STANDING = select(HAZARDS).where(
    HAZARDS.c.premise_id == bindparam("premise"), HAZARDS.c.rectified_at.is_(None), HAZARDS.c.carried_at.is_(None)
)
_ORIGIN = select(INSPECTIONS).where(INSPECTIONS.c.recheck_id == bindparam("request"))
_FORBIDDEN = select(INSPECTIONS).where(
    INSPECTIONS.c.premise_id == bindparam("premise"), INSPECTIONS.c.stop_use_at.is_not(None),
    INSPECTIONS.c.released_at.is_(None),
)  # fmt: skip
_ONE = select(INSPECTIONS).where(INSPECTIONS.c.id == bindparam("id"))
_LAST_OF = select(INSPECTIONS).where(INSPECTIONS.c.request_id == bindparam("request")).order_by(INSPECTIONS.c.id.desc())


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of a visit: its result and findings, who was there, and until when hazards are to be put right."""

    result: InspectionResult
    findings: tuple[Finding, ...]
    crew: str = ""
    note: str = ""
    rectify_by: int | None = None
    stopped: bool = True


@dataclass(frozen=True, slots=True)
class Made:
    """What came of it: the new inspection, and what followed."""

    inspection: int
    recheck: str = ""
    rectify_by: int | None = None
    stop_use: bool = False
    next_day: str | None = None
    tries: int = 0


class Inspecting:
    """Verbs on what inspectors find."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def inspect(
        self,
        seat: Seat,
        which: str | int,
        *,
        result: InspectionResult | None = None,
        findings: str = "",
        crew: str = "",
        note: str = "",
        rectify_by: int | None = None,
        stopped: bool = True,
        **asked: Unpack[Asked],
    ) -> Inspected:
        """The inspector tells what a visit came to: the work is done, hazards are on record, and what follows is made.

        Args:
            result: left out, it is the worst of the findings, and passed where there is none.
            findings: items of the checklist that were not in order (`models.checklists.findings_of`).
            crew: who was there; left out, the crew on the request, else the one that was planned.
            rectify_by: until when (ms UTC), if not as long as each grade usually has.
            stopped: with a hazard of grade 1, was the gas turned off? If not, an alarm rings until somebody says so.
        """
        with self._tools.work(seat) as work:
            deed = take_up(work, which, Act.INSPECT, asked)
            if isinstance(deed, Done):
                return _again(work, deed)
            deed.guard()
            lists = checklists_of(work.connection, deed.row.id, deed.at)
            found = findings_of(findings, _checklist(work, deed.row), lists)
            how = word(InspectionResult, result, "result") if result else result_of(found)
            visit = visits.visit_of(work.connection, deed.row.id)
            who = crew or _crew_of(deed, visit)
            deed.guard(result=how, findings=found, crew=who)
            not_before_state(deed)
            said = Said(how, graded(how, found), who, clean(note), rectify_by, stopped)
            deed.line({"result": how.value, "crew": who, "items": [f"{one.item}/{one.grade}" for one in said.findings],
                       "note": said.note} | ({"visit": visit.id} if visit is not None else {}))  # fmt: skip
            _was_there(deed, who)
            made = record(self._tools, deed, said, visit)
            done = _end(deed, said, made)
            return Inspected(done.id, done.number, done.version, done.status, done.seq, how, made.recheck,
                             made.rectify_by, made.stop_use, made.next_day, made.tries)  # fmt: skip

    def stopped_use(self, seat: Seat, inspection: int, *, note: str = "") -> int:
        """The gas is off where it must not burn: who said so is on record, and the alarm clears. Returns its id."""
        require(seat, Role.DISPATCHER)
        with self._tools.work(seat) as work:
            row = work.connection.execute(_ONE, {"id": inspection}).first()
            if row is None:
                raise refuse("inspection.unknown", id=inspection)
            if row.stop_use_at is None or row.released_at is not None:
                raise refuse("inspection.not_stopped", id=inspection)
            if row.stopped_at is None:
                stopped = update(INSPECTIONS).where(INSPECTIONS.c.id == inspection).values(stopped_at=work.now)
                work.connection.execute(stopped)
                work.note(Act.STOPPED_USE, {"inspection": inspection, "note": clean(note)}, request_id=row.request_id)
                _clear(work, row)
            return inspection


def resolved(tools: Tools, deed: Deed, result: InspectionResult | None, note: str) -> Made | None:
    """Shared step: an inspection that was resolved with a result leaves behind what the whole act does."""
    if deed.situation.kind is not Kind.INSPECTION or result is None:
        return None
    crew = "" if deed.situation.worked is False else _last_crew(deed)
    said = Said(result, graded(result, ()), crew, note)
    return record(tools, deed, said, visits.visit_of(deed.work.connection, deed.row.id))


def record(tools: Tools, deed: Deed, said: Said, visit: Any) -> Made:
    """Shared step: the inspection and its hazards, what must follow of them, and where the campaign stands."""
    work, row = deed.work, deed.row
    if said.rectify_by is not None and not deed.at < said.rectify_by <= deed.at + LONGEST:
        raise refuse("inspect.rectify")
    origin = work.connection.execute(_ORIGIN, {"request": row.id}).first()
    of_visit = visit.id if visit is not None else None if origin is None else origin.visit_id
    values = {"premise_id": row.premise_id, "visit_id": of_visit, "request_id": row.id,
              "at": deed.at, "result": said.result.value, "crew": said.crew, "note": said.note}  # fmt: skip
    inspection = new_id(work.connection.execute(_NEW, values))
    if said.result in WITHOUT_ACCESS:
        if visit is None:
            return Made(inspection) if origin is None else _look_again(deed, origin.id, deed.at + NOBODY_THERE)
        tries, day = visits.saw_nothing(work, visit, tools.zone)
        return Made(inspection, next_day=day, tries=tries)
    if visit is not None:
        visits.came_in(work, visit, row.id)
    _hazards(deed, inspection, said, carry=visit is not None)
    made = Made(inspection)
    grave = [one.grade for one in said.findings if one.grade in RECHECKED]
    if grave:
        made = _look_again(deed, inspection, _by(deed, said, min(grave)))
    forbidden = 1 in grave
    if forbidden:
        _forbid(deed, inspection, said)
    elif row.premise_id is not None and not any(not one.item for one in said.findings):
        _release(deed)
    return Made(inspection, made.recheck, made.rectify_by, forbidden, None, 0 if visit is None else visit.tries)


def _by(deed: Deed, said: Said, grade: int) -> int:
    return deed.at + RECTIFY[grade] if said.rectify_by is None else said.rectify_by


def _hazards(deed: Deed, inspection: int, said: Said, *, carry: bool) -> None:
    """What was found goes on record; what stood before and was not found again is put right.

    Found again by the next campaign (`carry`) it is that one's from now on; by who only looked again it stays whose it
    was, with another day. A grade of which no item was named says nothing about the items that stood.
    """
    work, premise = deed.work, deed.row.premise_id
    standing = work.connection.execute(_STANDING, {"premise": premise}).all() if premise is not None else []
    found = {one.item: one for one in said.findings}
    renewed: set[str] = set()
    for one in standing:
        again = found.get(one.item)
        if again is None and "" in found:
            continue
        if again is None:
            changes: dict[str, Any] = {"rectified_at": deed.at}
        elif carry:
            changes = {"carried_at": deed.at}
        else:
            changes = {"grade": again.grade, "rectify_by": _by(deed, said, again.grade)}
            renewed.add(one.item)
        work.connection.execute(update(HAZARDS).where(HAZARDS.c.id == one.id).values(**changes))
    fresh = [
        {"inspection_id": inspection, "premise_id": premise, "item": one.item, "grade": one.grade,
         "rectify_by": _by(deed, said, one.grade)}
        for one in said.findings if one.item not in renewed
    ]  # fmt: skip
    if fresh:
        work.connection.execute(insert(HAZARDS), fresh)


def _look_again(deed: Deed, inspection: int, by: int) -> Made:
    """The request that looks again on the day until which the hazards are to be put right; its clocks start then."""
    category = policies.category_row(deed.work, steps.FOLLOW_UP)
    columns = {name: getattr(deed.row, name) for name in KEPT} | {"follows_id": deed.row.id}
    new = Opening(category.code, Kind(category.kind), Priority(category.priority), by, Channel(deed.row.channel),
                  columns, called=False)  # fmt: skip
    done = open_request(deed.work, new)
    work = deed.work
    work.connection.execute(update(INSPECTIONS).where(INSPECTIONS.c.id == inspection).values(recheck_id=done.id))
    return Made(inspection, done.number, by)


def _forbid(deed: Deed, inspection: int, said: Said) -> None:
    """Nobody may burn gas there: whoever comes or calls is warned, and an alarm tells of it at once.

    Where the gas is off the alarm is over with the act and only to be seen; where it is not, it lasts.
    """
    work, premise = deed.work, deed.row.premise_id
    values: dict[str, Any] = {"stop_use_at": deed.at, "stopped_at": deed.at if said.stopped else None}
    if premise is not None:
        _release(deed, but=inspection)
        warning = {"premise_id": premise, "customer_id": None, "kind": WarningKind.SITE.value,
                   "text": f"停用 STOP USE  {deed.row.number}  {_named(work, deed.row, said)}".strip(),
                   "by_id": work.seat.operator_id or None, "made_at": work.now, "until": None}  # fmt: skip
        values["warning_id"] = new_id(work.connection.execute(_WARN, warning))
    work.connection.execute(update(INSPECTIONS).where(INSPECTIONS.c.id == inspection).values(**values))
    found = Found(Rule.STOP_USE, f"inspection:{inspection}", 2, deed.at, deed.row.id, rung=1)
    raise_one(work, found, lasts=not said.stopped)


def _named(work: Work, row: Any, said: Said) -> str:
    """The items of grade 1 in words."""
    items = {one.code: one for one in checklists_of(work.connection, row.id, work.now)[_checklist(work, row)]}
    grave = [one.item for one in said.findings if one.grade == 1]
    return ", ".join(f"{items[one].zh} {items[one].en}" for one in grave if one in items)


def _release(deed: Deed, but: int = 0) -> None:
    """Gas may burn there again: warnings end with the hazards for which they were written."""
    work = deed.work
    for row in work.connection.execute(_FORBIDDEN, {"premise": deed.row.premise_id}).all():
        if row.id == but:
            continue
        work.connection.execute(
            update(INSPECTIONS).where(INSPECTIONS.c.id == row.id).values(released_at=deed.at, warning_id=row.warning_id)
        )
        ended = update(WARNINGS).where(WARNINGS.c.id == row.warning_id, WARNINGS.c.ended_at.is_(None))
        work.connection.execute(ended.values(ended_at=work.now))
        _clear(work, row)


def _clear(work: Work, row: Any) -> None:
    alarm = stored(work, Found(Rule.STOP_USE, f"inspection:{row.id}", 2, row.stop_use_at, row.request_id))
    if alarm is not None and alarm.active:
        cleared = alarming.cleared(alarm_rows.standing(alarm), work.now)
        alarm_rows.follow(work, alarm, cleared, Act.CLEAR)


def _end(deed: Deed, said: Said, made: Made) -> Done:
    """The request is resolved with the result."""
    how = DISPOSITIONS.get(said.result, Disposition.MADE_SAFE)
    facts = {"disposition": how.value, "result": said.result.value, "note": said.note, "follow_up": made.recheck}
    deed.line({name: value for name, value in facts.items() if value}, act=Act.RESOLVE)
    called = steps.sampled(deed) and said.result not in WITHOUT_ACCESS
    return deed.finish(
        status=Status.RESOLVED, disposition=how.value, result=said.result.value, resolved_at=deed.at,
        resolved_by=deed.work.seat.operator_id or None, callback_due=called or bool(deed.situation.absorbed),
    )  # fmt: skip


def _was_there(deed: Deed, crew: str) -> None:
    """The crew's job ends with the visit; one that nobody had sent is written down with it."""
    work = deed.work
    row = work.connection.execute(_CREW, {"code": crew}).first()
    if row is None:
        raise refuse("crew.unknown", crew=crew)
    job = next(iter(work.connection.execute(steps.LIVE_JOBS, {"request": deed.row.id}).all()), None)
    if job is not None:
        steps.end_job(deed, job, Step.DONE)
        job_id = job.id
    else:
        values = {"request_id": deed.row.id, "crew_id": row.id, "step": Step.DONE.value, "offered_at": deed.at,
                  "ended_at": deed.at}  # fmt: skip
        job_id = new_id(work.connection.execute(insert(ASSIGNMENTS), values))
        deed.line({"crew": crew, "assignment": job_id}, act=Act.ASSIGN, crew_id=row.id)
    deed.line({"crew": crew, "assignment": job_id}, act=Act.DONE, crew_id=row.id)


def _crew_of(deed: Deed, visit: Any) -> str:
    """Who was there as far as the desk knows: the only crew on it, else the one that the plan named."""
    if len(deed.situation.jobs) == 1:
        return deed.situation.jobs[0].crew
    return _last_crew(deed) or ("" if visit is None else str(visit.crew))


def _last_crew(deed: Deed) -> str:
    last = (
        select(CREWS.c.code)
        .join(ASSIGNMENTS, ASSIGNMENTS.c.crew_id == CREWS.c.id)
        .where(ASSIGNMENTS.c.request_id == deed.row.id, ASSIGNMENTS.c.step == Step.DONE.value)
        .order_by(ASSIGNMENTS.c.id.desc())
    )
    return str(deed.work.connection.execute(last).scalar() or "")


def _checklist(work: Work, row: Any) -> str:
    klass = work.connection.execute(_KLASS, {"id": row.customer_id}).scalar() if row.customer_id else ""
    return checklist_of(klass or "")


def _again(work: Work, done: Done) -> Inspected:
    """A retry brings its token: what the act came to stands on record."""
    row = work.connection.execute(_LAST_OF, {"request": done.id}).first()
    if row is None:
        raise refuse("inspection.unknown", id=done.number)
    recheck = select(REQUESTS.c.number, REQUESTS.c.received).where(REQUESTS.c.id == row.recheck_id)
    again = work.connection.execute(recheck).first()
    visit = visits.visit_of(work.connection, done.id)
    return Inspected(
        done.id, done.number, done.version, done.status, done.seq, InspectionResult(row.result),
        "" if again is None else again.number, None if again is None else again.received, row.stop_use_at is not None,
        None if visit is None else visit.day, 0 if visit is None else visit.tries, again=True,
    )  # fmt: skip
