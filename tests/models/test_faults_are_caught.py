"""A test of the tests: each deliberate fault in the clock function makes the tests named here fail."""

import importlib.util
from datetime import timedelta, timezone
from pathlib import Path
from types import ModuleType

import pytest

from models.calendar import hours, working
from models.sla import SlaClock, fold
from models.sla import clock as clockwork
from models.vocabulary import Standing
from models.wall import DAY, MINUTE


def room(name: str) -> ModuleType:
    """A file of tests, loaded as the suite does."""
    found = importlib.util.spec_from_file_location(f"{name}_under_fault", Path(__file__).with_name(f"{name}.py"))
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


RULES, ON_CALENDARS = room("test_sla_rules"), room("test_sla_calendar_rules")


def breach_at_equality(monkeypatch: pytest.MonkeyPatch) -> None:
    """A promise kept at its very last instant counts as broken."""
    true = clockwork.standing

    def faulty(state, due_at, stopped_at, paused, now):
        return true(state, due_at - 1, stopped_at, paused, now)

    monkeypatch.setattr(clockwork, "standing", faulty)


def pause_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hold that lies with the customer stops nothing."""
    monkeypatch.setattr(fold._Fold, "pause", lambda self, start, until: None)


def pause_counted_in_wall_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pause on a calendar costs its closed hours, too."""

    def faulty(self: SlaClock, at: int) -> int:
        for start, end in self.pauses:
            at = self.hours.add(at, end - start) if self.hours is not None and start <= at else at
        return at

    monkeypatch.setattr(SlaClock, "_pushed", faulty)


def day_ending_at_23_59(monkeypatch: pytest.MonkeyPatch) -> None:
    """The last minute of a day is never open."""
    true = hours.read_time
    monkeypatch.setattr(hours, "read_time", lambda text: min(true(text), DAY - MINUTE))


def offset_frozen_at_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """A zone keeps the offset from UTC that it had when the clock started."""
    winter = {"Europe/Berlin": 1, "America/Havana": -5, "Australia/Lord_Howe": 11, "Asia/Kolkata": 5.5}
    monkeypatch.setattr(working, "zone_of", lambda name: timezone(timedelta(hours=winter.get(name, 8))))


def equality() -> None:
    RULES.test_rule_3_elapsed_equal_to_the_target_is_met_and_one_millisecond_more_is_a_breach(0, Standing.RUNNING)


def across_berlin() -> None:
    ON_CALENDARS.test_office_hours_are_wall_clock_hours_on_both_sides_of_a_change_of_the_clocks(
        "Europe/Berlin", "2026-03-27T16:00", "2026-03-30T10:00"
    )


def across_midnight_in_havana() -> None:
    ON_CALENDARS.test_office_hours_are_wall_clock_hours_on_both_sides_of_a_change_of_the_clocks(
        "America/Havana", "2026-03-06T16:00", "2026-03-09T10:00"
    )


FAULTS = {
    breach_at_equality: (
        equality,
        ON_CALENDARS.test_a_target_that_ends_when_the_calendar_closes_is_due_at_the_closing_instant,
    ),
    pause_ignored: (
        RULES.test_rule_5_while_paused_the_remaining_time_stands_still_and_is_not_red,
        RULES.test_rule_5_an_early_resume_shortens_the_pause,
        RULES.test_rule_6_a_reclassification_counts_from_received_under_the_new_targets_and_keeps_pauses,
        ON_CALENDARS.test_a_pause_on_a_calendar_costs_only_its_working_part,
    ),
    pause_counted_in_wall_time: (
        ON_CALENDARS.test_a_pause_on_a_calendar_costs_only_its_working_part,
        ON_CALENDARS.test_a_pause_in_closed_hours_costs_nothing,
    ),
    day_ending_at_23_59: (ON_CALENDARS.test_a_night_shift_loses_no_minute_at_midnight,),
    offset_frozen_at_start: (across_berlin, across_midnight_in_havana),
}
PAIRS = [
    pytest.param(fault, test, id=f"{fault.__name__}-{test.__name__}")
    for fault, tests in FAULTS.items()
    for test in tests
]


@pytest.mark.parametrize(("fault", "test"), PAIRS)
def test_the_fault_makes_the_named_test_fail_and_without_it_that_test_passes(fault, test, monkeypatch):
    test()
    with monkeypatch.context() as context:
        fault(context)
        with pytest.raises(AssertionError):
            test()
    test()
