"""What is promised to whom: lines on a calendar, contracts, and rules that are tried before they hold."""

import json

import pytest
from sqlalchemy import insert

from models.policyfile import line_of, read_policies
from models.rows import NewRequest
from models.tables import CalendarVersion, Clock, Customer, Line, Policy, Request
from models.vocabulary import ClockKind, Disposition, HoldReason, Priority
from models.wall import DAY, HOUR

HOSE = NewRequest("RP-HOSE", phone="1")
WEEK = {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}


@pytest.fixture
def office(store):
    """``office(version, valid_from, **exceptions)``: a version of the calendar ``office`` in Shanghai."""

    def put(version=1, valid_from=0, **exceptions):
        body = json.dumps({"week": WEEK, **exceptions})
        row = {"code": "office", "version": version, "zone": "Asia/Shanghai", "body": body, "valid_from": valid_from}
        with store.write() as connection:
            connection.execute(insert(CalendarVersion), {**row, "zh": "", "en": ""})

    put()
    return put


@pytest.fixture
def put(desk, seats):
    """``put(whom, clock, target, **words)``: a policy line set by the admin."""
    return lambda *words, valid_from=None, **more: desk.terms.set_policy(
        seats.admin, line_of(*words, **more), valid_from=valid_from
    )


@pytest.fixture
def due(desk, rows):
    """``due(number, kind)``: when that clock is due."""

    def read(number, kind="resolution"):
        (request,) = rows(Request, number=number)
        return max(rows(Clock, request_id=request.id, kind=kind), key=lambda row: row.cycle).due_at

    return read


def save(desk, seats, new=HOSE):
    return desk.intake.save(seats.operator, new).number


def test_a_target_in_working_time_runs_only_while_the_office_is_open(desk, seats, office, put, due, wall, rows):
    put("RP-HOSE", "resolution", "12h", calendar="office")  # 2026-01-01 is a Thursday; it is 08:00 there
    number = save(desk, seats)
    assert due(number) == wall.now() + DAY + 5 * HOUR
    (clock,) = rows(Clock, kind="resolution")
    assert (clock.target_ms, json.loads(clock.terms)) == (12 * HOUR, {"calendar": "office@1", "ms": 12 * HOUR})
    wall.advance(hours=30)
    desk.alarms.sweep()
    assert desk.upkeep.check().faults == ()


def test_a_pause_costs_only_its_working_part(desk, seats, office, put, due, wall):
    put("RP-HOSE", "resolution", "12h", calendar="office")
    number, begun = save(desk, seats), wall.now()
    wall.advance(hours=7)  # 15:00
    desk.handling.hold(seats.supervisor, number, reason=HoldReason.NOT_HOME, until=wall.now() + 20 * HOUR)
    assert due(number) == begun + 33 * HOUR  # 2 h of Thursday and 2 h of Friday are not counted


def test_an_explanation_names_the_closed_hours_and_its_running_parts_sum(desk, seats, office, put, wall):
    put("RP-HOSE", "resolution", "12h", calendar="office")
    number = save(desk, seats)
    wall.advance(hours=7)
    desk.handling.hold(seats.supervisor, number, reason=HoldReason.NOT_HOME, until=wall.now() + 20 * HOUR)
    wall.advance(hours=22)
    clock = next(one for one in desk.look.explain(number, wall.now()).clocks if one.kind is ClockKind.RESOLUTION)
    words = [part.word for part in clock.segments]
    assert words == ["closed", "running", "paused", "closed", "paused", "running"]
    assert sum(part.end - part.start for part in clock.segments if part.word == "running") == clock.elapsed_ms
    assert clock.elapsed_ms == 8 * HOUR


@pytest.mark.parametrize(("target", "days"), [("3 working days", 5), ("3 days", 3)])
def test_a_target_in_days_keeps_the_time_of_day(desk, seats, office, put, due, wall, target, days):
    put("RP-HOSE", "resolution", target, calendar="office")
    wall.advance(hours=3)
    number, begun = save(desk, seats), wall.now()
    assert due(number) == begun + days * DAY
    assert desk.upkeep.check().faults == ()


def test_a_clock_has_its_own_warnings_and_they_ring(desk, seats, put, wall, rows):
    put("RP-HOSE", "response", "10h", warn=[50])
    save(desk, seats)
    wall.advance(hours=5, seconds=0.001)
    assert desk.alarms.sweep().raised == 1
    assert rows(Clock, kind="response")[0].alarm_level == 100
    wall.advance(hours=4)
    assert desk.alarms.sweep().raised == 0
    assert desk.upkeep.check().faults == ()


def test_a_policy_names_the_reasons_that_pause_and_what_a_reopening_gives(desk, seats, put, due, wall):
    put("RP-HOSE", "resolution", "72h", pausing=["parts"], on_reopen="whole")
    number, begun = save(desk, seats), wall.now()
    desk.handling.hold(seats.supervisor, number, reason=HoldReason.NOT_HOME, until=begun + HOUR)
    assert due(number) == begun + 72 * HOUR
    wall.advance(hours=1)
    desk.alarms.resume_due()
    desk.handling.hold(seats.supervisor, number, reason=HoldReason.PARTS, until=wall.now() + HOUR)
    assert due(number) == begun + 73 * HOUR
    desk.handling.resume(seats.supervisor, number)
    desk.handling.take(seats.operator, number)
    wall.advance(hours=30)
    desk.handling.resolve(seats.supervisor, number, disposition=Disposition.ANSWERED)
    desk.handling.reopen(seats.supervisor, number, reason="x")
    assert due(number) == wall.now() + 72 * HOUR


def test_a_priority_has_its_own_promise_between_kind_and_category(desk, seats, put, due, wall):
    put("P3", "resolution", "50h")
    put("repair", "resolution", "60h")
    put("RP-NOGAS", "resolution", "20h")
    number = save(desk, seats)
    assert due(number) == wall.now() + 50 * HOUR
    (clock,) = [one for one in desk.look.explain(number, wall.now()).clocks if one.kind is ClockKind.RESOLUTION]
    assert clock.under[Priority.P2] == wall.now() + 60 * HOUR
    desk.handling.reclassify(seats.operator, number, priority=Priority.P2, reason="x")
    assert due(number) == wall.now() + 60 * HOUR
    assert due(save(desk, seats, NewRequest("RP-NOGAS", phone="1", priority=Priority.P3))) == wall.now() + 20 * HOUR


def test_a_contract_goes_before_everything_from_its_first_instant_to_its_last(desk, store, seats, put, due, wall):
    with store.write() as connection:
        connection.execute(insert(Customer), [{"id": 7, "name": "医院", "phone": "7"}])
    desk.terms.add_contract(seats.admin, "HOSP", customer=7, valid_to=wall.now() + 40 * DAY)
    put("contract:HOSP", "resolution", "6h")
    put("RP-HOSE", "resolution", "30h")
    theirs = NewRequest("RP-HOSE", phone="1", customer_id=7)
    assert due(save(desk, seats, theirs)) == wall.now() + 6 * HOUR
    assert due(save(desk, seats)) == wall.now() + 30 * HOUR
    wall.advance(days=9)
    assert desk.terms.warn_ending() == ()
    wall.advance(days=2)
    assert desk.terms.warn_ending() == ("HOSP",)
    assert desk.terms.warn_ending() == ()
    wall.advance(days=30)
    assert due(save(desk, seats, theirs)) == wall.now() + 30 * HOUR


@pytest.mark.parametrize(
    ("words", "more", "code"),
    [
        (("", "dispatch", "5m"), {"calendar": "office"}, "policy.life_clock"),
        (("", "response", "3 days"), {}, "policy.needs_calendar"),
        (("", "response", "soon"), {}, "target.unreadable"),
        (("", "response", "4h"), {"warn": ["100"]}, "policy.warn"),
        (("", "response", "4h"), {"pausing": ["parts"]}, "policy.pausing"),
        (("", "resolution", "4h"), {"on_reopen": "half"}, "word.unknown"),
        (("", "reply", "4h"), {}, "clock.by_date"),
        (("contract:NONE", "response", "4h"), {}, "contract.none"),
        (("", "response", "4h"), {"calendar": "moon"}, "calendar.none"),
    ],
)
def test_a_line_that_cannot_be_meant_is_refused(put, refused, words, more, code):
    assert refused(put, *words, **more) == code


def test_a_contract_that_cannot_be_is_refused(desk, seats, refused, wall):
    add = desk.terms.add_contract
    assert refused(add, seats.supervisor, "A", customer=1) == "role.needed"
    assert refused(add, seats.admin, "A", customer=99) == "customer.unknown"
    assert refused(desk.terms.set_contract, seats.admin, "A", note="x") == "contract.none"


def test_a_new_version_of_a_calendar_moves_nothing_until_it_is_recomputed(
    desk, seats, office, put, due, wall, rows, refused
):
    put("RP-HOSE", "resolution", "12h", calendar="office")
    number = save(desk, seats)
    before = due(number)
    office(2, wall.now(), holidays=["2026-01-02"])
    wall.advance(hours=1)
    assert desk.upkeep.rebuild(check=True).differing == 0
    assert due(number) == before
    foreseen = desk.terms.would_move()
    assert (foreseen.requests, foreseen.clocks) == (1, {ClockKind.RESOLUTION: 1})
    (one,) = foreseen.nearest
    assert (one.number, one.due_at, one.would_be_due) == (number, before, before + 3 * DAY)
    assert due(number) == before
    assert refused(desk.terms.recompute, seats.supervisor, reason="x") == "role.needed"
    assert refused(desk.terms.recompute, seats.admin, reason=" ") == "reason.missing"
    assert desk.terms.recompute(seats.admin, reason="新假日").requests == 1
    assert due(number) == before + 3 * DAY
    assert len(rows(Line, act="retarget")) == 1
    assert desk.terms.would_move().requests == 0
    assert desk.upkeep.check().faults == ()


def test_a_line_that_begins_in_the_past_shows_first_what_it_would_move(desk, seats, put, due, wall):
    number = save(desk, seats)
    wall.advance(hours=1)
    line = line_of("RP-HOSE", "resolution", "10h", valid_from=0)
    foreseen = desk.terms.would_move([line])
    assert (foreseen.requests, foreseen.nearest[0].would_be_due) == (1, wall.now() + 9 * HOUR)
    put("RP-HOSE", "resolution", "10h", valid_from=1)
    assert due(number) == wall.now() + 71 * HOUR
    desk.terms.recompute(seats.admin, reason="x")
    assert due(number) == wall.now() + 9 * HOUR


TOML = """
[[policy]]
for = "repair"
clock = "resolution"
target = "4h"
pausing = ["parts"]

[[policy]]
clock = "response"
target = "30m"
warn = [50, 80]
"""
CSV = "for,clock,target,calendar,warn,pausing\nrepair,resolution,4h,,,parts\n,response,30m,,50;80,\n"


@pytest.mark.parametrize(("name", "text"), [("p.toml", TOML), ("p.csv", CSV)])
def test_a_file_of_policies_reads_the_same_from_both_forms(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text, "utf-8")
    repair, everybody = read_policies(path)
    assert (repair.scope, repair.key, repair.clock, repair.target_ms) == ("kind", "repair", "resolution", 4 * HOUR)
    assert (repair.pausing, everybody.warn, everybody.scope) == ("parts", "50,80", "default")


@pytest.mark.parametrize("text", ["[[policy]]\ncolour = 1\n", "[[policy]]\nclock = 'response'\n", "[[", "\xff"])
def test_a_file_that_says_what_cannot_be_is_refused(tmp_path, refused, text):
    path = tmp_path / "p.toml"
    path.write_bytes(text.encode("latin-1"))
    assert refused(read_policies, path) in ("policy.line", "policy.file")


def test_a_set_of_policies_is_tried_on_past_requests_and_touches_none(desk, store, seats, wall, rows):
    quick, slow = save(desk, seats), save(desk, seats)
    wall.advance(hours=2)
    desk.handling.respond(seats.operator, quick)
    wall.advance(hours=6)
    desk.handling.respond(seats.operator, slow)
    later = save(desk, seats)
    head = desk.look.journal_head()
    lines = [line_of("RP-HOSE", "response", "4h")]
    everything = {"since": 0, "until": wall.now() + 1}
    tried = {(one.category, one.clock): one for one in desk.terms.test(lines, **everything)}
    response = tried["RP-HOSE", ClockKind.RESPONSE]
    assert (response.clocks, response.did, response.would, response.newly, response.spared) == (3, 0, 1, 1, 0)
    assert desk.terms.test(lines, since=wall.now(), until=wall.now() + 1)[0].clocks == 1
    assert desk.look.journal_head() == head
    assert [row.target_ms for row in rows(Clock, kind="response")] == [24 * HOUR] * 3
    assert len(rows(Policy, key="RP-HOSE", clock="response")) == 0
    assert later


def test_a_request_that_took_another_in_is_tried_by_its_own_priority_and_the_earlier_start(desk, seats, wall):
    first = save(desk, seats)  # P3
    wall.advance(hours=2)
    urgent = save(desk, seats, NewRequest("RP-HOSE", phone="2", priority=Priority.P2))
    desk.promising.merge(seats.dispatcher, first, into=urgent)
    wall.advance(hours=1)
    lines = [line_of("P2", "response", "150m"), line_of("P3", "response", "10h")]
    tried = {one.clock: one for one in desk.terms.test(lines, since=0, until=wall.now() + 1)}
    assert (tried[ClockKind.RESPONSE].did, tried[ClockKind.RESPONSE].would) == (0, 1)


def test_an_explanation_after_an_unmerge_still_says_what_another_priority_would_make_of_it(desk, seats, put, wall):
    put("P1", "resolution", "5h", valid_from=0)
    one, two = save(desk, seats), save(desk, seats)
    desk.promising.merge(seats.dispatcher, one, into=two)
    desk.promising.unmerge(seats.supervisor, one, reason="x")
    (clock,) = [found for found in desk.look.explain(two, wall.now()).clocks if found.kind is ClockKind.RESOLUTION]
    assert clock.under[Priority.P1] == wall.now() + 5 * HOUR


def test_the_set_alone_forgets_what_the_file_promises(desk, seats, wall):
    save(desk, seats, NewRequest("RP-NOGAS", phone="1"))  # the file says 24 h for its work
    wall.advance(hours=30)
    lines = [line_of("", "response", "1h")]
    given = {"since": 0, "until": wall.now()}
    over = {one.clock: one for one in desk.terms.test(lines, **given)}
    alone = {one.clock: one for one in desk.terms.test(lines, **given, alone=True)}
    assert (over[ClockKind.RESOLUTION].would, alone[ClockKind.RESOLUTION].would) == (1, 0)
    assert alone[ClockKind.RESOLUTION].spared == 1
