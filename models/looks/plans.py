"""Emergency plans as rows: the versions that are kept, and those under way on a request."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, bindparam, select

from models.errors import NotFound
from models.looks.columns import OPERATORS, PLAN_RUNS, PLAN_TICKS, PLANS, REQUESTS
from models.plans import Plan, read_plan
from models.rows.finish import PlanBrief
from models.rows.plans import PlanRunRow, PlanVersionRow, TickRow

_ALL = select(PLANS).order_by(PLANS.c.code, PLANS.c.version)
_ONE = select(PLANS).where(PLANS.c.code == bindparam("code"), PLANS.c.version == bindparam("version"))
_STARTED, _REVIEWED = OPERATORS.alias("started"), OPERATORS.alias("reviewed")
_RUNS = (
    select(PLAN_RUNS, REQUESTS.c.number, _STARTED.c.name.label("starter"), _REVIEWED.c.name.label("reviewer"))
    .join(REQUESTS, REQUESTS.c.id == PLAN_RUNS.c.request_id)
    .outerjoin(_STARTED, _STARTED.c.id == PLAN_RUNS.c.started_by)
    .outerjoin(_REVIEWED, _REVIEWED.c.id == PLAN_RUNS.c.reviewed_by)
    .order_by(PLAN_RUNS.c.id)
)
_OF_REQUEST = _RUNS.where(PLAN_RUNS.c.request_id == bindparam("request"))
_UNREVIEWED = _RUNS.where(PLAN_RUNS.c.reviewed_at.is_(None))
_TICKS = (
    select(PLAN_TICKS, OPERATORS.c.name)
    .outerjoin(OPERATORS, OPERATORS.c.id == PLAN_TICKS.c.done_by)
    .where(PLAN_TICKS.c.run_id == bindparam("run"))
)


def _plan(row: Any) -> Plan:
    read = read_plan(json.loads(row.body))
    return replace(read, version=row.version, approved_by=row.approved_by, approved_at=row.approved_at,
                   retired=row.retired_at is not None)  # fmt: skip


def plan_of(connection: Connection, code: str, version: int) -> Plan:
    """A plan in that version.

    Raises:
        NotFound: there is none.
    """
    row = connection.execute(_ONE, {"code": code, "version": version}).first()
    if row is None:
        raise NotFound("plan.none", f"There is no plan {code}.", "Look at: hotline plan list", plan=code)
    return _plan(row)


def newest(connection: Connection) -> dict[str, Plan]:
    """The newest version of every plan by its code, retired or not."""
    return {row.code: _plan(row) for row in connection.execute(_ALL)}


def in_use(connection: Connection) -> dict[str, Plan]:
    """The plans that can be started."""
    return {code: plan for code, plan in newest(connection).items() if not plan.retired}


def versions(connection: Connection) -> list[PlanVersionRow]:
    """Every version of every plan."""
    rows = connection.execute(_ALL).all()
    last = {row.code: row.version for row in rows}
    return [_version(row, last[row.code]) for row in rows]


def _version(row: Any, last: int) -> PlanVersionRow:
    plan = _plan(row)
    return PlanVersionRow(
        plan.code, row.version, plan.zh, plan.en, len(plan.levels), len(plan.steps), row.approved_by, row.approved_at,
        row.made_at, row.made_by, row.version == last, plan.retired,
    )  # fmt: skip


def runs(connection: Connection, request_id: int) -> tuple[PlanRunRow, ...]:
    """The plans that were started on a request, with their steps in order."""
    return tuple(_run(connection, row) for row in connection.execute(_OF_REQUEST, {"request": request_id}).all())


def _run(connection: Connection, row: Any) -> PlanRunRow:
    plan = plan_of(connection, row.plan, row.version)
    ticks = {one.step: one for one in connection.execute(_TICKS, {"run": row.id})}
    steps = tuple(
        TickRow(place, step.code, step.zh, step.en, step.owner_zh, step.owner_en, step.level, ticks[step.code].due_at,
                ticks[step.code].done_at, ticks[step.code].name or "", ticks[step.code].note)
        for place, step in enumerate(plan.steps, 1)
        if step.code in ticks
    )  # fmt: skip
    return PlanRunRow(
        row.id, row.request_id, row.number or "", plan, row.level, row.started_at, row.starter or "", steps,
        row.reviewed_at, row.reviewer or "", row.review,
    )  # fmt: skip


def briefs(connection: Connection, request_id: int) -> tuple[PlanBrief, ...]:
    """The same in a line each, as the whole request shows them."""
    return tuple(
        PlanBrief(run.code, run.plan.zh, run.plan.en, run.level, run.done, len(run.steps),
                  min((one.due_at for one in run.steps if one.due_at is not None and one.done_at is None),
                      default=None), run.started_at, run.reviewed_at)
        for run in runs(connection, request_id)
    )  # fmt: skip


class PlansLook:
    """The reads about plans, each one short transaction; handed out by :meth:`models.looks.look.Look.plans`."""

    def __init__(self, read: Callable[[], AbstractContextManager[Connection]], shown: Callable[[Any], Any]) -> None:
        self._read, self._shown = read, shown

    def versions(self) -> list[PlanVersionRow]:
        """Every version of every plan."""
        with self._read() as connection:
            return versions(connection)

    def newest(self) -> dict[str, Plan]:
        """The newest version of every plan by its code, retired ones too."""
        with self._read() as connection:
            return newest(connection)

    def one(self, code: str, version: int = 0) -> Plan:
        """A plan in that version; 0 for the newest.

        Raises:
            NotFound: there is none.
        """
        code = code.strip().upper()
        with self._read() as connection:
            if not version and code in (found := newest(connection)):
                return found[code]
            return plan_of(connection, code, version)

    def body(self, code: str, version: int) -> dict[str, Any]:
        """A plan's data as it was taken in."""
        with self._read() as connection:
            row = connection.execute(_ONE, {"code": code, "version": version}).one()
        found: dict[str, Any] = json.loads(row.body)
        return found

    def runs(self, request_id: int) -> tuple[PlanRunRow, ...]:
        """The plans that were started on a request."""
        with self._read() as connection:
            found: tuple[PlanRunRow, ...] = self._shown(runs(connection, request_id))
        return found

    def unreviewed(self) -> tuple[PlanRunRow, ...]:
        """Every plan under way, and those that nobody has reviewed yet."""
        with self._read() as connection:
            found = tuple(_run(connection, row) for row in connection.execute(_UNREVIEWED).all())
        shown: tuple[PlanRunRow, ...] = self._shown(found)
        return shown
