"""The third step: what ran before there were more levels is asked anew, and nothing of it is lost."""

from models.migrations.file import APPLICATION_ID, connect
from models.migrations.stepping import stepping
from models.migrations.steps import STEPS
from models.migrations.upgrading import upgrade


def test_a_clock_that_slept_past_its_breach_is_asked_again_from_its_first_level(tmp_path):
    path = tmp_path / "old.db"
    with stepping(path) as connection:
        for step in STEPS[:2]:
            step(connection)
        connection.exec_driver_sql("INSERT INTO header VALUES ('zone', 'UTC')")
        texts = (
            "outside_number",
            "district",
            "address",
            "phone",
            "caller",
            "text",
            "access",
            "people",
            "note",
            "flags",
        )
        zeros = ("source_verified", "hold_pausing", "holds", "returns", "callback_due", "next_due_at", "next_warn_at",
                 "state_since", "received")  # fmt: skip
        connection.exec_driver_sql(
            f"INSERT INTO request (id, kind, priority, status, channel, cycle, version, {', '.join(texts + zeros)}) "
            f"VALUES (1, 'repair', 'P3', 'open', 'phone', 1, 1, {', '.join(['?'] * len(texts))}, "
            f"{', '.join(['0'] * len(zeros))})",
            ("",) * len(texts),
        )
        for clock, state in (("response", 0), ("resolution", 1)):
            connection.exec_driver_sql(
                "INSERT INTO clock (request_id, kind, cycle, started_at, target_ms, pinned, due_at, warn_at, state, "
                "pauses) VALUES (1, ?, 1, 0, 100, 0, 100, 75, ?, '[]')",
                (clock, state),
            )
        connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
        connection.exec_driver_sql("PRAGMA user_version=2")
    upgrade(path)
    raw = connect(path)
    found = raw.execute("SELECT kind, alarm_at, alarm_level, terms FROM clock ORDER BY id").fetchall()
    raw.close()
    assert found == [("response", 75, 75, None), ("resolution", None, None, None)]
