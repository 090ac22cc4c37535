"""What runs out in silence is told: a contract, the days off of a calendar, a reply that is owed."""

import pytest
from sqlalchemy import insert

from models.desk.endings import GRACE
from models.policyfile import line_of
from models.rows import NewRequest
from models.tables import Alarm, Customer, Notice, Request
from models.tables.found_by import refill
from models.vocabulary import Channel, Disposition
from models.wall import DAY, MINUTE, SECOND

JANUARY_2027 = 1_798_732_800_000
"""The first instant of 2027 in Shanghai."""


def turn(desk, wall, **passes):
    wall.advance(**passes)
    return desk.alarms.sweep(under=wall.now())


def of(rows, rule):
    return [(row.state, row.severity, row.subject) for row in rows(Alarm, rule=rule)]


@pytest.fixture
def customer(store):
    with store.write() as connection:
        connection.execute(insert(Customer), {"id": 7, "name": "Hospital", "phone": "1", "klass": "government"})
        refill(connection)
    return 7


def test_a_contract_about_to_end_is_the_supervisors_until_another_one_follows(desk, seats, wall, rows, customer):
    desk.terms.add_contract(seats.admin, "HOSP", customer=customer, valid_to=wall.now() + 40 * DAY)
    turn(desk, wall, days=9)
    assert of(rows, "contract_ends") == []
    turn(desk, wall, days=1)
    assert of(rows, "contract_ends") == [("unacknowledged", 1, "contract:HOSP")]
    assert [row.audience for row in rows(Notice, kind="alarm")] == ["supervisor"]
    desk.terms.add_contract(seats.admin, "HOSP2", customer=customer, valid_from=wall.now() + 30 * DAY)
    turn(desk, wall, seconds=1)
    assert of(rows, "contract_ends") == [("returned", 1, "contract:HOSP")]
    assert desk.upkeep.check().faults == ()


def test_a_contract_that_has_ended_rings_no_more(desk, seats, wall, rows, customer):
    desk.terms.add_contract(seats.admin, "HOSP", customer=customer, valid_to=wall.now() + 40 * DAY)
    turn(desk, wall, days=39)
    turn(desk, wall, days=1)
    assert of(rows, "contract_ends") == [("returned", 1, "contract:HOSP")]


def test_the_official_days_off_that_end_are_told_two_months_ahead_where_a_promise_counts_on_them(
    desk, seats, wall, rows
):
    wall.set(JANUARY_2027 - 60 * DAY)
    turn(desk, wall)
    assert of(rows, "calendar_ends") == []
    assert desk.look.calendars_ending(wall.now()) == ()
    desk.terms.set_policy(seats.admin, line_of("RP-HOSE", "resolution", "12h", calendar="cn-office"))
    wall.set(JANUARY_2027 - 60 * DAY - SECOND)
    assert desk.look.calendars_ending(wall.now()) == ()
    turn(desk, wall, seconds=1)
    assert of(rows, "calendar_ends") == [("unacknowledged", 1, "calendar:cn-office")]
    assert desk.look.calendars_ending(wall.now()) == (("cn-office", JANUARY_2027),)
    turn(desk, wall, days=90)
    assert of(rows, "calendar_ends") == [("unacknowledged", 1, "calendar:cn-office")]
    desk.terms.set_policy(seats.admin, line_of("RP-HOSE", "resolution", "12h"))
    turn(desk, wall, seconds=1)
    assert of(rows, "calendar_ends") == [("returned", 1, "calendar:cn-office")]


@pytest.fixture
def over(desk, seats, wall):
    """A request whose work is done while its outside body still waits."""
    new = NewRequest("RP-HOSE", phone="1", channel=Channel.CITY_12345, reply_by=wall.now() + 5 * DAY)
    done = desk.intake.save(seats.operator, new)
    desk.dispatch.assign(seats.dispatcher, done.id, crew="WX1", override_reason="x")
    desk.dispatch.on_site(seats.dispatcher, done.id)
    desk.dispatch.done(seats.dispatcher, done.id)
    desk.handling.resolve(seats.dispatcher, done.id, disposition=Disposition.FIXED)
    return done


def test_what_is_over_but_for_its_reply_is_called_back_to_mind_until_the_reply_is_given(desk, seats, wall, rows, over):
    turn(desk, wall, minutes=GRACE / MINUTE - 1)
    assert of(rows, "reply_owed") == []
    turn(desk, wall, minutes=1)
    assert of(rows, "reply_owed") == [("unacknowledged", 1, f"request:{over.id}")]
    assert desk.look.resolved()[0].number == over.number
    desk.handling.respond(seats.operator, over.id, reply=True)
    turn(desk, wall, seconds=1)
    assert of(rows, "reply_owed") == [("returned", 1, f"request:{over.id}")]
    assert desk.upkeep.check().faults == ()


def test_the_engine_does_not_close_what_owes_a_reply_and_the_list_shows_it_first(desk, seats, wall, rows, over):
    with desk.store.write() as connection:
        connection.exec_driver_sql("UPDATE request SET callback_due = 0")
    wall.advance(days=2)
    assert desk.alarms.close_due() == 0
    later = desk.intake.save(seats.operator, NewRequest("RP-HOSE", phone="2"))
    desk.handling.take(seats.operator, later.id)
    desk.handling.resolve(seats.operator, later.id, disposition=Disposition.ANSWERED)
    assert [row.number for row in desk.look.resolved()] == [over.number, later.number]
    assert desk.look.resolved(limit=1)[0].clock == "reply"
    desk.handling.respond(seats.operator, over.id, reply=True)
    wall.advance(days=1, seconds=1)
    assert desk.alarms.close_due() >= 1
    assert rows(Request, id=over.id)[0].status == "closed"
