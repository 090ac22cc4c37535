"""Policies and contracts as sheets: out, tried, in again; what holds on a calendar comes back as it was."""

import csv
import io
import shutil

import pytest
from sqlalchemy import insert

from console.instants import read_span, write_span
from console.sampling import sample_file
from models.store import Store
from models.tables import Customer

LINE = ("policy", "set", "resolution", "3 working days", "--for", "RP-HOSE", "--calendar", "cn-office", "--warn",
        "50,80", "--pausing", "not_home,parts", "--on-reopen", "left")  # fmt: skip


@pytest.fixture
def furnished(made, inside, done):
    """A file with promises of every shape and two contracts."""
    for words in (
        LINE,
        ("policy", "set", "resolution", "30h", "--for", "repair", "--pausing", ""),
        ("policy", "set", "response", "none", "--for", "P4"),
        ("policy", "set", "response", "90.5s", "--for", "P1"),
    ):
        done(*words)
    store = Store(made)
    with store.write() as connection:
        connection.execute(insert(Customer), [{"id": 7, "name": "医院", "phone": "7"}])
    store.close()
    done("contract", "add", "HOTEL", "--customer", "7", "--valid-from", "2026-01-01T00:00:00+08:00",
         "--valid-to", "2027-01-01T00:00:00+08:00", "--note", "kitchen, cellar")  # fmt: skip
    done("contract", "add", "BATHS", "--customer", "7", "--warn-days", "7")
    done("policy", "set", "response", "1h", "--for", "contract:HOTEL")
    return made


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def counts(answer):
    (counted,) = answer.lines
    return {name: n for name, n in counted.items() if n}


def head(done):
    return done("db", "info")["head"]


@pytest.mark.parametrize("subject", ["policy", "contract"])
def test_a_sheet_given_out_changes_nothing_when_it_comes_in(furnished, inside, done, tmp_path, subject):
    given = inside(subject, "export")
    assert (given.code, given.err) == (0, "")
    (tmp_path / "sheet.csv").write_text(given.out)
    before, n = head(done), len(rows(given.out))
    answer = inside(subject, "import", str(tmp_path / "sheet.csv"))
    assert (answer.code, counts(answer)) == (0, {"read": n, "same": n})
    assert (head(done), inside(subject, "export").out) == (before, given.out)
    assert inside(subject, "export", "--format", "jsonl").lines == rows(given.out)


def test_a_line_in_working_days_goes_to_another_file_and_back_as_it_is(furnished, inside, tmp_path):
    sheet = inside("policy", "export").out
    (hose,) = [row for row in rows(sheet) if row["for"] == "RP-HOSE" and row["clock"] == "resolution"]
    assert hose == {"for": "RP-HOSE", "clock": "resolution", "target": "3 working days", "calendar": "cn-office",
                    "warn": "50,80", "pausing": "not_home,parts", "on_reopen": "left"}  # fmt: skip
    own = [row for row in rows(sheet) if not row["for"].startswith("contract:")]
    with (tmp_path / "own.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, list(own[0]))
        writer.writeheader()
        writer.writerows(own)
    fresh = ("--db", str(tmp_path / "fresh.db"))
    assert inside(*fresh, "db", "init", "--zone", "Asia/Shanghai").code == 0
    answer = inside(*fresh, "policy", "import", str(tmp_path / "own.csv"))
    assert (answer.code, answer.err) == (0, "")
    assert rows(inside(*fresh, "policy", "export").out) == own
    assert set(counts(inside(*fresh, "policy", "import", str(tmp_path / "own.csv")))) == {"read", "same"}
    tried = inside(*fresh, "--json", "policy", "test", str(tmp_path / "own.csv"))
    assert (tried.code, tried.data["lines"]) == (0, len(own))


def test_the_sample_s_own_promises_come_back_as_they_are(inside, tmp_path):
    shutil.copy(sample_file(), tmp_path / "city.db")
    (tmp_path / "city.db").chmod(0o600)
    city = ("--db", str(tmp_path / "city.db"))
    who = next(row["login"] for row in inside(*city, "--json", "operator", "list").data if "admin" in row["roles"])
    for subject in ("policy", "contract"):
        (tmp_path / "sheet.csv").write_text(inside(*city, "--as", who, subject, "export").out)
        answer = inside(*city, "--as", who, subject, "import", str(tmp_path / "sheet.csv"))
        assert answer.code == 0, answer.err
        assert set(counts(answer)) <= {"read", "same"}


def test_toml_says_the_same_and_each_line_is_one_line_of_the_journal(furnished, inside, done, tmp_path):
    file = tmp_path / "new.toml"
    file.write_text(
        '[[policy]]\nfor = "RP-HOSE"\nclock = "resolution"\ntarget = "3 working days"\ncalendar = "cn-office"\n'
        'warn = [50, 80]\npausing = ["not_home", "parts"]\non_reopen = "left"\n\n'
        '[[policy]]\nfor = "repair"\nclock = "resolution"\ntarget = "30h"\npausing = []\n\n'
        '[[policy]]\nfor = "P1"\nclock = "response"\ntarget = "5m"\n\n'
        '[[policy]]\nfor = "P2"\nclock = "response"\ntarget = "9m"\n\n'
        '[[policy]]\nfor = "P4"\nclock = "response"\nretired = true\n'
    )
    before = done("db", "info")["lines"]
    tried = inside("policy", "import", str(file), "--dry-run")
    assert done("db", "info")["lines"] == before
    answer = inside("policy", "import", str(file))
    assert (tried.code, tried.out) == (answer.code, answer.out)
    assert counts(answer) == {"read": 5, "same": 2, "added": 1, "changed": 1, "retired": 1}
    assert done("db", "info")["lines"] == before + 3
    assert counts(inside("policy", "import", str(file))) == {"read": 5, "same": 5}
    kept = {(row["for"], row["clock"]): row["target"] for row in rows(inside("policy", "export").out)}
    assert (kept["P1", "response"], kept["P2", "response"]) == ("5m", "9m")
    assert ("P4", "response") not in kept


def test_every_wrong_line_is_told_and_the_others_hold(furnished, inside, tmp_path):
    file = tmp_path / "lines.csv"
    file.write_text(
        "for,clock,target,calendar,warn\nRP-HOSE,arrival,2h,,\nRP-NONE,response,2h,,\n,resolution,3 working days,,\n"
        ",arrival,2h,cn-office,\n,response,soon,,\n,,2h,,\n,response,,,\n,response,20h,,120\n"
    )
    answer = inside("policy", "import", str(file), "--rejects", str(tmp_path / "rejects.csv"))
    assert (answer.code, counts(answer)) == (1, {"read": 8, "added": 1, "rejected": 7})
    refused = rows((tmp_path / "rejects.csv").read_text())
    assert [(row["row"], row["code"]) for row in refused] == [
        ("2", "category.none"), ("3", "policy.needs_calendar"), ("4", "policy.life_clock"), ("5", "target.unreadable"),
        ("6", "sheet.no_key"), ("7", "sheet.needed"), ("8", "policy.warn"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [("a.csv", "clock,colour\nresponse,red\n", "colour"), ("a.csv", "for,target\nrepair,2h\n", "clock"),
     ("a.toml", "policy = 3\n", "[[policy]]"), ("a.toml", "", "no policy lines"), ("a.toml", "[[", "cannot be read"),
     ("a.csv", "", "empty")],
)  # fmt: skip
def test_a_file_that_holds_no_lines_is_refused_whole(made, inside, tmp_path, name, text, said):
    (tmp_path / name).write_text(text)
    answer = inside("policy", "import", str(tmp_path / name))
    assert (answer.code > 0, answer.out) == (True, "")
    assert said in answer.err


def test_a_line_that_begins_later_stays_until_its_day(furnished, inside, done, tmp_path):
    done("policy", "set", "response", "3h", "--for", "repair", "--valid-from", "2199-01-01T00:00:00Z")
    sheet = inside("policy", "export").out
    assert not [row for row in rows(sheet) if (row["for"], row["target"]) == ("repair", "3h")]
    (tmp_path / "sheet.csv").write_text(sheet)
    assert set(counts(inside("policy", "import", str(tmp_path / "sheet.csv")))) == {"read", "same"}
    assert [row for row in done("policy", "list") if (row["key"], row["target"]) == ("repair", "3h")]


def test_a_category_with_the_code_of_a_kind_is_named_as_one(furnished, inside, done, tmp_path):
    done("category", "add", "P1", "--zh", "一", "--en", "One", "--kind", "repair", "--priority", "P3")
    done("policy", "set", "response", "7h", "--for", "category:P1")
    kept = {(row["for"], row["clock"]): row["target"] for row in rows(inside("policy", "export").out)}
    assert (kept["category:P1", "response"], kept["P1", "response"]) == ("7h", "90.5s")
    (tmp_path / "sheet.csv").write_text(inside("policy", "export").out)
    assert set(counts(inside("policy", "import", str(tmp_path / "sheet.csv")))) == {"read", "same"}


def test_contracts_are_added_changed_and_retired_by_a_sheet(furnished, inside, done, tmp_path):
    hotel, baths = sorted(rows(inside("contract", "export").out), key=lambda row: row["warn_days"])
    assert (hotel["code"], hotel["valid_to"], hotel["note"]) == ("HOTEL", "2026-12-31T16:00:00Z", "kitchen, cellar")
    file = tmp_path / "contracts.csv"
    file.write_text(
        "code,customer,valid_from,valid_to,warn_days,note,retired\n"
        f"HOTEL,{hotel['customer']},,2028-01-01T00:00:00+08:00,,kitchen,\n"
        f"SCHOOL,{hotel['customer']},2026-09-01T00:00:00+08:00,,,,\n"
        f"BATHS,,,,,,yes\nPOOL,,,,,,\nPARK,9999,,,,,\nGYM,{baths['customer']},yesterday,,,,\n"
    )
    tried = inside("contract", "import", str(file), "--dry-run")
    assert len(done("contract", "list", "--all")) == 2
    answer = inside("contract", "import", str(file), "--rejects", str(tmp_path / "rejects.csv"))
    assert (tried.code, tried.out) == (answer.code, answer.out)
    assert counts(answer) == {"read": 6, "added": 1, "changed": 1, "retired": 1, "rejected": 3}
    codes = [row["code"] for row in rows((tmp_path / "rejects.csv").read_text())]
    assert codes[:1] == ["sheet.needed"]
    kept = {row["code"]: row for row in rows(inside("contract", "export").out)}
    assert sorted(kept) == ["HOTEL", "SCHOOL"]
    assert (kept["HOTEL"]["valid_to"], kept["HOTEL"]["warn_days"]) == ("2027-12-31T16:00:00Z", "30")
    again = inside("contract", "import", str(file))
    assert counts(again) == {"read": 6, "same": 3, "rejected": 3}


def test_only_an_admin_exchanges_promises(furnished, inside, done, tmp_path):
    done("operator", "add", "li", "--name", "李静", "--roles", "operator,dispatcher")
    (tmp_path / "sheet.csv").write_text("clock,target\nresponse,1h\n")
    for words in (("export",), ("import", str(tmp_path / "sheet.csv"))):
        for subject in ("policy", "contract"):
            answer = inside("--as", "li", subject, *words)
            assert (answer.code, answer.out) == (1, "")
            assert "admin" in answer.err


@pytest.mark.parametrize("ms", [90_500, 108_000_123, 3_600_000, 123_456_789, 1])
def test_a_length_is_read_back_to_the_millisecond(ms):
    assert read_span(write_span(ms)) == ms
