"""A file from before the telephone keeps its calls, and takes new ones that nobody has answered yet."""

import pytest

from models.desk.desk import Desk
from models.migrations import create, file, upgrade
from models.migrations.calls import calls
from models.migrations.stepping import stepping
from models.migrations.steps import STEPS
from models.store import Store
from models.telephone import CallEvent, Heard
from models.wall import HandClock


@pytest.fixture
def before(tmp_path):
    """A file as it was one step before, with three calls: one on record, one promised, one that has no wrap-up."""
    wall = HandClock()
    path = create(tmp_path / "made.db", zone="UTC", name="", wall=wall).with_name("old.db")
    with stepping(path) as connection:
        for step in STEPS[: STEPS.index(calls)]:
            step(connection)
        for statement in (
            "INSERT INTO header VALUES ('zone', 'UTC')",
            "INSERT INTO engine VALUES (1, 1, 'x', 1, '')",
            "INSERT INTO call VALUES (3, NULL, '138', '', 1000, NULL, NULL, 'answered', 'x', NULL, NULL)",
            "INSERT INTO call VALUES (5, NULL, '139', '', 2000, NULL, NULL, 'call_back', '', 9000, NULL)",
            "INSERT INTO call VALUES (7, NULL, '137', '', 3000, NULL, NULL, NULL, '', NULL, NULL)",
        ):
            connection.exec_driver_sql(statement)
        connection.exec_driver_sql(f"PRAGMA application_id={file.APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version={STEPS.index(calls)}")
    return path


def test_every_call_keeps_its_id_and_what_was_said_of_it(before):
    done = upgrade(before)
    assert (done.before, done.after) == (STEPS.index(calls), len(STEPS))
    store = Store(before)
    wall = HandClock()
    desk = Desk(store, wall)
    found = desk.look.telephone().listed(0)
    assert [(row.id, row.phone, row.wrap_up, row.promised_at) for row in found] == [
        (7, "137", "answered", None), (5, "139", "call_back", 9000), (3, "138", "answered", None),
    ]  # fmt: skip
    told = desk.calls.heard(CallEvent(Heard.RINGING, "new", wall.now(), "13812345678"))
    assert (told.id, told.answered_at) == (8, None)
    assert desk.look.telephone().now(_nobody(), wall.now()).waiting == 1
    assert desk.upkeep.check().faults == ()
    store.close()


def _nobody():
    from models.rows import Seat
    from models.vocabulary import Role

    return Seat(0, "x", "x", frozenset({Role.OPERATOR}))
