"""Customers at the command line: found by anything, masked unless revealed, taken in and given out."""

import csv

import pytest

MAP = """
[columns]
external_id = "no"
name = "who"
phone = "tel"
address = "where"
"""
ROWS = """no,who,tel,where
C1,张建林,+86 139 0000 0001,民生路12号3-402
C2,曾小贤,010-62881234 转 8003,建设路28号
,无号,13900000003,某路1号
C4,,13900000004,某路2号
"""


@pytest.fixture
def city(made, inside, tmp_path):
    """Two customers from a file in which two more have no id or no name."""
    (tmp_path / "map.toml").write_text(MAP, "utf-8")
    (tmp_path / "old.csv").write_text(ROWS, "utf-8")
    given = ("import", "customers", str(tmp_path / "old.csv"), "--map", str(tmp_path / "map.toml"), "--zone",
             "Asia/Shanghai")  # fmt: skip
    answer = inside("--json", *given, "--rejects", str(tmp_path / "rejects.csv"))
    assert answer.code == 1
    assert answer.lines == [
        {"read": 4, "added": 2, "same": 0, "differs": 0, "rejected": 2, "flagged": {}, "updated": 0}
    ]
    return given


def test_rows_that_cannot_be_taken_stand_in_a_file_with_their_reasons(city, tmp_path):
    with (tmp_path / "rejects.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert [(row["row"], row["code"]) for row in rows] == [("3", "import.no_external_id"), ("4", "import.no_name")]


def test_a_customer_is_found_by_anything_and_the_phone_is_masked_unless_it_is_revealed(city, done):
    for typed, by in (("zjl", "initials"), ("建林", "given_name"), ("0001", "last_four"), ("民生路12", "address")):
        (row,) = done("customer", "find", typed)
        assert {name: row[name] for name in ("id", "name", "phone", "address", "matched_by")} == {
            "id": 1, "name": "张建林", "phone": "139****0001", "address": "民生路12号3-402", "matched_by": by,
        }  # fmt: skip
    (row,) = done("customer", "find", "zxx", "--reveal", "--limit", "1")
    assert row["phone"] == "01062881234x8003"
    assert done("customer", "find", "nobody at all") == []


def test_revealing_is_on_the_journal_and_a_masked_answer_is_not(city, done, made):
    from models.desk.desk import Desk
    from models.store import Store
    from models.wall import HandClock

    done("customer", "find", "zjl")
    done("customer", "find", "zxx", "--reveal")
    desk = Desk(Store(made), HandClock())
    lines = [line.data for line in desk.look.journal_tail(9) if line.data.get("act") == "reveal"]
    desk.store.close()
    assert [line["name"] for line in lines] == ["2"]


def test_the_same_file_again_adds_nobody_and_a_rehearsal_writes_nothing(city, inside, done):
    answer = inside("--json", *city, "--dry-run")
    assert (answer.lines[0]["same"], answer.lines[0]["added"]) == (2, 0)
    assert inside(*city).code == 1
    assert len(done("customer", "list", "--all")) == 2


def test_what_is_given_out_comes_back_as_it_was(city, inside, done, tmp_path):
    out = inside("customer", "export")
    (tmp_path / "out.csv").write_text(out.out, "utf-8")
    again = inside("--json", "import", "customers", str(tmp_path / "out.csv"))
    assert (again.code, again.lines[0]["same"], again.lines[0]["added"]) == (0, 2, 0)


def test_a_premise_is_added_changed_warned_of_shown_and_retired(made, inside, done):
    home = done("premise", "add", "民生路12号", "--meter", "M-778899", "--hazards", "软管超期")["id"]
    who = done("customer", "add", "张建林", "--phone", "0086 139 0000 0001", "--premise", str(home))["id"]
    further = done("premise", "add", "建设路28号")["id"]
    done("customer", "settle", str(who), str(further))
    done("premise", "set", str(home), "--vulnerable", "独居老人")
    warning = done("premise", "warn", "有大狗", "--premise", str(home), "--kind", "animal")["id"]
    card = done("premise", "show", str(home))
    assert (card["premise"]["vulnerable"], card["warnings"][0]["text"]) == ("独居老人", "有大狗")
    assert card["others"][0]["phone"] == "139****0001"
    assert len(done("customer", "find", "zjl")) == 2
    assert done("customer", "find", "778899")[0]["matched_by"] == "meter"
    done("premise", "unwarn", str(warning))
    assert done("customer", "show", str(who))["warnings"] == []
    done("customer", "retire", str(who))
    assert [row["id"] for row in done("customer", "find", "民生路12号")] == [None]
    done("premise", "retire", str(home))
    assert done("premise", "list") == [row for row in done("premise", "list", "--all") if row["id"] == further]
    assert done("db", "check")["sound"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("customer", "add", "张", "--shoe", "44"), 2),
        (("customer", "set", "99", "--name", "李"), 1),
        (("customer", "show", "99"), 1),
        (("premise", "warn", "狗"), 1),
        (("premise", "warn", "狗", "--premise", "1", "--kind", "dragon"), 2),
        (("customer", "numbering", "--region", "XX"), 1),
        (("import", "customers", "no.csv"), 1),
    ],
)
def test_what_cannot_be_meant_is_refused_in_a_sentence(made, inside, words, code):
    answer = inside(*words)
    assert answer.code == code
    assert answer.err
    assert "Traceback" not in answer.err


def test_local_numbers_are_whole_once_the_area_is_known(made, done):
    done("customer", "numbering", "--area-code", "010")
    done("customer", "add", "王芳", "--phone", "6288 1234")
    assert done("customer", "find", "010-6288-1234", "--reveal")[0]["phone"] == "01062881234"
