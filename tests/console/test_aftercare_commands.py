"""What follows the work from the command line: call-backs due, tried, recorded; complaints, reviews, their report."""

import csv
import io
import json
from pathlib import Path

import pytest

from console.cli import main

COMPLAINT = ("--stage", "visit", "--unit", "East depot", "--person", "Ms Quill", "--plan", "visit three homes",
             "--plan-by", "+2d", "--cause", "late", "--measure", "apology", "--answer", "told",
             "--unit-answer", "told")  # fmt: skip


@pytest.fixture
def hotline(tmp_path: Path, capsys, monkeypatch):
    """``hotline(*words)``: exit code, answer, and the rest; a leak that is resolved, and Li who may call back."""
    monkeypatch.setenv("HOTLINE_DB", str(tmp_path / "hotline.db"))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")

    def run(*words: str) -> tuple[int, str, str]:
        code = main([*words])
        out, err = capsys.readouterr()
        return code, out, err

    begun = (
        ("db", "init", "--zone", "UTC", "--name", "x"),
        ("operator", "add", "li", "--name", "Li", "--roles", "operator"),
        ("crew", "add", "QX1", "--skills", "emergency"),
        ("request", "add", "--category", "EM-LEAK-IN", "--phone", "5550100", "--address", "Park Road 12"),
        ("request", "act", "E1", "assign", "--crew", "QX1", "--override-reason", "x"),
        ("request", "act", "E1", "safe", "--reading", "0", "--valve", "shut", "--source-found"),
        ("request", "act", "E1", "done"),
        ("request", "act", "E1", "resolve", "--disposition", "fixed"),
    )
    for words in begun:
        code, _, err = run(*words)
        assert code == 0, (words, err)
    return run


def test_call_backs_are_listed_tried_recorded_and_opened_again(hotline):
    (row,) = json.loads(hotline("--json", "callback", "due")[1])
    assert (row["number"], row["phone"], row["tries"], row["urgent"], row["overdue"]) == (
        "E-00001", "5550100", 0, True, False
    )  # fmt: skip
    assert "E-00001" in hotline("callback", "due")[1]
    code, _, err = hotline("--as", "li", "callback", "try", "E1", "--outcome", "engaged")
    assert code == 0, err
    code, _, err = hotline("--as", "li", "callback", "try", "E1")
    assert (code, "two hours" in err) == (1, True)
    assert json.loads(hotline("--json", "callback", "due")[1])[0]["last"] == "engaged"
    code, _, err = hotline("--as", "li", "callback", "record", "E1", "--speed", "5")
    assert (code, "attitude" in err) == (1, True)
    code, out, err = hotline("--json", "--as", "li", "callback", "record", "E1", "--not-solved", "it still smells")
    assert (code, json.loads(out)["status"]) == (0, "open"), err


def test_a_complaint_is_dealt_with_counted_and_reviewed(hotline):
    assert hotline("request", "add", "--category", "CP-SERV", "--phone", "5550101")[0] == 0
    assert hotline("request", "act", "C2", "take")[0] == 0
    code, _, err = hotline("request", "act", "C2", "resolve", "--disposition", "answered")
    assert (code, "stage, unit, person" in err) == (1, True)
    code, _, err = hotline("request", "act", "C2", "handle_complaint", *COMPLAINT, "--review-by", "+1d")
    assert code == 0, err
    assert hotline("request", "act", "C2", "resolve", "--disposition", "answered")[0] == 0
    scores = ("--speed", "5", "--attitude", "4", "--quality", "5", "--communication", "3", "--handling", "2")
    code, _, err = hotline("--as", "li", "callback", "record", "C2", *scores, "--said", "well")
    assert code == 0, err
    (whole, visit) = json.loads(hotline("--json", "report", "complaints")[1])
    assert (whole["count"], whole["owed"], visit["name"], visit["by"]) == (1, 1, "visit", "stage")
    lines = list(csv.DictReader(io.StringIO(hotline("report", "complaints", "--by", "cause", "--format", "csv")[1])))
    assert [line["name"] for line in lines] == ["all", "late"]
    assert "<table" in hotline("report", "complaints", "--format", "html")[1]
    assert hotline("report", "complaints", "--by", "weekday")[0] == 2
    assert json.loads(hotline("--json", "callback", "reviews")[1]) == []
    assert hotline("callback", "review-days", "14")[0] == 0
    code, _, err = hotline(
        "--as", "li", "request", "act", "C2", "review_complaint", "--held", "no", "--text", "late again"
    )
    assert code == 0, err
    shown = json.loads(hotline("--json", "request", "show", "C2")[1])["after"]
    assert (shown["complaint"]["held"], shown["complaint"]["follow_up"]) == (False, "C-00003")
    assert shown["made"][0]["said"] == "well"
    code, out, _ = hotline("--lang", "zh", "report", "complaints")
    assert (code, "重复" in out) == (0, True)
