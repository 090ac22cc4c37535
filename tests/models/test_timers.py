"""The timers of a crew's job, by table and by property."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.timers import LEAST_WAY, NAMES, RANGES, TIMERS, Job, Limits, Run, Timer, severity, timers
from models.vocabulary import Priority, Rule, Step
from models.wall import HOUR, MINUTE

USUAL = Limits()
P1, P2, P3, P4 = Priority
T = 1_000 * HOUR
OFFERED = Job(Step.OFFERED, P1, T)
MOVING = Job(Step.EN_ROUTE, P2, T, en_route_at=T + MINUTE, way_minutes=20)
THERE = Job(Step.ON_SITE, P1, T, en_route_at=T, on_site_at=T + HOUR)


@pytest.mark.parametrize(("priority", "minutes"), [(P1, 3), (P2, 15), (P3, 60), (P4, 60)])
def test_an_offer_waits_as_long_as_its_priority_allows(priority, minutes):
    (timer,) = timers(replace(OFFERED, priority=priority), USUAL)
    assert timer == Timer(Rule.OFFER_WAITS, T, T + minutes * MINUTE)


@pytest.mark.parametrize(("way", "minutes"), [(20, 30), (18, 27), (7, 10.5), (3, 5), (0, 5), (None, None)])
def test_a_way_is_long_after_half_as_much_again_as_was_expected(way, minutes):
    found = timers(replace(MOVING, way_minutes=way), USUAL)
    assert [timer.due for timer in found] == ([] if minutes is None else [T + MINUTE + minutes * MINUTE])


def test_a_crew_at_a_p1_is_to_be_heard_and_its_site_too():
    contact, site = timers(THERE, USUAL)
    assert (contact.rule, contact.due) == (Rule.CREW_CONTACT, THERE.on_site_at + 20 * MINUTE)
    assert (site.rule, site.due) == (Rule.SITE_QUIET, THERE.on_site_at + 90 * MINUTE)
    assert [timer.rule for timer in timers(replace(THERE, priority=P2), USUAL)] == [Rule.SITE_QUIET]


def test_a_note_by_anybody_quiets_the_site_and_says_nothing_of_the_crew():
    contact, site = timers(replace(THERE, noted_at=THERE.on_site_at + 15 * MINUTE), USUAL)
    assert (contact.since, site.since) == (THERE.on_site_at, THERE.on_site_at + 15 * MINUTE)
    site, contact = sorted(timers(replace(THERE, heard_at=THERE.on_site_at + 15 * MINUTE), USUAL),
                           key=lambda timer: timer.rule, reverse=True)  # fmt: skip
    assert contact.since == site.since == THERE.on_site_at + 15 * MINUTE


@pytest.mark.parametrize("step", [Step.ACCEPTED, Step.DONE, Step.DECLINED, Step.WITHDRAWN, Step.HANDED_OVER])
def test_no_timer_runs_on_the_other_steps(step):
    assert timers(replace(THERE, step=step), USUAL) == []


@pytest.mark.parametrize(
    ("share", "run"), [(0, Run.RUNNING), (0.74, Run.RUNNING), (0.75, Run.NEAR), (1.0, Run.NEAR), (1.001, Run.OVER)]
)
def test_a_timer_is_near_from_three_quarters_and_over_beyond_its_end(share, run):
    timer = Timer(Rule.SITE_QUIET, T, T + 100 * MINUTE)
    assert timer.run(T + round(share * 100 * MINUTE)) is run


@pytest.mark.parametrize(
    ("rule", "priority", "minutes", "grade"),
    [
        (Rule.CREW_CONTACT, P1, 21, 2),
        (Rule.CREW_CONTACT, P1, 30, 2),
        (Rule.CREW_CONTACT, P1, 31, 3),
        (Rule.OFFER_WAITS, P1, 999, 2),
        (Rule.WAY_LONG, P2, 999, 2),
        (Rule.SITE_QUIET, P3, 999, 1),
        (Rule.OFFER_WAITS, P4, 999, 1),
    ],
)
def test_silence_of_a_crew_becomes_a_matter_of_its_life(rule, priority, minutes, grade):
    assert severity(Timer(rule, T, T + 20 * MINUTE), priority, T + minutes * MINUTE) == grade


def test_an_admins_limits_hold_and_an_unknown_name_is_nothing():
    assert Limits.of({"contact": 10, "gone": 3}) == Limits(contact=10)
    assert all(least <= getattr(USUAL, name) <= most for name, (least, most) in RANGES.items())
    assert set(RANGES) == set(NAMES)


INSTANTS = st.integers(T, T + 10 * HOUR)
MAYBE = st.none() | INSTANTS
LIMITS = st.builds(Limits, **{name: st.integers(*RANGES[name]) for name in NAMES})
JOBS = st.builds(
    Job, st.sampled_from(Step), st.sampled_from(Priority), INSTANTS, MAYBE, MAYBE, st.none() | st.integers(0, 600),
    MAYBE, MAYBE,
)  # fmt: skip


@given(JOBS, LIMITS, INSTANTS)
def test_every_timer_ends_after_it_begins_and_only_ever_gets_worse(job, limits, now):
    order = list(Run)
    for timer in timers(job, limits):
        assert timer.since < timer.due
        assert order.index(timer.run(now)) <= order.index(timer.run(now + MINUTE))
        assert severity(timer, job.priority, now) <= severity(timer, job.priority, now + HOUR)
    assert [timer.due for timer in timers(job, limits)] == sorted(timer.due for timer in timers(job, limits))


@given(JOBS, LIMITS, INSTANTS)
def test_a_later_word_of_the_crew_never_brings_an_end_nearer(job, limits, at):
    for watch in TIMERS:
        before, after = watch(job, limits), watch(replace(job, heard_at=max(at, job.heard_at or 0)), limits)
        assert (before is None) == (after is None)
        assert before is None or after is None or after.due >= before.due


@given(JOBS, LIMITS, INSTANTS)
def test_nobodys_note_moves_the_contact_of_a_crew(job, limits, at):
    def contact(one):
        return [timer for timer in timers(one, limits) if timer.rule is Rule.CREW_CONTACT]

    assert contact(job) == contact(replace(job, noted_at=at))


@given(JOBS, LIMITS)
def test_a_short_way_gets_its_least(job, limits):
    ways = [timer for timer in timers(job, limits) if timer.rule is Rule.WAY_LONG]
    assert all(timer.due - timer.since >= LEAST_WAY for timer in ways)
