"""China's days off and make-up days: the facts of every year, and what they do to a week."""

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from models.calendar import Calendar, Term, due
from models.calendar.daysoff import china, cn_office
from models.instants import read_instant
from models.wall import HOUR

FACTS = Path(__file__).resolve().parents[3] / "shared" / "data" / "cn_holidays_2019_2026.csv"


def at(text):
    return read_instant(text + "+08:00")


@pytest.mark.shared
def test_the_days_are_the_official_ones():
    with FACTS.open(encoding="utf-8-sig", newline="") as lines:
        facts = {date.fromisoformat(row["date"]): row for row in csv.DictReader(lines)}
    days = china()
    assert days.off.keys() == {day for day, row in facts.items() if row["is_off"] == "1"}
    assert days.work.keys() == {day for day, row in facts.items() if row["is_off"] == "0"}
    named = days.off | days.work
    assert {day: set(row["name"].split("、")) for day, row in facts.items()} == {
        day: set(zh.split("、")) for day, (zh, _) in named.items()
    }
    assert days.years == (2019, 2026)


def test_days_off_are_weekdays_or_weekends_and_make_up_days_are_weekends():
    days = china()
    assert days.off.keys() & days.work.keys() == set()
    # In 2020 the first Monday after the holiday was named as worked, when the holiday was lengthened.
    assert {day for day in days.work if day.weekday() < 5} == {date(2020, 2, 3)}
    assert {day.year for day in days.off} == {2018, *range(2019, 2027)}
    assert all(zh and en for zh, en in days.off.values())


def test_the_office_rests_on_national_day_and_works_the_saturday_after():
    office = cn_office()
    # 29 September 2024 is a worked Sunday, the 1st to the 7th of October are off, the 12th is a worked Saturday.
    assert office.working(at("2024-09-30T00:00:00"), at("2024-10-08T00:00:00")) == 8 * HOUR
    assert office.working(at("2024-09-29T00:00:00"), at("2024-09-30T00:00:00")) == 8 * HOUR
    assert due(office, at("2024-09-30T16:00:00"), Term.read("7200s")) == at("2024-10-08T10:00:00")
    assert due(office, at("2024-10-11T11:00:00"), Term.read("1 working day")) == at("2024-10-12T11:00:00")
    assert due(office, at("2024-09-28T11:00:00"), Term.read("2 working days")) == at("2024-10-08T09:00:00")


def test_a_year_without_announcements_is_an_ordinary_one():
    assert cn_office().working(at("2030-10-01T00:00:00"), at("2030-10-02T00:00:00")) == 8 * HOUR


def test_the_days_can_be_laid_over_any_week():
    short = Calendar.from_json({"week": {"tue": [["10:00", "12:00"]], "sun": [["08:00", "09:00"]]}}, "Asia/Shanghai")
    laid = china().over(short)
    assert laid.hours(date(2024, 10, 12)) == short.week[1]  # a make-up Saturday, as the first open weekday
    assert laid.hours(date(2024, 9, 29)) == short.week[6]  # a make-up Sunday that is open anyway
    assert laid.hours(date(2024, 10, 1)) == ()
    assert laid.hours(date(2024, 10, 8)) == short.week[1]
    assert Calendar.from_json(laid.as_json(), laid.zone) == laid


def test_laid_over_another_week_the_make_up_days_follow_it():
    early = Calendar.from_json({"week": {"mon": [["07:00", "15:00"]]}}, "Asia/Shanghai")
    moved = replace(cn_office(), week=early.week)
    assert moved.hours(date(2024, 10, 12)) == cn_office().week[0]
    assert china().over(moved).hours(date(2024, 10, 12)) == early.week[0]


def test_a_week_of_weekends_gains_no_make_up_day():
    weekend = Calendar.from_json({"week": {"sat": [["10:00", "12:00"]]}}, "Asia/Shanghai")
    laid = china().over(weekend)
    assert (laid.shifts, laid.hours(date(2024, 9, 29))) == ({}, ())
