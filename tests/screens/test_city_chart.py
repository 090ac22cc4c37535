"""A city on a grid: nothing is lost, nothing lies outside, the worst is on top, and one wrong point shrinks nothing."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.rows import CrewRow, QueueRow
from models.rows.city import City, CrewAt, DistrictAt, RequestAt
from models.vocabulary import Board, ClockKind, CrewStatus, Kind, Priority, Status
from models.wall import HOUR, MINUTE
from screens.city import FINEST, LEAST, beside, chart, towards, worst

NOW = 1_000_000 * HOUR
ROW = QueueRow(
    1, "E-00001", Kind.EMERGENCY, "EM", "漏气", "leak", Priority.P1, Status.OPEN, Board.TO_ASSIGN, NOW, "城东", "x", "",
    False, (), "", ClockKind.ARRIVAL, NOW + HOUR, NOW + HOUR, None, None, NOW, 1,
)  # fmt: skip
CREW = CrewRow(1, "抢1", "抢1", "城东", (), CrewStatus.FREE, None, None, None, None, "", False)


def request(id, lat, lon, due=HOUR, **facts):
    return RequestAt(replace(ROW, id=id, due_at=NOW + due, **facts), (lat, lon))


def crew(id, lat, lon):
    return CrewAt(replace(CREW, id=id), (lat, lon))


def town(*things, districts=()):
    placed = tuple(one for one in things if isinstance(one, RequestAt))
    units = tuple(one for one in things if isinstance(one, CrewAt))
    return City(placed, units, tuple(districts), len(placed), len(units))


AROUND = st.tuples(st.floats(29.9, 30.1), st.floats(119.9, 120.1))
TOWNS = st.lists(AROUND, min_size=1, max_size=40).map(
    lambda spots: town(*(
        request(n, *spot, due=(n - 5) * MINUTE) if n % 3 else crew(n, *spot) for n, spot in enumerate(spots, 1)
    ))
)  # fmt: skip
SIZES = st.tuples(st.integers(LEAST[0], 240), st.integers(LEAST[1], 60))


@settings(max_examples=60)
@given(TOWNS, SIZES)
def test_everything_stands_somewhere_once_and_inside(city, size):
    drawn = chart(city, *size, NOW)
    assert drawn.why_not == ""
    assert sum(len(cell.things) for cell in drawn.cells) + drawn.beyond == len(city.placed) + len(city.units)
    assert all(0 <= cell.column < drawn.columns and 0 <= cell.line < drawn.lines for cell in drawn.cells)
    assert len({(cell.column, cell.line) for cell in drawn.cells}) == len(drawn.cells)
    assert drawn.metres >= FINEST


@settings(max_examples=60)
@given(TOWNS, SIZES)
def test_every_place_is_reached_and_a_step_leads_where_it_says(city, size):
    drawn = chart(city, *size, NOW)
    here = first = drawn.cells[0]
    seen = {here}
    for _ in drawn.cells:
        here = beside(drawn, here, 1)
        seen.add(here)
    assert seen == set(drawn.cells)
    assert here == first
    for cell in drawn.cells:
        assert beside(drawn, beside(drawn, cell, 1), -1) == cell
        right, down = towards(drawn, cell, 1, 0), towards(drawn, cell, 0, 1)
        assert right == cell or right.column > cell.column
        assert down == cell or down.line > cell.line


@settings(max_examples=60)
@given(TOWNS, SIZES)
def test_north_is_above_and_east_to_the_right(city, size):
    drawn = chart(city, *size, NOW)
    spots = [(thing.at, cell) for cell in drawn.cells for thing in cell.things]
    for (lat, lon), cell in spots[:8]:
        for (other_lat, other_lon), other in spots[:8]:
            assert lat <= other_lat or cell.line <= other.line
            assert lon <= other_lon or cell.column >= other.column


def test_the_worst_is_on_top_and_the_cursor_begins_there():
    calm = request(1, 30.0, 120.0, category="RP", kind=Kind.REPAIR, priority=Priority.P3)
    late = request(2, 30.0, 120.0, due=-MINUTE)
    soon = request(3, 30.05, 120.05)
    drawn = chart(town(crew(9, 30.0, 120.0), calm, soon, late), 120, 30, NOW)
    top = worst(drawn, NOW)
    assert [getattr(thing, "row", None) and thing.row.id for thing in top.things] == [2, 1, None]


def test_one_wrong_point_shrinks_nothing_and_is_counted():
    good = [request(n, 30.0 + n * 0.01, 120.0 + n * 0.01) for n in range(8)]
    with_wrong = chart(town(*good, request(99, 0.0, 0.0)), 120, 30, NOW)
    assert with_wrong.beyond == 1
    assert with_wrong.metres == pytest.approx(chart(town(*good), 120, 30, NOW).metres, rel=0.01)


def test_one_place_alone_has_a_map_too():
    drawn = chart(town(request(1, 30.0, 120.0), request(2, 30.0, 120.0)), 120, 30, NOW)
    assert (len(drawn.cells), drawn.metres) == (1, FINEST)


@pytest.mark.parametrize(
    ("city", "size", "why"),
    [
        (town(request(1, 30.0, 120.0)), (99, 30), "small"),
        (town(request(1, 30.0, 120.0)), (120, 11), "small"),
        (City(requests=7), (120, 30), "nothing"),
        (replace(town(request(1, 30.0, 120.0)), requests=3), (120, 30), "few"),
        (replace(town(request(1, 30.0, 120.0)), requests=2), (120, 30), ""),
        (town(districts=[DistrictAt("城东", (30.0, 120.0))]), (120, 30), ""),
    ],
)
def test_there_is_no_map_where_it_would_lie(city, size, why):
    assert chart(city, *size, NOW).why_not == why


def test_what_is_not_on_it_is_counted():
    city = replace(town(request(1, 30.0, 120.0), crew(1, 30.0, 120.0)), requests=2, crews=5)
    drawn = chart(replace(city, districts=(DistrictAt("城东", (30.0, 120.0), 3),)), 120, 30, NOW)
    assert (drawn.unplaced, drawn.crews_unplaced) == (1, 1)
