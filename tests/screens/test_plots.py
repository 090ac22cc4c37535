"""Plots on paper and in a terminal: nothing is invented, nothing runs, and every cell has its width."""

import unicodedata
from xml.etree.ElementTree import fromstring, tostring

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from screens.plots import Bar, Bars, Columns, Heat, Line, Lines, Pareto, Reliability, peak, short, story
from screens.plots_svg import svg
from screens.plots_text import drawn, plain
from screens.printed import Drawings, Paper, html
from screens.printed import plain as as_text

BARS = Bars("办结时限内 (%)", (Bar("城东", 92.0, "92 n 40", True), Bar("Bay", None, "no data"), Bar("x", 100, "100")),
            97.0, "goal 97", 100.0)  # fmt: skip
PLOTS = (
    BARS,
    Columns("Calls", (0.0, 3.0, None, 12.0), ("00", "", "", "03"), "n"),
    Lines("Course", (Line("now", (1.0, None, 3.0)), Line("then", (2.0, 2.0, 2.0), 2)), ("1", "2", "3"), goal=2.5),
    Pareto("Causes", (Bar("RP-HOSE 软管", 8.0, "8"), Bar("EQ", 2.0, "2")), (80.0, 100.0), 80.0, "80 %"),
    Reliability("Calibration", ((10.0, 12.0, 40), (80.0, 74.0, 900)), "foretold", "missed"),
    Heat("Hours", ("城东", "北山"), tuple(f"{n:02d}" for n in range(24)), (tuple(range(24)), (0,) * 24)),
)


@pytest.mark.parametrize("plot", PLOTS, ids=lambda plot: type(plot).__name__)
def test_a_drawing_says_in_words_what_it_shows_and_runs_nothing(plot):
    made = fromstring(tostring(svg(plot, 3)))
    texts = {one.tag.rpartition("}")[2]: one.text for one in made.iter() if one.text}
    assert (texts["title"], texts["desc"]) == (plot.title, story(plot))
    assert made.get("role") == "img"
    ids = {one.get("id") for one in made.iter() if one.get("id")}
    assert set(made.get("aria-labelledby").split()) <= ids
    assert {one.tag.rpartition("}")[2] for one in made.iter()} <= {
        "svg", "title", "desc", "defs", "pattern", "rect", "text", "polyline", "circle"}  # fmt: skip
    wide, high = map(float, made.get("viewBox").split()[2:])
    for rect in made.iter("{http://www.w3.org/2000/svg}rect"):
        assert 0 <= float(rect.get("x", 0)) <= wide
        assert float(rect.get("y", 0)) + float(rect.get("height")) <= high + 0.01


@pytest.mark.parametrize("plot", PLOTS, ids=lambda plot: type(plot).__name__)
def test_in_a_terminal_no_glyph_has_an_unsure_width(plot):
    lines = ["".join(text for text, _ in line) for line in drawn(plot)]
    assert all(unicodedata.east_asian_width(char) != "A" for line in lines for char in line)
    assert max(map(cell_len, lines)) <= 80
    assert "\x1b" not in plain(drawn(plot))


def test_what_misses_its_goal_is_told_apart_without_colour():
    made = svg(BARS, 0)
    hatched = [one for one in made.iter("rect") if one.get("fill") == "url(#missed0)"]
    assert len(hatched) == 1
    assert plain(drawn(BARS)).splitlines()[1].count("#") == round(92 * 36 / 100)
    assert "| no data" in plain(drawn(BARS))


def test_what_nobody_knows_is_a_gap_and_no_bar_of_nothing():
    lines = Lines("", (Line("a", (1.0, None, 2.0, 3.0)),), ("", "", "", ""))
    series = [one for one in svg(lines, 0).iter("polyline") if one.get("stroke-width") == "2"]
    assert sorted(len(one.get("points").split()) for one in series) == [1, 2, 2]  # the legend, a point, a piece
    assert len([one for one in svg(BARS, 0).iter("rect") if float(one.get("height")) == 11]) == 2


@given(st.lists(st.one_of(st.none(), st.floats(0, 1e9)), min_size=1))
def test_a_scale_holds_every_value_and_not_ten_times_as_much(values):
    most = max((value for value in values if value is not None), default=0)
    end = peak(tuple(values))
    assert end >= most
    assert most == 0 or end <= 10.0001 * most


def test_numbers_on_a_scale_are_short():
    assert [short(one) for one in (0.0, 0.25, 12.0, 12345.6)] == ["0", "0.25", "12", "12,346"]


def test_a_page_with_drawings_forbids_scripts_and_numbers_them_apart():
    page = html(Paper("zh", "<b>", (), (Drawings("a", (BARS, BARS)), Drawings("", (PLOTS[1],)))))
    assert "default-src 'none'" in page
    assert "<script" not in page
    assert "<b>" not in page
    assert [page.count(f'id="plot{n}t"') for n in range(4)] == [1, 1, 1, 0]
    assert "a" not in as_text(Paper("en", "T", (), (Drawings("a", (BARS,)),))).splitlines()
