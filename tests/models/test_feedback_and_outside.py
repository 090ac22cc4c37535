"""Feedback becomes a request or a counted remark; an outside body's case is recognised when it comes again."""

from typing import Any

import pytest

from models.desk.desk import Desk
from models.outside import Both, outside_code, questions
from models.rows import NewRequest
from models.vocabulary import Channel, Grade, Kind, Priority, Status
from models.wall import HOUR, MINUTE


def record(desk: Desk, seats: Any, grade: Grade, **given: Any) -> Any:
    return desk.feedback.record(seats.operator, grade, NewRequest(given.pop("category", ""), **given))


@pytest.mark.parametrize(
    ("grade", "priority"), [(Grade.URGENT, Priority.P2), (Grade.GENERAL, Priority.P3)], ids=["urgent", "general"]
)
def test_feedback_that_needs_work_is_a_request_with_an_owner(desk: Desk, seats, grade, priority) -> None:
    made = record(desk, seats, grade, text="热线总占线", phone="13800001111", channel=Channel.HALL)
    detail = desk.look.detail(made.number)
    assert (detail.row.priority, detail.row.category, detail.channel) == (priority, "EQ-WISH", Channel.HALL)
    assert detail.owner_name == "李静"
    assert [line.act for line in detail.journal] == ["save", "feedback"]


def test_a_leak_told_as_feedback_is_a_leak(desk: Desk, seats) -> None:
    made = record(desk, seats, Grade.GENERAL, category="EM-LEAK-IN", text="楼道有味", address="民生路12号")
    assert (made.number[0], desk.look.detail(made.number).row.priority) == ("E", Priority.P1)


def test_what_is_not_urgent_is_counted_and_ends_its_draft(desk: Desk, seats, refused) -> None:
    draft = desk.intake.begin(seats.operator, phone="1")
    made = record(desk, seats, Grade.NOT_URGENT, text="服务很好", phone="1", draft_id=draft.id, token="t")
    assert (made.request_id, made.number) == (None, "")
    assert desk.look.drafts(seats.operator.operator_id) == []
    assert refused(record, desk, seats, Grade.NOT_URGENT, text="  ") == "text.missing"
    assert refused(record, desk, seats, Grade.URGENT, text="x") == "save.place_or_phone"
    (row,) = desk.look.voices().remarks()
    assert (row.text, row.grade, row.channel, row.operator) == ("服务很好", Grade.NOT_URGENT, Channel.PHONE, "李静")


def test_a_retry_writes_feedback_down_once(desk: Desk, seats, refused) -> None:
    record(desk, seats, Grade.NOT_URGENT, text="earlier")
    for grade in (Grade.URGENT, Grade.NOT_URGENT):
        first = record(desk, seats, grade, text="x", phone="1", token=grade.value)
        again = record(desk, seats, grade, text="x", phone="1", token=grade.value)
        assert (again.id, again.number, again.request_id) == (first.id, first.number, first.request_id)
    assert len(desk.look.voices().remarks()) == 3
    desk.intake.save(seats.operator, NewRequest("RP-HOSE", phone="1", token="other"))
    assert refused(record, desk, seats, Grade.URGENT, text="x", phone="1", token="other") == "token.reused"


def test_feedback_is_counted_by_channel_and_urgency(desk: Desk, seats) -> None:
    for grade, channel in (
        (Grade.NOT_URGENT, Channel.ONLINE),
        (Grade.NOT_URGENT, Channel.ONLINE),
        (Grade.URGENT, Channel.HALL),
    ):
        record(desk, seats, grade, text="x", phone="1", channel=channel)
    now = desk.wall.now()
    found = {
        row.channel: (row.urgent, row.general, row.not_urgent, row.total)
        for row in desk.look.voices().counts(0, now + 1)
    }
    assert found == {Channel.ONLINE: (0, 0, 2, 2), Channel.HALL: (1, 0, 0, 1)}
    assert desk.look.voices().counts(0, now) == []


def letter(**more: Any) -> NewRequest:
    return NewRequest(**{"category": "CP-STOP", "phone": "1", "channel": Channel.CITY_12345,
                         "outside_number": "YT12345-0618 77"} | more)  # fmt: skip


def test_the_same_case_entered_twice_is_recognised_however_it_is_written(desk: Desk, seats, refused) -> None:
    first = desk.intake.save(seats.operator, letter())
    assert refused(desk.intake.save, seats.second, letter(outside_number="ｙｔ12345-061877")) == "outside.known"
    assert [row.number for row in desk.look.outside(" yt12345-061877")] == [first.number]
    assert desk.look.seen_by(None).outside("YT12345-061877") == []
    other = desk.intake.save(seats.second, letter(outside_again=True))
    assert [row.number for row in desk.look.outside("YT12345-061877")] == [other.number, first.number]


def test_a_case_that_an_import_brought_is_recognised_as_it_was_written(desk: Desk, seats, store, refused) -> None:
    from sqlalchemy import text

    first = desk.intake.save(seats.operator, letter())
    with store.write() as connection:
        connection.execute(text("UPDATE request SET outside_number = 'yt 9'"))
    assert refused(desk.intake.save, seats.second, letter(outside_number="yt 9")) == "outside.known"
    assert [row.number for row in desk.look.outside("yt 9")] == [first.number]


def test_a_life_in_danger_is_never_refused_for_a_case_number(desk: Desk, seats) -> None:
    desk.intake.save(seats.operator, letter())
    leak = desk.intake.save(seats.operator, letter(category="EM-LEAK-IN"))
    assert (leak.number[0], leak.status) == ("E", Status.OPEN)


def test_a_cancelled_case_and_a_draft_are_no_case(desk: Desk, seats) -> None:
    first = desk.intake.save(seats.operator, letter())
    desk.handling.cancel(seats.operator, first.number, reason="来件有误")
    assert desk.intake.save(seats.operator, letter()).status is Status.OPEN


@pytest.mark.parametrize("channel", list(Channel))
def test_every_channel_works_to_the_end(desk: Desk, seats, channel: Channel) -> None:
    by = desk.wall.now() + 72 * HOUR
    new = NewRequest("CP-SERV", phone="1", channel=channel, outside_number=f"N-{channel.value}", reply_by=by)
    done = desk.intake.save(seats.operator, new)
    detail = desk.look.detail(done.id)
    (reply,) = [clock for clock in detail.clocks if clock.kind == "reply"]
    assert (reply.due_at, reply.pinned, detail.channel) == (by, True, channel)
    assert bool(detail.calls) is (channel is Channel.PHONE)
    desk.handling.take(seats.operator, done.number)
    desk.handling.resolve(
        seats.operator,
        done.number,
        disposition="answered",
        cause="a",
        measure="b",
        answer="c",
        stage="visit",
        unit="u",
        person="p",
        plan="d",
        plan_by=by,
        unit_answer="e",
    )
    desk.handling.respond(seats.operator, done.number, reply=True)
    (reply,) = [clock for clock in desk.look.detail(done.id).clocks if clock.kind == "reply"]
    assert reply.stopped_at == desk.wall.now()


def test_a_letter_may_be_dated_back_by_the_usual_guards(desk: Desk, seats, refused) -> None:
    now = desk.wall.now()
    near = desk.intake.save(
        seats.operator, NewRequest("CP-SERV", phone="1", channel=Channel.MAIL, received=now - 20 * MINUTE)
    )
    assert desk.look.detail(near.id).row.received == now - 20 * MINUTE
    old = NewRequest("CP-SERV", phone="1", channel=Channel.MAIL, received=now - 5 * HOUR)
    assert refused(desk.intake.save, seats.operator, old) == "at.too_far_back"
    late = desk.intake.save(seats.supervisor, old)
    assert "late_entry" in desk.look.detail(late.id).flags


@pytest.mark.parametrize(
    ("channel", "kind", "text", "asked"),
    [
        (Channel.CITY_12345, Kind.COMPLAINT, "家里漏气, 报了三次没人来", (Both.LEAK,)),
        (Channel.CITY_12345, None, "家里漏气, 报了三次没人来", (Both.LEAK, Both.COMPLAINT)),
        (Channel.CITY_12345, Kind.EMERGENCY, "家里漏气, 报了三次没人来", (Both.COMPLAINT,)),
        (Channel.COMPLAINT_LINE, Kind.EMERGENCY, "厨房有味", (Both.COMPLAINT,)),
        (Channel.PHONE, Kind.COMPLAINT, "there is a smell of gas and nobody came", (Both.LEAK,)),
        (Channel.PHONE, Kind.EMERGENCY, "厨房有味, 没人来", ()),
        (Channel.PHONE, Kind.REPAIR, "灶打不着", ()),
        (Channel.MAIL, Kind.COMPLAINT, "账单不对", ()),
        (Channel.OUTSIDE, None, "催办停气通知", ()),
    ],
)
def test_a_complaint_about_a_leak_raises_both_questions(channel, kind, text, asked) -> None:
    assert questions(channel, kind, text) == asked


def test_a_case_number_has_one_spelling() -> None:
    assert outside_code(" ａb-12 3\n") == "AB-123"
