"""Which plots stand beside which report, made of its rows in the reader's words."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from console.render import Page
from models.indicators.causes import VITAL, CauseRow
from models.indicators.comparing import Trend
from models.indicators.figure import WHOLE, Figure
from models.indicators.service_index import ServiceRow
from screens.plots import Bar, Bars, Columns, Heat, Pareto, Plot, Reliability, short

MOST = 16
"""More bars than this are no picture any more: the rest stands in the table."""

KEYS = ("received", "response_inside", "resolution_inside", "satisfied", "answered")
"""The key figures that are drawn now and then."""

Drawn = Callable[[], Sequence[Plot]]


def by_group(page: Page, rows: Sequence[Figure], names: Iterable[str]) -> Drawn:
    """For each of the named figures its groups as bars against the goal; alone, the figures of the whole in one."""

    def drawn() -> list[Plot]:
        wanted = list(names)
        chosen = [one for one in rows if one.name in wanted and (one.value is not None or one.group != WHOLE)]
        if {one.group for one in chosen} <= {WHOLE}:
            return _whole(page, [one for one in chosen if one.value is not None])
        return [plot for name in wanted if (plot := _of_name(page, [one for one in chosen if one.name == name]))]

    return drawn


def _whole(page: Page, rows: Sequence[Figure]) -> list[Plot]:
    if not rows:
        return []
    goals = {one.goal for one in rows}
    goal = goals.pop() if len(goals) == 1 else None
    bars = tuple(_bar(page, page.word("name", one.name), one, own=goal is None) for one in rows)
    return [Bars(page.tell("Shares of the whole"), bars, goal, _goal(page, goal), 100.0)]


def _of_name(page: Page, rows: Sequence[Figure]) -> Plot | None:
    if not any(one.value is not None for one in rows):
        return None
    goal, unit = rows[0].goal, rows[0].unit
    title = page.word("name", rows[0].name) + (f" ({page.word('unit', unit)})" if unit else "")
    bars = tuple(_bar(page, page.word("group", one.group), one) for one in rows[:MOST])
    return Bars(title, bars, goal, _goal(page, goal), 100.0 if unit == "%" else None)


def _bar(page: Page, label: str, one: Figure, *, own: bool = False) -> Bar:
    if one.value is None:
        return Bar(label, None, page.word("remark", one.remark))
    said = f"{short(one.value)} n {one.n}" if one.unit == "%" else short(one.value)
    goal = f" < {one.goal:g}" if own and one.kept is False else ""
    return Bar(label, one.value, said + goal + (" !" if one.kept is False else ""), one.kept is False)


def _goal(page: Page, goal: float | None) -> str:
    return "" if goal is None else f"{page.heading('goal')} {goal:g}"


def pareto(page: Page, rows: Sequence[CauseRow]) -> Drawn:
    """The causes with the line of what they make together."""

    def drawn() -> list[Plot]:
        shown = rows[:MOST]
        bars = tuple(Bar(page.word("causes.cause", row.cause), float(row.count), str(row.count)) for row in shown)
        vital = f"{VITAL:g} %"
        return [Pareto(page.tell("Causes"), bars, tuple(row.cumulative for row in shown), VITAL, vital)] if bars else []

    return drawn


def nodes(page: Page, rows: Sequence[ServiceRow]) -> Drawn:
    """Satisfaction of the nodes just below the whole."""
    top = [(page.word("node", row.node), row.c, False) for row in rows if "/" not in row.node]
    return plainly(page, "Satisfaction C of each line", top, most=100)


def trend(page: Page, rows: Sequence[Trend]) -> Drawn:
    """The key figures now and then: three bars each."""

    def drawn() -> list[Plot]:
        out: list[Plot] = []
        for row in rows:
            if row.name in KEYS and row.latest is not None:
                then = (("last_year", row.last_year), ("last_week", row.last_week), ("latest", row.latest))
                out.append(now_and_then(page, row.name, row.unit, then))
        return out

    return drawn


def now_and_then(page: Page, name: str, unit: str, then: Iterable[tuple[str, float | None]]) -> Plot:
    """A figure at several times, the oldest first."""
    none = page.word("remark", "no data")
    bars = tuple(
        Bar(page.heading(when), value, none if value is None else short(value)) for when, value in then
    )  # fmt: skip
    return Bars(f"{page.word('name', name)} ({page.word('unit', unit)})", bars, most=100.0 if unit == "%" else None)


def plainly(page: Page, title: str, bars: Iterable[tuple[str, float | None, bool]], goal: float | None = None,
            most: float | None = None) -> Drawn:  # fmt: skip
    """Bars of label, value, and whether it misses the goal."""

    def drawn() -> list[Plot]:
        made = tuple(
            Bar(label, value, page.word("remark", "no data") if value is None else short(value) + " !" * missed, missed)
            for label, value, missed in list(bars)[:MOST]
        )
        return [Bars(page.tell(title), made, goal, _goal(page, goal), most)] if any(one.value for one in made) else []

    return drawn


def half_hours(page: Page, counts: Sequence[int]) -> Drawn:
    """Calls per half hour of the day."""

    def drawn() -> list[Plot]:
        marks = tuple(f"{place // 2:02d}" if place % 6 == 0 else "" for place in range(len(counts)))
        title = page.tell("Calls per half hour of the day")
        return [Columns(title, tuple(map(float, counts)), marks)] if any(counts) else []

    return drawn


def heat(page: Page, counts: Sequence[tuple[str, Sequence[int]]]) -> Drawn:
    """Requests by district and hour of the day."""

    def drawn() -> list[Plot]:
        rows = tuple(page.word("group", name) for name, _ in counts)
        marks = tuple(f"{hour:02d}" for hour in range(24))
        values = tuple(tuple(row) for _, row in counts)
        return [Heat(page.tell("Requests by district and hour"), rows, marks, values)] if rows else []

    return drawn


def reliability(page: Page, bands: Sequence[Any]) -> Drawn:
    """What was foretold against what came."""

    def drawn() -> list[Plot]:
        points = tuple((float(one.foretold), float(one.missed), int(one.n)) for one in bands
                       if one.foretold is not None and one.missed is not None)  # fmt: skip
        across, up = page.tell("foretold (%)"), page.tell("missed (%)")
        return [Reliability(page.tell("Foretold against missed"), points, across, up)] if points else []

    return drawn
