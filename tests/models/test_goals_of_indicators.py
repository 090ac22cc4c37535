"""What indicators must keep to: which goal holds for which figure, when a period begins, and what a crossing is."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import DeskError
from models.indicators.figure import Figure, count, share
from models.indicators.goals import INDICATORS, USUAL, Goal, Over, goal_of, judged, period, subject_of, usual_with
from models.wall import DAY, HOUR

SHANGHAI, BOSTON = ZoneInfo("Asia/Shanghai"), ZoneInfo("America/New_York")


def at(text, zone=SHANGHAI):
    return round(datetime.fromisoformat(text).replace(tzinfo=zone).timestamp() * 1000)


@pytest.mark.parametrize(
    ("over", "since", "until"),
    [
        (Over.DAY, "2026-11-22", "2026-11-23"), (Over.WEEK, "2026-11-16", "2026-11-23"),
        (Over.MONTH, "2026-11-01", "2026-12-01"), (Over.QUARTER, "2026-10-01", "2027-01-01"),
        (Over.YEAR, "2026-01-01", "2027-01-01"),
    ],
)  # fmt: skip
def test_a_period_begins_at_a_local_midnight_and_a_week_on_monday(over, since, until):
    span = at(since), at(until)
    assert period(at("2026-11-22 15:00"), over, "Asia/Shanghai") == span
    assert period(span[0], over, "Asia/Shanghai") == span
    assert period(span[1] - 1, over, "Asia/Shanghai") == span


def test_a_week_with_a_change_of_the_clocks_is_an_hour_shorter():
    since, until = period(at("2026-03-10 12:00", BOSTON), Over.WEEK, "America/New_York")
    assert until - since == 7 * DAY
    since, until = period(at("2026-03-08 12:00", BOSTON), Over.WEEK, "America/New_York")
    assert until - since == 7 * DAY - HOUR


@given(st.integers(0, 4_000_000_000_000), st.sampled_from(Over))
def test_periods_follow_one_another_without_a_gap(instant, over):
    since, until = period(instant, over, "America/New_York")
    assert since <= instant < until
    assert period(since - 1, over, "America/New_York")[1] == since


@pytest.mark.parametrize(
    ("part", "whole", "crossed"), [(27, 30, False), (26, 30, True), (26, 29, False), (0, 0, False)]
)
def test_a_crossing_is_a_figure_beyond_its_bound_that_stands_on_enough(part, whole, crossed):
    # Of 30 cases 26 are 86.7 %, although their bounds reach from 70 to 95; of 29 nothing is judged.
    assert Goal("satisfied", bound=90).crossed(share("satisfied", "all", part, whole)) is crossed


def test_a_count_is_judged_however_small_it_is():
    goal = Goal("overdue", least=False, bound=3)
    assert [goal.crossed(count("overdue", "all", many, "requests")) for many in (0, 3, 4)] == [False, False, True]
    assert not goal.crossed(None)


def test_of_two_goals_the_first_holds_and_one_for_a_group_is_for_that_group():
    figures = [share("satisfied", group, 45, 50, 90) for group in ("all", "repair", "emergency")]
    own = [Goal("satisfied", "line", "repair", bound=95), Goal("satisfied", bound=92), Goal("satisfied", bound=50)]
    found = judged(figures, own, "line")
    assert [(one.goal, one.kept) for one in found] == [(92, False), (95, False), (92, False)]
    assert judged(figures, own[:1], "kind") == figures
    parts = [count("customer_hours", group, 9, "h") for group in ("all", "planned")]
    assert [one.kept for one in judged(parts, [Goal("customer_hours", least=False, bound=8)], "outage")] == [
        False,
        None,
    ]


def test_what_is_too_thin_has_a_goal_and_is_not_judged():
    (one,) = judged([share("satisfied", "all", 1, 5)], [Goal("satisfied", bound=90)])
    assert (one.goal, one.kept, one.remark) == (90, None, "too thin")
    (none,) = judged([Figure("satisfied", "all", None, "%", 0, remark="no data")], [Goal("satisfied", bound=90)])
    assert (none.goal, none.kept) == (90, None)


def test_the_settings_take_the_place_of_a_usual_goal():
    bounds = {one.name: one.bound for one in usual_with({"response": 97.5})}
    assert (bounds["response_inside"], bounds["resolution_inside"], bounds["response_mean"]) == (97.5, 97, 24)
    assert (bounds["satisfied"], bounds["answered_within_20s"]) == (90, 80)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("moon",), "goal.name"), (("answered_within_0s",), "goal.name"), (("satisfied", "kind:repair"), "goal.of"),
        (("satisfied", "line"), "goal.of"), (("satisfied", "line:"), "goal.of"), (("reopened",), "goal.bound"),
        (("answered", "kind:repair"), "goal.of"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_in_words(words, code):
    with pytest.raises(DeskError) as refused:
        goal_of(*words)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"over": "moon"}, "goal.over"),
        ({"least": 1.0, "most": 2.0}, "goal.two"),
        ({"least": float("nan")}, "goal.number"),
    ],
)
def test_a_goal_has_one_bound_and_a_period(asked, code):
    with pytest.raises(DeskError) as refused:
        goal_of("satisfied", **asked)
    assert refused.value.code == code


def test_a_goal_without_a_bound_is_the_usual_one():
    assert goal_of("call_back_coverage", "line:emergency", over="week").bound == 100
    assert goal_of("response_inside", "district:城东") == Goal("response_inside", "district", "城东", bound=98)
    assert {one.name.replace("answered_within_20s", "answered") for one in USUAL} <= INDICATORS.keys()
    assert subject_of(goal_of("satisfied"), at("2026-11-01"), "Asia/Shanghai") == "satisfied/month@2026-11-01"
