"""The indicators as they are read after a day's work at a real desk."""

import pytest
from sqlalchemy import insert

from models.rows import NewRequest, NewStop
from models.tables import Call, Shift
from models.vocabulary import Disposition, Priority, WrapUp
from models.wall import HOUR, MINUTE


def named(found, group="all"):
    """The figures of one group by name."""
    return {one.name: one for one in found if one.group == group}


@pytest.fixture
def begin(wall):
    """When the day began."""
    return wall.now()


@pytest.fixture
def figures(desk, begin):
    """``figures(name, …)``: a report of the whole day so far."""
    return lambda name, **asked: getattr(desk.look.indicators(), name)(begin, desk.wall.now() + 1, **asked)


def done(desk, seats, category, crew="QX1", **facts):
    """A repair that a crew did within two hours, called back and closed by another."""
    number = desk.intake.save(seats.operator, NewRequest(category=category, **{"phone": "19912344021"} | facts)).id
    desk.handling.respond(seats.operator, number)
    desk.dispatch.assign(seats.supervisor, number, crew=crew)
    job = {"crew": crew}
    desk.dispatch.accept(seats.supervisor, number, **job)
    desk.wall.advance(hours=1)
    desk.dispatch.on_site(seats.supervisor, number, **job)
    desk.wall.advance(hours=1)
    desk.dispatch.done(seats.supervisor, number, **job)
    desk.handling.resolve(seats.supervisor, number, disposition=Disposition.FIXED)
    return number


def test_a_repair_of_two_hours_is_two_hours_by_crew_owner_and_shift(desk, seats, figures):
    done(desk, seats, "RP-VALVE")
    found = figures("promises", by="crew")
    assert (named(found)["resolution_mean"].value, named(found, "QX1")["resolution_mean"].value) == (2, 2)
    assert named(found)["response_mean"].value == 0
    assert named(figures("promises", by="operator"), "li")["resolution_mean"].n == 1
    assert named(figures("promises", by="shift"), "08-20")["resolution_mean"].n == 1
    assert named(figures("promises", by="shift", shifts=(0, 12)), "00-12")["resolution_mean"].n == 1


def test_the_rates_are_read_from_what_was_done(desk, seats, figures):
    li, zhao = seats.operator, seats.supervisor
    settled = desk.intake.save(li, NewRequest(category="EQ-BILL", phone="19900001111")).id
    desk.handling.take(li, settled)
    desk.handling.resolve(li, settled, disposition=Disposition.ANSWERED)
    first = done(desk, seats, "RP-VALVE", address="民生路12号3-402")
    desk.handling.reopen(li, first, reason="又漏了")
    wrong = desk.intake.save(li, NewRequest(category="RP-LOW", address="石榴巷9号", phone="19900002222")).id
    desk.handling.reclassify(li, wrong, category="RP-STOVE", reason="听错了")
    desk.handling.reclassify(li, wrong, priority=Priority.P2, reason="老人独居")
    desk.dispatch.assign(zhao, wrong, crew="QX1")
    desk.dispatch.decline(zhao, wrong, crew="QX1", reason="没有配件")
    desk.dispatch.assign(zhao, wrong, crew="QX2")
    desk.intake.save(li, NewRequest(category="CP-SERV", phone="19900003333"))
    found = named(figures("rates"))
    assert {name: (one.value, one.n) for name, one in found.items()} == {
        "first_contact": (100, 1), "reopened": (50, 2), "repeat_fault": (0, 2), "wrong_category": (25, 4),
        "re_dispatched": (50, 2), "complaint_rate": (333.333, 3),
    }  # fmt: skip


def test_who_rings_again_was_not_helped_at_first_contact(desk, seats, figures, wall):
    li = seats.operator
    ids = [desk.intake.save(li, NewRequest(category="EQ-BILL", phone="19900001111")).id for _ in range(3)]
    wall.advance(minutes=5)
    desk.intake.call(li, phone="19900001111", request=ids[0], wrap_up=WrapUp.PROGRESS)
    desk.intake.join(li, ids[1], phone="19900001111")
    for number in ids:
        desk.handling.take(li, number)
        desk.handling.resolve(li, number, disposition=Disposition.ANSWERED)
    assert (named(figures("rates"))["first_contact"].value, named(figures("rates"))["first_contact"].n) == (33.333, 3)


def test_a_fault_that_comes_back_is_seen_although_the_first_came_before_the_span(desk, seats, begin, wall):
    done(desk, seats, "RP-VALVE", address="民生路12号3-402")
    wall.advance(days=3)
    since = wall.now()
    desk.intake.save(seats.operator, NewRequest(category="RP-VALVE", address=" 民生路 12号3-402"))
    desk.intake.save(seats.operator, NewRequest(category="RP-VALVE", address="民生路14号"))
    found = named(desk.look.indicators().rates(since, wall.now() + 1))["repeat_fault"]
    assert (found.value, found.n) == (50, 2)


def test_scores_reach_coverage_satisfaction_and_the_index(desk, seats, figures):
    first, second = (done(desk, seats, "RP-VALVE", crew) for crew in ("QX1", "QX2"))
    third = done(desk, seats, "RP-VALVE", "WX1")
    desk.handling.close(seats.operator, first, scores={"speed": 5, "attitude": 5, "quality": 4})
    desk.handling.close(seats.operator, second, scores={"speed": 2, "attitude": 4, "quality": 5})
    covered = named(figures("coverage"), "repair")
    assert (covered["call_back_coverage"].value, covered["call_backs_owed"].value) == (66.667, 1)
    assert third
    assert named(figures("satisfaction"))["satisfied"].value == 50
    rows = {row.node: row.c for row in figures("service_index")}
    assert (rows["all"], rows["repair/RP-VALVE/speed"], rows["repair/RP-VALVE/attitude"]) == (83.333, 50, 100)


def test_what_is_overdue_is_late_by_its_worst_promise(desk, seats, wall):
    late = desk.intake.save(seats.operator, NewRequest(category="RP-HOSE", district="城西", phone="19900001111")).id
    wall.advance(hours=73)
    look = desk.look.indicators()
    found = named(look.overdue(wall.now(), by="district"), "城西")
    # The response was due after 24 hours.
    assert (found["overdue"].value, found["overdue_longest"].value) == (1, 49)
    desk.handling.respond(seats.operator, late)
    assert named(look.overdue(wall.now()))["overdue_longest"].value == 1


def test_customers_without_gas_are_those_of_stops_and_of_requests(desk, seats, figures, wall):
    desk.stops.plan(seats.supervisor, NewStop(wall.now() + HOUR, wall.now() + 3 * HOUR, district="城东", homes=40,
                                              reason="换阀"))  # fmt: skip
    single = desk.intake.save(seats.operator, NewRequest(category="RP-NOGAS", phone="19900001111")).id
    wall.advance(hours=2)
    desk.handling.cancel(seats.supervisor, single, reason="打错了")
    desk.intake.save(seats.operator, NewRequest(category="RP-NOGAS", phone="19900002222"))
    wall.advance(hours=3)
    found = figures("supply")
    # 40 homes for 4 hours, for nobody has restored them; one home for 3.
    assert named(found, "planned")["customer_hours"].value == pytest.approx(160, abs=0.02)
    assert named(found, "unplanned")["customer_hours"].value == pytest.approx(3, abs=0.002)


def test_homes_of_an_incident_are_counted_once_and_never_guessed(desk, seats, figures, wall):
    li, zhao = seats.operator, seats.supervisor
    area = desk.intake.save(li, NewRequest(category="EM-OUT-AREA", phone="19900001111", homes=30)).id
    homes = [desk.intake.save(li, NewRequest(category="RP-NOGAS", phone=f"1990000222{n}")).id for n in range(2)]
    desk.intake.save(li, NewRequest(category="EM-OUT-AREA", phone="19900003333"))
    desk.incidents.begin(zhao, area, reason="阀室", children=homes[:1])
    wall.advance(hours=2)
    found = named(figures("supply"), "unplanned")
    # 30 homes and the one that is elsewhere, for 2 hours.
    assert found["customer_hours"].value == pytest.approx(62, abs=0.02)
    assert found["outages_uncounted"].value == 1
    desk.incidents.end(zhao, area)
    assert named(figures("supply"), "unplanned")["customer_hours"].value == found["customer_hours"].value


def test_use_is_read_from_shifts_jobs_and_calls(desk, seats, figures, store, wall, begin):
    with store.write() as connection:
        connection.execute(insert(Shift), [{"crew_id": 1, "starts_at": begin, "ends_at": begin + 4 * HOUR}])
        connection.execute(
            insert(Call),
            [{"operator_id": 1, "answered_at": begin + 60 * MINUTE, "ended_at": begin + 66 * MINUTE,
              "phantom": False},
             {"operator_id": 1, "answered_at": begin + 70 * MINUTE, "ended_at": begin + 71 * MINUTE, "phantom": True}],
        )  # fmt: skip
    done(desk, seats, "RP-VALVE")
    wall.advance(hours=2)
    found = figures("use")
    assert [named(found, "QX1")[name].value for name in ("crew_utilisation", "crew_on_site")] == [50, 25]
    # li wrote at the beginning and was on the line for 6 minutes an hour later.
    seat = named(found, "li")
    assert (seat["seat_staffed"].value, seat["seat_utilisation"].value) == (1, 10)


def test_the_cause_of_a_complaint_is_told_only_to_the_desk(desk, seats, figures, begin, wall):
    number = desk.intake.save(seats.operator, NewRequest(category="CP-SERV", phone="19900003333")).id
    desk.handling.take(seats.operator, number)
    desk.handling.resolve(seats.operator, number, disposition=Disposition.FIXED, cause="师傅迟到", measure="道歉",
                          answer="已道歉", stage="visit", unit="城东维修站", person="站长周", plan="道歉",
                          plan_by=wall.now() + 24 * HOUR, unit_answer="已通报")  # fmt: skip
    assert [row.cause for row in figures("causes", by="cause")] == ["师傅迟到"]
    hidden = desk.look.seen_by(seats.admin).indicators()
    assert hidden.causes(begin, wall.now() + 1, by="cause") == []
    assert [row.cause for row in hidden.causes(begin, wall.now() + 1)] == ["CP-SERV"]
