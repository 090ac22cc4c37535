"""Planned stops: planned, announced or rung for, shown to who calls from there, restored with their relight tasks."""

import pytest
from sqlalchemy import insert

from models.rows import NewRequest, NewStop
from models.tables import Call, Premise
from models.tables.found_by import refill
from models.vocabulary import Kind, Priority, Status, StopState
from models.wall import DAY, HOUR


@pytest.fixture
def homes(store):
    with store.write() as connection:
        connection.execute(
            insert(Premise),
            [{"id": number, "district": "城东", "building": f"民生路{number}号", "address": f"民生路{number}号1-101",
              "access": "门禁 12"} for number in (1, 2, 3)],
        )  # fmt: skip
        refill(connection)


def plan(desk, seats, wall, ahead=2 * DAY, lasts=6 * HOUR, **area):
    new = NewStop(wall.now() + ahead, wall.now() + ahead + lasts, reason="阀门更换", homes=40, **area)
    return desk.stops.plan(seats.dispatcher, new)


def turn(desk, wall, **passes):
    wall.advance(**passes)
    desk.alarms.sweep(under=wall.now())
    return [(row.rule, row.severity, row.state) for row in desk.look.alarms() if row.rule.startswith("stop")]


def test_a_stop_holds_where_its_area_lies_soon_under_way_and_a_day_after(desk, seats, wall, homes):
    street = plan(desk, seats, wall, district="城东", streets=["民生路"])
    house = plan(desk, seats, wall, buildings=["和平街5号"])
    one = plan(desk, seats, wall, premises=[3])
    whole = plan(desk, seats, wall, district="城西")

    def holds(**place):
        return {row.id for row in desk.look.stops().holding(wall.now(), **place)}

    assert holds(address="民生路12号3-502", district="城东") == set()
    wall.advance(hours=25)
    assert holds(address="民生路12号3-502", district="城东") == {street.id}
    assert holds(address="民生路12号3-502", district="南湖") == set()
    assert holds(address="民生路12号3-502") == {street.id}
    assert holds(address="和平街5号2单元301") == {house.id}
    assert holds(premise_id=3) == {street.id, one.id}
    assert holds(address="任何路1号", district="城西") == {whole.id}
    wall.advance(hours=30)
    desk.stops.restore(seats.dispatcher, whole.id)
    wall.advance(hours=23)
    (row,) = desk.look.stops().holding(wall.now(), address="任何路1号", district="城西")
    assert row.state is StopState.RESTORED
    wall.advance(hours=2)
    assert holds(address="任何路1号", district="城西") == set()


def test_a_stop_nobody_was_told_of_rings_a_day_before_and_louder_when_it_begins(desk, seats, wall):
    stop = plan(desk, seats, wall, district="城东")
    assert turn(desk, wall, hours=23) == []
    assert turn(desk, wall, hours=1, seconds=6) == [("stop_unannounced", 1, "unacknowledged")]
    (alarm,) = [row for row in desk.look.alarms() if row.rule == "stop_unannounced"]
    desk.alarms.acknowledge(seats.dispatcher, alarm.id)
    assert turn(desk, wall, hours=24) == [("stop_unannounced", 2, "unacknowledged")]
    desk.stops.notify(seats.operator, stop.id, whom="全体住户", how="短信")
    assert turn(desk, wall, seconds=6) == [("stop_unannounced", 2, "returned")]
    assert ("stop_overdue", 2, "unacknowledged") in turn(desk, wall, hours=6)
    desk.stops.restore(seats.dispatcher, stop.id)
    assert ("stop_overdue", 2, "unacknowledged") not in turn(desk, wall, seconds=6)
    assert desk.upkeep.check().faults == ()


def test_a_notice_of_its_own_length_and_a_stop_told_in_time_are_quiet(desk, seats, wall):
    desk.stops.plan(
        seats.dispatcher, NewStop(wall.now() + 30 * HOUR, wall.now() + 40 * HOUR, "城东", notice_ms=2 * HOUR)
    )
    told = plan(desk, seats, wall, ahead=30 * HOUR, district="城西")
    desk.stops.notify(seats.operator, told.id, whom="物业", how="电话", at=wall.now())
    assert turn(desk, wall, hours=27) == []
    assert turn(desk, wall, hours=1, seconds=6) == [("stop_unannounced", 1, "unacknowledged")]


def test_a_change_of_time_or_area_must_be_announced_anew_and_one_of_words_need_not(desk, seats, wall, refused):
    stop = plan(desk, seats, wall, streets=["民生路"])
    desk.stops.notify(seats.operator, stop.id, whom="住户", how="张贴")
    same = desk.stops.change(seats.dispatcher, stop.id, reason="换阀", expect=2)
    assert same.notified_at is not None
    moved = desk.stops.change(seats.dispatcher, stop.id, restore_at=stop.restore_at + HOUR)
    assert (moved.notified_at, moved.restore_at) == (None, stop.restore_at + HOUR)
    area = desk.stops.change(seats.dispatcher, stop.id, streets=["和平街"], buildings=["建设路28号"])
    assert [(one.kind, one.words) for one in area.areas] == [("street", "和平街"), ("building", "建设路28号")]
    assert refused(desk.stops.change, seats.dispatcher, stop.id, reason="x", expect=2) == "stop.changed"
    assert refused(desk.stops.change, seats.dispatcher, stop.id, colour="x") == "word.unknown"
    assert refused(desk.stops.change, seats.dispatcher, stop.id, restore_at=1) == "stop.times"


def test_restoring_makes_one_relight_task_a_part_and_none_twice(desk, seats, wall, homes, refused):
    stop = plan(desk, seats, wall, district="城东", buildings=["民生路1号", "民生路2号"], premises=[3])
    assert refused(desk.stops.restore, seats.dispatcher, stop.id) == "stop.not_begun"
    wall.advance(days=2, hours=5)
    done = desk.stops.restore(seats.dispatcher, stop.id, at=wall.now() - 10 * 60_000)
    numbers = [one.task for one in done.areas]
    assert (done.state, done.restored_at, len(set(numbers))) == (StopState.RESTORED, wall.now() - 10 * 60_000, 3)
    again = desk.stops.restore(seats.dispatcher, stop.id)
    assert ([one.task for one in again.areas], again.version) == (numbers, done.version)
    tasks = [desk.look.detail(number) for number in numbers]
    assert {task.row.category for task in tasks} == {"RP-RELIGHT"}
    assert (tasks[2].premise.id, tasks[2].access, tasks[2].calls, tasks[2].callers) == (3, "门禁 12", (), ())
    assert desk.look.stops().of_task(tasks[0].row.id, wall.now()).id == stop.id
    whole = plan(desk, seats, wall, ahead=0, district="城西")
    assert [one.kind for one in desk.stops.restore(seats.dispatcher, whole.id).areas] == ["district"]
    assert desk.upkeep.check().faults == ()


def test_an_enquiry_is_answered_from_a_stop_in_one_act_with_its_call(desk, seats, wall, rows, refused):
    stop = plan(desk, seats, wall, ahead=HOUR, district="城东")
    draft = desk.intake.begin(seats.operator, phone="19900000001")
    new = NewRequest("", phone="19900000001", address="民生路5号", text="什么时候来气", draft_id=draft.id)
    done = desk.stops.answer(seats.operator, stop.id, new, token="t")
    assert desk.stops.answer(seats.operator, stop.id, new, token="t").again
    detail = desk.look.detail(done.id)
    assert (done.id, detail.row.status, detail.row.kind) == (draft.id, Status.CLOSED, Kind.ENQUIRY)
    assert (detail.row.category, detail.disposition) == ("EQ-STOP", "answered")
    assert [call.phone for call in rows(Call, request_id=done.id)] == ["19900000001"]
    for said, priority in (("什么时候来气, 有煤气味", None), ("", Priority.P1)):
        asked = NewRequest("", phone="1", text=said, priority=priority)
        assert refused(desk.stops.answer, seats.operator, stop.id, asked) == "stop.life"
    assert refused(desk.stops.answer, seats.operator, stop.id, new, category="RP-HOSE") == "stop.no_category"


def test_what_cannot_be_planned_is_refused_with_a_reason(desk, seats, wall, refused):
    new = NewStop(wall.now(), wall.now() + HOUR)
    assert refused(desk.stops.plan, seats.operator, new) == "role.needed"
    assert refused(desk.stops.plan, seats.dispatcher, new) == "stop.area"
    assert refused(plan, desk, seats, wall, district="月球") == "district.unknown"
    assert refused(plan, desk, seats, wall, buildings=["没有号"]) == "stop.area_unread"
    assert refused(plan, desk, seats, wall, premises=[99]) == "premise.unknown"
    assert refused(plan, desk, seats, wall, lasts=-HOUR, district="城东") == "stop.times"
    stop = plan(desk, seats, wall, district="城东", external_id="G-7")
    assert plan(desk, seats, wall, district="城西", external_id="G-7").id == stop.id
    assert refused(desk.stops.notify, seats.operator, stop.id, whom="x", how=" ") == "stop.told"
    assert refused(desk.stops.cancel, seats.dispatcher, stop.id, reason="") == "reason.missing"
    assert desk.stops.cancel(seats.dispatcher, stop.id, reason="改期").state is StopState.CANCELLED
    assert refused(desk.stops.notify, seats.operator, stop.id, whom="x", how="y") == "stop.over"
    assert refused(desk.stops.restore, seats.dispatcher, 77) == "stop.unknown"
    assert desk.rehearsed_stops.plan(seats.dispatcher, NewStop(1, 90_000_000, "城东")).id > stop.id
    assert len(desk.look.stops().listed(wall.now(), all=True)) == 1
