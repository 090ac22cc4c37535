"""Getting it finished: the safe record, visits that met nobody, appointments with a window, the customer's word."""

import pytest

from models.rows import NewRequest
from models.rows.finish import Reading
from models.tables import Appointment, Clock, Confirmation, EmptyVisit, GasReading, MakeSafe, Request
from models.vocabulary import Checked, Disposition, HoldReason, Status
from models.wall import DAY, HOUR, MINUTE


@pytest.fixture
def leak(desk, seats, crew):
    """A leak with a crew on site."""
    made = desk.intake.save(seats.operator, NewRequest("EM-LEAK-IN", address="幸福路3号", phone="138")).id
    desk.dispatch.assign(seats.dispatcher, made, crew=crew)
    desk.dispatch.on_site(seats.dispatcher, made)
    return made


@pytest.fixture
def repair(desk, seats, crew):
    """A repair with a crew on site."""
    made = desk.intake.save(seats.operator, NewRequest("RP-HOSE", address="南湖路", phone="139")).id
    desk.dispatch.assign(seats.dispatcher, made, crew=crew)
    desk.dispatch.on_site(seats.dispatcher, made)
    return made


WHOLE = {
    "reading": "0 %LEL 厨房; 12 ppm 地下室",
    "valve": "关",
    "source_found": True,
    "valve_which": "表前阀",
    "found_how": "皂液, 复测0",
    "neighbours": Checked.CLEAR,
    "basement": Checked.NOT_THERE,
    "fire_service": "周队",
}


def test_a_whole_safe_record_is_kept_in_rows_with_its_readings(desk, seats, leak, wall):
    there = wall.advance(minutes=20)
    called = there - 5 * MINUTE
    desk.handling.safe(seats.dispatcher, leak, **WHOLE, fire_at=called)
    (record,) = desk.look.detail(leak).finish.safe
    assert record.readings == (
        Reading(0.0, "%LEL", "厨房", "0 %LEL 厨房"),
        Reading(12.0, "ppm", "地下室", "12 ppm 地下室"),
    )
    assert (record.at, record.by, record.valve, record.valve_which) == (there, "陈诚", "关", "表前阀")
    assert (record.neighbours, record.basement) == (Checked.CLEAR, Checked.NOT_THERE)
    assert (record.fire_service, record.fire_at, record.lacks) == ("周队", called, ())
    said = desk.look.detail(leak).journal[-1].data
    assert (said["neighbours"], said["found_how"], said["fire_at"]) == ("clear", "皂液, 复测0", called)


def test_the_rest_of_a_safe_record_is_added_later_and_stops_no_clock_again(desk, seats, leak, wall, rows):
    safe = wall.advance(minutes=10)
    desk.handling.safe(seats.dispatcher, leak, reading="0", valve="关", source_found=True)
    version = rows(Request)[0].version
    assert set(desk.look.detail(leak).finish.safe[0].lacks) == {
        "reading", "valve_which", "found_how", "neighbours", "basement"
    }  # fmt: skip
    wall.advance(minutes=30)
    desk.finishing.safe_record(seats.dispatcher, leak, reading="0 %LEL 走廊", neighbours=Checked.GAS,
                               fire_service="周队", expect=version)  # fmt: skip
    (record,) = desk.look.detail(leak).finish.safe
    assert [one.place for one in record.readings] == ["", "走廊"]
    assert (record.neighbours, record.basement, record.fire_at) == (Checked.GAS, Checked.NOT_YET, wall.now())
    assert rows(Clock, kind="safe")[0].stopped_at == safe
    assert rows(Request)[0].version == version


def test_a_safe_record_of_an_older_cycle_is_asked_for_again(desk, seats, leak):
    desk.handling.safe(seats.dispatcher, leak, **WHOLE)
    desk.dispatch.done(seats.dispatcher, leak)
    desk.handling.resolve(seats.dispatcher, leak, disposition=Disposition.FIXED)
    desk.handling.reopen(seats.supervisor, leak, reason="又有味")
    assert desk.look.detail(leak).finish.safe == ()


def test_a_leak_is_not_finished_without_safe_and_an_override_leaves_a_follow_up(desk, seats, leak, refused, rows):
    desk.dispatch.done(seats.dispatcher, leak)
    resolve = desk.handling.resolve
    for seat, reason in (
        (seats.dispatcher, ""),
        (seats.dispatcher, "x"),
        (seats.supervisor, ""),
        (seats.supervisor, " "),
    ):
        asked = {"disposition": Disposition.FIXED, "override_reason": reason}
        assert refused(resolve, seat, leak, **asked) == "resolve.needs_safe"
    assert len(rows(Request)) == 1
    done = resolve(seats.supervisor, leak, disposition=Disposition.NO_ACCESS, override_reason="夜间无人, 已关楼前阀")
    ended, follow = rows(Request)
    assert (done.status, ended.status, follow.status) == (Status.RESOLVED, "resolved", "open")
    assert (follow.follows_id, follow.address, follow.phone) == (ended.id, "幸福路3号", "138")
    line = next(one for one in desk.look.detail(leak).journal if one.act == "resolve")
    assert line.data["follow_up"] == follow.number
    saved = next(one for one in desk.look.detail(follow.id).journal if one.act == "save")
    assert saved.recorded_at == line.recorded_at


FAULTS = {
    "the follow-up is not written": "BEFORE INSERT ON request WHEN NEW.follows_id IS NOT NULL",
    "its clocks are not written": "BEFORE INSERT ON clock WHEN NEW.request_id <> 1",
    "the end is not written": "BEFORE UPDATE OF status ON request WHEN NEW.status = 'resolved'",
    "its journal line is not written": "BEFORE INSERT ON journal WHEN NEW.act = 'resolve'",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_neither_an_overridden_end_nor_its_follow_up_is_there_without_the_other(desk, seats, leak, store, rows, fault):
    desk.dispatch.done(seats.dispatcher, leak)
    before = (desk.look.detail(leak).journal, rows(Clock))
    with store.write() as connection:
        connection.exec_driver_sql(f"CREATE TRIGGER fault {FAULTS[fault]} BEGIN SELECT RAISE(ABORT, 'fault'); END")
    asked = {"disposition": Disposition.NO_ACCESS, "override_reason": "无人"}
    with pytest.raises(Exception, match="fault"):
        desk.handling.resolve(seats.supervisor, leak, **asked)
    assert [(row.id, row.status, row.follows_id) for row in rows(Request)] == [(leak, "working", None)]
    assert (desk.look.detail(leak).journal, rows(Clock)) == before
    with store.write() as connection:
        connection.exec_driver_sql("DROP TRIGGER fault")
    desk.handling.resolve(seats.supervisor, leak, **asked)
    assert [(row.status, row.follows_id) for row in rows(Request)] == [("resolved", None), ("open", leak)]


def test_a_visit_that_met_nobody_is_counted_timed_and_sends_the_request_back(desk, seats, repair, wall, rows, crew):
    there = wall.now()
    left = wall.advance(minutes=12)
    done = desk.finishing.met_nobody(seats.dispatcher, repair, note="敲门三次, 留了条")
    assert done.status is Status.OPEN
    (visit,) = desk.look.detail(repair).finish.empty_visits
    assert (visit.crew, visit.arrived_at, visit.left_at, visit.note) == (crew, there, left, "敲门三次, 留了条")
    assert rows(Request)[0].returns == 0
    assert [row.stopped_at for row in rows(Clock, kind="resolution")] == [None]
    desk.dispatch.assign(seats.dispatcher, repair, crew=crew)
    desk.dispatch.on_site(seats.dispatcher, repair)
    desk.finishing.met_nobody(seats.dispatcher, repair)
    assert len(rows(EmptyVisit)) == 2
    assert desk.look.detail(repair).journal[-1].data["times"] == 2
    ended = desk.handling.resolve(seats.dispatcher, repair, disposition=Disposition.NO_ACCESS)
    assert ended.status is Status.RESOLVED


def test_no_access_is_not_no_leak(desk, seats, leak, refused):
    desk.finishing.met_nobody(seats.dispatcher, leak)
    for how in (Disposition.NO_ACCESS, Disposition.NO_FAULT, Disposition.FALSE_ALARM):
        code = refused(desk.handling.resolve, seats.dispatcher, leak, disposition=how)
        assert code in ("resolve.needs_safe", "state.wrong")
    choices = {one.act: one.why_not for one in desk.look.choices(leak, seats.dispatcher, desk.wall.now())}
    assert choices["resolve"] == "resolve.needs_safe"


def test_a_second_crew_stays_when_the_first_met_nobody(desk, seats, repair, crew):
    desk.dispatch.assign(seats.dispatcher, repair, crew="QX2")
    assert desk.finishing.met_nobody(seats.dispatcher, repair, crew=crew).status is Status.WORKING


def test_an_agreed_visit_has_a_window_and_the_promise_holds_until_its_end(desk, seats, repair, wall, rows):
    then = wall.now() + 6 * HOUR
    desk.promising.appoint(seats.operator, repair, due=then, window=30 * MINUTE, note="下午在家")
    assert rows(Clock, kind="resolution")[0].due_at == then + 30 * MINUTE
    (visit,) = desk.look.detail(repair).finish.appointments
    assert (visit.visit_at, visit.give_or_take, visit.note, visit.by) == (then, 30 * MINUTE, "下午在家", "李静")
    desk.promising.appoint(seats.operator, repair, due=then + DAY)
    assert [row.give_or_take for row in rows(Appointment)] == [30 * MINUTE, 0]


def test_parts_needed_do_not_pause_the_clock(desk, seats, repair, wall, rows):
    desk.dispatch.done(seats.dispatcher, repair)
    due = rows(Clock, kind="resolution")[0].due_at
    desk.handling.hold(
        seats.dispatcher, repair, reason=HoldReason.PARTS, until=wall.now() + 5 * HOUR, note="减压阀DN15"
    )
    desk.handling.resume(seats.dispatcher, repair)
    assert (rows(Clock, kind="resolution")[0].due_at, rows(Clock, kind="resolution")[0].pauses) == (due, "[]")


def test_the_customers_word_is_kept_with_the_end_in_one_transaction(desk, seats, repair, refused, rows):
    desk.dispatch.done(seats.dispatcher, repair)
    end = {"disposition": Disposition.FIXED, "confirmed_by": "王姐", "confirmed": False}
    assert refused(desk.handling.resolve, seats.dispatcher, repair, **end) == "confirm.objection"
    assert rows(Confirmation) == []
    desk.handling.resolve(seats.dispatcher, repair, **end, objection="还有味道")
    desk.finishing.confirm(seats.operator, repair, name="王姐", agreed=True)
    said = desk.look.detail(repair).finish.confirmations
    assert [(one.name, one.agreed, one.objection) for one in said] == [("王姐", False, "还有味道"), ("王姐", True, "")]
    hidden = desk.look.seen_by(seats.admin).detail(repair).finish.confirmations
    assert [(one.name, one.objection) for one in hidden] == [("王**", "****"), ("王**", "")]


def test_what_was_said_of_a_safe_site_is_masked_without_desk_rights(desk, seats, leak):
    desk.handling.safe(seats.dispatcher, leak, **WHOLE, note="老太太独居")
    told = repr(desk.look.seen_by(seats.admin).detail(leak))
    assert [word for word in ("厨房", "表前阀", "周队", "独居", "皂液") if word in told] == []


def test_an_extension_before_its_end_is_told_and_on_record(desk, seats, repair, refused):
    extend = desk.promising.extend
    asked = {"by": 4 * HOUR, "reason": "等料", "told": True}
    assert refused(extend, seats.dispatcher, repair, **asked) == "role.needed"
    assert refused(extend, seats.supervisor, repair, **asked | {"told": False}) == "extend.untold"
    extend(seats.supervisor, repair, **asked)
    assert refused(extend, seats.supervisor, repair, **asked) == "extend.again"
    line = desk.look.detail(repair).journal[-1].data
    assert (line["told"], line["reason"]) == (True, "等料")


def test_the_second_return_goes_to_the_supervisor(desk, seats, repair, crew, rows):
    for _ in range(2):
        desk.dispatch.withdraw(seats.dispatcher, repair, crew=crew, reason="车坏")
        desk.dispatch.assign(seats.dispatcher, repair, crew=crew)
    desk.dispatch.decline(seats.dispatcher, repair, crew=crew, reason="不会")
    desk.alarms.sweep()
    (alarm,) = [row for row in desk.look.alarms() if row.rule == "returned_twice"]
    assert (alarm.number, alarm.severity) == (rows(Request)[0].number, 2)
    assert "returned_twice" in desk.look.detail(repair).flags
    waits = {who.login: [row.number for row in desk.look.waiting(who.operator_id) if row.what == "sent_back"]
             for who in (seats.supervisor, seats.dispatcher, seats.operator)}  # fmt: skip
    assert waits == {"zhao": [alarm.number], "chen": [], "li": []}
    assert desk.look.own(seats.supervisor.operator_id, desk.wall.now()).waiting == 1
    desk.dispatch.assign(seats.supervisor, repair, crew="QX2")
    assert desk.look.waiting(seats.supervisor.operator_id) == []


def test_the_tables_keep_what_the_verbs_wrote(desk, seats, leak, rows):
    desk.handling.safe(seats.dispatcher, leak, **WHOLE)
    assert (len(rows(MakeSafe)), len(rows(GasReading))) == (1, 2)
