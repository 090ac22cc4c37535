"""The console while the desk lives: changes of others, other seats, ticking clocks, a dead engine, a lost file."""

from hands import lines, opened, until, whole

from models.desk.desk import Desk
from models.rows import NewRequest
from models.store import Store
from models.wall import HOUR


async def test_a_change_at_another_console_is_shown_and_nothing_moves_under_the_hand(scene):
    """A new, more urgent request: while somebody is at the keys the band counts it, then it is sorted in."""
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        await pilot.press("2", "down", "down")
        table = app.screen.table
        here, before = table.cursor_id, list(table.window.ids)
        other = Desk(Store(scene.path), scene.wall)
        received = scene.wall.now() - 400 * HOUR
        fresh = other.intake.save(scene.li, NewRequest(category="RP-NOGAS", phone="13900001111", received=received))
        await until(lambda: table.astray == {fresh.id})
        assert (table.cursor_id, table.window.ids) == (here, before)
        await until(lambda: "1 项有变" in whole(app))
        await pilot.press("g")
        await until(lambda: not table.astray)
        assert table.window.ids[0] == fresh.id
        assert table.cursor_id == here
        other.store.close()


async def test_another_seat_inside_a_request_is_shown_on_its_line(scene):
    """Its initials, in the owner's column."""
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        other = Desk(Store(scene.path), scene.wall)
        other.intake.present(scene.chen, app.screen.table.cursor_id)
        await until(lambda: "李+陈" in whole(app))
        other.intake.present(scene.chen, None)
        await until(lambda: "李+陈" not in whole(app))
        other.store.close()


async def test_the_clock_ticks_without_the_database(scene):
    """A minute later the arrival is a minute later."""
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        assert "-00:13:00" in whole(app)
        scene.wall.advance(minutes=1)
        await until(lambda: "-00:14:00" in whole(app))
        assert "派工超时" not in lines(app)[1]
        await until(lambda: "!!! 派工超时" in whole(app) or "派工临近  00:00:00" in whole(app))


async def test_a_dead_engine_is_on_every_screen_after_thirty_seconds(scene):
    """An empty strip never means a dead engine."""
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        assert "引擎 扫描" in lines(app)[0]
        scene.wall.advance(seconds=31)
        await until(lambda: "引擎已停" in whole(app))
        await until(lambda: "引擎 已停" in lines(app)[0])


async def test_a_lost_database_is_said_and_found_again(scene):
    """The board stays as it was; the console does not die."""
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        away = scene.path.with_suffix(".away")
        scene.path.rename(away)
        await until(lambda: "数据库断开" in whole(app))
        assert "E-00001" in whole(app)
        away.rename(scene.path)
        await until(lambda: "数据库已连上" in whole(app))
