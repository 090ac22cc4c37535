"""A call-back that was promised and made is on record as kept, and its alarm is over."""

import pytest

from models.rows import NewRequest
from models.tables import Alarm, Call
from models.vocabulary import WrapUp
from models.wall import HOUR

HOSE = NewRequest("RP-HOSE", phone="5550001")


@pytest.fixture
def promised(desk, seats, wall):
    """A request whose caller was promised a call within the hour."""
    done = desk.intake.save(seats.operator, HOSE)
    desk.intake.call(seats.operator, phone="5550009", request=done.id, wrap_up=WrapUp.CALL_BACK,
                     promised=wall.now() + HOUR)  # fmt: skip
    wall.advance(minutes=5)
    return done


def kept(rows):
    return [row.kept_at for row in rows(Call) if row.promised_at is not None]


WAYS = {
    "the caller is told": lambda desk, seats, done: desk.handling.respond(seats.operator, done.id),
    "a call about the request": lambda desk, seats, done: desk.intake.call(
        seats.operator, phone="5550002", request=done.id, wrap_up=WrapUp.PROGRESS
    ),
    "a call from the number": lambda desk, seats, done: desk.intake.call(
        seats.operator, phone="5550009", wrap_up=WrapUp.ANSWERED
    ),
    "a new request from the number": lambda desk, seats, done: desk.intake.save(
        seats.operator, NewRequest("RP-METER", phone="5550009")
    ),
    "it joins": lambda desk, seats, done: desk.intake.join(seats.operator, done.id, phone="5550003", note="again"),
}


@pytest.mark.parametrize("way", WAYS)
def test_whoever_speaks_with_the_caller_keeps_the_promise(desk, seats, wall, rows, promised, way):
    assert kept(rows) == [None]
    WAYS[way](desk, seats, promised)
    assert kept(rows) == [wall.now()]
    wall.advance(hours=2)
    desk.alarms.sweep(under=wall.now())
    assert rows(Alarm, rule="promise_missed") == []


@pytest.mark.parametrize("way", WAYS)
def test_what_was_missed_is_over_once_it_is_made(desk, seats, wall, rows, promised, way):
    wall.advance(hours=1)
    desk.alarms.sweep(under=wall.now())
    assert [row.state for row in rows(Alarm, rule="promise_missed")] == ["unacknowledged"]
    WAYS[way](desk, seats, promised)
    assert kept(rows) == [wall.now()]
    assert [row.active for row in rows(Alarm, rule="promise_missed")] == [False]
    assert desk.upkeep.check().faults == ()


def test_a_call_from_elsewhere_about_something_else_keeps_nothing(desk, seats, wall, rows, promised):
    desk.intake.save(seats.operator, NewRequest("RP-METER", phone="5550008"))
    desk.handling.note(seats.operator, promised.id, text="tried, no answer")
    assert kept(rows) == [None]
