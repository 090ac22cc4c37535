"""What requests, jobs and crews are by their journal alone, compared with what is stored of them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from models.desk.desk import Desk
from models.looks.columns import ASSIGNMENTS, CREWS, LINES, REQUESTS
from models.vocabulary import LIVE_STEPS, Act, CrewStatus, Status, Step

STEPS = {
    Act.ACCEPT: Step.ACCEPTED, Act.DECLINE: Step.DECLINED, Act.WITHDRAW: Step.WITHDRAWN, Act.EN_ROUTE: Step.EN_ROUTE,
    Act.ON_SITE: Step.ON_SITE, Act.DONE: Step.DONE, Act.MET_NOBODY: Step.DONE,
}  # fmt: skip
ENDED = (Status.RESOLVED, Status.CLOSED, Status.CANCELLED, Status.MERGED)
_BOARD = {Step.ON_SITE: CrewStatus.ON_SITE, Step.EN_ROUTE: CrewStatus.MOVING, Step.ACCEPTED: CrewStatus.ACCEPTED,
          Step.OFFERED: CrewStatus.OFFERED}  # fmt: skip


@dataclass(slots=True)
class Told:
    """A request as its lines tell it; what is not told of a job (an older file's) is not judged."""

    status: Status = Status.OPEN
    jobs: dict[int, Step] = field(default_factory=dict)
    back_to: Status = Status.OPEN
    worked: bool = False
    known: bool = True

    def take(self, act: str, data: dict[str, Any]) -> None:
        """One line more."""
        job = data.get("assignment")
        if act == Act.ASSIGN:
            self.status = Status.WORKING
            if job is not None:
                self.jobs[job] = Step.OFFERED
        elif act in STEPS and job is not None:
            self.jobs[job] = STEPS[Act(act)]
        match act:
            case Act.DONE:
                self.worked = True
            case Act.MET_NOBODY if self.status is Status.WORKING and not self.live and not self.worked:
                self.status = Status.OPEN
            case Act.RETURN:
                self.status = Status.OPEN
            case Act.TAKE:
                self.status = Status.WORKING
            case Act.HOLD:
                self.status = Status.HELD
            case Act.RESUME:
                self.status = Status(data.get("to", Status.OPEN))
            case Act.RESOLVE:
                self.status = Status.RESOLVED
            case Act.CLOSE:
                self.status = Status.CLOSED
            case Act.REOPEN:
                self.status, self.worked = Status.OPEN, False
            case Act.CANCEL:
                self.status = Status.CANCELLED
            case Act.MERGE:
                self.back_to, self.status = Status.OPEN if data.get("stood_down") else self.status, Status.MERGED
            case Act.UNMERGE if "from" in data:
                self.status = self.back_to
            case Act.IMPORT | Act.UPDATE | Act.IMPORT_JOB:
                self.known = False

    @property
    def live(self) -> bool:
        """Is a crew on it?"""
        return any(step in LIVE_STEPS for step in self.jobs.values())


def told(connection: Connection) -> dict[int, Told]:
    """Every request by its lines, from first to last."""
    found: dict[int, Told] = {}
    query = select(LINES.c.request_id, LINES.c.act, LINES.c.payload).where(LINES.c.request_id.is_not(None))
    for line in connection.execute(query.order_by(LINES.c.seq)):
        found.setdefault(line.request_id, Told()).take(line.act, json.loads(line.payload or "{}"))
    return found


def differing(connection: Connection) -> Iterator[str]:
    """Requests and jobs that are stored otherwise than their lines tell."""
    tales = told(connection)
    steps = {row.id: row for row in connection.execute(select(ASSIGNMENTS))}
    for row in connection.execute(select(REQUESTS).where(REQUESTS.c.number.is_not(None))):
        tale = tales.get(row.id)
        if tale is None or not tale.known:
            continue
        stored = Status(row.status)
        if stored is not tale.status:
            yield f"{row.number} is {stored.value}, its lines say {tale.status.value}"
        for job, step in tale.jobs.items():
            if steps[job].step != step:
                yield f"{row.number}: job {job} is {steps[job].step}, its lines say {step.value}"


def in_two_places(connection: Connection) -> Iterator[str]:
    """Crews that were on site twice at a time although none of the two jobs is marked as a conflict."""
    query = select(ASSIGNMENTS, CREWS.c.code).join(CREWS, CREWS.c.id == ASSIGNMENTS.c.crew_id)
    there: dict[str, list[Any]] = {}
    for row in connection.execute(query.where(ASSIGNMENTS.c.on_site_at.is_not(None))):
        there.setdefault(row.code, []).append(row)
    for code, jobs in there.items():
        jobs.sort(key=lambda job: job.on_site_at)
        for place, job in enumerate(jobs):
            for other in jobs[place + 1 :]:
                if job.ended_at is not None and other.on_site_at >= job.ended_at:
                    continue
                if other.ended_at == other.on_site_at or job.conflict or other.conflict:
                    continue
                yield f"crew {code} is on site at jobs {job.id} and {other.id} at {other.on_site_at}"


def left_on(connection: Connection) -> Iterator[str]:
    """Requests that are over while a crew is still on them."""
    query = (
        select(REQUESTS.c.number, REQUESTS.c.status)
        .join(ASSIGNMENTS, ASSIGNMENTS.c.request_id == REQUESTS.c.id)
        .where(ASSIGNMENTS.c.step.in_([step.value for step in LIVE_STEPS]))
        .where(REQUESTS.c.status.in_([status.value for status in ENDED]))
    )
    for row in connection.execute(query):
        yield f"{row.number} is {row.status} with a crew on it"


def boards(desk: Desk) -> Iterator[str]:
    """Crews whose board says something else than their jobs do."""
    with desk.store.read() as connection:
        rows = connection.execute(
            select(ASSIGNMENTS.c.crew_id, ASSIGNMENTS.c.step)
            .join(REQUESTS, REQUESTS.c.id == ASSIGNMENTS.c.request_id)
            .where(ASSIGNMENTS.c.step.in_([step.value for step in LIVE_STEPS]))
        ).all()
    order = list(_BOARD)
    first: dict[int, Step] = {}
    for row in rows:
        known = first.get(row.crew_id)
        step = Step(row.step)
        first[row.crew_id] = step if known is None else min(known, step, key=order.index)
    for crew in desk.look.crews(desk.wall.now()):
        step = first.get(crew.id)
        out = step is Step.OFFERED and crew.out_reason
        if step is not None and not out and crew.status is not _BOARD[step]:
            yield f"crew {crew.code} is {crew.status.value} on the board, its jobs say {step.value}"
        if step is None and crew.status in _BOARD.values():
            yield f"crew {crew.code} is {crew.status.value} on the board without a job"


def faults(desk: Desk) -> list[str]:
    """All that does not hold of requests, jobs and crews."""
    with desk.store.read() as connection:
        found = [*differing(connection), *in_two_places(connection), *left_on(connection)]
    return [*found, *boards(desk)]
