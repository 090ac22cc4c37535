"""A wish is judged by three questions; what becomes of it follows from the answers and can be judged again."""

from typing import Any

import pytest

from models.desk.desk import Desk
from models.rows import NewRequest
from models.tables import Wish
from models.vocabulary import Outcome, Status
from models.wall import DAY
from models.wishes import HEAR_WITHIN, outcome

YES = {"reasonable": True, "lawful": True, "possible": True}
LATER = YES | {"possible": False}
NO = YES | {"lawful": False}


@pytest.mark.parametrize(
    ("reasonable", "lawful", "possible", "becomes"),
    [
        (True, True, True, Outcome.PASSED_ON),
        (True, True, False, Outcome.KEPT),
        (True, False, True, Outcome.EXPLAINED),
        (True, False, False, Outcome.EXPLAINED),
        (False, True, True, Outcome.EXPLAINED),
        (False, True, False, Outcome.EXPLAINED),
        (False, False, True, Outcome.EXPLAINED),
        (False, False, False, Outcome.EXPLAINED),
    ],
)
def test_three_answers_say_what_becomes_of_a_wish(reasonable, lawful, possible, becomes) -> None:
    assert outcome(reasonable=reasonable, lawful=lawful, possible=possible) is becomes


@pytest.fixture
def wish(desk: Desk, seats) -> str:
    new = NewRequest("EQ-WISH", phone="1", text="希望小区里设一台自助充值机")
    return str(desk.intake.save(seats.operator, new).number)


def listed(desk: Desk, **asked: Any) -> list[tuple[str, Outcome]]:
    return [(row.number, row.outcome) for row in desk.look.voices().wishes(desk.wall.now(), **asked)]


def test_what_is_possible_goes_to_a_unit_that_answers_by_a_day(desk: Desk, seats, wish, refused) -> None:
    judge, now = desk.wishes.judge, desk.wall.now()
    assert refused(judge, seats.operator, wish, **YES) == "judge.unit"
    assert refused(judge, seats.operator, wish, **YES, unit="营业部") == "judge.hear_by"
    for instant in (now, now + HEAR_WITHIN + 1):
        assert refused(judge, seats.operator, wish, **YES, unit="营业部", hear_by=instant) == "judge.hear_by"
    done = judge(seats.operator, wish, **YES, unit="营业部", hear_by=now + 7 * DAY)
    assert done.status is Status.RESOLVED
    (row,) = desk.look.voices().wishes(now)
    assert (row.unit, row.hear_by, row.overdue, row.text) == (
        "营业部",
        now + 7 * DAY,
        False,
        "希望小区里设一台自助充值机",
    )
    assert desk.look.voices().wishes(now + 8 * DAY)[0].overdue


def test_a_units_answer_takes_it_off_the_list(desk: Desk, seats, wish, refused) -> None:
    desk.wishes.judge(seats.operator, wish, **YES, unit="营业部", hear_by=desk.wall.now() + DAY)
    assert refused(desk.wishes.heard, seats.operator, wish, text=" ") == "text.missing"
    desk.wishes.heard(seats.operator, wish, text="三月装好")
    assert listed(desk) == []
    assert refused(desk.wishes.heard, seats.operator, wish, text="again") == "heard.none"
    assert [row.heard for row in desk.look.voices().wishes(0, outcome="all")] == ["三月装好"]


def test_what_is_not_possible_yet_is_kept_and_can_be_judged_again(desk: Desk, seats, wish, rows) -> None:
    assert desk.wishes.judge(seats.operator, wish, **LATER).status is Status.CLOSED
    assert listed(desk) == [(wish, Outcome.KEPT)]
    desk.wall.advance(days=200)  # type: ignore[attr-defined]
    again = desk.wishes.judge(seats.operator, wish, **YES, unit="工程部", hear_by=desk.wall.now() + DAY)
    assert again.status is Status.CLOSED
    assert listed(desk) == [(wish, Outcome.PASSED_ON)]
    assert len(rows(Wish)) == 1
    acts = [line.act for line in desk.look.detail(wish).journal]
    assert acts.count("judge") == 2


def test_what_is_explained_names_its_words_or_its_article(desk: Desk, seats, wish, refused) -> None:
    judge = desk.wishes.judge
    assert refused(judge, seats.operator, wish, **NO) == "judge.text"
    assert refused(judge, seats.operator, wish, **NO, article="hose-age.zh") == "article.not_approved"
    done = judge(seats.operator, wish, **NO, article="price-bill.zh")
    assert done.status is Status.CLOSED
    (row,) = desk.look.voices().wishes(0, outcome="explained")
    assert row.article == "price-bill.zh"
    assert [one.slug for one in desk.look.knowledge().used_on(done.id)] == ["price-bill.zh"]
    assert desk.look.detail(wish).disposition == "answered"


def test_a_wish_is_judged_by_its_owner_or_a_supervisor_and_only_an_enquiry_is_one(
    desk: Desk, seats, wish, refused
) -> None:
    assert refused(desk.wishes.judge, seats.second, wish, **LATER) == "owner.only"
    assert refused(desk.wishes.judge, seats.admin, wish, **LATER) == "role.needed"
    other = desk.intake.save(seats.operator, NewRequest("RP-HOSE", phone="2")).number
    assert refused(desk.wishes.judge, seats.operator, other, **LATER) == "judge.not_wish"
    assert (
        desk.wishes.judge(seats.supervisor, wish, **LATER).status is Status.RESOLVED
    )  # closed by its owner's call-back


def test_a_judgement_is_done_once_however_often_it_is_sent(desk: Desk, seats, wish) -> None:
    first = desk.wishes.judge(seats.operator, wish, **LATER, token="t")
    again = desk.wishes.judge(seats.operator, wish, **LATER, token="t")
    assert (again.again, again.version) == (True, first.version)


def test_clocks_and_journal_agree_after_every_judgement(desk: Desk, seats, wish) -> None:
    desk.wishes.judge(seats.operator, wish, **YES, unit="营业部", hear_by=desk.wall.now() + DAY)
    other = desk.intake.save(seats.operator, NewRequest("EQ-WISH", phone="2", text="x")).number
    desk.wishes.judge(seats.operator, other, **LATER)
    assert desk.upkeep.check().faults == ()
