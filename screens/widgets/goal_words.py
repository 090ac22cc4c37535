"""A goal and its figure in words, as they stand in an alarm."""

import re

from models.rows import GoalFigureRow
from screens.format import clean
from screens.view import View

_WITHIN = re.compile(r"answered_within_(\d+)s")


def goal_title(goal: str, view: View) -> str:
    """``resolution, in time  district:East  by week``."""
    parts = goal.split("/")
    of = clean("/".join(parts[1:-1]))
    return view.say("goal.title", name=" ".join(part for part in (name_words(parts[0], view), of) if part),
                    period=view.word("goal", parts[-1]))  # fmt: skip


def name_words(name: str, view: View) -> str:
    """An indicator by its name."""
    within = _WITHIN.fullmatch(name)
    return view.say("indicator.answered_within", n=within[1]) if within else view.word("indicator", name)


def value_words(row: GoalFigureRow) -> str:
    """``86.667 %``; two dashes where there is none."""
    return "--" if row.value is None else f"{row.value:g} {row.unit}".strip()


def bound_words(row: GoalFigureRow, view: View) -> str:
    """``at least 90 %``."""
    bound = f"{row.bound:g} {row.unit}".strip()
    return view.say("goal.least" if row.least else "goal.most", bound=bound)


def brief(row: GoalFigureRow, view: View) -> str:
    """The figure, its group, and the goal that it misses, in one piece."""
    parts = row.goal.split("/")
    name = " ".join(part for part in (name_words(parts[0], view), clean("/".join(parts[1:-1]))) if part)
    return view.say("goal.brief", name=name, value=value_words(row), bound=bound_words(row, view))


def figure_words(row: GoalFigureRow, view: View) -> str:
    """The whole sentence: figure, goal, what it stands on, and its bounds."""
    bounds = "" if row.low is None or row.high is None else f"  {row.low:g} - {row.high:g}"
    return f"{brief(row, view)}  n={row.n}{bounds}"
