"""Promises from the command line: extended, fixed, merged, explained; policies tried, contracts kept, clocks moved."""

import pytest

HOUR = 3600


@pytest.fixture
def hose(made, done):
    """Two plain repairs: R-00001 and R-00002."""
    for phone in ("1", "2"):
        done("request", "add", "--category", "RP-HOSE", "--phone", phone)


def clocks(done, number):
    return {clock["kind"]: clock for clock in done("sla", "explain", number)["clocks"]}


def test_a_promise_is_extended_and_the_original_is_shown_beside(hose, done, inside):
    done("request", "act", "R1", "extend", "--by", "24h", "--reason", "parts", "--told")
    found = clocks(done, "R1")["resolution"]
    assert (found["target"], found["extended_s"]) == (96 * HOUR, 24 * HOUR)
    assert inside("request", "act", "R1", "extend", "--by", "1h", "--reason", "x", "--told").code == 1


def test_an_appointment_two_requests_that_become_one_and_two_again(hose, done, inside):
    done("request", "act", "R1", "appoint", "--due", "+5d")
    assert clocks(done, "R1")["resolution"]["pinned"]
    assert done("request", "act", "R2", "merge", "--into", "r1")["status"] == "merged"
    assert {clock["state"] for clock in clocks(done, "R2").values()} == {"merged"}
    assert done("request", "act", "R2", "unmerge", "--reason", "two flats")["status"] == "open"
    assert {clock["state"] for clock in clocks(done, "R2").values()} == {"running"}


def test_an_explanation_says_when_it_would_be_due_under_another_priority(hose, done):
    done("policy", "set", "resolution", "20h", "--for", "P2", "--valid-from", "2026-01-01T00:00:00Z")
    (found,) = [
        clock for clock in done("sla", "explain", "R1", "--priority", "P2")["clocks"] if clock["kind"] == "resolution"
    ]
    assert found["due_under"] == found["under"]["P2"] < found["due"] == found["under"]["P3"]
    assert sum(part["seconds"] for part in found["segments"] if part["state"] == "running") == found["elapsed_s"]


def test_a_policy_on_a_calendar_shows_first_what_it_would_move_and_moves_it_when_asked(hose, done, inside):
    words = ("policy", "set", "resolution", "3 working days", "--for", "RP-HOSE", "--calendar", "cn-office", "--warn",
             "50,80", "--valid-from", "2026-01-01T00:00:00Z")  # fmt: skip
    foreseen = done(*words, "--dry-run")
    assert (foreseen["requests"], foreseen["clocks"]) == (2, {"resolution": 2})
    assert [one["number"] for one in foreseen["nearest"]] == ["R-00001", "R-00002"]
    done(*words)
    (line,) = [line for line in done("policy", "list") if line["key"] == "RP-HOSE" and line["clock"] == "resolution"]
    assert (line["target"], line["calendar"], line["warn"]) == ("3 working days", "cn-office", "50,80")
    assert clocks(done, "R1")["resolution"]["calendar"] == ""
    assert inside("policy", "recompute").code == 1
    assert done("policy", "recompute", "--reason", "new rules")["requests"] == 2
    assert clocks(done, "R1")["resolution"]["working_days"] == 3
    assert done("db", "check")["sound"]


@pytest.mark.parametrize("form", ["toml", "csv"])
def test_a_set_of_policies_is_tried_on_what_was(hose, done, inside, tmp_path, form):
    file = tmp_path / f"new.{form}"
    text = {"toml": '[[policy]]\nclock = "response"\ntarget = "1s"\nfor = "RP-HOSE"\n',
            "csv": "for,clock,target\nRP-HOSE,response,1s\n"}[form]  # fmt: skip
    file.write_text(text, "utf-8")
    tried = done("--now", "2199-01-01T00:00:00Z", "policy", "test", str(file))
    assert (tried["lines"], tried["clocks"], tried["did"], tried["would"]) == (1, 4, 4, 4)
    now = done("policy", "test", str(file), "--since", "2190-01-01T00:00:00Z")
    assert (now["clocks"], now["rows"]) == (0, [])
    assert "all" in inside("policy", "test", str(file)).out


def test_a_contract_is_kept_and_says_how_it_stands(made, done, inside, tmp_path):
    assert inside("contract", "add", "HOSP", "--customer", "99").code == 1
    assert inside("contract", "add", "HOSP").code == 2
    assert done("contract", "list") == []
    assert inside("contract", "retire", "HOSP").code == 1


def test_what_is_no_policy_file_is_refused(made, inside, tmp_path):
    file = tmp_path / "empty.toml"
    file.write_text("", "utf-8")
    assert inside("policy", "test", str(file)).code == 2
    assert inside("policy", "test", str(tmp_path / "none.toml")).code == 1
