"""Holds end as promised and quiet requests are closed, whoever is awake at that instant."""

import pytest
from sqlalchemy import update

from models.rows import NewRequest
from models.tables import Clock, Line, Request
from models.vocabulary import Act, Disposition, HoldReason
from models.wall import DAY, HOUR

HOSE = NewRequest("RP-HOSE", phone="1")


def held(desk, seats, wall, reason=HoldReason.NOT_HOME, hours=5):
    done = desk.intake.save(seats.operator, HOSE)
    desk.handling.hold(seats.dispatcher, done.id, reason=reason, until=wall.now() + hours * HOUR)
    return done


def test_a_hold_ends_at_its_promised_end_though_the_engine_comes_later(desk, seats, wall, rows):
    done, until = held(desk, seats, wall), wall.now() + 5 * HOUR
    wall.advance(hours=4.99)
    assert desk.alarms.resume_due() == 0
    wall.advance(hours=10)
    assert desk.alarms.resume_due() == 1
    assert desk.alarms.resume_due() == 0
    (row,) = rows(Request)
    assert (row.status, row.state_since, row.held_until, row.hold_reason) == ("open", until, None, None)
    assert (row.next_pause_from, row.version) == (None, 3)
    (line,) = rows(Line, act=Act.RESUME.value)
    assert (line.at, line.actor, line.recorded_at, line.request_id) == (until, "engine", wall.now(), done.id)
    due = rows(Clock, kind="resolution")[0].due_at
    assert due - row.received == 77 * HOUR
    assert desk.upkeep.check().faults == ()


def test_a_hold_that_paused_nothing_ends_too(desk, seats, wall, rows):
    held(desk, seats, wall, HoldReason.PARTS)
    wall.advance(hours=6)
    assert desk.alarms.resume_due() == 1
    assert rows(Clock, kind="resolution")[0].pauses == "[]"


def test_it_goes_back_to_working_where_a_crew_is_on_it(desk, seats, wall, rows):
    done = desk.intake.save(seats.operator, HOSE)
    desk.dispatch.assign(seats.dispatcher, done.id, crew="WX1")
    desk.handling.hold(seats.dispatcher, done.id, reason=HoldReason.PARTS, until=wall.now() + HOUR)
    wall.advance(hours=2)
    desk.alarms.resume_due()
    assert rows(Request)[0].status == "working"


def resolved(desk, seats, store, callback_due=False):
    done = desk.intake.save(seats.operator, NewRequest("EQ-STOP", phone="1"))
    desk.handling.take(seats.operator, done.id)
    desk.handling.resolve(seats.dispatcher, done.id, disposition=Disposition.ANSWERED)
    with store.write() as connection:
        state = {"status": "resolved", "callback_due": callback_due, "closed_at": None}
        connection.execute(update(Request).where(Request.id == done.id).values(**state))
    return done


def test_a_resolved_request_without_a_call_back_is_closed_after_a_quiet_day(desk, store, seats, wall, rows):
    done = resolved(desk, seats, store)
    before = rows(Request)[0].version
    wall.advance(days=1, seconds=-1)
    assert desk.alarms.close_due() == 0
    wall.advance(seconds=1)
    assert (desk.alarms.close_due(), desk.alarms.close_due()) == (1, 0)
    (row,) = rows(Request)
    assert (row.status, row.closed_at, row.version) == ("closed", wall.now(), before + 1)
    line = rows(Line, act=Act.CLOSE.value)[-1]
    assert (line.actor, line.request_id) == ("engine", done.id)


def test_one_with_a_call_back_due_waits_for_it(desk, store, seats, wall):
    resolved(desk, seats, store, callback_due=True)
    wall.advance(days=9)
    assert desk.alarms.close_due() == 0


@pytest.mark.parametrize("hours", [1, 23])
def test_one_of_which_something_was_heard_waits_a_day_from_then(desk, store, seats, wall, hours):
    done = resolved(desk, seats, store)
    wall.advance(hours=hours)
    desk.handling.note(seats.second, done.id, text="又来电")
    wall.advance(hours=24 - hours + 0.5)
    assert desk.alarms.close_due() == 0
    wall.advance(days=1)
    assert desk.alarms.close_due() == 1


def test_many_are_done_in_batches(desk, seats, wall, rows, monkeypatch):
    from models.desk import falling_due

    monkeypatch.setattr(falling_due, "BATCH", 2)
    monkeypatch.setattr(falling_due, "_RESUMABLE", falling_due._RESUMABLE.limit(2))
    for _ in range(5):
        held(desk, seats, wall)
    wall.set(wall.now() + DAY)
    assert desk.alarms.resume_due() == 5
    assert {row.status for row in rows(Request)} == {"open"}
