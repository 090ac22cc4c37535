"""Solved cases, each a sentence: what is due, what was used, what is too late; and the collection beside the house."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.calendar.cases import answers

COLLECTION = Path(__file__).resolve().parents[3] / "shared" / "cases" / "sla_cases.json"
OFFICE = {"week": {day: [["09:00", "12:00"], ["13:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}}
NIGHTS = {"week": {"fri": [["18:00", "24:00"]], "sat": [["00:00", "06:00"]], "mon": [["09:00", "17:00"]]}}
EVERY_DAY = {"week": {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}}


def office(**more):
    return {**OFFICE, **more}


CASES = {
    # 2024-10-07 is a Monday; Shanghai is eight hours ahead.
    "a pause outside the hours costs nothing": (
        "Asia/Shanghai", OFFICE, "2024-10-07T09:00:00+08:00", "7200s",
        [["2024-10-07T06:00:00+08:00", "2024-10-07T09:00:00+08:00"],
         ["2024-10-07T12:00:00+08:00", "2024-10-07T13:00:00+08:00"]],
        None, {"due": "2024-10-07T03:00:00Z"},
    ),
    "a pause across closing costs its open part": (
        "Asia/Shanghai", OFFICE, "2024-10-07T15:00:00+08:00", "7200s",
        [["2024-10-07T16:00:00+08:00", "2024-10-08T10:00:00+08:00"]],
        None, {"due": "2024-10-08T03:00:00Z"},
    ),
    "what pauses before it starts and what pauses over the start": (
        "Asia/Shanghai", OFFICE, "2024-10-07T10:00:00+08:00", "3600s",
        [["2024-10-07T08:00:00+08:00", "2024-10-07T09:30:00+08:00"],
         ["2024-10-07T09:45:00+08:00", "2024-10-07T10:30:00+08:00"]],
        None, {"due": "2024-10-07T03:30:00Z"},
    ),
    "overlapping, doubled and touching pauses count once": (
        "UTC", "24x7", "2024-10-07T00:00:00Z", "36000s",
        [["2024-10-07T03:00:00Z", "2024-10-07T05:00:00Z"], ["2024-10-07T01:00:00Z", "2024-10-07T02:00:00Z"],
         ["2024-10-07T04:00:00Z", "2024-10-07T06:00:00Z"], ["2024-10-07T01:00:00Z", "2024-10-07T02:00:00Z"],
         ["2024-10-07T02:00:00Z", "2024-10-07T02:30:00Z"], ["2024-10-07T07:00:00Z", "2024-10-07T07:00:00Z"]],
        "2024-10-07T14:30:00Z", {"due": "2024-10-07T14:30:00Z", "elapsed_s": 36000, "breached": False},
    ),
    "a pause that ends after the end costs what lies before it": (
        "UTC", "24x7", "2024-10-07T00:00:00Z", "3600s", [["2024-10-07T00:30:00Z", "2024-10-08T00:00:00Z"]],
        "2024-10-07T12:00:00Z", {"due": "2024-10-08T00:30:00Z", "elapsed_s": 1800, "breached": False},
    ),
    "a pause without an end lasts until the end": (
        "UTC", "24x7", "2024-10-07T00:00:00Z", None, [["2024-10-07T00:30:00Z", None]],
        "2024-10-07T12:00:00Z", {"elapsed_s": 1800},
    ),
    "a target used up when the pause begins is due there, and met while it lasts": (
        "UTC", "24x7", "2024-10-07T00:00:00Z", "3600s", [["2024-10-07T01:00:00Z", "2024-10-07T02:00:00Z"]],
        "2024-10-07T02:00:00Z", {"due": "2024-10-07T01:00:00Z", "elapsed_s": 3600, "breached": False},
    ),
    "the first instant after that pause is too late": (
        "UTC", "24x7", "2024-10-07T00:00:00Z", "3600s", [["2024-10-07T01:00:00Z", "2024-10-07T02:00:00Z"]],
        "2024-10-07T02:00:00.001Z", {"due": "2024-10-07T01:00:00Z", "elapsed_s": 3600.001, "breached": True},
    ),
    "a target of nothing inside a pause is due when it ends": (
        "Asia/Shanghai", OFFICE, "2024-10-07T08:00:00+08:00", "0s",
        [["2024-10-07T08:30:00+08:00", "2024-10-07T09:20:00+08:00"]], None, {"due": "2024-10-07T01:20:00Z"},
    ),
    "a target that ends at closing is due at the closing instant": (
        "Asia/Shanghai", OFFICE, "2024-10-07T16:00:00+08:00", "3600s", [], None, {"due": "2024-10-07T09:00:00Z"},
    ),
    "and is kept by what is done before the next opening": (
        "Asia/Shanghai", OFFICE, "2024-10-07T16:00:00+08:00", "3600s", [], "2024-10-08T09:00:00+08:00",
        {"due": "2024-10-07T09:00:00Z", "elapsed_s": 3600, "breached": False},
    ),
    "but not by what is done a moment after it": (
        "Asia/Shanghai", OFFICE, "2024-10-07T16:00:00+08:00", "3600s", [], "2024-10-08T09:00:00.001+08:00",
        {"due": "2024-10-07T09:00:00Z", "elapsed_s": 3600.001, "breached": True},
    ),
    "received at the closing instant, it starts at the next opening": (
        "Asia/Shanghai", OFFICE, "2024-10-11T17:00:00+08:00", "60s", [], None, {"due": "2024-10-14T01:01:00Z"},
    ),
    "equal is met": (
        "UTC", "24x7", "2024-10-07T00:00:00Z", "60.5s", [], "2024-10-07T00:01:00.500Z",
        {"due": "2024-10-07T00:01:00.500Z", "elapsed_s": 60.5, "breached": False},
    ),
    "a millisecond more is not": (
        "UTC", "24x7", "2024-10-07T00:00:00Z", "60.5s", [], "2024-10-07T00:01:00.501Z",
        {"due": "2024-10-07T00:01:00.500Z", "elapsed_s": 60.501, "breached": True},
    ),
    "done before it was received, no time was used": (
        "UTC", "24x7", "2024-10-07T00:00:00Z", "60s", [["2024-10-06T00:00:00Z", "2024-10-08T00:00:00Z"]],
        "2024-10-06T12:00:00Z", {"due": "2024-10-08T00:01:00Z", "elapsed_s": 0, "breached": False},
    ),
    "a negative target counts back over the night": (
        "Asia/Shanghai", OFFICE, "2024-10-08T10:00:00+08:00", "-7200s", [], None, {"due": "2024-10-07T08:00:00Z"},
    ),
    "counted back exactly to the opening, it is the opening instant": (
        "Asia/Shanghai", OFFICE, "2024-10-08T12:30:00+08:00", "-10800s", [], None, {"due": "2024-10-08T01:00:00Z"},
    ),
    "counting back steps over pauses as well": (
        "Asia/Shanghai", OFFICE, "2024-10-08T10:00:00+08:00", "-7200s",
        [["2024-10-07T16:30:00+08:00", "2024-10-08T09:30:00+08:00"]], None, {"due": "2024-10-07T07:00:00Z"},
    ),
    "24:00 joins the next day's midnight": (
        "Asia/Shanghai", NIGHTS, "2024-10-11T23:00:00+08:00", "7200s", [], "2024-10-12T00:30:00+08:00",
        {"due": "2024-10-11T17:00:00Z", "elapsed_s": 5400, "breached": False},
    ),
    "nothing loses a minute at midnight": (
        "Asia/Shanghai", NIGHTS, "2024-10-11T18:00:00+08:00", None, [], "2024-10-12T06:00:00+08:00",
        {"elapsed_s": 43200},
    ),
    "a yearly holiday on 29 February closes that day in a leap year": (
        "Asia/Shanghai", {**EVERY_DAY, "holidays": ["--02-29"]}, "2024-02-28T16:00:00+08:00", "7200s", [], None,
        {"due": "2024-03-01T02:00:00Z"},
    ),
    "and no day in another": (
        "Asia/Shanghai", {**EVERY_DAY, "holidays": ["--02-29"]}, "2023-02-28T16:00:00+08:00", "7200s", [], None,
        {"due": "2023-03-01T02:00:00Z"},
    ),
    "a shift opens a Saturday": (
        "Asia/Shanghai", office(shifts={"2024-10-12": [["10:00", "14:00"]]}), "2024-10-11T16:00:00+08:00", "7200s",
        [], None, {"due": "2024-10-12T03:00:00Z"},
    ),
    "a shift of no hours closes a Monday": (
        "Asia/Shanghai", office(shifts={"2024-10-14": []}), "2024-10-11T16:00:00+08:00", "7200s", [], None,
        {"due": "2024-10-15T02:00:00Z"},
    ),
    "a shift wins over a yearly holiday": (
        "Asia/Shanghai", office(shifts={"2024-12-25": [["09:00", "10:00"]]}, holidays=["--12-25"]),
        "2024-12-24T17:00:00+08:00", "3600s", [], None, {"due": "2024-12-25T02:00:00Z"},
    ),
    "a dated holiday wins over a shift": (
        "Asia/Shanghai", office(shifts={"2024-12-25": [["09:00", "10:00"]]}, holidays=["2024-12-25"]),
        "2024-12-24T17:00:00+08:00", "3600s", [], None, {"due": "2024-12-26T02:00:00Z"},
    ),
    "a break is cut out of a shift": (
        "Asia/Shanghai",
        office(shifts={"2024-10-12": [["10:00", "14:00"]]}, breaks={"2024-10-12": [["10:30", "11:00"]]}),
        "2024-10-11T16:00:00+08:00", "7200s", [], None, {"due": "2024-10-12T03:30:00Z"},
    ),
    "breaks that overlap are cut out once": (
        "Asia/Shanghai", office(breaks={"2024-10-07": [["10:00", "11:00"], ["10:30", "11:30"]]}),
        "2024-10-07T09:00:00+08:00", None, [], "2024-10-07T12:00:00+08:00", {"elapsed_s": 5400},
    ),
    "working days on a shorter day end at their time of day, and are late from then on": (
        "Asia/Shanghai", {"week": {"mon": [["09:00", "20:00"]], "tue": [["09:00", "17:00"]]}},
        "2024-10-07T18:30:00+08:00", "1 working day", [], "2024-10-08T18:30:00.001+08:00",
        {"due": "2024-10-08T10:30:00Z", "breached": True, "elapsed_s": 34200},
    ),
    "working days keep the time of day": (
        "Asia/Shanghai", office(holidays=["2024-10-09"]), "2024-10-07T15:30:00.250+08:00", "3 working days", [], None,
        {"due": "2024-10-11T07:30:00.250Z"},
    ),
    "working days from a Sunday begin at Monday's opening": (
        "Asia/Shanghai", OFFICE, "2024-10-06T15:30:00+08:00", "1 working day", [], None,
        {"due": "2024-10-08T01:00:00Z"},
    ),
    "from the closing instant they begin at the next opening": (
        "Asia/Shanghai", OFFICE, "2024-10-11T17:00:00+08:00", "1 working days", [], None,
        {"due": "2024-10-15T01:00:00Z"},
    ),
    "counted back from the closing instant they stay at closing": (
        "Asia/Shanghai", OFFICE, "2024-10-11T17:00:00+08:00", "-1 working days", [], None,
        {"due": "2024-10-10T09:00:00Z"},
    ),
    "counted back from a Sunday they begin at Monday's opening": (
        "Asia/Shanghai", OFFICE, "2024-10-06T12:00:00+08:00", "-1 working days", [], None,
        {"due": "2024-10-04T01:00:00Z"},
    ),
    "a make-up Saturday is a working day": (
        "Asia/Shanghai", office(shifts={"2024-10-12": [["09:00", "17:00"]]}), "2024-10-11T10:00:00+08:00",
        "1 working day", [], None, {"due": "2024-10-12T02:00:00Z"},
    ),
    "a pause moves working days by its open part": (
        "Asia/Shanghai", OFFICE, "2024-10-07T10:00:00+08:00", "2 working days",
        [["2024-10-07T16:00:00+08:00", "2024-10-08T10:00:00+08:00"]], "2024-10-09T12:00:00+08:00",
        {"due": "2024-10-09T04:00:00Z", "breached": False, "elapsed_s": 50400},
    ),
    "a pause moves calendar days by all of it": (
        "Asia/Shanghai", OFFICE, "2024-10-07T10:00:00+08:00", "2 days",
        [["2024-10-07T16:00:00+08:00", "2024-10-08T10:00:00+08:00"]], "2024-10-10T04:00:00.001+08:00",
        {"due": "2024-10-09T20:00:00Z", "breached": True, "elapsed_s": 64800},
    ),
    "a pause that begins when whole days are up moves nothing": (
        "UTC", "24x7", "2024-10-07T10:00:00Z", "2 days", [["2024-10-09T10:00:00Z", "2024-10-09T12:00:00Z"]],
        "2024-10-09T12:00:00Z", {"due": "2024-10-09T10:00:00Z", "breached": False, "elapsed_s": 172800},
    ),
    "a pause moves working days that are counted back further back": (
        "Asia/Shanghai", OFFICE, "2024-10-08T10:00:00+08:00", "-1 working days",
        [["2024-10-07T14:00:00+08:00", "2024-10-07T15:00:00+08:00"]], None, {"due": "2024-10-07T01:00:00Z"},
    ),
    "calendar days keep the wall clock when the clocks change": (
        "Europe/Berlin", "24x7", "2024-03-30T12:00:00+01:00", "1 days", [], None, {"due": "2024-03-31T10:00:00Z"},
    ),
    "calendar days into a gap move forward by it": (
        "Europe/Berlin", "24x7", "2024-03-30T02:30:00+01:00", "1 days", [], None, {"due": "2024-03-31T01:30:00Z"},
    ),
    "calendar days onto a repeated time take the first": (
        "Europe/Berlin", "24x7", "2024-10-26T02:30:00+02:00", "1 days", [], None, {"due": "2024-10-27T00:30:00Z"},
    ),
    "calendar days back": (
        "Europe/Berlin", "24x7", "2024-04-01T12:00:00+02:00", "-2 days", [], None, {"due": "2024-03-30T11:00:00Z"},
    ),
    "hours that lie in a gap begin after it": (
        "Europe/Berlin", {"week": {"sun": [["02:15", "04:00"]]}}, "2024-03-31T00:00:00+01:00", None, [],
        "2024-04-01T00:00:00+02:00", {"elapsed_s": 2700},
    ),
    "hours around a gap are an hour shorter": (
        "Europe/Berlin", {"week": {"sun": [["01:00", "04:00"]]}}, "2024-03-31T00:00:00+01:00", "7200s", [],
        "2024-04-01T00:00:00+02:00", {"due": "2024-03-31T02:00:00Z", "elapsed_s": 7200, "breached": False},
    ),
    "hours around a repeated hour are an hour longer": (
        "Europe/Berlin", {"week": {"sun": [["01:00", "04:00"]]}}, "2024-10-27T00:00:00+02:00", None, [],
        "2024-10-28T00:00:00+01:00", {"elapsed_s": 14400},
    ),
    "a day without a midnight begins an hour later": (
        "America/Havana", {"week": {"sun": [["00:00", "24:00"]]}}, "2024-03-09T12:00:00-05:00", "3600s", [],
        "2024-03-11T12:00:00-04:00", {"due": "2024-03-10T06:00:00Z", "elapsed_s": 82800, "breached": True},
    ),
    "a day with two midnights has 25 hours": (
        "America/Havana", {"week": {"sun": [["00:00", "24:00"]]}}, "2024-11-02T12:00:00-04:00", "3600s", [],
        "2024-11-04T12:00:00-05:00", {"due": "2024-11-03T05:00:00Z", "elapsed_s": 90000, "breached": True},
    ),
    "a date that was left out is no working day": (
        "Pacific/Apia", OFFICE, "2011-12-29T10:00:00-10:00", "1 working days", [], None,
        {"due": "2012-01-01T20:00:00Z"},
    ),
}  # fmt: skip

WRONG = {
    "a calendar without hours": ({"calendar": {"week": {}}}, "calendar.closed"),
    "a calendar whose every day is a yearly holiday": (
        {"calendar": {"week": {"mon": [["09:00", "17:00"]]},
                      "holidays": [f"--{m:02d}-{d:02d}" for m in range(1, 13) for d in range(1, 32)
                                   if d <= {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}.get(m, 31)]}},
        "calendar.closed",
    ),
    "a calendar whose only hours are cut away": (
        {"calendar": {"week": {}, "shifts": {"2024-10-12": [["09:00", "17:00"]]},
                      "breaks": {"2024-10-12": [["08:00", "18:00"]]}}},
        "calendar.closed",
    ),
    "no calendar": ({"calendar": None}, "calendar.unreadable"),
    "an unknown weekday": ({"calendar": {"week": {"moon": [["09:00", "17:00"]]}}}, "calendar.weekday"),
    "overlapping hours": (
        {"calendar": {"week": {"mon": [["09:00", "12:00"], ["11:59", "17:00"]]}}}, "calendar.overlap",
    ),
    "an end before its start": ({"calendar": {"week": {"mon": [["17:00", "09:00"]]}}}, "calendar.backwards"),
    "hours of no length": ({"calendar": {"week": {"mon": [["09:00", "09:00"]]}}}, "calendar.backwards"),
    "a time past the day's end": ({"calendar": {"week": {"mon": [["09:00", "24:01"]]}}}, "calendar.time"),
    "hours that are no pairs": ({"calendar": {"week": {"mon": ["09:00-17:00"]}}}, "calendar.segments"),
    "a day that does not exist": ({"calendar": {**OFFICE, "holidays": ["2023-02-29"]}}, "calendar.date"),
    "a yearly day that never exists": ({"calendar": {**OFFICE, "holidays": ["--02-30"]}}, "calendar.date"),
    "holidays that are no list": ({"calendar": {**OFFICE, "holidays": "2024-12-25"}}, "calendar.holidays"),
    "shifts that are no object": ({"calendar": {**OFFICE, "shifts": ["2024-12-25"]}}, "calendar.shape"),
    "an unknown zone": ({"tz": "Moon/Tycho"}, "zone.unknown"),
    "no zone": ({"tz": None}, "case.tz"),
    "an unreadable target": ({"target": "soon"}, "target.unreadable"),
    "half a working day": ({"target": "0.5 working days"}, "target.unreadable"),
    "no start": ({"start": None}, "case.instant"),
    "a start without an offset": ({"start": "2024-10-07T09:00:00"}, "instant.naive"),
    "an unreadable start": ({"start": "yesterday"}, "instant.unreadable"),
    "a pause that ends before it begins": (
        {"pauses": [["2024-10-08T00:00:00Z", "2024-10-07T00:00:00Z"]]}, "case.pause_back",
    ),
    "a pause without an end, and no end": ({"pauses": [["2024-10-08T00:00:00Z", None]]}, "case.pause_open"),
    "pauses that are no pairs": ({"pauses": ["2024-10-08T00:00:00Z"]}, "case.pauses"),
    "a target out of reach": ({"target": "999999999999s"}, "calendar.beyond"),
}  # fmt: skip
GOOD = {"id": 7, "tz": "Asia/Shanghai", "calendar": OFFICE, "start": "2024-10-07T09:00:00+08:00", "target": "60s"}


@pytest.mark.parametrize("name", CASES)
def test_the_case_of(name):
    zone, calendar, start, target, pauses, until, expected = CASES[name]
    case = {"id": name, "tz": zone, "calendar": calendar, "start": start, "pauses": pauses}
    case |= {key: value for key, value in (("target", target), ("until", until)) if value is not None}
    assert answers([case]) == [{"id": name, **expected}]


@pytest.mark.parametrize("name", WRONG)
def test_the_refusal_of(name):
    change, code = WRONG[name]
    (answer,) = answers([GOOD | change])
    assert (answer["id"], answer["code"], set(answer)) == (7, code, {"id", "error", "code"})
    assert answer["error"].endswith(".")


def test_one_wrong_case_leaves_the_others_alone():
    told = answers([GOOD, {"id": 8}, GOOD | {"id": 9, "colour": "red"}, "what"])
    assert [("due" in one, "error" in one) for one in told] == [
        (True, False),
        (False, True),
        (True, False),
        (False, True),
    ]


def test_a_case_that_asks_nothing_is_answered_with_its_name():
    assert answers([{key: GOOD[key] for key in ("id", "tz", "calendar", "start")}]) == [{"id": 7}]


words = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=12),
    st.sampled_from(["24x7", "mon", "week", "09:00", "24:00", "--02-29", "0001-01-01", "9999-12-31", "-0 days",
                     "2024-10-07T00:00:00Z", "1900-01-01T00:00:00Z", "2199-12-31T23:59:59.999Z", "UTC",
                     "99999999 days", "-999999 working days", "1e5s"]),
)  # fmt: skip


def nested(inner):
    """That, or a list or an object of it."""
    return st.one_of(inner, st.lists(inner, max_size=3), st.dictionaries(words.map(str), inner, max_size=3))


anything = nested(nested(nested(words)))


@given(st.dictionaries(st.sampled_from([*GOOD, "pauses", "until"]), anything, max_size=3), anything)
def test_whatever_stands_in_a_case_is_answered(change, other):
    first, second = answers([GOOD | change, other])
    for told in (first, second):
        assert "id" in told
        assert ("error" in told) != bool({"due", "elapsed_s", "breached"} & told.keys()) or told.keys() == {"id"}


@pytest.mark.parametrize("part", ["week", "shifts", "breaks", "holidays"])
@given(data=anything)
def test_whatever_stands_in_a_calendar_is_answered(part, data):
    (told,) = answers([GOOD | {"calendar": OFFICE | {part: data}}])
    assert ("error" in told) != ("due" in told)


@pytest.mark.shared
def test_every_case_of_the_collection_agrees():
    if not COLLECTION.is_file():
        pytest.skip("needs ../shared/cases")
    cases = json.loads(COLLECTION.read_text("utf-8"))
    given = [{key: value for key, value in case.items() if key != "expect"} for case in cases]
    wrong = {case["id"]: (case["expect"], told) for case, told in zip(cases, answers(given), strict=True)
             if case["expect"].items() - told.items()}  # fmt: skip
    assert (len(cases), wrong) == (108, {})
