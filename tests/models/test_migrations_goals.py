"""A file of an earlier schema can watch its indicators, and keeps the product's own tree and checklists."""

from models.indicators.goals import goal_of
from models.migrations import create, file, upgrade
from models.migrations.goals import goals
from models.migrations.stepping import stepping
from models.migrations.steps import STEPS
from models.wall import HandClock


def test_an_earlier_file_gets_the_tables_and_rings_for_no_goal(tmp_path):
    old = create(tmp_path / "made.db", zone="UTC", name="", wall=HandClock()).with_name("old.db")
    with stepping(old) as connection:
        for step in STEPS[: STEPS.index(goals)]:
            step(connection)
        connection.exec_driver_sql(f"PRAGMA application_id={file.APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version={STEPS.index(goals)}")
    done = upgrade(old)
    assert (done.before, done.after) == (STEPS.index(goals), len(STEPS))
    raw = file.connect(old)
    assert raw.execute("SELECT id, at FROM goal_look").fetchall() == [(1, 0)]
    counts = [raw.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in ("goal", "goal_figure", "scheme")]
    assert counts == [0, 0, 0]
    raw.close()
    assert goal_of("satisfied").bound == 90
