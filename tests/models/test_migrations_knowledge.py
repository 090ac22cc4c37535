"""A file from before the knowledge shelf gets it with its articles, and its rows stay what they were."""

import pytest

from models.desk.desk import Desk
from models.migrations import create, file, upgrade
from models.migrations.knowledge import knowledge, starters
from models.migrations.stepping import stepping
from models.migrations.steps import STEPS
from models.rows import NewRequest, Seat
from models.store import Store
from models.vocabulary import Role
from models.wall import HandClock

LI = Seat(1, "li", "Li", frozenset({Role.SUPERVISOR}))


@pytest.fixture
def before(tmp_path):
    """A file as the steps before this one left it, with an operator, a category and a request from outside."""
    path = tmp_path / "old.db"
    with stepping(path) as connection:
        for step in STEPS[: STEPS.index(knowledge)]:
            step(connection)
        for statement in (
            "INSERT INTO header VALUES ('zone', 'Asia/Shanghai'), ('name', 'before'), ('drill', '0')",
            "INSERT INTO engine (id, sweeper, suspects) VALUES (1, '', '')",
            "INSERT INTO operator (id, login, name, initials, roles, team, department, centre, leads)"
            " VALUES (1, 'li', 'Li', 'LI', 'supervisor', '', '', '', 0)",
            "INSERT INTO category VALUES ('CP-STOP', '停气', 'stop', 'complaint', 'P2', '', 0.0, '', NULL)",
            f"PRAGMA application_id={file.APPLICATION_ID}",
            f"PRAGMA user_version={STEPS.index(knowledge)}",
        ):
            connection.exec_driver_sql(statement)
    return path


def test_an_older_file_gets_the_shelf_and_can_be_searched_and_written_at_once(before):
    done = upgrade(before)
    assert (done.after, done.backup is not None) == (len(STEPS), True)
    store = Store(before)
    desk = Desk(store, HandClock())
    shelf = desk.look.knowledge()
    assert len(shelf.listed(0)) == len(starters())
    assert shelf.search("卡表", 0, language="zh")[0].slug == "ic-card.zh"
    desk.knowledge.take_in(LI, [("x.zh.md", "# 汛期巡线\n\n雨后巡线。")])
    assert [row.slug for row in shelf.search("汛期巡线", 0)] == ["x.zh"]
    saved = desk.intake.save(LI, NewRequest("CP-STOP", phone="1", outside_number="yt 1"))
    assert [row.number for row in desk.look.outside("YT1")] == [saved.number]
    assert desk.upkeep.check().faults == ()
    store.close()


def test_a_new_file_and_an_upgraded_one_have_the_same_articles(before, tmp_path):
    upgrade(before)
    new = create(tmp_path / "new.db", zone="UTC", name="", wall=HandClock())
    found = []
    for path in (before, new):
        raw = file.connect(path)
        found.append(
            raw.execute("SELECT slug, title, body, state, version, words FROM article ORDER BY slug").fetchall()
        )
        assert raw.execute("SELECT count(*) FROM article_version").fetchone() == (len(found[-1]),)
        raw.execute("INSERT INTO article_fts (article_fts) VALUES ('integrity-check')")
        raw.close()
    assert found[0] == found[1]


def test_a_search_never_reads_every_request_for_an_outside_case(tmp_path):
    raw = file.connect(create(tmp_path / "new.db", zone="UTC", name="", wall=HandClock()))
    plan = raw.execute(
        "EXPLAIN QUERY PLAN SELECT id FROM request WHERE request.outside_number <> '' AND outside_number = ?", ("x",)
    ).fetchall()
    assert "request_outside" in str(plan)
    raw.close()
