"""Dispatch: crews are assigned, and their own acts are entered step by step."""

import json
from typing import Any, Unpack

from sqlalchemy import and_, bindparam, insert, or_, select, update

from models.desk.deed import Asked, Deed, clean, not_before_state, take_up, true_time, with_flag, word
from models.desk.opening import new_id
from models.desk.steps import ASSIGNMENTS, LIVE_JOBS, end_job
from models.desk.work import LINES, REQUESTS, Tools, Work
from models.looks import proposals
from models.refusals import refuse
from models.rows import Done, Seat
from models.tables import Crew
from models.vocabulary import NEVER, Act, Status, Step
from models.workflow import STEP_OF

CREWS = Crew.__table__  # type: ignore[attr-defined]
TIMES = {
    Step.OFFERED: "offered_at",
    Step.ACCEPTED: "accepted_at",
    Step.EN_ROUTE: "en_route_at",
    Step.ON_SITE: "on_site_at",
    Step.DONE: "ended_at",
}
"""The column that keeps the time of each step, in the order of the steps."""

_ACT_OF = {Step.OFFERED: Act.ASSIGN} | {step: act for act, step in STEP_OF.items()}
_CREW = select(CREWS).where(CREWS.c.code == bindparam("code"))
_ELSEWHERE = (
    select(REQUESTS.c.number)
    .join(ASSIGNMENTS, ASSIGNMENTS.c.request_id == REQUESTS.c.id)
    .where(
        ASSIGNMENTS.c.crew_id == bindparam("crew"),
        ASSIGNMENTS.c.id != bindparam("job"),
        or_(
            ASSIGNMENTS.c.step == Step.ON_SITE.value,
            and_(ASSIGNMENTS.c.on_site_at.is_not(None), ASSIGNMENTS.c.ended_at > bindparam("at")),
        ),
    )
    .limit(1)
)
_MEANWHILE = (
    select(ASSIGNMENTS.c.id)
    .where(
        ASSIGNMENTS.c.crew_id == bindparam("crew"),
        ASSIGNMENTS.c.id != bindparam("job"),
        ASSIGNMENTS.c.on_site_at < bindparam("until"),
        or_(ASSIGNMENTS.c.ended_at.is_(None), ASSIGNMENTS.c.ended_at > bindparam("from")),
    )
    .limit(1)
)


class Dispatch:
    """Verbs on the assignments of a request; `crew` may be left out where only one is on it."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def assign(
        self, seat: Seat, which: str | int, *, crew: str, override_reason: str = "", **asked: Unpack[Asked]
    ) -> Done:
        """Offer the request to a crew.

        One that a hard filter leaves out (`models.ranking`) goes only with `override_reason`; why another than the
        first proposal goes may be said there, too. The line keeps the crew's place among the proposals.
        """
        with self._tools.work(seat) as work:
            deed = take_up(work, which, Act.ASSIGN, asked)
            if isinstance(deed, Done):
                return deed
            found = crew_row(work, crew)
            ranked = proposals.ranking(work.connection, deed.row.id, work.now)
            place, proposal = ranked.place(found.code)
            deed.guard(crew=found.code, left_out=ranked.why_out(found.code), override_reason=override_reason)
            not_before_state(deed)
            row = {"request_id": deed.row.id, "crew_id": found.id, "step": Step.OFFERED.value, "offered_at": deed.at,
                   "way_minutes": None if proposal is None else proposal.minutes}  # fmt: skip
            made = work.connection.execute(insert(ASSIGNMENTS), row)
            facts = {"crew": found.code, "assignment": new_id(made), "place": place}
            if proposal is not None and proposal.leaves:
                facts["leaves"] = proposal.leaves
            reason = clean(override_reason)
            deed.line(facts | ({"override_reason": reason} if reason else {}), crew_id=found.id)
            return deed.finish(status=Status.WORKING)

    def accept(self, seat: Seat, which: str | int, *, crew: str | None = None, **asked: Unpack[Asked]) -> Done:
        """The crew says yes."""
        return self._step(seat, which, Act.ACCEPT, crew, asked)

    def decline(
        self, seat: Seat, which: str | int, *, reason: str, crew: str | None = None, **asked: Unpack[Asked]
    ) -> Done:
        """The crew says no; the last one's no sends the request back to open."""
        return self._step(seat, which, Act.DECLINE, crew, asked, reason)

    def withdraw(
        self, seat: Seat, which: str | int, *, reason: str, crew: str | None = None, **asked: Unpack[Asked]
    ) -> Done:
        """The crew is called off; the last one's leaving sends the request back to open."""
        return self._step(seat, which, Act.WITHDRAW, crew, asked, reason)

    def en_route(self, seat: Seat, which: str | int, *, crew: str | None = None, **asked: Unpack[Asked]) -> Done:
        """The crew is on its way."""
        return self._step(seat, which, Act.EN_ROUTE, crew, asked)

    def on_site(self, seat: Seat, which: str | int, *, crew: str | None = None, **asked: Unpack[Asked]) -> Done:
        """The crew has arrived. It is at one place at most; a late entry that overlaps is kept and flagged."""
        return self._step(seat, which, Act.ON_SITE, crew, asked)

    def done(self, seat: Seat, which: str | int, *, crew: str | None = None, **asked: Unpack[Asked]) -> Done:
        """The crew has finished here."""
        return self._step(seat, which, Act.DONE, crew, asked)

    def _step(
        self, seat: Seat, which: str | int, act: Act, crew: str | None, asked: Asked, reason: str | None = None
    ) -> Done:
        with self._tools.work(seat) as work:
            deed = take_up(work, which, act, asked)
            if isinstance(deed, Done):
                return deed
            return take_step(deed, crew, reason)

    def amend(
        self, seat: Seat, which: str | int, *, crew: str, step: Step, at: int, reason: str,
        expect: int | None = None, token: str | None = None,
    ) -> Done:  # fmt: skip
        """Correct the time of a step; both times stay on record and the clocks follow the new one."""
        meant = word(Step, step, "step")
        with self._tools.work(seat) as work:
            deed = take_up(work, which, Act.AMEND, {"expect": expect, "token": token})
            if isinstance(deed, Done):
                return deed
            crew_row(work, crew)
            deed.guard(reason=reason)
            deed.at, deed.late = true_time(work, at)
            return amend_step(deed, crew, meant, reason)


def take_step(deed: Deed, crew: str | None, reason: str | None = None, **said: Any) -> Done:
    """Shared step: the crew of a request goes on by the deed's act; `said` is what else its line keeps.

    Whatever a crew does it was heard of then.
    """
    code = None if crew is None else crew_row(deed.work, crew).code
    deed.guard(crew=code, **({} if reason is None else {"reason": reason}))
    job = live_job(deed, code)
    if deed.at < _reached_at(job):
        raise refuse("step.order")
    step = STEP_OF[deed.act]
    facts = {"crew": job.code, "assignment": job.id, **said} | ({"reason": clean(reason)} if reason else {})
    if step in (Step.DECLINED, Step.WITHDRAWN):
        return _leave(deed, job, step, facts)
    changes: dict[str, Any] = {}
    values: dict[str, Any] = {"step": step.value, TIMES[step]: deed.at, "version": job.version + 1,
                              "heard_at": max(deed.at, job.heard_at or 0)}  # fmt: skip
    if step is Step.ON_SITE and _elsewhere(deed, job):
        facts, values["conflict"] = facts | {"conflict": True}, True
        changes["flags"] = with_flag(deed.row.flags, "conflict")
    deed.work.connection.execute(update(ASSIGNMENTS).where(ASSIGNMENTS.c.id == job.id).values(**values))
    deed.line(facts, crew_id=job.crew_id)
    return deed.finish(**changes)


def amend_step(deed: Deed, crew: str, step: Step, reason: str, **said: Any) -> Done:
    """Shared step: the time of a step becomes the deed's own; the line keeps the one that stood there."""
    found = crew_row(deed.work, crew)
    job, line = _said(deed, found, step)
    column = TIMES.get(step, "ended_at")
    _in_order(job, column, deed.at)
    values: dict[str, Any] = {column: deed.at, "version": job.version + 1}
    facts = {"of": line.seq, "was": getattr(job, column), "crew": found.code, "step": step.value,
             "reason": clean(reason), **said}  # fmt: skip
    changes: dict[str, Any] = {}
    if _in_two_places(deed.work, job, column, deed.at):
        values["conflict"], facts["conflict"] = True, True
        changes["flags"] = with_flag(deed.row.flags, "conflict")
    deed.work.connection.execute(update(ASSIGNMENTS).where(ASSIGNMENTS.c.id == job.id).values(values))
    deed.line(facts, crew_id=found.id)
    return deed.finish(**changes)


def crew_row(work: Work, code: str) -> Any:
    row = work.connection.execute(_CREW, {"code": code}).first()
    if row is None:
        raise refuse("crew.unknown", crew=code)
    return row


def live_job(deed: Deed, code: str | None) -> Any:
    """The live assignment that is meant, with its crew's code; the workflow has seen that there is just one."""
    query = LIVE_JOBS.join(CREWS, CREWS.c.id == ASSIGNMENTS.c.crew_id).add_columns(CREWS.c.code)
    if code is not None:
        query = query.where(CREWS.c.code == code)
    return deed.work.connection.execute(query, {"request": deed.row.id}).one()


def _reached_at(job: Any) -> int:
    """When the assignment reached its present step."""
    return max(getattr(job, column) or 0 for column in TIMES.values())


def _leave(deed: Deed, job: Any, step: Step, facts: dict[str, Any]) -> Done:
    """A crew leaves; if it was the last and none has worked here, the request goes back and the return is counted."""
    end_job(deed, job, step)
    deed.line(facts, crew_id=job.crew_id)
    now = deed.situation
    if len(now.jobs) > 1 or now.worked or now.status is not Status.WORKING:
        return deed.finish()
    returns = deed.row.returns + 1
    deed.line({"reason": facts["reason"], "returns": returns}, act=Act.RETURN)
    flags = with_flag(deed.row.flags, "returned_twice") if returns > 1 else deed.row.flags
    return deed.finish(status=Status.OPEN, returns=returns, flags=flags)


def _elsewhere(deed: Deed, job: Any) -> bool:
    """Was the crew on site at another place then? Refused, unless it is a late entry."""
    where = {"crew": job.crew_id, "job": job.id, "at": deed.at}
    other = deed.work.connection.execute(_ELSEWHERE, where).scalar()
    if other is not None and not deed.late:
        raise refuse("on_site.elsewhere", crew=job.code, other=other, number=deed.row.number)
    return other is not None


def _in_two_places(work: Work, job: Any, column: str, at: int) -> bool:
    """Was the crew on site elsewhere too, once this time of its job is corrected?"""
    times = {"on_site_at": job.on_site_at, "ended_at": job.ended_at} | {column: at}
    if times["on_site_at"] is None:
        return False
    until = NEVER if times["ended_at"] is None else times["ended_at"]
    where = {"crew": job.crew_id, "job": job.id, "from": times["on_site_at"], "until": until}
    return work.connection.execute(_MEANWHILE, where).first() is not None


def _said(deed: Deed, crew: Any, step: Step) -> tuple[Any, Any]:
    """The crew's newest assignment on this request that has a time for the step, and the line that set it."""
    work, missing = deed.work, refuse("amend.no_step", crew=crew.code, step=step.value, number=deed.row.number)
    here = (ASSIGNMENTS.c.request_id == deed.row.id, ASSIGNMENTS.c.crew_id == crew.id)
    job = work.connection.execute(select(ASSIGNMENTS).where(*here).order_by(ASSIGNMENTS.c.id.desc())).first()
    act = _ACT_OF.get(step)
    if job is None or act is None:
        raise missing
    lines = (
        select(LINES.c.seq, LINES.c.payload)
        .where(LINES.c.request_id == deed.row.id, LINES.c.crew_id == crew.id, LINES.c.act == act.value)
        .order_by(LINES.c.seq.desc())
    )
    about = (line for line in work.connection.execute(lines) if _assignment_of(line) in (None, job.id))
    line = next(about, None)
    if line is None or getattr(job, TIMES.get(step, "ended_at")) is None:
        raise missing
    return job, line


def _assignment_of(line: Any) -> int | None:
    """The assignment that a line names; a line whose payload was blanked names none."""
    named: int | None = json.loads(line.payload or "{}").get("assignment")
    return named


def _in_order(job: Any, column: str, at: int) -> None:
    """The steps beside the amended one keep their order."""
    columns = list(TIMES.values())
    place = columns.index(column)
    before = [getattr(job, name) for name in columns[:place] if getattr(job, name) is not None]
    after = [getattr(job, name) for name in columns[place + 1 :] if getattr(job, name) is not None]
    if any(time > at for time in before) or any(time < at for time in after):
        raise refuse("amend.order")
