"""Crews at work are watched: each timer raises its alarm once, clears it when it is over, and climbs the ladder."""

import pytest
from sqlalchemy.dialects import sqlite

from models.desk import crew_rules
from models.rows import NewRequest
from models.rows.field import CrewMessage
from models.tables import Alarm, Line, Notice
from models.vocabulary import Act, Priority
from models.wall import HOUR, MINUTE

LEAK = NewRequest("EM-LEAK-IN", phone="5550001", district="城东")


def turn(desk, wall, **passes):
    wall.advance(**passes)
    return desk.alarms.sweep(under=wall.now())


def of(rows, rule):
    return [(row.state, row.severity) for row in rows(Alarm, rule=rule)]


@pytest.fixture
def sent(desk, seats):
    """``sent(priority)``: a request that QX1 was offered."""

    def send(priority=Priority.P1, crew="QX1"):
        done = desk.intake.save(seats.operator, LEAK)
        if priority is not Priority.P1:
            desk.handling.reclassify(seats.supervisor, done.id, priority=priority, reason="x")
        return desk.dispatch.assign(seats.dispatcher, done.id, crew=crew)

    return send


@pytest.mark.parametrize(
    ("priority", "minutes", "severity"),
    [(Priority.P1, 3, 2), (Priority.P2, 15, 2), (Priority.P3, 60, 1), (Priority.P4, 60, 1)],
)
def test_an_offer_that_nobody_takes_up_rings_and_is_over_when_somebody_does(
    desk, seats, wall, rows, sent, priority, minutes, severity
):
    done = sent(priority)
    turn(desk, wall, minutes=minutes)
    assert of(rows, "offer_waits") == []
    turn(desk, wall, seconds=1)
    assert of(rows, "offer_waits") == [("unacknowledged", severity)]
    (alarm,) = rows(Alarm, rule="offer_waits")
    assert (alarm.due_at, alarm.request_id) == (wall.now() - 1000, done.id)
    desk.dispatch.accept(seats.dispatcher, done.id)
    turn(desk, wall, seconds=1)
    assert of(rows, "offer_waits") == [("returned", severity)]


def test_a_way_far_longer_than_expected_rings_until_the_crew_is_there(desk, seats, wall, rows, sent):
    desk.duties.way(seats.admin, "城东", "城东", minutes=18)
    done = sent()
    desk.dispatch.en_route(seats.dispatcher, done.id)
    turn(desk, wall, minutes=27)
    assert of(rows, "way_long") == []
    turn(desk, wall, seconds=1)
    assert of(rows, "way_long") == [("unacknowledged", 2)]
    desk.dispatch.on_site(seats.dispatcher, done.id)
    turn(desk, wall, seconds=1)
    assert of(rows, "way_long") == [("returned", 2)]


@pytest.mark.parametrize("word", ["note", "safe", "check_in", "none"])
def test_a_quiet_site_rings_after_ninety_minutes_without_a_note_or_a_step(desk, seats, wall, rows, sent, word):
    done = sent(Priority.P2)
    desk.dispatch.on_site(seats.dispatcher, done.id)
    turn(desk, wall, minutes=60)
    if word == "note":
        desk.handling.note(seats.operator, done.id, text="班组说在找漏点")
    elif word == "safe":
        desk.handling.safe(seats.dispatcher, done.id, reading="0", valve="关", source_found=True)
    elif word == "check_in":
        desk.field.check_in(seats.dispatcher, done.id)
    else:
        desk.handling.respond(seats.operator, done.id)
    turn(desk, wall, minutes=30, seconds=1)
    assert of(rows, "site_quiet") == ([("unacknowledged", 2)] if word == "none" else [])
    turn(desk, wall, minutes=60)
    assert of(rows, "site_quiet") == [("unacknowledged", 2)]
    desk.handling.note(seats.operator, done.id, text="还在找")
    turn(desk, wall, seconds=1)
    assert of(rows, "site_quiet") == [("returned", 2)]


def test_a_crew_at_a_p1_that_does_not_answer_becomes_life_safety_and_climbs_the_ladder(desk, seats, wall, rows, sent):
    done = sent()
    desk.dispatch.on_site(seats.dispatcher, done.id)
    turn(desk, wall, minutes=20)
    assert of(rows, "crew_contact") == []
    turn(desk, wall, seconds=1)
    assert of(rows, "crew_contact") == [("unacknowledged", 2)]
    turn(desk, wall, minutes=10)
    assert of(rows, "crew_contact") == [("unacknowledged", 3)]
    for _ in range(3):
        turn(desk, wall, minutes=2, seconds=1)
    (alarm,) = rows(Alarm, rule="crew_contact")
    assert alarm.rung >= 2
    assert {one.audience for one in rows(Notice, alarm_id=alarm.id)} >= {"supervisor"}
    desk.field.report(seats.dispatcher, CrewMessage("QX1", Act.CHECK_IN))
    turn(desk, wall, seconds=1)
    assert of(rows, "crew_contact") == [("returned", 3)]
    turn(desk, wall, minutes=20)
    (alarm,) = rows(Alarm, rule="crew_contact")
    assert (alarm.state, alarm.severity, alarm.occurrence) == ("unacknowledged", 2, 2)
    assert desk.upkeep.check().faults == ()


def test_nothing_but_the_crews_own_word_resets_its_contact(desk, seats, wall, rows, sent):
    done = sent()
    other = desk.intake.save(seats.operator, LEAK)
    desk.dispatch.on_site(seats.dispatcher, done.id)
    desk.dispatch.assign(seats.dispatcher, done.id, crew="QX2")
    desk.dispatch.assign(seats.dispatcher, other.id, crew="WX1")
    turn(desk, wall, minutes=15)
    desk.handling.note(seats.dispatcher, done.id, text="问了物业")
    desk.handling.respond(seats.operator, done.id)
    desk.dispatch.on_site(seats.dispatcher, done.id, crew="QX2")
    desk.dispatch.on_site(seats.dispatcher, other.id)
    desk.field.report(seats.dispatcher, CrewMessage("QX1", position=(31.0, 121.0)))
    desk.dispatch.amend(seats.dispatcher, done.id, crew="QX1", step="on_site", at=wall.now() - 14 * MINUTE, reason="x")
    turn(desk, wall, minutes=7)
    assert [row.subject for row in rows(Alarm, rule="crew_contact")] == ["assignment:1"]
    turn(desk, wall, minutes=14)
    assert len(rows(Alarm, rule="crew_contact")) == 3


def test_no_incident_speaks_for_a_crew_that_does_not_answer(desk, seats, wall, rows, sent):
    parent, child = desk.intake.save(seats.operator, LEAK), sent()
    desk.incidents.begin(seats.supervisor, parent.id, children=[child.id])
    desk.dispatch.on_site(seats.dispatcher, child.id)
    turn(desk, wall, minutes=91)
    assert of(rows, "site_quiet") == [("suppressed", 2)]
    assert of(rows, "crew_contact") == [("unacknowledged", 3)]


def test_the_same_silence_is_recorded_once_however_many_sweep(desk, seats, wall, rows, sent):
    desk.dispatch.on_site(seats.dispatcher, sent().id)
    wall.advance(minutes=25)
    for _ in range(4):
        desk.alarms.sweep(under=wall.now())
    raised = [line for line in rows(Line, act="raise") if "crew_contact" in (line.payload or "")]
    assert (len(raised), len(rows(Alarm, rule="crew_contact"))) == (1, 1)


def test_an_alarm_of_a_crew_is_acknowledged_shelved_and_its_rule_goes_out_of_service(desk, seats, wall, rows, sent):
    sent()
    turn(desk, wall, minutes=4)
    (alarm,) = rows(Alarm, rule="offer_waits")
    assert desk.alarms.acknowledge(seats.dispatcher, alarm.id).state == "acknowledged"
    assert desk.alarms.shelve(seats.dispatcher, alarm.id, minutes=30, reason="电话在打").state == "shelved"
    desk.alarms.take_out_of_service(seats.supervisor, "offer_waits", reason="演练", until=wall.now() + HOUR)
    assert of(rows, "offer_waits") == [("out_of_service", 2)]


def test_an_admin_sets_the_limits_and_takes_them_back(desk, seats, wall, rows, sent, refused):
    duties = desk.duties
    assert refused(duties.timer, seats.supervisor, "contact", value=10) == "role.needed"
    assert refused(duties.timer, seats.admin, "tea", value=10) == "timer.unknown"
    assert refused(duties.timer, seats.admin, "contact", value=0) == "timer.range"
    assert refused(duties.timer, seats.admin, "way-percent", value=99) == "timer.range"
    duties.timer(seats.admin, "accept-p1", value=5)
    assert {row["name"]: (row["value"], row["usual"]) for row in duties.timers()}["accept_p1"] == (5, 3)
    sent()
    turn(desk, wall, minutes=4)
    assert of(rows, "offer_waits") == []
    turn(desk, wall, minutes=1, seconds=1)
    assert of(rows, "offer_waits") == [("unacknowledged", 2)]
    duties.timer(seats.admin, "accept_p1", value=None)
    assert duties.timers()[0]["value"] == 3
    assert [line.act for line in rows(Line, act="administer")][-2:] == ["administer"] * 2


@pytest.mark.parametrize("query", ["_OFFERED", "_EN_ROUTE", "_AT_SITE"])
def test_the_engine_reads_live_jobs_only(store, query):
    """However many jobs have ended: the partial index of live ones is walked, never the table."""
    with store.read() as connection:
        compiled = getattr(crew_rules, query).compile(dialect=sqlite.dialect(paramstyle="named"))
        given = {name: value or 1 for name, value in compiled.params.items()}
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", given).all()
    (walked,) = [row[3] for row in plan if row[3].startswith("SCAN")]
    assert walked.split(" INDEX ")[1] in ("assignment_pair", "assignment_live_crew")
