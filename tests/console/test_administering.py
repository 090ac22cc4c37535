"""Crews, operators, categories, districts and policies from the command line."""

import pytest


def test_a_crew_is_added_taken_out_of_service_and_retired(made, done):
    done("crew", "add", "QX1", "--name", "抢1", "--skills", "gas,weld", "--phone", "139")
    done("crew", "set", "QX1", "--out-reason", "flat tyre")
    (crew,) = done("crew", "list")
    assert (crew["name"], crew["skills"], crew["status"], crew["out_reason"]) == (
        "抢1",
        ["gas", "weld"],
        "out",
        "flat tyre",
    )
    done("crew", "set", "QX1", "--out-reason", "")
    assert done("crew", "list")[0]["status"] == "free"
    done("crew", "retire", "QX1")
    assert done("crew", "list") == []
    assert [crew["retired"] for crew in done("crew", "list", "--all")] == [True]


def test_a_promise_is_made_tighter_for_all_for_a_kind_and_for_a_category(made, done):
    done("category", "add", "RP-X", "--zh", "其他", "--en", "Other", "--kind", "repair", "--priority", "P3",
         "--response", "2h", "--arrival", "none")  # fmt: skip
    done("policy", "set", "resolution", "30h", "--for", "repair")
    done("policy", "set", "resolution", "20h", "--for", "RP-X")
    done("request", "add", "--category", "RP-X", "--phone", "1")
    clocks = {clock["kind"]: clock["target"] for clock in done("request", "show", "R1")["clocks"]}
    assert clocks == {"response": 2 * 3600, "resolution": 20 * 3600}
    done("policy", "retire", "resolution", "--for", "RP-X")
    done("request", "add", "--category", "RP-X", "--phone", "2")
    clocks = {clock["kind"]: clock["target"] for clock in done("request", "show", "R2")["clocks"]}
    assert clocks["resolution"] == 30 * 3600


def test_an_operator_is_added_with_roles_and_can_act_by_login_or_by_name(made, done, inside):
    done("operator", "add", "li", "--name", "李静", "--roles", "operator,dispatcher")
    for name in ("li", "李静"):
        assert inside("--as", name, "request", "add", "--category", "RP-METER", "--phone", "1").code == 0
    done("operator", "retire", "li")
    assert inside("--as", "li", "request", "act", "R1", "note", "--text", "x").code == 1


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("crew", "add", "QX1", "--colour", "red"), 2, "--skills"),
        (("crew", "set", "QX1"), 2, "--name"),
        (("crew", "set", "QX1", "--name", "x"), 1, "QX1"),
        (("operator", "add", "li"), 2, "--name"),
        (("operator", "add", "li", "--name", "Li", "--roles", "king"), 1, "supervisor"),
        (("category", "add", "X", "--zh", "a", "--en", "b", "--kind", "fire", "--priority", "P1"), 1, "emergency"),
        (("category", "set", "RP-METER", "--response", "soon"), 2, "soon"),
        (("policy", "set", "answer", "4h"), 2, "response"),
        (("policy", "set", "response", "4h", "--for", "NOWHERE"), 1, "NOWHERE"),
    ],
)
def test_what_cannot_be_set_is_refused_with_what_can(made, inside, words, code, said):
    answer = inside(*words)
    assert (answer.code, answer.out) == (code, "")
    assert said in answer.err


def test_the_last_admin_stays(made, done, inside):
    (me,) = done("operator", "list")
    assert inside("operator", "set", me["login"], "--roles", "operator").code == 1
    assert inside("operator", "retire", me["login"]).code == 1
