"""``hotline stop`` and ``hotline incident`` from outside: every verb, CSV there and back, callers and links in JSON."""

import csv
import io
import json

import pytest


@pytest.fixture
def desk_file(inside, tmp_path, monkeypatch):
    monkeypatch.setenv("HOTLINE_DB", str(tmp_path / "desk.db"))
    monkeypatch.setenv("HOTLINE_SETTINGS", str(tmp_path / "settings.toml"))
    assert inside("db", "init", "--drill", "--zone", "Asia/Shanghai").code == 0
    return tmp_path / "desk.db"


def at(clock):
    return f"2026-01-01T{clock}:00+08:00"


def told(inside, *words, now="08:00"):
    answer = inside("--json", "--now", at(now), *words)
    assert answer.code == 0, answer.err
    return json.loads(answer.out)


def add(inside, category, phone, address, now="08:00", **more):
    facts = [part for key, value in more.items() for part in (f"--{key}", value)]
    return told(inside, "request", "add", "--category", category, "--phone", phone, "--address", address, *facts,
                now=now)["number"]  # fmt: skip


def test_a_stop_is_planned_announced_changed_and_restored_with_its_tasks(inside, desk_file):
    stop = told(inside, "stop", "add", "--from", at("09:00"), "--restore", at("12:00"), "--streets", "民生路",
                "--buildings", "和平街5号", "--reason", "换阀", "--homes", "40")  # fmt: skip
    assert (stop["state"], stop["area"], stop["homes"]) == ("planned", "民生路; 和平街5号", 40)
    here = told(inside, "stop", "list", "--address", "民生路12号3-502")
    assert [row["id"] for row in here] == [stop["id"]]
    assert told(inside, "stop", "notify", "1", "--whom", "住户", "--how", "短信")["notified_at"]
    moved = told(inside, "stop", "set", "1", "--restore", at("13:00"))
    assert (moved["notified_at"], moved["restore_at"]) == (None, "2026-01-01T05:00:00Z")
    answered = told(inside, "stop", "answer", "1", "--phone", "19900000001", "--text", "几点来气", now="10:00")
    assert told(inside, "request", "show", answered["number"])["status"] == "closed"
    done = told(inside, "stop", "restore", "1", now="12:30")
    assert (done["state"], len(done["tasks"])) == ("restored", 2)
    assert told(inside, "stop", "restore", "1", now="12:40")["tasks"] == done["tasks"]
    refused = inside("--now", at("12:50"), "stop", "cancel", "1", "--reason", "x")
    assert (refused.code, "restored" in refused.err) == (1, True)


def test_stops_go_out_as_csv_and_come_in_again_unchanged(inside, desk_file, tmp_path):
    sheet = tmp_path / "stops.csv"
    sheet.write_text(
        "external_id,district,streets,buildings,premises,from,restore,reason,homes,told_whom,told_how\n"
        f"G-1,,民生路;和平街,,,{at('09:00')},{at('12:00')},换阀,40,住户,短信\n"
        f"G-2,,,建设路28号,,{at('09:00')},{at('12:00')},检修,,,\n"
        f"G-3,,,,x,{at('09:00')},{at('12:00')},,,,\n"
        "G-4,,民生路,,,,,,,,\n",
        "utf-8",
    )
    tried = inside("--json", "--now", at("08:00"), "stop", "import", str(sheet), "--dry-run")
    assert json.loads(tried.out) == {"read": 4, "added": 2, "changed": 0, "announced": 0, "same": 0, "rejected": 2}
    assert told(inside, "stop", "list") == []
    taken = inside("--json", "--now", at("08:00"), "stop", "import", str(sheet), "--rejects", str(tmp_path / "no.csv"))
    assert taken.code == 1
    assert json.loads(taken.out) == {"read": 4, "added": 2, "changed": 0, "announced": 1, "same": 0, "rejected": 2}
    assert [row["code"] for row in csv.DictReader(io.StringIO((tmp_path / "no.csv").read_text("utf-8")))] == [
        "stop.premise", "stop.lacks",
    ]  # fmt: skip
    out = inside("--now", at("08:00"), "stop", "export").out
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [(row["external_id"], row["streets"], row["told_how"]) for row in rows] == [
        ("G-1", "民生路;和平街", "短信"), ("G-2", "", ""),
    ]  # fmt: skip
    sheet.write_text(out, "utf-8")
    assert told(inside, "stop", "import", str(sheet)) == {
        "read": 2, "added": 0, "changed": 0, "announced": 0, "same": 2, "rejected": 0,
    }  # fmt: skip
    sheet.write_text(out.replace("检修", "抢修"), "utf-8")
    assert told(inside, "stop", "import", str(sheet))["changed"] == 1


def test_the_notice_of_the_settings_holds_for_a_stop_that_names_none(inside, desk_file, tmp_path):
    (tmp_path / "settings.toml").write_text('stop_notice = "48h"\n', "utf-8")
    stop = told(inside, "stop", "add", "--from", "2026-01-05T09:00:00+08:00", "--restore", "2026-01-05T12:00:00+08:00",
                "--streets", "民生路")  # fmt: skip
    assert stop["notice_ms"] == 48 * 3_600_000


def test_callers_links_and_a_round_of_call_backs_from_outside(inside, desk_file):
    numbers = [add(inside, "RP-NOGAS", f"1990000000{n}", f"民生路{n}号") for n in (1, 2, 3)]
    begun = told(inside, "incident", "gather", numbers[1], now="08:10")
    assert (begun["number"], begun["children"]) == (numbers[0], numbers[1:])
    told(
        inside,
        "request",
        "act",
        numbers[0],
        "join",
        "--phone",
        "19900000009",
        "--note",
        "没气",
        "--name",
        "王",
        now="08:15",
    )
    refused = inside("--now", at("08:16"), "request", "act", numbers[0], "join", "--phone", "1", "--note", "煤气味")
    assert (refused.code, "danger to life" in refused.err) == (1, True)
    leak = add(inside, "EM-LEAK-IN", "19900000008", "民生路7号", now="08:16")
    told(inside, "request", "act", leak, "link", "--other", numbers[0], now="08:17")
    shown = told(inside, "request", "show", numbers[0], now="08:20")
    assert [one["phone"] for one in shown["callers"]] == ["19900000001", "19900000002", "19900000003", "19900000009"]
    assert [(one["number"], one["way"]) for one in shown["linked"]] == [(leak, "linked")]
    assert len(told(inside, "incident", "show", numbers[0], now="08:20")) == 4
    assert told(inside, "incident", "list", now="08:20")[0]["number"] == numbers[0]
    told(inside, "request", "act", numbers[0], "take", now="09:00")
    told(inside, "request", "act", numbers[0], "resolve", "--disposition", "answered", now="09:00")
    wave = told(inside, "incident", "wave", numbers[0], "--begin", now="09:01")
    assert wave["waiting"] == 4
    waiting = inside("--now", at("09:01"), "incident", "wave", numbers[0], "--end")
    assert (waiting.code, "4 of its callers" in waiting.err) == (1, True)
    for call in wave["calls"]:
        wave = told(inside, "incident", "wave", numbers[0], "--call", str(call["id"]), now="09:05")
    over = told(inside, "incident", "wave", numbers[0], "--end", now="09:10")
    assert (over["ended_at"] is not None, over["reached"]) == (True, 4)
    assert told(inside, "incident", "wave", now="09:11") == []
    assert inside("--now", at("09:11"), "incident", "wave", leak).code == 2
    joined = next(one["id"] for one in shown["callers"] if one["phone"] == "19900000009")
    split = told(inside, "request", "act", numbers[0], "split", "--caller", str(joined), now="09:20")
    assert told(inside, "request", "show", split["number"])["received"] == "2026-01-01T00:15:00Z"
