"""The promise, rule by rule (`domain` section 2): tables and properties of the pure clock function."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import sla
from models.sla import Event, SlaClock, Target
from models.vocabulary import Act, ClockKind, ClockState, Standing
from models.wall import DAY, HOUR, MINUTE

T0 = 1_767_225_600_000
DEFAULTS = {ClockKind.RESPONSE: Target(24 * HOUR), ClockKind.RESOLUTION: Target(72 * HOUR)}
EMERGENCY = DEFAULTS | {
    ClockKind.DISPATCH: Target(5 * MINUTE),
    ClockKind.ARRIVAL: Target(60 * MINUTE),
    ClockKind.SAFE: Target(4 * HOUR),
}


def told(*events, targets=DEFAULTS, received=T0):
    """Clocks by (kind, cycle) of a request saved at `received` to which these (hours, act, data) happened."""
    first = Event(1, received, Act.SAVE, {"received": received, "targets": sla.targets_as_json(targets)})
    rest = [Event(seq, T0 + round(hours * HOUR), act, dict(*data)) for seq, (hours, act, *data) in enumerate(events, 2)]
    return {(clock.kind, clock.cycle): clock for clock in sla.clocks([first, *rest])}


def hold(hours, until, pausing=True):
    """A hold from then until then."""
    return (hours, Act.HOLD, {"reason": "not_home", "until": T0 + round(until * HOUR), "pausing": pausing})


RESOLUTION = (ClockKind.RESOLUTION, 1)
RESPONSE = (ClockKind.RESPONSE, 1)


def test_every_request_promises_24_hours_response_and_72_hours_resolution():
    clocks = told()
    assert {key: clock.due_at - T0 for key, clock in clocks.items()} == {RESPONSE: 24 * HOUR, RESOLUTION: 72 * HOUR}


@pytest.mark.parametrize(
    ("act", "stopped"),
    [
        (Act.RESPOND, {"response"}),
        (Act.ACCEPT, {"dispatch"}),
        (Act.EN_ROUTE, {"dispatch"}),
        (Act.ON_SITE, {"dispatch", "arrival", "response"}),
        (Act.DONE, {"dispatch", "arrival", "response"}),
        (Act.SAFE, {"safe"}),
        (Act.RESOLVE, {"response", "resolution"}),
    ],
)
def test_each_act_stops_its_clocks_and_no_other(act, stopped):
    clocks = told((1, act), targets=EMERGENCY)
    assert {clock.kind for clock in clocks.values() if clock.state is ClockState.STOPPED} == stopped


@pytest.mark.parametrize("act", [Act.ASSIGN, Act.RETURN, Act.DECLINE, Act.WITHDRAW, Act.NOTE, Act.JOIN, Act.HAND_OVER])
def test_rule_1_what_the_desk_does_within_itself_moves_no_clock(act):
    assert told((1, act), targets=EMERGENCY) == told(targets=EMERGENCY)


@pytest.mark.parametrize(("after", "word"), [(-1, Standing.RUNNING), (0, Standing.RUNNING), (1, Standing.BREACHED)])
def test_rule_3_elapsed_equal_to_the_target_is_met_and_one_millisecond_more_is_a_breach(after, word):
    clock = told()[RESPONSE]
    assert clock.standing(clock.due_at + after) is word
    stopped = replace(clock, stopped_at=clock.due_at + after, state=ClockState.STOPPED)
    assert stopped.standing(T0 + 90 * DAY) is (Standing.MET if word is Standing.RUNNING else Standing.BREACHED)


def test_rule_3_done_before_received_is_elapsed_nothing():
    clock = told((-2, Act.RESOLVE))[RESOLUTION]
    assert (clock.elapsed(T0 + DAY), clock.standing(T0 + DAY)) == (0, Standing.MET)


def test_rule_5_while_paused_the_remaining_time_stands_still_and_is_not_red():
    clock = told(hold(10, 40))[RESOLUTION]
    left = [clock.due_at - now - (T0 + 40 * HOUR - now) for now in (T0 + 10 * HOUR, T0 + 39 * HOUR)]
    assert left == [62 * HOUR, 62 * HOUR]
    assert clock.standing(T0 + 39 * HOUR) is Standing.PAUSED
    assert clock.elapsed(T0 + 39 * HOUR) == 10 * HOUR


def test_rule_5_the_promised_end_ends_a_pause_without_any_engine():
    unresumed = told(hold(10, 40))[RESOLUTION]
    late = told(hold(10, 40), (40, Act.RESUME, {"pausing": True}))[RESOLUTION]
    assert unresumed == late
    assert unresumed.standing(T0 + 40 * HOUR) is Standing.RUNNING


def test_rule_5_an_early_resume_shortens_the_pause():
    assert told(hold(10, 40), (12, Act.RESUME, {"pausing": True}))[RESOLUTION].due_at == T0 + 74 * HOUR


def test_rule_5_a_pause_lasts_72_hours_at_most():
    assert told(hold(1, 200))[RESOLUTION].due_at == T0 + (72 + 72) * HOUR


def test_rule_5_two_touching_pauses_are_one_and_an_empty_one_is_nothing():
    touching = told(hold(1, 5), (5, Act.RESUME, {"pausing": True}), hold(5, 9))[RESOLUTION]
    assert touching == told(hold(1, 9))[RESOLUTION]
    assert told(hold(3, 9), (3, Act.RESUME, {"pausing": True}))[RESOLUTION].pauses == ()


def test_rule_5_a_hold_that_lies_with_us_pauses_nothing_and_its_end_ends_no_other_pause():
    assert told(hold(1, 9, pausing=False), (9, Act.RESUME, {"pausing": False})) == told()
    before = told(hold(1, 5), (5, Act.RESUME, {"pausing": True}))[RESOLUTION]
    both = told(hold(1, 5), (5, Act.RESUME, {"pausing": True}), hold(6, 9, False), (9, Act.RESUME, {"pausing": False}))
    assert both[RESOLUTION] == before


def test_only_resolution_ever_pauses():
    held = told(hold(0, 3), targets=EMERGENCY)
    plain = told(targets=EMERGENCY)
    assert {key for key in held if held[key] != plain[key]} == {RESOLUTION}


def test_rule_6_a_reclassification_counts_from_received_under_the_new_targets_and_keeps_pauses():
    new = {ClockKind.RESPONSE: Target(4 * HOUR), ClockKind.RESOLUTION: Target(24 * HOUR)}
    clocks = told(hold(2, 5), (6, Act.RECLASSIFY, {"targets": sla.targets_as_json(new)}))
    assert clocks[RESPONSE].due_at == T0 + 4 * HOUR
    assert clocks[RESOLUTION].due_at == T0 + 27 * HOUR


def test_rule_6_raised_to_an_emergency_it_gets_the_emergency_clocks_from_received():
    clocks = told((2, Act.RECLASSIFY, {"targets": sla.targets_as_json(EMERGENCY)}))
    assert clocks[ClockKind.DISPATCH, 1].due_at == T0 + 5 * MINUTE
    assert clocks[ClockKind.SAFE, 1].state is ClockState.RUNNING


def test_rule_6_lowered_its_life_clocks_are_void_and_a_stopped_clock_stays_as_it_was():
    lowered = (2, Act.RECLASSIFY, {"targets": sla.targets_as_json(DEFAULTS)})
    clocks = told((1, Act.ACCEPT), lowered, targets=EMERGENCY)
    assert clocks[ClockKind.SAFE, 1].standing(T0 + 3 * HOUR) is Standing.VOID
    assert clocks[ClockKind.DISPATCH, 1].standing(T0 + 3 * HOUR) is Standing.BREACHED


def test_rule_6_raised_again_it_remembers_what_was_reached_meanwhile():
    there = (1, Act.ON_SITE)
    down = (0.5, Act.RECLASSIFY, {"targets": sla.targets_as_json(DEFAULTS)})
    up = (2, Act.RECLASSIFY, {"targets": sla.targets_as_json(EMERGENCY)})
    assert told(down, there, up, targets=EMERGENCY)[ClockKind.ARRIVAL, 1].stopped_at == T0 + HOUR


def test_rule_7_a_reopen_gives_the_whole_response_and_what_was_left_of_resolution():
    clocks = told((1, Act.RESPOND), (40, Act.RESOLVE), (100, Act.REOPEN))
    assert clocks[ClockKind.RESPONSE, 2].due_at == T0 + 124 * HOUR
    assert clocks[ClockKind.RESOLUTION, 2].due_at == T0 + 132 * HOUR
    assert clocks[RESOLUTION].standing(T0 + 200 * HOUR) is Standing.MET


def test_rule_7_resolution_gets_a_third_at_least_and_the_breach_stays_on_record():
    clocks = told((80, Act.RESOLVE), (100, Act.REOPEN))
    assert clocks[ClockKind.RESOLUTION, 2].due_at == T0 + 124 * HOUR
    assert clocks[RESOLUTION].standing(T0 + 200 * HOUR) is Standing.BREACHED


def test_rule_7_an_appointment_kept_badly_comes_back_as_a_span():
    pinned = DEFAULTS | {ClockKind.RESOLUTION: Target(pin=T0 + 30 * HOUR)}
    clocks = told((20, Act.RESOLVE), (50, Act.REOPEN), targets=pinned)
    assert clocks[ClockKind.RESOLUTION, 2].due_at == T0 + 60 * HOUR


def test_rule_7_a_leak_found_after_a_reopen_brings_the_life_clocks_from_the_reopen():
    found = (101, Act.RECLASSIFY, {"targets": sla.targets_as_json(EMERGENCY)})
    clocks = told((40, Act.RESOLVE), (100, Act.REOPEN), found)
    assert clocks[ClockKind.SAFE, 2].due_at == T0 + 104 * HOUR
    again = told((1, Act.SAFE), (2, Act.RESOLVE), (100, Act.REOPEN), found, targets=EMERGENCY)
    assert (ClockKind.SAFE, 2) not in again


def test_rule_9_a_cancel_ends_every_clock_as_void():
    assert {clock.state for clock in told((1, Act.CANCEL), targets=EMERGENCY).values()} == {ClockState.VOID}


def test_rule_10_an_appointment_is_an_instant_that_nothing_moves():
    pinned = DEFAULTS | {ClockKind.RESOLUTION: Target(pin=T0 + 30 * HOUR)}
    again = (12, Act.RECLASSIFY, {"targets": sla.targets_as_json(EMERGENCY)})
    clock = told(hold(1, 9), again, targets=pinned)[RESOLUTION]
    assert (clock.due_at, clock.pause_at(T0 + 5 * HOUR)) == (T0 + 30 * HOUR, None)
    assert clock.level_at(75) == T0 + 22.5 * HOUR


def test_the_reply_to_an_outside_body_stops_only_its_own_clock_and_outlives_a_reopen():
    with_reply = DEFAULTS | {ClockKind.REPLY: Target(pin=T0 + 50 * HOUR)}
    reply = (30, Act.RESPOND, {"reply": True})
    clocks = told((20, Act.RESOLVE), (25, Act.REOPEN), reply, targets=with_reply)
    assert clocks[ClockKind.REPLY, 1].stopped_at == T0 + 30 * HOUR
    assert clocks[ClockKind.RESPONSE, 2].state is ClockState.RUNNING


def test_an_amend_replaces_the_time_of_the_line_it_names():
    clocks = told((2, Act.ON_SITE), (0.5, Act.AMEND, {"of": 2}), targets=EMERGENCY)
    assert clocks[ClockKind.ARRIVAL, 1].standing(T0 + DAY) is Standing.MET


def test_the_earliest_true_time_counts_whichever_was_recorded_first():
    assert told((3, Act.ON_SITE), (2, Act.RESPOND))[RESPONSE].stopped_at == T0 + 2 * HOUR


def test_a_breach_between_pause_and_resume_is_found_at_its_true_instant():
    clock = told(hold(70, 100), (80, Act.RESUME, {"pausing": True}))[RESOLUTION]
    assert clock.due_at == T0 + 82 * HOUR
    assert sla.next_level(clock, [75, 90]) == (T0 + 82 * HOUR, 100)


SPANS = st.lists(
    st.tuples(st.integers(0, 200), st.integers(0, 72)).map(lambda s: (T0 + s[0] * HOUR, T0 + (s[0] + s[1]) * HOUR)),
    max_size=6,
)


@given(SPANS, st.integers(1, 100))
def test_due_is_the_last_instant_at_which_elapsed_does_not_exceed_the_target(pauses, hours):
    clock = SlaClock(ClockKind.RESOLUTION, 1, T0, Target(hours * HOUR), sla.join_spans(pauses))
    assert clock.elapsed(clock.due_at) == hours * HOUR
    assert clock.elapsed(clock.due_at + 1) == hours * HOUR + 1


@given(SPANS, st.integers(1, 300))
def test_the_running_segments_sum_to_the_elapsed_time(pauses, hours):
    clock = SlaClock(ClockKind.RESOLUTION, 1, T0, Target(72 * HOUR), sla.join_spans(pauses))
    now = T0 + hours * HOUR
    parts = clock.segments(now)
    assert sum(to - start for word, start, to in parts if word == "running") == clock.elapsed(now)
    assert [to for _, _, to in parts[:-1]] == [start for _, start, _ in parts[1:]]
    assert (parts[0][1], parts[-1][2]) == (T0, now)


@given(SPANS)
def test_joined_spans_are_apart_and_cover_the_same_time(spans):
    joined = sla.join_spans(spans)
    assert all(one[1] < two[0] for one, two in pairwise(joined))
    covered = {hour for start, to in spans for hour in range(start // HOUR, to // HOUR)}
    assert {hour for start, to in joined for hour in range(start // HOUR, to // HOUR)} == covered


@given(SPANS, st.sampled_from(sla.LEVELS))
def test_levels_come_in_order_and_none_lies_inside_a_pause(pauses, level):
    clock = SlaClock(ClockKind.RESOLUTION, 1, T0, Target(72 * HOUR), sla.join_spans(pauses))
    assert clock.level_at(75) <= clock.level_at(100)
    assert not any(start < clock.level_at(level) < to for start, to in clock.pauses)


@given(st.permutations([Act.RESPOND, Act.ACCEPT, Act.ON_SITE, Act.SAFE]), st.integers(1, 9))
def test_a_clock_that_has_stopped_is_never_moved_by_what_comes_later(acts, late):
    events = [(place, act) for place, act in enumerate(acts, 1)]
    before = told(*events, targets=EMERGENCY)
    after = told(*events, (20 + late, Act.SAFE), (21 + late, Act.RESPOND), (22 + late, Act.ON_SITE), targets=EMERGENCY)
    assert before == after
