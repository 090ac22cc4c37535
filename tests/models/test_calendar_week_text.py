"""A week on one line: read, and written in its shortest form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.calendar.hours import ALL_DAY, Day
from models.calendar.weektext import read_week_text, week_text
from models.errors import Invalid
from models.wall import HOUR

DAYS: list[Day] = [(), ((9 * HOUR, 17 * HOUR),), ((8 * HOUR, 12 * HOUR), (13 * HOUR, 24 * HOUR)), ALL_DAY]


@given(st.tuples(*[st.sampled_from(DAYS)] * 7))
def test_a_week_is_read_back_as_it_was_written(week):
    assert read_week_text(week_text(week)) == week


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("mon-fri 09:00-17:00", "mon,tue,wed,thu,fri 9:00-17:00"),
        ("mon-tue 09:00-10:00; sun 00:00-24:00", " SUN 00:00-24:00 ;; mon-tue 09:00 - 10:00; "),
        ("24x7", "mon-sun 00:00-24:00"),
    ],
)
def test_it_may_be_typed_in_more_than_one_way(text, same):
    assert week_text(read_week_text(same)) == text


@pytest.mark.parametrize(
    "text", ["mon", "mon 09:00", "fri-mon 09:00-10:00", "mo 09:00-10:00", "mon 09:00-10:00-11:00", "mon 10:00-09:00",
             "mon 09:00-10:00; mon 11:00-12:00", "mon- 25:00-26:00"]
)  # fmt: skip
def test_what_is_no_week_is_refused(text):
    with pytest.raises(Invalid):
        read_week_text(text)
