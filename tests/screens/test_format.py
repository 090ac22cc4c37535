"""Texts have exact widths, and nothing a caller said can act."""

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.wall import DAY, HOUR, MINUTE, SECOND
from screens.format import (
    CLOSING,
    cells,
    clean,
    clip,
    clock_time,
    cut,
    day_clock,
    h_mm,
    minutes_seconds,
    remaining,
    without_aside,
    wrap,
)


@given(st.text(), st.integers(0, 60))
def test_cut_text_never_takes_more_cells_than_it_was_given(text, width):
    """Whatever the text holds."""
    assert cells(cut(clean(text), width)) <= width


@given(st.text(alphabet="民生路12号 ab3-502漏气🔥é"), st.integers(1, 40), st.booleans())
def test_padded_text_takes_exactly_its_cells(text, width, right):
    """Chinese, emoji and Latin alike."""
    assert cells(clip(clean(text), width, pad=True, right=right)) == width


@given(st.text(max_size=300))
def test_what_a_caller_said_is_printable_and_stays_on_its_line(text):
    """No control character, no line break, no change of direction is left."""
    left = clean(text)
    assert all(char.isprintable() or char == "\u3000" for char in left)
    assert "\x1b" not in left
    assert "\u202e" not in left


def test_control_characters_are_seen_not_obeyed():
    """An escape sequence becomes a question mark and plain letters."""
    assert clean("a\x1b[2Jb\nc\td") == "a?[2Jb c d"


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [("民生路12号", 10, "民生路12号"), ("民生路12号", 9, "民生路1.."), ("民生路", 5, "民.."), ("民生", 3, "民")],
)
def test_a_double_width_character_is_never_halved(text, width, shown):
    """What is left over stays blank."""
    assert cut(text, width) == shown
    assert cells(cut(text, width)) <= width


@pytest.mark.parametrize(
    ("ms", "shown"),
    [
        (-(12 * MINUTE + 31 * SECOND), "-00:12:31"),
        (52 * MINUTE + 19 * SECOND, " 00:52:19"),
        (3 * HOUR + 5 * MINUTE + 59 * SECOND, " 03:05   "),
        (HOUR, " 01:00   "),
        (HOUR - 1, " 00:59:59"),
        (0, " 00:00:00"),
        (-1, "-00:00:01"),
        (-50 * HOUR, "-50:00   "),
        (30_000 * HOUR, " 1250d   "),
    ],
)
def test_time_left_is_a_field_of_nine(ms, shown):
    """Hours first; seconds only under one hour; never rounded towards comfort."""
    assert remaining(ms) == shown


@given(st.integers(-(10**13), 10**13))
def test_time_left_is_nine_cells_whatever_it_is(ms):
    """Old data can be decades late."""
    assert len(remaining(ms)) == 9
    assert len(remaining(ms, exact=True)) == 9


def test_the_strip_writes_minutes_and_seconds():
    """Hours only where there are any."""
    assert minutes_seconds(-(12 * MINUTE + 31 * SECOND)) == "-12:31"
    assert minutes_seconds(72_000) == "01:12"
    assert minutes_seconds(-26 * HOUR) == "-26:00:00"


def test_time_in_a_state_is_hours_and_minutes():
    """After a thousand hours it is days."""
    assert h_mm(24 * MINUTE) == "0:24"
    assert h_mm(24 * HOUR + 41 * MINUTE) == "24:41"
    assert h_mm(50 * DAY) == "50d"
    assert h_mm(-5) == "0:00"


def test_instants_are_shown_in_the_desks_zone():
    """And with the day where it is not today's."""
    noon = 1_795_328_587_000
    assert clock_time(noon, "Asia/Shanghai") == "14:23:07"
    assert day_clock(noon, "Asia/Shanghai", noon) == "14:23:07"
    assert day_clock(noon + DAY, "Asia/Shanghai", noon) == "11-23 14:23"
    assert day_clock(noon, "America/New_York", noon + 365 * DAY) == "2026-11-22 01:23"
    assert ZoneInfo("Asia/Shanghai").key == "Asia/Shanghai"


@given(st.text(max_size=200), st.integers(2, 40))
def test_wrapped_text_loses_nothing_but_blanks(text, width):
    """Every line fits, every character is there."""
    lines = wrap(text, width)
    assert all(cells(line) <= width for line in lines)
    kept = "".join("".join(lines).split())
    assert kept == "".join("".join(clean(part) for part in text.splitlines()).split())


@given(st.text("煤气味很大。，」", max_size=80), st.integers(4, 20))
def test_no_line_begins_with_a_closing_mark(text, width):
    """Unless nothing but such marks would fit on the line before."""
    before, *after = wrap(text, width)
    for line in after:
        assert line[:1] not in CLOSING or set(before[1:]) <= CLOSING
        before = line


@pytest.mark.parametrize(
    ("name", "width", "short"),
    [
        ("户内漏气(明显气味/嘶声)", 14, "户内漏气"),
        ("户内漏气（明显气味）", 14, "户内漏气"),
        ("户内漏气(明显)", 14, "户内漏气(明显)"),
        ("灶具/热水器故障", 14, "灶具/热水器故障"),
        ("(只有旁注而且很长很长)", 14, "(只有旁注而且很长很长)"),
    ],
)
def test_a_long_name_loses_its_aside_before_it_is_cut(name, width, short):
    assert without_aside(name, width) == short
