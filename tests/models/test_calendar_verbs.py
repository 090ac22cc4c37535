"""Calendars in the file: versions that begin to hold, are retired and come back, and who may do that."""

import json

import pytest

from models.calendar import Calendar
from models.calendar.daysoff import cn_office
from models.desk.calendars import affected
from models.rows import NewRequest
from models.tables import CalendarVersion, Line
from models.wall import DAY, HOUR

OFFICE = {"week": {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}}
LONGER = {"week": {day: [["08:00", "18:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}}


def test_a_file_begins_with_two_calendars(desk, wall):
    rows = desk.look.calendars()
    assert [(row.code, row.version, row.zone) for row in rows] == [
        ("24x7", 1, "Asia/Shanghai"), ("cn-office", 1, "Asia/Shanghai"),
    ]  # fmt: skip
    assert desk.look.calendar("24x7", 0).calendar == Calendar.round_the_clock("Asia/Shanghai")
    assert desk.look.calendar("cn-office", wall.now()).calendar == cn_office()
    assert desk.look.calendar("nobody", wall.now()) is None


def test_a_new_calendar_holds_from_now_and_is_on_record(desk, seats, wall, rows):
    row = desk.calendars.set(seats.admin, "shop", OFFICE, zone="Europe/Berlin", zh="营业厅", en="Business hall")
    assert (row.version, row.valid_from, row.calendar) == (1, wall.now(), Calendar.from_json(OFFICE, "Europe/Berlin"))
    assert desk.look.calendar("shop", wall.now()) == row
    assert desk.look.calendar("shop", wall.now() - 1) is None
    (line,) = rows(Line, act="administer")
    told = json.loads(line.payload)
    assert (line.actor, told["subject"], told["act"], told["name"], told["version"]) == (
        seats.admin.login, "calendar", "set", "shop", 1,
    )  # fmt: skip
    assert Calendar.from_json(told["calendar"], told["zone"]) == row.calendar


def test_what_is_left_out_stays_as_it_was(desk, seats, wall):
    desk.calendars.set(seats.admin, "shop", OFFICE, zone="Europe/Berlin", zh="营业厅", en="Business hall")
    wall.advance(hours=1)
    row = desk.calendars.set(seats.admin, "shop", LONGER)
    assert (row.version, row.zone, row.zh, row.en) == (2, "Europe/Berlin", "营业厅", "Business hall")


def test_without_words_it_has_the_utilitys_zone_and_its_code_as_name(desk, seats):
    row = desk.calendars.set(seats.admin, "shop", OFFICE)
    assert (row.zone, row.zh, row.en) == ("Asia/Shanghai", "shop", "shop")


def test_what_was_before_keeps_the_older_version(desk, seats, wall):
    began = wall.now()
    first = desk.calendars.set(seats.admin, "shop", OFFICE)
    wall.advance(days=1)
    second = desk.calendars.set(seats.admin, "shop", LONGER)
    assert desk.look.calendar("shop", began) == desk.look.calendar("shop", wall.now() - 1) == first
    assert desk.look.calendar("shop", wall.now()) == second
    assert [row.version for row in desk.look.calendars() if row.code == "shop"] == [1, 2]


def test_a_version_can_wait_for_its_day(desk, seats, wall):
    first = desk.calendars.set(seats.admin, "shop", OFFICE)
    later = desk.calendars.set(seats.admin, "shop", LONGER, valid_from=wall.now() + 30 * DAY)
    assert desk.look.calendar("shop", wall.now() + 29 * DAY) == first
    assert desk.look.calendar("shop", wall.now() + 30 * DAY) == later
    sooner = desk.calendars.set(seats.admin, "shop", LONGER)
    assert (sooner.version, desk.look.calendar("shop", wall.now())) == (3, sooner)


def test_two_versions_of_the_same_moment_are_told_apart(desk, seats, wall):
    desk.calendars.set(seats.admin, "shop", OFFICE)
    second = desk.calendars.set(seats.admin, "shop", LONGER)
    assert desk.look.calendar("shop", wall.now()) == second


def test_a_retired_calendar_ends_and_can_be_taken_back(desk, seats, wall, refused):
    first = desk.calendars.set(seats.admin, "shop", OFFICE)
    wall.advance(hours=1)
    assert desk.calendars.retire(seats.admin, "shop") == "shop"
    assert desk.look.calendar("shop", wall.now()) is None
    assert desk.look.calendar("shop", wall.now() - 1).body == first.body
    assert refused(desk.calendars.retire, seats.admin, "shop") == "name.retired"
    wall.advance(hours=1)
    again = desk.calendars.set(seats.admin, "shop", OFFICE)
    assert (again.version, desk.look.calendar("shop", wall.now())) == (2, again)
    assert desk.look.calendar("shop", wall.now() - 1) is None


@pytest.mark.parametrize(
    ("code", "body", "facts", "why"),
    [
        ("shop", {"week": {}}, {}, "calendar.closed"),
        ("shop", {"week": {"mon": [["17:00", "09:00"]]}}, {}, "calendar.backwards"),
        ("shop", OFFICE | {"holliday": []}, {}, "field.unknown"),
        ("shop", "always", {}, "calendar.unreadable"),
        ("shop", OFFICE, {"zone": "Moon/Tycho"}, "zone.unknown"),
        ("shop", OFFICE, {"valid_from": 0}, "calendar.past"),
        ("shop", OFFICE, {"valid_from": 10**15}, "calendar.past"),
        ("", OFFICE, {}, "name.missing"),
        ("24x7", OFFICE, {}, "calendar.always"),
        ("cn-office", cn_office().as_json(), {}, "calendar.same"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_leaves_nothing(desk, seats, refused, rows, code, body, facts, why):
    assert refused(desk.calendars.set, seats.admin, code, body, **facts) == why
    assert refused(desk.calendars.foresee, seats.admin, code, body, **facts) == why
    assert (len(rows(CalendarVersion)), rows(Line)) == (2, [])


def test_the_calendar_that_never_closes_cannot_be_retired_nor_one_that_is_not_there(desk, seats, refused):
    assert refused(desk.calendars.retire, seats.admin, "24x7") == "calendar.always"
    assert refused(desk.calendars.retire, seats.admin, "shop") == "calendar.none"
    assert refused(desk.calendars.foresee_retiring, seats.admin, "shop") == "calendar.none"


@pytest.mark.parametrize("who", ["operator", "dispatcher", "supervisor"])
def test_calendars_are_the_admins(desk, seats, refused, who):
    seat = getattr(seats, who)
    assert refused(desk.calendars.set, seat, "shop", OFFICE) == "role.needed"
    assert refused(desk.calendars.retire, seat, "cn-office") == "role.needed"
    assert refused(desk.calendars.foresee, seat, "shop", OFFICE) == "role.needed"
    assert refused(desk.calendars.foresee_retiring, seat, "cn-office") == "role.needed"


def test_foreseeing_writes_nothing(desk, seats, rows):
    row, moved = desk.calendars.foresee(seats.admin, "shop", OFFICE)
    assert (row.code, row.version, moved) == ("shop", 1, ())
    assert desk.calendars.foresee_retiring(seats.admin, "cn-office") == ()
    assert (len(rows(CalendarVersion)), rows(Line)) == (2, [])


def test_elapsed_promises_are_moved_by_no_calendar(desk, seats, store, wall):
    desk.intake.save(seats.operator, NewRequest("RP-HOSE", phone="1"))
    with store.read() as connection:
        for new in (cn_office(), None):
            assert affected(connection, "cn-office", new, wall.now() - HOUR) == ()


def test_the_chain_and_the_file_hold_after_all_of_it(desk, seats, wall):
    desk.calendars.set(seats.admin, "shop", OFFICE)
    wall.advance(hours=1)
    desk.calendars.set(seats.admin, "shop", LONGER)
    desk.calendars.retire(seats.admin, "shop")
    assert desk.upkeep.check().faults == ()
