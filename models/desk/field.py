"""What crews say of themselves: that all is well, their steps from a phone or radio, and where they are."""

import json
from typing import Any, Unpack

from sqlalchemy import bindparam, select, text, update

from models.desk.deed import BACK_DATING, Asked, Deed, clean, take_up
from models.desk.dispatch import CREWS, TIMES, amend_step, crew_row, live_job, take_step
from models.desk.steps import ASSIGNMENTS
from models.desk.work import REQUESTS, Tools, Work, request_row, require
from models.looks.situations import situation
from models.refusals import refuse
from models.rows import Done, Seat
from models.rows.field import CrewMessage, CrewTold
from models.vocabulary import Act, Role, Step
from models.wall import HOUR, MINUTE
from models.workflow import STEP_OF, canonical_number

AHEAD = 5 * MINUTE
"""How far a crew's clock may be ahead of the desk's; its moments are then taken as now."""

LATEST = 24 * HOUR
"""How old a message may be that a phone kept while it was out of reach."""

SAME = MINUTE
"""Times of one step that lie so near are one time: the one on record stays."""

_RANK = {step: place for place, step in enumerate(TIMES)}
_JOBS = (
    select(ASSIGNMENTS, REQUESTS.c.number)
    .join(REQUESTS, REQUESTS.c.id == ASSIGNMENTS.c.request_id)
    .where(
        text("assignment.step IN ('offered', 'accepted', 'en_route', 'on_site')"),
        ASSIGNMENTS.c.crew_id == bindparam("crew"),
    )
    .order_by(ASSIGNMENTS.c.id)
)
_HERE = (
    select(ASSIGNMENTS)
    .where(ASSIGNMENTS.c.crew_id == bindparam("crew"), ASSIGNMENTS.c.request_id == bindparam("request"))
    .order_by(ASSIGNMENTS.c.id.desc())
)


class Field:
    """Verbs of the crews themselves, entered by a dispatcher or through their door; the journal names both."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def check_in(
        self, seat: Seat, which: str | int, *, crew: str | None = None, note: str = "", **asked: Unpack[Asked]
    ) -> Done:
        """The crew was heard and is well: its contact timer begins anew. Nobody says that for it without having asked.

        Raises:
            NotAllowed, Invalid: no such crew is on the request, or several are and none is named.
        """
        with self._tools.work(seat) as work:
            deed = take_up(work, which, Act.CHECK_IN, asked)
            if isinstance(deed, Done):
                return deed
            return _heard(deed, crew, note)

    def report(self, seat: Seat, message: CrewMessage) -> CrewTold:
        """Take one message of a crew: a step, a word that all is well, a note, a position.

        A step that stands already gets the crew's own time by an amendment. A message that was kept for more than 30
        minutes counts as a late entry: both the time it tells and the time it came stay on record. One that comes again
        (the same `id`) changes nothing. A position alone is no sign of life: a machine sends it.

        Raises:
            NotFound, NotAllowed, Invalid: unknown crew or request, no such job, a step back, a time that cannot be.
        """
        require(seat, Role.DISPATCHER)
        with self._tools.work(seat) as work:
            crew = crew_row(work, message.crew)
            at = _when(work, message)
            token = f"crew:{crew.code}:{message.id}" if message.id else None
            known = _known(work, crew, message, token)
            if known is not None:
                return known
            if message.position is not None and at >= (crew.placed_at or 0):
                lat, lon = message.position
                values = {"latitude": lat, "longitude": lon, "placed_at": at}
                work.connection.execute(update(CREWS).where(CREWS.c.id == crew.id).values(**values))
            if message.step is None and not message.note:
                if message.position is None:
                    raise refuse("crew.nothing")
                return CrewTold(crew.code, "", "", at, work.now)
            return _act(work, crew, message, at, token)


def _heard(deed: Deed, crew: str | None, note: str, **said: Any) -> Done:
    """The crew was heard of at the deed's time."""
    code = None if crew is None else crew_row(deed.work, crew).code
    deed.guard(crew=code)
    job = live_job(deed, code)
    heard = max(deed.at, job.heard_at or 0)
    deed.work.connection.execute(update(ASSIGNMENTS).where(ASSIGNMENTS.c.id == job.id).values(heard_at=heard))
    note = clean(note)
    deed.line({"crew": job.code, "assignment": job.id, **({"note": note} if note else {}), **said}, crew_id=job.crew_id)
    return deed.finish(clocks=False)


def _when(work: Work, message: CrewMessage) -> int:
    """When it was true; a clock that is a little ahead is taken as now."""
    if message.at is None:
        return work.now
    if message.at > work.now + AHEAD:
        raise refuse("at.future", at=message.at)
    if work.now - message.at > LATEST:
        raise refuse("crew.too_late", at=message.at)
    return min(message.at, work.now)


def _known(work: Work, crew: Any, message: CrewMessage, token: str | None) -> CrewTold | None:
    """What this very message came to when it came before."""
    line = work.seen(token)
    if line is None:
        return None
    facts = json.loads(line.payload or "{}")
    number = work.connection.execute(select(REQUESTS.c.number).where(REQUESTS.c.id == line.request_id)).scalar()
    was = facts.get("was") if line.act == Act.AMEND else None
    said = message.step.value if message.step else Act.CHECK_IN.value
    return CrewTold(crew.code, number or "", said, line.at, line.recorded_at, bool(facts.get("late_entry")), was, True)


def _act(work: Work, crew: Any, message: CrewMessage, at: int, token: str | None) -> CrewTold:
    act = message.step or Act.CHECK_IN
    row = _request(work, crew, act, message.request)
    if at < min(row.received, work.now):
        raise refuse("at.before_received", number=row.number)
    late = work.now - at > BACK_DATING
    deed = Deed(work, act, row, situation(work.connection, row), at, late, token)
    said: dict[str, Any] = {"door": True}
    if message.position is not None:
        said["place"] = "{:.6f},{:.6f}".format(*message.position)
    told = CrewTold(crew.code, row.number or "", act.value, at, work.now, late)
    if act is Act.CHECK_IN:
        _heard(deed, crew.code, message.note, **said)
        return told
    if message.note:
        said["note"] = clean(message.note)
    stood = _stood(work, crew, row, STEP_OF[act])
    if stood is None:
        take_step(deed, crew.code, message.reason if act is Act.DECLINE else None, **said)
        return told
    if message.at is None or abs(stood - at) < SAME:
        return CrewTold(crew.code, row.number or "", act.value, stood, work.now, again=True)
    deed.act = Act.AMEND
    deed.guard()
    amend_step(deed, crew.code, STEP_OF[act], message.reason or crew.code, **said)
    return CrewTold(crew.code, row.number or "", act.value, at, work.now, late, stood)


def _stood(work: Work, crew: Any, row: Any, step: Step) -> int | None:
    """When the crew's newest job on that request reached the step, if it has; steps that were skipped have no time."""
    job = work.connection.execute(_HERE, {"crew": crew.id, "request": row.id}).first()
    if job is None or step not in TIMES or _RANK.get(Step(job.step), -1) < _RANK[step]:
        return None
    at: int | None = getattr(job, TIMES[step])
    return at


def _request(work: Work, crew: Any, act: Act, number: str) -> Any:
    """The request that a message is about: the one it names, else the crew's only job that it can mean."""
    if number:
        return request_row(work, canonical_number(number))
    jobs = work.connection.execute(_JOBS, {"crew": crew.id}).all()
    if not jobs:
        raise refuse("crew.no_job", crew=crew.code)
    step = STEP_OF.get(act)
    rank = _RANK.get(step, 1) if step is not None else len(_RANK)
    ahead = [job for job in jobs if _RANK[Step(job.step)] < rank] or list(jobs)
    furthest = max(_RANK[Step(job.step)] for job in ahead)
    meant = [job for job in ahead if _RANK[Step(job.step)] == furthest]
    if len(meant) > 1:
        raise refuse("crew.which_job", crew=crew.code, numbers=", ".join(job.number for job in meant))
    return request_row(work, int(meant[0].request_id))
