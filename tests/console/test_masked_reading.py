"""The command line shows no caller to a seat without desk rights, nor where the account has no seat at all."""

import json

import pytest

PHONE, PLACE, CALLER = "19912344021", "民生路12号", "欧阳慧敏"
SECRETS = (PHONE, PLACE, CALLER)
READING = [
    ("request", "show", "R-00001"),
    ("request", "list"),
    ("request", "list", "--status", "all"),
    ("alarm", "list", "--all"),
    ("sla", "explain", "R-00001"),
    ("crew", "list"),
]


@pytest.fixture
def called(made, done):
    """A file with one request, an admin without desk rights and nobody's seat."""
    done("request", "add", "--category", "RP-HOSE", "--phone", PHONE, "--address", PLACE, "--caller", CALLER)
    done("operator", "add", "ada", "--name", "Ada", "--roles", "admin")
    return made


def test_a_named_seat_without_desk_rights_reads_no_caller(called, inside):
    for words in [*READING, ("export", "requests"), ("export", "requests", "--format", "csv")]:
        for form in ((), ("--json",)):
            answer = inside(*form, "--as", "ada", *words)
            assert answer.code == 0, answer.err
            assert [secret for secret in SECRETS if secret in answer.out] == [], words


def test_an_account_without_a_seat_reads_no_caller_but_may_export_its_own_file(called, inside, monkeypatch):
    monkeypatch.setattr("console.wiring.os_user", lambda: "stranger")
    for words in READING:
        answer = inside("--json", *words)
        assert [secret for secret in SECRETS if secret in answer.out] == [], words
    (row,) = inside("export", "requests").lines
    assert row["address"] == PLACE


def test_the_seat_of_an_operator_reads_all_of_it(called, inside):
    answer = inside("--json", "request", "show", "R-00001")
    shown = json.loads(answer.out)
    assert (shown["phone"], shown["address"], shown["caller"]) == SECRETS
    assert inside("--json", "request", "list").data[0]["address"] == PLACE
    assert inside("export", "requests").lines[0]["address"] == PLACE
