"""Emergency plans: started, ticked and reviewed on a request by the desk, kept in versions by an admin."""

import json
from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any, Unpack

from sqlalchemy import bindparam, insert, select, update

from models.desk.cards import Kept
from models.desk.deed import OPERATORS, Asked, Deed, clean, take_up
from models.desk.opening import new_id
from models.desk.plan_runs import RUNS, TICKS, review
from models.desk.setting_up import named
from models.desk.work import Tools, Work, require
from models.errors import Conflict, NotFound
from models.looks.columns import PLANS
from models.looks.plans import in_use, plan_of
from models.plans import Plan, PlanStep, read_plan
from models.refusals import refuse
from models.rows import Done, Seat
from models.tables import PlanVersion
from models.vocabulary import Act, Role
from models.wall import MINUTE

VERSIONS = PlanVersion.__table__  # type: ignore[attr-defined]
CHANGEABLE = ("zh", "en", "owner_zh", "owner_en", "minutes", "level")
"""What of a step an admin changes by itself; the rest is imported whole."""

_NEWEST = select(PLANS).where(PLANS.c.code == bindparam("code")).order_by(PLANS.c.version.desc()).limit(1)
_RUNS = select(RUNS).where(RUNS.c.request_id == bindparam("request")).order_by(RUNS.c.id)
_TICK = select(TICKS).where(TICKS.c.run_id == bindparam("run"), TICKS.c.step == bindparam("step"))
_WHO = select(OPERATORS.c.name).where(OPERATORS.c.id == bindparam("who"))


class Plans:
    """Verbs on the plans of one request, and those of the admin."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def start_plan(self, seat: Seat, which: str | int, *, plan: str, level: int = 1, **asked: Unpack[Asked]) -> Done:
        """Start a plan, or raise one under way to a higher level; the times of its steps count from this act."""
        with self._tools.work(seat) as work:
            deed = take_up(work, which, Act.START_PLAN, asked)
            if isinstance(deed, Done):
                return deed
            deed.guard()
            run = next((one for one in _runs(deed) if one.plan == plan.strip().upper()), None)
            found = _in_use(work, plan) if run is None else plan_of(work.connection, run.plan, run.version)
            above = 0 if run is None else run.level
            if not 0 < level <= found.top:
                raise refuse("plan.level", plan=found.code, level=level, most=found.top)
            if level <= above:
                raise refuse("plan.running", plan=found.code, number=deed.row.number, level=above)
            run_id = _begin(deed, found, level) if run is None else _raise(deed, run, level)
            rows = [{"run_id": run_id, "step": one.code, "due_at": _due(deed.at, one), "note": ""}
                    for one in found.up_to(level, above)]  # fmt: skip
            if rows:
                work.connection.execute(insert(TICKS), rows)
            deed.line({"plan": found.code, "version": found.version, "level": level, "steps": len(rows)}
                      | ({"was": above} if above else {}))  # fmt: skip
            return deed.finish(clocks=False)

    def tick(
        self, seat: Seat, which: str | int, *, step: str, note: str = "", plan: str = "", **asked: Unpack[Asked]
    ) -> Done:
        """A step is done: who says so and when is on record. `step` is its code, or its place in the list."""
        with self._tools.work(seat) as work:
            deed = take_up(work, which, Act.TICK, asked)
            if isinstance(deed, Done):
                return deed
            deed.guard()
            run, meant, tick = _meant(deed, plan, step)
            if tick.done_at is not None:
                name = work.connection.execute(_WHO, {"who": tick.done_by}).scalar() or ""
                raise refuse("plan.ticked", step=meant.code, name=name)
            values = {"done_at": deed.at, "done_by": seat.operator_id or None, "note": clean(note)}
            work.connection.execute(update(TICKS).where(TICKS.c.id == tick.id).values(**values))
            late = tick.due_at is not None and deed.at > tick.due_at
            deed.line(_told(run, meant) | {"note": clean(note), "due": tick.due_at} | ({"late": True} if late else {}))
            return deed.finish(clocks=False)

    def untick(
        self, seat: Seat, which: str | int, *, step: str, reason: str, plan: str = "", **asked: Unpack[Asked]
    ) -> Done:
        """A step was ticked by mistake; its time runs as before."""
        with self._tools.work(seat) as work:
            deed = take_up(work, which, Act.UNTICK, asked)
            if isinstance(deed, Done):
                return deed
            deed.guard(reason=reason)
            run, meant, tick = _meant(deed, plan, step)
            if tick.done_at is None:
                raise refuse("plan.not_ticked", step=meant.code)
            values = {"done_at": None, "done_by": None, "note": ""}
            work.connection.execute(update(TICKS).where(TICKS.c.id == tick.id).values(**values))
            deed.line(_told(run, meant) | {"reason": clean(reason), "was": tick.done_at})
            return deed.finish(clocks=False)

    def review_plan(self, seat: Seat, which: str | int, *, text: str, plan: str = "", **asked: Unpack[Asked]) -> Done:
        """How the plan went, in a sentence or two: what was good, what is to be changed."""
        with self._tools.work(seat) as work:
            deed = take_up(work, which, Act.REVIEW_PLAN, asked)
            if isinstance(deed, Done):
                return deed
            deed.guard(text=text)
            run = _run(deed, plan) if plan.strip() else None
            review(deed, text, None if run is None else run.plan)
            return deed.finish(clocks=False)

    def import_plan(self, seat: Seat, data: Mapping[str, Any]) -> Kept:
        """The next version of a plan, to be approved anew; what is so already makes none.

        What was started under an older version stays with that.

        Raises:
            Invalid: the plan cannot be read.
        """
        plan = read_plan(data)
        with self._as_admin(seat) as work:
            return _keep(work, plan.code, dict(data), "import")

    def set_plan_step(self, seat: Seat, code: str, step: str, **changes: Any) -> Kept:
        """Change what is named of one step (:data:`CHANGEABLE`; minutes of None: no clock), as the next version."""
        with self._as_admin(seat) as work:
            row = _stored(work, code)
            body = json.loads(row.body)
            meant = read_plan(body).step(step)
            if meant is None:
                raise refuse("plan.no_step", plan=row.code, step=step, number="-")
            one = next(known for known in body["step"] if known["code"] == meant.code)
            one.update({name: value for name, value in changes.items() if name in CHANGEABLE})
            if one.get("minutes", 1) is None:
                del one["minutes"]
            read_plan(body)
            return _keep(work, row.code, body, "set")

    def approve_plan(self, seat: Seat, code: str, *, by: str) -> Kept:
        """The utility's safety officer `by` has approved the newest version of a plan.

        Raises:
            Conflict: it is approved already.
        """
        officer = named(by, "by")
        with self._as_admin(seat) as work:
            row = _stored(work, code)
            if row.approved_at is not None:
                raise Conflict("plan.approved", f"Version {row.version} of plan {row.code} was approved by "
                               f"{row.approved_by}.", "Import the next version first.", plan=row.code,
                               version=row.version, by=row.approved_by)  # fmt: skip
            _write(work, row.id, {"approved_by": officer, "approved_at": work.now})
            return _noted(work, "approve", row.code, row.version, by=officer)

    def retire_plan(self, seat: Seat, code: str, *, back: bool = False) -> Kept:
        """A plan that is not started any more, or (`back`) is again; what runs goes on."""
        with self._as_admin(seat) as work:
            row = _stored(work, code)
            if (row.retired_at is None) == back:
                state = "in use" if back else "retired"
                raise Conflict("plan.so_already", f"Plan {row.code} is {state} already.", "Nothing is left to do.",
                               plan=row.code, state=state)  # fmt: skip
            _write(work, row.id, {"retired_at": None if back else work.now})
            return _noted(work, "use" if back else "retire", row.code, row.version)

    def _as_admin(self, seat: Seat) -> AbstractContextManager[Work]:
        require(seat, Role.ADMIN)
        return self._tools.work(seat)


def _in_use(work: Work, code: str) -> Plan:
    plans = in_use(work.connection)
    found = plans.get(code.strip().upper())
    if found is None:
        raise refuse("plan.unknown", plan=code.strip(), allowed=", ".join(plans) or "-")
    return found


def _begin(deed: Deed, plan: Plan, level: int) -> int:
    values = {"request_id": deed.row.id, "plan": plan.code, "version": plan.version, "level": level,
              "started_at": deed.at, "started_by": deed.work.seat.operator_id or None, "review": ""}  # fmt: skip
    return new_id(deed.work.connection.execute(insert(RUNS), values))


def _raise(deed: Deed, run: Any, level: int) -> int:
    """A plan that was reviewed and is needed again owes another review."""
    values = {"level": level, "reviewed_at": None, "reviewed_by": None}
    deed.work.connection.execute(update(RUNS).where(RUNS.c.id == run.id).values(**values))
    return int(run.id)


def _due(at: int, step: PlanStep) -> int | None:
    return None if step.minutes is None else at + step.minutes * MINUTE


def _runs(deed: Deed) -> list[Any]:
    return list(deed.work.connection.execute(_RUNS, {"request": deed.row.id}))


def _run(deed: Deed, plan: str) -> Any:
    """The plan that is meant; it may be left out where only one was started."""
    runs = _runs(deed)
    wanted = plan.strip().upper()
    found = [one for one in runs if wanted in ("", one.plan)]
    if not found:
        raise refuse("plan.unknown", plan=wanted, allowed=", ".join(one.plan for one in runs))
    if len(found) > 1:
        raise refuse("plan.which", number=deed.row.number, plans=", ".join(one.plan for one in found))
    return found[0]


def _meant(deed: Deed, plan: str, step: str) -> tuple[Any, PlanStep, Any]:
    """The run, the step and its row."""
    run = _run(deed, plan)
    found = plan_of(deed.work.connection, run.plan, run.version)
    meant = found.step(step)
    tick = None
    if meant is not None:
        tick = deed.work.connection.execute(_TICK, {"run": run.id, "step": meant.code}).first()
    if meant is None or tick is None:
        raise refuse("plan.no_step", plan=run.plan, step=step, number=deed.row.number)
    return run, meant, tick


def _told(run: Any, step: PlanStep) -> dict[str, Any]:
    return {"plan": run.plan, "step": step.code, "zh": step.zh, "en": step.en}


def _stored(work: Work, code: str) -> Any:
    row = work.connection.execute(_NEWEST, {"code": code.strip().upper()}).first()
    if row is None:
        raise NotFound("plan.none", f"There is no plan {code}.", "Look at: hotline plan list", plan=code)
    return row


def _keep(work: Work, code: str, body: Mapping[str, Any], act: str) -> Kept:
    before = work.connection.execute(_NEWEST, {"code": code}).first()
    text = json.dumps(body, ensure_ascii=False)
    if before is not None and before.retired_at is None and json.loads(before.body) == json.loads(text):
        return Kept(code, before.version, made=False)
    version = 1 if before is None else before.version + 1
    row = {"code": code, "version": version, "body": text, "made_at": work.now, "made_by": work.seat.login,
           "approved_by": "", "approved_at": None}  # fmt: skip
    work.connection.execute(insert(VERSIONS).values(**row))
    _noted(work, act, code, version)
    return Kept(code, version, made=True)


def _write(work: Work, id_: int, values: Mapping[str, Any]) -> None:
    work.connection.execute(update(VERSIONS).where(VERSIONS.c.id == id_).values(**values))


def _noted(work: Work, act: str, code: str, version: int, **facts: Any) -> Kept:
    work.note(Act.ADMINISTER, {"subject": "plan", "act": act, "name": code, "version": version, **facts})
    return Kept(code, version, made=False)
