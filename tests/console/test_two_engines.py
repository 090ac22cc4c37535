"""Several engines on one file, each in a process of its own: every breach raises one alarm, and each ends cleanly."""

import json
import signal


def overdue(done, count):
    """So many P1 requests received long ago: dispatch, arrival and safe are past, response and resolution as well."""
    return [
        done("request", "add", "--category", "EM-LEAK-IN", "--phone", f"1380000{n:04d}", "--address", f"建设路{n}号",
             "--received", "2026-01-01T00:00:00Z")["number"]
        for n in range(count)
    ]  # fmt: skip


def test_two_engines_raise_one_alarm_for_each_breach(made, done, inside, started, eventually):
    numbers = overdue(done, 3)
    engines = [started("scheduler"), started("scheduler")]
    eventually(lambda: done("db", "info")["swept_at"] is not None)
    numbers += overdue(done, 3)
    eventually(lambda: len(inside("--json", "alarm", "list").data) >= 5 * len(numbers))
    for engine in engines:
        engine.send_signal(signal.SIGTERM)
    for engine in engines:
        out, err = engine.communicate(timeout=30)
        assert (engine.returncode, out, err) == (0, "", "")
    alarms = done("alarm", "list", "--all")
    assert len(alarms) == 5 * len(numbers)
    assert len({(alarm["number"], alarm["clock"], alarm["cycle"]) for alarm in alarms}) == len(alarms)
    assert {alarm["level"] for alarm in alarms} == {200}
    assert all([level["level"] for level in alarm["levels"]] == [75, 90, 100, 125, 150, 200] for alarm in alarms)
    assert inside("sla", "sweep").lines == [{"raised": 0, "late": 0, "oldest_due": None}]
    assert done("db", "check")["sound"]


def test_an_engine_ends_cleanly_on_ctrl_c(made, done, started, eventually):
    engine = started("scheduler")
    eventually(lambda: done("db", "info")["swept_at"] is not None)
    engine.send_signal(signal.SIGINT)
    out, err = engine.communicate(timeout=30)
    assert (engine.returncode, out, err) == (0, "", "")


def test_an_engine_without_a_database_says_what_to_do(started):
    engine = started("scheduler")
    out, err = engine.communicate(timeout=30)
    assert (engine.returncode, out) == (1, "")
    assert "hotline db init" in err


def test_in_a_drill_the_engine_runs_on_from_the_given_instant(drill, done, inside, started, eventually):
    now = ("--now", "2026-01-01T08:00:00+08:00")
    inside(*now, "request", "add", "--category", "EM-LEAK-IN", "--phone", "13800000001")
    later = ("--now", "2026-01-01T08:04:00+08:00")
    engine = started(*later, "scheduler")
    eventually(lambda: json.loads(inside("--json", "alarm", "list").out) != [])
    engine.terminate()
    engine.communicate(timeout=30)
    (alarm,) = done("alarm", "list")
    assert (alarm["clock"], alarm["level"], alarm["severity"]) == ("dispatch", 75, 2)
    assert inside(*later, "sla", "sweep").lines == [{"raised": 0, "late": 0, "oldest_due": None}]
