"""A file of an earlier schema gets what follows the work, and keeps the call-backs that were due."""

from models.migrations import create, file, upgrade
from models.migrations.aftercare import aftercare
from models.migrations.stepping import stepping
from models.migrations.steps import STEPS
from models.wall import HandClock


def test_an_earlier_file_gets_what_it_lacks_and_keeps_its_journal(tmp_path):
    path = create(tmp_path / "made.db", zone="UTC", name="", wall=HandClock()).with_name("old.db")
    file.connect(path).close()
    place = STEPS.index(aftercare)
    with stepping(path) as connection:
        for step in STEPS[:place]:
            step(connection)
        connection.exec_driver_sql(
            "INSERT INTO journal (seq, at, recorded_at, actor, act, payload, salt, digest, hash)"
            " VALUES (1, 1, 1, 'li', 'note', '{}', 's', 'd', 'h')"
        )
        connection.exec_driver_sql(f"PRAGMA application_id={file.APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version={place}")
    done = upgrade(path)
    assert (done.before, done.after) == (place, len(STEPS))
    raw = file.connect(path)
    counts = [raw.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
              for name in ("call_try", "call_back", "ringing", "complaint", "complained_of", "journal")]  # fmt: skip
    plan = raw.execute(
        "EXPLAIN QUERY PLAN SELECT resolved_at FROM request WHERE status = 'resolved' AND callback_due"
        " ORDER BY resolved_at LIMIT 1"
    ).fetchall()
    raw.close()
    assert counts == [0, 0, 0, 0, 0, 1]
    assert "request_owing_a_call" in str([tuple(row) for row in plan])
