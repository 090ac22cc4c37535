"""Gas readings as they are said over the radio, understood as figure, unit and place; what was said is kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.readings import UNITS, readings

SAID = {
    "0 %LEL 厨房": [(0.0, "%LEL", "厨房")],
    "0": [(0.0, "", "")],
    "0.0 % LEL": [(0.0, "%LEL", "")],
    "厨房０％ＬＥＬ；地下室 0.2 %vol": [(0.0, "%LEL", "厨房"), (0.2, "%VOL", "地下室")],
    "厨房0，走廊 0，地下室 12%LEL": [(0.0, "%LEL", "厨房"), (0.0, "%LEL", "走廊"), (12.0, "%LEL", "地下室")],
    "3号楼 12 ppm": [(12.0, "ppm", "3号楼")],
    "2单元 0": [(0.0, "", "2单元")],
    "0,5 %LEL kitchen, 0 hall": [(0.5, "%LEL", "kitchen"), (0.0, "", "hall")],
    "没测": [(None, "", "")],
    "": [],
    " ; ，": [],
}


@pytest.mark.parametrize("said", SAID)
def test_a_reading_has_a_figure_a_unit_and_a_place(said):
    assert [(one.figure, one.unit, one.place) for one in readings(said)] == SAID[said]


@given(st.text())
def test_whatever_is_said_is_kept_and_units_are_known_ones(text):
    for one in readings(text):
        assert one.said
        assert one.said in text
        assert one.unit in ("", *UNITS)


@given(st.integers(0, 9999), st.sampled_from(UNITS), st.sampled_from(["厨房", "kitchen", "B1 停车场", ""]))
def test_what_is_written_as_figure_unit_place_is_understood(figure, unit, place):
    (one,) = readings(f"{figure} {unit} {place}".strip())
    assert (one.figure, one.unit, one.place) == (float(figure), unit, place)
