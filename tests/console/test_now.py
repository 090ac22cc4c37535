"""``--now``: reading anywhere, writing only into drills, sweeping later than the wall only there."""

import pytest

PAST, FUTURE = "2020-06-01T12:00:00+08:00", "2100-01-01T00:00:00Z"


@pytest.mark.parametrize("words", [("request", "list"), ("request", "show", "R1"), ("export", "requests"),
                                   ("sla", "explain", "R1"), ("alarm", "list"), ("db", "info"), ("db", "check"),
                                   ("sla", "rebuild", "--check")])  # fmt: skip
def test_any_database_is_read_at_any_instant(made, done, inside, words):
    done("request", "add", "--category", "RP-METER", "--phone", "1")
    for now in (PAST, FUTURE):
        assert inside("--now", now, *words).code == 0


def test_stored_rows_are_judged_at_that_instant(made, done, inside):
    done("request", "add", "--category", "RP-METER", "--phone", "1")
    states = {now: {clock["state"] for clock in inside("--now", now, "export", "requests").lines[0]["clocks"]}
              for now in (PAST, FUTURE)}  # fmt: skip
    assert states == {PAST: {"running"}, FUTURE: {"breached"}}


@pytest.mark.parametrize(
    "words",
    [("request", "add", "--category", "RP-METER", "--phone", "1"), ("request", "act", "R1", "note", "--text", "x"),
     ("crew", "add", "QX1"), ("sla", "rebuild")],
)  # fmt: skip
def test_a_real_database_is_not_written_to_at_another_time(made, done, inside, words):
    done("request", "add", "--category", "RP-METER", "--phone", "1")
    for now in (PAST, FUTURE):
        answer = inside("--now", now, *words)
        assert (answer.code, answer.out) == (1, "")
        assert "drill" in answer.err
    assert done("db", "info")["lines"] == 1


def test_a_sweep_of_a_real_database_may_be_judged_in_the_past_and_not_in_the_future(made, done, inside):
    done("request", "add", "--category", "RP-METER", "--phone", "1", "--received", "2026-01-01T00:00:00Z")
    raised = done("alarm", "list", "--all")
    before = done("db", "info")
    assert inside("--now", PAST, "sla", "sweep").lines == [{"raised": 0, "late": 0, "oldest_due": None}]
    assert inside("--now", FUTURE, "sla", "sweep").code == 1
    assert done("db", "info") == before
    assert done("alarm", "list", "--all") == raised


def test_a_drill_lives_at_any_instant_and_the_mark_of_the_last_sweep_stays(drill, inside):
    morning, noon = ("--now", "2026-01-01T08:00:00+08:00"), ("--now", "2026-01-04T12:00:00+08:00")
    assert inside(*morning, "request", "add", "--category", "RP-METER", "--phone", "1").code == 0
    (swept,) = inside(*noon, "sla", "sweep").lines
    assert swept["raised"] >= 1
    assert swept["late"] == 0
    assert swept["oldest_due"] is not None
    assert inside(*noon, "--json", "db", "info").data["swept_at"] is None
    shown = inside(*noon, "--json", "alarm", "list").data
    assert all(alarm["raised_at"] == "2026-01-04T04:00:00Z" for alarm in shown)
    assert inside(*morning, "sla", "sweep").lines[0]["raised"] == 0


def test_only_a_drill_is_made_at_another_time(inside, tmp_path):
    answer = inside("--now", PAST, "db", "init")
    assert answer.code == 1
    assert "--drill" in answer.err
    assert inside("--now", PAST, "db", "init", "--drill").code == 0
