"""What people may do to an alarm or a rule, and how each of these ends by itself."""

import json

import pytest

from models.rows import NewRequest, Swept
from models.tables import Alarm, Line, Notice
from models.vocabulary import Act, HoldReason
from models.wall import DAY, HOUR, MINUTE

LEAK = NewRequest("EM-LEAK-IN", phone="1")
NOGAS = NewRequest("RP-NOGAS", phone="1", district="城东")  # response 4 h, P2

ALL = {"whole": True, "life": True}
"""Every promise of every kind, life safety with them."""


@pytest.fixture
def life(desk, seats, wall):
    """The dispatch of a P1 is late: severity 3."""
    desk.alarms.sweep()
    done = desk.intake.save(seats.operator, LEAK)
    for _ in range(61):
        wall.advance(seconds=5)
        desk.alarms.sweep()
    return done


@pytest.fixture
def late(desk, seats, wall):
    """The response to a P2 is late: severity 2."""
    desk.alarms.sweep(under=wall.now())
    done = desk.intake.save(seats.operator, NOGAS)
    wall.advance(hours=4, seconds=1)
    desk.alarms.sweep(under=wall.now())
    return done


def turn(desk, wall, **passes):
    """Time passes, and an engine sweeps that was never away."""
    wall.advance(**passes)
    return desk.alarms.sweep(under=wall.now())


def the(desk, id=1):
    return next(row for row in desk.look.alarms(all=True) if row.id == id)


def acts(rows, *wanted):
    return [line.act for line in rows(Line) if line.act in wanted]


def test_several_are_acknowledged_in_one_act_and_what_another_saw_is_passed_over(desk, seats, wall, rows, late):
    turn(desk, wall, hours=20)
    desk.alarms.acknowledge(seats.second, 1)
    ids = [row.id for row in desk.look.alarms()]
    changed = desk.alarms.acknowledge_several(seats.operator, ids, text="all of them")
    assert [row.id for row in changed] == [one for one in ids if one != 1]
    assert {row.acknowledged_by for row in changed} == {"李静"}
    assert len(rows(Line, act=Act.ACKNOWLEDGE.value)) == len(ids)
    assert desk.alarms.acknowledge_several(seats.operator, ids) == ()


def test_a_shelved_alarm_is_listed_quiet_and_comes_back_by_itself(desk, seats, wall, rows, late):
    row = desk.alarms.shelve(seats.operator, 1, minutes=30, reason="caller asked for the evening")
    assert (row.state, row.shelved_until, row.shelved_by) == ("shelved", wall.now() + HOUR // 2, "李静")
    assert row.still_true
    assert desk.look.strip() == ((), 0)
    assert [one.id for one in desk.look.alarms(states=["shelved"])] == [1]
    assert desk.look.alarm_counts().shelved == 1
    turn(desk, wall, minutes=29, seconds=59)
    assert the(desk).state == "shelved"
    assert turn(desk, wall, seconds=1) == Swept(0, 0, None, 1)
    assert (the(desk).state, the(desk).shelved_reason, the(desk).shelved_by) == ("unacknowledged", "", None)
    assert acts(rows, "shelve", "unshelve") == ["shelve", "unshelve"]
    assert rows(Line, act="unshelve")[0].actor == "engine"
    assert desk.upkeep.check().faults == ()


def test_a_shelf_can_be_ended_before_its_time_but_only_once(desk, seats, wall, late, refused):
    desk.alarms.shelve(seats.operator, 1, minutes=60, reason="x")
    assert desk.alarms.unshelve(seats.second, 1).state == "unacknowledged"
    assert refused(desk.alarms.unshelve, seats.second, 1) == "alarm.not_shelved"


def test_no_shelf_puts_the_supervisor_off(desk, seats, wall, rows, late):
    for _ in range(3):
        turn(desk, wall, minutes=3)
        desk.alarms.shelve(seats.operator, 1, minutes=60, reason="x")
        turn(desk, wall, minutes=5)
        desk.alarms.unshelve(seats.operator, 1)
    assert not rows(Notice, alarm_id=1)
    turn(desk, wall, minutes=1)
    assert [one.audience for one in rows(Notice, alarm_id=1)] == ["supervisor"]
    assert desk.upkeep.check().faults == ()


def test_what_worsens_on_the_shelf_rings_at_once_and_what_clears_waits_for_its_end(desk, seats, wall, late):
    desk.alarms.shelve(seats.operator, 1, minutes=240, reason="x")
    turn(desk, wall, hours=1)
    assert (the(desk).state, the(desk).level) == ("unacknowledged", 125)
    desk.alarms.shelve(seats.operator, 1, minutes=30, reason="x")
    desk.handling.respond(seats.operator, late.id)
    assert (the(desk).state, the(desk).still_true) == ("shelved", False)
    turn(desk, wall, minutes=31)
    assert the(desk).state == "normal"


def test_a_rule_put_back_keeps_what_was_acknowledged_and_rings_for_what_rose_since(desk, seats, wall, rows, late):
    desk.alarms.acknowledge(seats.second, 1)
    desk.alarms.take_out_of_service(seats.supervisor, "clock", **ALL, reason="x", until=wall.now() + 2 * DAY)
    assert the(desk).state == "out_of_service"
    turn(desk, wall, minutes=40)
    desk.alarms.put_in_service(seats.supervisor, "clock")
    assert (the(desk).state, the(desk).ack_until) == ("acknowledged", wall.now() + HOUR // 2)
    assert the(desk).acknowledged_by is not None
    assert desk.look.strip() == ((), 0)
    desk.alarms.take_out_of_service(seats.supervisor, "clock", **ALL, reason="x", until=wall.now() + 2 * DAY)
    turn(desk, wall, minutes=21)
    assert (the(desk).state, the(desk).level) == ("out_of_service", 125)
    desk.alarms.put_in_service(seats.supervisor, "clock")
    assert (the(desk).state, the(desk).acknowledged_by) == ("unacknowledged", None)
    assert desk.upkeep.check().faults == ()


def test_who_may_shelve_what_and_for_how_long(desk, seats, wall, life, refused):
    shelve = desk.alarms.shelve
    assert refused(shelve, seats.dispatcher, 1, minutes=5, reason="x") == "shelve.life"
    assert refused(shelve, seats.supervisor, 1, minutes=16, reason="x") == "shelve.too_long"
    assert refused(shelve, seats.supervisor, 1, minutes=15, reason="  ") == "reason.missing"
    assert refused(shelve, seats.supervisor, 1, minutes=0, reason="x") == "shelve.no_time"
    assert refused(shelve, seats.admin, 1, minutes=5, reason="x") == "role.needed"
    assert refused(shelve, seats.supervisor, 99, minutes=5, reason="x") == "alarm.unknown"
    assert shelve(seats.supervisor, 1, minutes=15, reason="x").state == "shelved"
    assert refused(shelve, seats.supervisor, 1, minutes=5, reason="x") == "alarm.shelved"
    assert refused(desk.alarms.acknowledge, seats.operator, 1) == "alarm.hidden"


@pytest.mark.parametrize(("hours", "most"), [(4, 240), (3.1, 720)])
def test_the_longest_shelf_follows_the_severity(desk, seats, wall, refused, hours, most):
    desk.intake.save(seats.operator, NOGAS)
    turn(desk, wall, hours=hours, seconds=1)
    assert refused(desk.alarms.shelve, seats.operator, 1, minutes=most + 1, reason="x") == "shelve.too_long"
    assert desk.alarms.shelve(seats.operator, 1, minutes=most, reason="x").shelved_minutes == most


def test_an_acknowledgement_wears_off_and_the_next_one_up_the_ladder_hears_of_it(desk, seats, wall, rows, life):
    turn(desk, wall, minutes=6)  # past 200 %: it will not worsen any more
    row = desk.alarms.acknowledge(seats.operator, 1)
    assert row.ack_until == wall.now() + 5 * MINUTE
    assert turn(desk, wall, minutes=4, seconds=59).woken == 0
    assert turn(desk, wall, seconds=1).woken == 1
    assert (the(desk).state, the(desk).rung, the(desk).acknowledged_by) == ("unacknowledged", row.rung + 1, None)
    told = rows(Notice, alarm_id=1)[-1]
    assert (told.audience, told.severity, told.state) == ("duty_manager", 3, "waiting")


def test_nobody_acts_the_ladder_climbs_and_each_step_is_told_once(desk, seats, wall, rows, life):
    started = wall.now()
    for _ in range(16 * 60 // 20):
        turn(desk, wall, seconds=20)
    told = [(row.key, row.audience, row.created_at - started) for row in rows(Notice, alarm_id=1)]
    keys = [key for key, _, _ in told]
    assert keys == [f"1:1:{step}" for step in range(rows(Notice, alarm_id=1)[0].step, the_step(rows) + 1)]
    assert [audience for _, audience, _ in told][:2] == ["supervisor", "duty_manager"]
    assert {audience for _, audience, _ in told[2:]} == {"duty_manager"}
    minutes = [round(at / MINUTE) for _, _, at in told]
    assert minutes[:2] == [2, 5]
    assert desk.upkeep.check().faults == ()


def the_step(rows):
    return rows(Alarm, id=1)[0].step


def test_a_rule_out_of_service_is_quiet_listed_and_back_after_its_time(desk, seats, wall, rows, late, refused):
    out = desk.alarms.take_out_of_service
    until = wall.now() + 2 * HOUR
    assert refused(out, seats.dispatcher, "clock", **ALL, reason="x", until=until) == "role.needed"
    assert refused(out, seats.supervisor, "clock", **ALL, reason="", until=until) == "reason.missing"
    assert refused(out, seats.supervisor, "nothing", reason="x", until=until) == "word.unknown"
    assert refused(out, seats.supervisor, "clock", **ALL, reason="x", until=wall.now() + 7 * DAY + 1) == "out.too_long"
    assert refused(out, seats.supervisor, "clock", **ALL, reason="x", until=wall.now()) == "out.past"
    assert out(seats.supervisor, "clock", **ALL, reason="test of the siren", until=until).by == "赵敏"
    assert refused(out, seats.supervisor, "clock", **ALL, reason="x", until=until) == "out.already"
    assert (the(desk).state, desk.look.alarm_counts().rules_out) == ("out_of_service", ("clock",))
    later = desk.intake.save(seats.operator, LEAK)
    turn(desk, wall, minutes=10)
    assert {row.state for row in desk.look.alarms() if row.number == later.number} == {"out_of_service"}
    turn(desk, wall, minutes=110)
    assert {row.state for row in desk.look.alarms()} == {"unacknowledged"}
    assert desk.look.rules_out() == ()
    assert acts(rows, "out", "in") == ["out", "in"]
    assert desk.upkeep.check().faults == ()


def test_a_rule_comes_back_by_hand_and_what_ended_meanwhile_is_over(desk, seats, wall, late, refused):
    desk.alarms.take_out_of_service(seats.supervisor, "clock", **ALL, reason="x", until=wall.now() + HOUR)
    desk.handling.respond(seats.operator, late.id)
    assert the(desk).state == "normal"
    assert desk.alarms.put_in_service(seats.supervisor, "clock").ended_at == wall.now()
    assert refused(desk.alarms.put_in_service, seats.supervisor, "clock") == "out.none"


def test_a_pausing_hold_suppresses_and_its_end_rings_again(desk, seats, wall, late):
    desk.handling.respond(seats.operator, late.id)
    turn(desk, wall, hours=19)
    (alarm,) = [row for row in desk.look.alarms() if row.clock == "resolution"]
    desk.handling.hold(seats.supervisor, late.id, reason=HoldReason.NOT_HOME, until=wall.now() + 2 * HOUR)
    assert (the(desk, alarm.id).state, the(desk, alarm.id).suppressed_by) == ("suppressed", "hold")
    assert alarm.id in {row.id for row in desk.look.alarms()}
    turn(desk, wall, hours=2)
    desk.alarms.resume_due()
    assert (the(desk, alarm.id).state, the(desk, alarm.id).suppressed_by) == ("unacknowledged", "")


def test_a_pause_under_a_rule_out_of_service_is_remembered(desk, seats, wall, late):
    desk.handling.respond(seats.operator, late.id)
    turn(desk, wall, hours=19)
    (alarm,) = [row for row in desk.look.alarms() if row.clock == "resolution"]
    desk.handling.hold(seats.supervisor, late.id, reason=HoldReason.NOT_HOME, until=wall.now() + 9 * HOUR)
    desk.alarms.take_out_of_service(seats.supervisor, "clock", **ALL, reason="x", until=wall.now() + HOUR)
    assert the(desk, alarm.id).state == "out_of_service"
    desk.alarms.put_in_service(seats.supervisor, "clock")
    assert the(desk, alarm.id).state == "suppressed"


def test_a_flood_is_noted_folds_its_groups_and_never_life_safety(desk, seats, wall, rows):
    for _ in range(11):
        desk.intake.save(seats.operator, NOGAS)
    turn(desk, wall, hours=3, seconds=1)
    desk.intake.save(seats.operator, NewRequest("EM-LEAK-IN", phone="1", district="城东"))
    desk.intake.save(seats.operator, NewRequest("EM-LEAK-IN", phone="1", district="城东"))
    turn(desk, wall, minutes=6)
    assert desk.look.alarm_counts().flood_from is not None
    groups = {(one.severity, one.count, one.folded) for one in desk.look.alarm_groups()}
    assert groups == {(3, 2, False), (1, 11, True)}
    (note,) = rows(Notice, kind="note")
    assert (note.audience, json.loads(note.facts)["new"]) == ("supervisor", 11)
    for _ in range(3):
        turn(desk, wall, minutes=5)
    assert desk.look.alarm_counts().flood_from is None or rows(Line, act="flood")[-1].act == "flood"


def test_what_comes_and_goes_becomes_one_note_to_the_supervisor(desk, seats, wall, rows, late):
    desk.handling.respond(seats.operator, late.id)
    turn(desk, wall, hours=19)
    for _ in range(3):
        desk.handling.reclassify(seats.supervisor, late.id, category="RP-HOSE", reason="x")
        desk.handling.reclassify(seats.supervisor, late.id, category="RP-NOGAS", reason="x")
        wall.advance(minutes=1)
    notes = rows(Notice, kind="note")
    assert [json.loads(note.facts)["times"] for note in notes] == [3]
    assert len(rows(Line, act="chatter")) == 1
    assert any(row.chatters for row in desk.look.alarms(all=True))
