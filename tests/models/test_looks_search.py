"""Finding: by number, by phone, by words; and what looks like the same trouble while a call goes on."""

from collections.abc import Callable

import pytest

from models.desk.desk import Desk
from models.rows import NewRequest
from models.tables import Customer
from models.vocabulary import Disposition
from models.wall import HandClock


@pytest.fixture
def add(desk: Desk, seats) -> Callable[..., str]:
    """``add(address, phone)``: one more repair; its number."""

    def saved(address: str = "", phone: str = "", **more) -> str:
        new = NewRequest(category="RP-HOSE", address=address, phone=phone, **more)
        return desk.intake.save(seats.operator, new).number

    return saved


@pytest.fixture
def found(desk: Desk) -> Callable[..., list[str]]:
    """``found(text)``: the numbers that the one search box answers with."""
    return lambda typed, limit=20: [row.number for row in desk.look.find(typed, limit)]


def test_the_running_count_alone_finds_the_request_and_so_do_the_last_digits_of_a_phone(add, found) -> None:
    first = add("民生路1号", "19900000002")
    second = add("民生路2号", "19900000099")
    assert found("00002") == [second, first]
    assert found("0099") == [second]


def test_a_whole_phone_number_finds_also_what_its_customer_asked_for_otherwise(desk: Desk, add, found, store) -> None:
    with store.write() as connection:
        connection.execute(Customer.__table__.insert().values(id=7, name="王芳", phone="19900004021"))
    visited = add("营业厅", customer_id=7)
    called = add("民生路1号", "19900004021")
    add("民生路1号", "19900004022")
    assert found("199-0000-4021") == [called, visited]


def test_what_is_closed_is_found_by_its_words_and_what_was_never_saved_is_not(desk: Desk, seats, found) -> None:
    made = desk.intake.save(seats.operator, NewRequest(category="EQ-SAFE", phone="19900000001", text="问软管年限"))
    desk.handling.take(seats.operator, made.id)
    desk.handling.resolve(seats.operator, made.id, disposition=Disposition.ANSWERED, answer="每十八个月换一次")
    draft = desk.intake.begin(seats.operator, phone="19900000001")
    desk.intake.keep(seats.operator, draft.id, {"address": "软管路1号"})
    assert found("软管") == [made.number]
    assert found("19900000001") == [made.number]


def test_wild_cards_markup_and_endless_text_are_only_signs(add, found) -> None:
    odd = add("100%_路![red]1号")
    add("平常路2号")
    for typed in ("100%", "%_路", "![red]"):
        assert found(typed) == [odd], typed
    for typed in ("%%", "'; DROP TABLE request --", "\x00", "]%[", "x" * 3000, "9" * 40, "\U0001f525"):
        assert found(typed) == [], typed
    assert found("平\x00路") == []


def test_the_newest_come_first_and_no_more_than_asked_for(add, found) -> None:
    numbers = [add(f"民生路{turn}号") for turn in range(6)]
    assert found("民生路", 4) == numbers[:1:-1]


@pytest.mark.parametrize(
    ("there", "typed", "same"),
    [
        ("民生路12号3-502", "民生路12号1-101", True),
        ("民生路120号", "民生路12号", False),
        ("民生路112号", "民生路12号", False),
        ("12 Main St, Apt 4", "12 main st, apt 9", True),
        ("12 Main St", "12 Oak St", False),
        ("Main St 12", "Main St 1", False),
        ("Main St 1, Apt 2", "Main St 1", True),
        ("民生路12号", "民生路", False),
        ("民生路12号", "", False),
    ],
)
def test_a_live_request_of_the_same_house_is_hinted_at(desk: Desk, add, there, typed, same) -> None:
    number = add(there)
    assert [row.number for row in desk.look.similar(phone="", address=typed)] == ([number] if same else [])


def test_a_hint_comes_from_the_same_phone_too_but_only_while_the_request_lives(desk: Desk, seats, add) -> None:
    number = add("民生路1号", "19900000001")
    near = add("民生路1号3-502", "19900000007")
    asked = {"phone": "19900000001", "address": "民生路1号"}
    assert [row.number for row in desk.look.similar(**asked)] == [near, number]
    assert [row.number for row in desk.look.similar(**asked, limit=1)] == [near]
    desk.handling.cancel(seats.operator, number, reason="用户自行处理")
    assert [row.number for row in desk.look.similar(**asked)] == [near]
    assert desk.look.similar(phone="199", address="路") == []


def test_a_live_request_is_found_however_many_came_after_it(desk: Desk, seats, add, found, monkeypatch) -> None:
    monkeypatch.setattr("models.looks.search.RECENT", 2)
    numbers = [add(f"民生路{turn}号") for turn in range(5)]
    assert found("民生路0") == [numbers[0]]
    assert found("民生路") == numbers[::-1]
    desk.handling.cancel(seats.operator, numbers[0], reason="用户自行处理")
    assert found("民生路0") == []


def test_nothing_moves_while_one_looks(desk: Desk, wall: HandClock, add, found) -> None:
    add("民生路1号", "19900000001")
    head = desk.look.journal_head()
    assert found("民生路")
    assert desk.look.similar(phone="19900000001", address="民生路1号")
    assert desk.look.figures(wall.now()).live == 1
    assert desk.look.journal_head() == head
