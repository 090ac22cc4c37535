"""The one search box: whatever is known of a customer finds them, and says by what."""

from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.desk.desk import Desk
from models.naming import latin, name_keys
from models.rows import FoundRow, NewRequest
from models.tables.found_by import disagreements
from models.wall import HandClock

NAMES = (
    "张建林",
    "曾小贤",
    "单田芳",
    "欧阳修",
    "万俟卨",
    "阿依古丽·买买提",
    "Anna Keller",
    "云汀市第二人民医院",
    "張美麗",
)
STREETS = ("民生路12号3-402", "民生路112号1-101", "建设路28号5-101", "Willow Road 12")


@dataclass(frozen=True)
class Town:
    """A desk with some customers, and what its search box answers."""

    desk: Desk
    seat: Any

    def find(self, typed: str, limit: int = 9) -> list[FoundRow]:
        return self.desk.look.customers(typed, limit)

    def names(self, typed: str, limit: int = 9) -> list[str]:
        return [row.name for row in self.find(typed, limit)]

    def by(self, typed: str) -> str:
        return self.find(typed)[0].matched_by.value


@pytest.fixture
def town(desk: Desk, seats: Any) -> Town:
    """Nine customers of all kinds at four premises in turn."""
    files, seat = desk.files, seats.operator
    homes = [
        files.add_premise(seat, street, district=("城东", "城西", "南湖")[place % 3], building=f"石榴楼{place}",
                          meter=f"G2.5 88200{place}")
        for place, street in enumerate(STREETS)
    ]  # fmt: skip
    for place, name in enumerate(NAMES):
        files.add_customer(seat, name, phone=f"+86 139-0000-{place + 1:04d}", premise=homes[place % len(homes)])
    return Town(desk, seat)


@pytest.mark.parametrize(
    ("typed", "name", "by"),
    [
        ("13900000001", "张建林", "phone"),
        ("+86 139 0000 0001", "张建林", "phone"),
        ("0086-13900000001", "张建林", "phone"),
        ("１３９００００００２", None, None),
        ("0002", "曾小贤", "last_four"),
        ("00002", "曾小贤", "phone_part"),
        ("张建林", "张建林", "name"),
        ("張建林", "张建林", "name"),
        ("建林", "张建林", "given_name"),
        ("张", "张建林", "name"),
        ("zjl", "张建林", "initials"),
        ("ZJL", "张建林", "initials"),
        ("zhangjianlin", "张建林", "pinyin"),
        ("zhang jian", "张建林", "pinyin"),
        ("zxx", "曾小贤", "initials"),
        ("stf", "单田芳", "initials"),
        ("oyx", "欧阳修", "initials"),
        ("mqx", "万俟卨", "initials"),
        ("ayglmmt", "阿依古丽·买买提", "initials"),
        ("mmt", "阿依古丽·买买提", "initials"),
        ("买买提", "阿依古丽·买买提", "given_name"),
        ("阿依古丽·买买提", "阿依古丽·买买提", "name"),
        ("anna", "Anna Keller", "name"),
        ("KELLER", "Anna Keller", "name"),
        ("keller anna", "Anna Keller", "name"),
        ("人民医院", "云汀市第二人民医院", "given_name"),
        ("张美丽", "張美麗", "name"),
        ("G2.5 882002", "单田芳", "meter"),
        ("882002", "单田芳", "meter"),
        ("张建林 民生路", "张建林", "name"),
        ("zjl 12号", "张建林", "initials"),
        ("张 民生路", "张建林", "name"),
        ("欧阳 willow", "欧阳修", "name"),
    ],
)
def test_each_way_to_name_a_customer_finds_them(town: Town, typed, name, by):
    found = town.find(typed)
    if name is None:
        assert found == []
        return
    assert (name, by) in [(row.name, row.matched_by.value) for row in found]


@pytest.mark.parametrize(
    ("typed", "streets"),
    [
        ("民生路12号", {STREETS[0]}),
        ("民生路", {STREETS[0], STREETS[1]}),
        ("民生路1", {STREETS[0], STREETS[1]}),
        ("12号 402", {STREETS[0]}),
        ("城东 民生", {STREETS[0]}),
        ("城西民生路", {STREETS[1]}),
        ("willow 12", {STREETS[3]}),
        ("石榴楼2", {STREETS[2]}),
        ("south lake 建设路", {STREETS[2]}),
        ("民生路2", set()),
        ("城东 建设路", set()),
    ],
)
def test_an_address_in_pieces_finds_every_customer_there(town: Town, typed, streets):
    found = town.find(typed)
    assert {row.address for row in found} == streets
    assert all(row.matched_by == "address" for row in found)
    assert len(found) == sum(1 for place in range(len(NAMES)) if STREETS[place % 4] in streets)


def test_a_request_number_in_any_spelling_finds_its_customer_or_its_caller(town: Town):
    intake = town.desk.intake
    intake.save(town.seat, NewRequest(category="RP-HOSE", customer_id=2))
    intake.save(town.seat, NewRequest(category="RP-HOSE", phone="13911112222", caller="吴用", address="梁山路1号"))
    for typed in ("R-00001", "r1", "R 1", "ｒ００００１"):
        first = town.find(typed)[0]
        assert (first.name, first.request, first.matched_by) == ("曾小贤", "R-00001", "number")
    (caller,) = town.find("R-2")
    assert (caller.id, caller.name, caller.phone, caller.address) == (None, "吴用", "13911112222", "梁山路1号")


def test_a_customer_with_several_premises_and_a_premise_with_several_customers_are_lines_of_their_own(town: Town):
    town.desk.files.settle(town.seat, 1, 4)
    assert [(row.name, row.address) for row in town.find("zjl")] == [("张建林", STREETS[0]), ("张建林", STREETS[3])]
    there = town.names("willow road 12")
    assert sorted(there) == sorted([*NAMES[3::4], "张建林"])
    town.desk.files.settle(town.seat, 1, 4, leave=True)
    assert [row.address for row in town.find("zjl")] == [STREETS[0]]


def test_a_premise_nobody_lives_at_is_found_without_a_customer(town: Town):
    town.desk.files.add_premise(town.seat, "空房街7号", hazards="阀门老化")
    (empty,) = town.find("空房街7号")
    assert (empty.id, empty.name, empty.premise_id, empty.careful) == (None, "", 5, True)


def test_who_moved_who_was_renamed_and_who_left_is_found_as_they_are_now(town: Town, desk: Desk, seats: Any):
    files, seat = desk.files, town.seat
    files.set_customer(seat, 1, name="李建林", phone="13877776666", premise=3)
    assert town.names("zjl") == []
    assert town.names("ljl") == ["李建林"]
    assert town.names("139000000011") == town.names("13900000001") == []
    assert town.find("77766")[0].name == "李建林"
    files.set_premise(seat, 3, address="新街5号", meter="M9 999111", building="")
    assert [row.address for row in town.find("李建林")] == ["新街5号"]
    assert town.find("建设路28号") == []
    assert town.by("999111") == "meter"
    files.retire_customer(seats.supervisor, 1)
    files.retire_premise(seats.supervisor, 4)
    assert town.find("ljl") == town.find("6666") == town.find("willow") == []
    with desk.store.read() as connection:
        assert disagreements(connection, 9) == []
    files.set_customer(seat, 1, name="李建林")
    assert town.names("ljl") == ["李建林"]


def test_what_is_typed_by_a_cat_finds_nobody_and_breaks_nothing(town: Town):
    for typed in ("", " ", "%", '"', "'; DROP TABLE customer --", "\0", "*", "a", "1", "12", "NEAR(", "^", "<城东",
                  "x" * 3000, "9" * 40, "🔥", "\u202e", "- - -", "a AND b", "()"):  # fmt: skip
        assert town.find(typed, 0) == []
        assert len(town.find(typed)) <= 9, typed


@given(st.text(max_size=24))
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_that_is_typed_is_an_error(town: Town, typed):
    assert len(town.find(typed, 3)) <= 3


HAN = "张单曾欧阳万俟王小明建林乐长吕盖仇區買"
PEOPLE = st.tuples(
    st.text(alphabet=HAN, min_size=2, max_size=4) | st.from_regex(r"[A-Z][a-z]{2,6} [A-Z][a-z]{2,8}", fullmatch=True),
    st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True),
    st.from_regex(r"(民生|建设|学府)路[1-9][0-9]{0,2}号[1-9]-[1-9]0[1-4]", fullmatch=True),
)


@given(PEOPLE)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_customer_is_found_by_each_of_their_own_keys(desk: Desk, seats: Any, person):
    """Names, initials, pinyin, each end of the name, the phone whole and in part, the address."""
    name, phone, address = person
    home = desk.files.add_premise(seats.operator, address, meter=f"M{phone[-6:]}")
    made = desk.files.add_customer(seats.operator, name, phone=phone, premise=home)
    typed = {key for _, key in name_keys(name) if len(key) > 1 or not latin(key)}
    typed |= {name, name.upper(), phone, f"+86 {phone}", phone[-4:], phone[2:9], phone[:7], address, f"M{phone[-6:]}"}
    for one in typed:
        assert made in [row.id for row in desk.look.customers(one, 500)], one
    with desk.store.read() as connection:
        assert disagreements(connection, 9) == []


def test_a_name_typed_after_the_slash_lists_that_customers_requests_first(town: Town, wall: HandClock):
    intake = town.desk.intake
    theirs = [intake.save(town.seat, NewRequest(category="RP-HOSE", customer_id=1)).number]
    wall.advance(hours=1)
    intake.save(town.seat, NewRequest(category="RP-HOSE", phone="1", text="张建林家楼上"))
    theirs.insert(0, intake.save(town.seat, NewRequest(category="RP-METER", customer_id=1)).number)
    for typed in ("zjl", "建林", "G2.5 882000", "张建林"):
        assert [row.number for row in town.desk.look.find(typed)][:2] == theirs, typed
    last = town.desk.look.find("张建林")[-1]
    assert town.desk.look.detail(last.number).text == "张建林家楼上"


def test_a_check_tells_who_is_not_found_and_a_refill_mends_it(town: Town, desk: Desk, seats: Any):
    assert desk.upkeep.check().sound
    with desk.store.write() as connection:
        connection.exec_driver_sql("DELETE FROM customer_key WHERE kind = 'i' AND customer_id = 1")
        connection.exec_driver_sql("DELETE FROM meter_key WHERE premise_id = 2")
        connection.exec_driver_sql("INSERT INTO place_search (rowid, place) VALUES (77, 'nowhere')")
    faults = [str(fault) for fault in desk.upkeep.check().faults]
    assert any("customer 1" in fault for fault in faults)
    assert any("premise 2" in fault for fault in faults)
    assert any("place_search" in fault for fault in faults)
    assert desk.files.refill(seats.supervisor) == len(NAMES) + len(STREETS)
    assert desk.upkeep.check().sound
    assert town.names("zjl") == ["张建林"]
