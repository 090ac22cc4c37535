"""The clock function on calendars, rule by rule: working time, days, pauses that cost only their working part."""

from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import sla
from models.calendar import Calendar
from models.sla import Event, SlaClock, Target
from models.vocabulary import Act, ClockKind, ClockState, Standing
from models.wall import DAY, HOUR, MINUTE

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")
OFFICE = {day: [["09:00", "17:00"]] for day in WEEKDAYS}
NIGHT = {day: [["00:00", "06:00"], ["20:00", "24:00"]] for day in (*WEEKDAYS, "sat", "sun")}
ZONES = ("America/Havana", "Asia/Kolkata", "Asia/Shanghai", "Australia/Lord_Howe", "Europe/Berlin")
RESOLUTION = (ClockKind.RESOLUTION, 1)


def at(zone, text):
    """The instant of a wall-clock time in a zone."""
    return round(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp() * 1000)


def office(zone="Europe/Berlin", week=OFFICE, **exceptions):
    return Calendar.from_json({"week": week, **exceptions}, zone)


def told(start, target, *events, calendars=None, **more):
    """The clocks of a request received at `start` with that resolution target, to which these things happened."""
    targets = {ClockKind.RESOLUTION: target, **more}
    lines = [Event(1, start, Act.SAVE, {"received": start, "targets": sla.targets_as_json(targets)})]
    lines += [Event(seq, *event) for seq, event in enumerate(events, 2)]
    known = calendars or {"office@1": office()}
    return {(clock.kind, clock.cycle): clock for clock in sla.clocks(lines, known)}


def hold(start, until):
    return (start, Act.HOLD, {"reason": "not_home", "until": until, "pausing": True})


WORKING_6H = Target(ms=6 * HOUR, calendar="office@1")
FRIDAY_15 = at("Europe/Berlin", "2026-02-06T15:00")
MONDAY_13 = at("Europe/Berlin", "2026-02-09T13:00")


def test_working_time_stands_still_over_the_weekend():
    clock = told(FRIDAY_15, WORKING_6H)[RESOLUTION]
    assert clock.due_at == MONDAY_13
    assert clock.elapsed(at("Europe/Berlin", "2026-02-08T12:00")) == 2 * HOUR


def test_a_pause_on_a_calendar_costs_only_its_working_part():
    until = at("Europe/Berlin", "2026-02-09T10:00")
    clock = told(FRIDAY_15, WORKING_6H, hold(FRIDAY_15 + HOUR, until))[RESOLUTION]
    assert clock.due_at == MONDAY_13 + 2 * HOUR
    assert clock.elapsed(MONDAY_13) == 4 * HOUR


def test_a_pause_in_closed_hours_costs_nothing():
    closed = at("Europe/Berlin", "2026-02-07T08:00")
    assert told(FRIDAY_15, WORKING_6H, hold(closed, closed + 9 * HOUR))[RESOLUTION].due_at == MONDAY_13


def test_a_target_that_ends_when_the_calendar_closes_is_due_at_the_closing_instant():
    clock = told(FRIDAY_15, Target(ms=2 * HOUR, calendar="office@1"))[RESOLUTION]
    assert clock.due_at == FRIDAY_15 + 2 * HOUR
    assert clock.standing(clock.due_at) is Standing.RUNNING
    assert clock.standing(clock.due_at + 1) is Standing.BREACHED


def test_a_night_shift_loses_no_minute_at_midnight():
    night = {"office@1": office("Asia/Shanghai", NIGHT)}
    start = at("Asia/Shanghai", "2026-02-06T20:00")
    clock = told(start, Target(ms=10 * HOUR, calendar="office@1"), calendars=night)[RESOLUTION]
    assert clock.due_at == at("Asia/Shanghai", "2026-02-07T06:00")
    assert clock.elapsed(at("Asia/Shanghai", "2026-02-07T00:00")) == 4 * HOUR


@pytest.mark.parametrize(
    ("zone", "start", "due"),
    [
        ("Europe/Berlin", "2026-03-27T16:00", "2026-03-30T10:00"),  # the clocks go forward on the Sunday between
        ("Europe/Berlin", "2026-10-23T16:00", "2026-10-26T10:00"),
        ("America/Havana", "2026-03-06T16:00", "2026-03-09T10:00"),  # forward at midnight
        ("Australia/Lord_Howe", "2026-04-03T16:00", "2026-04-06T10:00"),  # by half an hour
        ("Asia/Kolkata", "2026-03-27T16:00", "2026-03-30T10:00"),
    ],
)
def test_office_hours_are_wall_clock_hours_on_both_sides_of_a_change_of_the_clocks(zone, start, due):
    calendars = {"office@1": office(zone)}
    target = Target(ms=2 * HOUR, calendar="office@1")
    assert told(at(zone, start), target, calendars=calendars)[RESOLUTION].due_at == at(zone, due)


def test_working_days_and_calendar_days_keep_the_time_of_day():
    days = told(FRIDAY_15, Target(days=30, calendar="office@1"))[RESOLUTION]
    assert days.due_at == at("Europe/Berlin", "2026-03-08T15:00")
    working = told(FRIDAY_15, Target(working_days=2, calendar="office@1"))[RESOLUTION]
    assert working.due_at == at("Europe/Berlin", "2026-02-10T15:00")
    assert working.whole == 16 * HOUR


def test_a_pause_pushes_working_days_by_its_working_part_and_calendar_days_by_all_of_it():
    until = at("Europe/Berlin", "2026-02-09T10:00")
    pause = hold(FRIDAY_15 + HOUR, until)
    working = told(FRIDAY_15, Target(working_days=2, calendar="office@1"), pause)[RESOLUTION]
    assert working.due_at == at("Europe/Berlin", "2026-02-10T17:00")
    days = told(FRIDAY_15, Target(days=4, calendar="office@1"), pause)[RESOLUTION]
    assert days.due_at == at("Europe/Berlin", "2026-02-10T15:00") + (until - FRIDAY_15 - HOUR)


def test_an_extension_is_counted_in_the_clocks_own_time():
    longer = (FRIDAY_15 + HOUR, Act.EXTEND, {"clock": "resolution", "by": 3 * HOUR})
    clock = told(FRIDAY_15, WORKING_6H, longer)[RESOLUTION]
    assert (clock.due_at, clock.whole, clock.target.extra) == (MONDAY_13 + 3 * HOUR, 9 * HOUR, 3 * HOUR)


def test_a_reopening_gives_what_was_left_in_working_time():
    done = at("Europe/Berlin", "2026-02-09T11:00")  # 4 h used, 2 h left: exactly a third
    again = at("Europe/Berlin", "2026-02-10T16:00")
    clocks = told(FRIDAY_15, WORKING_6H, (done, Act.RESOLVE, {}), (again, Act.REOPEN, {}))
    later = clocks[ClockKind.RESOLUTION, 2]
    assert (later.whole, later.due_at) == (2 * HOUR, at("Europe/Berlin", "2026-02-11T10:00"))


@pytest.mark.parametrize(("rule", "whole"), [("whole", 6 * HOUR), ("left", 2 * HOUR), ("none", None)])
def test_a_target_may_say_itself_what_a_reopening_gives(rule, whole):
    done, again = at("Europe/Berlin", "2026-02-09T11:00"), at("Europe/Berlin", "2026-02-10T16:00")
    target = Target(ms=6 * HOUR, calendar="office@1", reopen=rule)
    clocks = told(FRIDAY_15, target, (done, Act.RESOLVE, {}), (again, Act.REOPEN, {}))
    later = clocks.get((ClockKind.RESOLUTION, 2))
    assert (later and later.whole) == whole


def test_rule_8_the_one_that_stays_starts_at_the_earliest_received_and_the_undone_merge_never_was():
    start = FRIDAY_15
    targets = sla.targets_as_json({ClockKind.RESOLUTION: WORKING_6H})
    absorb = (start + HOUR, Act.ABSORB, {"request": "R-1", "received": start - 2 * HOUR, "priority": "P3",
                                         "targets": targets})  # fmt: skip
    undone = (start + 2 * HOUR, Act.UNMERGE, {"of": 2})
    assert told(start, WORKING_6H, absorb)[RESOLUTION].started_at == start - 2 * HOUR
    assert told(start, WORKING_6H, absorb, undone) == told(start, WORKING_6H)
    gone = told(start, WORKING_6H, (start + HOUR, Act.MERGE, {"into": "R-2"}))[RESOLUTION]
    assert (gone.state, gone.standing(start + DAY)) == (ClockState.MERGED, Standing.MERGED)


def test_a_calendar_that_is_not_at_hand_is_no_guess():
    with pytest.raises(KeyError):
        sla.clocks([Event(1, 0, Act.SAVE, {"received": 0, "targets": {"resolution": WORKING_6H.as_json()}})])


@pytest.mark.parametrize(
    "target",
    [
        Target(5), Target(pin=7), Target(working_days=3, calendar="a@1"), Target(days=30, calendar="a@2"),
        Target(5, calendar="a@1", extra=4, warn=(50,), reopen="whole", pausing=("parts",)), Target(5, warn=()),
        Target(pin=7, warn=(20, 40)), Target(5, pausing=()),
    ],
)  # fmt: skip
def test_a_target_comes_back_from_the_journal_and_from_the_index_as_it_was(target):
    assert Target.from_json(target.as_json()) == target
    assert Target.stored(target.ms, target.pin, target.terms) == target


PAUSES = st.lists(st.tuples(st.integers(0, 900), st.integers(0, 72 * 4)), max_size=5)
TARGETS = st.one_of(
    st.integers(1, 90).map(lambda hours: Target(ms=hours * HOUR, calendar="c@1")),
    st.integers(1, 20).map(lambda days: Target(working_days=days, calendar="c@1")),
    st.integers(1, 40).map(lambda days: Target(days=days, calendar="c@1")),
    st.integers(1, 90).map(lambda hours: Target(ms=hours * HOUR)),
)
HOURS = {(zone, name): office(zone, week) for zone in ZONES for name, week in (("day", OFFICE), ("night", NIGHT))}
STARTS = st.integers(0, 366 * 96).map(lambda quarters: 1_767_225_600_000 + quarters * 15 * MINUTE)


@given(st.sampled_from(sorted(HOURS)), TARGETS, STARTS, PAUSES, st.integers(0, 3) | st.none())
def test_levels_come_in_order_elapsed_at_due_is_the_target_and_segments_sum(which, target, start, pauses, extra):
    spans = [(start + a * 15 * MINUTE, start + (a + b) * 15 * MINUTE) for a, b in pauses]
    if extra:
        target = Target(**{name: getattr(target, name) for name in ("ms", "working_days", "days", "calendar")},
                        extra=extra * HOUR)  # fmt: skip
    hours = HOURS[which] if target.calendar else None
    clock = SlaClock(ClockKind.RESOLUTION, 1, start, target, sla.join_spans(spans), hours=hours)
    instants = [clock.level_at(level) for level in clock.levels]
    assert instants == sorted(instants)
    assert clock.elapsed(clock.due_at) == clock.whole
    for now in (clock.due_at, *(instant for span in spans for instant in span)):
        parts = clock.segments(now)
        assert sum(to - begin for word, begin, to in parts if word == "running") == clock.elapsed(now)
        assert all(one[2] == two[1] and one[0] != two[0] for one, two in pairwise(parts))


@given(st.sampled_from(ZONES), STARTS, st.integers(1, 200), PAUSES)
def test_a_calendar_that_never_closes_counts_as_elapsed_time_does(zone, start, hours, pauses):
    spans = sla.join_spans((start + a * 15 * MINUTE, start + (a + b) * 15 * MINUTE) for a, b in pauses)
    always = Calendar.round_the_clock(zone)
    plain = SlaClock(ClockKind.RESOLUTION, 1, start, Target(hours * HOUR), spans)
    counted = SlaClock(ClockKind.RESOLUTION, 1, start, Target(hours * HOUR, calendar="c@1"), spans, hours=always)
    assert [plain.level_at(level) for level in sla.LEVELS] == [counted.level_at(level) for level in sla.LEVELS]
    assert plain.elapsed(plain.due_at) == counted.elapsed(plain.due_at)
