"""Cards, words and triage from the command line: everything that a screen can do, and what only an admin does."""

import json
from pathlib import Path

import pytest

from console.cli import main


@pytest.fixture
def hotline(tmp_path: Path, capsys, monkeypatch):
    """``hotline(*words)``: exit code, answer, and the rest."""
    monkeypatch.setenv("HOTLINE_DB", str(tmp_path / "hotline.db"))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")

    def run(*words: str) -> tuple[int, str, str]:
        code = main([*words])
        out, err = capsys.readouterr()
        return code, out, err

    assert run("db", "init", "--zone", "UTC", "--name", "x")[0] == 0
    return run


def test_every_card_is_listed_shown_given_out_and_taken_in_again(hotline, tmp_path):
    code, out, _ = hotline("--json", "card", "list")
    assert code == 0
    assert [(row["code"], row["version"], row["approved_by"]) for row in json.loads(out)] == [
        (c, 1, "") for c in "ABCDE"
    ]
    code, out, _ = hotline("card", "show", "a")
    assert code == 0
    assert "to be approved by the utility's safety officer" in out
    assert "A-strong" in out
    _, out, _ = hotline("card", "export", "A")
    card = json.loads(out)
    card["question"][2]["zh"] = "味道有多大?"
    file = tmp_path / "a.json"
    file.write_text(json.dumps(card, ensure_ascii=False), "utf-8")
    assert "version 2 new" in hotline("card", "import", str(file), "--dry-run")[1]
    assert "version 2 new" in hotline("card", "import", str(file))[1]
    assert "version 2 same" in hotline("card", "import", str(file))[1]
    assert hotline("card", "approve", "A", "--by", "Zhou")[0] == 0
    _, out, _ = hotline("--json", "card", "list", "--all")
    assert [(row["version"], row["approved_by"]) for row in json.loads(out) if row["code"] == "A"] == [
        (1, ""),
        (2, "Zhou"),
    ]
    assert json.loads(hotline("card", "export", "A", "--version", "1")[1])["question"][2]["zh"] == "气味多大?"


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [("a.txt", "{}", 2), ("a.json", "[1]", 1), ("a.json", "{", 1), ("a.toml", "code = 'A'", 1), ("b.json", None, 1)],
)
def test_a_file_that_is_no_card_is_refused_in_a_sentence(hotline, tmp_path, name, text, code):
    if text is not None:
        (tmp_path / name).write_text(text, "utf-8")
    done, out, err = hotline("card", "import", str(tmp_path / name))
    assert (done, out) == (code, "")
    assert err.strip()
    assert "Traceback" not in err


def test_words_are_kept_by_admins_and_tried_by_anybody(hotline, tmp_path):
    assert "EM-LEAK-IN" in hotline("category", "words", "try", "厨房很大煤气味")[1]
    assert hotline("category", "words", "add", "咕嘟", "--category", "RP-PIPE", "--weight", "20")[0] == 0
    assert hotline("category", "words", "set", "咕嘟", "--category", "RP-PIPE", "--weight", "30")[0] == 0
    assert "咕嘟" in hotline("category", "words", "list", "--category", "RP-PIPE")[1]
    _, out, _ = hotline("category", "words", "export")
    file = tmp_path / "words.csv"
    file.write_text(out.replace("咕嘟,RP-PIPE,30", "咕嘟,RP-PIPE,40"), "utf-8")
    count = json.loads(hotline("--json", "category", "words", "import", str(file))[1])
    assert (count["changed"], count["added"], count["rejected"]) == (1, 0, 0)
    again = json.loads(hotline("--json", "category", "words", "import", str(file))[1])
    assert again["same"] == again["read"]
    file.write_text("word,category,weight,retired\n咕嘟,RP-PIPE,,yes\n甲,NO-SUCH,3,\n乙,RP-PIPE,x,\n", "utf-8")
    code, out, _ = hotline("--json", "category", "words", "import", str(file))
    assert (code, json.loads(out)["retired"], json.loads(out)["rejected"]) == (1, 1, 2)
    assert hotline("category", "words", "retire", "咕嘟", "--category", "RP-PIPE")[0] == 1


def test_answers_and_texts_reach_a_request_and_are_shown_with_it(hotline):
    _, out, _ = hotline("request", "add", "--category", "EM-LEAK-IN", "--phone", "1")
    number = out.strip()
    assert hotline("request", "act", number, "triage", "--card", "A", "--question", "A4", "--answer", "yes")[0] == 0
    assert hotline("request", "act", number, "read", "--card", "A", "--text", "A-strong", "--lang", "en")[0] == 0
    assert hotline("request", "act", number, "describe", "--people", "two", "--access", "door code 1234")[0] == 0
    assert hotline("request", "act", number, "take-back", "--question", "A4")[0] == 0
    assert hotline("request", "act", number, "triage", "--card", "A", "--question", "A4", "--answer", "1")[0] == 0
    shown = json.loads(hotline("--json", "request", "show", number)[1])
    assert [(one["question"], one["chosen"], one["said_en"]) for one in shown["triage"]["answers"]] == [
        ("A4", "yes", "yes")
    ]
    assert [(one["code"], one["lang"]) for one in shown["triage"]["texts"]] == [("A-strong", "en")]
    assert (shown["people"], shown["access"]) == ("two", "door code 1234")
    assert "ambulance" in shown["flags"]
    code, _, err = hotline("request", "act", number, "triage", "--card", "A", "--question", "A99", "--answer", "1")
    assert code == 1
    assert "A10" in err
