"""What a phone may send: read strictly, and never anything but a message or a refusal."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import DeskError
from models.fieldmessage import NAMES, message_of, position_of, read_message
from models.rows.field import CrewMessage
from models.vocabulary import Act

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
SENT = st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=5), JSON, max_size=6)


@given(SENT | JSON)
def test_anything_is_a_message_or_a_refusal_that_says_how_to_mend_it(found):
    try:
        assert isinstance(message_of(found), CrewMessage)
    except DeskError as error:
        assert error.what
        assert error.remedy


@given(st.text(max_size=60))
def test_no_text_breaks_the_reader(text):
    try:
        read_message(text)
    except DeskError as error:
        assert error.code.startswith("field.")


def test_everything_that_can_be_said_is_read():
    said = {"crew": "抢3", "step": "ON-SITE", "time": "2026-01-01T08:00:00+08:00", "note": "门开着\n\x1b[31m",
            "position": [31.2, 121.4], "request": "e1042", "reason": "x", "id": 7}  # fmt: skip
    assert read_message(json.dumps(said)) == CrewMessage(
        "抢3", Act.ON_SITE, 1_767_225_600_000, "门开着 [31m", (31.2, 121.4), "e1042", "x", "7"
    )


@pytest.mark.parametrize("given", ["31.2,121.4", [31.2, 121.4], ["31.2", " 121.4"], {"lat": 31.2, "lon": 121.4}])
def test_a_position_has_several_spellings(given):
    assert position_of(given) == (31.2, 121.4)


@pytest.mark.parametrize(
    "given", ["here", [1], [1, 2, 3], [91, 0], [0, 181], [True, 1], {"lat": 1}, ["nan", 1], 7, [float("inf"), 1]]
)
def test_what_is_no_place_on_earth_is_refused(given):
    with pytest.raises(DeskError) as told:
        position_of(given)
    assert told.value.code == "field.position"
