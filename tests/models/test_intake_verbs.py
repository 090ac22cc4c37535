"""A call becomes a draft, a request, one more caller on a request, or only an answer."""

from dataclasses import replace

import pytest
from sqlalchemy import insert

from models import journal
from models.errors import Conflict, Invalid, NotAllowed, NotFound
from models.rows import NewRequest
from models.tables import Alarm, Call, Clock, Customer, Level, Line, Premise, Presence, Request
from models.vocabulary import Channel, Kind, Priority, Status, WrapUp
from models.wall import DAY, HOUR, MINUTE

LEAK = NewRequest("EM-LEAK-IN", phone="138 0013 8000", address="幸福路12号3单元", text="厨房很大煤气味")


def test_a_saved_call_has_a_number_its_clocks_its_call_and_one_line(desk, store, seats, wall, rows):
    done = desk.intake.save(seats.operator, LEAK)
    (row,) = rows(Request)
    assert (done.number, done.version, done.status, row.owner_id) == ("E-00001", 1, Status.OPEN, 1)
    assert (row.kind, row.priority, row.phone, row.received) == ("emergency", "P1", "13800138000", wall.now())
    due = {clock.kind: (clock.due_at - wall.now()) / MINUTE for clock in rows(Clock)}
    assert due == {"dispatch": 5, "arrival": 30, "safe": 240, "response": 24 * 60, "resolution": 24 * 60}
    assert (row.next_clock, row.next_due_at) == ("dispatch", wall.now() + 5 * MINUTE)
    (call,) = rows(Call)
    assert (call.request_id, call.wrap_up, call.answered_at) == (done.id, "new_job", wall.now())
    (line,) = rows(Line)
    assert (line.act, line.seq, line.request_id, line.actor) == ("save", done.seq, done.id, "li")
    with store.read() as connection:
        assert journal.verify(connection) is None


def test_numbers_count_on_over_all_kinds_and_keep_their_letter(desk, seats):
    saved = [desk.intake.save(seats.operator, replace(LEAK, category=code, priority=None)).number
             for code in ("EM-LEAK-IN", "RP-HOSE", "IN-ROUT", "CP-SERV", "EQ-BILL")]  # fmt: skip
    assert saved == ["E-00001", "R-00002", "S-00003", "C-00004", "Q-00005"]


@pytest.mark.parametrize(
    ("new", "code"),
    [
        (NewRequest("RP-HOSE"), "save.place_or_phone"),
        (NewRequest("RP-HOSE", phone=" ", text="没人"), "save.place_or_phone"),
        (NewRequest("", phone="1"), "save.category"),
        (NewRequest("", phone="1", priority=Priority.P2), "save.category"),
        (NewRequest("NO-SUCH", phone="1"), "category.unknown"),
        (NewRequest("RP-HOSE", phone="1", district="月球"), "district.unknown"),
        (NewRequest("RP-HOSE", phone="1", customer_id=9), "customer.unknown"),
        (NewRequest("RP-HOSE", phone="1", premise_id=9), "premise.unknown"),
        (NewRequest("RP-HOSE", phone="1", follows_id=9), "request.unknown"),
        (NewRequest("RP-HOSE", phone="1", appointment=5), "save.appointment"),
        (replace(LEAK, priority=Priority.P2), "save.lower_p1"),
    ],
)
def test_what_is_missing_or_cannot_be_is_refused_and_leaves_nothing(desk, seats, new, code, rows, refused):
    assert refused(desk.intake.save, seats.operator, new) == code
    assert (rows(Request), rows(Line)) == ([], [])


@pytest.mark.parametrize("known", [{"phone": "13800138000"}, {"address": "幸福路"}])
def test_a_p1_is_sent_with_a_place_or_a_phone_alone(desk, seats, known, rows):
    desk.intake.save(seats.operator, NewRequest("", priority=Priority.P1, **known))
    (row,) = rows(Request)
    assert (row.category, row.kind, row.priority) == ("EM-LEAK-IN", "emergency", "P1")


def test_a_supervisor_may_take_a_p1_category_as_less_and_anybody_any_other_as_more(desk, seats, rows):
    desk.intake.save(seats.supervisor, replace(LEAK, priority=Priority.P2))
    desk.intake.save(seats.operator, NewRequest("RP-HOSE", phone="1", priority=Priority.P1))
    assert [row.priority for row in rows(Request)] == ["P2", "P1"]


def test_admin_takes_no_calls(desk, seats, refused):
    assert refused(desk.intake.save, seats.admin, LEAK) == "role.needed"


def test_an_appointment_pins_resolution_and_an_outside_date_makes_a_reply_clock(desk, seats, wall, rows):
    there, by = wall.now() + 30 * HOUR, wall.now() + 5 * DAY
    desk.intake.save(
        seats.operator,
        NewRequest(
            "RP-HOSE", phone="1", appointment=there, reply_by=by, channel=Channel.CITY_12345, outside_number="ZX9"
        ),
    )
    clocks = {clock.kind: clock for clock in rows(Clock)}
    assert (clocks["resolution"].pinned, clocks["resolution"].due_at) == (1, there)
    assert (clocks["reply"].pinned, clocks["reply"].due_at) == (1, by)
    assert rows(Call) == []


def test_a_customer_and_a_premise_fill_what_was_not_said(desk, store, seats, rows):
    with store.write() as connection:
        connection.execute(insert(Premise), {"id": 7, "address": "南湖路8号", "district": "南湖"})
        connection.execute(insert(Customer), {"id": 3, "name": "王秀英", "phone": "139", "premise_id": 7})
    desk.intake.save(seats.operator, NewRequest("RP-HOSE", customer_id=3))
    (row,) = rows(Request)
    assert (row.address, row.district, row.phone, row.caller, row.premise_id) == (
        "南湖路8号",
        "南湖",
        "139",
        "王秀英",
        7,
    )


def test_a_token_makes_a_retry_harmless(desk, seats, rows, refused):
    first = desk.intake.save(seats.operator, replace(LEAK, token="t1"))
    second = desk.intake.save(seats.operator, replace(LEAK, token="t1"))
    assert (second.id, second.number, second.again) == (first.id, first.number, True)
    assert len(rows(Request)) == len(rows(Line)) == 1
    assert refused(desk.intake.save, seats.second, replace(LEAK, token="t1")) == "token.reused"


@pytest.mark.parametrize(
    ("minutes", "seat", "code"),
    [
        (30, "operator", None),
        (31, "operator", "at.too_far_back"),
        (31, "supervisor", None),
        (-1, "supervisor", "at.future"),
    ],
)
def test_rule_12_thirty_minutes_back_at_most_further_as_a_late_entry(
    desk, seats, wall, minutes, seat, code, rows, refused
):
    new = replace(LEAK, received=wall.now() - minutes * MINUTE)
    if code:
        assert refused(desk.intake.save, getattr(seats, seat), new) == code
        return
    desk.intake.save(getattr(seats, seat), new)
    (row,) = rows(Request)
    assert row.flags == ("late_entry" if minutes > 30 else "")
    assert ("late_entry" in rows(Line, act="save")[0].payload) is (minutes > 30)


def test_a_planned_inspection_may_be_announced_for_a_day_to_come(desk, seats, wall, rows):
    desk.intake.save(seats.operator, NewRequest("IN-ROUT", phone="1", received=wall.now() + 9 * DAY))
    assert rows(Request)[0].next_due_at == wall.now() + 10 * DAY


def test_what_an_earlier_call_has_missed_already_is_recorded_in_the_same_act(desk, seats, wall, rows):
    desk.intake.save(seats.operator, replace(LEAK, received=wall.now() - 10 * MINUTE))
    (alarm,) = rows(Alarm)
    assert (alarm.clock, alarm.level, alarm.severity, alarm.state) == ("dispatch", 150, 3, "unacknowledged")
    assert [level.level for level in rows(Level)] == [75, 90, 100, 125, 150]


@pytest.mark.parametrize("text", ["[red]x[/]", "\x1b[2J\x07\x00", "😀" * 900, "很" * 3000, "\udcff坏", "line\nline"])
def test_a_caller_may_say_anything(desk, store, seats, text, rows):
    desk.intake.save(seats.operator, NewRequest("RP-HOSE", phone="1", text=text))
    (row,) = rows(Request)
    assert row.text == text.replace("\udcff", "?").strip()
    with store.read() as connection:
        assert journal.verify(connection) is None


def test_a_draft_is_kept_field_by_field_outside_the_journal_and_becomes_the_request(desk, seats, wall, rows):
    draft = desk.intake.begin(seats.operator, phone="138-0013-8000")
    desk.intake.keep(seats.operator, draft.id, {"address": "幸福"})
    wall.advance(minutes=45)
    kept = desk.intake.keep(seats.operator, draft.id, {"address": "幸福路", "text": "气味"})
    assert kept.fields == {"phone": "13800138000", "address": "幸福路", "text": "气味"}
    assert rows(Line) == []
    done = desk.intake.save(seats.operator, replace(LEAK, draft_id=draft.id))
    (row,) = rows(Request)
    assert (done.id, row.received, row.draft_fields, row.flags) == (draft.id, draft.received, None, "")
    with pytest.raises(Conflict, match="E-00001"):
        desk.intake.save(seats.operator, replace(LEAK, draft_id=draft.id))


def test_a_draft_belongs_to_its_writer(desk, seats):
    draft = desk.intake.begin(seats.operator)
    with pytest.raises(NotAllowed):
        desk.intake.keep(seats.second, draft.id, {"text": "x"})
    desk.intake.keep(seats.supervisor, draft.id, {"text": "x"})
    with pytest.raises(NotFound):
        desk.intake.keep(seats.operator, 99, {})


def test_a_discarded_draft_needs_a_reason_and_is_gone(desk, seats, rows, refused):
    draft = desk.intake.begin(seats.operator)
    with pytest.raises(Invalid):
        desk.intake.discard(seats.operator, draft.id, reason=" ")
    assert desk.intake.discard(seats.operator, draft.id, reason="打错了").status is Status.CANCELLED
    assert [line.act for line in rows(Line)] == ["discard"]
    assert refused(desk.intake.keep, seats.operator, draft.id, {}) == "draft.unknown"


def test_a_second_caller_joins_without_moving_a_clock_or_the_version(desk, seats, wall, rows, refused):
    first = desk.intake.save(seats.operator, LEAK)
    before = rows(Clock)
    wall.advance(minutes=1)
    joined = desk.intake.join(seats.second, "e1", phone="139 1", note="同一单元")
    assert (joined.version, rows(Clock)) == (first.version, before)
    assert [(call.phone, call.note) for call in rows(Call)] == [("13800138000", ""), ("1391", "同一单元")]
    assert refused(desk.intake.join, seats.second, "E-00099", phone="1") == "request.unknown"


def test_a_second_odour_report_on_a_closed_request_is_a_new_one_that_follows_it(desk, seats, rows, refused):
    first = desk.intake.save(seats.operator, LEAK)
    desk.handling.cancel(seats.supervisor, first.id, reason="误报,同事演练")
    assert refused(desk.intake.join, seats.operator, first.id, phone="1") == "state.wrong"
    second = desk.intake.save(seats.operator, replace(LEAK, follows_id=first.id))
    assert rows(Request, id=second.id)[0].follows_id == first.id


def test_a_call_that_makes_no_request_is_still_written_down(desk, seats, refused):
    saved = desk.intake.save(seats.operator, LEAK)
    alone = desk.intake.call(seats.operator, phone="138", wrap_up=WrapUp.WRONG_NUMBER)
    about = desk.intake.call(seats.operator, phone="138", wrap_up="progress", note="催", request="e1")
    assert (alone.request_id, about.request_id, about.operator) == (None, saved.id, "李静")
    assert refused(desk.intake.call, seats.operator, phone="1", wrap_up="lunch") == "word.unknown"


def test_presence_is_refreshed_without_a_line(desk, seats, wall, rows):
    saved = desk.intake.save(seats.operator, LEAK)
    desk.intake.present(seats.operator, saved.id)
    wall.advance(seconds=20)
    desk.intake.present(seats.operator, None)
    (here,) = rows(Presence)
    assert (here.request_id, here.seen_at, len(rows(Line))) == (None, wall.now(), 1)


def test_kinds_and_targets_follow_the_policy_of_the_category(desk, seats, wall, rows):
    desk.intake.save(seats.operator, NewRequest("EM-OUT-AREA", address="南湖"))
    assert "safe" not in {clock.kind for clock in rows(Clock)}
    desk.intake.save(seats.operator, NewRequest("EQ-BILL", phone="1"))
    row = rows(Request)[1]
    assert (Kind(row.kind), row.next_due_at - wall.now()) == (Kind.ENQUIRY, 15 * MINUTE)
