"""Goals of indicators from the command line."""

from typing import Any

from console.instants import read_instant
from console.settings import Asked
from console.wiring import Visit
from models.indicators.goals import Goal, goal_of, usual_with
from models.looks.goals import GoalVersion
from models.rows import GoalFigureRow

COLUMNS = ("name", "of", "bound", "goal", "over", "rings", "valid_from", "retired_at", "set_by")
FIGURES = ("goal", "since", "value", "unit", "n", "low", "high", "bound", "kept", "remark", "updated_at", "breached_at")


def put(asked: Asked, name: str, of: str, least: float | None, most: float | None, over: str, since: str) -> None:
    """Set a goal."""
    goal = goal_of(name, of, least=least, most=most, over=over)
    with Visit(asked) as visit:
        desk, seat = visit.seated()
        made = desk.goals.set(seat, goal, valid_from=read_instant(since) if since else None)
        visit.page.record(_version(made), f"goal {goal.key}: {bound_of(goal)}")


def end(asked: Asked, name: str, of: str, over: str) -> None:
    """Remove a goal."""
    goal = goal_of(name, of, least=0.0, over=over)
    with Visit(asked) as visit:
        desk, seat = visit.seated()
        key = desk.goals.remove(seat, goal)
        visit.page.record({"subject": "goal", "act": "retire", "name": key}, f"goal {key}: removed")


def show_all(asked: Asked, every: bool, at: str) -> None:
    """Print the goals in force, or every version."""
    with Visit(asked) as visit:
        look = visit.reading().look.goals()
        own = look.versions() if every else look.in_force(read_instant(at) if at else visit.now)
        rows = [_version(one) for one in own]
        taken = {(one.goal.name, one.goal.of) for one in own}
        usual = [one for one in usual_with(visit.settings.goals) if (one.name, one.of) not in taken]
        rows += [_said(one) | {"over": None, "rings": False} for one in usual]
        visit.page.table(rows, COLUMNS)


def check(asked: Asked) -> None:
    """Print what every goal comes to now."""
    with Visit(asked) as visit:
        visit.page.table([_figure(row) for row in visit.reading().goals.look_now()], FIGURES)


def history(asked: Asked, name: str, of: str, over: str) -> None:
    """Print a goal's figures by period."""
    goal = goal_of(name, of, least=0.0, over=over)
    with Visit(asked) as visit:
        visit.page.table([_figure(row) for row in visit.reading().look.goals().figures(goal.key)], FIGURES)


def bound_of(goal: Goal) -> str:
    """``>= 95`` or ``<= 24``."""
    return f"{'>=' if goal.least else '<='} {goal.bound:g}"


def _said(goal: Goal) -> dict[str, Any]:
    return {"name": goal.name, "of": goal.of, "bound": ">=" if goal.least else "<=", "goal": goal.bound,
            "over": goal.over.value}  # fmt: skip


def _version(one: GoalVersion) -> dict[str, Any]:
    return _said(one.goal) | {"rings": True, "valid_from": one.valid_from,
                              "retired_at": one.retired_at, "set_by": one.set_by}  # fmt: skip


def _figure(row: GoalFigureRow) -> dict[str, Any]:
    judged = row.value is not None and not row.remark
    return {"goal": row.goal, "since": row.since, "value": row.value, "unit": row.unit, "n": row.n, "low": row.low,
            "high": row.high, "bound": f"{'>=' if row.least else '<='} {row.bound:g}",
            "kept": not row.crossed if judged else None, "remark": row.remark, "updated_at": row.updated_at,
            "breached_at": row.breached_at}  # fmt: skip
