"""What is dear to count is counted seldom, and no alarm waits behind it."""

from types import SimpleNamespace

from hands import until

from models.rows import QueueCount
from models.vocabulary import Kind
from screens.counting import DEAR, SHARE, Counting
from screens.glance import Glance, counts_at, glance_at


def test_a_cheap_count_never_rests_and_a_dear_one_by_what_it_took():
    counting = Counting()
    counting.counted(DEAR, 1000)
    assert not counting.dear
    assert counting.rests(1000) == 0
    counting.counted(400, 2000)
    assert counting.dear
    assert counting.rests(2000) == SHARE * 400
    assert counting.rests(2000 + SHARE * 400) == 0


def test_a_look_counts_by_itself_while_that_is_cheap_and_else_keeps_what_is_known(scene):
    now, counting = scene.wall.now(), Counting()
    first = glance_at(scene.desk, now, counting=counting)
    assert first.open_in(Kind.EMERGENCY) == len(scene.desk.look.queue(Kind.EMERGENCY, limit=500)) > 0
    counting.counted(400, 0)
    known = {Kind.EMERGENCY: SimpleNamespace(open=7)}
    again = glance_at(scene.desk, now, counting=counting, known=known)
    assert (again.counts is known, again.strip) == (True, first.strip)
    assert counts_at(scene.desk, now, counting) == first.counts


async def test_dear_counts_follow_the_look_by_themselves(scene):
    app = scene.app()
    async with app.run_test(size=(120, 40)):
        await until(lambda: app.seat is not None and app.glance.counts)
        right = dict(app.glance.counts)
        app.glancing.counting.counted(DEAR + 1, 0)
        app.glancing.now = Glance(
            counts={Kind.EMERGENCY: QueueCount(Kind.EMERGENCY, 0, 0, 0, 0, 0)}, engine=app.glance.engine
        )
        await app.glancing.look()
        await until(lambda: dict(app.glance.counts) == right)
        assert app.glancing.counting.ended > 0
