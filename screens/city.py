"""Where on a grid of characters the things of a city stand: one scale for both ways, nothing beyond the edge."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from models.rows.city import City, CrewAt, DistrictAt, Place, RequestAt
from models.standing import judge
from models.vocabulary import QUEUES
from models.wall import DAY

UNIT = 7
"""Cells of the terminal that one place of the grid takes: the cursor's mark, what stands there, a blank."""

LEAST = (100, 12)
"""Cells and lines below which a map would put everything on everything."""

LEAST_SHARE = 0.5
"""Of the requests at least this share must have a place: a map of fewer would show a calm that is none."""

NEAR = 15_000.0
"""Metres around the middle within which nothing is held for a misplaced point."""

FAR = 8.0
"""So many times the usual distance from the middle is beyond the map: one wrong point would shrink all others."""

FINEST = 50.0
"""Metres of one place of the grid at least; nobody's coordinates are better."""

_DEGREE = math.tau * 6_371_008.8 / 360
Thing = RequestAt | CrewAt


@dataclass(frozen=True, slots=True)
class Cell:
    """A place of the grid and what stands there, the worst on top."""

    column: int
    line: int
    things: tuple[Thing, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A city on a grid: its places, the district names, the scale, and what is not on it."""

    columns: int
    lines: int
    cells: tuple[Cell, ...] = ()
    districts: tuple[tuple[int, int, DistrictAt], ...] = ()
    metres: float = 0.0
    beyond: int = 0
    unplaced: int = 0
    crews_unplaced: int = 0
    why_not: str = ""
    facts: dict[str, int] = field(default_factory=dict)


def chart(city: City, width: int, height: int, now: int) -> Chart:
    """The city on `width` cells and `height` lines as at `now` (ms UTC); `why_not` says why there is none.

    Equirectangular: degrees of longitude are shortened by the cosine of the middle latitude. A line is twice as high as
    a cell is wide.
    """
    columns, lines = width // UNIT, height
    placed, known = len(city.placed), city.requests
    if width < LEAST[0] or height < LEAST[1]:
        return Chart(columns, lines, why_not="small", facts={"width": LEAST[0], "height": LEAST[1]})
    if not placed and not city.districts and not city.units:
        return Chart(columns, lines, why_not="nothing", facts={"requests": known})
    if placed < LEAST_SHARE * known:
        return Chart(columns, lines, why_not="few", facts={"placed": placed, "requests": known})
    things: list[Thing] = [*city.placed, *city.units]
    middle = _middle([one.at for one in (*things, *city.districts)])
    reach = _reach(things, city.districts, middle)
    near = [one for one in things if _metres(one.at, middle) <= reach]
    districts = [one for one in city.districts if _metres(one.at, middle) <= reach]
    grid = _Grid([one.at for one in (*near, *districts)], columns, lines)
    return Chart(
        columns, lines, tuple(_cells(near, grid, now)), tuple(_names(districts, grid)), grid.metres,
        len(things) - len(near), known - placed,
        city.crews - len(city.units) - sum(one.free for one in districts),
    )  # fmt: skip


def _middle(places: Sequence[Place]) -> Place:
    return median(lat for lat, _ in places), median(lon for _, lon in places)


def _metres(one: Place, other: Place) -> float:
    north = (one[0] - other[0]) * _DEGREE
    east = (one[1] - other[1]) * _DEGREE * math.cos(math.radians(other[0]))
    return math.hypot(north, east)


def _reach(things: Sequence[Thing], districts: Sequence[DistrictAt], middle: Place) -> float:
    """How far from the middle the map goes: beyond lies what is far out of proportion to all the rest."""
    usual = median(_metres(one.at, middle) for one in (*things, *districts))
    return max(NEAR, FAR * usual)


class _Grid:
    """The scale, and where on the grid a place lies."""

    def __init__(self, places: Sequence[Place], columns: int, lines: int) -> None:
        south, north = min(lat for lat, _ in places), max(lat for lat, _ in places)
        west, east = min(lon for _, lon in places), max(lon for _, lon in places)
        self.columns, self.lines = columns, lines
        self.middle = ((south + north) / 2, (west + east) / 2)
        self._east = _DEGREE * math.cos(math.radians(min(89.0, abs(self.middle[0]))))
        across, up = (east - west) * self._east, (north - south) * _DEGREE
        # One place of the grid is UNIT cells wide and two cells' widths high.
        by_width, by_height = across / max(1, columns - 1), up / max(1, lines - 1) * UNIT / 2
        self.metres = max(FINEST, by_width, by_height)

    def at(self, place: Place) -> tuple[int, int]:
        """``(column, line)``, north above."""
        east = (place[1] - self.middle[1]) * self._east / self.metres
        north = (place[0] - self.middle[0]) * _DEGREE / (self.metres * 2 / UNIT)
        column, line = round((self.columns - 1) / 2 + east), round((self.lines - 1) / 2 - north)
        return min(max(column, 0), self.columns - 1), min(max(line, 0), self.lines - 1)


def _cells(things: Sequence[Thing], grid: _Grid, now: int) -> list[Cell]:
    shared: dict[tuple[int, int], list[Thing]] = {}
    for one in things:
        shared.setdefault(grid.at(one.at), []).append(one)
    return [
        Cell(column, line, tuple(sorted(here, key=lambda one: _rank(one, now))))
        for (column, line), here in sorted(shared.items(), key=lambda item: (item[0][1], item[0][0]))
    ]


def _rank(thing: Thing, now: int) -> tuple[int, ...]:
    """The worst first: requests by severity, priority, kind and due time; crews after them, those whose timer ends."""
    if isinstance(thing, RequestAt):
        row = thing.row
        return (0, -judge(row, now).severity, int(row.priority.value[1]), QUEUES.index(row.kind), row.due_at, row.id)
    return (1, 0, 0, 0, thing.crew.timer.due if thing.crew.timer else now + DAY, thing.crew.id)


def _names(districts: Sequence[DistrictAt], grid: _Grid) -> list[tuple[int, int, DistrictAt]]:
    return [(*grid.at(one.at), one) for one in districts]


def worst(chart: Chart, now: int) -> Cell | None:
    """The place with the worst thing of all."""
    return min(chart.cells, key=lambda cell: _rank(cell.things[0], now), default=None)


def towards(chart: Chart, here: Cell, across: int, down: int) -> Cell:
    """The nearest place in a direction; what lies aside counts three times. Without any it stays."""

    def cost(cell: Cell) -> int:
        east, south = cell.column - here.column, cell.line - here.line
        along, aside = (east * across, abs(south)) if across else (south * down, abs(east))
        return along + 3 * aside if along > 0 else 0

    ahead = [cell for cell in chart.cells if cost(cell) > 0]
    return min(ahead, key=cost, default=here)


def beside(chart: Chart, here: Cell, by: int) -> Cell:
    """The place so many after this one in reading order, from top left; so every place is reached."""
    return chart.cells[(chart.cells.index(here) + by) % len(chart.cells)]
