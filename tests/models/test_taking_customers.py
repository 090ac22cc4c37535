"""Customers from other systems: once each, with a reason for every row that is not taken, and found at once."""

from typing import Any

import pytest

from models.customermap import own_columns, read_map
from models.desk.desk import Desk
from models.errors import DeskError
from models.tables import Customer, District, Line, Premise
from models.tables.found_by import disagreements

ROWS = [
    {"id": "C1", "who": "张建林", "tel": "+86 139 0000 0001", "area": "城东", "where": "民生路12号3-402", "home": "P1"},
    {"id": "C2", "who": "曾小贤", "tel": "13900000002", "area": "城东", "where": "民生路12号3-402", "home": "P1"},
    {"id": "C3", "who": "Anna Keller", "tel": "匿名", "area": "城西", "where": "Willow Road 9", "home": ""},
    {"id": "C4", "who": "无地址", "tel": "see note", "area": "", "where": "", "home": ""},
]
MAP = """
[columns]
external_id = "id"
name = "who"
phone = "tel"
district = "area"
address = "where"
premise_id = "home"
"""


@pytest.fixture
def take(desk: Desk, seats: Any) -> Any:
    """``take(rows)``: what came of them, and each rejected row with its code."""

    def taken(rows: list[dict[str, str]], plan: str = MAP, **how: Any) -> tuple[Any, list[tuple[int, str]]]:
        rejected: list[tuple[int, str]] = []
        done = desk.taking_customers.customers(
            iter(rows), read_map(plan), seat=seats.admin,
            rejects=lambda number, row, error: rejected.append((number, error.code)), **how,
        )  # fmt: skip
        return done, rejected

    return taken


def test_rows_become_customers_and_premises_that_are_found_at_once(desk: Desk, take, rows):
    done, rejected = take(ROWS)
    assert (done.read, done.added, rejected) == (4, 4, [])
    assert done.flagged == {"no_address": 1, "unreadable_phone": 1}
    assert [row.name for row in desk.look.customers("民生路12号")] == ["曾小贤", "张建林"]
    assert len(rows(Premise)) == 2
    assert [row.name for row in desk.look.customers("ak")] == ["Anna Keller"]
    assert {row.phone for row in rows(Customer)} == {"13900000001", "13900000002", "匿名", "see note"}
    with desk.store.read() as connection:
        assert disagreements(connection, 9) == []


def test_the_same_file_again_adds_nobody_and_a_changed_row_waits_for_update(desk: Desk, take):
    take(ROWS)
    done, _ = take(ROWS)
    assert (done.added, done.same, done.differs) == (0, 4, 0)
    moved = [ROWS[0], ROWS[1], {**ROWS[2], "who": "Anna Weber", "where": "Oak Street 3"}]
    done, _ = take(moved)
    assert (done.same, done.differs, done.updated) == (2, 1, 0)
    assert desk.look.customers("weber") == []
    done, _ = take(moved, update=True)
    assert (done.same, done.differs, done.updated) == (2, 0, 1)
    assert [row.address for row in desk.look.customers("weber")] == ["Oak Street 3"]
    assert desk.look.customers("willow") == desk.look.customers("keller") == []
    assert take(moved)[0].same == 3
    with desk.store.read() as connection:
        assert disagreements(connection, 9) == []


def test_each_row_that_cannot_be_taken_says_why(take, rows):
    bad = [
        {**ROWS[0], "id": ""},
        {**ROWS[0], "who": " "},
        {**ROWS[0], "area": "月球"},
        {**ROWS[0], "where": "路" * 501},
        ROWS[1],
    ]
    done, rejected = take(bad)
    assert sorted(rejected) == [(1, "import.no_external_id"), (2, "import.no_name"), (3, "import.unknown_district"),
                        (4, "import.too_long")]  # fmt: skip
    assert (done.added, done.rejected) == (1, 4)
    assert len(rows(Customer)) == 1


def test_a_rehearsal_counts_and_writes_nothing(desk: Desk, take, rows):
    head = desk.look.journal_head()
    done, _ = take([*ROWS, ROWS[0], {**ROWS[1], "who": "另一个"}], dry_run=True)
    assert (done.added, done.same, done.differs) == (4, 1, 1)
    assert rows(Customer) == []
    assert desk.look.journal_head() == head


def test_one_id_twice_in_a_file_is_one_customer(take, rows):
    done, _ = take([ROWS[0], ROWS[0], {**ROWS[0], "who": "另一个"}])
    assert (done.added, done.same, done.differs, len(rows(Customer))) == (1, 1, 1, 1)


def test_classes_and_districts_of_the_other_system_are_understood(take, rows):
    plan = MAP + 'klass = "art"\n[defaults]\nunknown_district = "create"\n[classes]\n"K9" = "government"\n'
    done, rejected = take(
        [{**ROWS[0], "art": "居民", "area": "新区"}, {**ROWS[1], "art": "k9"}, {**ROWS[2], "art": "king"}], plan
    )
    assert (done.added, rejected) == (2, [(3, "import.unknown_word")])
    assert [row.klass for row in rows(Customer)] == ["individual", "government"]
    assert "新区" in {row.name for row in rows(District)}


def test_what_is_exported_is_the_same_when_it_comes_back(desk: Desk, take, seats):
    take(ROWS)
    desk.files.add_customer(seats.operator, "手工", phone="13900000009", premise=1)
    out = [{name: "" if value is None else str(value) for name, value in row.items()} for row in desk.look.files_out()]
    done = desk.taking_customers.customers(iter(out), own_columns(out[0]), seat=seats.admin)
    assert (done.read, done.same, done.added) == (5, 5, 0)


def test_a_batch_leaves_one_line_without_a_name_in_it(take, rows):
    take(ROWS)
    (line,) = rows(Line)
    assert "张建林" not in line.payload
    assert '"added":4' in line.payload


@pytest.mark.parametrize(
    ("plan", "code"),
    [
        ("[columns", "import.map_unreadable"),
        ("[columns]\nname = 'x'", "import.map_incomplete"),
        ("[columns]\nshoe = 'x'", "import.map_unknown"),
        (MAP + "[defaults]\nunknown_district = 'perhaps'", "import.map_unknown"),
        (MAP + "[classes]\nx = 'royal'", "import.unknown_word"),
    ],
)
def test_a_map_that_cannot_be_meant_is_refused(plan, code):
    with pytest.raises(DeskError) as told:
        read_map(plan)
    assert told.value.code == code


def test_a_file_without_a_column_that_the_map_names_is_refused_whole(take):
    with pytest.raises(DeskError) as told:
        take([{"id": "C1", "who": "张"}])
    assert told.value.code == "import.column_missing"


def test_an_operator_takes_no_file_in(desk: Desk, seats, refused):
    assert refused(desk.taking_customers.customers, iter(()), read_map(MAP), seat=seats.operator) == "role.needed"
