"""A month of a real bank's telephone: every row is taken, and the report says what a direct count says."""

import csv
import gzip
import json
from pathlib import Path
from statistics import fmean, median

import pytest

from console.cli import main

FILE = Path(__file__).resolve().parents[3] / "shared" / "data" / "technion_calls_1999_01.csv.gz"
MAP = """
[columns]
external_id = ["vru_line", "call_id"]
date = "date"
began = "vru_entry"
answered = ["ser_start", "q_exit", "vru_exit"]
ended = ["ser_exit", "q_exit", "vru_exit"]
wait_s = "q_time"
talk_s = "ser_time"
queue = "type"
agent = "agent"
outcome = "outcome"
[outcomes]
AGENT = "answered"
HANG = "missed"
PHANTOM = "phantom"
[defaults]
no_time = "0:00:00"
"""


@pytest.mark.shared
@pytest.mark.slow
def test_every_call_is_taken_and_the_report_says_what_a_direct_count_says(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("HOTLINE_DB", str(tmp_path / "bank.db"))
    monkeypatch.setenv("HOTLINE_LANG", "en")
    (tmp_path / "map.toml").write_text(MAP, "utf-8")

    def run(*words):
        capsys.readouterr()
        assert main(["--json", *words]) == 0
        return json.loads(capsys.readouterr().out)

    run("db", "init", "--zone", "Asia/Jerusalem")
    take = ("import", "calls", str(FILE), "--map", str(tmp_path / "map.toml"), "--zone", "Asia/Jerusalem")
    assert run(*take, "--dry-run")["added"] == 31_599
    done = run(*take)
    assert (done["read"], done["added"], done["rejected"], done["differs"]) == (31_599, 31_599, 0, 0)
    assert done["flagged"] == {"phantom": 240}
    again = run(*take)
    assert (again["added"], again["same"]) == (0, 31_599)

    with gzip.open(FILE, "rt", encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    answered = [row for row in rows if row["outcome"] == "AGENT"]
    waits = [int(row["q_time"]) for row in answered]
    report = run("report", "calls", "--since", "1999-01-01T00:00:00+02:00", "--until", "1999-02-02T00:00:00+02:00")
    assert report["answered"] == len(answered) == 27_060
    assert report["abandoned"] == sum(row["outcome"] == "HANG" for row in rows) == 4_299
    assert (report["phantom"], report["offered"]) == (240, 31_359)
    assert report["wait_mean_s"] == round(fmean(waits), 3)
    assert report["wait_median_s"] == median(waits)
    assert report["within"] == sum(wait <= 20 for wait in waits)
    assert report["within_of_answered"] == round(100 * sum(wait <= 20 for wait in waits) / len(waits), 3)
    assert report["handle_mean_s"] == round(fmean(int(row["ser_time"]) for row in answered), 3)
    span = ("--since", "1999-01-01T00:00:00+02:00", "--until", "1999-02-02T00:00:00+02:00")
    figures = {one["name"]: (one["value"], one["n"]) for one in run("report", "answering", *span)}
    met, quick = len(answered) + 4_299, sum(wait <= 20 for wait in waits)
    assert figures["answered"] == (round(100 * len(answered) / met, 3), met)
    assert figures["answered_within_20s"] == (round(100 * quick / met, 3), met)
    assert figures["abandoned"] == (round(100 * 4_299 / met, 3), met)
    assert figures["wait_mean"] == (report["wait_mean_s"], len(answered))
    assert figures["handling_mean"][0] == report["handle_mean_s"]
    assert run("call", "list", "--missed") == [], "what was missed long ago is nobody's task"
    assert run("db", "check")
