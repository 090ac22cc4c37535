"""What is foretold, and how well that holds, as reports."""

import csv
import io

from sqlalchemy import insert

from models.prediction import LEAST
from models.store import Store
from models.tables import Clock, Request
from models.wall import DAY, HOUR

NOW = 1_767_225_600_000 + 60 * DAY
AT = "2026-03-02T08:00:00+08:00"


def remember(path):
    """Two months ago all took 80 hours; a month ago ten more did, and one is open since yesterday."""
    store = Store(path)
    with store.write() as connection:
        for id_ in range(1, LEAST + 12):
            begun = NOW - (60 if id_ <= LEAST else 30 if id_ <= LEAST + 10 else 1) * DAY
            done = id_ <= LEAST + 10
            connection.execute(
                insert(Request),
                {"id": id_, "number": f"R-{id_:05}", "serial": id_, "kind": "repair", "category": "RP-HOSE",
                 "priority": "P3", "status": "closed" if done else "open", "received": begun, "state_since": begun},
            )  # fmt: skip
            connection.execute(
                insert(Clock),
                {"request_id": id_, "kind": "resolution", "started_at": begun, "target_ms": 72 * HOUR,
                 "due_at": begun + 72 * HOUR, "warn_at": begun + 54 * HOUR,
                 "stopped_at": begun + 80 * HOUR if done else None, "state": int(done)},
            )  # fmt: skip
    store.close()


def test_the_list_names_what_will_probably_be_missed(drill, inside, done):
    remember(drill)
    listed = done("--now", AT, "report", "prediction")
    assert listed == [
        {"number": f"R-{LEAST + 11:05}", "clock": "resolution", "due": "2026-03-04T00:00:00Z", "percent": 100.0,
         "n": LEAST + 10, "basis": "category, district, hour"}
    ]  # fmt: skip
    assert "R-000" in inside("--now", AT, "report", "prediction").out


def test_nothing_to_foretell_from_is_said(drill, inside):
    answer = inside("--now", AT, "report", "prediction")
    assert (answer.code, answer.out.strip()) == (0, "")
    assert f"{LEAST} comparable" in answer.err


def test_the_calibration_is_printed_in_bands_of_ten_points(drill, inside, done):
    remember(drill)
    asked = ("--now", AT, "report", "calibration", "--learn-until", "2026-01-20T00:00:00+08:00")
    rows = {row["band"]: row for row in done(*asked)}
    assert list(rows) == ["0-5", *(f"{low}-{low + 10}" for low in range(5, 95, 10)), "95-100"]
    assert rows["95-100"] == {"band": "95-100", "n": 30, "requests": 10, "foretold": 100.0, "missed": 100.0}
    answer = inside(*asked, "--format", "csv")
    assert len(list(csv.DictReader(io.StringIO(answer.out)))) == len(rows)
    told = inside(*asked)
    assert "Not known yet what became of it: 1." in told.err
    assert "75-85" in told.out
    assert "<table>" in inside(*asked, "--format", "html").out


def test_an_unknown_clock_and_a_missing_instant_are_misuse(drill, inside):
    assert inside("report", "calibration").code == 2
    assert inside("report", "calibration", "--learn-until", AT, "--clock", "egg").code == 2
