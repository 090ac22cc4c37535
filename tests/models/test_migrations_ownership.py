"""A file of an earlier schema gets hand-overs and corrections, and keeps whose its requests are."""

import pytest

from models.migrations import create, file, upgrade
from models.migrations.ownership import ownership
from models.migrations.stepping import stepping
from models.migrations.steps import STEPS
from models.wall import HandClock


@pytest.fixture
def old(tmp_path):
    """A file as the step before ours left it, in which somebody owns a request and promised a call."""
    path = create(tmp_path / "made.db", zone="UTC", name="", wall=HandClock()).with_name("old.db")
    file.connect(path).close()
    with stepping(path) as connection:
        for step in STEPS[: STEPS.index(ownership)]:
            step(connection)
        connection.exec_driver_sql(
            "INSERT INTO operator (id, login, name, initials, roles, team, department, centre, leads)"
            " VALUES (1, 'li', 'Li', 'L', 'operator', '', '', '', 0)"
        )
        connection.exec_driver_sql(
            "INSERT INTO request (id, serial, number, kind, category, priority, status, channel, outside_number,"
            " district, address, phone, caller, text, access, people, note, received, cycle, state_since,"
            " source_verified, hold_pausing, holds, returns, callback_due, flags, next_due_at, next_warn_at, version,"
            " owner_id) VALUES (7, 1, 'R-00001', 'repair', 'RP', 'P3', 'open', 'phone', '', '', '', '1', '', '', '',"
            " '', '', 1, 1, 1, 0, 0, 0, 0, 0, '', 1, 1, 1, 1)"
        )
        connection.exec_driver_sql("INSERT INTO category VALUES ('RP', '', '', 'repair', 'P3', '', 0.0, '', NULL)")
        connection.exec_driver_sql(
            "INSERT INTO call (id, request_id, phone, line, answered_at, operator_id, wrap_up, note, promised_at,"
            " direction, agent, queue, recording, phantom)"
            " VALUES (3, 7, '1', '', 1, 1, 'call_back', '', 9, 'in', '', '', '', 0)"
        )
        connection.exec_driver_sql(f"PRAGMA application_id={file.APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version={STEPS.index(ownership)}")
    return path


def test_an_earlier_file_gets_what_it_lacks_and_keeps_its_owners_and_promises(old):
    done = upgrade(old)
    assert (done.before, done.after) == (STEPS.index(ownership), len(STEPS))
    raw = file.connect(old)
    assert raw.execute("SELECT owner_id FROM request").fetchall() == [(1,)]
    assert raw.execute("SELECT promised_at, kept_at FROM call").fetchall() == [(9, None)]
    assert raw.execute("SELECT count(*) FROM owner_offer").fetchall() == [(0,)]
    plan = raw.execute(
        "EXPLAIN QUERY PLAN SELECT id FROM request WHERE status IN ('open', 'working', 'held') AND owner_id = 1"
    ).fetchall()
    raw.close()
    assert "request_owned" in plan[0][3]
