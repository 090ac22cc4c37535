"""``hotline report emergencies``, ``print`` and ``handover`` from outside, in both languages and every form."""

import csv
import io
import json
import stat
import subprocess
from pathlib import Path
from shutil import which

import pytest


def at(clock, day=1):
    return f"2026-01-{day:02d}T{clock}:00+08:00"


def told(inside, *words, now="08:00", day=1):
    answer = inside("--json", "--now", at(now, day), *words)
    assert answer.code == 0, answer.err
    return json.loads(answer.out)


def said(inside, *words, now="08:00", day=1, lang="en"):
    answer = inside("--lang", lang, "--now", at(now, day), *words)
    assert (answer.code, answer.err) == (0, "")
    return answer.out


@pytest.fixture
def outage(inside, drill):
    """A leak taken on paper card 2 at 09:10 and entered at 14:00 with its true times; a crew, and a wide open place."""
    told(inside, "crew", "add", "抢1", "--skills", "emergency", "--phone", "19900112233")
    told(inside, "print", "blanks", "--count", "3", "--reserve")
    new = ("request", "add", "--category", "EM-LEAK-IN", "--phone", "19912344021", "--address", "=1+1<b>街</b> 5号")
    number = told(inside, *new, "--received", at("09:10"), now="14:00")["number"]
    for clock, verb, *facts in (
        ("09:12", "assign", "--crew", "抢1", "--override-reason", "当班"), ("09:13", "accept"), ("09:31", "on-site"),
        ("09:40", "safe", "--reading", "0 ppm", "--valve", "关", "--source-found", "yes"), ("10:02", "done"),
        ("10:05", "resolve", "--disposition", "fixed"),
    ):  # fmt: skip
        told(inside, "request", "act", number, verb, *facts, "--at", at(clock), now="14:05")
    told(inside, "print", "enter", "2", number, now="14:06")
    return number


def test_a_paper_call_stands_in_the_log_with_its_true_times_and_is_marked_late(inside, outage):
    log = told(inside, "report", "emergencies", "--day", "2026-01-01", now="15:00")
    (row,) = log["rows"]
    assert (row["number"], row["crew"], row["band"]) == (outage, "抢1", "holiday")
    assert (row["received"], row["sent_at"], row["on_site_at"], row["safe_at"], row["finished_at"]) == (
        "2026-01-01T01:10:00Z", "2026-01-01T01:12:00Z", "2026-01-01T01:31:00Z", "2026-01-01T01:40:00Z",
        "2026-01-01T02:05:00Z")  # fmt: skip
    assert row["late"] == ["received", "sent_at", "on_site_at", "safe_at", "finished_at"]
    assert row["entered"]["received"] == "2026-01-01T06:00:00Z"
    assert (log["since"], log["until"], log["calendar"]) == (
        "2025-12-31T16:00:00Z",
        "2026-01-01T16:00:00Z",
        "cn-office",
    )
    whole = log["counts"][-1]
    assert (whole["band"], whole["reports"], whole["to_30"], whole["share_30"], whole["median"]) == (
        "total", 1, 1, 100.0, 21.0)  # fmt: skip
    history = told(inside, "request", "show", outage, now="15:00")["journal"]
    both = [(line["at"], line["recorded_at"]) for line in history if line["act"] == "on_site"]
    assert both == [("2026-01-01T01:31:00Z", "2026-01-01T06:05:00Z")]


def test_the_log_of_a_month_is_a_table_csv_and_a_page_in_both_languages(inside, outage):
    month = ("report", "emergencies", "--month", "2026-01")
    zh = said(inside, *month, lang="zh", day=20)
    for words in ("抢修接报台账", "节假日", "补录", "2026-01-01 09:10", "录入 2026-01-01 14:00", outage):
        assert words in zh
    assert "holiday" in said(inside, *month, day=20)
    (row,) = csv.DictReader(io.StringIO(said(inside, *month, "--format", "csv", day=20)))
    assert (row["received"], row["arrival_min"], row["late"].split()[0]) == (
        "2026-01-01T09:10:00+08:00", "21.0", "received")  # fmt: skip
    assert row["address"].startswith("'=1+1"), "a spreadsheet must not reckon with it"
    counts = list(csv.DictReader(io.StringIO(said(inside, *month, "--format", "csv", "--counts", day=20))))
    assert [one["band"] for one in counts] == ["business", "evening", "weekend", "holiday", "total"]
    page = said(inside, *month, "--format", "html", lang="zh", day=20)
    assert page.startswith("<!doctype html>")
    assert "&lt;b&gt;街&lt;/b&gt;" in page
    assert "<b>街" not in page
    assert inside(*month, "--day", "2026-01-01").code == 2
    assert inside("report", "emergencies", "--day", "01.02.2026").code == 2
    assert inside("report", "emergencies", "--month", "2026-13").code == 2
    assert inside(*month, "--format", "pdf").code == 2
    assert inside(*month, "--calendar", "none").code == 1
    assert inside("report", "emergencies", "--day", "2026-02-30").code == 2


def test_the_board_has_what_one_needs_when_the_computer_dies(inside, outage, tmp_path):
    told(inside, "request", "add", "--category", "EM-LEAK-OUT", "--phone", "19912340077", "--address", "东门",
         now="15:00")  # fmt: skip
    text = said(inside, "print", "board", "--format", "text", now="15:20")
    for words in ("19912340077", "东门", "NOT SAFE", "late: ", "抢1", "19900112233"):
        assert words in text
    assert outage not in text, "it is done"
    out = tmp_path / "board.html"
    assert said(inside, "print", "board", "--out", str(out), now="15:20", lang="zh").strip() == str(out)
    assert "未安全" in out.read_text("utf-8")
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert inside("print", "board", "--format", "pdf").code == 2
    assert inside("print", "board", "--out", str(tmp_path / "no" / "where.html")).code == 1
    data = told(inside, "print", "board", now="15:20")
    assert [row["phone"] for row in data["requests"]] == ["19912340077"]


def test_numbered_cards_are_accounted_for(inside, outage):
    assert [row["serial"] for row in told(inside, "print", "cards", now="15:00")] == [1, 3]
    told(inside, "print", "void", "3", "--reason", "没用", now="15:00")
    rows = told(inside, "print", "cards", "--all", now="15:00")
    assert [(row["serial"], row["number"], row["void_reason"]) for row in rows] == [
        (1, "", ""), (2, outage, ""), (3, "", "没用")]  # fmt: skip
    assert "Card" in inside("--now", at("15:00"), "print", "enter", "3", outage).err
    blank = said(inside, "print", "blanks", "--count", "2", "--format", "text", lang="zh")
    assert (blank.count("来电内容"), "第" in blank) == (2, False)
    page = said(inside, "print", "blanks", "--count", "5", "--reserve", now="16:00")
    assert page.count('class="form') == 5
    assert page.count('class="form page"') == 2


def test_a_shift_is_handed_over_from_the_command_line(inside, drill):
    for login, name in (("ma", "马强"), ("lu", "陆洋")):
        told(inside, "operator", "add", login, "--name", name, "--roles", "supervisor")
    told(inside, "request", "add", "--category", "EM-LEAK-IN", "--phone", "19912344021", now="09:00")
    told(inside, "handover", "note", "钥匙在门房", now="09:01")
    now = said(inside, "handover", "show", now="09:02", lang="zh")
    assert "未签" in now
    assert "钥匙在门房" in now
    told(inside, "sla", "sweep", now="09:03")
    made = told(inside, "--as", "ma", "handover", "give", "--note", "一个漏气", now="09:03")
    assert (made["state"], made["unread"], made["outgoing"]) == ("offered", 2, "马强")
    early = inside("--now", at("09:04"), "--as", "lu", "handover", "take")
    assert early.code == 1
    assert "E-00001" in early.err
    assert inside("--now", at("09:04"), "--as", "ma", "handover", "read", "e1").code == 1
    told(inside, "--as", "lu", "handover", "read", "e1", now="09:04")
    told(inside, "--as", "lu", "handover", "read", "engine", now="09:04")
    done = told(inside, "--as", "lu", "handover", "take", "--note", "已接", now="09:05")
    assert (done["state"], done["incoming"], done["intact"], len(done["proof"])) == ("signed", "陆洋", True, 64)
    assert done["head"].partition(":")[0].isdigit()
    (row,) = told(inside, "handover", "list", now="10:00")
    assert (row["id"], row["red"], row["unread"], row["signed_at"]) == (1, 2, 0, "2026-01-01T01:05:00Z")
    page = said(inside, "handover", "print", "1", now="10:00", lang="zh")
    assert done["proof"] in page
    assert "一个漏气" in page
    assert inside("--now", at("10:00"), "--as", "lu", "handover", "withdraw", "--reason", "x").code == 1
    assert inside("handover", "show", "7").code == 1
    assert inside("--now", at("10:00"), "db", "check").code == 0


@pytest.mark.skipif(which("chromium") is None, reason="no browser here")
@pytest.mark.slow
def test_every_page_opens_and_prints_in_a_real_browser_without_a_network(inside, outage, tmp_path):
    """A4 on its side, with pages in it; nothing is looked for outside."""
    pages = {
        "log": ("report", "emergencies", "--day", "2026-01-01", "--format", "html"),
        "blanks": ("print", "blanks", "--count", "4"),
    }  # fmt: skip
    for name, words in pages.items():
        source, target = tmp_path / f"{name}.html", tmp_path / f"{name}.pdf"
        source.write_text(said(inside, *words, now="15:00", lang="zh"), "utf-8")
        subprocess.run(
            ["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}",
             "--no-pdf-header-footer", f"--print-to-pdf={target}", source.as_uri()],
            capture_output=True, check=True, timeout=90,
        )  # fmt: skip
        printed = Path(target).read_bytes()
        assert printed.startswith(b"%PDF")
        assert b"[0 0 841.9" in printed
        assert printed.count(b"/Type /Page\n") == (2 if name == "blanks" else 1)
