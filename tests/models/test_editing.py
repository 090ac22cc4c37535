"""Facts are corrected field by field: journalled with old and new, beside others, and never at a clock's cost."""

import json

import pytest

from models.rows import NewRequest
from models.tables import Clock, Line, MajorEmergency, Request
from models.vocabulary import Disposition
from models.wall import MINUTE

LEAK = NewRequest("EM-LEAK-IN", phone="5550001", address="民生路12号", district="城东", text="有味", caller="张")


@pytest.fixture
def request_id(desk, seats):
    return desk.intake.save(seats.operator, LEAK).id


def facts(desk, request_id):
    detail = desk.look.detail(request_id)
    return {"phone": detail.phone, "address": detail.row.address, "text": detail.text, "caller": detail.caller}


def test_a_correction_is_journalled_with_old_and_new_and_touches_no_clock(desk, seats, wall, request_id, rows):
    before = rows(Clock, request_id=request_id)
    wall.advance(minutes=3)
    done = desk.editing.edit(seats.second, request_id, address="民生路21号", phone="555-0002")
    (line,) = rows(Line, act="edit")
    said = json.loads(line.payload)
    assert (said["address"], said["phone"]) == ("民生路21号", "5550002")
    assert said["was"] == {"address": "民生路12号", "phone": "5550001"}
    assert rows(Clock, request_id=request_id) == before
    assert (done.version, rows(Request, id=request_id)[0].phone) == (2, "5550002")
    assert desk.upkeep.check().faults == ()


def test_what_cannot_stand_is_refused(desk, seats, request_id, refused):
    edit = desk.editing.edit
    assert refused(edit, seats.operator, request_id) == "edit.same"
    assert refused(edit, seats.operator, request_id, caller="张") == "edit.same"
    assert refused(edit, seats.operator, request_id, address="", phone="") == "save.place_or_phone"
    assert refused(edit, seats.operator, request_id, district="火星") == "district.unknown"
    assert refused(edit, seats.operator, request_id, customer_id=77) == "customer.unknown"
    assert refused(edit, seats.operator, request_id, premise_id=77) == "premise.unknown"
    assert refused(desk.editing.correct, seats.operator, request_id, {"priority": "P4"}, base={}) == "edit.field"
    assert refused(edit, seats.admin, request_id, text="x") == "role.needed"


def test_anybody_corrects_a_p1_and_a_supervisor_what_is_closed(desk, seats, request_id, refused):
    desk.editing.edit(seats.operator, request_id, caller="章")
    desk.handling.cancel(seats.supervisor, request_id, reason="测试")
    assert refused(desk.editing.edit, seats.operator, request_id, caller="张") == "role.needed"
    desk.editing.edit(seats.supervisor, request_id, caller="张")
    assert facts(desk, request_id)["caller"] == "张"


def test_two_people_who_change_different_facts_both_win_silently(desk, seats, request_id):
    base = facts(desk, request_id)
    desk.editing.correct(seats.operator, request_id, {**base, "address": "民生路21号"}, base=base)
    desk.editing.correct(seats.second, request_id, {**base, "caller": "章"}, base=base)
    assert (facts(desk, request_id)["address"], facts(desk, request_id)["caller"]) == ("民生路21号", "章")


def test_the_same_fact_changed_by_two_is_refused_with_who_and_when(desk, seats, wall, request_id):
    from models.errors import Conflict

    base = facts(desk, request_id)
    wall.advance(minutes=1)
    desk.editing.correct(seats.operator, request_id, {"text": "味道很大"}, base=base)
    with pytest.raises(Conflict) as told:
        desk.editing.correct(seats.second, request_id, {"text": "味道没了", "caller": "章"}, base=base)
    assert told.value.facts["name"] == seats.operator.name
    assert (told.value.facts["at"], told.value.facts["fields"]) == (wall.now(), "text")
    assert facts(desk, request_id)["caller"] == "张"
    fresh = {**base, "text": "味道很大"}
    desk.editing.correct(seats.second, request_id, {"text": "味道很大 味道没了", "caller": "章"}, base=fresh)
    assert facts(desk, request_id)["text"] == "味道很大 味道没了"


def test_two_who_typed_the_same_do_not_contradict_each_other(desk, seats, request_id, refused):
    base = facts(desk, request_id)
    desk.editing.correct(seats.operator, request_id, {"text": "x"}, base=base)
    assert refused(desk.editing.correct, seats.second, request_id, {"text": "x"}, base=base) == "edit.same"


def test_a_merged_request_is_not_corrected_and_names_where_it_went(desk, seats, request_id, refused):
    other = desk.intake.save(seats.operator, LEAK)
    desk.promising.merge(seats.supervisor, request_id, into=other.number)
    assert refused(desk.editing.edit, seats.operator, request_id, text="x") == "state.wrong"
    assert desk.look.detail(request_id).merged_into == other.number


def test_words_added_later_that_tell_of_a_major_emergency_are_reported(desk, seats, request_id, rows):
    assert rows(MajorEmergency) == []
    desk.editing.edit(seats.operator, request_id, text="爆炸了 有人受伤")
    assert [row.request_id for row in rows(MajorEmergency)] == [request_id]
    desk.editing.edit(seats.operator, request_id, text="爆炸了 两人受伤")
    assert len(rows(MajorEmergency)) == 1


def test_a_correction_being_typed_is_kept_and_goes_when_it_is_saved_or_left(desk, seats, request_id):
    base = facts(desk, request_id)
    desk.editing.keep(seats.second, request_id, base=base, fields={**base, "text": "写到一半"})
    desk.editing.keep(seats.second, request_id, base=base, fields={**base, "text": "写到一半多"})
    (kept,) = desk.look.unsaved(seats.second.operator_id)
    assert (kept.request_id, kept.fields["text"], kept.base["text"]) == (request_id, "写到一半多", "有味")
    assert desk.look.unsaved(seats.operator.operator_id) == []
    desk.editing.drop(seats.second, request_id)
    assert desk.look.unsaved(seats.second.operator_id) == []
    desk.editing.keep(seats.second, request_id, base=base, fields={**base, "text": "好"})
    desk.editing.correct(seats.second, request_id, {"text": "好"}, base=base)
    assert desk.look.unsaved(seats.second.operator_id) == []


def test_one_that_nobody_went_on_with_for_a_month_is_given_up(desk, seats, wall, request_id):
    desk.editing.keep(seats.second, request_id, base={}, fields={"text": "x"})
    wall.advance(minutes=30 * 24 * 60)
    desk.alarms.sweep(under=wall.now())
    assert len(desk.look.unsaved(seats.second.operator_id)) == 1
    wall.set(wall.now() + MINUTE)
    desk.alarms.sweep(under=wall.now())
    assert desk.look.unsaved(seats.second.operator_id) == []


def test_a_retry_with_its_token_saves_once(desk, seats, request_id):
    first = desk.editing.edit(seats.operator, request_id, caller="章", token="t")
    again = desk.editing.edit(seats.operator, request_id, caller="章", token="t")
    assert (again.again, again.version) == (True, first.version)


def test_a_resolved_request_is_still_corrected_by_its_operator(desk, seats):
    done = desk.intake.save(seats.operator, NewRequest("EQ-BILL", phone="1"))
    desk.handling.resolve(seats.operator, done.id, disposition=Disposition.ANSWERED)
    assert desk.editing.edit(seats.supervisor, done.id, phone="2").version > done.version
