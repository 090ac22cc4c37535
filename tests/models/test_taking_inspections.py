"""Last year's list comes in: once each, with its hazards; what cannot be placed or read is given back with a reason."""

import pytest
from sqlalchemy import insert

from models.errors import Invalid
from models.inspectionmap import own_columns, read_map
from models.tables import Customer, Hazard, Inspection, Premise
from models.vocabulary import InspectionResult

PLAN = read_map(
    '[columns]\nexternal_id = "id"\npremise = "place"\nmeter = "meter"\nat = "day"\nresult = "result"\n'
    'findings = "items"\nrectified = "fixed"\n[results]\n"优" = "pass"\n'
)


@pytest.fixture
def places(store):
    with store.write() as connection:
        connection.execute(
            insert(Premise),
            [{"id": n, "external_id": f"P{n}", "address": f"石榴巷{n}号", "meter": f"M{n}"} for n in (1, 2, 3)],
        )
        connection.execute(insert(Customer), [{"id": 1, "external_id": "C1", "name": "n", "premise_id": 3}])


def row(id, place="P1", day="2025-05-04", result="合格", items="", fixed="", meter=""):
    return {"id": id, "place": place, "meter": meter, "day": day, "result": result, "items": items, "fixed": fixed}


def test_rows_become_inspections_with_their_hazards_once_each(desk, rows, places):
    given = [row("a"), row("b", "P2", result="一级隐患", items="leak 锈蚀"), row("c", "", result="优", meter="M3")]
    done = desk.taking_inspections.inspections(given, PLAN)
    assert (done.read, done.added, done.rejected, done.flagged) == (3, 3, 0, {"unknown_item": 1})
    again = desk.taking_inspections.inspections(given, PLAN)
    assert (again.added, again.same) == (0, 3)
    assert [(one.premise_id, one.result, one.note) for one in rows(Inspection)] == [
        (1, "pass", ""), (2, "grade_1", "锈蚀"), (3, "pass", "")
    ]  # fmt: skip
    assert [(one.item, one.grade, one.premise_id) for one in rows(Hazard)] == [("leak", 1, 2)]
    assert desk.look.alarms() == []


def test_other_content_is_left_alone_unless_it_is_asked_for(desk, rows, places):
    desk.taking_inspections.inspections([row("a", result="二级", items="hose")], PLAN)
    changed = [row("a", result="三级", items="pipe meter", fixed="2025-06-01")]
    assert desk.taking_inspections.inspections(changed, PLAN).differs == 1
    assert desk.taking_inspections.inspections(changed, PLAN, dry_run=True, update=True).updated == 1
    assert [one.item for one in rows(Hazard)] == ["hose"]
    assert desk.taking_inspections.inspections(changed, PLAN, update=True).updated == 1
    assert [(one.item, one.grade, one.rectified_at is not None) for one in rows(Hazard)] == [
        ("pipe", 3, True), ("meter", 3, True)
    ]  # fmt: skip
    assert [one.result for one in rows(Inspection)] == ["grade_3"]


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (row("a", "P9"), "import.unknown_premise"),
        (row("a", ""), "import.no_place"),
        (row("a", result="好"), "import.unknown_word"),
        (row("a", day="yesterday"), "instant"),
        (row("a", items="x" * 600), "import.too_long"),
        ({**row("a"), None: ["more"]}, "import.more_cells"),
    ],
)
def test_a_row_that_cannot_be_taken_is_given_back_with_its_reason(desk, rows, places, bad, code):
    told = []
    done = desk.taking_inspections.inspections(
        [row("b"), bad], PLAN, rejects=lambda number, cells, error: told.append((number, error.code))
    )
    assert (done.added, done.rejected, len(rows(Inspection))) == (1, 1, 1)
    assert told[0][0] == 2
    assert code in told[0][1]


def test_a_file_with_our_columns_needs_no_map_and_is_known_by_place_and_day(desk, rows, places):
    given = [{"customer": "C1", "at": "2025-05-04", "result": "pass"}, {"customer": "C1", "at": "2025-05-05"}]
    plan = own_columns(given[0])
    assert desk.taking_inspections.inspections(given[:1], plan).added == 1
    assert desk.taking_inspections.inspections(given, plan, zone="Asia/Shanghai").same == 1
    assert {one.premise_id for one in rows(Inspection)} == {3}


@pytest.mark.parametrize(
    "text", ["[columns]\nat = 'x'", "[columns]\npremise = 'x'", "[other]", "[columns]\nwhat = 'x'", "nonsense ="]
)
def test_a_map_that_says_too_little_or_nonsense_is_refused(text):
    with pytest.raises(Invalid) as told:
        read_map(text)
    assert told.value.code.startswith("import.map_")


def test_who_may_not_is_refused(desk, seats, refused, places):
    take = desk.taking_inspections.inspections
    assert refused(lambda seat: take([row("a")], PLAN, seat=seat), seats.dispatcher) == "role.needed"
    assert take([row("a", result="到访不遇")], PLAN, seat=seats.admin).added == 1
    assert InspectionResult.NO_ENTRY.value == "no_entry"
