"""Months, quarters and years in a zone: written, read, before, and over."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import Invalid
from models.periods import MONTHS, Period, last_complete, read_period
from models.wall import DAY

ZONES = ("Asia/Shanghai", "America/New_York", "Pacific/Apia", "UTC")


def local(ms, zone):
    """The wall clock there."""
    return datetime.fromtimestamp(ms / 1000, ZoneInfo(zone))


@pytest.mark.parametrize(
    ("kind", "text", "first", "end"),
    [
        ("month", "2026-10", "2026-10-01", "2026-11-01"),
        ("month", "2026-12", "2026-12-01", "2027-01-01"),
        ("quarter", "2026-Q3", "2026-07-01", "2026-10-01"),
        ("quarter", "2026q4", "2026-10-01", "2027-01-01"),
        ("year", "2026", "2026-01-01", "2027-01-01"),
    ],
)
def test_a_period_runs_from_midnight_to_midnight(kind, text, first, end):
    period = read_period(kind, text, "America/New_York")
    assert local(period.since, period.zone).isoformat()[:19] == f"{first}T00:00:00"
    assert local(period.until, period.zone).isoformat()[:19] == f"{end}T00:00:00"
    assert read_period(kind, period.name, period.zone) == period


@pytest.mark.parametrize(
    ("kind", "text"),
    [("month", "2026-13"), ("month", "2026"), ("quarter", "2026-Q5"), ("quarter", "2026-10"), ("year", "26"),
     ("year", "0026"), ("month", "")],
)  # fmt: skip
def test_what_is_no_period_is_refused_with_an_example(kind, text):
    with pytest.raises(Invalid) as refused:
        read_period(kind, text, "UTC")
    assert refused.value.code == "period.unread"
    assert read_period(kind, str(refused.value.facts["shown"]), "UTC").kind == kind


@given(st.sampled_from(sorted(MONTHS)), st.integers(1975 * 12, 2100 * 12), st.sampled_from(ZONES))
def test_periods_follow_each_other_without_a_gap_and_a_year_is_a_year(kind, month, zone):
    period = Period(kind, month // MONTHS[kind] * MONTHS[kind], zone)
    assert period.back().until == period.since
    assert period.back(12 // MONTHS[kind]) == period.year_before()
    steps = period.steps()
    assert [begin for _, begin, _ in steps] == [period.since, *(end for *_, end in steps[:-1])]
    assert steps[-1][2] == period.until


@given(st.sampled_from(sorted(MONTHS)), st.integers(1975 * 365, 2100 * 365), st.sampled_from(ZONES))
def test_the_last_one_that_is_over_ended_at_the_latest_now(kind, day, zone):
    now = (day - 1970 * 365) * DAY
    period = last_complete(kind, now, zone)
    assert period.until <= now
    assert period.back(-1).until > now


def test_a_month_with_a_change_of_the_clocks_has_all_its_days():
    period = read_period("month", "2026-03", "America/New_York")
    assert len(period.steps()) == 31
    assert timedelta(milliseconds=period.until - period.since) == timedelta(days=31, hours=-1)
