"""Crews on the board: their status is derived from their live jobs, their shift and their out-of-service mark."""

from typing import Any

from sqlalchemy import Connection, select, text

from models.duty import Duty
from models.looks.columns import ASSIGNMENTS, CREWS, REQUESTS, words
from models.looks.duties import duties
from models.rows import CrewRow
from models.vocabulary import CrewStatus, Step

_CREWS = select(CREWS).order_by(CREWS.c.id)
_JOBS = (
    select(ASSIGNMENTS, REQUESTS.c.number, REQUESTS.c.district.label("place"), REQUESTS.c.address)
    .join(REQUESTS, REQUESTS.c.id == text("+assignment.request_id"))
    .where(text("assignment.step IN ('offered', 'accepted', 'en_route', 'on_site')"))
)
# Without an order, and with a sign that keeps SQLite from starting at the requests: either way round it would walk
# everything there ever was.
_STATUS = {
    Step.ON_SITE: CrewStatus.ON_SITE,
    Step.EN_ROUTE: CrewStatus.MOVING,
    Step.ACCEPTED: CrewStatus.ACCEPTED,
    Step.OFFERED: CrewStatus.OFFERED,
}
_ORDER = {step.value: place for place, step in enumerate(_STATUS)}


def board(connection: Connection, now: int) -> list[CrewRow]:
    """Every crew in the order in which they were set up, as at `now` (ms UTC)."""
    jobs: dict[int, list[Any]] = {}
    for job in connection.execute(_JOBS):
        jobs.setdefault(job.crew_id, []).append(job)
    on_duty = duties(connection, now)
    return [
        _row(crew, jobs.get(crew.id, []), on_duty.get(crew.id, Duty(bool(crew.on_shift))))
        for crew in connection.execute(_CREWS)
    ]


def _row(crew: Any, jobs: list[Any], on_duty: Duty) -> CrewRow:
    jobs.sort(key=lambda job: (_ORDER[job.step], job.id))
    first = jobs[0] if jobs else None
    out = bool(crew.out_reason)
    if first is not None and not (out and first.step == Step.OFFERED):
        status, since = _STATUS[Step(first.step)], _since(first)
    elif out:
        status, since = CrewStatus.OUT, crew.out_since
    else:
        status, since = (CrewStatus.FREE if on_duty.on else CrewStatus.OFF), None
    return CrewRow(
        crew.id, crew.code, crew.name, crew.district, words(crew.skills), status, since,
        first.number if first else None,
        f"{first.place} {first.address}".strip() if first else None,
        jobs[1].number if len(jobs) > 1 else None,
        crew.out_reason, crew.retired_at is not None, on_duty.ends_at, crew.out_until,
    )  # fmt: skip


def _since(job: Any) -> int:
    reached = {Step.ON_SITE: job.on_site_at, Step.EN_ROUTE: job.en_route_at, Step.ACCEPTED: job.accepted_at}
    return int(reached.get(Step(job.step)) or job.offered_at)
