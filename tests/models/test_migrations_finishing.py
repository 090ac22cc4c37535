"""A file of an earlier schema gets safe records, visits and plans, and what was made safe before can be completed."""

import pytest

from models.desk.desk import Desk
from models.migrations import create, file, upgrade
from models.migrations.finishing import finishing
from models.migrations.stepping import stepping
from models.migrations.steps import STEPS
from models.rows import Seat
from models.store import Store
from models.vocabulary import Checked, Role
from models.wall import HandClock


@pytest.fixture
def old(tmp_path):
    """A file as the step before ours left it, in which a leak was made safe."""
    path = create(tmp_path / "made.db", zone="UTC", name="", wall=HandClock()).with_name("old.db")
    file.connect(path).close()
    with stepping(path) as connection:
        for step in STEPS[: STEPS.index(finishing)]:
            step(connection)
        connection.exec_driver_sql(
            "INSERT INTO operator (id, login, name, initials, roles, team, department, centre, leads)"
            " VALUES (1, 'zhao', 'Zhao', 'Z', 'supervisor', '', '', '', 0)"
        )
        connection.exec_driver_sql("INSERT INTO category VALUES ('EM', '', '', 'emergency', 'P1', '', 0.0, '', NULL)")
        connection.exec_driver_sql(
            "INSERT INTO request (id, serial, number, kind, category, priority, status, channel, outside_number,"
            " district, address, phone, caller, text, access, people, note, received, cycle, state_since, safe_at,"
            " source_verified, hold_pausing, holds, returns, callback_due, flags, next_due_at, next_warn_at, version,"
            " owner_id) VALUES (7, 1, 'E-00001', 'emergency', 'EM', 'P1', 'working', 'phone', '', '', '', '1', '', '',"
            " '', '', '', 1, 1, 1, 5, 1, 0, 0, 0, 0, '', 1, 1, 1, 1)"
        )
        connection.exec_driver_sql("INSERT INTO header VALUES ('zone', 'UTC')")
        connection.exec_driver_sql(f"PRAGMA application_id={file.APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version={STEPS.index(finishing)}")
    return path


def test_an_earlier_file_gets_its_plans_and_a_record_can_be_completed(old):
    done = upgrade(old)
    assert (done.before, done.after) == (STEPS.index(finishing), len(STEPS))
    desk = Desk(Store(old), HandClock())
    seat = Seat(1, "zhao", "Zhao", frozenset({Role.SUPERVISOR}))
    assert desk.look.detail(7).finish.safe == ()
    desk.finishing.safe_record(seat, 7, reading="0 %LEL kitchen", basement=Checked.CLEAR)
    desk.plans.start_plan(seat, 7, plan="LEAK-IN")
    (record,) = desk.look.detail(7).finish.safe
    assert (record.source_found, record.basement, record.readings[0].place) == (True, Checked.CLEAR, "kitchen")
    assert [row.code for row in desk.look.plans().versions()] == ["LEAK-IN", "MAIN", "OUTAGE"]
    desk.store.close()


def test_a_word_that_nobody_knows_is_refused_by_the_file(old):
    upgrade(old)
    raw = file.connect(old)
    with pytest.raises(file.sqlite_module().IntegrityError):
        raw.execute(
            "INSERT INTO make_safe (request_id, cycle, at, valve, valve_which, source_found, found_how, neighbours,"
            " basement, fire_service, note) VALUES (7, 1, 5, '', '', 0, '', 'perhaps', 'clear', '', '')"
        )
    raw.close()
