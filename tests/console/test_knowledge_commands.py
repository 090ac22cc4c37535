"""Knowledge, wishes, feedback and outside cases from the command line, on real files."""

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two articles that can be read and one that cannot."""
    place = tmp_path / "articles"
    (place / "deeper").mkdir(parents=True)
    (place / "swap.zh.md").write_text(
        "---\nstate: approved\nwords: 旧表\n---\n# 换表流程\n\n> 换表停气半小时。\n", "utf-8"
    )
    (place / "deeper/hours.en.md").write_text("# Opening hours\n\nNine to five.\n", "utf-8")
    (place / "bad.md").write_text("---\ncolour: red\n---\n# x\n\ny\n", "utf-8")
    return place


def test_a_folder_is_taken_in_with_a_reason_for_what_is_not(inside: Any, made: Path, folder: Path) -> None:
    answer = inside("--json", "knowledge", "import", str(folder))
    assert answer.code == 1
    assert (answer.data["added"], answer.data["changed"]) == (["hours.en", "swap.zh"], [])
    assert [one["code"] for one in answer.data["rejected"]] == ["article.field"]
    assert "colour" in answer.err
    (folder / "bad.md").unlink()
    again = inside("--json", "knowledge", "import", str(folder))
    assert (again.code, again.data["same"], again.data["rejected"]) == (0, ["hours.en", "swap.zh"], [])


def test_what_was_taken_in_is_found_approved_used_and_retired(done: Any, inside: Any, made: Path, folder: Path) -> None:
    (folder / "bad.md").unlink()
    done("knowledge", "import", str(folder))
    assert done("knowledge", "search", "旧表")[0]["slug"] == "swap.zh"
    assert "Nine to five." in inside("knowledge", "show", "hours.en").out
    drafts = done("knowledge", "list", "--state", "draft", "--language", "en")
    assert drafts[0]["slug"] == "carbon-monoxide.en"
    number = done("request", "add", "--category", "RP-METER", "--phone", "1")["number"]
    refused = inside("request", "act", number, "use", "--article", "hours.en")
    assert (refused.code, "draft" in refused.err) == (1, True)
    done("knowledge", "approve", "hours.en")
    done("request", "act", number, "use", "--article", "hours.en")
    assert done("knowledge", "show", "hours.en")["used"] == 1
    done("knowledge", "retire", "hours.en")
    assert done("knowledge", "search", "Nine to five") == []


def test_an_export_is_read_back_without_a_change(done: Any, made: Path, tmp_path: Path) -> None:
    place = tmp_path / "out"
    assert done("knowledge", "export", str(place))["written"] == 24
    taken = done("knowledge", "import", str(place))
    assert (len(taken["same"]), taken["changed"], taken["rejected"]) == (24, [], [])


def test_a_wish_is_judged_and_listed_from_the_command_line(done: Any, inside: Any, made: Path) -> None:
    number = done("request", "add", "--category", "EQ-WISH", "--phone", "1", "--text", "自助机")["number"]
    three = ("--reasonable", "yes", "--lawful", "yes", "--possible", "yes")
    assert inside("request", "act", number, "judge", *three).code == 1
    done("request", "act", number, "judge", *three, "--unit", "营业部", "--hear-by", "+7d")
    (row,) = done("wish", "list")
    assert (row["number"], row["outcome"], row["unit"], row["overdue"]) == (number, "passed_on", "营业部", False)
    assert row["hear_by"].endswith("Z")
    done("request", "act", number, "heard", "--text", "三月")
    assert done("wish", "list") == []
    assert inside("wish", "list", "--outcome", "lost").code == 2


def test_feedback_is_a_number_or_counted_and_reported(done: Any, inside: Any, made: Path) -> None:
    assert (
        inside("feedback", "add", "general", "--text", "占线", "--phone", "1", "--channel", "hall").out == "Q-00001\n"
    )
    assert inside("feedback", "add", "not-urgent", "--text", "很好").out == "-\n"
    assert inside("feedback", "add", "soon", "--text", "x").code == 2
    rows = {row["channel"]: row["total"] for row in done("report", "feedback")}
    assert rows == {"phone": 1, "hall": 1}
    assert inside("report", "feedback", "--format", "csv").out.splitlines() == [
        "channel,urgent,general,not_urgent,total", "phone,0,0,1,1", "hall,0,1,0,1",
    ]  # fmt: skip
    assert "<td>hall</td>" in inside("report", "feedback", "--format", "html").out
    assert [row["grade"] for row in done("feedback", "list")] == ["not_urgent", "general"]


def test_an_outside_case_is_complete_and_recognised(done: Any, inside: Any, made: Path) -> None:
    words = ("request", "add", "--category", "CP-STOP", "--phone", "1", "--channel", "12345", "--outside-number",
             "YT 7",
             "--reply-by", "2099-01-01T00:00:00Z", "--access", "门禁", "--people", "老人")  # fmt: skip
    number = done(*words)["number"]
    shown = done("request", "show", number)
    assert (shown["outside_number"], shown["reply_by"]) == ("YT7", "2099-01-01T00:00:00Z")
    assert [clock["due"] for clock in shown["clocks"] if clock["kind"] == "reply"] == ["2099-01-01T00:00:00Z"]
    again = inside(*words)
    assert (again.code, number in again.err) == (1, True)
    assert inside(*words, "--outside-again").code == 0


def test_a_closed_request_is_a_case_in_one_act(done: Any, made: Path) -> None:
    number = done("request", "add", "--category", "EQ-BILL", "--phone", "1", "--text", "张先生问账单")["number"]
    done("request", "act", number, "resolve", "--disposition", "answered", "--note", "读数核对无误")
    done("request", "act", number, "case")
    article = done("knowledge", "show", "case-0001")
    assert (article["state"], article["shape"]) == ("draft", "case")
    assert "张先生" not in article["body"]
    assert "读数核对无误" in article["body"]
