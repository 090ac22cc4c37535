"""The sweep: every level passed is recorded once, at its true time, by whoever comes first."""

import pytest
from sqlalchemy import select, update

from models.desk import engine
from models.desk.desk import Desk
from models.errors import NotAllowed
from models.migrations import create
from models.rows import NewRequest, Swept
from models.store import Store
from models.tables import Alarm, Clock, Level, Line
from models.tables import Engine as Mark
from models.vocabulary import HoldReason
from models.wall import HOUR, MINUTE, SECOND

NOTHING = Swept(0, 0, None)
HOSE = NewRequest("RP-HOSE", phone="1")
LEAK = NewRequest("EM-LEAK-IN", phone="1")


def saved(desk, seats, new=HOSE):
    """A request whose clocks start now, on a desk that has swept just before."""
    desk.alarms.sweep()
    return desk.intake.save(seats.operator, new)


def told(alarm):
    """What a person sees of an alarm."""
    return alarm.clock, alarm.level, alarm.severity, alarm.state


def clock_raises(rows):
    """The journal's lines about promises: the engine's own alarms are about no request."""
    return [line for line in rows(Line, act="raise") if '"rule"' not in line.payload]


def test_with_nothing_due_nothing_is_written_and_nobody_waits_for_the_lock(desk, store, seats, wall, monkeypatch):
    saved(desk, seats)
    wall.advance(seconds=4)
    monkeypatch.setattr(store, "write", None)
    assert desk.alarms.sweep() == NOTHING
    assert (desk.alarms.resume_due(), desk.alarms.close_due()) == (0, 0)


def test_the_mark_of_the_last_sweep_is_renewed_when_it_is_five_seconds_old(desk, seats, wall, rows):
    saved(desk, seats)
    first = wall.now()
    wall.advance(seconds=4.999)
    desk.alarms.sweep()
    assert rows(Mark)[0].swept_at == first
    wall.advance(seconds=0.001)
    desk.alarms.sweep()
    assert rows(Mark)[0].swept_at == first + 5 * SECOND
    assert [line.act for line in rows(Line)] == ["save"]


def test_a_clock_breaches_after_its_target_and_not_at_it(desk, seats, wall, rows):
    saved(desk, seats)
    wall.advance(hours=18)
    assert desk.alarms.sweep() == NOTHING
    wall.advance(seconds=0.001)
    assert desk.alarms.sweep().raised == 1
    assert [told(alarm) for alarm in rows(Alarm, rule="clock")] == [("response", 75, 1, "unacknowledged")]
    wall.advance(hours=3.6)
    assert desk.alarms.sweep().raised == 1
    assert [told(alarm) for alarm in rows(Alarm, rule="clock")] == [("response", 90, 1, "unacknowledged")]
    wall.advance(hours=2.4, seconds=-0.001)
    assert desk.alarms.sweep() == NOTHING
    wall.advance(seconds=0.001)
    assert desk.alarms.sweep().raised == 1
    assert [told(alarm) for alarm in rows(Alarm, rule="clock")] == [("response", 100, 2, "unacknowledged")]


def test_levels_passed_at_once_are_all_recorded_and_raise_one_alarm(desk, seats, wall, rows):
    received = wall.now()
    done = saved(desk, seats, LEAK)
    wall.advance(minutes=6)
    assert desk.alarms.sweep() == Swept(1, 1, received + 5 * MINUTE)
    assert desk.alarms.sweep() == NOTHING
    (alarm,) = rows(Alarm, rule="clock")
    assert told(alarm) == ("dispatch", 100, 3, "unacknowledged")
    assert (alarm.breach_at, alarm.raised_at) == (received + 5 * MINUTE, wall.now())
    ledger = [(row.level, row.due_at - received, row.alarm_id) for row in rows(Level)]
    assert ledger == [(level, level * 3 * SECOND, alarm.id) for level in (75, 90, 100)]
    (line,) = rows(Line, act="raise", alarm_id=alarm.id)
    assert (line.at, line.actor, line.request_id, line.alarm_id) == (alarm.breach_at, "engine", done.id, alarm.id)


def test_a_rising_level_rings_again_after_an_acknowledgement(desk, seats, wall, rows):
    saved(desk, seats, LEAK)
    wall.advance(minutes=4)
    desk.alarms.sweep()
    desk.alarms.acknowledge(seats.operator, 1)
    wall.advance(minutes=2)
    desk.alarms.sweep()
    (alarm,) = rows(Alarm, rule="clock")
    assert told(alarm) == ("dispatch", 100, 3, "unacknowledged")
    assert (alarm.acknowledged_by, alarm.acknowledged_at, alarm.occurrence) == (None, None, 1)


def test_any_number_of_due_clocks_is_recorded_in_batches_and_once(desk, store, seats, wall, rows, monkeypatch):
    monkeypatch.setattr(engine, "BATCH", 7)
    monkeypatch.setattr(engine, "MOST", 7)
    saved(desk, seats)
    for _ in range(20):
        desk.intake.save(seats.operator, HOSE)
    wall.advance(hours=19)
    assert desk.alarms.sweep().raised == 21
    assert desk.alarms.sweep() == NOTHING
    assert (len(rows(Alarm, rule="clock")), len(rows(Level)), len(clock_raises(rows))) == (21, 21, 21)
    assert desk.upkeep.check().faults == ()


def test_what_was_missed_while_no_engine_ran_is_late_and_one_group(desk, seats, wall, rows):
    saved(desk, seats)
    before = wall.now()
    wall.advance(minutes=30)
    desk.intake.save(seats.operator, HOSE)
    wall.advance(hours=25)
    swept = desk.alarms.sweep()
    assert swept == Swept(2, 2, before + 24 * HOUR)
    assert [(alarm.late, alarm.gap_from, alarm.breach_at - before) for alarm in rows(Alarm, rule="clock")] == [
        (True, before, 24 * HOUR),
        (True, before, 24 * HOUR + 30 * MINUTE),
    ]


def test_what_is_found_within_half_a_minute_is_not_late(desk, seats, wall, rows):
    saved(desk, seats)
    wall.advance(hours=17)
    desk.alarms.sweep()
    wall.advance(hours=1, seconds=29)
    assert desk.alarms.sweep() == Swept(1, 0, wall.now() - 29 * SECOND)
    assert (rows(Alarm, rule="clock")[0].late, rows(Alarm, rule="clock")[0].gap_from) == (False, None)


def test_what_had_passed_before_the_last_sweep_is_late_though_engines_ran(desk, store, seats, wall, rows):
    done = saved(desk, seats)
    wall.advance(hours=20)
    with store.write() as connection:  # as an import arms a clock that was due long ago
        connection.execute(update(Clock).values(alarm_at=None))
    desk.alarms.sweep()
    with store.write() as connection:
        response = (Clock.request_id == done.id, Clock.kind == "response")
        connection.execute(update(Clock).where(*response).values(alarm_at=Clock.warn_at, alarm_level=75))
    assert desk.alarms.sweep() == Swept(1, 1, wall.now() - 2 * HOUR)
    assert rows(Alarm, rule="clock")[0].gap_from == wall.now()


def test_the_first_sweep_ever_has_missed_nothing(desk, seats, wall):
    desk.intake.save(seats.operator, HOSE)
    wall.advance(days=4)
    assert desk.alarms.sweep().late == 0


def test_a_sweep_at_a_given_instant_neither_reads_nor_moves_the_mark(desk, seats, wall, rows):
    saved(desk, seats)
    mark, then = rows(Mark)[0], wall.now() + 19 * HOUR
    wall.advance(days=2)
    assert desk.alarms.sweep(under=then) == Swept(1, 0, then - HOUR)
    (alarm,) = rows(Alarm, rule="clock")
    assert (alarm.raised_at, alarm.level, alarm.late) == (then, 75, False)
    assert rows(Mark)[0] == mark
    assert desk.alarms.sweep(under=then) == NOTHING
    assert desk.upkeep.check().faults == ()


def test_the_future_may_be_swept_only_in_a_drill(tmp_path, desk, wall, seats):
    desk.intake.save(seats.operator, HOSE)
    with pytest.raises(NotAllowed, match="no drill"):
        desk.alarms.sweep(under=wall.now() + 1)
    assert desk.alarms.sweep(under=wall.now()) == NOTHING
    path = create(tmp_path / "drill.db", zone="UTC", name="", drill=True, wall=wall, operator=("li", "Li"))
    store = Store(path)
    drill = Desk(store, wall)
    drill.intake.save(seats.operator, HOSE)
    assert drill.alarms.sweep(under=wall.now() + 19 * HOUR).raised == 1
    with store.read() as connection:
        payloads = connection.execute(select(Line.payload)).scalars().all()
    assert len(payloads) == 2
    assert all('"drill":true' in payload for payload in payloads)
    store.close()


def test_a_backward_step_of_the_wall_is_journalled_once_and_stops_nothing(desk, seats, wall, rows):
    done = saved(desk, seats, LEAK)
    wall.advance(minutes=6)
    desk.alarms.sweep()
    before = wall.now()
    wall.advance(hours=-3)
    for _ in range(4):
        assert desk.alarms.sweep() == NOTHING
        wall.advance(seconds=6)
    (line,) = rows(Line, act="clock_jump")
    assert f'"from":{before}' in line.payload
    assert told(rows(Alarm, rule="clock")[0]) == ("dispatch", 100, 3, "unacknowledged")
    later = desk.intake.save(seats.operator, LEAK)
    wall.advance(minutes=6)
    desk.alarms.sweep()
    assert [alarm.request_id for alarm in rows(Alarm, clock="dispatch")] == [done.id, later.id]
    assert len(rows(Line, act="clock_jump")) == 1


def test_two_processes_a_moment_apart_are_no_step_of_the_wall(desk, seats, wall, rows):
    saved(desk, seats)
    wall.advance(seconds=-1.9)
    desk.alarms.sweep()
    assert rows(Line, act="clock_jump") == []


def test_an_act_that_ends_a_clock_first_records_what_it_had_passed(desk, seats, wall, rows):
    done = saved(desk, seats)
    wall.advance(hours=25)
    desk.handling.respond(seats.operator, done.id)
    assert told(rows(Alarm, rule="clock")[0]) == ("response", 100, 2, "returned")
    assert [row.level for row in rows(Level)] == [75, 90, 100]
    assert desk.alarms.sweep().raised == 0


def test_an_act_dated_before_the_breach_prevents_it(desk, seats, wall, rows):
    done = saved(desk, seats, LEAK)
    wall.advance(minutes=6)
    desk.alarms.sweep()
    desk.dispatch.assign(seats.supervisor, done.id, crew="QX1", at=wall.now() - 5 * MINUTE, override_reason="x")
    desk.dispatch.accept(seats.supervisor, done.id, crew=None, at=wall.now() - 4 * MINUTE)
    alarm = rows(Alarm, clock="dispatch")[0]
    assert (alarm.state, alarm.cleared_at) == ("returned", wall.now())


def test_a_hold_silences_and_its_end_rings_again(desk, seats, wall, rows):
    done = saved(desk, seats)
    desk.handling.respond(seats.operator, done.id)
    wall.advance(hours=60)
    assert desk.alarms.sweep().raised == 1
    desk.handling.hold(seats.supervisor, done.id, reason=HoldReason.NOT_HOME, until=wall.now() + 20 * HOUR)
    assert rows(Alarm, rule="clock")[0].state == "suppressed"
    wall.advance(hours=19)
    assert desk.alarms.sweep() == NOTHING
    wall.advance(hours=1, seconds=1)
    assert desk.alarms.resume_due() == 1
    assert told(rows(Alarm, rule="clock")[0]) == ("resolution", 75, 1, "unacknowledged")
    assert rows(Alarm, rule="clock")[0].occurrence == 1
    wall.advance(hours=12)
    desk.alarms.sweep()
    assert told(rows(Alarm, rule="clock")[0]) == ("resolution", 100, 2, "unacknowledged")
    assert desk.upkeep.check().faults == ()


def test_a_due_time_that_moved_away_is_armed_again(desk, seats, wall, rows):
    done = saved(desk, seats, NewRequest("RP-NOGAS", phone="1"))  # response 4 h
    wall.advance(hours=3, minutes=1)
    desk.alarms.sweep()
    desk.alarms.acknowledge(seats.operator, 1)
    desk.handling.reclassify(seats.supervisor, done.id, category="RP-HOSE", reason="x")  # response 24 h
    assert rows(Alarm, rule="clock")[0].state == "normal"
    wall.advance(hours=15)
    assert desk.alarms.sweep().raised == 1
    (alarm,) = rows(Alarm, rule="clock")
    assert (told(alarm), alarm.occurrence) == (("response", 75, 1, "unacknowledged"), 2)
    assert [row.due_at - alarm.due_at for row in rows(Level)] == [-21 * HOUR, -6 * HOUR]


def test_a_target_that_is_past_already_raises_at_once(desk, seats, wall, rows):
    done = saved(desk, seats)
    wall.advance(hours=5)
    desk.handling.reclassify(seats.supervisor, done.id, category="RP-NOGAS", reason="x")  # response 4 h
    assert told(rows(Alarm, rule="clock")[0]) == ("response", 100, 2, "unacknowledged")
    assert desk.alarms.sweep() == NOTHING


def test_a_target_between_warning_and_breach_lowers_the_alarm_and_keeps_the_breach_on_record(desk, seats, wall, rows):
    done = saved(desk, seats, NewRequest("RP-NOGAS", phone="1"))
    wall.advance(hours=20)
    desk.alarms.sweep()
    assert told(rows(Alarm, clock="response")[0]) == ("response", 200, 2, "unacknowledged")
    breached = rows(Alarm, clock="response")[0].breach_at
    desk.handling.reclassify(seats.supervisor, done.id, category="RP-HOSE", reason="x")
    alarm = rows(Alarm, clock="response")[0]
    assert (told(alarm), alarm.breach_at) == (("response", 75, 1, "unacknowledged"), breached)


def test_many_sweeps_at_once_raise_each_alarm_once(database, wall, desk, seats, rows):
    saved(desk, seats)
    for _ in range(3):
        desk.intake.save(seats.operator, LEAK)
    wall.advance(days=4)
    others = [Store(database) for _ in range(2)]
    raised = sum(Desk(other, wall).alarms.sweep().raised for other in others) + desk.alarms.sweep().raised
    for other in others:
        other.close()
    assert raised == len(rows(Alarm, rule="clock")) == 3 * 5 + 2
    assert len(rows(Level)) == 3 * 5 * 6 + 6 + 4  # four days are 133 % of the hose's 72 hours


def test_the_ledger_refuses_a_level_twice_and_a_sweep_takes_no_offence(desk, store, seats, wall, rows):
    saved(desk, seats)
    wall.advance(hours=19)
    desk.alarms.sweep()
    with store.write() as connection:
        connection.execute(update(Clock).where(Clock.kind == "response").values(alarm_at=Clock.warn_at, alarm_level=75))
    wall.advance(seconds=1)
    assert desk.alarms.sweep() == NOTHING
    assert (len(rows(Level)), len(rows(Alarm, rule="clock")), len(clock_raises(rows))) == (1, 1, 1)
    assert rows(Clock, kind="response")[0].alarm_level == 90


def test_the_queries_of_an_idle_engine_read_their_indexes_only(store):
    from models.desk import auditing, beside, falling_due, rules_out

    queries = {
        engine._ANY: "clock_alarm",
        engine._DUE: "clock_alarm",
        engine._WAKES: "alarm_wake",
        engine._BACK: "rule_out_until",
        beside._HOLDS: "request_held",
        beside._RETURNED: "request_returned",
        beside._PROMISED: "call_promised",
        beside._UNREAD: "major_unread",
        beside._CREWS: "assignment_pair",
        beside._STAND: "alarm_active",
        auditing._WINDOW: "clock_due",
        rules_out.PUT_AWAY: "alarm_shown",
        rules_out.SHOWING: "alarm_active",
        falling_due._HELD_NOW: "request_held",
        falling_due._QUIET_NOW: "request_quiet",
    }
    with store.read() as connection:
        for query, index in queries.items():
            sql = str(query.compile(dialect=connection.dialect))
            plan = connection.exec_driver_sql("EXPLAIN QUERY PLAN " + sql, (1,) * sql.count("?")).all()
            assert index in plan[0][3], plan
            whole = [row[3] for row in plan if row[3].startswith("SCAN") and index not in row[3]]
            assert not whole, plan
            assert not any("TEMP B-TREE" in row[3] for row in plan), plan
