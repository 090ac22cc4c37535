"""Campaigns of inspections: planned, announced, made as their day comes, told by telephone, and counted."""

from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select

from models.campaigns import local_day
from models.rows import NewCampaign, NewRequest
from models.tables import Alarm, Customer, Hazard, Inspection, Line, Premise, PremiseWarning, Visit, VisitTry
from models.tables.found_by import refill
from models.vocabulary import CampaignState, ClockState, InspectionResult, Status, VisitState
from models.wall import DAY, HOUR

ZONE = "Asia/Shanghai"


@pytest.fixture
def homes(store):
    """Twelve homes in two districts, and a canteen."""
    with store.write() as connection:
        places = [
            {"id": n, "district": "城东" if n % 2 else "城西", "building": f"{n % 3}号楼", "address": f"民生路{n}号"}
            for n in range(1, 14)
        ]
        connection.execute(insert(Premise), places)
        people = [
            {"id": n, "name": f"住户{n}", "phone": f"1990000{n:04}", "premise_id": n,
             "klass": "enterprise" if n == 13 else "individual"}
            for n in range(1, 14)
        ]  # fmt: skip
        connection.execute(insert(Customer), people)
        refill(connection)


def days(wall, ahead):
    return (local_day(wall.now(), ZONE) + timedelta(days=ahead)).isoformat()


def campaign(desk, seats, wall, **changes):
    """A campaign of all homes over the next month, planned and running."""
    given = {"name": "年度安检", "from_day": days(wall, 0), "until_day": days(wall, 30), "klass": ["individual"],
             "per_day": 3, "crews": ["AJ1"]} | changes  # fmt: skip
    made = desk.campaigns.add(seats.supervisor, NewCampaign(**given))
    desk.campaigns.plan(seats.supervisor, made.id)
    return desk.campaigns.start(seats.supervisor, made.id)


def visits(desk, **asked):
    return desk.look.campaigns().visits(1, **asked)


def first_opening(desk):
    """When the first day of all visits begins."""
    with desk.store.read() as connection:
        return connection.execute(select(func.min(Visit.__table__.c.day_at))).scalar()


def to_first_day(desk, wall):
    """The wall stands at the opening of the first day, and the engine has had its turn."""
    (first,) = visits(desk, limit=1)
    wall.advance(hours=(first_opening(desk) - wall.now()) / HOUR)
    desk.alarms.resume_due()
    return first.day


def test_a_plan_gives_every_home_a_working_day_that_can_still_be_announced(desk, seats, wall, homes, rows):
    made = desk.campaigns.add(
        seats.supervisor,
        NewCampaign("年度安检", days(wall, 0), days(wall, 30), klass=["individual"], per_day=3, crews=["AJ1", "QX1"]),
    )
    assert (made.state, made.calendar) == (CampaignState.DRAFT, "cn-office")
    planned = desk.campaigns.plan(seats.supervisor, made.id)
    assert (planned.planned, planned.placed, planned.no_day, planned.days, planned.elsewhere) == (12, 12, 0, 2, 0)
    listed = visits(desk)
    assert {(one.day, one.crew) for one in listed} == {
        ("2026-01-04", "AJ1"), ("2026-01-04", "QX1"), ("2026-01-05", "AJ1"), ("2026-01-05", "QX1")
    }  # fmt: skip
    (line,) = rows(Line, act="campaign", seq=2)
    assert '"placed":12' in line.payload
    assert desk.campaigns.plan(seats.supervisor, made.id).planned == 12
    assert [one.day for one in visits(desk)] == [one.day for one in listed]


def test_each_days_visits_become_requests_whose_clocks_start_on_the_announced_day(desk, seats, wall, homes, rows):
    campaign(desk, seats, wall)
    day = to_first_day(desk, wall)
    made = [one for one in visits(desk) if one.number]
    assert (len(made), {one.day for one in made}) == (3, {day})
    detail = desk.look.detail(made[0].number)
    assert {clock.started_at for clock in detail.clocks} == {wall.now()}
    assert (detail.premise.id, detail.phone, detail.row.category) == (made[0].premise_id, made[0].phone, "IN-ROUT")
    assert desk.alarms.resume_due() == 0
    assert desk.campaigns.day(seats.dispatcher) == 0
    assert len(rows(VisitTry)) == 3
    wall.advance(hours=24)
    desk.alarms.resume_due()
    assert len(rows(VisitTry)) == 6
    assert desk.upkeep.check().faults == ()


def test_nothing_is_made_of_a_campaign_that_does_not_run(desk, seats, wall, homes, rows, refused):
    made = campaign(desk, seats, wall)
    desk.campaigns.halt(seats.supervisor, made.id, reason="暴雨")
    to_first_day(desk, wall)
    assert rows(VisitTry) == []
    wall.advance(hours=24)
    assert refused(desk.campaigns.start, seats.supervisor, made.id) == "campaign.past"
    desk.campaigns.plan(seats.supervisor, made.id)
    assert desk.campaigns.start(seats.supervisor, made.id).state is CampaignState.RUNNING
    assert refused(desk.campaigns.plan, seats.supervisor, made.id) == "campaign.started"


def test_what_is_announced_is_on_record_and_keeps_its_day(desk, seats, wall, homes, rows):
    made = campaign(desk, seats, wall)
    assert desk.look.campaigns().one(made.id, wall.now()).untold == 0
    wall.advance(hours=(first_opening(desk) - 47 * HOUR - wall.now()) / HOUR)
    assert desk.look.campaigns().one(made.id, wall.now()).untold == 3
    desk.alarms.sweep()
    assert [row.rule for row in rows(Alarm)] == ["visits_untold"]
    told = desk.campaigns.announce(seats.dispatcher, made.id)
    assert len(told) == 6
    assert all(one.announced_at == wall.now() and one.phone for one in told)
    assert desk.campaigns.announce(seats.dispatcher, made.id) == []
    wall.advance(seconds=6)
    desk.alarms.sweep()
    assert [row.state for row in rows(Alarm)] == ["returned"]
    before = {one.id: one.day for one in told}
    desk.campaigns.halt(seats.supervisor, made.id, reason="换表")
    done = desk.campaigns.plan(seats.supervisor, made.id)
    assert (done.kept, done.planned) == (6, 12)
    assert {one.id: one.day for one in visits(desk) if one.id in before} == before


def test_a_visit_that_met_nobody_comes_again_and_breaches_for_nobody(desk, seats, wall, homes, rows):
    campaign(desk, seats, wall, max_tries=2)
    to_first_day(desk, wall)
    one = next(one for one in visits(desk) if one.number)
    wall.advance(hours=3)
    done = desk.inspecting.inspect(seats.dispatcher, one.number, result=InspectionResult.NO_ENTRY)
    assert (done.tries, done.next_day, done.status) == (1, "2026-01-12", Status.RESOLVED)
    assert {clock.state for clock in desk.look.detail(one.number).clocks} == {ClockState.STOPPED}
    now = next(row for row in visits(desk) if row.id == one.id)
    assert (now.state, now.day, now.number, now.tries) == (VisitState.OPEN, "2026-01-12", "", 1)
    (letter,) = desk.campaigns.letters(seats.dispatcher, 1)
    assert (letter.id, letter.tries) == (one.id, 1)
    assert desk.campaigns.letters(seats.dispatcher, 1) == []
    wall.advance(days=8)
    desk.alarms.resume_due()
    again = next(row for row in visits(desk) if row.id == one.id)
    assert again.number
    assert desk.look.detail(again.number).linked
    last = desk.inspecting.inspect(seats.dispatcher, again.number, result="refused", crew="AJ1")
    assert (last.tries, last.next_day) == (2, None)
    ended = next(row for row in visits(desk) if row.id == one.id)
    assert (ended.state, ended.result) == (VisitState.NO_ACCESS, InspectionResult.REFUSED)
    assert [(one.tries) for one in desk.campaigns.letters(seats.dispatcher, 1)] == [2]
    breached = [clock for clock in desk.look.detail(again.number).clocks if clock.due_at < (clock.stopped_at or 0)]
    assert breached == []


def test_grade_one_forbids_use_at_once_and_a_passed_recheck_allows_it_again(desk, seats, wall, homes, rows):
    campaign(desk, seats, wall)
    to_first_day(desk, wall)
    one = next(one for one in visits(desk) if one.number)
    wall.advance(hours=2)
    done = desk.inspecting.inspect(seats.dispatcher, one.number, findings="4 5", note="直排")
    assert (done.result, done.stop_use, done.rectify_by) == (InspectionResult.GRADE_1, True, wall.now() + 7 * DAY)
    (alarm,) = [row for row in rows(Alarm) if row.rule == "stop_use"]
    assert (alarm.state, alarm.request_id) == ("returned", done.id)
    (warning,) = desk.look.card(None, one.premise_id, wall.now()).warnings
    assert one.number in warning.text
    assert "烟道" in warning.text
    recheck = desk.look.detail(done.recheck)
    assert (recheck.row.category, recheck.row.received, recheck.premise.id) == (
        "IN-RECT", wall.now() + 7 * DAY, one.premise_id
    )  # fmt: skip
    total = desk.look.campaigns().figures(wall.now())[-1]
    assert (total.grade_1, total.grade_2, total.stopped, total.rectified) == (1, 1, 1, 0)
    wall.advance(days=6)
    half = desk.inspecting.inspect(seats.dispatcher, done.recheck, findings="hose", crew="AJ1")
    assert (half.result, half.stop_use) == (InspectionResult.GRADE_2, False)
    assert desk.look.card(None, one.premise_id, wall.now()).warnings == ()
    total = desk.look.campaigns().figures(wall.now())[-1]
    assert (total.grade_1, total.grade_2, total.stopped, total.rectified) == (1, 1, 0, 1)
    wall.advance(days=14)
    desk.inspecting.inspect(seats.dispatcher, half.recheck, crew="AJ1")
    assert desk.look.campaigns().figures(wall.now())[-1].rectified == 2
    assert all(row.rectified_at for row in rows(Hazard))
    assert desk.upkeep.check().faults == ()


def test_where_the_gas_was_not_turned_off_an_alarm_lasts_until_it_is(desk, seats, wall, homes, rows):
    number = desk.intake.save(seats.operator, NewRequest(category="IN-APPT", premise_id=1)).number
    desk.inspecting.inspect(seats.dispatcher, number, findings="leak", crew="AJ1", stopped=False)
    assert [row.state for row in rows(Alarm)] == ["unacknowledged"]
    wall.advance(seconds=6)
    desk.alarms.sweep()
    assert [row.state for row in rows(Alarm)] == ["unacknowledged"]
    (found,) = rows(Inspection)
    desk.inspecting.stopped_use(seats.dispatcher, found.id, note="户主已关阀")
    assert [row.state for row in rows(Alarm)] == ["returned"]
    assert [row.act for row in rows(Line, act="stopped_use")] == ["stopped_use"]


def test_a_recheck_that_met_nobody_is_made_again(desk, seats, wall, homes):
    number = desk.intake.save(seats.operator, NewRequest(category="IN-APPT", premise_id=1)).number
    done = desk.inspecting.inspect(seats.dispatcher, number, findings="hose", crew="AJ1")
    wall.advance(days=15)
    missed = desk.inspecting.inspect(seats.dispatcher, done.recheck, result="no_entry", crew="AJ1")
    assert (missed.recheck != done.recheck, missed.rectify_by) == (True, wall.now() + 7 * DAY)


def test_a_plain_resolve_leaves_behind_the_same(desk, seats, wall, homes, rows):
    number = desk.intake.save(seats.operator, NewRequest(category="IN-APPT", premise_id=1)).number
    for verb in ("assign", "done"):
        getattr(desk.dispatch, verb)(seats.dispatcher, number, crew="AJ1")
    desk.handling.resolve(seats.dispatcher, number, disposition="made_safe", result="grade_1")
    (found,) = rows(Inspection)
    assert (found.result, found.crew, found.recheck_id is not None) == ("grade_1", "AJ1", True)
    assert len(rows(PremiseWarning)) == 1
    assert [(row.item, row.grade) for row in rows(Hazard)] == [("", 1)]


def test_a_plain_resolve_without_access_is_a_try_as_well(desk, seats, wall, homes):
    campaign(desk, seats, wall)
    to_first_day(desk, wall)
    one = next(one for one in visits(desk) if one.number)
    for verb in ("assign", "done"):
        getattr(desk.dispatch, verb)(seats.dispatcher, one.number, crew="AJ1")
    desk.handling.resolve(seats.dispatcher, one.number, disposition="no_access", result="no_entry")
    now = next(row for row in visits(desk) if row.id == one.id)
    assert (now.tries, now.number, now.state) == (1, "", VisitState.OPEN)


def test_where_no_gas_is_burned_any_more_nobody_goes(desk, seats, wall, homes, rows):
    campaign(desk, seats, wall)
    first = visits(desk)[0]
    desk.files.retire_premise(seats.supervisor, first.premise_id)
    to_first_day(desk, wall)
    assert len(rows(VisitTry)) == 2
    assert next(row for row in visits(desk) if row.id == first.id).state is VisitState.CANCELLED


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"findings": "77"}, "inspect.item"),
        ({"findings": "1/7"}, "inspect.no_grade"),
        ({"result": "pass", "findings": "leak"}, "inspect.other_grade"),
        ({"result": "no_entry", "findings": "leak"}, "inspect.findings"),
        ({"result": "pass", "crew": ""}, "inspect.crew"),
        ({"result": "pass", "crew": "nobody"}, "crew.unknown"),
        ({"findings": "hose", "rectify_by": 1}, "inspect.rectify"),
    ],
)
def test_what_cannot_be_meant_is_refused(desk, seats, homes, refused, said, code):
    number = desk.intake.save(seats.operator, NewRequest(category="IN-APPT", premise_id=1)).number
    assert refused(desk.inspecting.inspect, seats.dispatcher, number, **{"crew": "AJ1"} | said) == code


def test_who_may_not_is_refused_and_no_other_kind_is_inspected(desk, seats, homes, refused):
    inspection = desk.intake.save(seats.operator, NewRequest(category="IN-APPT", premise_id=1)).number
    repair = desk.intake.save(seats.operator, NewRequest(category="RP-HOSE", premise_id=1)).number
    assert refused(desk.inspecting.inspect, seats.operator, inspection, crew="AJ1") == "role.needed"
    assert refused(desk.inspecting.inspect, seats.dispatcher, repair, crew="AJ1") == "inspect.kind"


def test_a_retry_with_its_token_does_nothing_twice(desk, seats, wall, homes, rows):
    number = desk.intake.save(seats.operator, NewRequest(category="IN-APPT", premise_id=1)).number
    first = desk.inspecting.inspect(seats.dispatcher, number, findings="hose", crew="AJ1", token="t1")
    again = desk.inspecting.inspect(seats.dispatcher, number, findings="hose", crew="AJ1", token="t1")
    assert (again.again, again.recheck, again.rectify_by, again.result) == (
        True, first.recheck, first.rectify_by, first.result
    )  # fmt: skip
    assert len(rows(Inspection)) == 1


def test_the_next_year_nobody_is_visited_before_they_are_due(desk, seats, wall, homes):
    number = desk.intake.save(seats.operator, NewRequest(category="IN-APPT", premise_id=1)).number
    desk.inspecting.inspect(seats.dispatcher, number, crew="AJ1")
    made = desk.campaigns.add(
        seats.supervisor, NewCampaign("n", days(wall, 0), days(wall, 30), klass=["individual"], crews=["AJ1"])
    )
    planned = desk.campaigns.plan(seats.supervisor, made.id)
    assert (planned.planned, planned.not_due) == (11, 1)
    other = desk.campaigns.add(seats.supervisor, NewCampaign("m", days(wall, 0), days(wall, 30)))
    assert desk.campaigns.plan(seats.supervisor, other.id).elsewhere == 11


def test_a_visit_is_moved_dropped_and_the_campaign_closed(desk, seats, wall, homes, refused):
    made = campaign(desk, seats, wall)
    first, second = visits(desk)[:2]
    assert refused(desk.campaigns.move, seats.dispatcher, first.id, day="2026-01-03") == "visit.day"
    assert desk.campaigns.move(seats.dispatcher, first.id, day="2026-01-20").flag == "agreed"
    assert desk.campaigns.drop(seats.dispatcher, second.id, reason="拆迁").state is VisitState.CANCELLED
    assert refused(desk.campaigns.drop, seats.dispatcher, second.id, reason="拆迁") == "visit.over"
    to_first_day(desk, wall)
    assert refused(desk.campaigns.close, seats.supervisor, made.id) == "campaign.live"
    for one in visits(desk):
        if one.number:
            desk.inspecting.inspect(seats.dispatcher, one.number)
    closed = desk.campaigns.close(seats.supervisor, made.id, reason="年终")
    assert (closed.state, closed.done, closed.open) == (CampaignState.CLOSED, 1, 0)
    assert closed.planned == closed.done + closed.no_access + closed.cancelled == 12
    assert refused(desk.campaigns.plan, seats.supervisor, made.id) == "campaign.closed"
