"""Crews are offered work, say yes or no, go, arrive and finish; a wrong time is amended and both are kept."""

import json

import pytest
from sqlalchemy import update

from models.rows import NewRequest
from models.tables import Assignment, Clock, Crew, Line, Request
from models.vocabulary import ClockState, Status
from models.wall import HOUR, MINUTE


@pytest.fixture
def leak(desk, seats):
    """A saved leak."""
    return desk.intake.save(seats.operator, NewRequest("EM-LEAK-IN", address="幸福路", phone="138")).id


@pytest.fixture
def repair(desk, seats):
    """A saved repair."""
    return desk.intake.save(seats.operator, NewRequest("RP-HOSE", address="南湖路", phone="139")).id


def stopped(rows, kind):
    """When the clock of that kind stopped."""
    return rows(Clock, kind=kind)[0].stopped_at


def test_dispatch_stops_when_the_crew_accepts_and_arrival_when_it_stands_there(desk, seats, leak, crew, rows, wall):
    assert desk.dispatch.assign(seats.dispatcher, leak, crew=crew).status is Status.WORKING
    assert stopped(rows, "dispatch") is None
    accepted = wall.advance(minutes=2)
    desk.dispatch.accept(seats.dispatcher, leak)
    gone = wall.advance(minutes=1)
    desk.dispatch.en_route(seats.dispatcher, leak)
    there = wall.advance(minutes=15)
    desk.dispatch.on_site(seats.dispatcher, leak)
    assert (stopped(rows, "dispatch"), stopped(rows, "arrival"), stopped(rows, "response")) == (accepted, there, there)
    end = wall.advance(minutes=30)
    assert desk.dispatch.done(seats.dispatcher, leak).status is Status.WORKING
    (job,) = rows(Assignment)
    assert (job.step, job.accepted_at, job.en_route_at, job.on_site_at, job.ended_at) == (
        "done",
        accepted,
        gone,
        there,
        end,
    )
    acts = [(line.act, line.crew_id) for line in rows(Line)]
    assert acts == [("save", None)] + [(act, 1) for act in ("assign", "accept", "en_route", "on_site", "done")]


def test_skipped_steps_stop_their_clocks_with_the_one_that_was_entered(desk, seats, leak, crew, rows):
    desk.dispatch.assign(seats.dispatcher, leak, crew=crew)
    desk.dispatch.done(seats.dispatcher, leak)
    running = {row.kind for row in rows(Clock) if row.state == ClockState.RUNNING}
    assert running == {"safe", "resolution"}


def test_the_last_crew_that_leaves_sends_the_request_back_with_its_start_unmoved(desk, seats, leak, crew, rows, wall):
    due = rows(Clock, kind="dispatch")[0].due_at
    desk.dispatch.assign(seats.dispatcher, leak, crew=crew)
    desk.dispatch.assign(seats.dispatcher, leak, crew="QX2")
    assert desk.dispatch.decline(seats.dispatcher, leak, crew=crew, reason="在另一处").status is Status.WORKING
    assert desk.dispatch.withdraw(seats.dispatcher, leak, reason="车坏").status is Status.OPEN
    (row,) = rows(Request)
    assert (row.returns, row.flags, rows(Clock, kind="dispatch")[0].due_at) == (1, "", due)
    assert json.loads(rows(Line, act="return")[0].payload) == {"reason": "车坏", "returns": 1}
    desk.dispatch.assign(seats.dispatcher, leak, crew=crew)
    desk.dispatch.decline(seats.dispatcher, leak, reason="远")
    assert rows(Request)[0].flags == "returned_twice"


def test_a_crew_that_leaves_after_another_has_worked_sends_nothing_back(desk, seats, leak, crew):
    desk.dispatch.assign(seats.dispatcher, leak, crew=crew)
    desk.dispatch.assign(seats.dispatcher, leak, crew="QX2")
    desk.dispatch.done(seats.dispatcher, leak, crew=crew)
    assert desk.dispatch.withdraw(seats.dispatcher, leak, reason="不需要了").status is Status.WORKING


def test_leaving_needs_a_reason_and_naming_needs_no_guess(desk, seats, leak, crew, refused):
    desk.dispatch.assign(seats.dispatcher, leak, crew=crew)
    assert refused(desk.dispatch.assign, seats.dispatcher, leak, crew=crew) == "assign.already"
    assert refused(desk.dispatch.decline, seats.dispatcher, leak, reason=" ") == "reason.missing"
    assert refused(desk.dispatch.accept, seats.dispatcher, leak, crew="QX9") == "crew.unknown"
    assert refused(desk.dispatch.accept, seats.dispatcher, leak, crew="QX2") == "step.no_crew"
    desk.dispatch.assign(seats.dispatcher, leak, crew="QX2")
    assert refused(desk.dispatch.accept, seats.dispatcher, leak) == "step.which_crew"
    assert refused(desk.dispatch.accept, seats.operator, leak, crew=crew) == "role.needed"


@pytest.mark.parametrize("out", [{"out_reason": "车检"}, {"retired_at": 1}, {"out_since": 1}])
def test_a_crew_that_is_not_in_service_goes_only_with_a_reason(desk, store, seats, leak, crew, rows, refused, out):
    with store.write() as connection:
        connection.execute(update(Crew).where(Crew.code == crew).values(**out))
    assert refused(desk.dispatch.assign, seats.dispatcher, leak, crew=crew) == "assign.out"
    desk.dispatch.assign(seats.dispatcher, leak, crew=crew, override_reason="唯一能去的")
    assert json.loads(rows(Line, act="assign")[0].payload)["override_reason"] == "唯一能去的"


def test_steps_go_forward_in_time_too(desk, seats, leak, crew, refused, wall):
    wall.advance(minutes=10)
    desk.dispatch.assign(seats.dispatcher, leak, crew=crew)
    early = wall.now() - MINUTE
    assert refused(desk.dispatch.accept, seats.dispatcher, leak, at=early) == "step.order"
    desk.dispatch.on_site(seats.dispatcher, leak)
    assert refused(desk.dispatch.en_route, seats.dispatcher, leak) == "step.back"


def test_a_crew_is_on_site_at_one_place_at_most(desk, seats, leak, repair, crew, rows, refused, wall):
    for request in (leak, repair):
        desk.dispatch.assign(seats.dispatcher, request, crew=crew)
    desk.dispatch.on_site(seats.dispatcher, leak)
    assert refused(desk.dispatch.on_site, seats.dispatcher, repair) == "on_site.elsewhere"
    wall.advance(minutes=20)
    desk.dispatch.done(seats.dispatcher, leak)
    wall.advance(minutes=5)
    overlap = wall.now() - 10 * MINUTE
    assert refused(desk.dispatch.on_site, seats.dispatcher, repair, at=overlap) == "on_site.elsewhere"
    desk.dispatch.on_site(seats.dispatcher, repair)
    assert [row.conflict for row in rows(Assignment)] == [0, 0]


def test_a_late_entry_that_overlaps_is_kept_and_flagged(desk, seats, leak, repair, crew, rows, wall):
    for request in (leak, repair):
        desk.dispatch.assign(seats.dispatcher, request, crew=crew)
    wall.advance(minutes=5)
    there = wall.now() + MINUTE
    desk.dispatch.on_site(seats.dispatcher, leak)
    wall.advance(hours=2)
    desk.dispatch.on_site(seats.supervisor, repair, at=there)
    assert [row.conflict for row in rows(Assignment)] == [0, 1]
    assert rows(Request)[1].flags == "conflict"
    said = json.loads(rows(Line, act="on_site")[1].payload)
    assert (said["conflict"], said["late_entry"]) == (True, True)


def test_a_wrong_time_is_amended_and_both_stay_on_record(desk, seats, leak, crew, rows, refused, wall):
    desk.dispatch.assign(seats.dispatcher, leak, crew=crew)
    desk.dispatch.accept(seats.dispatcher, leak, at=wall.advance(minutes=3))
    wrong = wall.advance(minutes=40)
    desk.dispatch.on_site(seats.dispatcher, leak)
    amend = {"crew": crew, "step": "on_site", "at": wrong - 20 * MINUTE, "reason": "按错"}
    desk.dispatch.amend(seats.dispatcher, leak, **amend)
    assert stopped(rows, "arrival") == rows(Assignment)[0].on_site_at == wrong - 20 * MINUTE
    line = rows(Line, act="amend")[0]
    assert json.loads(line.payload)["was"] == wrong
    assert rows(Line, act="on_site")[0].at == wrong
    too_early = amend | {"at": wrong - 41 * MINUTE}
    assert refused(desk.dispatch.amend, seats.supervisor, leak, **too_early) == "amend.order"
    assert refused(desk.dispatch.amend, seats.dispatcher, leak, **too_early) == "at.too_far_back"
    assert refused(desk.dispatch.amend, seats.dispatcher, leak, **amend | {"step": "en_route"}) == "amend.no_step"
    assert refused(desk.dispatch.amend, seats.dispatcher, leak, **amend | {"crew": "QX2"}) == "amend.no_step"


def test_an_amend_means_the_crews_newest_assignment(desk, seats, leak, crew, rows, refused, wall):
    desk.dispatch.assign(seats.dispatcher, leak, crew=crew)
    desk.dispatch.accept(seats.dispatcher, leak)
    desk.dispatch.withdraw(seats.dispatcher, leak, reason="误派")
    wall.advance(minutes=1)
    desk.dispatch.assign(seats.dispatcher, leak, crew=crew)
    amend = {"crew": crew, "step": "accepted", "at": wall.now(), "reason": "x"}
    assert refused(desk.dispatch.amend, seats.dispatcher, leak, **amend) == "amend.no_step"


def test_crews_act_on_a_held_request_too(desk, seats, repair, crew, wall):
    desk.dispatch.assign(seats.dispatcher, repair, crew=crew)
    desk.handling.hold(seats.dispatcher, repair, reason="not_home", until=wall.now() + HOUR)
    assert desk.dispatch.accept(seats.dispatcher, repair).status is Status.HELD
    assert desk.dispatch.withdraw(seats.dispatcher, repair, reason="明天再来").status is Status.HELD
