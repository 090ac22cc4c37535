"""``hotline campaign``, ``import inspections`` and ``report inspections`` from outside, a whole year in one file."""

import csv
import io
import json

import pytest


@pytest.fixture
def desk_file(inside, tmp_path, monkeypatch):
    monkeypatch.setenv("HOTLINE_SETTINGS", str(tmp_path / "settings.toml"))
    assert inside("db", "init", "--drill", "--zone", "Asia/Shanghai").code == 0
    people = tmp_path / "people.csv"
    rows = [f"C{n},P{n},住户{n},1990000{n:04},{'城东' if n % 2 else '城西'},民生路{n}号" for n in range(1, 7)]
    people.write_text("\n".join(["external_id,premise_id,name,phone,district,address", *rows]) + "\n", "utf-8")
    assert inside("import", "customers", people).code == 0
    assert inside("crew", "add", "AJ1", "--name", "安检一班").code == 0
    return tmp_path / "desk.db"


def told(inside, *words, day="2026-05-01", at="08:00"):
    answer = inside("--json", "--now", f"{day}T{at}:00+08:00", *words)
    assert answer.code == 0, answer.err
    return json.loads(answer.out)


def test_a_year_of_inspections_from_last_years_list_to_the_figures(inside, desk_file, tmp_path):
    last = tmp_path / "last.csv"
    last.write_text(
        "户号,安检日期,结果,隐患\nP1,2025-05-20,合格,\nP2,2025-05-21,二级,hose 软管老化\n"
        "P3,2025-12-01,合格,\nP99,2025-01-01,合格,\n",
        "utf-8",
    )
    plan = tmp_path / "map.toml"
    plan.write_text('[columns]\npremise = "户号"\nat = "安检日期"\nresult = "结果"\nfindings = "隐患"\n', "utf-8")
    rejects = tmp_path / "rejects.csv"
    words = ("import", "inspections", str(last), "--map", str(plan), "--rejects", str(rejects))
    first = inside(*words)
    assert (first.code, first.lines[0]["added"], first.lines[0]["rejected"]) == (1, 3, 1)
    assert first.lines[0]["flagged"] == {"unknown_item": 1}
    assert "import.unknown_premise" in rejects.read_text("utf-8")
    assert inside(*words).lines[0]["same"] == 3

    made = told(inside, "campaign", "add", "2026 年安检", "--from", "2026-05-01", "--until", "2026-06-30", "--crews",
                "AJ1", "--per-day", "2", "--notice", "48h")  # fmt: skip
    planned = told(inside, "campaign", "plan", str(made["id"]))
    assert (planned["planned"], planned["not_due"], planned["no_day"]) == (5, 1, 0)
    told(inside, "campaign", "run", "1")
    visits = told(inside, "campaign", "visits", "1")
    assert visits[0]["day"] == "2026-05-06"
    listed = inside("--now", "2026-05-04T08:00:00+08:00", "campaign", "announce", "1", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(listed.out)))
    assert [(row["day"], len(row["phone"])) for row in rows] == [("2026-05-06", 11)] * 2
    assert told(inside, "campaign", "announce", "1", day="2026-05-04") == []
    assert len(told(inside, "campaign", "announce", "1", "--again", day="2026-05-04")) == 2

    assert told(inside, "campaign", "day", day="2026-05-06", at="07:00") == {"made": 2}
    assert told(inside, "campaign", "day", day="2026-05-06", at="07:01") == {"made": 0}
    one, two = [row["number"] for row in told(inside, "campaign", "visits", "1", "--day", "2026-05-06")]
    done = told(inside, "campaign", "result", one, "1 5/3", day="2026-05-06", at="10:00")
    assert (done["result"], done["stop_use"], done["rectify_by"]) == ("grade_1", True, "2026-05-13T02:00:00Z")
    missed = told(inside, "request", "act", two, "inspect", "--result", "no_entry", day="2026-05-06", at="11:00")
    assert (missed["tries"], missed["next_day"]) == (1, "2026-05-13")
    assert [row["tries"] for row in told(inside, "campaign", "letters", "1", day="2026-05-06", at="12:00")] == [1]
    assert told(inside, "request", "show", done["recheck"], day="2026-05-06")["category"] == "IN-RECT"

    figures = told(inside, "report", "inspections", "--campaign", "1", day="2026-05-06", at="13:00")
    total = figures[-1]
    assert (total["district"], total["planned"], total["done"], total["open"], total["once"]) == ("", 5, 1, 4, 1)
    assert (total["grade_1"], total["grade_3"], total["stopped"], total["access"]) == (1, 1, 1, 100.0)
    assert sum(row["planned"] for row in figures[:-1]) == 5
    sheet = inside("--now", "2026-05-06T13:00:00+08:00", "report", "inspections", "--format", "csv").out
    assert len(list(csv.DictReader(io.StringIO(sheet)))) == 3
    found = told(inside, "campaign", "found", "--number", one, day="2026-05-06", at="13:00")
    assert [(row["result"], len(row["hazards"])) for row in found] == [("grade_1", 2)]
    live = inside("--now", "2026-05-06T14:00:00+08:00", "campaign", "close", "1")
    assert live.code == 0
    shown = told(inside, "campaign", "show", "1", day="2026-05-06", at="15:00")
    assert (shown["state"], shown["no_access"], shown["cancelled"], shown["open"]) == ("closed", 1, 3, 0)
    assert inside("db", "check").code == 0


def test_what_is_not_there_is_refused_in_words(inside, desk_file):
    for words, code in ((("campaign", "show", "7"), 1), (("campaign", "found"), 2), (("campaign", "plan", "7"), 1)):
        answer = inside(*words)
        assert (answer.code, answer.out) == (code, "")
        assert answer.err


def test_a_checklist_is_shown_with_its_numbers(inside, desk_file):
    rows = inside("--json", "campaign", "checklist", "household").data
    assert [row["item"] for row in rows] == list(range(1, len(rows) + 1))
    assert {row["grade"] for row in rows} == {1, 2, 3}
