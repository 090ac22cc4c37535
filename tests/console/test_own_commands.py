"""What is one's own, and what was promised, from the command line; and every correction."""

import json


def saved(done, **facts):
    words = [word for name, value in facts.items() for word in (f"--{name}", value)]
    return done("request", "add", "--category", "RP-HOSE", *words)["number"]


def test_a_fact_is_corrected_and_the_journal_has_both(made, done, inside):
    number = saved(done, phone="5550001", address="Elm 1")
    answer = done("request", "act", number, "edit", "--address", "Elm 2", "--caller", "Wang")
    assert answer["version"] == 2
    shown = done("request", "show", number)
    assert (shown["address"], shown["caller"]) == ("Elm 2", "Wang")
    assert inside("request", "act", number, "edit", "--address", "Elm 2").code == 1
    assert "Nothing about" in inside("request", "act", number, "edit", "--address", "Elm 2").err


def test_requests_are_listed_by_owner_and_by_who_is_waited_for(made, done, inside):
    inside("operator", "add", "wang", "--name", "Wang Lei", "--initials", "W", "--roles", "operator")
    number = saved(done, phone="5550001")
    (me,) = [row["login"] for row in done("operator", "list") if row["login"] != "wang"]
    assert [row["number"] for row in done("request", "list", "--owner", me)] == [number]
    assert done("request", "list", "--owner", "Wang Lei") == []
    other = next(row["id"] for row in done("operator", "list") if row["login"] == "wang")
    done("request", "act", number, "hand_over", "--to_operator_id", str(other))
    (row,) = done("request", "list", "--waiting-for", "w")
    assert (row["what"], row["number"]) == ("handed", number)
    answer = inside("--as", "wang", "request", "act", number, "decline_owner", "--reason", "off duty")
    assert answer.code == 0
    (row,) = done("request", "list", "--waiting-for", me)
    assert (row["what"], row["text"]) == ("returned", "off duty")
    assert inside("request", "list", "--owner", "nobody").code == 1


def test_a_call_is_promised_about_a_request_and_kept(made, done):
    number = saved(done, phone="5550001")
    done("request", "act", number, "promise", "--until", "30m", "--note", "price")
    (row,) = done("callback", "list")
    assert (row["number"], row["phone"], row["note"], row["overdue"]) == (number, "5550001", "price", False)
    done("request", "act", number, "move_promise", "--until", "2h", "--reason", "crew still out")
    done("request", "act", number, "keep_promise", "--note", "told")
    assert done("callback", "list") == []
    acts = [line["act"] for line in done("request", "show", number)["journal"]]
    assert acts == ["save", "promise", "move_promise", "keep_promise"]


def test_a_number_alone_is_promised_a_call_and_moved_and_kept(made, done, inside):
    made_one = done("callback", "add", "--phone", "139 0000 1111", "--until", "30m", "--note", "price")
    assert made_one["phone"] == "13900001111"
    key = str(made_one["id"])
    moved = done("callback", "move", key, "--until", "1h", "--reason", "engaged")
    assert moved["promised"] != made_one["promised"]
    assert done("callback", "keep", key)["kept_at"]
    assert inside("callback", "keep", key).code == 1
    assert json.dumps(done("callback", "list")) == "[]"


def test_a_supervisor_masks_nothing_and_an_admin_reads_no_number(made, done, inside):
    inside("operator", "add", "ada", "--name", "Ada", "--initials", "A", "--roles", "admin")
    done("callback", "add", "--phone", "13900001111", "--until", "30m")
    answer = inside("--as", "ada", "--json", "callback", "list")
    assert "13900001111" not in answer.out
