"""History in, requests out: what the counts say, what stands in the rejects file, what a second run changes."""

import csv
import gzip

import pytest

MAP = """
[columns]
external_id = "case"
received = "opened"
resolved = "closed"
resolution_due = "target"
category = "type"
address = "place"
[defaults]
kind = "repair"
unknown_category = "create"
"""
ROWS = """case,opened,closed,target,type,place
1,2026-01-01 08:00:00,2026-01-02 08:00:00,2026-01-01 20:00:00,Meter,建设路1号
2,2026-01-01 09:00:00,,2026-01-03 09:00:00,Meter,"=cmd|' /C calc'!A0"
3,someday,,,Meter,建设路3号
4,2026-01-01 10:00:00,2026-01-01 09:59:58,,Meter,
"""


@pytest.fixture
def given(tmp_path):
    """The CSV and its map."""
    (tmp_path / "map.toml").write_text(MAP, "utf-8")
    with gzip.open(tmp_path / "old.csv.gz", "wt", encoding="utf-8") as file:
        file.write(ROWS)
    return (str(tmp_path / "old.csv.gz"), "--map", str(tmp_path / "map.toml"), "--zone", "Asia/Shanghai")


def test_what_is_right_comes_in_and_what_is_wrong_is_written_down_with_its_reason(made, inside, given, tmp_path):
    rejects = tmp_path / "rejects.csv"
    answer = inside("import", "requests", *given, "--rejects", str(rejects))
    assert answer.code == 1
    (told,) = answer.lines
    assert {name: told[name] for name in ("read", "added", "same", "differs", "rejected")} == {
        "read": 4, "added": 3, "same": 0, "differs": 0, "rejected": 1,
    }  # fmt: skip
    assert told["flagged"]["resolved_before_received"] == 1
    with rejects.open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["row"], row["case"], row["place"]) == ("3", "3", "建设路3号")
    assert "someday" in row["reason"]
    assert rejects.stat().st_mode & 0o777 == 0o600
    (again,) = inside("import", "requests", *given).lines
    assert (again["added"], again["same"], again["rejected"]) == (0, 3, 1)


def test_the_rejects_never_overwrite_what_is_read(made, inside, given, tmp_path):
    source, plan = given[0], given[2]
    for named in (source, plan):
        answer = inside("import", "requests", *given, "--rejects", named)
        assert (answer.code, "overwrite" in answer.err) == (2, True)
    assert inside("import", "requests", *given).lines[0]["read"] == 4


def test_a_row_that_a_comma_has_shifted_is_refused(made, inside, given, tmp_path):
    shifted = tmp_path / "shifted.csv"
    shifted.write_text("case,opened,closed,target,type,place\n1,2026-01-01 08:00:00,,,Meter,Lane 1,flat 2\n", "utf-8")
    answer = inside("import", "requests", str(shifted), *given[1:])
    assert (answer.code, answer.lines[0]["rejected"], "more cells" in answer.err) == (1, 1, True)


def test_a_dry_run_counts_and_changes_nothing(made, inside, done, given):
    before = done("db", "info")
    (told,) = inside("import", "requests", *given, "--dry-run").lines
    assert (told["added"], told["rejected"]) == (3, 1)
    assert done("db", "info") == before


def test_every_request_is_given_out_judged_now_as_lines_and_as_csv(made, inside, given):
    inside("import", "requests", *given)
    late, running, early = inside("--now", "2026-01-02T12:00:00+08:00", "export", "requests").lines
    (clock,) = late["clocks"]
    assert clock == {
        "kind": "resolution", "cycle": 1, "due": "2026-01-01T12:00:00Z", "target": None, "state": "breached",
        "met_at": "2026-01-02T00:00:00Z", "breached_at": "2026-01-01T12:00:00Z", "late_s": 43200,
    }  # fmt: skip
    assert (late["status"], late["received"], late["resolved"]) == (
        "closed", "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z",
    )  # fmt: skip
    assert [clock["state"] for clock in running["clocks"]] == ["running"]
    assert early["clocks"] == []
    rows = list(csv.DictReader(inside("export", "requests", "--format", "csv").out.splitlines()))
    assert [row["external_id"] for row in rows] == ["1", "2", "4"]
    assert rows[0]["resolution_due"] == "2026-01-01T12:00:00Z"
    assert rows[0]["resolution_state"] == "breached"
    assert rows[0]["response_due"] == ""


@pytest.mark.parametrize(
    ("change", "said"),
    [(("--zone", "Mars"), "Mars"), (("--map", "{here}/old.csv.gz"), "UTF-8"), (("--map", "{here}/bad.toml"), "colour")],
)
def test_a_wrong_zone_or_map_is_refused_before_anything_is_read(made, inside, given, tmp_path, done, change, said):
    (tmp_path / "bad.toml").write_text(MAP.replace("address", "colour"), "utf-8")
    words = [*given, *(word.format(here=tmp_path) for word in change)]
    answer = inside("import", "requests", *words)
    assert (answer.code in (1, 2), answer.out) == (True, "")
    assert said in answer.err
    assert done("db", "info")["requests"] == 0


def test_without_a_zone_a_naive_instant_is_a_rejected_row_with_a_clear_answer(made, inside, given):
    answer = inside("import", "requests", *given[:3])
    assert (answer.code, answer.lines[0]["rejected"]) == (1, 4)
    assert "--zone" in answer.err or "zone" in answer.err
