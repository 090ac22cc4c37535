"""What happens to a request between its saving and its closing, on a real file under a hand-set clock."""

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from models.desk.desk import Desk
from models.errors import Conflict
from models.rows import NewRequest
from models.store import Store
from models.tables import Alarm, Assignment, Clock, Line, Request
from models.vocabulary import Channel, ClockState, Disposition, HoldReason, Priority, Status
from models.wall import DAY, HOUR, MINUTE

SCORES = {"speed": 5, "attitude": 5, "quality": 4}
SAFE = {"reading": "0 ppm", "valve": "关", "source_found": True}


@pytest.fixture
def save(desk, seats):
    """``save("RP-HOSE", …)``: the number of a new request of that category, taken by the operator."""

    def make(category, **given):
        return desk.intake.save(
            seats.operator, NewRequest(category, **{"phone": "138", "address": "幸福路"} | given)
        ).id

    return make


@pytest.fixture
def worked(desk, seats, save, crew):
    """``worked("RP-HOSE")``: a request on which a crew has finished."""

    def make(category):
        number = save(category)
        desk.dispatch.assign(seats.dispatcher, number, crew=crew)
        desk.dispatch.done(seats.dispatcher, number)
        return number

    return make


def clock(rows, kind, cycle=1):
    """The stored clock of that kind."""
    return rows(Clock, kind=kind, cycle=cycle)[-1]


def payload(rows, act):
    """What the last line of that act carries."""
    return json.loads(rows(Line, act=act)[-1].payload)


def test_a_response_stops_its_clock_once_a_cycle(desk, seats, save, rows, refused, wall):
    number = save("RP-HOSE")
    wall.advance(minutes=9)
    done = desk.handling.respond(seats.second, number, note="约了下午")
    assert (done.status, done.version) == (Status.OPEN, 2)
    assert clock(rows, "response").stopped_at == wall.now()
    assert refused(desk.handling.respond, seats.operator, number) == "respond.already"


def test_the_outside_body_is_answered_once_also_after_the_work(desk, seats, save, rows, refused, wall, worked):
    number = save("RP-HOSE", channel=Channel.CITY_12345, reply_by=wall.now() + 5 * DAY)
    desk.handling.respond(seats.operator, number, reply=True)
    assert clock(rows, "reply").stopped_at == wall.now()
    assert clock(rows, "response").state == ClockState.RUNNING
    assert refused(desk.handling.respond, seats.operator, number, reply=True) == "respond.no_reply"


def test_a_hold_for_the_customer_stands_resolution_still_and_ends_when_promised(desk, seats, save, rows, wall):
    number = save("RP-HOSE")
    start = wall.advance(hours=2)
    desk.handling.hold(seats.dispatcher, number, reason="not_home", until=start + 7 * HOUR)
    (row,) = rows(Request)
    assert (row.status, row.holds, row.hold_pausing, row.next_clock) == ("held", 1, 1, "response")
    assert json.loads(clock(rows, "resolution").pauses) == [[start, start + 7 * HOUR]]
    wall.advance(hours=20)
    desk.handling.resume(seats.operator, number)
    (row,) = rows(Request)
    assert (row.status, row.held_until, row.state_since) == ("open", None, start + 7 * HOUR)
    assert rows(Line, act="resume")[0].at == start + 7 * HOUR
    assert clock(rows, "resolution").due_at == start - 2 * HOUR + 79 * HOUR


def test_a_hold_for_our_own_reasons_pauses_nothing(desk, seats, save, rows, wall):
    number = save("RP-HOSE")
    desk.handling.hold(seats.dispatcher, number, reason=HoldReason.PARTS, until=wall.now() + HOUR)
    assert clock(rows, "resolution").pauses == "[]"


def test_a_hold_leads_back_to_working_while_a_crew_is_on_it(desk, seats, save, crew, wall):
    number = save("RP-HOSE")
    desk.dispatch.assign(seats.dispatcher, number, crew=crew)
    desk.handling.hold(seats.dispatcher, number, reason="not_home", until=wall.now() + HOUR)
    assert desk.handling.resume(seats.operator, number).status is Status.WORKING
    desk.handling.hold(seats.supervisor, number, reason="not_home", until=wall.now() + HOUR)
    desk.dispatch.withdraw(seats.dispatcher, number, reason="换班")
    assert desk.handling.resume(seats.operator, number).status is Status.OPEN


def test_a_hold_names_what_is_wrong_with_it(desk, seats, save, refused, wall):
    number, leak, now = save("RP-HOSE"), save("EM-LEAK-IN"), wall.now()
    hold = desk.handling.hold
    assert refused(hold, seats.operator, number, reason="not_home", until=now + HOUR) == "role.needed"
    assert refused(hold, seats.dispatcher, number, reason="lunch", until=now + HOUR) == "word.unknown"
    assert refused(hold, seats.dispatcher, number, reason="not_home", until=now) == "hold.past"
    assert refused(hold, seats.dispatcher, number, reason="not_home", until=now + 25 * HOUR) == "hold.long"
    assert refused(hold, seats.dispatcher, leak, reason="not_home", until=now + HOUR) == "hold.needs_safe"


def test_raised_to_a_leak_it_has_missed_dispatch_already_and_the_alarm_says_so(desk, seats, save, rows, wall):
    number = save("RP-STOVE")
    received = wall.now()
    wall.advance(minutes=20)
    desk.handling.reclassify(seats.operator, number, category="EM-LEAK-IN", reason="有气味")
    (row,) = rows(Request)
    assert (row.kind, row.priority, row.number) == ("emergency", "P1", "R-00001")
    assert clock(rows, "dispatch").due_at == received + 5 * MINUTE
    assert [(alarm.clock, alarm.level, alarm.severity) for alarm in rows(Alarm)] == [("dispatch", 200, 3)]


def test_a_p1_is_lowered_by_a_supervisor_and_its_life_clocks_end(desk, seats, save, rows, refused):
    number = save("EM-LEAK-IN")
    lower = {"category": "RP-HOSE", "reason": "软管老化,无气味"}
    assert refused(desk.handling.reclassify, seats.dispatcher, number, **lower) == "reclassify.lower_p1"
    desk.handling.reclassify(seats.supervisor, number, **lower)
    assert {row.state for row in rows(Clock) if row.kind in ("dispatch", "arrival", "safe")} == {ClockState.VOID}
    assert payload(rows, "reclassify")["was"] == {"category": "EM-LEAK-IN", "kind": "emergency", "priority": "P1"}
    assert refused(desk.handling.reclassify, seats.supervisor, number, **lower) == "reclassify.same"


def test_priority_alone_changes_no_category(desk, seats, save, rows):
    desk.handling.reclassify(seats.operator, save("RP-HOSE"), priority=Priority.P2, reason="有老人")
    assert [(row.category, row.priority) for row in rows(Request)] == [("RP-HOSE", "P2")]


def test_the_day_of_a_leak_from_safe_to_closed_by_another_person(desk, seats, worked, save, crew, rows, refused, wall):
    number = save("EM-LEAK-IN")
    desk.dispatch.assign(seats.dispatcher, number, crew=crew)
    desk.dispatch.on_site(seats.dispatcher, number)
    wall.advance(minutes=20)
    desk.handling.safe(seats.dispatcher, number, **SAFE | {"source_found": False})
    desk.dispatch.done(seats.dispatcher, number)
    fixed = {"disposition": Disposition.FIXED}
    assert refused(desk.handling.resolve, seats.dispatcher, number, **fixed) == "resolve.needs_source"
    first = rows(Request)[0].safe_at
    wall.advance(minutes=10)
    desk.handling.safe(seats.dispatcher, number, **SAFE)
    assert desk.handling.resolve(seats.dispatcher, number, **fixed).status is Status.RESOLVED
    (row,) = rows(Request)
    assert (row.safe_at, row.callback_due, row.resolved_by) == (first, 1, seats.dispatcher.operator_id)
    assert refused(desk.handling.close, seats.dispatcher, number, scores=SCORES) == "close.same_person"
    assert desk.handling.close(seats.operator, number, scores=SCORES).status is Status.CLOSED
    (row,) = rows(Request)
    assert (row.score_speed, row.score_quality, row.callback_due, row.closed_at) == (5, 4, 0, wall.now())


def test_a_supervisor_ends_an_unsafe_leak_only_with_a_reason_and_a_follow_up(desk, seats, worked, rows, refused):
    number = worked("EM-LEAK-IN")
    assert refused(desk.handling.resolve, seats.supervisor, number, disposition="no_access") == "resolve.needs_safe"
    assert len(rows(Request)) == 1
    done = desk.handling.resolve(seats.supervisor, number, disposition="no_access", override_reason="已关总阀")
    old, new = rows(Request)
    assert (done.number, new.number, new.follows_id, new.category) == ("E-00001", "S-00002", old.id, "IN-RECT")
    assert (new.address, new.phone, new.status) == (old.address, old.phone, "open")
    assert payload(rows, "resolve")["follow_up"] == "S-00002"
    assert clock(rows, "safe").state == ClockState.VOID


def test_made_safe_only_may_bring_its_follow_up_along(desk, seats, worked, rows, refused):
    number = worked("RP-PIPE")
    ends = {"disposition": "made_safe", "follow_up": "RP-ALTER"}
    desk.handling.resolve(seats.dispatcher, number, **ends)
    assert [row.category for row in rows(Request)] == ["RP-PIPE", "RP-ALTER"]
    again = worked("RP-PIPE")
    assert refused(desk.handling.resolve, seats.dispatcher, again, **ends | {"follow_up": "X"}) == "category.unknown"
    assert rows(Request, id=again)[0].status == "working"


def test_an_enquiry_answered_on_the_line_is_closed_by_the_same_act(desk, seats, save, rows):
    done = desk.handling.resolve(seats.operator, save("EQ-BILL"), disposition="answered", answer="见账单")
    assert done.status is Status.CLOSED
    assert [line.act for line in rows(Line)] == ["save", "resolve", "close"]
    assert {row.state for row in rows(Clock)} == {ClockState.STOPPED}


def test_an_enquiry_that_another_person_resolves_is_not_closed_by_it(desk, seats, save):
    number = save("EQ-BILL")
    assert desk.handling.resolve(seats.dispatcher, number, disposition="answered").status is Status.RESOLVED


def test_work_settled_on_the_line_is_taken_by_its_owner(desk, seats, save, refused):
    number = save("RP-BATT")
    assert refused(desk.handling.take, seats.second, number) == "owner.only"
    assert desk.handling.take(seats.operator, number).status is Status.WORKING
    assert refused(desk.handling.resolve, seats.operator, number, disposition="fixed") == "role.needed"
    assert desk.handling.resolve(seats.operator, number, disposition="answered").status is Status.RESOLVED


def test_a_complaint_and_an_inspection_say_how_they_ended(desk, seats, save, worked, rows, refused):
    complaint = save("CP-SERV")
    desk.handling.take(seats.operator, complaint)
    said = {"disposition": "fixed", "cause": "迟到", "measure": "道歉"}
    assert refused(desk.handling.resolve, seats.operator, complaint, **said) == "resolve.needs_complaint"
    more = {
        "stage": "visit",
        "unit": "城东维修站",
        "person": "站长周",
        "plan": "回访三户",
        "plan_by": desk.wall.now() + DAY,
    }
    desk.handling.resolve(seats.operator, complaint, **said, **more, answer="已上门致歉", unit_answer="已通报")
    visit = worked("IN-ROUT")
    assert refused(desk.handling.resolve, seats.dispatcher, visit, disposition="fixed") == "resolve.needs_result"
    desk.handling.resolve(seats.dispatcher, visit, disposition="fixed", result="grade_2")
    assert rows(Request, id=visit)[0].result == "grade_2"


def test_three_tries_that_nobody_answered_close_it_as_well(desk, seats, worked, refused, wall):
    number = worked("EM-LEAK-IN")
    desk.handling.safe(seats.dispatcher, number, reading="0", valve="关", source_found=True)
    desk.handling.resolve(seats.dispatcher, number, disposition="fixed")
    for _ in range(3):
        assert refused(desk.handling.close, seats.operator, number) == "close.callback"
        desk.aftercare.call_try(seats.operator, number, outcome="no_answer")
        wall.advance(hours=2)
    assert desk.handling.close(seats.operator, number).status is Status.CLOSED


def test_the_call_back_sample_is_drawn_by_share(desk, seats, worked, rows):
    for _ in range(20):
        desk.handling.resolve(seats.dispatcher, worked("RP-HOSE"), disposition="fixed")
    assert 1 <= sum(row.callback_due for row in rows(Request)) <= 12


def test_a_reopened_leak_asks_for_safety_again_and_starts_its_second_cycle(
    desk, seats, worked, crew, rows, refused, wall
):
    number = worked("EM-LEAK-IN")
    assert (
        refused(desk.handling.safe, seats.dispatcher, number, reading=" ", valve="关", source_found=True)
        == "safe.facts"
    )
    desk.handling.safe(seats.dispatcher, number, **SAFE)
    desk.handling.resolve(seats.dispatcher, number, disposition="fixed")
    wall.advance(hours=3)
    done = desk.handling.reopen(seats.operator, number, reason="又有味")
    (row,) = rows(Request)
    assert (done.status, row.cycle, row.safe_at, row.source_verified, row.resolved_at) == (
        Status.OPEN,
        2,
        None,
        0,
        None,
    )
    assert {(one.kind, one.cycle) for one in rows(Clock) if one.state == ClockState.RUNNING} == {
        ("response", 2), ("resolution", 2),
    }  # fmt: skip
    desk.dispatch.assign(seats.dispatcher, number, crew=crew)
    desk.dispatch.done(seats.dispatcher, number)
    assert refused(desk.handling.resolve, seats.dispatcher, number, disposition="fixed") == "resolve.needs_safe"


def test_a_closed_request_reopens_for_a_supervisor_within_a_week(desk, seats, save, refused, wall):
    number = save("EQ-BILL")
    desk.handling.resolve(seats.operator, number, disposition="answered")
    assert refused(desk.handling.reopen, seats.operator, number, reason="没听懂") == "role.needed"
    wall.advance(days=7)
    assert desk.handling.reopen(seats.supervisor, number, reason="没听懂").status is Status.OPEN
    desk.handling.resolve(seats.operator, number, disposition="answered")
    wall.advance(days=7, seconds=1)
    assert refused(desk.handling.reopen, seats.supervisor, number, reason="x") == "reopen.too_late"


def test_a_cancel_voids_the_clocks_and_stands_crews_down_but_not_from_a_site(desk, seats, save, rows, refused, crew):
    number = save("RP-HOSE")
    desk.dispatch.assign(seats.dispatcher, number, crew=crew)
    desk.dispatch.assign(seats.dispatcher, number, crew="QX2")
    desk.dispatch.on_site(seats.dispatcher, number, crew=crew)
    assert refused(desk.handling.cancel, seats.operator, number, reason="已修好") == "cancel.crew_on_site"
    desk.dispatch.withdraw(seats.dispatcher, number, crew=crew, reason="用户自行修好")
    assert desk.handling.cancel(seats.operator, number, reason="已修好").status is Status.CANCELLED
    assert {row.step for row in rows(Assignment)} == {"withdrawn"}
    assert {row.state for row in rows(Clock) if row.kind == "resolution"} == {ClockState.VOID}
    assert [line.act for line in rows(Line)][-2:] == ["cancel", "withdraw"]


def test_a_p1_is_cancelled_by_a_supervisor_and_never_because_the_smell_is_gone(desk, seats, save, refused):
    number = save("EM-LEAK-IN")
    assert refused(desk.handling.cancel, seats.dispatcher, number, reason="演练") == "role.needed"
    assert refused(desk.handling.cancel, seats.supervisor, number, reason="没味了") == "cancel.smell_gone"


def test_ownership_passes_only_when_it_is_accepted(desk, seats, save, rows, refused):
    number = save("CP-BILL")
    assert refused(desk.handling.hand_over, seats.second, number, to_operator_id=2) == "owner.only"
    assert refused(desk.handling.hand_over, seats.operator, number, to_operator_id=1) == "hand_over.self"
    assert refused(desk.handling.hand_over, seats.operator, number, to_operator_id=77) == "operator.unknown"
    desk.handling.hand_over(seats.operator, number, to_operator_id=2)
    assert rows(Request)[0].owner_id == 1
    assert refused(desk.handling.accept_owner, seats.dispatcher, number) == "accept_owner.none"
    desk.handling.accept_owner(seats.second, number)
    assert rows(Request)[0].owner_id == 2
    assert refused(desk.handling.accept_owner, seats.second, number) == "accept_owner.none"


def test_a_note_changes_nothing_but_the_journal(desk, seats, save, rows, refused):
    number = save("RP-HOSE")
    before = rows(Clock)
    done = desk.handling.note(seats.second, number, text="狗很凶")
    assert (done.version, rows(Clock), payload(rows, "note")) == (1, before, {"text": "狗很凶"})
    assert refused(desk.handling.note, seats.second, number, text=" ") == "text.missing"


def test_the_second_of_two_is_told_who_was_first_and_what_they_did(desk, seats, save, wall):
    number = save("RP-HOSE")
    at = wall.advance(minutes=3)
    desk.handling.respond(seats.second, number, expect=1)
    desk.handling.note(seats.operator, number, text="不算改动")
    wall.advance(minutes=1)
    with pytest.raises(Conflict) as told:
        desk.handling.take(seats.operator, number, expect=1)
    facts = told.value.facts
    assert (facts["name"], facts["act"], facts["at"], facts["version"]) == ("王磊", "respond", at, 2)
    assert told.value.code == "request.changed"


def test_of_many_seats_that_press_the_same_key_one_wins_and_the_others_read_why(database, seats, save, wall, rows):
    number = save("RP-HOSE")
    stores = [Store(database) for _ in range(6)]

    def press(store):
        try:
            return Desk(store, wall).handling.take(seats.supervisor, number, expect=1).version
        except Conflict as told:
            return told.facts["act"]

    with ThreadPoolExecutor(len(stores)) as seats_at_once:
        answers = Counter(seats_at_once.map(press, stores))
    for store in stores:
        store.close()
    assert answers == {2: 1, "take": 5}
    assert len(rows(Line, act="take")) == 1


def test_a_retry_with_its_token_does_nothing_twice(desk, seats, save, rows, wall):
    number = save("RP-HOSE")
    until = wall.now() + HOUR
    first = desk.handling.hold(seats.dispatcher, number, reason="not_home", until=until, expect=1, token="k")
    again = desk.handling.hold(seats.dispatcher, number, reason="not_home", until=until, expect=1, token="k")
    assert (again.again, again.version, again.status) == (True, first.version, Status.HELD)
    assert len(rows(Line, act="hold")) == 1


def test_a_refused_act_leaves_nothing_behind(desk, seats, worked, rows, refused):
    number = worked("EM-LEAK-IN")
    before = (rows(Request), rows(Line), rows(Clock))
    refused(desk.handling.resolve, seats.supervisor, number, disposition="fixed", override_reason="x", follow_up="NO")
    assert (rows(Request), rows(Line), rows(Clock)) == before


@pytest.mark.parametrize(
    ("minutes", "seat", "code"),
    [(5, "operator", None), (31, "operator", "at.too_far_back"), (31, "supervisor", None),
     (-1, "operator", "at.future"), (200, "supervisor", "at.before_received")],
)  # fmt: skip
def test_an_act_is_dated_when_it_was_true(desk, seats, save, rows, refused, wall, minutes, seat, code):
    number = save("RP-HOSE")
    wall.advance(hours=2)
    asked = {"at": wall.now() - minutes * MINUTE}
    if code:
        assert refused(desk.handling.respond, getattr(seats, seat), number, **asked) == code
        return
    desk.handling.respond(getattr(seats, seat), number, **asked)
    assert clock(rows, "response").stopped_at == asked["at"]
    (line,) = rows(Line, act="respond")
    assert (line.at, line.recorded_at, payload(rows, "respond").get("late_entry", False)) == (
        asked["at"], wall.now(), minutes > 30,
    )  # fmt: skip


def test_a_change_of_state_is_not_dated_before_the_state_it_leaves(desk, seats, save, refused, wall):
    number = save("RP-HOSE")
    wall.advance(minutes=20)
    desk.handling.hold(seats.dispatcher, number, reason="not_home", until=wall.now() + HOUR)
    wall.advance(minutes=5)
    early = wall.now() - 10 * MINUTE
    assert refused(desk.handling.resume, seats.operator, number, at=early) == "at.before_last"
