"""Plans and finishing from the command line: what the console can do, and what only an admin does."""

import json
from pathlib import Path

import pytest

from console.cli import main


@pytest.fixture
def hotline(tmp_path: Path, capsys, monkeypatch):
    """``hotline(*words)``: exit code, answer, and the rest; a leak and a crew are there."""
    monkeypatch.setenv("HOTLINE_DB", str(tmp_path / "hotline.db"))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")

    def run(*words: str) -> tuple[int, str, str]:
        code = main([*words])
        out, err = capsys.readouterr()
        return code, out, err

    assert run("db", "init", "--zone", "UTC", "--name", "x")[0] == 0
    assert run("crew", "add", "QX1", "--skills", "emergency")[0] == 0
    assert run("request", "add", "--category", "EM-LEAK-IN", "--phone", "138", "--address", "Park Road 12")[0] == 0
    return run


def act(hotline, *words: str) -> dict:
    """An act on E-00001 that is done."""
    code, out, err = hotline("--json", "request", "act", "E1", *words)
    assert code == 0, err
    return json.loads(out)


def test_plans_are_listed_shown_changed_given_out_and_taken_in(hotline, tmp_path):
    rows = json.loads(hotline("--json", "plan", "list")[1])
    assert [(row["code"], row["version"], row["approved_by"]) for row in rows] == [
        ("LEAK-IN", 1, ""), ("MAIN", 1, ""), ("OUTAGE", 1, ""),
    ]  # fmt: skip
    out = hotline("plan", "show", "leak-in")[1]
    assert "to be approved by the utility's safety officer" in out
    assert "outside" in out
    assert "119" in out
    assert "version 2 new" in hotline("plan", "set", "leak-in", "1", "--minutes", "3")[1]
    assert "version 3 new" in hotline("plan", "set", "leak-in", "outside", "--minutes", "0", "--en", "Everyone out")[1]
    shown = json.loads(hotline("--json", "plan", "show", "leak-in")[1])
    assert (shown["steps"][0]["minutes"], shown["steps"][0]["en"]) == (None, "Everyone out")
    old = json.loads(hotline("plan", "export", "leak-in", "--version", "1")[1])
    file = tmp_path / "plan.json"
    file.write_text(json.dumps(old, ensure_ascii=False), "utf-8")
    assert "version 4 new" in hotline("plan", "import", str(file), "--dry-run")[1]
    assert "version 4 new" in hotline("plan", "import", str(file))[1]
    assert "version 4 same" in hotline("plan", "import", str(file))[1]
    assert hotline("plan", "approve", "leak-in", "--by", "Zhou")[0] == 0
    assert len(json.loads(hotline("--json", "plan", "list", "--all")[1])) == 6
    assert hotline("plan", "retire", "outage")[0] == 0
    assert hotline("plan", "retire", "outage")[0] == 1
    assert hotline("plan", "retire", "outage", "--back")[0] == 0


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [("a.txt", "{}", 2), ("a.json", "[1]", 1), ("a.toml", "code = 'A'", 1), ("b.json", None, 1)],
)
def test_a_file_that_is_no_plan_is_refused_in_a_sentence(hotline, tmp_path, name, text, code):
    if text is not None:
        (tmp_path / name).write_text(text, "utf-8")
    done, out, err = hotline("plan", "import", str(tmp_path / name))
    assert (done, out) == (code, "")
    assert "Traceback" not in err


def test_a_leak_is_finished_from_the_command_line_with_its_plan_and_its_record(hotline):
    act(hotline, "start_plan", "--plan", "LEAK-IN", "--level", "2")
    act(hotline, "tick", "--step", "outside", "--note", "everybody out")
    act(hotline, "assign", "--crew", "QX1")
    act(hotline, "on_site")
    code, _, err = hotline("request", "act", "E1", "resolve", "--disposition", "fixed")
    assert code == 1
    act(hotline, "safe", "--reading", "0 %LEL kitchen; 0 %LEL cellar", "--valve", "closed", "--valve-which", "riser",
        "--source-found", "yes", "--found-how", "soap", "--neighbours", "clear", "--basement", "not_there",
        "--fire-service", "Captain Zhou")  # fmt: skip
    act(hotline, "safe_record", "--reading", "0 %LEL hall")
    act(hotline, "done")
    code, _, err = hotline("request", "act", "E1", "resolve", "--disposition", "fixed", "--confirmed-by", "Ms Quill")
    assert (code, "yes or no" in err) == (1, True)
    act(hotline, "resolve", "--disposition", "fixed", "--confirmed-by", "Ms Quill", "--confirmed", "no",
        "--objection", "still smells")  # fmt: skip
    assert "reviewed" in hotline("request", "act", "E1", "close", "--withheld", "x", "--reason", "x")[2]
    shown = json.loads(hotline("--json", "request", "show", "E1")[1])
    assert [one["place"] for one in shown["finish"]["safe"][0]["readings"]] == ["kitchen", "cellar", "hall"]
    assert shown["finish"]["confirmations"][0]["objection"] == "still smells"
    ticks = hotline("plan", "status", "E1")[1]
    assert "everybody out" in ticks
    assert [one["plan"] for one in json.loads(hotline("--json", "plan", "status")[1])] == ["LEAK-IN"]
    act(hotline, "review_plan", "--text", "quick")
    assert json.loads(hotline("--json", "plan", "status")[1]) == []
    assert json.loads(hotline("--json", "plan", "status", "E1")[1])[0]["review"] == "quick"


def test_a_visit_that_met_nobody_and_an_appointment_with_its_window(hotline):
    assert hotline("request", "add", "--category", "RP-HOSE", "--phone", "139", "--address", "Hill 3")[0] == 0
    for words in (
        ("assign", "--crew", "QX1", "--override-reason", "x"),
        ("on_site",),
        ("met_nobody", "--note", "bell"),
    ):
        code, _, err = hotline("request", "act", "R2", *words)
        assert code == 0, err
    assert hotline("request", "act", "R2", "appoint", "--due", "+1d", "--window", "30m")[0] == 0
    shown = json.loads(hotline("--json", "request", "show", "R2")[1])["finish"]
    assert [one["note"] for one in shown["empty_visits"]] == ["bell"]
    assert [one["give_or_take"] for one in shown["appointments"]] == [1_800_000]
