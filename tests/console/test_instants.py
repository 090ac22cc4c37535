"""Moments and spans on the command line."""

import pytest

from console.instants import read_instant, read_moment, read_span, write_span
from console.refusals import Misuse
from models.wall import DAY, HOUR, MINUTE, SECOND


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("1970-01-01T00:00:00Z", 0),
        ("2016-01-13T00:00:00-05:00", 1_452_661_200_000),
        ("2026-11-23T09:30:00.250+08:00", 1_795_397_400_250),
        (" 20261123T093000+0800 ", 1_795_397_400_000),
    ],
)
def test_an_instant_with_an_offset_is_read_to_the_millisecond(text, instant):
    assert read_instant(text) == instant


def test_an_instant_without_an_offset_is_refused_and_told_so():
    with pytest.raises(Misuse, match="no offset") as refusal:
        read_instant("2026-11-23T09:30:00")
    assert refusal.value.code == "instant.naive"
    assert "+08:00" in refusal.value.remedy


@pytest.mark.parametrize("text", ["", "yesterday", "2026-13-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "1795397400"])
def test_what_is_no_instant_is_refused(text):
    with pytest.raises(Misuse):
        read_instant(text)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("4h", 4 * HOUR),
        ("1h30m", 90 * MINUTE),
        ("2d 6h", 2 * DAY + 6 * HOUR),
        ("90s", 90 * SECOND),
        ("1.5h", 90 * MINUTE),
    ],
)
def test_a_span_is_read_and_written_back(text, span):
    assert read_span(text) == span
    assert read_span(write_span(span)) == span


@pytest.mark.parametrize("text", ["", "4", "h", "4 hours", "-4h"])
def test_what_is_no_span_is_refused(text):
    with pytest.raises(Misuse):
        read_span(text)


def test_a_moment_is_a_span_from_now_or_an_instant():
    assert read_moment("+4h", 1000) == 1000 + 4 * HOUR
    assert read_moment("1970-01-01T00:00:01Z", 5) == 1000
