"""A rule goes out of service as narrowly as somebody says: life safety never rings less by the way."""

import pytest

from models.migrations import create, file, upgrade
from models.migrations.stepping import stepping
from models.migrations.steps import STEPS
from models.rows import NewRequest
from models.tables import Alarm
from models.wall import HOUR, MINUTE, HandClock

LEAK = NewRequest("EM-LEAK-IN", phone="1")
NOGAS = NewRequest("RP-NOGAS", phone="1")


@pytest.fixture
def out(desk, seats, wall):
    """Take something out of service for eight hours."""

    def take(rule, **scope):
        return desk.alarms.take_out_of_service(seats.supervisor, rule, reason="x", until=wall.now() + 8 * HOUR, **scope)

    return take


def states(rows, request):
    """The states of a request's alarms by clock."""
    return {row.clock: (row.state, row.severity) for row in rows(Alarm, request_id=request.id)}


def test_all_promises_at_one_stroke_must_be_named_and_life_safety_rings_on(desk, seats, wall, rows, out, refused):
    leak = desk.intake.save(seats.operator, LEAK)
    wall.advance(minutes=6)
    desk.alarms.sweep()
    assert states(rows, leak)["dispatch"] == ("unacknowledged", 3)
    assert refused(out, "clock") == "out.scope"
    out("clock", whole=True)
    assert states(rows, leak)["dispatch"] == ("unacknowledged", 3)
    desk.alarms.put_in_service(seats.supervisor, "clock")
    out("clock", whole=True, life=True)
    assert states(rows, leak)["dispatch"] == ("out_of_service", 3)
    assert desk.upkeep.check().faults == ()


def test_a_warning_that_is_out_of_service_rings_when_it_becomes_life_safety(desk, seats, wall, rows, out):
    leak = desk.intake.save(seats.operator, LEAK)
    out("clock", clock="dispatch")
    wall.advance(minutes=4)
    desk.alarms.sweep()
    assert states(rows, leak)["dispatch"] == ("out_of_service", 2)
    wall.advance(minutes=2)
    desk.alarms.sweep()
    assert states(rows, leak)["dispatch"] == ("unacknowledged", 3)
    assert desk.upkeep.check().faults == ()


def test_one_clock_or_one_kind_is_quiet_and_the_others_ring(desk, seats, wall, rows, out, refused):
    leak, repair = desk.intake.save(seats.operator, LEAK), desk.intake.save(seats.operator, NOGAS)
    out("clock", kind="repair")
    wall.advance(hours=5)
    desk.alarms.sweep()
    assert {state for state, _ in states(rows, repair).values()} == {"out_of_service"}
    assert "out_of_service" not in {state for state, _ in states(rows, leak).values()}
    out("clock", clock="response", kind="repair")
    assert refused(out, "clock", kind="repair") == "out.already"
    assert refused(out, "crew_silent", clock="response") == "out.no_clock"
    assert refused(out, "clock", clock="nothing") == "word.unknown"
    desk.alarms.put_in_service(seats.supervisor, "clock", clock="", kind="repair")
    assert {(row.clock, row.kind) for row in desk.look.rules_out()} == {("response", "repair")}
    assert states(rows, repair)["response"][0] == "out_of_service"
    desk.alarms.put_in_service(seats.supervisor, "clock")
    assert states(rows, repair)["response"][0] == "unacknowledged"
    assert desk.look.rules_out() == ()


def test_a_request_that_changes_its_kind_leaves_what_is_out_for_the_former_one(desk, seats, wall, rows, out):
    repair = desk.intake.save(seats.operator, NOGAS)
    out("clock", kind="repair")
    wall.advance(hours=5)
    desk.alarms.sweep()
    desk.handling.reclassify(seats.supervisor, repair.id, category="EM-LEAK-IN", reason="smells of gas")
    assert "out_of_service" not in {state for state, _ in states(rows, repair).values()}


@pytest.mark.parametrize("rule", ["engine_dead", "engine_missed", "major_unread"])
def test_a_rule_that_is_nothing_but_life_safety_goes_only_by_name(out, refused, rule):
    assert refused(out, rule) == "out.life"
    assert out(rule, life=True).life


def test_of_a_rule_that_is_out_in_an_older_file_life_safety_rings_again(tmp_path):
    path = create(tmp_path / "old.db", zone="UTC", name="", wall=HandClock())
    with stepping(path) as connection:
        for words in (
            "DROP INDEX rule_out",
            "ALTER TABLE rule_out_of_service DROP COLUMN clock",
            "ALTER TABLE rule_out_of_service DROP COLUMN kind",
            "ALTER TABLE rule_out_of_service DROP COLUMN life",
            "DROP INDEX request_owes",
            "CREATE UNIQUE INDEX rule_out ON rule_out_of_service (rule) WHERE ended_at IS NULL",
            "INSERT INTO rule_out_of_service (rule, reason, began_at, until) VALUES ('clock', 'x', 1, 2)",
        ):
            connection.exec_driver_sql(words)  # fmt: skip
        step = [one.__name__ for one in STEPS].index("scopes_and_replies")
        connection.exec_driver_sql(f"PRAGMA user_version={step}")
    if step + 1 == len(STEPS):
        upgrade(path)
        raw = file.connect(path)
        assert raw.execute("SELECT clock, kind, life FROM rule_out_of_service").fetchall() == [("", "", 0)]
        raw.close()


def test_the_shelf_of_an_hour_is_no_longer_than_that(desk, seats, wall, rows, out):
    repair = desk.intake.save(seats.operator, NOGAS)
    wall.advance(hours=3, seconds=1)
    desk.alarms.sweep()
    (alarm,) = rows(Alarm, request_id=repair.id)
    desk.alarms.shelve(seats.supervisor, alarm.id, minutes=40, reason="waiting for parts")
    out("clock", clock="response")
    wall.advance(minutes=20)
    desk.alarms.put_in_service(seats.supervisor, "clock")
    (back,) = rows(Alarm, request_id=repair.id)
    assert (back.state, back.shelved_reason, back.wake_at) == ("shelved", "waiting for parts", wall.now() + 20 * MINUTE)
    out("clock", clock="response")
    wall.advance(minutes=21)
    desk.alarms.sweep()
    desk.alarms.put_in_service(seats.supervisor, "clock")
    (over,) = rows(Alarm, request_id=repair.id)
    assert (over.state, over.shelved_reason, over.shelved_minutes) == ("unacknowledged", "", None)
    assert desk.upkeep.check().faults == ()
