"""Major emergencies are reported at once, whoever acknowledges what; who does not answer is an alarm."""

import json

import pytest

from models.emergencies import found
from models.rows import NewRequest
from models.tables import Alarm, Line, MajorEmergency, MajorReceipt, Notice
from models.vocabulary import Emergency, Kind, WrapUp
from models.wall import MINUTE

HOSE = NewRequest("RP-HOSE", phone="1")
FIRE = NewRequest("EM-FIRE", phone="1")


def turn(desk, wall, **passes):
    wall.advance(**passes)
    return desk.alarms.sweep(under=wall.now())


@pytest.mark.parametrize(
    ("category", "said", "homes", "why"),
    [
        ("EM-FIRE", "", None, "fire"),
        ("EM-FIRE", "厨房爆炸了", None, "explosion"),
        ("EM-LEAK-IN", "两人昏迷", None, "casualties"),
        ("EM-LEAK-IN", "neighbour injured, smell of gas", None, "casualties"),
        ("EM-LEAK-IN", "no one is injured, strong smell", None, None),
        ("EM-LEAK-IN", "无人员伤亡, 没有着火", None, None),
        ("EM-LEAK-OUT", "in front of the fire station", None, None),
        ("EM-LEAK-OUT", "实验小学门口", None, "school"),
        ("EM-LEAK-OUT", "City hospital, gate 3", None, "hospital"),
        ("EM-LEAK-IN", "flames at the meter", None, "fire"),
        ("EM-OUT-AREA", "", 100, "outage"),
        ("EM-OUT-AREA", "", 99, None),
        ("EM-LEAK-IN", "smell in the kitchen", None, None),
    ],
)
def test_what_is_said_of_an_emergency_decides_whether_it_is_major(category, said, homes, why):
    assert found(Kind.EMERGENCY, category, [said], homes, 100) == (why and Emergency(why))


def test_a_repair_at_a_school_is_none():
    assert found(Kind.REPAIR, "RP-HOSE", ["the school kitchen"], None, 100) is None


def test_a_fire_is_reported_to_the_named_leaders_in_the_act_that_saves_it(desk, seats, rows):
    desk.administration.set_operator(seats.admin, "chen", leads=True)
    done = desk.intake.save(seats.operator, FIRE)
    (major,) = rows(MajorEmergency)
    (receipt,) = rows(MajorReceipt)
    (notice,) = rows(Notice)
    assert (major.request_id, major.kind, major.marked_by, receipt.leader_id) == (done.id, "fire", None, 3)
    assert (notice.key, notice.kind, notice.audience, notice.severity) == ("major:1:3", "major", "leaders", 3)
    assert (notice.created_at, notice.next_try_at, notice.tries) == (major.marked_at, major.marked_at, 0)
    assert json.loads(notice.facts)["login"] == "chen"
    assert [line.act for line in rows(Line) if line.request_id] == ["save", "major"]
    assert "major" in desk.look.detail(done.id).flags
    assert desk.upkeep.check().faults == ()


def test_without_named_leaders_every_supervisor_is_told(desk, seats, rows):
    desk.intake.save(seats.operator, FIRE)
    assert [one.leader for major in desk.look.majors() for one in major.receipts] == ["zhao"]


def test_an_outage_counts_homes_against_the_files_own_limit(desk, seats, store, rows):
    with store.write() as connection:
        connection.exec_driver_sql("INSERT INTO header VALUES ('major_homes', '20')")
    desk.intake.save(seats.operator, NewRequest("EM-OUT-AREA", phone="1", homes=19))
    assert rows(MajorEmergency) == []
    desk.intake.save(seats.operator, NewRequest("EM-OUT-AREA", phone="1", homes=20))
    assert [one.kind for one in rows(MajorEmergency)] == ["outage"]


def test_the_hazards_of_the_place_count(desk, seats, store, rows):
    with store.write() as connection:
        connection.exec_driver_sql(
            "INSERT INTO premise (id, district, building, address, hazards, vulnerable, access, meter, valve)"
            " VALUES (1, '', '', 'x', '', '幼儿园', '', '', '')"
        )
    desk.intake.save(seats.operator, NewRequest("EM-LEAK-IN", phone="1", premise_id=1))
    assert [one.kind for one in rows(MajorEmergency)] == ["school"]


def test_one_is_marked_by_hand_once(desk, seats, rows, refused):
    done = desk.intake.save(seats.operator, HOSE)
    row = desk.majors.mark(seats.operator, done.number, note="minister's house")
    assert (row.kind, row.by, row.note, len(row.receipts)) == ("marked", "李静", "minister's house", 1)
    assert refused(desk.majors.mark, seats.operator, done.id) == "major.already"
    assert refused(desk.majors.mark, seats.admin, done.id) == "role.needed"


def test_a_receipt_is_on_record_and_no_receipt_in_ten_minutes_is_an_alarm(desk, seats, wall, rows, refused):
    for login in ("chen", "zhao"):
        desk.administration.set_operator(seats.admin, login, leads=True)
    done = desk.intake.save(seats.operator, FIRE)
    told_at = wall.now()
    wall.advance(minutes=3)
    row = desk.majors.receipt(seats.dispatcher, done.id)
    assert [(one.leader, one.received_at) for one in row.receipts] == [("chen", wall.now()), ("zhao", None)]
    assert rows(Notice, key="major:1:3")[0].state == "received"
    turn(desk, wall, minutes=7)
    assert rows(Alarm, rule="major_unread") == []
    turn(desk, wall, seconds=0.001)
    (alarm,) = rows(Alarm, rule="major_unread")
    assert (alarm.severity, alarm.state, alarm.due_at) == (3, "unacknowledged", told_at + 10 * MINUTE)
    assert rows(Notice, alarm_id=alarm.id)[0].audience == "supervisor"
    desk.alarms.acknowledge(seats.operator, alarm.id)
    desk.majors.receipt(seats.operator, done.id, leader="zhao")
    assert rows(Alarm, rule="major_unread")[0].state == "normal"
    assert refused(desk.majors.receipt, seats.operator, done.id) == "receipt.nobody"
    assert desk.upkeep.check().faults == ()


def test_a_request_that_is_none_has_no_receipt(desk, seats, refused):
    done = desk.intake.save(seats.operator, HOSE)
    assert refused(desk.majors.receipt, seats.operator, done.id) == "major.none"


def test_progress_goes_to_each_phone_that_called_about_it_once(desk, seats, rows, refused):
    done = desk.intake.save(seats.operator, NewRequest("RP-NOGAS", phone="5550001"))
    desk.intake.join(seats.operator, done.id, phone="5550002")
    desk.intake.call(seats.operator, phone="5550001", wrap_up=WrapUp.PROGRESS, request=done.id)
    told = desk.majors.progress(seats.operator, done.number, text="the crew is digging")
    assert (told.number, told.version) == (done.number, done.version)
    notices = rows(Notice, kind="progress")
    assert [json.loads(one.facts)["to"] for one in notices] == [f"request:{done.id}", "call:2"]
    assert {one.audience for one in notices} == {"caller"}
    assert refused(desk.majors.progress, seats.operator, done.id, text=" ") == "text.missing"
    nobody = desk.intake.save(seats.operator, NewRequest("RP-NOGAS", address="Willow Road 1"))
    assert refused(desk.majors.progress, seats.operator, nobody.id, text="x") == "progress.nobody"
