"""Calendars from files: CSV of days or segments, iCalendar of days off; a wrong line is named with its reason."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.calendar import Calendar, csvform, icalform
from models.calendar.hours import WEEKDAYS
from models.errors import Invalid

OFFICE = Calendar.from_json(
    {
        "week": {day: [["09:00", "12:00"], ["13:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")},
        "holidays": ["2024-12-25", "--01-01"],
        "shifts": {"2024-10-12": [["09:00", "17:00"]], "2024-10-14": []},
        "breaks": {"2024-10-15": [["10:00", "10:30"], ["15:00", "15:30"]]},
    },
    "Asia/Shanghai",
)
EMPTY = Calendar.from_json({"week": {"mon": [["00:00", "24:00"]]}}, "Asia/Shanghai")


def refused(read, text):
    with pytest.raises(Invalid) as told:
        read(text)
    return told.value


def ics(*events, head="BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\n"):
    body = "".join("BEGIN:VEVENT\r\nUID:1\r\n" + event.replace("\n", "\r\n") + "\r\nEND:VEVENT\r\n" for event in events)
    return (head + body + "END:VCALENDAR\r\n").encode()


def test_a_calendar_written_in_segments_is_read_back():
    assert csvform.read(csvform.write(OFFICE)).over(EMPTY) == OFFICE


@given(
    st.dictionaries(st.sampled_from(WEEKDAYS), st.just([["08:00", "12:00"], ["12:00", "24:00"]]), min_size=1),
    st.dictionaries(st.dates(date(2020, 1, 1)).map(str), st.sampled_from([[], [["01:00", "02:00"]]]), max_size=3),
    st.lists(st.one_of(st.dates(date(1900, 1, 1)).map(str), st.sampled_from(["--02-29", "--12-31"])), max_size=3),
)
def test_any_calendar_written_in_segments_is_read_back(week, shifts, holidays):
    shifts = {day: hours for day, hours in shifts.items() if day not in holidays}
    calendar = Calendar.from_json({"week": week, "shifts": shifts, "holidays": holidays}, "Asia/Shanghai")
    assert csvform.read(csvform.write(calendar)).over(EMPTY) == calendar


def test_days_off_and_days_worked_are_laid_over_the_week():
    text = "\ufeffdate,name,is_off\n2024-10-01,国庆节,1\n2024-10-14,国庆节,0\n2024-10-13,国庆节,0\n2024-10-02,,yes\n"
    laid = csvform.read(text.removeprefix("\ufeff")).over(OFFICE)
    assert laid.hours(date(2024, 10, 1)) == laid.hours(date(2024, 10, 2)) == ()
    assert laid.hours(date(2024, 10, 13)) == laid.hours(date(2024, 10, 14)) == OFFICE.week[0]
    assert laid.hours(date(2024, 10, 3)) == OFFICE.week[3]


def test_without_the_column_every_date_is_off():
    read = csvform.read("name, Date \nx,2024-10-01\n")
    assert (list(read.off), read.off[date(2024, 10, 1)]) == ([date(2024, 10, 1)], ("x", "x"))


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("date,name,is_off\n2024-10-01,x,1\n2024-10-32,x,1\n", 3, "'2024-10-32' is no date"),
        ("date,is_off\n2024-10-01,maybe\n", 2, "is_off is 'maybe'"),
        ('date,name\n2024-10-01,"x\ny"\n,z\n', 4, "'' is no date"),
        ("what,day,from,to\nweek,mon,09:00,17:00\nweek,mon,16:00,18:00\n", 3, "overlap at 16:00"),
        ("what,day,from,to\nweek,someday,09:00,17:00\n", 2, "no day 'someday'"),
        ("what,day,from,to\nweek,mon,17:00,09:00\n", 2, "end before they begin"),
        ("what,day,from,to\nshift,mon,09:00,17:00\n", 2, "'mon' is no date"),
        ("what,day,from,to\nholiday,2024-10-01,09:00,17:00\n", 2, "A holiday has no hours"),
        ("what,day,from,to\nparty,2024-10-01,09:00,17:00\n", 2, "no 'party'"),
        ("what,day,from,to\nweek,mon,9 o'clock,17:00\n", 2, "no time of day"),
        ('date,name\n2024-10-01,"x\n', 2, "unexpected end"),
    ],
)
def test_a_wrong_line_of_csv_is_named_with_its_reason(text, line, why):
    error = refused(csvform.read, text)
    assert (error.code, error.facts["line"]) == ("calendar.line", line)
    assert why in error.what


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "what,day\nweek,mon\n"])
def test_a_csv_of_something_else_is_refused(text):
    assert refused(csvform.read, text).code == "calendar.header"


def test_an_all_day_event_is_a_day_off():
    read = icalform.read(ics("DTSTART;VALUE=DATE:20241001\nSUMMARY:National Day"))
    assert read.off == {date(2024, 10, 1): ("National Day", "National Day")}


@pytest.mark.parametrize("end", ["DTEND;VALUE=DATE:20241004", "DURATION:P3D"])
def test_an_event_of_several_days_is_as_many_days_off(end):
    read = icalform.read(ics(f"DTSTART;VALUE=DATE:20241001\n{end}"))
    assert list(read.off) == [date(2024, 10, day) for day in (1, 2, 3)]


@pytest.mark.parametrize("rule", ["FREQ=YEARLY", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25", "FREQ=YEARLY;INTERVAL=1"])
def test_what_recurs_each_year_without_an_end_is_a_yearly_holiday(rule):
    read = icalform.read(ics(f"DTSTART;VALUE=DATE:20201225\nDTEND;VALUE=DATE:20201227\nRRULE:{rule}"))
    assert (read.yearly, read.off) == ({(12, 25), (12, 26)}, {})
    assert read.over(OFFICE).hours(date(2031, 12, 25)) == ()


def test_what_recurs_with_an_end_is_written_out_without_what_is_taken_out():
    read = icalform.read(
        ics(
            "DTSTART;VALUE=DATE:20201225\nRRULE:FREQ=YEARLY;UNTIL=20231225\nEXDATE;VALUE=DATE:20211225",
            "DTSTART;VALUE=DATE:20240105\nRRULE:FREQ=WEEKLY;COUNT=3\nRDATE;VALUE=DATE:20240201",
        )
    )
    assert sorted(read.off) == [
        date(2020, 12, 25), date(2022, 12, 25), date(2023, 12, 25),
        date(2024, 1, 5), date(2024, 1, 12), date(2024, 1, 19), date(2024, 2, 1),
    ]  # fmt: skip


def test_a_movable_feast_is_written_out_for_this_century():
    read = icalform.read(ics("DTSTART;VALUE=DATE:20241128\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH"))
    assert [day for day in sorted(read.off) if day.year < 2027] == [
        date(2024, 11, 28), date(2025, 11, 27), date(2026, 11, 26),
    ]  # fmt: skip
    assert max(read.off).year == 2099


def test_a_day_marked_as_worked_is_one():
    read = icalform.read(ics("DTSTART;VALUE=DATE:20241013\nX-APPLE-SPECIAL-DAY:ALTERNATE-WORKDAY"))
    assert (list(read.work), read.off) == ([date(2024, 10, 13)], {})


def test_cancelled_events_and_those_with_a_time_close_nothing():
    read = icalform.read(
        ics("DTSTART;VALUE=DATE:20241001\nSTATUS:CANCELLED", "DTSTART:20241002T090000Z\nDTEND:20241002T100000Z")
    )
    assert (read.off, read.skipped) == ({}, 1)


@pytest.mark.parametrize(
    ("raw", "line", "why"),
    [
        (ics("DTSTART;VALUE=DATE:20241001", "SUMMARY:x"), 8, "has no start"),
        (ics("DTSTART;VALUE=DATE:20241001\nDTEND;VALUE=DATE:20241001"), 4, "does not end on a day after"),
        (ics("DTSTART;VALUE=DATE:2024100"), 4, "cannot be read"),
        (ics("DTSTART;VALUE=DATE:20241001\nRRULE:FREQ=WEEKLY"), 4, "recurs without an end"),
        (ics("DTSTART;VALUE=DATE:20241001\nRRULE:FREQ=DAILY;COUNT=9999"), 4, "recurs too often"),
    ],
)
def test_a_wrong_event_is_named_with_its_line_and_reason(raw, line, why):
    error = refused(icalform.read, raw)
    assert (error.code, error.facts["line"]) == ("calendar.line", line)
    assert why in error.what


@pytest.mark.parametrize("raw", [b"", b"date,name\n", b"BEGIN:VCALENDAR\nnonsense\nEND:VCALENDAR", b"\xff\xfe\x00"])
def test_what_is_no_icalendar_is_refused(raw):
    assert refused(icalform.read, raw).code in ("calendar.ical", "calendar.line")


@pytest.mark.parametrize("raw", [bytes(range(256)) * 8, b"\x1b]0;x\x07\x9b31m" * 50, "乱码\u202e".encode() * 90])
def test_the_bytes_of_a_wrong_file_are_never_echoed(raw):
    error = refused(icalform.read, raw)
    assert error.what.isascii()
    assert error.what.isprintable()
    assert all(str(fact).isprintable() and str(fact).isascii() for fact in error.facts.values())
    assert len(error.what) < 220
