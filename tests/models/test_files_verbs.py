"""Customers, premises and warnings: who may change them, what the journal says of it, and what is refused."""

import json
from typing import Any

import pytest

from models.desk.desk import Desk
from models.rows import NewRequest
from models.tables import Customer, Line, Premise
from models.vocabulary import Priority
from models.wall import DAY


@pytest.fixture
def home(desk: Desk, seats: Any) -> int:
    return int(desk.files.add_premise(seats.operator, "民生路12号3-402", district="城东", hazards="软管超期"))


def test_a_customer_has_one_form_of_phone_and_class_and_tier_hold_from_now(desk: Desk, seats, rows, home, wall):
    made = desk.files.add_customer(seats.operator, "张建林", phone="0086 139 0000 0001", tier="A", premise=home)
    (row,) = rows(Customer, id=made)
    assert (row.phone, row.premise_id, row.tier, row.tier_from, row.klass_from) == (
        "13900000001", home, "A", wall.now(), None
    )  # fmt: skip
    wall.advance(hours=1)
    desk.files.set_customer(seats.admin, made, klass="enterprise")
    (row,) = rows(Customer, id=made)
    assert (row.klass, row.klass_from, row.name) == ("enterprise", wall.now(), "张建林")


def test_the_journal_names_them_by_id_and_repeats_nothing_of_what_they_told(desk: Desk, seats, rows, home):
    made = desk.files.add_customer(seats.operator, "张建林", phone="13900000001", premise=home)
    desk.files.set_premise(seats.operator, home, vulnerable="独居老人", access="钥匙在邻居处")
    desk.files.warn(seats.operator, text="有大狗", premise=home, kind="animal")
    desk.files.reveal(seats.operator, [made])
    lines = [json.loads(line.payload) for line in rows(Line)]
    told = json.dumps(lines, ensure_ascii=False)
    for secret in ("张建林", "139", "独居", "钥匙", "大狗", "民生路", "软管"):
        assert secret not in told
    assert [(one["subject"], one["act"], one["name"]) for one in lines] == [
        ("premise", "add", "1"), ("customer", "add", "1"), ("premise", "set", "1"), ("premise", "warn", "1"),
        ("customer", "reveal", "1"),
    ]  # fmt: skip


def test_only_who_is_in_charge_retires_and_only_an_admin_says_how_phones_are_dialled(desk: Desk, seats, refused, home):
    made = desk.files.add_customer(seats.operator, "张建林")
    assert refused(desk.files.retire_customer, seats.operator, made) == "role.needed"
    assert refused(desk.files.retire_premise, seats.dispatcher, home) == "role.needed"
    assert refused(desk.files.number_by, seats.supervisor, region="CN") == "role.needed"
    assert refused(desk.files.reveal, seats.admin, [made]) == "role.needed"
    assert refused(desk.files.refill, seats.operator) == "role.needed"
    desk.files.retire_customer(seats.admin, made)


def test_an_area_code_makes_local_numbers_whole_and_those_from_before_are_still_found(desk: Desk, seats, store, wall):
    before = desk.files.add_customer(seats.operator, "王旧", phone="6288 1234")
    desk.files.number_by(seats.admin, region="cn", area_code="010")
    again = Desk(store, wall)
    after = again.files.add_customer(seats.operator, "王新", phone="6288-1235")
    with store.read() as connection:
        phones = {row.id: row.phone for row in connection.exec_driver_sql("SELECT id, phone FROM customer")}
    assert phones == {before: "62881234", after: "01062881235"}
    for typed in ("62881234", "010-62881234", "+86 10 6288 1234"):
        found = again.look.by_phone(typed)
        assert found is not None and found.id == before, typed
    for typed in ("62881235", "010 62881235", "(010)6288 1235 转 3"):
        found = again.look.by_phone(typed)
        assert found is not None and found.id == after, typed
    assert [row.id for row in again.look.customers("62881235")] == [after]
    desk.files.number_by(seats.admin, region="", area_code="")
    assert Desk(store, wall).look.numbering.area == ""


@pytest.mark.parametrize(
    ("verb", "args", "facts", "code"),
    [
        ("add_customer", ("",), {}, "name.missing"),
        ("add_customer", ("a\nb",), {}, "name.missing"),
        ("add_customer", ("王",), {"klass": "royal"}, "word.unknown"),
        ("add_customer", ("王",), {"premise": 99}, "premise.unknown"),
        ("add_customer", ("王",), {"shoe": "44"}, "field.unknown"),
        ("add_premise", ("",), {}, "name.missing"),
        ("add_premise", ("路",), {"district": "nowhere"}, "district.unknown"),
        ("set_customer", (99,), {"name": "王"}, "customer.unknown"),
        ("set_customer", (1,), {}, "act.nothing"),
        ("set_premise", (99,), {"meter": "1"}, "premise.unknown"),
        ("settle", (99, 1), {}, "customer.unknown"),
        ("warn", (), {"text": " ", "premise": 1}, "warning.empty"),
        ("warn", (), {"text": "狗"}, "warning.of_nobody"),
        ("warn", (), {"text": "狗", "premise": 1, "until": 1}, "warning.over"),
        ("warn", (), {"text": "狗", "premise": 99}, "premise.unknown"),
        ("warn", (), {"text": "狗", "premise": 1, "kind": "dragon"}, "word.unknown"),
        ("unwarn", (99,), {}, "warning.unknown"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_leaves_nothing(desk: Desk, seats, refused, home, verb, args, facts, code):
    head = desk.look.journal_head()
    assert refused(getattr(desk.files, verb), seats.operator, *args, **facts) == code
    assert desk.look.journal_head() == head


@pytest.mark.parametrize(("region", "area", "code"), [("XX", "", "region.unknown"), ("CN", "01a", "area.unfit")])
def test_a_country_or_area_that_there_is_not_is_refused(desk: Desk, seats, refused, region, area, code):
    assert refused(desk.files.number_by, seats.admin, region=region, area_code=area) == code


def test_an_external_id_belongs_to_one(desk: Desk, seats, refused):
    desk.files.add_customer(seats.operator, "王", external_id="C1")
    assert refused(desk.files.add_customer, seats.operator, "李", external_id="C1") == "external.taken"


def test_a_warning_shows_until_it_expires_or_is_ended_and_never_lowers_a_request(desk: Desk, seats, home, wall):
    files, li = desk.files, seats.operator
    made = files.add_customer(li, "张建林", premise=home)
    files.warn(li, text="爱报假警", customer=made, kind="conduct", until=wall.now() + DAY)
    dog = files.warn(li, text="有大狗", premise=home, kind="animal")
    number = desk.intake.save(li, NewRequest(category="EM-LEAK-IN", customer_id=made)).number
    assert desk.look.detail(number).row.priority is Priority.P1
    assert [one.text for one in desk.look.card(made, None, wall.now()).warnings] == ["有大狗", "爱报假警"]
    assert [one.by for one in desk.look.card(made, None, wall.now()).warnings] == ["李静"] * 2
    wall.advance(hours=24)
    assert [one.text for one in desk.look.card(made, None, wall.now()).warnings] == ["有大狗"]
    files.unwarn(li, dog)
    assert desk.look.card(made, None, wall.now()).warnings == ()


def test_the_card_has_the_open_request_the_last_three_complaints_and_who_else_lives_there(
    desk: Desk, seats, home, wall
):
    li = seats.operator
    made = desk.files.add_customer(li, "张建林", premise=home)
    other = desk.files.add_customer(li, "王芳", premise=home)
    away = desk.files.add_premise(li, "建设路28号")
    desk.files.settle(li, made, away)
    for _ in range(4):
        number = desk.intake.save(li, NewRequest(category="RP-HOSE", customer_id=made)).number
        desk.handling.cancel(li, number, reason="用户自行处理")
    complaint = desk.intake.save(li, NewRequest(category="CP-BILL", customer_id=made)).number
    leak = desk.intake.save(li, NewRequest(category="EM-LEAK-IN", customer_id=made)).number
    card = desk.look.card(made, None, wall.now())
    assert [row.number for row in card.open] == [leak, complaint]
    assert [row.number for row in card.last] == ["R-00004", "R-00003", "R-00002"]
    assert ([row.number for row in card.complaints], card.complained) == ([complaint], 1)
    assert [one.id for one in card.others] == [other]
    assert [one.id for one in card.places] == [away]
    elsewhere = desk.look.card(made, away, wall.now())
    assert (elsewhere.premise and elsewhere.premise.id, [one.id for one in elsewhere.places]) == (away, [home])
    assert elsewhere.open == ()


def test_a_retired_premise_keeps_its_record(desk: Desk, seats, rows, home, wall):
    desk.files.retire_premise(seats.supervisor, home)
    desk.files.retire_premise(seats.supervisor, home)
    (row,) = rows(Premise, id=home)
    assert row.retired_at == wall.now()
    assert desk.look.files("premise") == []
    assert len(desk.look.files("premise", every=True)) == 1
