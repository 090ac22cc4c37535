"""Certificates, shifts and ways: what the proposals stand on, kept by verbs and read at a moment."""

import json

import pytest
from sqlalchemy import update

from models.ranking import Out
from models.rows import NewRequest
from models.tables import Crew, Line
from models.vocabulary import CrewStatus
from models.wall import DAY, HOUR, MINUTE


@pytest.fixture
def leak(desk, seats):
    return desk.intake.save(seats.operator, NewRequest("EM-LEAK-IN", phone="13900000001", district="城东")).id


@pytest.fixture
def emergency(store):
    with store.write() as connection:
        connection.execute(update(Crew).values(skills="emergency"))


def proposed(desk, request):
    return [one.crew for one in desk.look.ranking(request, desk.wall.now()).proposals]


def out(desk, request, crew):
    return [reason.why for reason in desk.look.ranking(request, desk.wall.now()).why_out(crew)]


def test_a_certificate_ends_at_its_instant_and_not_before(desk, seats, leak, emergency, wall):
    desk.duties.certify(seats.admin, "QX1", "emergency", until=wall.now() + HOUR)
    assert "QX1" in proposed(desk, leak)
    wall.advance(hours=1)
    assert out(desk, leak, "QX1") == [Out.EXPIRED]
    desk.duties.certify(seats.admin, "QX1", "emergency")
    assert "QX1" in proposed(desk, leak)
    assert desk.duties.certificates() == []


def test_a_new_certificate_gives_the_skill(desk, seats, wall):
    desk.duties.certify(seats.admin, "AJ1", "network", until=wall.now() + DAY)
    assert next(crew for crew in desk.look.crews(wall.now()) if crew.code == "AJ1").skills == ("network",)


def test_a_roster_decides_while_it_reaches_ahead_and_then_the_mark_holds_again(desk, seats, leak, emergency, wall):
    now = wall.now()
    desk.duties.shift(seats.supervisor, "QX1", starts_at=now - HOUR, ends_at=now + HOUR)
    desk.duties.shift(seats.supervisor, "QX1", starts_at=now + 3 * HOUR, ends_at=now + 5 * HOUR)
    status = lambda: next(crew for crew in desk.look.crews(wall.now()) if crew.code == "QX1")  # noqa: E731
    assert (status().status, status().shift_ends) == (CrewStatus.FREE, now + HOUR)
    wall.advance(hours=2)
    assert status().status is CrewStatus.OFF
    assert out(desk, leak, "QX1") == [Out.OFF_SHIFT]
    wall.advance(hours=4)
    assert status().status is CrewStatus.FREE


def test_a_shift_can_be_changed_and_dropped(desk, seats, wall, refused):
    begin = wall.now() + DAY
    desk.duties.shift(seats.supervisor, "QX1", starts_at=begin, ends_at=begin + HOUR)
    desk.duties.shift(seats.supervisor, "QX1", starts_at=begin, ends_at=begin + 2 * HOUR)
    assert desk.duties.roster(wall.now()) == [{"crew": "QX1", "from": begin, "until": begin + 2 * HOUR}]
    desk.duties.off(seats.supervisor, "QX1", starts_at=begin)
    assert desk.duties.roster(wall.now()) == []
    assert refused(desk.duties.off, seats.supervisor, "QX1", starts_at=begin) == "shift.unknown"
    assert refused(desk.duties.shift, seats.supervisor, "QX1", starts_at=begin, ends_at=begin) == "shift.span"
    assert refused(desk.duties.shift, seats.operator, "QX1", starts_at=begin, ends_at=begin + HOUR) == "role.needed"


def test_the_nearer_crew_goes_first_once_the_ways_are_known(desk, seats, store, leak, emergency, refused):
    with store.write() as connection:
        connection.execute(update(Crew).where(Crew.code == "QX1").values(district="南湖"))
        connection.execute(update(Crew).where(Crew.code == "QX2").values(district="城西"))
    desk.duties.way(seats.admin, "南湖", "城东", minutes=40)
    desk.duties.way(seats.admin, "城东", "城西", minutes=18)
    order = proposed(desk, leak)
    assert order.index("QX2") < order.index("QX1")
    assert refused(desk.duties.way, seats.admin, "南湖", "海里", minutes=4) == "district.unknown"
    assert refused(desk.duties.way, seats.admin, "南湖", "城东", minutes=-1) == "way.minutes"


def test_the_line_says_which_place_among_the_proposals_was_taken_and_how_far_it_was(
    desk, seats, leak, emergency, rows, refused
):
    second = proposed(desk, leak)[1]
    desk.dispatch.assign(seats.dispatcher, leak, crew=second, override_reason="刚好在旁边")
    said = json.loads(rows(Line, act="assign")[0].payload)
    assert (said["place"], said["override_reason"]) == (2, "刚好在旁边")
    assert desk.look.ranking(leak, desk.wall.now()).why_out(second)[0].why is Out.ALREADY


def test_a_crew_without_the_skill_goes_only_with_a_reason(desk, seats, leak, emergency, store, refused):
    with store.write() as connection:
        connection.execute(update(Crew).where(Crew.code == "WX1").values(skills="meter"))
    assert refused(desk.dispatch.assign, seats.dispatcher, leak, crew="WX1") == "assign.skill"
    desk.dispatch.assign(seats.dispatcher, leak, crew="WX1", override_reason="只有他们在")


def test_full_hands_are_for_a_life_only(desk, seats, leak, emergency, refused, wall):
    desk.administration.set_crew(seats.admin, "QX1", load_cap=0)
    hose = desk.intake.save(seats.operator, NewRequest("RP-HOSE", phone="13900000002")).id
    assert refused(desk.dispatch.assign, seats.dispatcher, hose, crew="QX1") == "assign.load"
    desk.dispatch.assign(seats.dispatcher, leak, crew="QX1")
    assert refused(desk.administration.set_crew, seats.admin, "QX1", load_cap=-1) == "cap.range"


def test_a_crew_out_of_service_says_until_when(desk, seats, wall):
    back = wall.now() + 90 * MINUTE
    desk.administration.set_crew(seats.supervisor, "QX1", out_reason="车检", out_until=back)
    crew = next(one for one in desk.look.crews(wall.now()) if one.code == "QX1")
    assert (crew.status, crew.out_until) == (CrewStatus.OUT, back)
    desk.administration.set_crew(seats.supervisor, "QX1", out_reason="")
    assert next(one for one in desk.look.crews(wall.now()) if one.code == "QX1").out_until is None
