"""`hotline alarm` and `hotline report alarms`: every act on alarms from outside, in the shapes that others rely on."""

import pytest

AT = ("--now", "2026-01-01T08:00:00+08:00")
LATER = ("--now", "2026-01-01T12:00:01+08:00")


@pytest.fixture
def drill(done):
    """A drill with one late response, swept four hours after the call."""
    done("db", "init", "--drill", "--zone", "Asia/Shanghai", "--name", "x")
    done(*AT, "request", "add", "--category", "RP-NOGAS", "--phone", "5550100")
    done(*AT, "request", "add", "--category", "EM-OUT-AREA", "--phone", "5550101")
    assert done(*LATER, "sla", "sweep")["raised"] > 0
    return done


def late(done):
    return next(row for row in done(*LATER, "alarm", "list") if row["number"] == "R-00001")


def test_an_alarm_is_shelved_and_taken_back(drill):
    row = drill(*LATER, "alarm", "shelve", str(late(drill)["id"]), "--minutes", "30", "--reason", "known")
    assert (row["state"], row["shelved_until"]) == ("shelved", "2026-01-01T04:30:01Z")
    assert [one["id"] for one in drill(*LATER, "alarm", "list", "--state", "shelved")] == [row["id"]]
    assert drill(*LATER, "alarm", "unshelve", str(row["id"]))["state"] == "unacknowledged"


def test_a_refusal_says_what_and_how_to_mend_it(drill, inside):
    said = inside(*LATER, "alarm", "shelve", str(late(drill)["id"]), "--minutes", "999", "--reason", "x")
    assert (said.code, said.out) == (1, "")
    assert "240 minutes at most" in said.err


def test_a_state_that_there_is_not_is_refused_with_those_there_are(drill, inside):
    said = inside(*LATER, "alarm", "list", "--state", "foo")
    assert (said.code != 0, said.out) == (True, "")
    assert "foo" in said.err
    assert "unacknowledged" in said.err
    assert "out_of_service" in said.err


def test_several_are_acknowledged_at_once_and_one_alone_keeps_its_shape(drill):
    ids = [str(row["id"]) for row in drill(*LATER, "alarm", "list")]
    assert drill(*LATER, "alarm", "ack", ids[0])["state"] == "acknowledged"
    assert {row["state"] for row in drill(*LATER, "alarm", "ack", *ids)} == {"acknowledged"}


def test_a_rule_goes_out_of_service_and_back(drill):
    row = drill(*LATER, "alarm", "out", "clock", "--until", "2h", "--reason", "test", "--whole", "--life")
    assert (row["rule"], row["until"]) == ("clock", "2026-01-01T06:00:01Z")
    assert [one["rule"] for one in drill(*LATER, "alarm", "out")] == ["clock"]
    assert {one["state"] for one in drill(*LATER, "alarm", "list")} == {"out_of_service"}
    assert drill(*LATER, "alarm", "in", "clock")["ended_at"] is not None


def test_an_incident_begins_grows_shrinks_and_ends(drill, inside):
    row = drill(*LATER, "alarm", "incident", "e2", "--attach", "R-1", "--reason", "main valve")
    assert (row["number"], row["children"]) == ("E-00002", ["R-00001"])
    assert [one["number"] for one in drill(*LATER, "alarm", "incident")] == ["E-00002"]
    assert late(drill)["state"] == "suppressed"
    assert drill(*LATER, "alarm", "incident", "E-2", "--detach", "R-1")["children"] == []
    assert drill(*LATER, "alarm", "incident", "E-2", "--attach", "R-1")["children"] == ["R-00001"]
    assert inside(*LATER, "alarm", "incident", "E-2", "--attach", "R-1", "--end").code == 2
    assert drill(*LATER, "alarm", "incident", "E-2", "--end")["ended_at"] is not None


def test_a_major_emergency_and_its_receipt(drill):
    row = drill(*LATER, "alarm", "major", "E-2", "--note", "half the town")
    assert (row["kind"], [one["received_at"] for one in row["receipts"]]) == ("marked", [None])
    assert drill(*LATER, "alarm", "receipt", "E-2")["receipts"][0]["received_at"] == "2026-01-01T04:00:01Z"
    assert [one["number"] for one in drill(*LATER, "alarm", "major")] == ["E-00002"]
    assert drill(*LATER, "request", "act", "E-2", "progress", "--text", "gas at noon")["number"] == "E-00002"


def test_the_report_comes_as_json_csv_html_and_a_table(drill, inside):
    found = drill(*LATER, "report", "alarms")
    assert "ISA-18.2" in found["source"]
    named = {one["name"]: one for one in found["figures"]}
    assert named["alarms"]["value"] > 0
    assert named["alarms_per_operator_hour"]["limit"] == 12
    csv = inside(*LATER, "report", "alarms", "--format", "csv").out
    assert csv.splitlines()[0] == "name,value,unit,limit,kept"
    assert "<table>" in inside(*LATER, "report", "alarms", "--format", "html").out
    assert "time_in_flood" in inside(*LATER, "report", "alarms").out
    assert inside(*LATER, "report", "alarms", "--format", "pdf").code == 2


def test_the_list_by_rule_and_district(drill):
    assert {row["rule"] for row in drill(*LATER, "alarm", "list", "--groups")} == {"clock"}
