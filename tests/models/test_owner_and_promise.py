"""Whose a request is, what was promised about it, and that no word of a caller rots in a draft."""

import pytest

from models.desk import offers
from models.guards import HAND_OVER_WITHIN
from models.looks import own
from models.rows import NewRequest
from models.tables import Alarm, Call, Line, OwnerOffer, Request
from models.vocabulary import Disposition, Offer, Status, Waits, WrapUp
from models.wall import HOUR, MINUTE, SECOND

HOSE = NewRequest("RP-HOSE", phone="5550001", address="民生路12号")


def turn(desk, wall, **passes):
    wall.advance(**passes)
    return desk.alarms.sweep(under=wall.now())


def alarms(rows, rule):
    return [(row.state, row.severity) for row in rows(Alarm, rule=rule)]


def waits(desk, seat):
    return [row.what for row in desk.look.waiting(seat.operator_id)]


@pytest.fixture
def request_id(desk, seats):
    return desk.intake.save(seats.operator, HOSE).id


def test_the_owner_stays_the_owner_until_somebody_accepts(desk, seats, request_id, rows):
    desk.handling.hand_over(seats.operator, request_id, to_operator_id=seats.second.operator_id)
    assert rows(Request, id=request_id)[0].owner_id == seats.operator.operator_id
    assert waits(desk, seats.second) == [Waits.HANDED]
    desk.handling.accept_owner(seats.second, request_id)
    assert rows(Request, id=request_id)[0].owner_id == seats.second.operator_id
    assert (waits(desk, seats.second), waits(desk, seats.operator)) == ([], [])
    assert rows(OwnerOffer)[0].outcome == Offer.ACCEPTED


def test_only_whom_it_was_offered_to_accepts_or_declines(desk, seats, request_id, refused):
    desk.handling.hand_over(seats.operator, request_id, to_operator_id=seats.second.operator_id)
    handling = desk.handling
    assert refused(handling.accept_owner, seats.dispatcher, request_id) == "accept_owner.none"
    assert refused(handling.decline_owner, seats.dispatcher, request_id, reason="x") == "accept_owner.none"
    assert refused(handling.decline_owner, seats.second, request_id, reason=" ") == "reason.missing"


def test_what_is_declined_goes_back_with_its_reason_until_the_owner_has_looked(desk, seats, wall, request_id, rows):
    desk.handling.hand_over(seats.operator, request_id, to_operator_id=seats.second.operator_id)
    desk.handling.decline_owner(seats.second, request_id, reason="下班了")
    (row,) = desk.look.waiting(seats.operator.operator_id)
    assert (row.what, row.text, row.who) == (Waits.RETURNED, "下班了", seats.second.name)
    assert desk.look.detail(request_id).offer.outcome is Offer.DECLINED
    turn(desk, wall, seconds=1)
    assert alarms(rows, "hand_over_back") == [("unacknowledged", 1)]
    desk.intake.present(seats.operator, request_id)
    assert waits(desk, seats.operator) == []
    turn(desk, wall, seconds=1)
    assert alarms(rows, "hand_over_back") == [("returned", 1)]


def test_what_nobody_accepts_in_half_an_hour_comes_back_and_is_seen(desk, seats, wall, request_id, rows, refused):
    done = desk.handling.hand_over(seats.operator, request_id, to_operator_id=seats.second.operator_id)
    turn(desk, wall, minutes=30)
    assert waits(desk, seats.second) == [Waits.HANDED]
    turn(desk, wall, seconds=1)
    assert (waits(desk, seats.second), waits(desk, seats.operator)) == ([], [Waits.RETURNED])
    assert alarms(rows, "hand_over_back") == [("unacknowledged", 1)]
    assert refused(desk.handling.accept_owner, seats.second, request_id) == "accept_owner.none"
    (line,) = rows(Line, act="hand_back")
    assert (line.actor, line.at) == ("engine", wall.now() - SECOND)
    assert rows(Request, id=request_id)[0].version == done.version
    desk.handling.hand_over(seats.operator, request_id, to_operator_id=seats.second.operator_id)
    assert waits(desk, seats.second) == [Waits.HANDED]


def test_an_offer_past_its_time_is_refused_though_no_engine_ran(desk, seats, wall, request_id, refused):
    desk.handling.hand_over(seats.operator, request_id, to_operator_id=seats.second.operator_id)
    wall.advance(minutes=31)
    assert refused(desk.handling.accept_owner, seats.second, request_id) == "hand_over.lapsed"


def test_the_looks_and_the_guard_know_the_same_half_hour():
    assert own.HAND_OVER_WITHIN == HAND_OVER_WITHIN


def test_a_new_offer_takes_the_place_of_the_one_that_stands(desk, seats, request_id, rows):
    desk.handling.hand_over(seats.operator, request_id, to_operator_id=seats.second.operator_id)
    desk.handling.hand_over(seats.operator, request_id, to_operator_id=seats.dispatcher.operator_id)
    assert (waits(desk, seats.second), waits(desk, seats.dispatcher)) == ([], [Waits.HANDED])
    assert [row.outcome for row in rows(OwnerOffer)] == [Offer.REPLACED, None]


def test_an_ended_request_lapses_without_a_word(desk, store, seats, wall, request_id, rows):
    desk.handling.hand_over(seats.operator, request_id, to_operator_id=seats.second.operator_id)
    desk.handling.cancel(seats.operator, request_id, reason="打错了")
    wall.advance(minutes=31)
    assert offers.lapse_due(desk.tools, wall.now()) == 1
    assert rows(Line, act="hand_back") == []
    assert waits(desk, seats.operator) == []


def test_my_requests_are_those_i_own_the_most_urgent_first(desk, seats, wall):
    slow = desk.intake.save(seats.operator, HOSE).id
    fast = desk.intake.save(seats.operator, NewRequest("EM-LEAK-IN", phone="5550002")).id
    desk.intake.save(seats.second, HOSE)
    assert [row.id for row in desk.look.mine(seats.operator.operator_id)] == [fast, slow]
    found = desk.look.own(seats.operator.operator_id, wall.now())
    assert (found.mine, found.waiting, found.overdue) == (2, 0, 0)


# Promises


def test_a_promise_is_made_in_one_act_and_rings_when_it_is_missed(desk, seats, wall, request_id, rows):
    done = desk.calling_back.promise(seats.operator, request_id, until=wall.now() + HOUR, note="报价")
    assert (done.version, rows(Call, wrap_up="call_back")[0].phone) == (1, "5550001")
    assert desk.look.promised() == {request_id: wall.now() + HOUR}
    (promise,) = desk.look.detail(request_id).promises
    assert (promise.promised_at, promise.by, promise.note) == (wall.now() + HOUR, seats.operator.name, "报价")
    assert waits(desk, seats.operator) == [Waits.PROMISED]
    turn(desk, wall, minutes=60)
    assert alarms(rows, "promise_missed") == []
    turn(desk, wall, seconds=1)
    assert alarms(rows, "promise_missed") == [("unacknowledged", 2)]
    assert desk.look.own(seats.operator.operator_id, wall.now()).overdue == 1
    desk.calling_back.keep_promise(seats.second, request_id, note="打通了")
    turn(desk, wall, seconds=1)
    assert alarms(rows, "promise_missed") == [("returned", 2)]
    assert (desk.look.promised(), waits(desk, seats.operator)) == ({}, [])


def respond(desk, seats, request_id):
    desk.handling.respond(seats.operator, request_id)


def call_again(desk, seats, request_id):
    desk.intake.call(seats.operator, phone="555-0001", wrap_up=WrapUp.ANSWERED)


def save_again(desk, seats, request_id):
    desk.intake.save(seats.operator, HOSE)


def join(desk, seats, request_id):
    desk.intake.join(seats.operator, request_id, phone="5550001")


@pytest.mark.parametrize("contact", [respond, call_again, save_again, join])
def test_a_recorded_later_contact_keeps_it_in_the_same_transaction(desk, seats, wall, request_id, rows, contact):
    desk.calling_back.promise(seats.operator, request_id, until=wall.now() + HOUR)
    wall.advance(minutes=5)
    contact(desk, seats, request_id)
    assert rows(Call, wrap_up="call_back")[0].kept_at == wall.now()
    assert [row.request_id for row in rows(Line, act="keep_promise")] == [request_id]


def hang_up(desk, seats, request_id):
    desk.intake.call(seats.operator, phone="5550001", wrap_up=WrapUp.HANG_UP)


def another(desk, seats, request_id):
    desk.intake.join(seats.operator, request_id, phone="5559999")


def tell(desk, seats, request_id):
    desk.handling.note(seats.operator, request_id, text="x")


def end(desk, seats, request_id):
    desk.handling.cancel(seats.operator, request_id, reason="打错了")


def settle(desk, seats, request_id):
    desk.handling.take(seats.operator, request_id)
    desk.handling.resolve(seats.operator, request_id, disposition=Disposition.ANSWERED)


@pytest.mark.parametrize("other", [hang_up, another, tell, end, settle])
def test_nothing_else_keeps_it_and_no_ending_loses_it(desk, seats, wall, request_id, rows, other):
    desk.calling_back.promise(seats.operator, request_id, until=wall.now() + HOUR)
    wall.advance(minutes=5)
    other(desk, seats, request_id)
    assert rows(Call, wrap_up="call_back")[0].kept_at is None
    turn(desk, wall, minutes=56)
    assert alarms(rows, "promise_missed") == [("unacknowledged", 2)]


def test_it_outlives_a_merge_and_a_contact_about_the_other_keeps_it(desk, seats, wall, request_id, rows):
    other = desk.intake.save(seats.operator, NewRequest("RP-HOSE", phone="5550007")).id
    desk.calling_back.promise(seats.operator, request_id, until=wall.now() + HOUR)
    desk.promising.merge(seats.supervisor, request_id, into=desk.look.number_of(other))
    assert rows(Call, wrap_up="call_back")[0].kept_at is None
    desk.calling_back.move_promise(seats.operator, request_id, until=wall.now() + 2 * HOUR, reason="x")
    desk.handling.respond(seats.operator, other)
    assert rows(Call, wrap_up="call_back")[0].kept_at == wall.now()


def test_it_is_moved_only_with_a_reason_to_a_time_to_come(desk, seats, wall, request_id, rows, refused):
    back = desk.calling_back
    later = wall.now() + 2 * HOUR
    assert refused(back.move_promise, seats.operator, request_id, until=later, reason="x") == "promise.none"
    back.promise(seats.operator, request_id, until=wall.now() + HOUR)
    assert refused(back.move_promise, seats.operator, request_id, until=later, reason=" ") == "reason.missing"
    assert refused(back.move_promise, seats.operator, request_id, until=wall.now(), reason="x") == "promise.time"
    back.move_promise(seats.operator, request_id, until=later, reason="班组还没回")
    assert desk.look.promised() == {request_id: later}
    turn(desk, wall, minutes=61)
    assert alarms(rows, "promise_missed") == []
    (line,) = rows(Line, act="move_promise")
    assert "班组还没回" in line.payload


def test_of_several_promises_the_one_that_is_meant_is_named(desk, seats, wall, request_id, rows, refused):
    back = desk.calling_back
    back.promise(seats.operator, request_id, until=wall.now() + HOUR)
    back.promise(seats.operator, request_id, until=wall.now() + HOUR, phone="5550002")
    assert refused(back.keep_promise, seats.operator, request_id) == "promise.which"
    first = rows(Call, wrap_up="call_back")[0].id
    back.keep_promise(seats.operator, request_id, call=first)
    assert refused(back.keep_promise, seats.operator, request_id, call=first) == "promise.unknown"
    back.keep_promise(seats.operator, request_id)
    assert desk.look.promised() == {}


def test_a_number_alone_can_be_promised_a_call(desk, seats, wall, rows, refused):
    back = desk.calling_back
    assert refused(back.promise_number, seats.operator, phone=" ", until=wall.now() + HOUR) == "promise.no_number"
    made = back.promise_number(seats.operator, phone="139 0000 1111", until=wall.now() + HOUR, note="问价")
    assert (made.phone, made.request_id) == ("13900001111", None)
    assert [(row.what, row.phone) for row in desk.look.waiting(seats.operator.operator_id)] == [
        (Waits.PROMISED, "13900001111")
    ]
    moved = back.move(seats.second, made.id, until=wall.now() + 2 * HOUR, reason="占线")
    assert moved.promised_at == wall.now() + 2 * HOUR
    assert back.keep(seats.second, made.id).kept_at == wall.now()
    assert refused(back.keep, seats.second, made.id) == "promise.unknown"
    assert desk.upkeep.check().faults == ()


# Drafts


def test_words_of_danger_in_a_draft_ring_after_two_minutes_others_after_thirty(desk, seats, wall, rows):
    odour = desk.intake.begin(seats.operator, phone="1")
    desk.intake.keep(seats.operator, odour.id, {"text": "厨房很大煤气味"})
    calm = desk.intake.begin(seats.operator, phone="2")
    desk.intake.keep(seats.operator, calm.id, {"text": "问一下账单"})
    turn(desk, wall, minutes=2)
    assert alarms(rows, "draft_waits") == []
    turn(desk, wall, seconds=1)
    assert [(row.subject, row.severity) for row in rows(Alarm, rule="draft_waits")] == [(f"draft:{odour.id}", 2)]
    turn(desk, wall, minutes=28)
    assert alarms(rows, "draft_waits") == [("unacknowledged", 2), ("unacknowledged", 1)]
    desk.intake.save(seats.operator, NewRequest("EM-LEAK-IN", phone="1", draft_id=odour.id))
    desk.intake.keep(seats.operator, calm.id, {"text": "还在说"})
    turn(desk, wall, seconds=1)
    assert [row.state for row in rows(Alarm, rule="draft_waits")] == ["returned", "returned"]


@pytest.mark.parametrize(
    "fields", [{"priority": "P1"}, {"category": "EM-LEAK-IN"}, {"text": "I smell gas"}, {"note": "一氧化碳报警"}]
)
def test_danger_is_known_by_priority_category_or_words(desk, seats, wall, rows, fields):
    draft = desk.intake.begin(seats.operator)
    desk.intake.keep(seats.operator, draft.id, fields)
    turn(desk, wall, seconds=121)
    assert alarms(rows, "draft_waits") == [("unacknowledged", 2)]


def test_the_alarm_says_whose_call_it_is_and_what_was_typed(desk, seats, wall):
    draft = desk.intake.begin(seats.operator, phone="19912344021")
    desk.intake.keep(seats.operator, draft.id, {"text": "漏气", "address": "民生路12号"})
    turn(desk, wall, seconds=121)
    (alarm,) = [row for row in desk.look.alarms() if row.rule == "draft_waits"]
    assert seats.operator.name in alarm.address
    assert "民生路12号" in alarm.address
    (hidden,) = [row for row in desk.look.seen_by(seats.admin).alarms() if row.rule == "draft_waits"]
    assert "民生路" not in hidden.address


def test_an_empty_draft_disappears_by_itself(desk, seats, wall, rows):
    draft = desk.intake.begin(seats.operator)
    desk.intake.keep(seats.operator, draft.id, {"text": "  "})
    kept = desk.intake.begin(seats.operator, phone="1")
    turn(desk, wall, minutes=10)
    assert len(desk.look.drafts(seats.operator.operator_id)) == 2
    turn(desk, wall, seconds=1)
    assert [one.id for one in desk.look.drafts(seats.operator.operator_id)] == [kept.id]
    assert rows(Request, id=draft.id)[0].status == Status.CANCELLED
    assert alarms(rows, "draft_waits") == []


def test_a_supervisor_sees_the_drafts_of_all_and_goes_on_with_one(desk, seats, refused):
    draft = desk.intake.begin(seats.operator, phone="1")
    assert [(one.id, one.owner) for one in desk.look.all_drafts()] == [(draft.id, seats.operator.name)]
    assert refused(desk.intake.keep, seats.second, draft.id, {"text": "x"}) == "draft.not_yours"
    desk.intake.keep(seats.supervisor, draft.id, {"text": "x"})
    done = desk.intake.save(seats.supervisor, NewRequest("RP-HOSE", phone="1", draft_id=draft.id))
    assert done.id == draft.id


def test_who_died_in_a_request_is_forgotten_within_half_a_minute(desk, seats, wall, request_id):
    desk.intake.present(seats.second, request_id)
    assert desk.look.presence(wall.now()) == {request_id: (seats.second.initials,)}
    assert desk.look.presence(wall.now() + 25 * SECOND) == {}


def test_call_backs_due_wait_for_the_owner_but_not_about_their_own_work(desk, store, seats, wall, request_id):
    from sqlalchemy import update

    desk.handling.take(seats.supervisor, request_id)
    desk.handling.resolve(seats.supervisor, request_id, disposition=Disposition.ANSWERED)
    with store.write() as connection:
        connection.execute(update(Request).where(Request.id == request_id).values(callback_due=True))
    assert waits(desk, seats.operator) == [Waits.CALL_BACK]
    assert desk.look.own(seats.operator.operator_id, wall.now() + MINUTE).waiting == 1
    with store.write() as connection:
        own = {"resolved_by": seats.operator.operator_id}
        connection.execute(update(Request).where(Request.id == request_id).values(**own))
    assert waits(desk, seats.operator) == []


def test_what_every_call_and_every_glance_asks_reads_open_promises_alone(store):
    """Of a million calls a handful is promised; the index over all of them must not be walked."""
    from sqlalchemy.dialects import sqlite

    from models.desk import keeping

    for query in (keeping._WAITING, own._OPEN_PROMISES, own._EARLIEST):
        words = str(query.compile(dialect=sqlite.dialect()))
        with store.read() as connection:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {words}", tuple([1] * words.count("?"))).all()
        assert "call_promised" in plan[0][3], plan
