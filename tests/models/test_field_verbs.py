"""What crews say of themselves: steps from a phone or radio, words that all is well, positions, late and twice."""

import json

import pytest

from models.rows import NewRequest
from models.rows.field import CrewMessage
from models.tables import Assignment, Crew, Line, Request
from models.vocabulary import Act, Disposition, Step
from models.wall import HOUR, MINUTE, SECOND

LEAK = NewRequest("EM-LEAK-IN", phone="5550001")
HOSE = NewRequest("RP-HOSE", phone="5550002")


@pytest.fixture
def leak(desk, seats):
    """A leak that QX1 was offered."""
    done = desk.intake.save(seats.operator, LEAK)
    desk.dispatch.assign(seats.dispatcher, done.id, crew="QX1")
    return done


@pytest.fixture
def say(desk, seats):
    """``say(step, **facts)``: a message of QX1 through the door."""

    def tell(step=None, crew="QX1", **facts):
        return desk.field.report(seats.dispatcher, CrewMessage(crew, step, **facts))

    return tell


def job(rows, crew_id=1):
    return rows(Assignment, crew_id=crew_id)[-1]


def test_a_crew_goes_through_its_steps_by_the_door(say, leak, wall, rows):
    for step in (Act.ACCEPT, Act.EN_ROUTE, Act.ON_SITE, Act.DONE):
        wall.advance(minutes=5)
        told = say(step)
        assert (told.number, told.step, told.at, told.late, told.again) == (
            leak.number, step.value, wall.now(), False, False,
        )  # fmt: skip
    assert job(rows).step == Step.DONE
    lines = rows(Line, crew_id=1, request_id=leak.id)
    assert {line.actor for line in lines} == {"chen"}
    assert all(json.loads(line.payload)["door"] for line in lines[1:])


def test_a_note_is_kept_with_the_step_and_alone_it_is_a_word_that_all_is_well(say, leak, rows):
    say(Act.ACCEPT, note="带了两把扳手")
    say(note="单元门锁着")
    accepted, told = rows(Line, act="accept")[0], rows(Line, act="check_in")[0]
    assert json.loads(accepted.payload)["note"] == "带了两把扳手"
    assert json.loads(told.payload)["note"] == "单元门锁着"


def test_the_true_time_of_a_step_is_the_crews(say, leak, wall, rows):
    say(Act.ACCEPT)
    wall.advance(minutes=25)
    told = say(Act.ON_SITE, at=wall.now() - 12 * MINUTE)
    assert (job(rows).on_site_at, told.late) == (wall.now() - 12 * MINUTE, False)
    line = rows(Line, act="on_site")[0]
    assert (line.at, line.recorded_at) == (wall.now() - 12 * MINUTE, wall.now())


def test_what_a_phone_kept_for_long_is_a_late_entry_with_both_times(say, leak, wall, rows):
    say(Act.ACCEPT)
    wall.advance(hours=2)
    told = say(Act.ON_SITE, at=wall.now() - 90 * MINUTE)
    assert told.late
    line = rows(Line, act="on_site")[0]
    assert (line.at, line.recorded_at) == (wall.now() - 90 * MINUTE, wall.now())
    assert json.loads(line.payload)["late_entry"]


def test_the_same_time_again_changes_nothing(desk, seats, say, leak, wall, rows):
    wall.advance(minutes=9)
    desk.dispatch.on_site(seats.dispatcher, leak.id)
    stood = wall.now()
    wall.advance(minutes=40)
    assert say(Act.ON_SITE, at=stood).again
    assert say(Act.ON_SITE, at=stood - 30 * SECOND).again
    assert (job(rows).on_site_at, rows(Line, act="amend")) == (stood, [])


def test_an_earlier_time_of_the_crew_amends_and_the_clock_follows_it(desk, seats, say, leak, wall, rows):
    wall.advance(minutes=40)
    desk.dispatch.on_site(seats.dispatcher, leak.id)
    stood = wall.now()
    wall.advance(minutes=50)
    told = say(Act.ON_SITE, at=stood - 10 * MINUTE)
    assert (told.was, told.at, told.late) == (stood, stood - 10 * MINUTE, True)
    amended = rows(Line, act="amend")[0]
    assert json.loads(amended.payload)["was"] == stood
    assert job(rows).on_site_at == stood - 10 * MINUTE
    arrival = next(one for one in desk.look.detail(leak.id).clocks if one.kind == "arrival")
    assert arrival.stopped_at == stood - 10 * MINUTE
    assert desk.upkeep.check().faults == ()


def test_without_a_time_of_its_own_a_step_that_stands_changes_nothing(desk, seats, say, leak, wall, rows):
    desk.dispatch.accept(seats.dispatcher, leak.id)
    stood, before = wall.now(), len(rows(Line))
    wall.advance(minutes=3)
    told = say(Act.ACCEPT)
    assert (told.again, told.at) == (True, stood)
    assert len(rows(Line)) == before


def test_one_message_counts_once_however_often_it_comes(say, leak, wall, rows):
    first = say(Act.ACCEPT, id="m1", note="来了")
    before = len(rows(Line))
    wall.advance(minutes=9)
    again = say(Act.ACCEPT, id="m1", note="来了")
    assert (first.again, again.again, again.at) == (False, True, first.at)
    assert len(rows(Line)) == before
    assert say(Act.ACCEPT, id="m2").again
    assert rows(Request, id=leak.id)[0].version == leak.version + 2


def test_a_position_is_kept_and_is_no_sign_of_life(say, leak, wall, rows, desk, seats):
    desk.dispatch.on_site(seats.dispatcher, leak.id)
    heard, before = job(rows).heard_at, len(rows(Line))
    wall.advance(minutes=10)
    say(position=(31.2, 121.5))
    crew = rows(Crew, code="QX1")[0]
    assert (crew.latitude, crew.longitude, crew.placed_at) == (31.2, 121.5, wall.now())
    assert (job(rows).heard_at, len(rows(Line))) == (heard, before)
    say(position=(1.0, 1.0), at=wall.now() - HOUR)
    assert rows(Crew, code="QX1")[0].latitude == 31.2


def test_only_the_crews_own_word_or_step_counts_as_heard(desk, seats, say, leak, wall, rows):
    dispatch = seats.dispatcher
    desk.dispatch.on_site(dispatch, leak.id)
    heard = wall.now()
    wall.advance(minutes=5)
    desk.handling.note(dispatch, leak.id, text="打了物业电话")
    desk.handling.respond(dispatch, leak.id)
    assert job(rows).heard_at == heard
    desk.field.check_in(dispatch, leak.id, crew="QX1", note="都好")
    assert job(rows).heard_at == wall.now()
    version = rows(Request, id=leak.id)[0].version
    say(Act.CHECK_IN)
    assert rows(Request, id=leak.id)[0].version == version


def test_a_word_that_was_late_counts_from_when_it_was_said(say, leak, wall, rows, desk, seats):
    desk.dispatch.on_site(seats.dispatcher, leak.id)
    wall.advance(minutes=30)
    say(Act.CHECK_IN, at=wall.now() - 10 * MINUTE)
    assert job(rows).heard_at == wall.now() - 10 * MINUTE


def test_the_request_is_the_crews_only_job_or_it_is_named(desk, seats, say, leak, refused, rows):
    other = desk.intake.save(seats.operator, HOSE)
    desk.dispatch.assign(seats.dispatcher, other.id, crew="QX1")
    assert refused(say, Act.ACCEPT) == "crew.which_job"
    assert say(Act.ACCEPT, request=other.number.lower()).number == other.number
    assert say(Act.EN_ROUTE).number == other.number
    assert say(Act.ACCEPT).number == leak.number
    assert refused(say, Act.DONE, crew="WX1") == "crew.no_job"


def test_what_cannot_be_is_refused_and_changes_nothing(desk, seats, say, leak, wall, refused, rows):
    say(Act.ACCEPT)
    before = len(rows(Line))
    assert refused(say, Act.ACCEPT, crew="XX9") == "crew.unknown"
    assert refused(say, Act.ON_SITE, at=wall.now() + 6 * MINUTE) == "at.future"
    assert refused(say, Act.DECLINE, reason="太远") == "step.accepted"
    assert refused(say) == "crew.nothing"
    assert refused(desk.field.report, seats.operator, CrewMessage("QX1", Act.ON_SITE)) == "role.needed"
    wall.advance(hours=30)
    assert refused(say, Act.ON_SITE, at=wall.now() - 25 * HOUR) == "crew.too_late"
    assert refused(say, Act.ON_SITE, at=wall.now() - 23 * HOUR - 59 * MINUTE, request="E-99999") == "request.unknown"
    assert len(rows(Line)) == before
    told = say(Act.ON_SITE, at=wall.now() + 30 * SECOND)
    assert told.at == wall.now()
    say(Act.DONE)
    assert refused(say, Act.EN_ROUTE, request=leak.number) == "step.no_crew"


def test_a_crew_says_no_with_its_reason(say, leak, refused, rows):
    assert refused(say, Act.DECLINE) == "reason.missing"
    say(Act.DECLINE, reason="车坏了")
    assert job(rows).step == Step.DECLINED


def test_a_closed_request_still_takes_the_crews_true_time(desk, seats, say, wall, rows):
    done = desk.intake.save(seats.operator, HOSE)
    desk.dispatch.assign(seats.dispatcher, done.id, crew="WX1")
    wall.advance(minutes=30)
    desk.dispatch.on_site(seats.dispatcher, done.id)
    wall.advance(minutes=30)
    desk.dispatch.done(seats.dispatcher, done.id)
    desk.handling.resolve(seats.dispatcher, done.id, disposition=Disposition.FIXED)
    told = say(Act.DONE, crew="WX1", request=done.number, at=wall.now() - 10 * MINUTE)
    assert told.was == wall.now()
    assert job(rows, 3).ended_at == wall.now() - 10 * MINUTE
