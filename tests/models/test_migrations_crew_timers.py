"""A file of an earlier schema gets timers and places of crews, and knows when those at work were last heard."""

import pytest

from models.migrations import create, file, upgrade
from models.migrations.crew_timers import crew_timers
from models.migrations.stepping import stepping
from models.migrations.steps import STEPS
from models.wall import HandClock


@pytest.fixture
def old(tmp_path):
    """A file as the step before ours left it: one crew on site, one offered, one that is done."""
    path = create(tmp_path / "made.db", zone="UTC", name="", wall=HandClock()).with_name("old.db")
    file.connect(path).close()
    with stepping(path) as connection:
        for step in STEPS[: STEPS.index(crew_timers)]:
            step(connection)
        connection.exec_driver_sql("INSERT INTO category VALUES ('RP', '', '', 'repair', 'P3', '', 0.0, '', NULL)")
        connection.exec_driver_sql(
            "INSERT INTO request (id, serial, number, kind, category, priority, status, channel, outside_number,"
            " district, address, phone, caller, text, access, people, note, received, cycle, state_since,"
            " source_verified, hold_pausing, holds, returns, callback_due, flags, next_due_at, next_warn_at, version)"
            " VALUES (7, 1, 'R-00001', 'repair', 'RP', 'P3', 'working', 'phone', '', '', '', '1', '', '', '', '', '',"
            " 1, 1, 1, 0, 0, 0, 0, 0, '', 1, 1, 1)"
        )
        for number in (1, 2, 3):
            connection.exec_driver_sql(
                "INSERT INTO crew (id, code, name, district, skills, phone, team, department, centre, on_shift,"
                f" out_reason) VALUES ({number}, 'C{number}', '', '', '', '', '', '', '', 1, '')"
            )
        connection.exec_driver_sql(
            "INSERT INTO assignment (request_id, crew_id, step, offered_at, accepted_at, on_site_at, ended_at,"
            " conflict, version) VALUES (7, 1, 'on_site', 5, 6, 9, NULL, 0, 1), (7, 2, 'offered', 5, NULL, NULL, NULL,"
            " 0, 1), (7, 3, 'done', 5, 6, 8, 9, 0, 1)"
        )
        connection.exec_driver_sql(f"PRAGMA application_id={file.APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version={STEPS.index(crew_timers)}")
    return path


def test_an_earlier_file_gets_what_it_lacks_and_its_crews_were_heard_at_their_last_step(old):
    done = upgrade(old)
    assert (done.before, done.after) == (STEPS.index(crew_timers), len(STEPS))
    raw = file.connect(old)
    assert raw.execute("SELECT heard_at FROM assignment ORDER BY crew_id").fetchall() == [(9,), (None,), (None,)]
    assert raw.execute("SELECT latitude, longitude, placed_at FROM crew").fetchall() == [(None, None, None)] * 3
    assert raw.execute("SELECT count(*) FROM crew_timer").fetchone() == (0,)
    raw.close()
