"""The door for crews: lines of JSON in, a line of JSON out; late, twice, wrong; and the timers an admin sets."""

import json

import pytest

from models.wall import MINUTE, SystemClock, to_iso


@pytest.fixture
def sent(made, done):
    """A leak that 抢3 was offered; its number."""
    done("district", "add", "城东")
    for code in ("抢3", "抢4"):
        done("crew", "add", code, "--district", "城东", "--skills", "emergency,repair,appliance,meter,network")
    number = done("request", "add", "--category", "EM-LEAK-IN", "--phone", "13800000000")["number"]
    done("request", "act", number, "assign", "--crew", "抢3", "--override_reason", "x")
    return number


def said(*messages):
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" if isinstance(one, dict) else one for one in messages)


def test_each_line_is_answered_with_a_line_and_a_bad_one_stops_nothing(sent, outside, done):
    answer = outside("crew", "status", stdin=said(
        {"crew": "抢3", "step": "accept", "id": "m1", "note": "收到"},
        {"crew": "抢3", "step": "accept", "id": "m1", "note": "收到"},
        "not json\n",
        {"crew": "抢3", "step": "teleport"},
        {"crew": "抢3", "stpe": "accept"},
        {"step": "accept"},
        {"crew": "抢9", "step": "accept"},
        {"crew": "抢3", "step": "on_site", "time": "yesterday"},
        {"crew": "抢3", "step": "on_site", "time": "2099-01-01T00:00:00Z"},
        {"crew": "抢3", "position": [200, 0]},
        {"crew": "抢3", "note": True},
        {"crew": "抢4", "step": "accept"},
        {"crew": "抢3"},
        "\n",
        {"crew": "抢3", "step": "on-site", "position": {"lat": 31.23, "lon": 121.47}, "request": sent.lower()},
        {"crew": "抢3", "step": "check_in", "note": "找到漏点\n在表后"},
        {"crew": "抢3", "position": "31.24,121.48"},
    ))  # fmt: skip
    assert (answer.code, answer.err) == (1, "")
    lines = answer.lines
    assert [one["ok"] for one in lines] == [True, True] + [False] * 11 + [True] * 3
    assert (lines[0]["request"], lines[0]["step"], lines[0]["id"], "again" in lines[0]) == (sent, "accept", "m1", False)
    assert lines[1]["again"] is True
    assert lines[1]["time"] == lines[0]["time"]
    assert [one["code"] for one in lines[2:13]] == [
        "field.no_json", "field.step", "field.no_name", "field.no_crew", "crew.unknown", "instant.unreadable",
        "at.future", "field.position", "field.no_text", "crew.no_job", "crew.nothing",
    ]  # fmt: skip
    assert all(one["error"] and one["remedy"] for one in lines[2:13])
    assert (lines[-1]["request"], lines[-1]["step"]) == (None, None)
    shown = done("request", "show", sent)
    assert shown["assignments"][0]["step"] == "on_site"
    told = [line["data"] for line in shown["journal"] if line["act"] == "check_in"]
    assert told[0]["note"] == "找到漏点 在表后"
    crew = next(row for row in done("crew", "list") if row["code"] == "抢3")
    assert crew["job"] == sent


def test_one_message_may_be_given_in_words_and_its_late_time_amends(sent, inside, done):
    now = SystemClock().now()
    done("request", "act", sent, "on_site")
    answer = inside("crew", "status", "抢3", "on_site", "--time", to_iso(now), "--note", "早到了")
    assert answer.code == 0
    assert answer.data["again"] is True
    answer = inside("crew", "status", "抢3", "done", "--time", to_iso(now - 3 * 24 * 60 * MINUTE))
    assert (answer.code, answer.data["code"]) == (1, "crew.too_late")
    answer = inside("crew", "status", "抢3", "check-in", "--position", "31.2,121.4", "--id", "7")
    assert (answer.code, answer.data["step"], answer.data["id"]) == (0, "check_in", "7")
    assert inside("crew", "status", "抢3", "check-in", "--id", "7").data["again"] is True


def test_what_a_phone_kept_comes_in_with_both_times(drill, inside, done):
    inside("--now", "2026-01-01T08:00:00+08:00", "crew", "add", "抢3", "--skills", "emergency")
    add = inside("--now", "2026-01-01T08:01:00+08:00", "--json", "request", "add", "--category", "EM-LEAK-IN",
                 "--phone", "13800000000")  # fmt: skip
    number = add.data["number"]
    inside("--now", "2026-01-01T08:02:00+08:00", "request", "act", number, "assign", "--crew", "抢3",
           "--override_reason", "x")  # fmt: skip
    inside("--now", "2026-01-01T08:30:00+08:00", "request", "act", number, "on_site")
    late = inside("--now", "2026-01-01T09:45:00+08:00", "crew", "status", "抢3", "on_site",
                  "--time", "2026-01-01T08:20:00+08:00")  # fmt: skip
    assert late.data == {
        "ok": True, "crew": "抢3", "request": number, "step": "on_site", "time": "2026-01-01T00:20:00Z",
        "recorded": "2026-01-01T01:45:00Z", "was": "2026-01-01T00:30:00Z", "late": True,
    }  # fmt: skip
    done_late = inside("--now", "2026-01-01T09:46:00+08:00", "crew", "status", "抢3", "done",
                       "--time", "2026-01-01T08:59:00+08:00")  # fmt: skip
    assert done_late.data["late"] is True
    steps = [line for line in done("request", "show", number)["journal"] if line["act"] in ("amend", "done")]
    assert [(line["at"], line["recorded_at"]) for line in steps] == [
        ("2026-01-01T00:20:00Z", "2026-01-01T01:45:00Z"), ("2026-01-01T00:59:00Z", "2026-01-01T01:46:00Z"),
    ]  # fmt: skip


def test_an_operator_alone_is_no_door(sent, inside, done):
    done("operator", "add", "li", "--name", "李静", "--roles", "operator")
    answer = inside("--as", "li", "crew", "status", "抢3", "accept")
    assert (answer.code, answer.data["code"]) == (1, "role.needed")


def test_an_admin_sets_the_timers_in_a_line(made, inside, done):
    assert {row["name"]: row["value"] for row in done("crew", "timers")} == {
        "accept_p1": 3, "accept_p2": 15, "accept_p3": 60, "way_percent": 150, "site": 90, "contact": 20,
    }  # fmt: skip
    assert done("crew", "timers", "contact", "15") == {"name": "contact", "value": 15, "usual": 20, "unit": "minutes"}
    assert done("crew", "timers", "contact", "usual")["value"] == 20
    for value, why in (("soon", "timer.value"), ("0", "timer"), ("", "timer.value")):
        answer = inside("crew", "timers", "contact", value)
        assert answer.code == 1, why
        assert "contact" in answer.err or "usual" in answer.err
