"""A real city's own targets: its rules said as our terms on our calendar give every one of them."""

import csv
import json

import pytest

from bench.boston import DATA, ZONE, read
from models.calendar import Calendar, Term, due
from models.instants import read_instant, zone_of

HOURS = [["08:30", "17:00"]]
TOLERANCE = 90_000


def term_of(rule, n):
    """The city's hours are whole days on the wall clock."""
    if rule == "business_days":
        return Term.read(f"{n} working days")
    days, rest = divmod(int(n), 24)
    assert (rule, rest) == ("calendar_hours", 0)
    return Term.read(f"{days} days")


@pytest.mark.shared
def test_every_target_of_the_city_comes_out():
    holidays = json.loads((DATA / "boston_calendar_2015.json").read_text("utf-8"))["holidays"]
    week = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), HOURS)
    calendar = Calendar.from_json({"week": week, "holidays": holidays}, ZONE)
    with (DATA / "boston_sla_rules_2015.csv").open(encoding="utf-8", newline="") as lines:
        terms = {row["type"]: term_of(row["rule"], row["n"]) for row in csv.DictReader(lines)}
    zone = zone_of(ZONE)
    vectors = list(read(DATA / "boston_calendar_vectors_2015h1.csv.gz"))
    apart = {}
    for row in vectors:
        ours = due(calendar, read_instant(row["open_dt"], zone), terms[row["type"]])
        apart[row["case_id"]] = abs(ours - read_instant(row["city_target"], zone))
    assert len(vectors) == 21_050
    assert {case: ms for case, ms in apart.items() if ms > TOLERANCE} == {}
