"""The step for what comes again: who was joined before it stays on record, and what is live is recognised."""

from sqlalchemy import insert

from models.desk.desk import Desk
from models.migrations import upgrade
from models.migrations.again import again
from models.migrations.file import APPLICATION_ID, connect
from models.migrations.stepping import stepping
from models.migrations.steps import STEPS
from models.rows import Place
from models.store import Store
from models.tables import Premise
from models.wall import HandClock

TEXTS = ("outside_number", "caller", "text", "access", "people", "note", "flags")
ZEROS = ("source_verified", "hold_pausing", "holds", "returns", "callback_due", "next_due_at", "next_warn_at",
         "state_since", "received")  # fmt: skip


def test_a_joined_caller_of_an_older_file_is_on_record_and_its_house_is_known(tmp_path):
    path, before = tmp_path / "old.db", STEPS.index(again)
    with stepping(path) as connection:
        for step in STEPS[:before]:
            step(connection)
        run = connection.exec_driver_sql
        run("INSERT INTO header VALUES ('zone', 'UTC')")
        run("INSERT INTO engine (id, sweeper) VALUES (1, '')")
        run("INSERT INTO category (code, zh, en, kind, priority, skill, callback_share, card) "
            "VALUES ('RP-X', 'x', 'x', 'repair', 'P3', '', 0, 'B')")  # fmt: skip
        run("INSERT INTO premise (id, district, building, address, hazards, vulnerable, access, meter, valve, "
            "latitude, longitude) "
            "VALUES (1, '', '民生路12号', '民生路12号1-101', '', '', '', '', '', 30.0, 120.0)")  # fmt: skip
        run(f"INSERT INTO request (id, serial, number, kind, category, priority, status, channel, cycle, version, "
            f"district, address, phone, premise_id, {', '.join(TEXTS + ZEROS)}) VALUES (1, 1, 'R-00001', 'repair', "
            f"'RP-X', 'P3', 'open', 'phone', 1, 1, '城东', '民生路12号1-101', '1', 1, "
            f"{', '.join(['?'] * len(TEXTS))}, {', '.join(['0'] * len(ZEROS))})", ("",) * len(TEXTS))  # fmt: skip
        run("INSERT INTO call (id, request_id, phone, line, answered_at, note) "
            "VALUES (7, 1, '19900000002', '', 500, '邻居')")  # fmt: skip
        run("INSERT INTO journal (seq, at, recorded_at, actor, act, request_id, payload, salt, digest, hash) VALUES "
            "(1, 500, 500, 'li', 'join', 1, '{\"call\": 7}', '', '', ''), "
            "(2, 600, 600, 'li', 'join', 1, NULL, '', '', '')")  # fmt: skip
        run(f"PRAGMA application_id={APPLICATION_ID}")
        run(f"PRAGMA user_version={before}")
    upgrade(path)
    raw = connect(path)
    assert raw.execute("SELECT house, latitude FROM request").fetchall() == [("民生路12", 30.0)]
    raw.close()
    desk = Desk(Store(path), HandClock())
    joined = desk.look.again().callers("R-00001")
    assert [(one.phone, one.said, one.rang_at) for one in joined] == [("1", "", 0), ("19900000002", "邻居", 500)]
    with desk.store.write() as connection:
        connection.execute(insert(Premise), [{"id": 2, "address": "x", "latitude": 30.001, "longitude": 120.0}])
    (near,) = desk.look.again().like(Place(premise_id=2, category="RP-X"), desk.wall.now())
    assert (near.why, near.metres) == ("near", 111)
    desk.store.close()
