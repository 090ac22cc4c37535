"""A file of an earlier schema gets campaigns, and its results on record become the inspections of their premises."""

import pytest

from models.migrations import create, file, upgrade
from models.migrations.campaigns import campaigns
from models.migrations.stepping import stepping
from models.migrations.steps import STEPS
from models.wall import HandClock

COLUMNS = (
    "id, serial, number, kind, category, priority, status, channel, outside_number, district, address, phone, caller,"
    " text, access, people, note, received, cycle, state_since, source_verified, hold_pausing, holds, returns,"
    " callback_due, flags, next_due_at, next_warn_at, version, house, premise_id, result, resolved_at"
)


@pytest.fixture
def old(tmp_path):
    """A file as the step before ours left it, in which two homes were inspected and a third was not met."""
    path = create(tmp_path / "made.db", zone="UTC", name="", wall=HandClock()).with_name("old.db")
    file.connect(path).close()
    with stepping(path) as connection:
        for step in STEPS[: STEPS.index(campaigns)]:
            step(connection)
        connection.exec_driver_sql("INSERT INTO category VALUES ('IN', '', '', 'inspection', 'P4', '', 0.0, '', NULL)")
        connection.exec_driver_sql(
            "INSERT INTO premise (id, district, building, address, hazards, vulnerable, access, meter, valve)"
            " VALUES (1, '', '', 'a', '', '', '', '', ''), (2, '', '', 'b', '', '', '', '', '')"
        )
        for id, premise, result in ((7, 1, "'pass'"), (8, 2, "'grade_2'"), (9, "NULL", "'pass'"), (10, 2, "NULL")):
            connection.exec_driver_sql(
                f"INSERT INTO request ({COLUMNS}) VALUES ({id}, {id}, 'S-{id}', 'inspection', 'IN', 'P4', 'closed',"
                f" 'phone', '', '', '', '', '', '', '', '', '', 1, 1, 1, 0, 0, 0, 0, 0, '', 1, 1, 1, '', {premise},"
                f" {result}, 1000)"
            )
        connection.exec_driver_sql(f"PRAGMA application_id={file.APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version={STEPS.index(campaigns)}")
    return path


def test_an_earlier_file_knows_when_each_home_was_last_inspected(old):
    done = upgrade(old)
    assert (done.before, done.after) == (STEPS.index(campaigns), len(STEPS))
    raw = file.connect(old)
    found = raw.execute("SELECT premise_id, request_id, at, result FROM inspection ORDER BY id").fetchall()
    plan = raw.execute(
        "EXPLAIN QUERY PLAN SELECT id FROM visit WHERE day <= '2026-01-01' AND request_id IS NULL AND ended_as IS NULL"
    ).fetchall()
    raw.close()
    assert found == [(1, 7, 1000, "pass"), (2, 8, 1000, "grade_2")]
    assert "visit_waiting" in plan[0][3]
