"""Importing history: what a row becomes, and that a second time changes nothing."""

import pytest

from models.errors import Invalid, NotAllowed
from models.importmap import read_map
from models.instants import read_instant
from models.sla import LEVELS
from models.tables import Alarm, Category, Clock, District, Level, Line, Request
from models.vocabulary import Kind, Standing
from models.wall import DAY, HOUR

MAP = """
[columns]
external_id = "id"
received = "at"
resolved = "done"
category = "what"
district = "part"
address = "where"
[defaults]
kind = "repair"
priority = "P3"
unknown_category = "create"
unknown_district = "create"
"""
WITH_DUE = MAP.replace('category = "what"', 'category = "what"\nresolution_due = "due"')
ZONE = "Asia/Shanghai"


def one(name="A1", at="2025-12-01 08:00", done="", what="RP-METER", due="", part="城东", where="民生路1号"):
    """A row of a foreign file."""
    return {"id": name, "at": at, "done": done, "what": what, "due": due, "part": part, "where": where}


@pytest.fixture
def take(desk, seats):
    """``take(rows, map)``: the import, with its refused rows in ``take.rejected``."""

    def importing(rows, text=MAP, **how):
        importing.rejected = []
        return desk.importing.requests(
            rows, read_map(text), ZONE, seat=seats.admin,
            rejects=lambda number, row, error: importing.rejected.append((number, error.code)), **how,
        )  # fmt: skip

    return importing


def exported(desk):
    """The export of everything, judged now."""
    return list(desk.look.export(desk.wall.now()))


def test_a_resolved_row_arrives_closed_without_a_call_back_and_an_open_one_is_live(take, desk, rows):
    done = take([one("A1", done="2025-12-02 08:00"), one("A2", at="2025-12-31 20:00")])
    assert (done.read, done.added, done.rejected) == (2, 2, 0)
    closed, live = rows(Request)
    assert (closed.status, closed.callback_due, closed.number) == ("closed", False, "R-00001")
    assert closed.closed_at == closed.resolved_at == read_instant("2025-12-02T08:00:00+08:00")
    assert (live.status, live.next_clock, live.number) == ("open", "resolution", "R-00002")
    assert [row.number for row in desk.look.queue(Kind.REPAIR)] == ["R-00002"]


def test_only_the_resolution_runs_unless_another_stop_is_mapped_or_asked_for(take, rows):
    take([one("A1"), one("A2", done="2025-12-02 08:00")], MAP + 'response = "policy"\n')
    take([one("B1")])
    kinds = {
        request.external_id: {
            (clock.kind, clock.stopped_at is not None) for clock in rows(Clock, request_id=request.id)
        }
        for request in rows(Request)
    }
    assert kinds["A1"] == {("response", False), ("resolution", False)}
    assert kinds["A2"] == {("response", True), ("resolution", True)}
    assert kinds["B1"] == {("resolution", False)}


def test_an_emergency_from_elsewhere_keeps_the_promises_whose_stops_are_known(take, rows):
    text = MAP.replace("[defaults]", 'arrived = "on_site"\ndispatched = "out"\n[defaults]')
    take([one(what="EM-LEAK-IN") | {"on_site": "2025-12-01 08:40", "out": "2025-12-01 08:03"}], text)
    clocks = {clock.kind: clock for clock in rows(Clock)}
    assert set(clocks) == {"dispatch", "arrival", "resolution"}
    assert clocks["arrival"].stopped_at - clocks["arrival"].started_at == 40 * 60_000
    assert clocks["arrival"].due_at - clocks["arrival"].started_at == 30 * 60_000


def test_a_due_time_of_its_own_is_pinned_and_a_blank_one_is_no_clock(take, rows):
    take([one("A1", due="2025-12-05 17:00"), one("A2", due="")], WITH_DUE)
    (clock,) = rows(Clock)
    assert (clock.pinned, clock.target_ms) == (True, None)
    assert clock.due_at == read_instant("2025-12-05T17:00:00+08:00")
    assert rows(Request, external_id="A2")[0].next_clock is None


def test_oddities_are_kept_counted_and_stored(take, rows):
    odd = [
        one("A1", at="2025-12-01 08:00:09", done="2025-12-01 08:00:00", due="2025-11-01 00:00"),
        one("A2", where="", due=""),
        one("A3", at="2027-01-01 00:00", due="2027-01-02 00:00"),
    ]
    done = take(odd, WITH_DUE)
    assert (done.added, done.flagged) == (3, {
        "no_address": 1, "no_target": 1, "received_in_future": 1, "resolved_before_received": 1, "target_in_past": 1,
    })  # fmt: skip
    assert rows(Request, external_id="A1")[0].flags == "resolved_before_received,target_in_past"


def test_wrong_rows_are_refused_one_by_one_and_the_others_taken(take, rows):
    done = take([one("A1"), one("", at="x"), one("A3", at="soon"), one("A4", what=""), one("A5")])
    assert (done.read, done.added, done.rejected) == (5, 2, 3)
    assert take.rejected == [(2, "import.no_external_id"), (3, "instant.unreadable"), (4, "import.no_category")]
    assert [row.external_id for row in rows(Request)] == ["A1", "A5"]


def test_an_unknown_category_or_district_is_created_only_if_the_map_says_so(take, rows):
    strict = MAP.replace('"create"', '"reject"')
    assert take([one(what="Pothole"), one("A2", part="月亮湾")], strict).rejected == 2
    assert take.rejected == [(1, "import.unknown_category"), (2, "import.unknown_district")]
    assert rows(Category, code="Pothole") == []
    take([one(what="Pothole", part="月亮湾")])
    (made,) = rows(Category, code="Pothole")
    assert (made.kind, made.priority, made.zh) == ("repair", "P3", "Pothole")
    assert rows(District, name="月亮湾")
    assert [line.act for line in rows(Line)] == ["administer", "administer", "import"]


def test_a_known_category_brings_its_own_kind_and_targets(take, rows):
    take([one(what="EM-LEAK-IN"), one("A2", what="CP-BILL")])
    leak, bill = rows(Request)
    assert (leak.kind, leak.priority, leak.number) == ("emergency", "P1", "E-00001")
    assert (bill.kind, bill.number) == ("complaint", "C-00002")
    assert rows(Clock, request_id=leak.id)[0].target_ms == 24 * HOUR


def test_a_second_import_changes_nothing(take, desk, rows):
    file = [one(f"A{number}", done="2025-12-02 08:00" if number % 2 else "") for number in range(30)]
    take(file)
    before, head = exported(desk), desk.look.journal_head()
    again = take(file)
    assert (again.added, again.same, again.differs) == (0, 30, 0)
    assert exported(desk) == before
    assert desk.look.journal_head() == head


def test_other_content_is_left_alone_and_counted_and_applied_when_asked(take, desk, rows):
    take([one(done="")], WITH_DUE)
    changed = [one(done="2025-12-03 08:00", due="2025-12-02 08:00", where="和平街2号")]
    left = take(changed, WITH_DUE)
    assert (left.same, left.differs, left.updated) == (0, 1, 0)
    assert rows(Request)[0].address == "民生路1号"
    applied = take(changed, WITH_DUE, update=True)
    assert (applied.differs, applied.updated) == (0, 1)
    (request,), (clock,) = rows(Request), rows(Clock)
    assert (request.status, request.address, request.number, request.version) == ("closed", "和平街2号", "R-00001", 2)
    assert (clock.pinned, clock.stopped_at) == (True, request.resolved_at)
    assert rows(Alarm) == []
    assert {level.level for level in rows(Level)} == {75, 90, 100, 125, 150}
    assert take(changed, WITH_DUE, update=True).same == 1
    assert desk.upkeep.rebuild(check=True).differing == 0


def test_an_update_that_takes_the_due_time_away_takes_the_clock_away(take, desk, rows):
    take([one(due="2025-12-05 08:00")], WITH_DUE)
    desk.alarms.sweep()
    assert len(rows(Alarm)) == 1
    take([one(due="")], WITH_DUE, update=True)
    assert rows(Clock) == []
    assert rows(Alarm)[0].state == "returned"
    assert desk.upkeep.rebuild(check=True).differing == 0
    assert desk.upkeep.check().sound


def test_an_update_never_undoes_what_people_did(take, desk, seats, rows):
    take([one(at="2026-01-01 07:00")])
    desk.handling.respond(seats.operator, "R-00001")
    assert take([one(at="2026-01-01 07:00", where="elsewhere")], update=True).differs == 1
    assert rows(Request)[0].address == "民生路1号"


def test_an_id_twice_in_one_file_counts_once_and_with_other_content_differs(take, rows):
    file = [one(), one(), one(where="x")]
    for how in ({"dry_run": True}, {}, {"update": True}):
        done = take(file, **how)
        assert (done.same + done.added, done.differs) == (2, 1), how
    assert rows(Request)[0].address == "民生路1号"


def test_a_dry_run_says_what_would_happen_and_writes_nothing(take, desk, rows):
    file = [one(what="Pothole"), one(), one("A3", at="soon")]
    told = take(file, dry_run=True)
    assert rows(Request) == []
    assert desk.look.journal_head() == 0
    done = take(file)
    assert (told.added, told.same, told.differs, told.rejected) == (done.added, done.same, done.differs, done.rejected)


def test_what_ended_before_goes_to_the_ledger_unalarmed_and_what_runs_is_left_for_the_sweep(take, desk, rows):
    take([one("A1", at="2025-11-01 08:00", done="2025-11-09 08:00"), one("A2", at="2025-12-20 08:00")])
    assert rows(Alarm) == []
    assert [(level.level, level.alarm_id) for level in rows(Level)] == [(level, None) for level in LEVELS]
    swept = desk.alarms.sweep()
    assert swept.raised == 1
    assert swept.oldest_due == read_instant("2025-12-20T08:00:00+08:00") + 3 * DAY
    (alarm,) = rows(Alarm)
    assert alarm.level == 200
    assert desk.alarms.sweep().raised == 0
    states = {row["external_id"]: row["clocks"][0]["state"] for row in exported(desk)}
    assert states == {"A1": Standing.BREACHED, "A2": Standing.BREACHED}


def test_what_was_imported_is_sound_and_can_be_worked_on(take, desk, seats, crew):
    take([one(f"A{number}", at="2026-01-01 07:30") for number in range(5)])
    assert desk.upkeep.check().sound
    desk.dispatch.assign(seats.dispatcher, "R-00003", crew=crew)
    number = desk.look.detail("R-00003").row.number
    assert (number, desk.upkeep.rebuild(check=True).differing) == ("R-00003", 0)


def test_a_line_says_for_whom_it_was_imported_and_that_it_is_a_late_entry(take, rows):
    take([one()])
    (line,) = rows(Line, act="import")
    assert line.actor == "import"
    assert '"late_entry":true' in line.payload
    assert '"by":"root"' in line.payload


def test_a_column_that_the_file_lacks_refuses_the_whole_file(take):
    with pytest.raises(Invalid) as refused:
        take([{"id": "A1", "at": "2025-12-01 08:00"}])
    assert refused.value.code == "import.column_missing"
    assert refused.value.facts["columns"] == "done, part, what, where"


def test_an_unknown_zone_is_refused_before_anything_is_read(desk, seats):
    with pytest.raises(Invalid) as refused:
        desk.importing.requests(iter(()), read_map(MAP), "Mars/Olympus", seat=seats.admin)
    assert refused.value.code == "zone.unknown"


def test_an_instant_without_offset_needs_a_zone(desk, seats):
    told = []
    done = desk.importing.requests(
        [one()], read_map(MAP), seat=seats.admin, rejects=lambda number, row, error: told.append(error.code)
    )
    assert (done.rejected, told) == (1, ["instant.naive"])


def test_an_operator_imports_nothing(desk, seats):
    with pytest.raises(NotAllowed) as refused:
        desk.importing.requests([one()], read_map(MAP), ZONE, seat=seats.dispatcher)
    assert refused.value.code == "role.needed"


def test_an_empty_file_is_nothing(take):
    done = take([])
    assert (done.read, done.added, dict(done.flagged)) == (0, 0, {})
