"""A country's days off and the weekend days worked for them, as dates that can be laid over any week."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

from models.calendar.hours import Day, read_day
from models.calendar.working import Calendar

CN_OFFICE = "cn-office"
"""The code of the ready calendar: Monday to Friday 09:00-17:00 in China, with its days off and its make-up days."""

OFFICE_ZONE = "Asia/Shanghai"
OFFICE_HOURS = (("09:00", "17:00"),)
_MONDAY_TO_FRIDAY = range(5)


@dataclass(frozen=True, slots=True)
class DaysOff:
    """Dates that are off and dates that are worked instead, each with its Chinese and English name.

    `years` are the first and the last year that are known; a date of another year is an ordinary one.
    """

    off: Mapping[date, tuple[str, str]]
    work: Mapping[date, tuple[str, str]]
    years: tuple[int, int]

    def over(self, calendar: Calendar) -> Calendar:
        """The calendar with these days laid over it.

        A make-up day that is closed, or would be but for a shift, has the hours of the first open weekday from Monday
        to Friday.
        """
        ordinary: Day = next((calendar.week[day] for day in _MONDAY_TO_FRIDAY if calendar.week[day]), ())
        made_up = {day: ordinary for day in self.work if ordinary and _closed(calendar, day)}
        return replace(
            calendar,
            shifts=dict(sorted({**calendar.shifts, **made_up}.items())),
            holidays=(calendar.holidays - made_up.keys()) | self.off.keys(),
        )


def _closed(calendar: Calendar, day: date) -> bool:
    """Is it closed, or opened by nothing but a shift?"""
    return not calendar.hours(day) or not calendar.week[day.weekday()] or (day.month, day.day) in calendar.yearly


@cache
def china() -> DaysOff:
    """The official days off and make-up days of the years in the product's data file."""
    data = tomllib.loads(files("models").joinpath("data/days_off_cn.toml").read_text("utf-8"))
    off: dict[date, tuple[str, str]] = {}
    work: dict[date, tuple[str, str]] = {}
    for holiday in data["holiday"]:
        names = [data["names"][name] for name in holiday["name"]]
        named = ("、".join(name["zh"] for name in names), ", ".join(name["en"] for name in names))
        first, last = holiday["off"]["from"], holiday["off"]["to"]
        off |= {first + timedelta(days=n): named for n in range((last - first).days + 1)}
        work |= dict.fromkeys(holiday.get("work", ()), named)
    first_year, last_year = data["years"]
    return DaysOff(off, work, (first_year, last_year))


@cache
def cn_office() -> Calendar:
    """Office hours in China."""
    day = read_day(OFFICE_HOURS, CN_OFFICE)
    return china().over(Calendar(OFFICE_ZONE, (day,) * 5 + ((),) * 2))
