"""What follows the work: call-backs and their tries, who makes them, complaints on record, and reviews."""

import pytest

from models.desk.after_rules import late_call_backs
from models.rows import NewRequest
from models.tables import Alarm, CallBack, Complaint, Request
from models.vocabulary import Act, ClockKind, Disposition, Kind, NotReached, Rule, Status
from models.wall import DAY, HOUR

GOOD = {"speed": 5, "attitude": 4, "quality": 5}
NAMED = {"stage": "visit", "unit": "城东维修站", "person": "站长周", "plan": "走访三户"}
ENDED = {"cause": "迟到", "measure": "道歉", "answer": "已上门致歉", "unit_answer": "已通报"}


@pytest.fixture
def leak(desk, seats, crew):
    """An emergency that a crew has finished and the dispatcher resolved."""
    number = desk.intake.save(
        seats.operator, NewRequest("EM-LEAK-IN", phone="19900001111", address="民生路12号")
    ).number
    desk.dispatch.assign(seats.dispatcher, number, crew=crew)
    desk.handling.safe(seats.dispatcher, number, reading="0", valve="关", source_found=True)
    desk.dispatch.done(seats.dispatcher, number)
    desk.handling.resolve(seats.dispatcher, number, disposition=Disposition.FIXED)
    return number


@pytest.fixture
def complain(desk, seats):
    """``complain()``: a complaint that the first operator has taken on themselves."""

    def make(phone="19900002222", **facts):
        number = desk.intake.save(seats.operator, NewRequest("CP-SERV", phone=phone, **facts)).number
        desk.handling.take(seats.operator, number)
        return number

    return make


@pytest.fixture
def closed(desk, seats, complain):
    """A complaint that was answered, called back about, and closed."""
    number = complain()
    desk.handling.resolve(seats.operator, number, disposition="answered", plan_by=desk.wall.now() + DAY,
                          **NAMED, **ENDED)  # fmt: skip
    desk.handling.close(seats.second, number, scores=GOOD | {"communication": 3, "handling": 2}, said="还行")
    return number


def listed(desk, seat=None):
    """What is due now, by number."""
    return {row.number: row for row in desk.seen_by(seat).look.aftercare().due(desk.wall.now())}


def test_a_call_back_falls_due_a_day_after_an_emergency_and_names_whose_work_it_was(desk, seats, leak, crew):
    row = listed(desk, seats.second)[leak]
    assert (row.due_at - row.resolved_at, row.urgent, row.phone) == (DAY, True, "19900001111")
    assert (row.doers, row.barred) == ((crew, seats.dispatcher.name), (seats.dispatcher.operator_id,))
    assert listed(desk, seats.admin)[leak].phone != "19900001111"


def test_tries_are_two_hours_apart_and_three_in_vain_end_it_uncovered(desk, seats, leak, refused, wall, rows):
    try_ = desk.aftercare.call_try
    for n in range(1, 4):
        try_(seats.second, leak, outcome=NotReached.ENGAGED, note="忙")
        row = listed(desk)[leak]
        assert (row.tries, row.last, row.next_at) == (n, NotReached.ENGAGED, wall.now() + 2 * HOUR)
        assert row.due_at == wall.now() + DAY
        code = "try.too_soon" if n < 3 else "try.enough"
        wall.advance(minutes=119)
        assert refused(try_, seats.second, leak, outcome="no_answer") == code
        wall.advance(minutes=1)
    assert desk.handling.close(seats.second, leak).status is Status.CLOSED
    assert rows(CallBack) == [] and listed(desk) == {}
    figures = {one.name: one.value for one in desk.look.indicators().coverage(0, wall.now() + 1) if one.group == "all"}
    assert (figures["call_back_coverage"], figures["call_backs_owed"]) == (0, 0)


def test_nobody_calls_back_about_their_own_work_but_a_supervisor_with_a_reason(desk, seats, leak, complain, refused):
    assert refused(desk.aftercare.ring, seats.dispatcher, leak) == "close.same_person"
    assert refused(desk.aftercare.call_try, seats.dispatcher, leak, outcome="later") == "close.same_person"
    assert refused(desk.handling.close, seats.dispatcher, leak, scores=GOOD) == "close.same_person"
    mine = complain()  # taken by the operator, ended by the supervisor: it is the work of both
    desk.handling.resolve(seats.supervisor, mine, disposition="answered", plan_by=desk.wall.now() + DAY, **NAMED,
                          **ENDED)  # fmt: skip
    assert refused(desk.handling.close, seats.operator, mine, withheld="不愿评价") == "close.same_person"
    assert refused(desk.handling.close, seats.supervisor, mine, withheld="不愿评价") == "close.same_person"
    done = desk.handling.close(seats.supervisor, mine, withheld="不愿评价", reason="夜班只有一人")
    assert done.status is Status.CLOSED


def test_one_colleague_at_a_time_rings_and_is_forgotten_after_a_quarter_of_an_hour(desk, seats, leak, refused, wall):
    where = desk.aftercare.ring(seats.operator, leak)
    assert refused(desk.aftercare.ring, seats.second, leak) == "try.ringing"
    assert listed(desk)[leak].ringing == seats.operator.name
    desk.aftercare.let_go(seats.second, where)
    assert listed(desk)[leak].ringing == seats.operator.name, "only who rings lets go"
    wall.advance(minutes=15)
    assert listed(desk)[leak].ringing == ""
    desk.aftercare.ring(seats.second, leak)
    desk.aftercare.call_try(seats.second, leak, outcome="no_answer")
    assert listed(desk)[leak].ringing_id is None
    assert refused(desk.aftercare.ring, seats.operator, leak) == "try.too_soon"


def test_scores_left_out_have_a_reason_and_a_complaint_has_two_more(desk, seats, leak, closed, refused, rows):
    assert refused(desk.handling.close, seats.second, leak, scores={"speed": 5}) == "close.scores"
    desk.handling.close(seats.second, leak, scores={"speed": 5}, withheld="挂了电话")
    first, second = rows(CallBack)
    assert (first.communication, first.handling, first.said) == (3, 2, "还行")
    assert (second.speed, second.attitude, second.withheld) == (5, None, "挂了电话")
    assert rows(Request, number=closed)[0].score_quality == 5


def test_not_solved_opens_it_again_with_new_clocks_and_the_tries_begin_anew(desk, seats, leak, wall, rows):
    desk.aftercare.call_try(seats.second, leak, outcome="no_answer")
    wall.advance(hours=3)
    desk.handling.reopen(seats.second, leak, reason="还有味")
    assert listed(desk) == {}
    clocks = [one for one in desk.look.detail(leak).clocks if one.cycle == 2]
    assert ClockKind.RESPONSE in {one.kind for one in clocks}
    desk.dispatch.assign(seats.dispatcher, leak, crew="QX1")
    desk.handling.safe(seats.dispatcher, leak, reading="0", valve="关", source_found=True)
    desk.dispatch.done(seats.dispatcher, leak)
    desk.handling.resolve(seats.dispatcher, leak, disposition=Disposition.FIXED)
    assert listed(desk)[leak].tries == 0
    assert len(desk.look.detail(leak).after.tries) == 0


def test_everybody_is_called_back_about_an_odour_whatever_the_share_of_its_category(desk, seats, leak, rows):
    desk.administration.set_category(seats.admin, "EM-LEAK-IN", callback_share=0.0)
    again = desk.intake.save(seats.operator, NewRequest("EM-LEAK-IN", phone="19900003333")).number
    desk.dispatch.assign(seats.dispatcher, again, crew="QX1")
    desk.handling.safe(seats.dispatcher, again, reading="0", valve="关", source_found=True)
    desk.dispatch.done(seats.dispatcher, again)
    desk.handling.resolve(seats.dispatcher, again, disposition=Disposition.FIXED)
    assert rows(Request, number=again)[0].callback_due


def test_late_call_backs_are_one_alarm_that_goes_when_they_are_made(desk, seats, leak, wall, rows, store):
    wall.advance(hours=24)
    desk.alarms.sweep()
    assert rows(Alarm, rule=Rule.CALL_BACKS_LATE.value) == []
    wall.advance(minutes=1)
    desk.alarms.sweep()
    (alarm,) = rows(Alarm, rule=Rule.CALL_BACKS_LATE.value)
    assert (alarm.severity, bool(alarm.active), alarm.request_id) == (2, True, None)
    desk.aftercare.call_try(seats.second, leak, outcome="no_answer")
    wall.advance(minutes=1)
    desk.alarms.sweep()
    assert not rows(Alarm, rule=Rule.CALL_BACKS_LATE.value)[0].active
    wall.advance(days=1, minutes=1)
    with store.read() as connection:
        assert [one.severity for one in late_call_backs(connection, wall.now())] == [2]


def test_a_complaint_ends_only_with_everything_on_record_and_the_refusal_names_what_is_missing(
    desk, seats, complain, rows
):
    number = complain()
    desk.aftercare.handle_complaint(seats.operator, number, against="QX1, 王磊", **NAMED)
    with pytest.raises(Exception, match="plan_by, cause, measure, answer, unit_answer"):
        desk.handling.resolve(seats.operator, number, disposition="answered")
    desk.aftercare.handle_complaint(seats.operator, number, plan_by=desk.wall.now() + DAY, cause="迟到")
    assert desk.look.detail(number).after.complaint.lacks == ("measure", "answer", "unit_answer")
    rest = {name: ENDED[name] for name in ("measure", "answer", "unit_answer")}
    desk.handling.resolve(seats.operator, number, disposition="answered", **rest)
    (kept,) = rows(Complaint)
    assert (kept.cause, kept.measure, kept.person) == ("迟到", "道歉", "站长周")
    assert desk.look.detail(number).after.complaint.against == ("QX1", "王磊")


def test_who_is_complained_of_or_responsible_neither_handles_nor_judges_it(desk, seats, complain, refused):
    number = complain()
    record = desk.aftercare.handle_complaint
    assert refused(record, seats.operator, number, person="li") == "complaint.handler"
    assert refused(record, seats.operator, number, person="chen", against="陈诚") == "complaint.person_against"
    assert refused(record, seats.operator, number, stage="nowhere") == "complaint.stage"
    assert refused(record, seats.operator, number, plan_by=1) == "complaint.plan_by"
    assert refused(record, seats.operator, number) == "complaint.empty"
    record(seats.operator, number, **NAMED | {"person": "zhao"}, against="王磊 , QX1")
    assert refused(record, seats.second, number, unit="x") == "complaint.against"
    assert refused(desk.handling.respond, seats.second, number) == "complaint.against"
    assert refused(desk.dispatch.assign, seats.dispatcher, number, crew="QX1") == "complaint.crew_against"
    desk.handling.hand_over(seats.operator, number, to_operator_id=seats.supervisor.operator_id)
    assert refused(desk.handling.accept_owner, seats.supervisor, number) == "complaint.responsible"
    ended = ENDED | {"plan_by": desk.wall.now() + DAY, "disposition": "answered"}
    assert refused(desk.handling.resolve, seats.supervisor, number, **ended) == "complaint.responsible"
    desk.handling.resolve(seats.operator, number, **ended)
    assert refused(desk.aftercare.call_try, seats.second, number, outcome="later") == "complaint.against"
    assert refused(desk.handling.close, seats.supervisor, number, withheld="x", reason="x") == "complaint.responsible"
    assert desk.handling.close(seats.dispatcher, number, withheld="x").status is Status.CLOSED


def test_a_review_falls_due_after_closing_and_a_measure_that_failed_makes_a_new_complaint(
    desk, seats, closed, refused, wall
):
    look = desk.look.aftercare()
    assert look.reviews(wall.now()) == []
    wall.advance(days=30)
    (row,) = look.reviews(wall.now())
    assert (row.number, row.due_at, row.unit) == (closed, wall.now(), "城东维修站")
    review = desk.aftercare.review_complaint
    assert refused(review, seats.operator, closed, held=True, text="没再发生") == "close.same_person"
    assert refused(review, seats.second, closed, held=False, text=" ") == "text.missing"
    review(seats.second, closed, held=False, text="又迟到两次")
    assert refused(review, seats.second, closed, held=True, text="x") == "review.done"
    found = desk.look.detail(closed).after.complaint
    assert (found.held, found.reviewed_by) == (False, seats.second.name)
    follows = desk.look.detail(found.follow_up)
    assert (follows.row.kind, follows.after.complained, follows.after.repeated) == (Kind.COMPLAINT, 1, (closed,))
    assert look.reviews(wall.now()) == []


def test_the_days_until_a_review_are_set_by_an_admin(desk, seats, closed, refused, wall):
    assert refused(desk.aftercare.set_review_days, seats.operator, 10) == "role.needed"
    assert refused(desk.aftercare.set_review_days, seats.admin, 0) == "review.days"
    desk.aftercare.set_review_days(seats.admin, 10)
    wall.advance(days=10)
    assert [row.number for row in desk.look.aftercare().reviews(wall.now())] == [closed]


def test_every_complaint_keeps_its_24_and_72_hours_at_least(desk, seats):
    complaints = [row.code for row in desk.look.categories() if row.kind is Kind.COMPLAINT]
    assert complaints
    for code in complaints:
        number = desk.intake.save(seats.operator, NewRequest(code, phone="19900002222")).number
        detail = desk.look.detail(number)
        spans = {one.kind: one.due_at - detail.row.received for one in detail.clocks}
        assert 0 < spans[ClockKind.RESPONSE] <= 24 * HOUR and 0 < spans[ClockKind.RESOLUTION] <= 72 * HOUR


def test_complaints_are_counted_by_stage_unit_and_cause_with_what_came_again_and_is_owed(desk, seats, closed, complain):
    wall = desk.wall
    begin = wall.now() - HOUR
    again = complain()
    desk.aftercare.handle_complaint(seats.operator, again, stage="visit", plan="x", plan_by=wall.now() + DAY)
    complain(phone="19900009999")
    wall.advance(days=31)
    whole, *groups = desk.look.aftercare().complaints(begin, wall.now(), wall.now(), "stage")
    assert (whole.count, whole.repeated, whole.open, whole.late_plans) == (3, 1, 2, 1)
    assert (whole.owed, whole.late_reviews, whole.failed) == (1, 1, 0)
    assert [(row.name, row.count) for row in groups] == [("visit", 2), ("-", 1)]
    causes = desk.look.aftercare().complaints(begin, wall.now(), wall.now(), "cause")
    assert {row.name for row in causes} == {"all", "迟到", "-"}


def test_every_try_record_and_review_leaves_its_line(desk, seats, leak, closed):
    desk.aftercare.call_try(seats.second, leak, outcome="switched_off")
    acts = [line.act for line in desk.look.detail(leak).journal]
    assert acts[-1] == Act.CALL_TRY
    before = len(desk.look.detail(leak).journal)
    desk.wall.advance(minutes=121)
    desk.aftercare.ring(seats.second, leak)
    assert len(desk.look.detail(leak).journal) == before, "who rings is presence, and no line"
