"""A request's whole life through the command line alone, as operator, dispatcher and supervisor live it."""

import pytest

PEOPLE = (("li", "李静", "operator"), ("chen", "陈诚", "dispatcher"), ("zhao", "赵敏", "supervisor"))


@pytest.fixture
def staffed(made, done):
    """The fresh database with three people and a crew."""
    for login, name, roles in PEOPLE:
        done("operator", "add", login, "--name", name, "--roles", roles)
    done("crew", "add", "QX1", "--name", "抢1", "--skills", "gas")
    return made


@pytest.fixture
def as_(inside):
    """Runs a command as one of the people; it must succeed."""

    def run(login, *words):
        answer = inside("--as", login, "--json", *words)
        assert (answer.code, answer.err) == (0, ""), answer
        return answer.data

    return run


def test_an_emergency_from_the_call_to_the_closed_call_back(staffed, as_, done, inside):
    number = as_(
        "li", "request", "add", "--category", "EM-LEAK-IN", "--phone", "138 0013 8000", "--address", "建设路12号"
    )
    assert (number["number"], number["version"], number["status"]) == ("E-00001", 1, "open")
    lives = [
        ("li", "respond", "--note", "told to leave and not to switch anything", "open"),
        ("chen", "assign", "--crew", "QX1", "working"),
        ("chen", "accept", "working"),
        ("chen", "en_route", "working"),
        ("chen", "on_site", "working"),
        ("chen", "safe", "--reading", "0.0 % LEL", "--valve", "closed", "--source-found", "yes", "working"),
        ("chen", "hold", "--reason", "not_home", "--until", "4h", "held"),
        ("li", "resume", "working"),
        ("chen", "done", "working"),
        ("chen", "resolve", "--disposition", "fixed", "resolved"),
        ("li", "close", "--speed", "5", "--attitude", "5", "--quality", "4", "closed"),
    ]
    for version, (login, verb, *facts, status) in enumerate(lives, 2):
        answer = as_(login, "request", "act", "e1", verb, *facts)
        assert (answer["version"], answer["status"]) == (version, status), verb
    shown = done("request", "show", "E-00001")
    assert (shown["status"], shown["version"], shown["disposition"]) == ("closed", 12, "fixed")
    assert {"save", "safe", "hold", "resume", "close"} <= {line["act"] for line in shown["journal"]}
    assert {clock["kind"]: clock["state"] for clock in shown["clocks"]} == dict.fromkeys(
        ("dispatch", "response", "arrival", "safe", "resolution"), "met"
    )
    explained = {clock["kind"]: clock for clock in done("sla", "explain", "E1")["clocks"]}
    spans = explained["resolution"]["segments"]
    assert [span["state"] for span in spans] == ["running", "paused", "running"]
    running = sum(span["seconds"] for span in spans if span["state"] == "running")
    assert running == pytest.approx(explained["resolution"]["elapsed_s"])
    assert done("db", "check")["sound"]
    assert done("sla", "rebuild", "--check")["differing"] == 0
    (line,) = inside("export", "requests").lines
    assert (line["number"], line["status"], len(line["clocks"])) == ("E-00001", "closed", 5)
    assert set(line) == {"number", "external_id", "kind", "category", "priority", "status", "channel", "received",
                         "district", "address", "resolved", "clocks"}  # fmt: skip
    assert set(line["clocks"][0]) == {"kind", "cycle", "due", "target", "state", "met_at", "breached_at", "late_s"}


def test_a_late_request_raises_alarms_which_a_person_acknowledges(staffed, as_, done, inside):
    as_(
        "zhao", "request", "add", "--category", "EM-LEAK-IN", "--phone", "1380013", "--received", "2026-01-01T00:00:00Z"
    )
    listed = done("alarm", "list")
    assert {alarm["clock"] for alarm in listed} == {"dispatch", "response", "arrival", "safe", "resolution"}
    assert [alarm["severity"] for alarm in listed] == [3, 3, 3, 2, 2]
    assert set(listed[0]) >= {"id", "rule", "number", "clock", "cycle", "level", "severity", "state", "levels",
                              "breach_at", "raised_at", "acknowledged_by"}  # fmt: skip
    assert set(listed[0]["levels"][0]) == {"level", "due", "raised_at"}
    seen = as_("li", "alarm", "ack", str(listed[0]["id"]), "--text", "crew is on its way")
    assert (seen["state"], seen["acknowledged_by"]) == ("acknowledged", "李静")
    second = inside("--as", "chen", "alarm", "ack", str(listed[0]["id"]))
    assert second.code == 1
    assert "李静" in second.err
    assert inside("sla", "sweep").lines == [{"raised": 0, "late": 0, "oldest_due": None}]


def test_a_request_someone_else_changed_is_refused_with_a_reason(staffed, as_, inside):
    as_("li", "request", "add", "--category", "EM-LEAK-IN", "--phone", "13800138000")
    as_("chen", "request", "act", "E1", "assign", "--crew", "QX1", "--expect", "1")
    second = inside("--as", "zhao", "request", "act", "E1", "assign", "--crew", "QX1", "--expect", "1")
    assert (second.code, second.out) == (1, "")
    assert "陈诚" in second.err
    assert len(second.err.splitlines()) <= 2


def test_a_retry_with_its_token_changes_nothing_again(made, done):
    words = ("request", "add", "--category", "RP-METER", "--phone", "13800138000", "--token", "T-1")
    first, second = done(*words), done(*words)
    assert (first["number"], first["again"]) == (second["number"], False)
    assert second["again"]
    note = ("request", "act", first["number"], "note", "--text", "rang back", "--token", "T-2")
    assert (done(*note)["again"], done(*note)["again"]) == (False, True)


def test_a_role_is_asked_for_below_the_command_line(staffed, inside, as_):
    as_("li", "request", "add", "--category", "EM-LEAK-IN", "--phone", "13800138000")
    refused = inside("--as", "li", "request", "act", "E1", "assign", "--crew", "QX1")
    assert refused.code == 1
    assert "dispatcher" in refused.err
    assert inside("--as", "zhao", "crew", "add", "QX2").code == 1


def test_requests_come_in_as_one_object_or_a_list_of_them(made, inside, tmp_path, monkeypatch, outside):
    file = tmp_path / "two.json"
    file.write_text(
        '[{"category": "RP-METER", "phone": "1"}, {"category": "EM-LEAK-IN", "address": "建设路"}]', "utf-8"
    )
    assert inside("request", "add", "--file", str(file)).out.split() == ["R-00001", "E-00002"]
    one = outside(
        "--json", "request", "add", "--file", "-", stdin='{"category": "RP-METER", "phone": "2", "token": "x"}'
    )
    assert (one.code, one.data["number"]) == (0, "R-00003")
    wrong = inside("request", "add", "--file", str(tmp_path / "none.json"))
    assert wrong.code == 1
    file.write_text('{"category": "RP-METER", "colour": "red"}', "utf-8")
    assert inside("request", "add", "--file", str(file)).code == 2


def test_the_list_is_the_queue_the_most_urgent_first(made, done):
    for category in ("RP-METER", "EM-LEAK-IN", "CP-BILL"):
        done("request", "add", "--category", category, "--phone", "13800138000")
    listed = done("request", "list")
    assert listed[0]["number"] == "E-00002"
    assert [row["next_due"] for row in listed] == sorted(row["next_due"] for row in listed)
    assert [row["number"] for row in done("request", "list", "--kind", "complaint")] == ["C-00003"]
    assert len(done("request", "list", "--limit", "2")) == 2
    done("request", "act", "R1", "cancel", "--reason", "wrong number")
    assert [row["number"] for row in done("request", "list", "--status", "cancelled")] == ["R-00001"]
    assert len(done("request", "list", "--status", "all")) == 3
