"""Every indicator against a table that was reckoned by hand."""

from fractions import Fraction

import pytest

from models.call_figures import Heard, figures
from models.errors import Invalid
from models.indicators import quality, satisfaction, times
from models.indicators.answering import answering
from models.indicators.cases import Case, Job, Promise, by_shift, grouped
from models.indicators.causes import pareto
from models.indicators.comparing import changes, trends
from models.indicators.figure import Figure, count, mean, rank, share, wilson
from models.indicators.lines import read_lines, usual
from models.indicators.spans import joined, length, shared, within
from models.indicators.supply import Outage, customer_hours
from models.indicators.use import CrewTime, SeatTime, crew_figures, seat_figures
from models.vocabulary import ClockKind, ClockState, Step
from models.wall import DAY, HOUR, MINUTE

T = 1_767_225_600_000
"""2026-01-01 08:00 in Shanghai."""


def named(found, group="all"):
    """The figures of one group by name."""
    return {one.name: one for one in found if one.group == group}


def promise(kind, hours, stopped=None, *, due=24, state=None, cycle=1, start=0):
    """A promise that began `start` hours after T, due and stopped so many hours after its beginning."""
    began = T + start * HOUR
    known = state if state is not None else (ClockState.RUNNING if hours is None else ClockState.STOPPED)
    return Promise(kind, began, began + due * HOUR, None if hours is None else began + int(hours * HOUR), known, cycle)


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    # Reckoned with the formula by hand; 15 of 148 and 81 of 263 are the examples of Newcombe (1998), method 3.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718),
     (10, 10, 0.7225, 1.0)],
)  # fmt: skip
def test_the_bounds_of_a_share_are_those_that_are_published(part, whole, low, high):
    assert wilson(part, whole) == pytest.approx((low, high), abs=0.00006)


def test_a_share_of_nothing_is_no_share():
    with pytest.raises(ValueError, match="no bounds"):
        wilson(0, 0)
    assert share("x", "all", 0, 0, 90) == Figure("x", "all", None, "%", 0, goal=90, remark="no data")


def test_a_goal_is_judged_only_where_the_data_is_enough():
    assert (share("x", "all", 28, 29, 90).kept, share("x", "all", 28, 29, 90).remark) == (None, "too thin")
    assert share("x", "all", 27, 30, 90).kept is True
    assert share("x", "all", 26, 30, 90).kept is False
    assert mean("x", "all", [24.0] * 30, "h", 24).kept is True
    assert mean("x", "all", [24.0] * 29 + [24.1], "h", 24).kept is False
    assert rank("x", "all", [1.0, 2.0, 3.0, 4.0], 0.9, "h").value == 3.7


def test_response_and_resolution_are_counted_from_the_call_to_what_kept_them():
    response, resolution = ClockKind.RESPONSE, ClockKind.RESOLUTION
    cases = [
        Case(1, "repair", T, status="closed", resolved_at=T + 10 * HOUR,
             promises=(promise(response, 2), promise(resolution, 10, due=72))),
        Case(2, "repair", T, status="closed", resolved_at=T + 80 * HOUR,
             promises=(promise(response, 30), promise(resolution, 80, due=72))),
        Case(3, "emergency", T, status="open", promises=(promise(response, None), promise(resolution, None, due=72))),
        Case(4, "repair", T, status="cancelled", promises=(promise(response, 1, state=ClockState.VOID),)),
        # Resolved before it was received, as old data has it: nobody waited.
        Case(5, "repair", T, status="closed", resolved_at=T - HOUR),
        # Opened again: the first cycle was in time, the second was not.
        Case(6, "repair", T, status="resolved", cycle=2, resolved_at=T + 100 * HOUR,
             promises=(promise(resolution, 4, due=72), promise(resolution, 60, due=24, cycle=2, start=40))),
    ]  # fmt: skip
    found = named(times.promises(cases, T + 50 * HOUR))
    assert (found["response_mean"].value, found["response_mean"].n) == (16, 2)
    assert (found["response_median"].value, found["response_p90"].value) == (16, 27.2)
    assert (found["response_inside"].value, found["response_inside"].n) == (33.333, 3)
    assert found["response_open"].value == 1
    assert (found["resolution_mean"].value, found["resolution_mean"].n) == (47.5, 4)
    # Of the resolutions nothing fell due within 50 hours.
    assert (found["resolution_inside"].value, found["resolution_inside"].remark) == (None, "no data")
    later = named(times.promises(cases, T + 200 * HOUR))
    # In time: 1 and the first of 6; late: 2, the second of 6, and 3, which still runs.
    assert (later["resolution_inside"].value, later["resolution_inside"].n) == (40, 5)
    groups = times.promises(cases, T + 200 * HOUR, by=lambda one: one.kind)
    assert named(groups, "repair")["resolution_mean"].n == 4
    assert named(groups, "emergency")["resolution_inside"].value == 0


def test_what_is_due_only_later_is_not_judged_however_fast_it_was():
    fast = Case(1, "repair", T, status="closed", resolved_at=T + HOUR, promises=(promise(ClockKind.RESPONSE, 1),))
    assert named(times.promises([fast], T + 24 * HOUR))["response_inside"].n == 0
    assert named(times.promises([fast], T + 24 * HOUR + 1))["response_inside"].value == 100


def test_what_is_overdue_says_for_how_long_its_worst_promise_is():
    cases = [
        Case(1, "repair", T, promises=(promise(ClockKind.RESPONSE, None), promise(ClockKind.RESOLUTION, None, due=72))),
        Case(2, "repair", T, district="E", promises=(promise(ClockKind.RESOLUTION, None, due=75),)),
        Case(3, "repair", T, promises=(promise(ClockKind.RESOLUTION, None, due=81),)),
        Case(4, "repair", T, promises=(promise(ClockKind.RESPONSE, 30),)),
    ]
    found = named(times.overdue(cases, T + 80 * HOUR))
    assert [found[name].value for name in ("overdue", "overdue_longest", "overdue_median")] == [2, 56, 30.5]
    assert named(times.overdue(cases, T + 80 * HOUR, lambda one: one.district), "E")["overdue_longest"].value == 5
    assert [one.value for one in times.overdue(cases, T)] == [0]


def test_what_was_settled_at_first_contact_had_no_crew_no_second_call_and_no_second_cycle():
    job = (Job("Q1", T),)
    cases = [
        Case(1, "enquiry", T, status="closed"), Case(2, "repair", T, status="closed", jobs=job),
        Case(3, "enquiry", T, status="closed", contacts=1), Case(4, "enquiry", T, status="resolved", cycle=2),
        Case(5, "enquiry", T, status="open"), Case(6, "emergency", T, status="closed", channel="sensor"),
        Case(7, "complaint", T, status="resolved"), Case(8, "enquiry", T, status="merged"),
    ]  # fmt: skip
    found = named(quality.rates(cases))
    assert (found["first_contact"].value, found["first_contact"].n) == (40, 5)
    assert (found["reopened"].value, found["reopened"].n) == (16.667, 6)
    assert (found["complaint_rate"].value, found["complaint_rate"].n) == (166.667, 6)


def test_a_fault_repeats_if_it_comes_back_within_thirty_days_of_its_end():
    def fault(number, day, done=None, *, category="RP-LOW", place="12 main st", kind="repair"):
        ended = None if done is None else T + done * DAY
        return Case(number, kind, T + day * DAY, category, "open" if done is None else "closed", place=place,
                    resolved_at=ended)  # fmt: skip

    cases = [
        fault(1, 0, 1), fault(2, 31, 32), fault(3, 63), fault(4, 31, category="RP-CARD"), fault(5, 5, place="9 elm st"),
        fault(6, 1, place=""), fault(7, 40, kind="inspection"), fault(8, 0, 5),
    ]  # fmt: skip
    # 2 came 30 days after 1 was done, 3 came 31 days after 2; 8 came while 1 was going on.
    assert quality.repeats(cases) == {2}
    found = named(quality.rates(cases[1:], earlier=cases[:1]))["repeat_fault"]
    assert (found.value, found.n) == (20, 5)


def test_sent_anew_is_what_goes_to_a_crew_after_another_gave_it_back():
    def sent(number, *jobs):
        return Case(number, "repair", T, jobs=tuple(Job("Q", T + at, step, ended_at=end) for at, step, end in jobs))

    cases = [
        sent(1, (0, Step.DECLINED, T + 5), (9, Step.DONE, T + 20)),
        sent(2, (0, Step.DONE, T + 5), (9, Step.DONE, T + 20)),
        sent(3, (0, Step.ON_SITE, None), (9, Step.ON_SITE, None)), sent(4, (0, Step.WITHDRAWN, T + 5)), sent(5),
    ]  # fmt: skip
    found = named(quality.rates(cases))["re_dispatched"]
    assert (found.value, found.n) == (25, 4)


def test_a_wrong_category_is_one_of_all_requests():
    cases = [Case(1, "repair", T, recategorised=True), Case(2, "repair", T), Case(3, "repair", T), Case(4, "repair", T)]
    assert named(quality.rates(cases))["wrong_category"].value == 25


def scored(number, category, score=None, *, kind="repair", due=False):
    """A request that was done; its caller gave `score` for all three."""
    return Case(number, kind, T, category, "closed", speed=score, attitude=score, quality=score, callback_due=due)


def test_coverage_is_given_for_the_seven_lines_of_the_handbooks():
    cases = [
        scored(1, "RP-IGNITE", 5), scored(2, "RP-IGNITE", due=True), scored(3, "RP-ALTER", 3), scored(4, "RP-LOW"),
        scored(5, "EM-CO", 4, kind="emergency"), scored(6, "IN-ROUT", kind="inspection"),
        scored(7, "EQ-METER", 5, kind="enquiry"), scored(8, "EQ-HALL", kind="enquiry"),
        scored(9, "EQ-BILL", kind="enquiry"), Case(10, "repair", T, "RP-LOW", "open"),
    ]  # fmt: skip
    found = satisfaction.coverage(cases)
    seen = {one.group: (one.value, one.n) for one in found if one.name == "call_back_coverage"}
    assert seen == {
        "all": (44.444, 9), "ignition": (50, 2), "alteration": (100, 1), "repair": (0, 1), "emergency": (100, 1),
        "inspection": (0, 1), "meter_reading": (100, 1), "business_hall": (0, 1), "complaint": (None, 0),
        "enquiry": (0, 1),
    }  # fmt: skip
    assert named(found, "ignition")["call_backs_owed"].value == 1


def test_satisfaction_of_the_whole_is_weighted_by_what_happened_and_not_by_who_was_asked():
    emergencies = [scored(n, "EM-CO", 5 if n < 9 else 2, kind="emergency") for n in range(10)]
    repairs = [scored(100 + n, "RP-LOW", {0: 3, 1: 4}.get(n)) for n in range(30)]
    enquiries = [scored(200 + n, "EQ-BILL", kind="enquiry") for n in range(5)]
    found = satisfaction.satisfaction([*emergencies, *repairs, *enquiries])
    whole = named(found)
    # 10 of 40 events at 90 %, 30 of 40 at 50 %: 60 %; of the answers alone it would be 10 of 12.
    assert (whole["satisfied"].value, whole["satisfied"].n, whole["satisfied"].remark) == (60, 12, "too thin")
    assert whole["satisfied_of_answers"].value == 83.333
    assert whole["done_unasked"].value == 5
    # Wilson: 9 of 10 from 59.585 to 98.212, 1 of 2 from 9.453 to 90.547.
    assert whole["satisfied"].low == pytest.approx(60 - ((0.25 * 30.415) ** 2 + (0.75 * 40.547) ** 2) ** 0.5, abs=0.002)
    assert whole["satisfied"].high == pytest.approx(60 + ((0.25 * 8.212) ** 2 + (0.75 * 40.547) ** 2) ** 0.5, abs=0.002)
    assert named(found, "emergency")["satisfied"].value == 90


def test_satisfied_is_a_mean_of_at_least_four():
    assert satisfaction.satisfied(Case(1, "repair", T, speed=3, attitude=4, quality=5)) is True
    assert satisfaction.satisfied(Case(1, "repair", T, speed=3, attitude=4, quality=4)) is False
    assert satisfaction.satisfied(Case(1, "repair", T, quality=4)) is True
    assert satisfaction.satisfied(Case(1, "repair", T)) is None


def test_the_target_is_judged_from_thirty_answers_on():
    found = satisfaction.satisfaction([scored(n, "RP-LOW", 5 if n < 27 else 1) for n in range(30)])
    assert (named(found)["satisfied"].kept, named(found, "repair")["satisfied"].kept) == (True, True)


def test_spans_that_overlap_are_counted_once():
    assert joined([(5, 9), (1, 3), (3, 4), (8, 12), (7, 7), (9, 2)]) == [(1, 4), (5, 12)]
    assert within([(0, 10), (20, 30)], 5, 25) == [(5, 10), (20, 25)]
    assert (length([(1, 4), (5, 12)]), shared([(0, 10), (20, 30)], [(5, 22)])) == (10, 7)


def test_a_crew_is_used_for_the_part_of_its_duty_that_it_is_on_jobs():
    jobs = [
        Job("Q1", T, accepted_at=T + HOUR, on_site_at=T + 2 * HOUR, ended_at=T + 4 * HOUR),
        Job("Q1", T, accepted_at=T + 3 * HOUR, on_site_at=T + 4 * HOUR, ended_at=T + 5 * HOUR),
        Job("Q1", T, on_site_at=T + 7 * HOUR),
        Job("Q1", T, step=Step.DECLINED, ended_at=T + HOUR),
    ]
    rows = [
        CrewTime("Q1", [(T, T + 8 * HOUR)], jobs),
        CrewTime("Q2", [(T, T + 2 * HOUR)], []),
        CrewTime("Q3", [], jobs),
    ]
    found = crew_figures(rows, T, T + 10 * HOUR)
    one, other, third, whole = (named(found, name) for name in ("Q1", "Q2", "Q3", "all"))
    # From 1 to 5 and from 7 on: 5 of 8 hours on duty, 4 of them on site, and 2 more after duty.
    assert [one[name].value for name in ("crew_utilisation", "crew_on_site", "crew_overtime", "crew_on_jobs")] == [
        62.5, 50, 2, 7,
    ]  # fmt: skip
    assert other["crew_utilisation"].value == 0
    assert set(third) == {"crew_on_jobs"}
    assert whole["crew_utilisation"].value == 50


def test_a_seat_is_staffed_in_each_half_hour_in_which_it_leaves_a_trace():
    rows = [
        SeatTime("li", [(T, T + 10 * MINUTE), (T + 25 * MINUTE, T + 35 * MINUTE)], [T + 61 * MINUTE, T - 1]),
        SeatTime("wang", [], [T + 90 * MINUTE]),
    ]
    found = seat_figures(rows, T, T + DAY)
    # li: 20 minutes on the line in three half hours; wang is there for one more.
    assert named(found, "li")["seat_utilisation"].value == 22.222
    assert (named(found, "wang")["seat_utilisation"].value, named(found, "wang")["seat_staffed"].value) == (0, 0.5)
    assert (named(found)["seat_utilisation"].value, named(found)["seat_staffed"].value) == (16.667, 2)


def test_customer_hours_are_homes_times_hours_inside_the_window():
    outages = [
        Outage(T - 2 * HOUR, T + 3 * HOUR, 100, True), Outage(T + HOUR, None, 2, False),
        Outage(T, T + HOUR, None, False), Outage(T - 5 * HOUR, T - HOUR, 50, True),
    ]  # fmt: skip
    found = customer_hours(outages, T, T + 5 * HOUR)
    seen = [(group, named(found, group)["customer_hours"].value, named(found, group)["outages_uncounted"].value)
            for group in ("all", "planned", "unplanned")]  # fmt: skip
    assert seen == [("all", 308, 1), ("planned", 300, 0), ("unplanned", 8, 1)]


def test_the_vital_few_make_eighty_percent_together():
    rows = pareto(["a"] * 5 + ["c"] * 2 + ["b"] * 2 + ["d"])
    assert [(row.cause, row.count, row.share, row.cumulative, row.vital) for row in rows] == [
        ("a", 5, 50, 50, True), ("b", 2, 20, 70, True), ("c", 2, 20, 90, True), ("d", 1, 10, 100, False),
    ]  # fmt: skip
    assert rows[0].remark == "too thin"
    assert pareto([]) == []


def test_a_change_is_one_if_chance_does_not_explain_it():
    # Newcombe (1998), method 10, example (a): 56 of 70 against 48 of 80 differ by 20 points, 5.24 to 33.39.
    (row,) = changes([share("x", "all", 48, 80)], [share("x", "all", 56, 70)])
    assert (row.before, row.after, row.difference, row.changed) == (60, 80, 20, True)
    assert (row.low, row.high) == pytest.approx((5.24, 33.39), abs=0.01)
    (row,) = changes([share("x", "all", 48, 80)], [share("x", "all", 45, 70)])
    assert row.changed is False
    (row,) = changes([share("x", "all", 2, 3)], [share("x", "all", 56, 70)])
    assert (row.changed, row.remark) == (None, "too thin")
    (row,) = changes([], [count("y", "all", 3, "h")])
    assert (row.before, row.before_n, row.after, row.difference, row.remark) == (None, 0, 3, None, "no data")


def test_a_trend_stands_beside_a_week_and_a_year_ago():
    (row,) = trends([share("x", "all", 40, 50)], [share("x", "all", 30, 50)], [])
    assert (row.latest, row.last_week, row.last_year, row.last_year_n, row.remark) == (80, 60, None, 0, "")


def test_answering_counts_who_was_met_in_time():
    calls = [Heard(T, T + 5_000, T + 65_000), Heard(T, T + 25_000, T + 45_000), Heard(T, None, T + 9_000),
             Heard(None, T, T + 40_000)]  # fmt: skip
    found = named(answering(figures(calls)))
    assert {name: (one.value, one.n) for name, one in found.items()} == {
        "answered": (75, 4), "answered_within_20s": (33.333, 3), "abandoned": (25, 4), "wait_mean": (15, 2),
        "handling_mean": (40, 3),
    }  # fmt: skip


def test_a_shift_goes_on_past_midnight():
    key = by_shift("Asia/Shanghai")
    assert [key(Case(1, "repair", T + hours * HOUR)) for hours in (0, 11, 12, 20, 23)] == [
        "08-20", "08-20", "20-08", "20-08", "20-08",
    ]  # fmt: skip
    assert by_shift("UTC", (0, 12))(Case(1, "repair", T)) == "00-12"


def test_whose_work_it_was_is_the_crew_that_did_it_last():
    jobs = (Job("Q1", T), Job("Q2", T + 2), Job("Q3", T + 3, Step.WITHDRAWN))
    assert Case(1, "repair", T, jobs=jobs).crew == "Q2"
    assert Case(1, "repair", T, jobs=jobs[2:]).crew == "Q3"
    assert list(grouped([Case(1, "repair", T)], lambda one: one.crew)) == ["all", "-"]


def test_a_tree_of_ones_own_says_which_line_and_what_counts():
    lines = read_lines(
        '[aspects]\nquality = 2.5\n[lines.a]\ncategories = ["X"]\nunder = "top"\n[lines.b]\nkinds = ["repair"]'
    )
    cases = [Case(1, "repair", T, "X"), Case(2, "repair", T, "Y"), Case(3, "enquiry", T)]
    assert [lines.of(one) for one in cases] == ["a", "b", "other"]
    assert (lines.aspects, lines.under("a"), lines.under("b")) == ({"quality": Fraction(5, 2)}, "top", "")
    assert list(usual().aspects) == ["speed", "attitude", "quality"]


@pytest.mark.parametrize(
    "text",
    ["[lines", "[aspects]\nspeed = 1", "lines = 3", "[lines.a]\nkind = ['x']", "[lines.a]\nkinds = 'x'",
     "[x]\n[lines.a]",
     "[aspects]\nspeed = 0\n[lines.a]", "[aspects]\nlooks = 1\n[lines.a]", "[aspects]\n[lines.a]",
     "[aspects]\nspeed = true\n[lines.a]", "[lines.a]\nunder = 3", "[aspects]\nspeed = inf\n[lines.a]",
     "[aspects]\nspeed = nan\n[lines.a]"],
)  # fmt: skip
def test_a_tree_that_means_nothing_is_refused(text):
    with pytest.raises(Invalid):
        read_lines(text)
