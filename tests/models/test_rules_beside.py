"""The rules beside the clocks: true while they are true, over when they are over; and the engine's eye on itself."""

import pytest
from sqlalchemy import update

from models.desk import engine
from models.rows import NewRequest
from models.tables import Alarm, Call, Clock, Line, Notice
from models.tables import Engine as Mark
from models.vocabulary import HoldReason, WrapUp
from models.wall import HOUR, MINUTE, SECOND

HOSE = NewRequest("RP-HOSE", phone="5550001")
LEAK = NewRequest("EM-LEAK-IN", phone="5550001")


def turn(desk, wall, **passes):
    wall.advance(**passes)
    return desk.alarms.sweep(under=wall.now())


def live(desk, wall, **passes):
    """The engine sweeps every 20 s while the time passes."""
    ends = wall.now() + round(passes.get("hours", 0) * HOUR + passes.get("minutes", 0) * MINUTE
                              + passes.get("seconds", 0) * SECOND)  # fmt: skip
    while wall.now() < ends:
        wall.set(min(ends, wall.now() + 20 * SECOND))
        desk.alarms.sweep()


def of(rows, rule):
    return [(row.state, row.severity, row.request_id) for row in rows(Alarm, rule=rule)]


def test_a_hold_rings_half_an_hour_before_its_end_and_is_over_when_it_is(desk, seats, wall, rows):
    done = desk.intake.save(seats.operator, HOSE)
    desk.handling.hold(seats.dispatcher, done.id, reason=HoldReason.PARTS, until=wall.now() + 2 * HOUR)
    turn(desk, wall, minutes=89)
    assert of(rows, "hold_ends") == []
    turn(desk, wall, minutes=1)
    assert of(rows, "hold_ends") == [("unacknowledged", 1, done.id)]
    desk.handling.resume(seats.dispatcher, done.id)
    turn(desk, wall, seconds=1)
    assert of(rows, "hold_ends") == [("returned", 1, done.id)]


def test_a_crew_of_which_nothing_was_heard_for_two_hours(desk, seats, wall, rows):
    done = desk.intake.save(seats.operator, LEAK)
    desk.dispatch.assign(seats.dispatcher, done.id, crew="QX1")
    desk.dispatch.en_route(seats.dispatcher, done.id)
    turn(desk, wall, hours=2)
    assert of(rows, "crew_silent") == []
    turn(desk, wall, seconds=1)
    assert of(rows, "crew_silent") == [("unacknowledged", 2, done.id)]
    desk.handling.note(seats.dispatcher, done.id, text="the crew called")
    turn(desk, wall, seconds=1)
    assert of(rows, "crew_silent") == [("returned", 2, done.id)]


def test_the_second_return_goes_to_the_supervisor(desk, seats, wall, rows):
    done = desk.intake.save(seats.operator, HOSE)
    for _ in range(2):
        desk.dispatch.assign(seats.dispatcher, done.id, crew="WX1")
        desk.dispatch.decline(seats.dispatcher, done.id, reason="too far")
        turn(desk, wall, minutes=1)
    ((state, severity, _),) = of(rows, "returned_twice")
    assert (state, severity) == ("unacknowledged", 2)
    (alarm,) = rows(Alarm, rule="returned_twice")
    assert [one.audience for one in rows(Notice, alarm_id=alarm.id)] == ["supervisor"]
    desk.dispatch.assign(seats.dispatcher, done.id, crew="WX2")
    turn(desk, wall, minutes=1)
    assert of(rows, "returned_twice")[0][0] == "returned"


@pytest.mark.parametrize("how", ["call", "respond"])
def test_a_promise_to_call_back_is_missed_unless_somebody_called(desk, seats, wall, rows, how):
    done = desk.intake.save(seats.operator, HOSE)
    desk.intake.call(seats.operator, phone="5550009", wrap_up=WrapUp.CALL_BACK, request=done.id)
    assert rows(Call)[-1].promised_at == wall.now() + 30 * MINUTE
    turn(desk, wall, minutes=30)
    assert of(rows, "promise_missed") == []
    turn(desk, wall, seconds=1)
    assert of(rows, "promise_missed") == [("unacknowledged", 2, done.id)]
    if how == "call":
        desk.intake.call(seats.operator, phone="5550009", wrap_up=WrapUp.ANSWERED)
    else:
        desk.handling.respond(seats.operator, done.id)
    turn(desk, wall, seconds=1)
    assert of(rows, "promise_missed")[0][0] == "returned"


def test_a_promise_for_a_named_moment_counts_until_then(desk, seats, wall, rows):
    until = wall.now() + 5 * HOUR
    desk.intake.call(seats.operator, phone="5550009", wrap_up=WrapUp.CALL_BACK, promised=until)
    turn(desk, wall, hours=5)
    assert of(rows, "promise_missed") == []
    turn(desk, wall, seconds=1)
    assert of(rows, "promise_missed") == [("unacknowledged", 2, None)]


def test_whoever_sweeps_after_a_gap_finds_that_the_engine_was_dead(desk, seats, wall, rows):
    desk.alarms.sweep()
    mark = wall.now()
    wall.advance(seconds=30)
    desk.alarms.sweep()
    assert of(rows, "engine_dead") == []
    wall.advance(seconds=30.001)
    desk.alarms.sweep()
    (alarm,) = rows(Alarm, rule="engine_dead")
    assert (alarm.state, alarm.severity, alarm.gap_from) == ("returned", 3, mark + 30 * SECOND)
    (notice,) = rows(Notice)
    assert (notice.key, notice.audience) == (f"{alarm.id}:1:0", "supervisor")
    wall.advance(hours=1)
    desk.alarms.sweep()
    assert [one.key for one in rows(Notice)] == [f"{alarm.id}:1:0", f"{alarm.id}:2:0"]
    assert desk.alarms.acknowledge(seats.operator, alarm.id).state == "normal"
    assert desk.upkeep.check().faults == ()


def test_what_comes_and_goes_is_told_outside_once_for_a_step_and_then_as_one_note(desk, seats, wall, rows):
    desk.alarms.sweep()
    for _ in range(19):
        wall.advance(seconds=31)
        desk.alarms.sweep()
    (alarm,) = rows(Alarm, rule="engine_dead")
    assert (alarm.state, alarm.occurrence, len(rows(Line, act="raise"))) == ("returned", 19, 19)
    assert [(one.kind, one.audience) for one in rows(Notice)] == [("alarm", "supervisor"), ("note", "supervisor")]
    wall.advance(seconds=62)
    desk.alarms.sweep()
    assert [one.kind for one in rows(Notice)] == ["alarm", "note", "alarm"]
    assert desk.upkeep.check().faults == ()


def test_a_disk_nearly_full_rings_until_there_is_room_again(desk, wall, rows, monkeypatch):
    monkeypatch.setattr(engine, "ROOM", 2**62)
    desk.alarms.sweep()
    assert of(rows, "disk_low") == [("unacknowledged", 2, None)]
    live(desk, wall, minutes=1)
    assert len(rows(Line, act="raise")) == 1
    monkeypatch.setattr(engine, "ROOM", 0)
    live(desk, wall, minutes=1)
    assert of(rows, "disk_low") == [("returned", 2, None)]


def test_a_step_of_the_wall_is_told_once_though_several_processes_saw_it(desk, wall, rows):
    desk.alarms.wall_stepped(HOUR)
    wall.advance(seconds=2)
    desk.alarms.wall_stepped(HOUR)
    assert len(rows(Line, act="clock_jump")) == 1
    assert of(rows, "clock_jumped") == [("returned", 2, None)]
    assert [one.audience for one in rows(Notice)] == ["supervisor"]


def test_a_promise_the_sweep_cannot_see_is_found_by_the_auditor_and_recorded(desk, store, seats, wall, rows):
    desk.alarms.sweep()
    done = desk.intake.save(seats.operator, LEAK)
    with store.write() as connection:  # the index that carries the sweep is put out of step
        connection.execute(update(Clock).where(Clock.kind == "dispatch").values(alarm_at=None, alarm_level=None))
    live(desk, wall, minutes=5, seconds=11)
    assert rows(Alarm, clock="dispatch") == []
    assert rows(Mark)[0].suspects == "" or rows(Alarm, rule="engine_missed") == []
    live(desk, wall, seconds=40)
    (missed,) = rows(Alarm, rule="engine_missed")
    assert (missed.severity, missed.state, missed.request_id) == (3, "returned", done.id)
    live(desk, wall, seconds=20)
    (alarm,) = rows(Alarm, clock="dispatch")
    assert (alarm.level, alarm.late) == (100, True) or alarm.level >= 100
    live(desk, wall, minutes=2)
    assert rows(Alarm, rule="engine_missed")[0].occurrence == 1
    assert desk.upkeep.check().faults == ()


def test_the_auditor_has_nothing_to_say_of_a_sweep_that_works(desk, seats, wall, rows):
    desk.alarms.sweep()
    for _ in range(3):
        desk.intake.save(seats.operator, LEAK)
    live(desk, wall, minutes=40)
    assert rows(Alarm, rule="engine_missed") == []
    assert rows(Mark)[0].suspects == ""


def test_a_rule_beside_the_clocks_goes_out_of_service_like_any_other(desk, seats, wall, rows):
    desk.intake.call(seats.operator, phone="5550009", wrap_up=WrapUp.CALL_BACK)
    desk.alarms.take_out_of_service(seats.supervisor, "promise_missed", reason="x", until=wall.now() + HOUR)
    turn(desk, wall, minutes=31)
    assert of(rows, "promise_missed") == [("out_of_service", 2, None)]
    turn(desk, wall, minutes=30)
    assert of(rows, "promise_missed") == [("unacknowledged", 2, None)]
