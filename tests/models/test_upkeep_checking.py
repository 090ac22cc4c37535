"""The check proves structure, references, chain and clock index; the rebuild mends the index, and only that."""

import os

import pytest

from models import sla
from models.desk import checking, reckoning
from models.errors import StoreError
from models.migrations.file import SCHEMA, connect
from models.rows import NewRequest
from models.tables import Clock, Level, Line, Request
from models.vocabulary import NEVER, Act, ClockKind, HoldReason
from models.wall import HOUR

LEAK = NewRequest("EM-LEAK-IN", phone="1")
HOSE = NewRequest("RP-HOSE", phone="1")


@pytest.fixture
def lived(desk, seats, wall):
    """A desk with some history: alarms, a hold that lasts, one that ended, a cancelled request, a draft."""
    desk.alarms.sweep()
    ids = [desk.intake.save(seats.operator, new).id for new in (LEAK, HOSE, HOSE, HOSE)]
    desk.intake.begin(seats.operator, phone="1")
    desk.handling.respond(seats.operator, ids[1])
    desk.handling.hold(seats.dispatcher, ids[1], reason=HoldReason.NOT_HOME, until=wall.now() + 9 * HOUR)
    desk.handling.hold(seats.dispatcher, ids[2], reason=HoldReason.NOT_HOME, until=wall.now() + HOUR)
    desk.handling.cancel(seats.operator, ids[3], reason="x")
    wall.advance(hours=2)
    desk.alarms.resume_due()
    desk.alarms.sweep()
    return ids


def altered(path, *changes):
    """Change the file behind the desk's back."""
    raw = connect(path)
    raw.execute("PRAGMA foreign_keys=OFF")
    for change in changes:
        raw.execute(change)
    raw.close()


def test_a_file_that_has_lived_is_sound(desk, lived, rows):
    done = desk.upkeep.check()
    assert (done.sound, done.faults, done.requests, done.lines) == (True, (), 5, len(rows(Line)))
    assert done.head == f"{done.lines}:{rows(Line)[-1].hash}"


@pytest.mark.parametrize(
    ("change", "part", "where"),
    [
        ("UPDATE clock SET due_at = due_at + 1 WHERE id = 1", "clocks", "E-00001"),
        ("UPDATE clock SET state = 0, stopped_at = NULL WHERE stopped_at IS NOT NULL", "clocks", "R-00002"),
        ("UPDATE clock SET pauses = '[]' WHERE pauses <> '[]'", "clocks", "R-00002"),
        ("UPDATE clock SET target_ms = 1 WHERE request_id = 3 AND kind = 'response'", "clocks", "R-00003"),
        ("UPDATE clock SET alarm_at = NULL WHERE request_id = 3", "clocks", "R-00003"),
        ("UPDATE clock SET alarm_at = alarm_at + 1 WHERE request_id = 3", "clocks", "R-00003"),
        ("UPDATE clock SET alarm_level = 100, alarm_at = due_at WHERE request_id = 3", "clocks", "R-00003"),
        ("DELETE FROM clock WHERE request_id = 3 AND kind = 'response'", "clocks", "R-00003"),
        (
            "INSERT INTO clock SELECT 99, 3, 'safe', 1, 0, 1, 0, 1, 1, NULL, 0, '[]', NULL, NULL, NULL",
            "clocks",
            "R-00003",
        ),
        ("UPDATE request SET next_due_at = next_due_at - 1 WHERE id = 2", "clocks", "R-00002"),
        ("UPDATE request SET next_pause_until = next_pause_until + 1 WHERE id = 2", "clocks", "R-00002"),
        (f"UPDATE request SET next_clock = NULL, next_due_at = {NEVER} WHERE id = 1", "clocks", "E-00001"),
        ("UPDATE call SET request_id = 77 WHERE id = 1", "references", "call 1"),
    ],
)
def test_each_thing_that_is_wrong_is_named(desk, database, lived, change, part, where):
    altered(database, change)
    done = desk.upkeep.check()
    assert not done.sound
    assert (part, where) in {(fault.part, fault.where) for fault in done.faults}


def test_a_broken_chain_is_named_by_its_line(desk, database, lived):
    altered(database, "DROP TRIGGER journal_no_update", "UPDATE journal SET actor = 'x' WHERE seq = 3")
    assert "journal: line 3: the line does not continue the chain" in [
        str(fault) for fault in desk.upkeep.check().faults
    ]


def test_a_damaged_structure_is_told(desk, database, lived, store):
    altered(database, "PRAGMA wal_checkpoint(TRUNCATE)")
    size = database.stat().st_size
    with database.open("r+b") as broken:
        broken.seek(size - 3 * 4096)
        broken.write(os.urandom(3 * 4096))
    try:
        done = desk.upkeep.check()
    except StoreError as error:
        assert error.code == "store.corrupt"
    else:
        assert {fault.part for fault in done.faults} == {"structure"}


def test_a_request_whose_first_line_was_blanked_is_a_fault_and_no_crash(desk, store, lived):
    with store.write() as connection:
        connection.exec_driver_sql("UPDATE journal SET payload = NULL WHERE act = 'save' AND request_id = 2")
    (fault,) = desk.upkeep.check().faults
    assert (fault.where, fault.what) == ("R-00002", "its lines tell no clocks (KeyError 'received')")
    desk.upkeep.rebuild()
    assert len(desk.upkeep.check().faults) == 1


def test_very_many_faults_are_counted_and_not_all_told(desk, database, lived, monkeypatch):
    monkeypatch.setattr(checking, "MANY", 1)
    altered(database, "UPDATE clock SET due_at = due_at + 1")
    assert [str(fault) for fault in desk.upkeep.check().faults][1:] == ["clocks: 3 more requests differ"]


def test_a_rebuild_that_only_checks_writes_nothing(desk, database, store, lived, monkeypatch):
    altered(database, "UPDATE clock SET due_at = due_at + 1 WHERE request_id < 3")
    monkeypatch.setattr(store, "write", None)
    done = desk.upkeep.rebuild(check=True)
    assert (done.requests, done.differing, done.written, done.numbers) == (5, 2, False, ("E-00001", "R-00002"))


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE clock SET due_at = due_at + 1, pauses = '[]', state = 0, stopped_at = NULL",
        "UPDATE clock SET alarm_at = NULL, alarm_level = NULL",
        "DELETE FROM clock WHERE request_id = 3",
        "INSERT INTO clock SELECT 99, 3, 'safe', 1, 0, 1, 0, 1, 1, NULL, 0, '[]', NULL, NULL, NULL",
        "UPDATE request SET next_due_at = 5, next_clock = 'safe', next_pause_from = 1",
    ],
)
def test_a_rebuild_brings_the_index_back_and_says_so_in_the_journal(desk, database, lived, rows, change):
    def index():
        return {(row.request_id, row.kind, row.cycle): row[3:] for row in rows(Clock)}

    before, requests, ledger = index(), rows(Request), rows(Level)
    altered(database, change)
    differing = desk.upkeep.rebuild().differing
    assert differing
    assert (index(), rows(Request), rows(Level)) == (before, requests, ledger)
    (line,) = rows(Line, act=Act.ADMINISTER.value)
    assert line.actor == "engine"
    assert desk.upkeep.rebuild().differing == 0
    assert desk.upkeep.check().sound
    assert desk.alarms.sweep().raised == 0


def test_a_rebuilt_clock_still_knows_which_levels_were_recorded(desk, database, seats, wall, rows):
    desk.alarms.sweep()
    desk.intake.save(seats.operator, HOSE)
    wall.advance(hours=19)
    desk.alarms.sweep()
    altered(database, "UPDATE clock SET alarm_at = NULL, alarm_level = NULL")
    desk.upkeep.rebuild()
    assert [(row.kind, row.alarm_level) for row in rows(Clock)] == [("response", 90), ("resolution", 75)]
    wall.advance(hours=6)
    assert desk.alarms.sweep().raised == 1


def test_a_clock_that_would_be_asked_too_early_does_no_harm(desk, database, lived):
    altered(database, "UPDATE clock SET alarm_at = warn_at, alarm_level = 75 WHERE state = 0")
    assert desk.upkeep.check().sound
    assert desk.alarms.sweep().raised == 0
    assert desk.upkeep.check().sound


def test_progress_is_told_part_by_part(desk, lived):
    told = []
    desk.upkeep.check(lambda *step: told.append(step))
    assert list(dict.fromkeys(part for part, _, _ in told)) == list(checking.PARTS)
    assert ("clocks", 5, 5) in told


def test_batches_cover_every_request(desk, lived, monkeypatch):
    monkeypatch.setattr(reckoning, "BATCH", 2)
    assert desk.upkeep.check().requests == 5


def test_no_clock_hears_the_acts_that_the_check_leaves_unread():
    start = sla.Event(1, 0, Act.SAVE, {"received": 0, "targets": {kind.value: {"ms": 5} for kind in ClockKind}})
    alone = sla.clocks([start])
    for act in reckoning._STILL:
        assert sla.clocks([start, sla.Event(2, 3, act, {"reply": True, "until": 9, "pausing": True})]) == alone, act


def test_the_file_describes_itself(desk, lived, database, rows):
    info = desk.upkeep.info()
    assert (info.path, info.name, info.zone, info.drill) == (str(database), "燃气热线", "Asia/Shanghai", False)
    assert (info.requests, info.live, info.lines) == (5, 3, len(rows(Line)))
    assert (info.clocks_running, info.schema) == (len(rows(Clock, state=0)), SCHEMA)
    assert info.swept_at == desk.wall.now()


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ("UPDATE level SET alarm_id = 2 WHERE alarm_id = 1 AND level = 75", "a level names the alarm of another clock"),
        ("DELETE FROM level WHERE alarm_id = 1", "its level is not in the ledger"),
        ("UPDATE alarm SET state = 'normal' WHERE id = 1", "its state contradicts whether it lasts"),
        ("UPDATE alarm SET active = 0, state = 'returned', wake_at = NULL WHERE id = 1", "said to be over"),
        ("UPDATE alarm SET wake_at = NULL WHERE id = 1", "nothing will ever end its state"),
        ("UPDATE alarm SET state = 'suppressed' WHERE id = 1", "it is timed, but its state is not"),
        ("UPDATE alarm SET state = 'shelved' WHERE id = 1", "it is shelved without a reason"),
        ("UPDATE alarm SET state = 'suppressed', wake_at = NULL, suppressed_by = 'incident:9' WHERE id = 1",
         "what suppressed it is over"),
        ("UPDATE alarm SET rung = 1 WHERE id = 1", "a step of its ladder was not announced"),
        ("DELETE FROM notice WHERE key LIKE 'late:%'", "the late group it was found in was not announced"),
        ("DELETE FROM notice WHERE key LIKE 'major:%'", "a leader was never told"),
    ],
)  # fmt: skip
def test_what_ledger_alarms_and_notices_do_not_agree_on_is_named(desk, seats, wall, database, change, what):
    desk.alarms.sweep()
    for new in (LEAK, NewRequest("EM-FIRE", phone="1")):
        desk.intake.save(seats.operator, new)
    wall.advance(minutes=40)
    desk.alarms.sweep()
    assert desk.upkeep.check().sound
    altered(database, change)
    found = desk.upkeep.check().faults
    assert {fault.part for fault in found} == {"alarms"} or "ledger" in what or "another clock" in what
    assert any(what in fault.what for fault in found)
