"""`hotline calendar`: shown, set, laid over by files, retired; a rehearsal writes nothing."""

import json

import pytest

CSV = "date,name,is_off\n2026-10-01,国庆节,1\n2026-10-10,国庆节,0\n"
ICS = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Founders' Day\r\n"
    "DTSTART;VALUE=DATE:20260512\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:2\r\nDTSTART:20260513T090000Z\r\n"
    "END:VEVENT\r\nEND:VCALENDAR\r\n"
)
WEEK = "mon-fri 09:00-12:00,13:00-17:00; sat 09:00-12:00"


@pytest.fixture
def shop(made, done):
    """A calendar of a business hall."""
    return done("calendar", "set", "shop", "--week", WEEK, "--zh", "营业厅", "--en", "Business hall")


def test_a_new_file_shows_its_two_calendars(made, done, inside):
    rows = done("calendar", "list")
    assert [(row["code"], row["week"], row["zone"]) for row in rows] == [
        ("24x7", "24x7", "Asia/Shanghai"), ("cn-office", "mon-fri 09:00-17:00", "Asia/Shanghai"),
    ]  # fmt: skip
    assert "cn-office" in inside("calendar", "list").out


def test_a_calendar_is_set_from_a_line_and_shown_again(shop, done, inside):
    assert (shop["name"], shop["version"], shop["moved"], shop["dry_run"]) == ("shop", 1, [], False)
    told = done("calendar", "show", "shop")
    assert (told["week"], told["zh"], told["calendar"]["week"]["sat"]) == (WEEK, "营业厅", [["09:00", "12:00"]])
    assert WEEK in inside("calendar", "show", "shop").out


def test_a_calendar_is_set_from_a_file(made, done, tmp_path):
    (tmp_path / "c.json").write_text(json.dumps({"week": {"mon": [["09:00", "24:00"]]}, "holidays": ["--12-25"]}))
    done("calendar", "set", "shop", "--file", str(tmp_path / "c.json"), "--zone", "Europe/Berlin")
    told = done("calendar", "show", "shop")
    assert (told["zone"], told["week"], told["holidays"]) == ("Europe/Berlin", "mon 09:00-24:00", 1)


def test_a_rehearsal_says_what_would_change_and_writes_nothing(shop, done, inside):
    told = done("calendar", "set", "shop", "--week", "24x7", "--dry-run")
    assert (told["version"], told["moved"], told["dry_run"]) == (2, [], True)
    assert "0 open clocks would move" in inside("calendar", "set", "shop", "--week", "24x7", "--dry-run").out
    assert "0 open clocks would move" in inside("calendar", "retire", "shop", "--dry-run").out
    assert [row["version"] for row in done("calendar", "list", "--all") if row["code"] == "shop"] == [1]


def test_chinas_days_can_be_laid_over_it(shop, done):
    done("calendar", "set", "shop", "--days-off", "cn")
    days = {
        row["date"]: (row["hours"], row["because"])
        for row in done("calendar", "days", "shop", "2024-09-28", "2024-10-01")
    }
    assert days == {
        "2024-09-28": ("09:00-12:00", "week"),
        "2024-09-29": ("09:00-12:00, 13:00-17:00", "shift"),
        "2024-09-30": ("09:00-12:00, 13:00-17:00", "week"),
        "2024-10-01": ("", "holiday"),
    }


@pytest.mark.parametrize(
    ("name", "text", "day", "hours"),
    [("d.csv", CSV, "2026-10-01", ""), ("d.csv", CSV, "2026-10-10", "09:00-12:00"), ("d.ics", ICS, "2026-05-12", "")],
)
def test_the_dates_of_a_file_are_laid_over_it(shop, done, inside, tmp_path, name, text, day, hours):
    (tmp_path / name).write_bytes(text.encode())
    told = inside("--json", "calendar", "import", "shop", tmp_path / name)
    assert (told.code, told.data["version"]) == (0, 2)
    assert ("1 events with a time of day" in told.err) == (name == "d.ics")
    (row,) = done("calendar", "days", "shop", day, day)
    assert row["hours"] == hours


def test_a_file_can_be_laid_over_a_new_week(made, done, tmp_path):
    (tmp_path / "d.csv").write_text(CSV, "utf-8")
    done(
        "calendar", "import", "new", str(tmp_path / "d.csv"), "--week", "mon-fri 09:00-17:00", "--zone", "Asia/Kolkata"
    )
    told = done("calendar", "show", "new")
    assert (told["zone"], told["holidays"], told["shifts"]) == ("Asia/Kolkata", 1, 1)


def test_what_is_exported_can_be_imported(shop, done, inside, tmp_path):
    done("calendar", "set", "shop", "--days-off", "cn")
    (tmp_path / "out.csv").write_text(inside("calendar", "export", "shop").out, "utf-8")
    done("calendar", "import", "twin", str(tmp_path / "out.csv"))
    assert done("calendar", "show", "twin")["calendar"] == done("calendar", "show", "shop")["calendar"]


def test_an_older_version_is_shown_as_of_its_time(drill, done):
    now = ("--now", "2026-01-02T08:00:00+08:00")
    done(*now, "calendar", "set", "shop", "--week", "mon 09:00-10:00")
    done(*now, "calendar", "set", "shop", "--week", "mon 09:00-11:00", "--from", "2026-02-01T00:00:00+08:00")
    assert done("calendar", "list", "--all")[-1]["version"] == 2
    assert done(*now, "calendar", "show", "shop")["version"] == 1
    assert done(*now, "calendar", "show", "shop", "--at", "2026-02-01T00:00:00+08:00")["version"] == 2


def test_a_retired_calendar_is_listed_only_among_all(shop, done, inside):
    assert done("calendar", "retire", "shop")["act"] == "retire"
    assert "shop" not in inside("calendar", "list").out
    assert "shop" in inside("calendar", "list", "--all").out
    assert inside("calendar", "show", "shop").code == 1


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("set", "new"), 2, "Nothing says which hours"),
        (("set", "new", "--week", "someday 09:00-10:00"), 1, "cannot be read as days and hours"),
        (("set", "new", "--week", "mon 09:00-10:00; mon 11:00-12:00"), 1, "named twice"),
        (("set", "new", "--week", "mon 09:00-10:00", "--zone", "Moon/Tycho"), 1, "no time zone"),
        (("set", "new", "--week", "mon 09:00-10:00", "--days-off", "xx"), 2, "no days off"),
        (("set", "new", "--week", "mon 09:00-10:00", "--from", "2020-01-01T00:00:00Z"), 1, "from now"),
        (("set", "new", "--days-off", "cn"), 1, "no week was named"),
        (("set", "new", "--file", "nowhere.json"), 1, "cannot be read"),
        (("set", "24x7", "--week", "mon 09:00-10:00"), 1, "never closes"),
        (("import", "cn-office", "nowhere.csv"), 1, "cannot be read"),
        (("import", "cn-office", "days.txt"), 2, "neither .csv nor .ics"),
        (("import", "cn-office", "bad.csv"), 1, "Line 2: '2026-13-01' is no date"),
        (("show", "nobody"), 1, "no calendar nobody"),
        (("retire", "nobody"), 1, "no calendar nobody"),
        (("days", "cn-office", "2026-02-01", "2026-01-01"), 2, "no days that can be listed"),
        (("days", "cn-office", "tomorrow", "2026-01-01"), 1, "is no date"),
    ],
)
def test_what_cannot_be_meant_is_said_in_a_sentence(made, inside, tmp_path, monkeypatch, words, code, said):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "days.txt").write_text("x")
    (tmp_path / "bad.csv").write_text("date\n2026-13-01\n")
    told = inside("calendar", *words)
    assert (told.code, told.out) == (code, "")
    assert said in told.err
    assert len(told.err.splitlines()) <= 2
