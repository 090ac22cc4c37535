"""Which crew goes: the rules by table, and what must hold for any crews at all by property."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.duty import Duty, duty
from models.ranking import CAP, Candidate, Held, Out, Wanted, Why, excluded, load, rank
from models.vocabulary import Priority, Step
from models.wall import HOUR, MINUTE

NOW = 1_800_000_000_000
TRAVEL = {("城东", "城东"): 8, ("城西", "城东"): 18, ("南湖", "城东"): 27}


def wanted(priority: Priority = Priority.P1, skills: tuple[str, ...] = ("emergency",), **more: Any) -> Wanted:
    return Wanted("E-00001", priority, more.pop("district", "城东"), frozenset(skills), **more)


def crew(code: str, district: str = "城东", skills: Any = None, **more: Any) -> Candidate:
    return Candidate(code, district=district, skills={"emergency": None} if skills is None else skills, **more)


def job(priority: Priority = Priority.P3, step: Step = Step.EN_ROUTE, district: str = "城东") -> Held:
    return Held("R-00009", priority, step, district)


def order(*crews: Candidate, to: Wanted | None = None) -> list[str]:
    return [one.crew for one in rank(to or wanted(), crews, TRAVEL, NOW).proposals]


def test_for_a_leak_the_nearest_goes_first_and_nine_minutes_are_as_near_as_seven():
    assert order(crew("C", "南湖"), crew("B", "城西"), crew("A")) == ["A", "B", "C"]
    near = {("x", "城东"): 9, ("y", "城东"): 7}
    loaded = crew("Y", "y", jobs=(job(Priority.P3, Step.OFFERED),))
    assert [one.crew for one in rank(wanted(), [loaded, crew("X", "x")], near, NOW).proposals] == ["X", "Y"]


def test_in_one_band_a_free_crew_goes_before_one_that_would_leave_a_job_and_that_before_an_engaged_one():
    free, leaves, engaged = crew("Z"), crew("M", jobs=(job(),)), crew("A", jobs=(job(Priority.P1),))
    found = rank(wanted(), [engaged, leaves, free], TRAVEL, NOW).proposals
    assert [one.crew for one in found] == ["Z", "M", "A"]
    assert [one.leaves for one in found] == [None, "R-00009", None]
    assert Why.LEAVES in [reason.why for reason in found[1].reasons]
    assert Why.ENGAGED in [reason.why for reason in found[2].reasons]


def test_a_crew_at_work_starts_from_where_it_works():
    far = crew("A", "城东", jobs=(job(Priority.P4, Step.ON_SITE, "南湖"),))
    assert order(far, crew("B", "城西")) == ["B", "A"]


def test_a_shift_that_ends_before_the_work_is_done_comes_after_one_that_does_not():
    ending = crew("A", duty=Duty(True, NOW + 30 * MINUTE))
    staying = crew("B", duty=Duty(True, NOW + 5 * HOUR))
    assert order(ending, staying) == ["B", "A"]
    assert order(ending, staying, to=wanted(Priority.P3)) == ["A", "B"]


def test_a_plain_job_stays_in_the_district_and_spares_the_rare_skill():
    rare = crew("A", skills={"emergency": None, "network": None})
    assert order(rare, crew("B"), crew("C", "城西"), to=wanted(Priority.P3)) == ["B", "A", "C"]


def test_who_was_there_last_goes_again_before_the_nearer_one():
    assert order(crew("A"), crew("B", last_there=NOW - HOUR), to=wanted(Priority.P3)) == ["B", "A"]


@pytest.mark.parametrize(
    ("one", "why"),
    [
        (crew("A", retired=True), Out.RETIRED),
        (crew("A", duty=Duty(False)), Out.OFF_SHIFT),
        (crew("A", out_reason="车检"), Out.OUT_OF_SERVICE),
        (crew("A", skills={"meter": None}), Out.SKILL),
        (crew("A", skills={"emergency": NOW}), Out.EXPIRED),
        (crew("A", jobs=(job(Priority.P1), job(Priority.P1))), Out.LOAD),
    ],
)
def test_each_hard_filter_excludes_and_says_so(one, why):
    found = rank(wanted(Priority.P2), [one, crew("B")], TRAVEL, NOW)
    assert [proposal.crew for proposal in found.proposals] == ["B"]
    assert [reason.why for reason in found.left_out[0].reasons] == [why]


def test_a_crew_that_is_on_the_request_is_not_proposed_again():
    assert order(crew("A"), crew("B"), to=wanted(here=frozenset({"A"}))) == ["B"]


def test_no_cap_stands_between_a_life_and_the_only_crew():
    full = crew("A", jobs=(job(Priority.P1), job(Priority.P1), job(Priority.P2)))
    assert load(full) >= CAP
    assert order(full) == ["A"]
    assert order(full, to=wanted(Priority.P2)) == []


def test_a_skill_that_nobody_was_ever_certified_for_is_not_asked_for():
    assert order(crew("A"), to=wanted(skills=("emergency", "sup"))) == ["A"]


def test_shifts_that_touch_are_one_and_a_roster_goes_before_the_mark():
    assert duty(False, [(0, 10), (10, 20)], 5) == Duty(True, 20)
    assert duty(True, [(0, 10)], 10) == Duty(False)
    assert duty(True, [], 10) == Duty(True)
    assert duty(False, [(0, 4), (2, 9), (20, 30)], 3) == Duty(True, 9)


JOBS = st.builds(
    Held, st.sampled_from(["R-1", "R-2", "E-3"]), st.sampled_from(list(Priority)),
    st.sampled_from([Step.OFFERED, Step.ACCEPTED, Step.EN_ROUTE, Step.ON_SITE]), st.sampled_from(["", "城东", "城西"]),
)  # fmt: skip
SKILLS = st.dictionaries(
    st.sampled_from(["emergency", "network", "meter"]), st.sampled_from([None, NOW - 1, NOW, NOW + 1])
)
CREWS = st.lists(
    st.builds(
        Candidate,
        st.sampled_from([f"K{n}" for n in range(12)]),
        district=st.sampled_from(["", "城东", "城西", "北山"]),
        duty=st.builds(Duty, st.booleans(), st.sampled_from([None, NOW + MINUTE, NOW + 9 * HOUR])),
        out_reason=st.sampled_from(["", "", "车检"]),
        retired=st.booleans(),
        skills=SKILLS,
        jobs=st.lists(JOBS, max_size=4).map(tuple),
        cap=st.integers(0, 9),
        last_there=st.sampled_from([None, NOW - HOUR]),
    ),
    unique_by=lambda one: one.code,
    max_size=12,
)
ASKED = st.builds(
    Wanted, st.just("E-00001"), st.sampled_from(list(Priority)), st.sampled_from(["", "城东", "城西"]),
    st.frozensets(st.sampled_from(["emergency", "network", "meter", "sup"]), max_size=2),
    st.frozensets(st.sampled_from(["K0", "K1"]), max_size=2),
)  # fmt: skip


@given(ASKED, CREWS, st.randoms())
def test_the_answer_depends_on_the_question_alone(asked, crews, dice):
    mixed = list(crews)
    dice.shuffle(mixed)
    assert rank(asked, crews, TRAVEL, NOW) == rank(asked, mixed, TRAVEL, NOW)


@given(ASKED, CREWS)
def test_every_crew_is_proposed_or_left_out_with_its_reasons_and_no_filter_is_ever_passed_over(asked, crews):
    found = rank(asked, crews, TRAVEL, NOW)
    told = [one.crew for one in (*found.proposals, *found.left_out)]
    assert sorted(told) == sorted(one.code for one in crews)
    assert all(one.reasons for one in (*found.proposals, *found.left_out))
    by_code = {one.code: one for one in crews}
    kept = {skill for one in crews if not one.retired for skill in one.skills}
    for proposal in found.proposals:
        one = by_code[proposal.crew]
        assert one.duty.on
        assert not one.retired
        assert not one.out_reason
        assert one.code not in asked.here
        for skill in asked.skills & kept:
            until = one.skills.get(skill, 0)
            assert until is None or until > NOW
        assert asked.priority is Priority.P1 or load(one) < one.cap


@given(ASKED.map(lambda one: Wanted(one.number, Priority.P1, one.district, one.skills, one.here)), CREWS)
def test_a_life_always_gets_a_proposal_while_any_crew_in_service_has_the_skill(asked, crews):
    able = [
        one for one in crews
        if one.duty.on and not one.retired and not one.out_reason and one.code not in asked.here
        and all(one.skills.get(skill, 0) is None or one.skills.get(skill, 0) > NOW for skill in asked.skills)
    ]  # fmt: skip
    found = rank(asked, crews, TRAVEL, NOW)
    assert not able or found.proposals
    assert not [one for one in able if excluded(asked, one, NOW)]
