"""A file of an earlier schema gets hand-over sheets and paper cards, and keeps what it had."""

from models.migrations import create, file, upgrade
from models.migrations.handovers import handovers
from models.migrations.stepping import stepping
from models.migrations.steps import STEPS
from models.wall import HandClock


def test_an_earlier_file_gets_what_it_lacks_and_keeps_its_journal(tmp_path):
    path = create(tmp_path / "made.db", zone="UTC", name="", wall=HandClock()).with_name("old.db")
    file.connect(path).close()
    place = STEPS.index(handovers)
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
              for name in ("handover", "handover_read", "handover_note", "paper_card", "journal")]  # fmt: skip
    raw.close()
    assert counts == [0, 0, 0, 0, 1]
