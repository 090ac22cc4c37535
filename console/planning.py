"""Emergency plans from the command line: what is kept, what is under way, and how a file becomes the next version."""

from pathlib import Path
from typing import Any

from console import versions
from console.datafile import data_in
from console.render import facts
from console.settings import Asked
from console.wiring import Visit
from models.plans import Plan
from models.rows.plans import PlanRunRow

LISTED = ("code", "version", "zh", "en", "levels", "steps", "approved_by", "approved_at", "retired")
STEPS = ("place", "step", "level", "minutes", "zh", "en", "owner_zh", "owner_en")
TICKS = ("plan", "place", "step", "due_at", "done_at", "done_by", "late", "zh", "en", "note")


def list_plans(asked: Asked, every: bool) -> None:
    """Print the plans, the newest version of each or all."""
    with Visit(asked) as visit:
        rows = [row for row in visit.reading().look.plans().versions() if every or row.current]
        visit.page.table(rows, LISTED)


def show_plan(asked: Asked, code: str, version: int) -> None:
    """Print one plan: its levels, steps, contacts and supplies."""
    with Visit(asked) as visit:
        plan: Plan = visit.reading().look.plans().one(code, version)
        if visit.page.as_json:
            visit.page.record(facts(plan))
            return
        versions.head(visit.page, plan)
        visit.page.table([facts(one) for one in plan.levels], ("n", "zh", "en"))
        steps = [facts(one) | {"place": place, "step": one.code} for place, one in enumerate(plan.steps, 1)]
        visit.page.table(steps, STEPS)
        visit.page.table([facts(one) for one in plan.contacts], ("dial", "zh", "en"))
        visit.page.table([facts(one) for one in plan.supplies], ("zh", "en"))


def give_out(asked: Asked, code: str, version: int) -> None:
    """Print one plan as it was taken in."""
    with Visit(asked) as visit:
        look = visit.reading().look.plans()
        plan = look.one(code, version)
        versions.body(visit.page, look.body(plan.code, plan.version))


def take_in(asked: Asked, file: Path, *, dry_run: bool) -> None:
    """The next version of a plan, from JSON or TOML."""
    data = data_in(file)
    with Visit(asked) as visit:
        desk, seat = visit.seated()
        kept = (desk.rehearsed_plans if dry_run else desk.plans).import_plan(seat, data)
        versions.kept(visit.page, "plan", kept)


def set_step(asked: Asked, code: str, step: str, changes: dict[str, Any]) -> None:
    """The next version of a plan, with one step changed."""
    with Visit(asked) as visit:
        desk, seat = visit.seated()
        versions.kept(visit.page, "plan", desk.plans.set_plan_step(seat, code, step, **changes))


def approve(asked: Asked, code: str, by: str) -> None:
    """Record the safety officer's word."""
    with Visit(asked) as visit:
        desk, seat = visit.seated()
        versions.approved(visit.page, "plan", desk.plans.approve_plan(seat, code, by=by), by)


def retire(asked: Asked, code: str, *, back: bool) -> None:
    """Take a plan out of use, or back."""
    with Visit(asked) as visit:
        desk, seat = visit.seated()
        kept = desk.plans.retire_plan(seat, code, back=back)
        state = "in use" if back else "retired"
        visit.page.record({"plan": kept.code, "version": kept.version, "state": state}, f"plan {kept.code}: {state}")


def status(asked: Asked, number: str) -> None:
    """Print the steps of the plans on a request, or of every plan that nobody has reviewed."""
    with Visit(asked) as visit:
        look = visit.look()
        runs = look.plans().runs(look.detail(number).row.id) if number else look.plans().unreviewed()
        if visit.page.as_json:
            visit.page.table([_run(one) for one in runs])
            return
        if not number:
            visit.page.table([_run(one) for one in runs],
                             ("number", "plan", "version", "level", "started_at", "done", "of"))  # fmt: skip
            return
        ticks = [facts(step) | {"plan": run.code, "late": step.late(visit.now)} for run in runs for step in run.steps]
        visit.page.table(ticks, TICKS)


def _run(run: PlanRunRow) -> dict[str, Any]:
    known = {name: value for name, value in facts(run).items() if name not in ("plan", "steps")}
    return known | {"plan": run.code, "version": run.plan.version, "done": run.done, "of": len(run.steps),
                    "steps": [facts(one) for one in run.steps]}  # fmt: skip
