"""Administration as CSV: out, changed, in again; every wrong row is told, the others are taken."""

import csv
import io

import pytest

SUBJECTS = ("crew", "operator", "category", "district")


@pytest.fixture
def furnished(made, done):
    """A file in which there is something of everything."""
    done("district", "add", "城东", "--name-en", "East")
    done("crew", "add", "QX1", "--name", "抢1", "--district", "城东", "--skills", "gas,weld", "--phone", "139 0000")
    done("crew", "set", "QX1", "--on-shift", "no", "--out-reason", "flat, tyre")
    done("operator", "add", "li", "--name", "李静", "--roles", "operator,dispatcher")
    done("category", "set", "RP-METER", "--response", "2h", "--arrival", "none", "--callback-share", "0.25")
    done("policy", "set", "resolution", "30h", "--for", "repair")
    return made


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def written(path, found):
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(found[0]))
        writer.writeheader()
        writer.writerows(found)
    return str(path)


def counts(answer):
    (counted,) = answer.lines
    return {name: n for name, n in counted.items() if n}


@pytest.mark.parametrize("subject", SUBJECTS)
def test_what_is_given_out_changes_nothing_when_it_is_taken_in(furnished, inside, done, tmp_path, subject):
    given = inside(subject, "export")
    assert (given.code, given.err) == (0, "")
    head = done("db", "info")["head"]
    (tmp_path / "sheet.csv").write_text(given.out)
    answer = inside(subject, "import", str(tmp_path / "sheet.csv"))
    n = len(rows(given.out))
    assert n > 0
    assert (answer.code, counts(answer)) == (0, {"read": n, "same": n})
    assert done("db", "info")["head"] == head


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_fresh_file_takes_the_sheets_of_another_and_gives_out_the_same(furnished, inside, tmp_path, subject):
    sheets = {}
    for one in ("district", subject):
        sheets[one] = inside(one, "export").out
        (tmp_path / f"{one}.csv").write_text(sheets[one])
    fresh = ("--db", str(tmp_path / "fresh.db"))
    assert inside(*fresh, "db", "init", "--zone", "Asia/Shanghai").code == 0
    for one, sheet in sheets.items():
        answer = inside(*fresh, one, "import", str(tmp_path / f"{one}.csv"))
        assert answer.code == 0, answer.err
        assert inside(*fresh, one, "export").out == sheet
        again = inside(*fresh, one, "import", str(tmp_path / f"{one}.csv"))
        assert set(counts(again)) == {"read", "same"}


def test_rows_add_change_retire_and_take_back(furnished, inside, done, tmp_path):
    found = [
        {"code": "QX1", "name": "抢修1", "phone": "", "retired": ""},
        {"code": "QX2", "name": "", "phone": "138", "retired": "no"},
    ]
    file = written(tmp_path / "crews.csv", found)
    assert counts(inside("crew", "import", file)) == {"read": 2, "added": 1, "changed": 1}
    crews = {row["code"]: row for row in rows(inside("crew", "export").out)}
    assert (crews["QX1"]["name"], crews["QX1"]["phone"], crews["QX1"]["skills"]) == ("抢修1", "", "gas,weld")
    assert (crews["QX2"]["name"], crews["QX2"]["phone"]) == ("QX2", "138")
    assert counts(inside("crew", "import", file)) == {"read": 2, "same": 2}
    found[1]["retired"] = "yes"
    file = written(tmp_path / "crews.csv", found)
    assert counts(inside("crew", "import", file)) == {"read": 2, "same": 1, "retired": 1}
    assert [crew["code"] for crew in done("crew", "list")] == ["QX1"]
    found[1]["retired"] = ""
    assert counts(inside("crew", "import", written(tmp_path / "crews.csv", found))) == {
        "read": 2,
        "same": 1,
        "added": 1,
    }
    line = done("db", "info")["lines"]
    assert line > 0


def test_every_wrong_row_is_written_down_with_its_reason_and_the_others_are_taken(furnished, inside, tmp_path):
    file = tmp_path / "crews.csv"
    file.write_text("code,district,on_shift\nQX2,城东,yes\nQX3,Atlantis,yes\nQX4,,maybe\n,,\nQX5,,,more\nQX6,,no\n")
    answer = inside("crew", "import", str(file), "--rejects", str(tmp_path / "rejects.csv"))
    assert answer.code == 1
    assert counts(answer) == {"read": 6, "added": 2, "rejected": 4}
    refused = rows((tmp_path / "rejects.csv").read_text())
    assert [(row["row"], row["code"]) for row in refused] == [
        ("2", "district.unknown"), ("3", "act.not_bool"), ("4", "sheet.no_key"), ("5", "sheet.wide"),
    ]  # fmt: skip
    assert "Atlantis" in refused[0]["reason"]
    assert (tmp_path / "rejects.csv").stat().st_mode & 0o777 == 0o600
    assert {"QX2", "QX6"} <= {row["code"] for row in rows(inside("crew", "export").out)}


def test_a_dry_run_says_the_same_and_changes_nothing(furnished, inside, done, tmp_path):
    file = tmp_path / "people.csv"
    file.write_text("login,name,roles\nli,李静,operator\nwang,王磊,operator\nbad,Bad,king\nwang,王磊,operator\n")
    head, before = done("db", "info")["head"], inside("operator", "export").out
    tried = inside("operator", "import", str(file), "--dry-run")
    assert (done("db", "info")["head"], inside("operator", "export").out) == (head, before)
    real = inside("operator", "import", str(file))
    assert (tried.code, tried.out, tried.err) == (real.code, real.out, real.err)
    assert counts(real) == {"read": 4, "added": 1, "changed": 1, "same": 1, "rejected": 1}


@pytest.mark.parametrize(("header", "said"), [("name,skills", "code"), ("code,colour", "colour"), ("", "empty")])
def test_a_file_of_another_shape_is_refused_whole(furnished, inside, tmp_path, header, said):
    file = tmp_path / "wrong.csv"
    file.write_text(f"{header}\na,b\n" if header else "")
    answer = inside("crew", "import", str(file))
    assert answer.code == 1
    assert said in answer.err
    assert answer.out == ""


def test_only_an_admin_gives_out_and_takes_in(furnished, inside, tmp_path):
    (tmp_path / "sheet.csv").write_text("code,name\nQX9,9\n")
    for words in (("export",), ("import", str(tmp_path / "sheet.csv"))):
        answer = inside("--as", "li", "crew", *words)
        assert (answer.code, answer.out) == (1, "")
        assert "admin" in answer.err


def test_a_district_gets_another_english_name(furnished, done):
    done("district", "set", "城东", "--name-en", "East End")
    assert done("district", "list") == [{"name": "城东", "name_en": "East End"}]
    assert [row["name_en"] for row in done("--json", "district", "list")] == ["East End"]


def test_sheets_as_objects_say_the_same(furnished, inside):
    objects = inside("category", "export", "--format", "jsonl").lines
    assert objects == rows(inside("category", "export").out)
    (meter,) = [row for row in objects if row["code"] == "RP-METER"]
    assert (meter["response"], meter["arrival"], meter["callback_share"]) == ("2h", "none", "0.25")
    assert inside("category", "export", "--format", "xml").code == 2


def test_a_target_in_working_days_is_told_as_such_and_left_to_the_sheet_of_policies(furnished, inside, tmp_path):
    line = ("resolution", "5 working days", "--for", "RP-HOSE", "--calendar", "cn-office")
    assert inside("policy", "set", *line).code == 0
    given = rows(inside("category", "export").out)
    (hose,) = (row for row in given if row["code"] == "RP-HOSE")
    assert hose["resolution"] == "5 working days cn-office (policy)"
    answer = counts(inside("category", "import", written(tmp_path / "c.csv", given)))
    assert answer == {"read": len(given), "same": len(given)}
    assert rows(inside("category", "export").out) == given
