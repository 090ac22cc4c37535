"""The plan of a campaign: never more than the crews can do, nobody out of their time unflagged, days off empty."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.campaigns import Day, Place, days_between, due_from, flag_of, natural, plan, rooms
from models.checklists import Finding, checklist_of, checklists, findings_of, result_of
from models.errors import DeskError
from models.vocabulary import InspectionResult

FIRST = date(2026, 5, 4)
SPAN = st.integers(-90, 120)
PLACES = st.lists(st.one_of(st.none(), SPAN), max_size=40).map(
    lambda dues: [Place(n, None if due is None else FIRST + timedelta(days=due), (f"b{n % 3}",))
                  for n, due in enumerate(dues)]
)  # fmt: skip
ROOMS = st.dictionaries(st.sampled_from(["", "AJ1", "AJ2"]), st.integers(0, 4), min_size=1)
DAYS = st.dictionaries(st.integers(0, 60), ROOMS, max_size=12).map(
    lambda some: [Day(FIRST + timedelta(days=n), of) for n, of in some.items()]
)
WINDOW = st.integers(0, 40)
FEW = settings(max_examples=50)


@FEW
@given(PLACES, DAYS, WINDOW, WINDOW)
def test_every_place_is_planned_once_within_the_room_that_there_is(places, days, early, late):
    placed = plan(places, days, early=early, late=late)
    assert [one.id for one in placed] == sorted(one.id for one in places)
    room = {(day.day, crew): count for day in days for crew, count in day.rooms.items()}
    used = Counter((one.day, one.crew) for one in placed if one.day is not None)
    assert all(count <= room[key] for key, count in used.items())


@FEW
@given(PLACES, DAYS, WINDOW, WINDOW)
def test_nobody_is_visited_out_of_their_time_without_a_flag(places, days, early, late):
    due = {one.id: one.due for one in places}
    for one in plan(places, days, early=early, late=late):
        if one.day is None:
            assert (one.crew, one.flag) == ("", "")
        elif (by := due[one.id]) is not None:
            assert one.day >= by - timedelta(days=early)
            assert (one.flag == "early") is (one.day < by)
            assert (one.flag == "late") is (one.day > by + timedelta(days=late))


@FEW
@given(PLACES, DAYS, WINDOW, WINDOW)
def test_who_finds_no_room_could_have_had_none(places, days, early, late):
    placed = plan(places, days, early=early, late=late)
    due = {one.id: one.due for one in places}
    used = Counter(one.day for one in placed)
    for one in placed:
        if one.day is None:
            by = due[one.id]
            open_to = [day for day in days if by is None or day.day >= by - timedelta(days=early)]
            assert all(used[day.day] == sum(day.rooms.values()) for day in open_to)


@FEW
@given(PLACES, DAYS, WINDOW, WINDOW, st.randoms())
def test_the_same_places_and_days_give_the_same_plan_in_any_order(places, days, early, late, dice):
    first = plan(places, days, early=early, late=late)
    dice.shuffle(places)
    dice.shuffle(days)
    assert plan(places, days, early=early, late=late) == first


@FEW
@given(PLACES, DAYS, WINDOW, WINDOW)
def test_no_other_order_has_more_in_time_where_all_can_be(places, days, early, late):
    """Where the plan has somebody late, every earlier day they could have had was full of more pressing ones."""
    due = {one.id: one.due for one in places}
    placed = plan(places, days, early=early, late=late)
    room = {day.day: sum(day.rooms.values()) for day in days}
    for one in placed:
        if one.flag == "late":
            by = due[one.id]
            for day in (day for day in room if by - timedelta(days=early) <= day < one.day):
                there = [two for two in placed if two.day == day]
                assert len(there) == room[day]
                assert all(due[two.id] is not None and due[two.id] <= by for two in there)


def test_those_who_live_next_to_each_other_are_visited_by_one_crew_on_one_day():
    places = [Place(n, None, ("城东", f"{n % 2}号楼", f"{n:02}")) for n in range(8)]
    days = [Day(FIRST, {"AJ1": 2, "AJ2": 2}), Day(FIRST + timedelta(days=1), {"AJ1": 2, "AJ2": 2})]
    placed = plan(places, days, early=0, late=0)
    by = {(one.day, one.crew): [] for one in placed}
    for one in placed:
        by[one.day, one.crew].append(one.id)
    assert sorted(by.values()) == [[0, 2], [1, 3], [4, 6], [5, 7]]


@pytest.mark.parametrize(
    ("last", "months", "due"),
    [
        (None, 12, None),
        (date(2025, 5, 4), 12, date(2026, 5, 4)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 24, date(2026, 2, 28)),
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2025, 12, 31), 12, date(2026, 12, 31)),
    ],
)
def test_who_was_seen_is_due_as_many_months_later(last, months, due):
    assert due_from(last, months) == due


def test_houses_are_walked_by_their_numbers():
    assert sorted(["民生路10号", "民生路9号2-11", "民生路9号2-2"], key=natural) == [
        "民生路9号2-2", "民生路9号2-11", "民生路10号"
    ]  # fmt: skip


def test_small_rules():
    assert rooms(["A", "B"], 3, {"A": 2, "B": 9}) == {"A": 1, "B": 0}
    assert rooms([], 3, {}) == {"": 3}
    assert days_between(FIRST, FIRST + timedelta(days=2)) == [FIRST, date(2026, 5, 5), date(2026, 5, 6)]
    assert flag_of(None, FIRST, 0) == ""


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("", ()),
        ("1", (Finding("leak", 1),)),
        ("５ ６／３", (Finding("hose", 2), Finding("alter", 3))),
        ("hose:1, valve", (Finding("hose", 1), Finding("valve", 2))),
        ("5 5/1", (Finding("hose", 1),)),
    ],
)
def test_items_are_said_by_number_or_code_with_another_grade_behind_a_slash(said, found):
    assert findings_of(said, "household") == found


@pytest.mark.parametrize("said", ["99", "nothing", "5/4", "5/", "/1"])
def test_what_is_no_item_is_refused(said):
    with pytest.raises(DeskError):
        findings_of(said, "household")


def test_the_worst_item_is_the_result():
    assert result_of(findings_of("9 5", "household")) is InspectionResult.GRADE_2
    assert result_of(()) is InspectionResult.PASS
    assert {checklist_of(one) for one in ("", "individual")} == {"household"}
    assert {checklist_of(one) for one in ("enterprise", "government", "research")} == {"commercial"}
    assert all(len({one.code for one in items}) == len(items) for items in checklists().values())
