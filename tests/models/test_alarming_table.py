"""The state table of an alarm, row by row, and what time makes of it."""

import pytest

from models.alarming import (
    TABLE,
    Event,
    Standing,
    acknowledged,
    after,
    cleared,
    hidden,
    lowered,
    raised,
    severity,
    shelved,
    unshelved,
    woken,
    worsened,
)  # fmt: skip
from models.ladder import ACK_LASTS, CHATTER, RECUR
from models.vocabulary import AlarmState, ClockKind, Priority
from models.wall import HOUR, MINUTE, SECOND

NORMAL, UNSEEN, SEEN, RETURNED, SHELVED, SUPPRESSED, OUT = AlarmState
NOW = 1_000_000_000

ROWS = [
    (NORMAL, Event.RAISE, UNSEEN),
    (UNSEEN, Event.ACKNOWLEDGE, SEEN),
    (UNSEEN, Event.CLEAR, RETURNED),
    (RETURNED, Event.ACKNOWLEDGE, NORMAL),
    (RETURNED, Event.RAISE, UNSEEN),
    (SEEN, Event.WORSEN, UNSEEN),
    (SEEN, Event.TIME_OUT, UNSEEN),
    (SEEN, Event.CLEAR, NORMAL),
    (UNSEEN, Event.SHELVE, SHELVED),
    (SEEN, Event.SHELVE, SHELVED),
    (SHELVED, Event.UNSHELVE, UNSEEN),
    (SHELVED, Event.WORSEN, UNSEEN),
    *((state, Event.SUPPRESS, SUPPRESSED) for state in (UNSEEN, SEEN, SHELVED, OUT)),
    (SUPPRESSED, Event.RELEASE, UNSEEN),
    (SUPPRESSED, Event.CLEAR, NORMAL),
    *((state, Event.TAKE_OUT, OUT) for state in (UNSEEN, SEEN, SHELVED, SUPPRESSED)),
    (OUT, Event.RELEASE, UNSEEN),
    (OUT, Event.CLEAR, NORMAL),
]


def born(grade=2, level=100, **more):
    return raised(None, level, grade, NOW, **more)


@pytest.mark.parametrize(("state", "event", "to"), ROWS)
def test_each_row_of_the_table_leads_where_the_table_says(state, event, to):
    assert after(state, event) is to


def test_the_table_has_these_rows_and_no_other():
    assert {(state, event) for state, event, _ in ROWS} == set(TABLE)


@pytest.mark.parametrize("state", AlarmState)
@pytest.mark.parametrize("event", Event)
def test_a_condition_that_is_over_never_comes_back_unacknowledged(state, event):
    to = after(state, event, active=False)
    assert to is not UNSEEN or state is UNSEEN


@pytest.mark.parametrize("state", [NORMAL, SEEN, SHELVED, SUPPRESSED, OUT])
def test_nothing_but_an_unseen_or_returned_alarm_can_be_acknowledged(state):
    assert acknowledged(Standing(state, 100, 2), NOW) == Standing(state, 100, 2)


@pytest.mark.parametrize(("grade", "span"), [(3, 5 * MINUTE), (2, 30 * MINUTE), (1, 4 * HOUR)])
def test_an_acknowledgement_wears_off_and_takes_the_alarm_one_step_up(grade, span):
    seen = acknowledged(born(grade), NOW)
    assert (seen.state, seen.wake_at) == (SEEN, NOW + span)
    assert woken(seen, NOW + span - 1) == seen
    again = woken(seen, NOW + span)
    assert (again.state, again.rung, again.step, again.occurrence) == (UNSEEN, 1, 1, 1)


def test_an_acknowledgement_of_what_is_over_by_then_never_wears_off():
    seen = cleared(acknowledged(born(3), NOW), NOW + MINUTE)
    assert (seen.state, seen.wake_at) == (NORMAL, None)
    assert woken(seen, NOW + HOUR) == seen


@pytest.mark.parametrize(
    ("grade", "steps"),
    [(3, [2, 5, 10, 15, 20]), (2, [10, 30, 90, 150, 210]), (1, [])],
)
def test_the_ladder_climbs_as_written_and_each_step_is_counted_once(grade, steps):
    alarm, announced = born(grade), []
    for minute in range(0, 240):
        now = woken(alarm, NOW + minute * MINUTE)
        if now.step > alarm.step:
            announced.append((minute, now.rung, now.step))
        alarm = now
    assert announced[: len(steps)] == [(minute, n, n) for n, minute in enumerate(steps, 1)]


def test_steps_that_were_missed_are_climbed_at_once_and_announced_as_one():
    late = woken(born(3), NOW + 61 * MINUTE)
    assert (late.rung, late.step, late.wake_at) == (13, 1, NOW + 65 * MINUTE)


def test_a_higher_level_or_severity_rings_again_after_an_acknowledgement():
    seen = acknowledged(born(1, 75), NOW)
    assert worsened(seen, 75, 1, NOW + 1) == seen
    for up in (worsened(seen, 90, 1, NOW + 1), worsened(seen, 75, 2, NOW + 1)):
        assert (up.state, up.rung, up.step, up.occurrence) == (UNSEEN, 0, 1, 1)


def test_a_lower_level_rings_no_more_but_changes_the_ladder():
    low = lowered(born(3, 100), 75, 1)
    assert (low.state, low.level, low.severity, low.wake_at) == (UNSEEN, 75, 1, None)


def test_what_comes_back_within_ten_minutes_is_the_same_alarm_once_more():
    gone = cleared(born(2), NOW + MINUTE)
    back = raised(gone, 75, 1, NOW + 2 * MINUTE)
    assert (gone.state, gone.active) == (RETURNED, False)
    assert (back.state, back.level, back.severity, back.occurrence, back.step) == (UNSEEN, 75, 1, 2, 0)


def test_an_alarm_born_after_its_condition_ended_is_returned():
    assert (born(active=False).state, born(active=False).wake_at) == (RETURNED, None)


def test_a_shelf_ends_and_what_cleared_meanwhile_is_normal():
    away = shelved(born(2), NOW + HOUR, NOW)
    assert (away.state, away.wake_at) == (SHELVED, NOW + HOUR)
    assert woken(away, NOW + HOUR - 1) == away
    assert woken(away, NOW + HOUR).state is UNSEEN
    over = cleared(away, NOW + MINUTE)
    assert (over.state, over.wake_at) == (SHELVED, NOW + HOUR)
    assert woken(over, NOW + HOUR).state is NORMAL
    assert unshelved(over, NOW + 2 * MINUTE).state is NORMAL
    again = raised(over, 100, 2, NOW + 3 * MINUTE)
    assert (again.state, again.occurrence, again.wake_at) == (SHELVED, 2, NOW + HOUR)


def test_what_is_unshelved_the_shelf_by_hand_goes_on_where_its_ladder_stood():
    away = shelved(born(2), NOW + 9 * MINUTE + HOUR, NOW + 9 * MINUTE)
    back = unshelved(away, NOW + 30 * MINUTE)
    assert (back.state, back.rung, back.wake_at) == (UNSEEN, 0, NOW + 31 * MINUTE)
    twice = unshelved(shelved(back, NOW + 2 * HOUR, NOW + 30 * MINUTE), NOW + 40 * MINUTE)
    assert twice.wake_at == NOW + 41 * MINUTE
    high = woken(twice, NOW + 41 * MINUTE)
    assert high.rung == 1
    again = unshelved(shelved(high, NOW + 2 * HOUR, NOW + 42 * MINUTE), NOW + 50 * MINUTE)
    assert (again.rung, again.step) == (high.rung, high.step + 1)
    assert unshelved(cleared(away, NOW), NOW + HOUR).state is NORMAL


def test_what_comes_back_on_the_shelf_begins_its_ladder_when_it_is_unshelved():
    over = cleared(shelved(born(2), NOW + 2 * HOUR, NOW + MINUTE), NOW + 2 * MINUTE)
    back = unshelved(raised(over, 100, 2, NOW + 3 * MINUTE), NOW + HOUR)
    assert (back.occurrence, back.rings_from, back.wake_at) == (2, NOW + HOUR, NOW + HOUR + 10 * MINUTE)


def test_what_worsens_on_the_shelf_comes_back_at_once():
    away = shelved(born(2), NOW + HOUR, NOW)
    assert worsened(away, 125, 2, NOW + MINUTE).state is UNSEEN


@pytest.mark.parametrize("mask", [SUPPRESSED, OUT])
def test_what_is_hidden_knows_whether_it_is_true_and_rings_when_it_shows(mask):
    away = hidden(acknowledged(born(2), NOW), mask, NOW)
    assert (away.state, away.active, away.wake_at) == (mask, True, None)
    worse = worsened(away, 150, 2, NOW + 1)
    assert (worse.state, worse.level) == (mask, 150)
    shown = hidden(worse, None, NOW + HOUR)
    assert (shown.state, shown.level, shown.wake_at) == (UNSEEN, 150, NOW + HOUR + 10 * MINUTE)
    assert hidden(cleared(away, NOW), None, NOW).state is NORMAL
    assert born(mask=mask).state is mask


def test_a_rule_out_of_service_hides_more_than_a_suppression():
    away = hidden(hidden(born(2), SUPPRESSED, NOW), OUT, NOW)
    assert away.state is OUT
    assert hidden(away, SUPPRESSED, NOW).state is SUPPRESSED


@pytest.mark.parametrize("state", [NORMAL, RETURNED])
def test_what_is_not_true_is_not_hidden(state):
    calm = Standing(state, 100, 2, active=False)
    assert hidden(calm, SUPPRESSED, NOW) == hidden(calm, OUT, NOW) == calm


def test_what_comes_and_goes_three_times_chatters_but_never_life_safety():
    for grade, chatters in ((2, True), (3, False)):
        alarm = born(grade)
        for minute in range(1, CHATTER):
            alarm = raised(cleared(alarm, NOW + minute * MINUTE), 100, grade, NOW + minute * MINUTE + SECOND)
        assert (alarm.flaps, alarm.chatters) == (CHATTER, chatters)
    calm = raised(cleared(alarm, NOW + HOUR), 100, 2, NOW + HOUR + RECUR)
    assert calm.flaps == 1


@pytest.mark.parametrize(
    ("kind", "priority", "level", "grade"),
    [
        ("dispatch", "P1", 75, 2), ("arrival", "P1", 90, 2), ("safe", "P1", 100, 3), ("safe", "P1", 200, 3),
        ("response", "P1", 100, 2), ("resolution", "P1", 75, 1), ("dispatch", "P2", 100, 2), ("arrival", "P2", 90, 1),
    ],
)  # fmt: skip
def test_how_severe_a_clock_alarm_is(kind, priority, level, grade):
    assert severity(ClockKind(kind), Priority(priority), level) == grade
    assert ACK_LASTS[grade]
