"""Live queues: order, pages, counts that agree with the pure judgement of every row, and the matrix."""

import random

import pytest

from models.desk.desk import Desk
from models.rows import NewRequest, QueueKey, QueueRow
from models.standing import judge
from models.vocabulary import QUEUES, Board, Channel, HoldReason, Kind
from models.wall import HOUR, HandClock

CATEGORIES = ("EM-LEAK-IN", "EM-OUT-AREA", "RP-METER", "RP-NOGAS", "RP-HOSE", "IN-ROUT", "IN-RECT", "CP-SERV")


@pytest.fixture
def busy(desk: Desk, wall: HandClock, seats) -> Desk:
    """Sixty requests of every queue over four days, some held, some with a crew."""
    chance = random.Random(4)
    for turn in range(60):
        wall.advance(minutes=chance.randrange(20, 180))
        district = ("城东", "城西", "南湖")[turn % 3]
        made = desk.intake.save(
            seats.operator,
            NewRequest(
                category=CATEGORIES[turn % 8], address=f"民生路{turn}号", phone=f"1990000{turn:04d}", district=district
            ),
        )
        if turn % 7 == 3:
            until = wall.now() + 20 * HOUR
            safe = CATEGORIES[turn % 8].startswith("EM-L")
            if not safe:
                desk.handling.hold(seats.dispatcher, made.id, reason=HoldReason.NOT_HOME, until=until)
    return desk


def whole(desk: Desk, kind: Kind) -> list[QueueRow]:
    return desk.look.queue(kind, limit=1000)


def test_a_queue_stands_in_the_order_of_the_clock_that_runs_out_next(busy: Desk) -> None:
    for kind in QUEUES:
        keys = [(row.due_at, row.id) for row in whole(busy, kind)]
        assert keys == sorted(keys)
        assert keys


@pytest.mark.parametrize("limit", [1, 3, 50])
def test_pages_forwards_and_backwards_are_the_whole_queue(busy: Desk, limit: int) -> None:
    everything = [row.id for row in whole(busy, Kind.REPAIR)]
    forwards: list[QueueRow] = busy.look.queue(Kind.REPAIR, limit=limit)
    while page := busy.look.queue(Kind.REPAIR, after=QueueKey(forwards[-1].due_at, forwards[-1].id), limit=limit):
        forwards += page
    assert [row.id for row in forwards] == everything
    last = forwards[-1]
    backwards = [last]
    while page := busy.look.queue(Kind.REPAIR, before=QueueKey(backwards[0].due_at, backwards[0].id), limit=limit):
        backwards = page + backwards
    assert [row.id for row in backwards] == everything


def test_a_jump_and_a_rank_are_each_others_inverse(busy: Desk) -> None:
    for position, row in enumerate(whole(busy, Kind.REPAIR)):
        assert busy.look.rank(Kind.REPAIR, QueueKey(row.due_at, row.id)) == position
        assert busy.look.queue(Kind.REPAIR, position=position, limit=1)[0].id == row.id


def test_a_jump_beyond_the_end_finds_nothing_and_one_to_the_beginning_is_the_first_page(busy: Desk) -> None:
    assert busy.look.queue(Kind.REPAIR, position=10_000) == []
    assert busy.look.queue(Kind.REPAIR, position=0, limit=5) == busy.look.queue(Kind.REPAIR, limit=5)
    east = busy.look.queue(Kind.REPAIR, district="城东", limit=100)
    assert busy.look.queue(Kind.REPAIR, district="城东", position=2, limit=100) == east[2:]


def test_what_waits_for_nobody_says_so(desk: Desk, seats) -> None:
    def board(which: int) -> Board:
        return desk.look.rows([which])[which].board

    leak = desk.intake.save(seats.operator, NewRequest(category="EM-LEAK-IN", address="民生路1号"))
    asks = desk.intake.save(seats.operator, NewRequest(category="EQ-SAFE", phone="19900000001"))
    assert (board(leak.id), board(asks.id)) == (Board.TO_ASSIGN, Board.TO_CONTACT)
    desk.handling.take(seats.operator, asks.id)
    assert board(asks.id) is Board.TAKEN
    assert desk.look.rows([999, asks.id]).keys() == {asks.id}


def test_a_district_shows_only_its_own(busy: Desk) -> None:
    rows = busy.look.queue(Kind.REPAIR, district="城西", limit=100)
    assert rows
    assert {row.district for row in rows} == {"城西"}


@pytest.mark.parametrize("hours", [0, 1, 13, 26, 80, 200])
def test_counts_agree_with_the_judgement_of_every_row(busy: Desk, wall: HandClock, hours: int) -> None:
    now = wall.now() + hours * HOUR
    for count in busy.look.counts(now):
        judged = [judge(row, now) for row in whole(busy, count.kind)]
        assert count.open == len(judged)
        assert count.life == sum(one.severity == 3 for one in judged)
        assert count.late == sum(one.severity == 2 and one.word == "late" for one in judged)
        assert count.soon == sum(one.severity == 2 and one.word == "due" for one in judged)
        assert count.due == sum(one.severity == 1 for one in judged)


def test_the_matrix_adds_up_to_the_counts(busy: Desk, wall: HandClock) -> None:
    now = wall.now() + 30 * HOUR
    for count in busy.look.counts(now):
        cells = [cell for cell in busy.look.matrix(now) if cell.kind is count.kind]
        summed = tuple(sum(getattr(cell, name) for cell in cells) for name in ("open", "life", "late", "soon", "due"))
        assert summed == (count.open, count.life, count.late, count.soon, count.due)


def test_a_held_row_stands_still_and_is_never_late(desk: Desk, wall: HandClock, seats) -> None:
    made = desk.intake.save(seats.operator, NewRequest(category="RP-HOSE", address="民生路1号"))
    desk.handling.respond(seats.operator, made.id)
    wall.advance(hours=70)
    desk.handling.hold(seats.dispatcher, made.id, reason=HoldReason.NOT_HOME, until=wall.now() + 20 * HOUR)
    row = desk.look.rows([made.id])[made.id]
    left = judge(row, wall.now())
    assert (left.paused, left.severity, left.remaining) == (True, 0, 2 * HOUR)
    assert judge(row, wall.now() + 19 * HOUR) == left
    assert judge(row, wall.now() + 21 * HOUR).severity == 1


def test_the_state_of_a_row_follows_its_furthest_crew(desk: Desk, wall: HandClock, seats) -> None:
    made = desk.intake.save(seats.operator, NewRequest(category="RP-HOSE", address="民生路1号"))

    def board() -> Board:
        return desk.look.rows([made.id])[made.id].board

    assert board() is Board.TO_CONTACT
    desk.handling.respond(seats.operator, made.id)
    assert board() is Board.TO_ASSIGN
    desk.dispatch.assign(seats.dispatcher, made.id, crew="WX1")
    desk.dispatch.assign(seats.dispatcher, made.id, crew="WX2")
    assert board() is Board.OFFERED
    desk.dispatch.on_site(seats.dispatcher, made.id, crew="WX2")
    assert board() is Board.ON_SITE
    assert desk.look.rows([made.id])[made.id].crews == ("WX1", "WX2")
    desk.dispatch.withdraw(seats.dispatcher, made.id, crew="WX1", reason="另有急事")
    desk.dispatch.done(seats.dispatcher, made.id, crew="WX2")
    assert board() is Board.WORKED
    desk.handling.resolve(seats.dispatcher, made.id, disposition="fixed")
    assert board() is Board.RESOLVED
    assert desk.look.queue(Kind.REPAIR) == []


def test_a_crew_s_status_is_derived_from_its_jobs(desk: Desk, seats) -> None:
    made = desk.intake.save(seats.operator, NewRequest(category="EM-LEAK-IN", address="民生路1号"))

    def crew():
        return next(row for row in desk.look.crews(desk.wall.now()) if row.code == "QX1")

    assert crew().status == "free"
    desk.dispatch.assign(seats.dispatcher, made.id, crew="QX1")
    assert (crew().status, crew().job) == ("offered", made.number)
    desk.dispatch.en_route(seats.dispatcher, made.id, crew="QX1")
    assert crew().status == "moving"
    desk.dispatch.on_site(seats.dispatcher, made.id, crew="QX1")
    assert crew().status == "on_site"
    desk.administration.set_crew(seats.supervisor, "WX1", out_reason="车坏")
    assert next(row for row in desk.look.crews(desk.wall.now()) if row.code == "WX1").status == "out"


def test_a_request_is_found_by_number_phone_and_words(desk: Desk, seats) -> None:
    desk.intake.save(seats.operator, NewRequest(category="RP-HOSE", address="民生路12号3-502", phone="199 0000 4021"))
    other = desk.intake.save(
        seats.operator,
        NewRequest(category="EQ-SAFE", phone="19900004022", caller="Ann Poe", channel=Channel.HALL),
    )
    for typed in ("r1", "R-00001", "Ｒ－００００１", "19900004021", "199 0000 4021", "4021", "民生路12"):
        assert [row.number for row in desk.look.find(typed)] == ["R-00001"], typed
    assert [row.number for row in desk.look.find("ann")] == [other.number]
    assert desk.look.find("%") == []
    assert desk.look.find("  ") == []
    assert [row.number for row in desk.look.similar(phone="", address="民生路12号3-402")] == ["R-00001"]


def test_phones_are_masked_for_who_is_no_operator(desk: Desk, seats) -> None:
    made = desk.intake.save(seats.operator, NewRequest(category="RP-HOSE", address="路1号", phone="19900004021"))
    assert desk.look.detail(made.id, seats.operator).phone == "19900004021"
    hidden = desk.look.detail(made.id, seats.admin)
    assert hidden.phone == "199****4021"
    assert "19900004021" not in repr(hidden)
