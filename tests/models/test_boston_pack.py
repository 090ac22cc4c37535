"""The pack of a quarter of a real city says what its reports say, and what independent code says of the file."""

import csv
import gzip
from collections import Counter
from datetime import datetime
from pathlib import Path
from statistics import fmean
from zoneinfo import ZoneInfo

import pytest

from models.csvfile import rows_of
from models.desk.desk import Desk
from models.importmap import read_map
from models.migrations import create
from models.periods import read_period
from models.store import Store
from models.vocabulary import ClockKind
from models.wall import HandClock

FILE = Path(__file__).resolve().parents[3] / "shared" / "data" / "boston311_2015_h1.csv.gz"
MAP = """
[columns]
external_id = "case_id"
received = "open_dt"
resolved = "closed_dt"
resolution_due = "target_dt"
category = "type"
address = "location"
district = "neighborhood"
channel = "source"
[defaults]
kind = "repair"
priority = "P3"
unknown_category = "create"
unknown_district = "create"
response = "none"
"""
HERE = ZoneInfo("America/New_York")
EVERY = 100
NOW = 1_452_661_200_000
pytestmark = pytest.mark.shared


def ms(text):
    """A local time as epoch ms, or None."""
    return datetime.fromisoformat(text).replace(tzinfo=HERE).timestamp() * 1000 if text else None


def test_a_quarter_of_boston(tmp_path):
    with gzip.open(FILE, "rt", encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))[::EVERY]
    path = tmp_path / "slice.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    wall = HandClock(NOW)
    store = Store(create(tmp_path / "city.db", zone=str(HERE), name="Boston", drill=True, wall=wall))
    desk = Desk(store, wall)
    assert desk.importing.requests(rows_of(path), read_map(MAP), str(HERE)).added == len(rows)
    quarter = read_period("quarter", "2015-Q1", str(HERE))
    pack = desk.look.packs().made(quarter, NOW, "1")
    span, reads = (quarter.since, quarter.until), desk.look.indicators()
    for name, found in {
        "promises": reads.promises(*span, kinds=tuple(ClockKind)), "rates": reads.rates(*span),
        "promises_by_district": reads.promises(*span, by="district"), "overdue": reads.overdue(NOW, by="kind"),
        "satisfaction": reads.satisfaction(*span), "answering": reads.answering(*span), "use": reads.use(*span),
        "supply": reads.supply(*span), "causes_by_category": reads.causes(*span),
        "alarms": desk.look.alarm_figures(*span).figures,
    }.items():  # fmt: skip
        assert [list(row.values()) for row in pack[name]] == [
            [getattr(one, field) for field in pack[name][0]] for one in found
        ], name  # fmt: skip
    inside = [row for row in rows if quarter.since <= ms(row["open_dt"]) < quarter.until]
    named = {(row["name"], row["group"]): row for row in pack["promises"]}
    hours = [(ms(row["closed_dt"]) - ms(row["open_dt"])) / 3_600_000 for row in inside if row["closed_dt"]]
    assert named["resolution_mean", "all"]["value"] == pytest.approx(fmean(max(0.0, one) for one in hours), abs=0.001)
    assert {row["mark"]: row["requests"] for row in pack["series"]} == Counter(row["open_dt"][5:7] for row in inside)
    heat = Counter(int(row["open_dt"][11:13]) for row in inside)
    assert [sum(row["hours"][hour] for row in pack["requests_by_hour"]) for hour in range(24)] == [
        heat[hour] for hour in range(24)
    ]
    assert {row["cause"]: row["count"] for row in pack["causes_by_category"]} == Counter(row["type"] for row in inside)
    store.close()
