"""Emergency plans: started on a P1, ticked step by step, rung when late, kept in versions, reviewed at the end."""

import copy

import pytest

from models.errors import Invalid
from models.plandata import default_plans
from models.plans import read_plan
from models.rows import NewRequest
from models.tables import Line, PlanRun, PlanTick, Request
from models.vocabulary import Disposition, Priority, Status
from models.wall import DAY, MINUTE


@pytest.fixture
def leak(desk, seats):
    """A saved leak, P1."""
    return desk.intake.save(seats.operator, NewRequest("EM-LEAK-IN", address="幸福路3号", phone="138")).id


@pytest.fixture
def repair(desk, seats):
    """A saved repair."""
    return desk.intake.save(seats.operator, NewRequest("RP-HOSE", address="南湖路", phone="139")).id


def late(desk):
    """The alarms of late steps that stand."""
    desk.alarms.sweep()
    return [row for row in desk.look.alarms() if row.rule == "plan_late" and row.state == "unacknowledged"]


def test_a_plan_starts_on_a_p1_with_its_steps_and_their_times(desk, seats, leak, repair, refused, wall):
    start = desk.plans.start_plan
    assert refused(start, seats.operator, repair, plan="LEAK-IN") == "plan.only_grave"
    assert refused(start, seats.operator, leak, plan="NO") == "plan.unknown"
    assert refused(start, seats.operator, leak, plan="LEAK-IN", level=4) == "plan.level"
    start(seats.operator, leak, plan="leak-in")
    (run,) = desk.look.plans().runs(leak)
    assert (run.code, run.level, run.started_by, run.done) == ("LEAK-IN", 1, "李静", 0)
    assert {one.level for one in run.steps} == {1}
    assert run.steps[0].due_at == wall.now() + 2 * MINUTE
    assert refused(start, seats.operator, leak, plan="LEAK-IN") == "plan.running"


def test_the_parent_of_an_incident_may_have_a_plan_whatever_its_priority(desk, seats, repair):
    desk.incidents.begin(seats.dispatcher, repair, children=[])
    desk.plans.start_plan(seats.dispatcher, repair, plan="OUTAGE")
    assert desk.look.plans().runs(repair)[0].code == "OUTAGE"


def test_a_higher_level_adds_its_steps_from_that_moment_on(desk, seats, leak, wall):
    desk.plans.start_plan(seats.operator, leak, plan="LEAK-IN")
    desk.plans.tick(seats.operator, leak, step="outside")
    raised = wall.advance(minutes=30)
    desk.plans.start_plan(seats.dispatcher, leak, plan="LEAK-IN", level=2)
    (run,) = desk.look.plans().runs(leak)
    assert (run.level, run.done) == (2, 1)
    assert {one.step: one.due_at for one in run.steps if one.level == 2}["power"] == raised + 10 * MINUTE


def test_a_step_is_ticked_with_time_and_person_once_and_may_be_taken_back(desk, seats, leak, refused, wall):
    desk.plans.start_plan(seats.operator, leak, plan="LEAK-IN")
    at = wall.advance(minutes=1)
    desk.plans.tick(seats.dispatcher, leak, step="1", note="全家在楼下")
    assert refused(desk.plans.tick, seats.operator, leak, step="outside") == "plan.ticked"
    assert refused(desk.plans.tick, seats.operator, leak, step="99") == "plan.no_step"
    assert refused(desk.plans.tick, seats.operator, leak, step="feed") == "plan.no_step"
    step = desk.look.plans().runs(leak)[0].steps[0]
    assert (step.done_at, step.done_by, step.note) == (at, "陈诚", "全家在楼下")
    assert refused(desk.plans.untick, seats.operator, leak, step="1", reason=" ") == "reason.missing"
    desk.plans.untick(seats.operator, leak, step="1", reason="按错")
    assert refused(desk.plans.untick, seats.operator, leak, step="1", reason="x") == "plan.not_ticked"
    assert desk.look.plans().runs(leak)[0].steps[0].done_at is None


def test_an_overdue_step_rings_until_it_is_done(desk, seats, leak, wall, rows):
    desk.plans.start_plan(seats.operator, leak, plan="LEAK-IN")
    wall.advance(minutes=2)
    assert late(desk) == []
    wall.advance(seconds=10)
    (alarm,) = late(desk)
    assert (alarm.severity, alarm.number) == (2, rows(Request)[0].number)
    desk.plans.tick(seats.operator, leak, step="outside")
    wall.advance(seconds=10)
    assert late(desk) == []
    assert "late" in desk.look.detail(leak).journal[-1].data or rows(Line, act="tick")


def test_steps_of_a_request_that_is_over_ring_no_more(desk, seats, leak, crew, wall):
    desk.plans.start_plan(seats.operator, leak, plan="LEAK-IN")
    wall.advance(minutes=10)
    assert len(late(desk)) == 2
    desk.handling.cancel(seats.supervisor, leak, reason="重复")
    wall.advance(seconds=10)
    assert late(desk) == []


def finished(desk, seats, leak, crew):
    """The leak is made safe and resolved."""
    desk.dispatch.assign(seats.dispatcher, leak, crew=crew)
    desk.dispatch.on_site(seats.dispatcher, leak)
    desk.handling.safe(seats.dispatcher, leak, reading="0 %LEL 厨房", valve="关", source_found=True)
    desk.dispatch.done(seats.dispatcher, leak)
    desk.handling.resolve(seats.dispatcher, leak, disposition=Disposition.FIXED)


def test_closing_asks_for_a_review_and_the_engine_does_not_close_without(desk, seats, leak, crew, wall, refused, rows):
    desk.plans.start_plan(seats.operator, leak, plan="LEAK-IN")
    finished(desk, seats, leak, crew)
    asked = {"withheld": "would not say"}
    assert refused(desk.handling.close, seats.operator, leak, **asked) == "close.needs_review"
    wall.advance(hours=26)
    desk.alarms.close_due()
    assert rows(Request)[0].status == "resolved"
    done = desk.handling.close(seats.operator, leak, **asked, review="疏散快, 阀门图要更新")
    assert done.status is Status.CLOSED
    (run,) = desk.look.plans().runs(leak)
    assert (run.review, run.reviewed_by) == ("疏散快, 阀门图要更新", "李静")
    assert [line.act for line in rows(Line)][-2:] == ["review_plan", "close"]
    assert desk.look.plans().unreviewed() == ()


def test_a_plan_that_was_reviewed_before_is_no_hindrance(desk, seats, leak, crew):
    desk.plans.start_plan(seats.operator, leak, plan="LEAK-IN")
    finished(desk, seats, leak, crew)
    desk.plans.review_plan(seats.dispatcher, leak, text="顺利")
    assert desk.handling.close(seats.operator, leak, withheld="would not say").status is Status.CLOSED


def test_what_was_started_under_an_old_version_stays(desk, seats, leak, wall):
    desk.plans.start_plan(seats.operator, leak, plan="LEAK-IN")
    kept = desk.plans.set_plan_step(seats.admin, "leak-in", "outside", minutes=9, zh="让所有人出去")
    assert (kept.version, kept.made) == (2, True)
    (run,) = desk.look.plans().runs(leak)
    assert (run.plan.version, run.steps[0].zh) == (1, "让来电人带所有人到室外, 不动开关、不点火")
    desk.plans.start_plan(seats.operator, leak, plan="LEAK-IN", level=3)
    assert desk.look.plans().runs(leak)[0].plan.version == 1
    other = desk.intake.save(seats.operator, NewRequest("EM-LEAK-IN", address="和平街9号", phone="137")).id
    desk.plans.start_plan(seats.operator, other, plan="LEAK-IN")
    assert desk.look.plans().runs(other)[0].steps[0].due_at == wall.now() + 9 * MINUTE


def test_an_admin_keeps_plans_in_versions_and_nobody_else(desk, seats, leak, refused):
    data = copy.deepcopy(default_plans()["MAIN"])
    assert refused(desk.plans.import_plan, seats.supervisor, data) == "role.needed"
    assert desk.plans.import_plan(seats.admin, data).made is False
    assert desk.plans.approve_plan(seats.admin, "MAIN", by="安全 郑").version == 1
    assert refused(desk.plans.approve_plan, seats.admin, "MAIN", by="x") == "plan.approved"
    data["zh"] = "管道损坏"
    assert desk.plans.import_plan(seats.admin, data).version == 2
    assert desk.look.plans().one("main").approved_by == ""
    desk.plans.retire_plan(seats.admin, "main")
    assert refused(desk.plans.retire_plan, seats.admin, "main") == "plan.so_already"
    assert refused(desk.plans.start_plan, seats.operator, leak, plan="MAIN") == "plan.unknown"
    desk.plans.retire_plan(seats.admin, "main", back=True)
    desk.plans.start_plan(seats.operator, leak, plan="MAIN")
    assert refused(desk.plans.set_plan_step, seats.admin, "main", "none", minutes=3) == "plan.no_step"
    assert refused(desk.plans.set_plan_step, seats.admin, "main", "send", minutes=0) == "plan.unfit"
    desk.plans.set_plan_step(seats.admin, "main", "send", minutes=None)
    assert desk.look.plans().one("main").step("send").minutes is None


def _without(name):
    def spoil(data):
        del data[name]

    return spoil


SPOILED = {
    "no code": _without("code"),
    "no name": _without("zh"),
    "no levels": _without("level"),
    "no steps": _without("step"),
    "a level is skipped": lambda data: data["level"][1].update(n=5),
    "a step of no level": lambda data: data["step"][0].update(level=9),
    "a step twice": lambda data: data["step"].append(dict(data["step"][0])),
    "a step named by a number": lambda data: data["step"][0].update(code="7"),
    "minutes in words": lambda data: data["step"][0].update(minutes="soon"),
    "minutes of two days": lambda data: data["step"][0].update(minutes=2 * DAY // MINUTE),
    "steps are no list": lambda data: data.update(step="all"),
    "no plan at all": lambda data: data.clear(),
}


@pytest.mark.parametrize("spoiled", SPOILED)
def test_a_plan_that_cannot_be_read_is_refused_with_its_reason(spoiled):
    data = copy.deepcopy(default_plans()["LEAK-IN"])
    SPOILED[spoiled](data)
    with pytest.raises(Invalid) as told:
        read_plan(data)
    assert told.value.code == "plan.unfit"


@pytest.mark.parametrize("data", [None, [], "x", 5])
def test_what_is_no_table_is_no_plan(data):
    with pytest.raises(Invalid, match="holds no plan"):
        read_plan(data)


def test_the_shipped_plans_are_whole_in_both_languages_and_approved_by_nobody(desk):
    plans = desk.look.plans().newest()
    assert set(plans) == {"LEAK-IN", "MAIN", "OUTAGE"}
    for plan in plans.values():
        assert plan.approved_by == ""
        assert all(one.zh and one.en and one.owner_zh and one.owner_en for one in plan.steps)
        assert plan.contacts
        assert plan.supplies
        assert [one.n for one in plan.levels] == [1, 2, 3]
        assert all(any(step.level == level.n for step in plan.steps) for level in plan.levels)


def test_a_plan_does_not_stand_in_the_way_of_who_acts_on_the_request(desk, seats, leak, rows):
    version = rows(Request)[0].version
    desk.plans.start_plan(seats.operator, leak, plan="LEAK-IN")
    desk.plans.tick(seats.operator, leak, step="outside")
    desk.handling.respond(seats.operator, leak, expect=version)
    assert (len(rows(PlanRun)), len(rows(PlanTick))) == (1, 6)


def test_a_lowered_request_keeps_its_plan(desk, seats, leak):
    desk.plans.start_plan(seats.operator, leak, plan="LEAK-IN")
    desk.handling.reclassify(seats.supervisor, leak, category="EM-LEAK-IN", priority=Priority.P2, reason="x")
    desk.plans.tick(seats.operator, leak, step="1")
    brief = desk.look.detail(leak).finish.plans[0]
    assert (brief.code, brief.done, brief.steps, brief.reviewed_at) == ("LEAK-IN", 1, 6, None)
