"""The feed: every journal line is told once, in order; a lost database is said and found again."""

import asyncio
from typing import Any

from models.desk.desk import Desk
from models.store import Store
from models.vocabulary import Kind
from screens.feed import Feed
from screens.messages import Found, Lost, RowsChanged, Stirred


def other_desk(scene: Any) -> Desk:
    """Another console on the same file."""
    return Desk(Store(scene.path), scene.wall)


def reopened(scene: Any) -> Any:
    return lambda: other_desk(scene)


async def test_a_change_made_elsewhere_is_told_with_its_lines(scene):
    """Request ids and journal lines; nothing before it, nothing twice."""
    told: list[Any] = []
    feed = Feed(scene.desk, told.append, reopened(scene))
    await feed.look()
    assert told == []
    other = other_desk(scene)
    request = scene.desk.look.queue(Kind.REPAIR, limit=1)[0].id
    other.handling.note(scene.li, request, text="在路上")
    await feed.look()
    await feed.look()
    assert [type(message) for message in told] == [RowsChanged]
    assert told[0].ids == {request}
    assert [line.act for line in told[0].lines] == ["note"]
    assert told[0].seqs == (feed.cursor,)
    other.store.close()


async def test_what_has_no_journal_line_only_stirs(scene):
    """A seat that looks at a request."""
    told: list[Any] = []
    feed = Feed(scene.desk, told.append, reopened(scene))
    other = other_desk(scene)
    other.intake.present(scene.li, 1)
    await feed.look()
    assert [type(message) for message in told] == [Stirred]
    other.store.close()


async def test_many_changes_between_two_looks_are_told_together(scene):
    """One message, one repaint."""
    told: list[Any] = []
    feed = Feed(scene.desk, told.append, reopened(scene))
    ids = [row.id for row in scene.desk.look.queue(Kind.INSPECTION, limit=8)]
    other = other_desk(scene)
    for request in ids:
        other.handling.note(scene.li, request, text="x")
    await feed.look()
    assert len(told) == 1
    assert told[0].ids == set(ids)
    assert len(told[0].lines) == 8
    other.store.close()


async def test_a_file_that_was_taken_away_is_said_once_and_found_when_it_is_back(scene):
    """The console stays open; it does not work on a file that has no name any more."""
    told: list[Any] = []
    feed = Feed(scene.desk, told.append, reopened(scene))
    away = scene.path.with_suffix(".away")
    scene.path.rename(away)
    looking = asyncio.create_task(feed.look())
    while not told:
        await asyncio.sleep(0)
    assert isinstance(told[0], Lost)
    assert told[0].error.code == "store.gone"
    away.rename(scene.path)
    feed.hurry()
    await looking
    assert [type(message) for message in told] == [Lost, Found]
    assert feed.desk is not scene.desk
    feed.desk.store.close()


async def test_the_feed_follows_until_it_is_told_to_stop(scene):
    """A hurried look comes at once; cancelling ends it and closes its ear."""
    heard = asyncio.Event()
    feed = Feed(scene.desk, lambda message: heard.set(), reopened(scene))
    task = asyncio.create_task(feed.follow())
    other = other_desk(scene)
    other.intake.present(scene.li, 1)
    feed.hurry()
    async with asyncio.timeout(5):
        await heard.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert task.cancelled()
    other.store.close()
