"""Finishing: the rest of a safe record, visits that met nobody, and what the customer says to the work."""

from typing import Any, Unpack

from sqlalchemy import bindparam, insert, select

from models.desk import making_safe
from models.desk.deed import Asked, Deed, clean, take_up
from models.desk.steps import ASSIGNMENTS, end_job
from models.desk.work import Tools
from models.looks.columns import CREWS
from models.refusals import refuse
from models.rows import Done, Seat
from models.tables import EmptyVisit
from models.vocabulary import Act, Checked, Status, Step

EMPTY_VISITS = EmptyVisit.__table__  # type: ignore[attr-defined]
_THERE = (
    select(ASSIGNMENTS, CREWS.c.code)
    .join(CREWS, CREWS.c.id == ASSIGNMENTS.c.crew_id)
    .where(ASSIGNMENTS.c.request_id == bindparam("request"), ASSIGNMENTS.c.step == Step.ON_SITE.value)
    .order_by(ASSIGNMENTS.c.id)
)


class Finishing:
    """Verbs on one request. Each takes ``expect``, ``at`` and ``token`` (:class:`models.desk.deed.Asked`)."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def safe_record(
        self,
        seat: Seat,
        which: str | int,
        *,
        reading: str = "",
        valve_which: str = "",
        found_how: str = "",
        neighbours: Checked | None = None,
        basement: Checked | None = None,
        fire_service: str = "",
        fire_at: int | None = None,
        **asked: Unpack[Asked],
    ) -> Done:
        """Add to the record of a safe site what was found out since: a reading more, the neighbours, the basement."""
        facts = making_safe.SafeFacts(valve_which, found_how, neighbours, basement, fire_service, fire_at)
        with self._tools.work(seat) as work:
            deed = take_up(work, which, Act.SAFE_RECORD, asked)
            if isinstance(deed, Done):
                return deed
            said = facts.said(deed.at) | ({"reading": clean(reading)} if clean(reading) else {})
            deed.guard(said=said, fire_service=fire_service, fire_at=fire_at)
            deed.line(said)
            making_safe.complete(deed, facts, clean(reading))
            return deed.finish(clocks=False)

    def met_nobody(
        self, seat: Seat, which: str | int, *, crew: str | None = None, note: str = "", **asked: Unpack[Asked]
    ) -> Done:
        """The crew was there and met nobody: the visit is counted and timed, and the request waits to be planned anew.

        No clock stops or pauses by it; whoever agrees on another visit says so with `appoint` or `hold`.
        """
        with self._tools.work(seat) as work:
            deed = take_up(work, which, Act.MET_NOBODY, asked)
            if isinstance(deed, Done):
                return deed
            deed.guard(crew=crew)
            job = _job(deed, crew)
            if deed.at < job.on_site_at:
                raise refuse("step.order")
            values = {"request_id": deed.row.id, "cycle": deed.row.cycle, "crew_id": job.crew_id,
                      "arrived_at": job.on_site_at, "left_at": deed.at, "note": clean(note)}  # fmt: skip
            work.connection.execute(insert(EMPTY_VISITS), values)
            end_job(deed, job, Step.DONE)
            times = deed.situation.empty_visits + 1
            deed.line({"crew": job.code, "assignment": job.id, "times": times, "note": clean(note)},
                      crew_id=job.crew_id)  # fmt: skip
            now = deed.situation
            back = len(now.jobs) == 1 and not now.worked and now.status is Status.WORKING
            return deed.finish(status=Status.OPEN) if back else deed.finish()

    def confirm(
        self, seat: Seat, which: str | int, *, name: str, agreed: bool, objection: str = "", **asked: Unpack[Asked]
    ) -> Done:
        """The customer was shown the work: the name, yes or no, and why not."""
        with self._tools.work(seat) as work:
            deed = take_up(work, which, Act.CONFIRM, asked)
            if isinstance(deed, Done):
                return deed
            deed.guard(name=name, agreed=agreed, objection=objection)
            making_safe.confirm(deed, name, agreed, objection)
            return deed.finish(clocks=False)


def _job(deed: Deed, crew: str | None) -> Any:
    """The crew on site that is meant; the guard has seen that there is just one."""
    there = deed.work.connection.execute(_THERE, {"request": deed.row.id}).all()
    return next(job for job in there if crew in (None, job.code))
