"""What call-backs brought: how many were reached in each line of business, and how many were satisfied."""

from collections.abc import Iterable
from math import sqrt

from models.indicators.cases import Case, counted
from models.indicators.figure import NONE_SAID, WHOLE, Figure, count, said_of, share, wilson
from models.indicators.lines import Lines, usual

SATISFIED_FROM = 4
"""The least score, of 1 to 5, with which somebody is satisfied."""

TARGET = 90.0
"""Percent that are to be satisfied."""


def by_line(cases: Iterable[Case], lines: Lines) -> dict[str, list[Case]]:
    """The requests that were done, by line of business in the order of the lines."""
    found: dict[str, list[Case]] = {line.name: [] for line in lines.lines}
    for one in counted(cases):
        if one.done:
            found.setdefault(lines.of(one), []).append(one)
    return found


def coverage(cases: Iterable[Case], lines: Lines | None = None) -> list[Figure]:
    """Call-back coverage of each line: requests whose caller gave a score ÷ requests done; and how many are still owed.

    The lines are those that the utilities' handbooks name (ignition, alteration, repair, emergency, inspection, meter
    reading, business hall), with complaints and enquiries beside them. What was tried three times in vain is not
    covered.
    """
    groups = by_line(cases, lines or usual())
    out: list[Figure] = []
    for group, done in ({WHOLE: [one for members in groups.values() for one in members]} | groups).items():
        out += [share("call_back_coverage", group, sum(one.score is not None for one in done), len(done)),
                count("call_backs_owed", group, sum(one.callback_due for one in done), "requests")]  # fmt: skip
    return out


def satisfied(one: Case) -> bool | None:
    """Is the caller satisfied, by the mean of the scores given? None where none was given."""
    return None if one.score is None else one.score >= SATISFIED_FROM


def satisfaction(cases: Iterable[Case], lines: Lines | None = None, goal: float = TARGET) -> list[Figure]:
    """CSAT: callers with a mean score of at least 4 ÷ callers who gave one, with the bounds of `figure.wilson`.

    Of each line by itself, of all answers together (`satisfied_of_answers`), and of the whole re-weighted by events
    (`satisfied`, because call-backs are made of all emergencies and of few enquiries): C = Σ Wi·Ci with Wi the line's
    share of the requests done, over the lines that have any answer; the rest are counted in `done_unasked`. Its bounds
    follow from those of the lines: C − √Σ Wi²(Ci−li)², C + √Σ Wi²(ui−Ci)² (G. Y. Zou, A. Donner, "Construction of
    confidence limits about effect measures", Statistics in Medicine 27 (2008), 1693-1702). Score from 4 on: the top two
    of five boxes, as in the handbooks' 满意 and 非常满意; the target is 90 %.
    """
    groups = by_line(cases, lines or usual())
    answers = {name: [yes for one in done if (yes := satisfied(one)) is not None] for name, done in groups.items()}
    every = [yes for said in answers.values() for yes in said]
    unasked = sum(len(done) for name, done in groups.items() if not answers[name])
    out = [_weighted(groups, answers, goal), share("satisfied_of_answers", WHOLE, sum(every), len(every)),
           count("done_unasked", WHOLE, unasked, "requests")]  # fmt: skip
    return out + [share("satisfied", name, sum(said), len(said), goal) for name, said in answers.items()]


def _weighted(groups: dict[str, list[Case]], answers: dict[str, list[bool]], goal: float) -> Figure:
    asked = [name for name, said in answers.items() if said]
    events, n = sum(len(groups[name]) for name in asked), sum(len(answers[name]) for name in asked)
    if not n:
        return Figure("satisfied", WHOLE, None, "%", 0, goal=goal, remark=NONE_SAID)
    value = below = above = 0.0
    for name in asked:
        said, weight = answers[name], len(groups[name]) / events
        c = sum(said) / len(said)
        low, high = wilson(sum(said), len(said))
        value += weight * c
        below += (weight * (c - low)) ** 2
        above += (weight * (high - c)) ** 2
    low, high = max(0.0, value - sqrt(below)), min(1.0, value + sqrt(above))
    remark = said_of(n)
    return Figure("satisfied", WHOLE, round(100 * value, 3), "%", n, round(100 * low, 3), round(100 * high, 3), goal,
                  None if remark else 100 * value >= goal, remark)  # fmt: skip
