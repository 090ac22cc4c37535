"""Moments as people type them, read in the desk's zone."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from screens.instants import read_instant

ZONE = "Asia/Shanghai"


def at(*moment: int, zone: str = ZONE) -> int:
    return int(datetime(*moment, tzinfo=ZoneInfo(zone)).timestamp() * 1000)  # type: ignore[misc, arg-type]


NOW = at(2026, 11, 22, 14, 23, 7)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("18:00", at(2026, 11, 22, 18)),
        ("1800", at(2026, 11, 22, 18)),
        ("9:30", at(2026, 11, 23, 9, 30)),
        ("９：３０", at(2026, 11, 23, 9, 30)),
        ("+2h", NOW + 7_200_000),
        ("+90", NOW + 5_400_000),
        ("+1d2h30m", NOW + 95_400_000),
        ("明天 9:00", at(2026, 11, 23, 9)),
        ("tomorrow 9:00", at(2026, 11, 23, 9)),
        ("11-25 09:30", at(2026, 11, 25, 9, 30)),
        ("2026/11/25", at(2026, 11, 25, 23, 59)),
        ("1-2 8:00", at(2027, 1, 2, 8)),
    ],
)
def test_a_moment_is_the_next_one_that_fits(typed, expected):
    """Time of day, span, day and time; full-width too. A date alone is its last minute."""
    assert read_instant(typed, NOW, ZONE) == expected


@pytest.mark.parametrize("typed", ["", " ", "+", "25:00", "2-30", "soon", "9:00 11-25", "明天 9:00 x", "12345678"])
def test_what_is_no_moment_means_nothing(typed):
    """The form says so; nothing is guessed."""
    assert read_instant(typed, NOW, ZONE) is None


def test_a_true_time_is_the_last_one_that_was():
    """Entered afterwards, 23:50 is yesterday's."""
    assert read_instant("23:50", NOW, ZONE, past=True) == at(2026, 11, 21, 23, 50)
    assert read_instant("14:00", NOW, ZONE, past=True) == at(2026, 11, 22, 14)


def test_an_hour_that_does_not_exist_moves_forward():
    """The clocks of Berlin jump from 2:00 to 3:00."""
    now = at(2026, 3, 28, 12, zone="Europe/Berlin")
    assert read_instant("3-29 2:30", now, "Europe/Berlin") == at(2026, 3, 29, 3, 30, zone="Europe/Berlin")
