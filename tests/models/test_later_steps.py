"""The later steps: what ran and what rang before them goes on, and nothing of it is lost."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection

from models.migrations.file import APPLICATION_ID, connect
from models.migrations.stepping import stepping
from models.migrations.steps import STEPS
from models.migrations.upgrading import upgrade

TEXTS = ("outside_number", "district", "address", "phone", "caller", "text", "access", "people", "note", "flags")
ZEROS = ("source_verified", "hold_pausing", "holds", "returns", "callback_due", "next_due_at", "next_warn_at",
         "state_since", "received")  # fmt: skip


@contextmanager
def older(path: Path, schema: int) -> Iterator[Connection]:
    """A file of an older schema with one request in it."""
    with stepping(path) as connection:
        for step in STEPS[:schema]:
            step(connection)
        connection.exec_driver_sql("INSERT INTO header VALUES ('zone', 'UTC')")
        connection.exec_driver_sql(
            f"INSERT INTO request (id, kind, priority, status, channel, cycle, version, {', '.join(TEXTS + ZEROS)}) "
            f"VALUES (1, 'repair', 'P3', 'open', 'phone', 1, 1, {', '.join(['?'] * len(TEXTS))}, "
            f"{', '.join(['0'] * len(ZEROS))})",
            ("",) * len(TEXTS),
        )
        yield connection
        connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version={schema}")


def found(path: Path, query: str) -> list[tuple[object, ...]]:
    raw = connect(path)
    rows = raw.execute(query).fetchall()
    raw.close()
    return rows


def test_a_clock_that_slept_past_its_breach_is_asked_again_from_its_first_level(tmp_path):
    path = tmp_path / "old.db"
    with older(path, 2) as connection:
        for clock, state in (("response", 0), ("resolution", 1)):
            connection.exec_driver_sql(
                "INSERT INTO clock (request_id, kind, cycle, started_at, target_ms, pinned, due_at, warn_at, state, "
                "pauses) VALUES (1, ?, 1, 0, 100, 0, 100, 75, ?, '[]')",
                (clock, state),
            )
    upgrade(path)
    rows = found(path, "SELECT kind, alarm_at, alarm_level, terms FROM clock ORDER BY id")
    assert rows == [("response", 75, 75, None), ("resolution", None, None, None)]


@pytest.mark.parametrize(
    ("state", "severity", "wakes"),
    [
        ("unacknowledged", 3, 1_000 + 120_000),
        ("unacknowledged", 2, 1_000 + 600_000),
        ("unacknowledged", 1, None),
        ("acknowledged", 3, 5_000 + 300_000),
        ("acknowledged", 2, 5_000 + 1_800_000),
        ("acknowledged", 1, 5_000 + 14_400_000),
        ("returned", 3, None),
    ],
)
def test_an_alarm_that_rang_before_climbs_its_ladder_from_then_on(tmp_path, state, severity, wakes):
    """It began to ring when it was raised; what was acknowledged wears off from its acknowledgement."""
    path = tmp_path / "old.db"
    with older(path, 3) as connection:
        connection.exec_driver_sql(
            "INSERT INTO alarm (rule, request_id, clock, cycle, level, severity, state, due_at, raised_at, "
            "acknowledged_at, acknowledged_text, occurrence, late) "
            "VALUES ('clock', 1, 'response', 1, 100, ?, ?, 900, 1000, 5000, '', 1, 0)",
            (severity, state),
        )
    upgrade(path)
    rings = None if state == "returned" else 1_000
    assert found(path, "SELECT wake_at, rings_from, rung FROM alarm") == [(wakes, rings, 0)]
