"""Paper for the day without a computer: the board with phones, crews, and numbered cards that are all accounted for."""

from typing import Any

from models.desk.desk import Desk
from models.rows import NewRequest
from models.rows.registers import BoardRow
from models.vocabulary import Board, HoldReason
from models.wall import HOUR


def board(desk: Desk) -> list[BoardRow]:
    rows: list[BoardRow] = desk.look.registers().board(desk.wall.now())
    return rows


def test_the_board_has_what_no_queue_line_has_and_life_safety_first(
    desk: Desk, seats: Any, wall: Any, crew: str
) -> None:
    li, zhao = seats.operator, seats.supervisor
    desk.intake.save(li, NewRequest(category="RP-HOSE", phone="19912340000", address="石榴巷 9", access="门禁4711"))
    wall.advance(hours=71)
    held = desk.intake.save(li, NewRequest(category="RP-METER", phone="19912340001", caller="王芳"))
    desk.handling.hold(zhao, held.id, reason=HoldReason.NOT_HOME, until=wall.now() + HOUR)
    leak = desk.intake.save(li, NewRequest(category="EM-LEAK-IN", phone="19912344021", address="民生路 12"))
    desk.dispatch.assign(zhao, leak.id, crew=crew, override_reason="近")
    wall.advance(minutes=6)
    first, second, third = board(desk)
    assert (first.number, first.phone, first.crews, first.safe, first.late, first.state) == (
        "E-00003", "19912344021", (crew,), "not_safe", True, Board.OFFERED)  # fmt: skip
    assert (second.number, second.words, second.safe, second.phone) == ("R-00001", "门禁4711", "", "19912340000")
    assert (third.number, third.caller, third.held_until) == ("R-00002", "王芳", wall.now() + HOUR - 360_000)
    desk.handling.safe(zhao, leak.id, reading="0", valve="关", source_found=False)
    assert (board(desk)[0].safe, board(desk)[0].safe_at) == ("safe", wall.now())


def test_the_board_is_empty_where_nothing_is_open(desk: Desk) -> None:
    assert board(desk) == []


def test_crews_stand_there_with_their_phones_but_for_those_that_are_gone(desk: Desk, seats: Any, crew: str) -> None:
    desk.administration.set_crew(seats.admin, crew, phone="19900112233")
    desk.administration.retire_crew(seats.admin, "AJ1")
    lines = desk.look.registers().crews(desk.wall.now())
    assert [(line.code, line.phone) for line in lines][:2] == [(crew, "19900112233"), ("QX2", "")]
    assert "AJ1" not in {line.code for line in lines}


def test_numbers_of_cards_are_never_given_twice_and_each_is_accounted_for(desk: Desk, seats: Any, refused: Any) -> None:
    li = seats.operator
    assert list(desk.papers.reserve(li, count=3)) == [1, 2, 3]
    assert list(desk.papers.reserve(li, count=2)) == [4, 5]
    request = desk.intake.save(li, NewRequest(category="RP-HOSE", phone="1"))
    entered = desk.papers.enter(li, 2, request.number.lower())
    assert (entered.number, entered.entered_at) == (request.number, desk.wall.now())
    assert desk.papers.void(li, 3, reason="写废").void_reason == "写废"
    out = desk.look.registers().cards
    assert [card.serial for card in out()] == [1, 4, 5]
    assert [card.serial for card in out(all=True)] == [1, 2, 3, 4, 5]
    assert refused(desk.papers.enter, li, 2, request.id) == "cards.settled"
    assert refused(desk.papers.void, li, 3, reason="x") == "cards.settled"
    assert refused(desk.papers.void, li, 1, reason=" ") == "reason.missing"
    assert refused(desk.papers.enter, li, 9, request.id) == "cards.unknown"
    assert refused(desk.papers.enter, li, 1, "R-99999") == "request.unknown"
    assert refused(desk.papers.reserve, li, count=0) == "cards.count"
    assert refused(desk.papers.reserve, seats.admin, count=1) == "role.needed"
    item = next(one for one in desk.look.handovers().now(desk.wall.now()).items if one.key == "cards")
    assert (item.count, item.text, item.red) == (3, "1 4 5", False)
    assert [line.act for line in desk.look.detail(request.id).journal][-1] == "enter_card"


def test_reserved_numbers_touch_no_number_of_a_request(desk: Desk, seats: Any) -> None:
    desk.papers.reserve(seats.operator, count=500)
    assert desk.intake.save(seats.operator, NewRequest(category="RP-HOSE", phone="1")).number == "R-00001"
