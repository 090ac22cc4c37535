"""A file of an earlier schema can keep packs after its upgrade."""

from models.migrations import create, file, upgrade
from models.migrations.packs import packs
from models.migrations.stepping import stepping
from models.migrations.steps import STEPS
from models.wall import HandClock


def test_an_earlier_file_gets_a_place_for_packs(tmp_path):
    path = create(tmp_path / "made.db", zone="UTC", name="", wall=HandClock()).with_name("old.db")
    file.connect(path).close()
    with stepping(path) as connection:
        for step in STEPS[: STEPS.index(packs)]:
            step(connection)
        connection.exec_driver_sql("INSERT INTO header VALUES ('zone', 'UTC')")
        connection.exec_driver_sql(f"PRAGMA application_id={file.APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version={STEPS.index(packs)}")
    done = upgrade(path)
    assert (done.before, done.after) == (STEPS.index(packs), len(STEPS))
    raw = file.connect(path)
    assert raw.execute("SELECT count(*) FROM period_pack").fetchone() == (0,)
    raw.close()
