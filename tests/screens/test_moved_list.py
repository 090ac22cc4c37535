"""What moved in the last minutes: the gravest first, every act from the row, and no request that did not move."""

from typing import Any

from hands import until, whole, write

from models.rows import NewRequest
from models.standing import judge
from screens.detail import DetailScreen
from screens.dialogs import AskLines
from screens.monitor import MonitorScreen
from screens.moved import MovedScreen, moved_at


def test_only_what_changed_in_the_time_is_listed_once_with_its_last_change(scene: Any) -> None:
    desk, wall = scene.desk, scene.wall
    wall.advance(hours=2)
    rest, whole_count, _ = moved_at(desk, wall.now(), 60)
    assert (rest, whole_count) == ((), 0)
    late = desk.handling.note(scene.li, 5, text="一")
    wall.advance(minutes=10)
    desk.handling.note(scene.chen, 1, text="二")
    wall.advance(seconds=30)
    desk.handling.note(scene.li, 1, text="三")
    now = wall.now()
    five, _, names = moved_at(desk, now, 5)
    assert [(one.row.id, one.times, one.last.data["text"], one.last.actor) for one in five] == [(1, 2, "三", "李薇")]
    assert five[0].row.category in names
    hour, count, _ = moved_at(desk, now, 60)
    assert [one.row.id for one in hour] == [1, late.id]
    assert count == 2


def test_the_gravest_stand_first_and_among_those_the_newest(scene: Any) -> None:
    desk, wall = scene.desk, scene.wall
    for request in (1, 2, 3, 5, 9, 14, 20, 33, 41, 50):
        wall.advance(seconds=3)
        desk.handling.note(scene.li, request, text="看一下")
    now = wall.now()
    found, _, _ = moved_at(desk, now, 5)
    order = [(-judge(one.row, now).severity, -one.last.recorded_at) for one in found]
    assert order == sorted(order)
    assert len({severity for severity, _ in order}) > 1


async def test_g_lists_them_digits_change_the_time_and_a_row_takes_acts(scene: Any) -> None:
    app = scene.app()
    async with app.run_test(size=(100, 32)) as pilot:
        await until(lambda: app.seat is not None and app.glance.counts)
        screen = MonitorScreen()
        await app.push_screen(screen)
        await until(lambda: screen.board.matrix)
        scene.wall.advance(minutes=90)
        scene.desk.handling.note(scene.chen, 7, text="阀门已关")
        scene.wall.advance(minutes=20)
        await pilot.press("g")
        await until(lambda: isinstance(app.screen, MovedScreen) and "没有工单动过" in whole(app))
        moved = app.screen
        await pilot.press("+")
        await until(lambda: moved.sheet.minutes == 60 and moved.request_id is not None)
        await pilot.press("1")
        await until(lambda: moved.sheet.minutes == 5 and moved.request_id is None)
        await pilot.press("2", "3")
        await until(lambda: moved.sheet.minutes == 60 and moved.request_id is not None)
        moved.sheet.select(7)
        await pilot.pause()
        assert moved.request_id == 7
        assert "阀门已关" in whole(app)
        assert "陈实" in whole(app)
        for strip in app.screen._compositor.render_strips():
            assert strip.cell_length == 100
        await pilot.press("m")
        await until(lambda: isinstance(app.screen, AskLines))
        await write(pilot, "ok")
        await pilot.press("enter")
        await until(lambda: app.screen is moved and any(one.last.data.get("text") == "ok" for one in moved.sheet.rows))
        saved = scene.desk.intake.save(scene.chen, NewRequest("EM-DIG", phone="1395559", district="城北"))
        await until(lambda: any(one.row.id == saved.id for one in moved.sheet.rows))
        moved.sheet.select(7)
        await pilot.press("enter")
        await until(lambda: isinstance(app.screen, DetailScreen) and app.screen.shown == 7)
        await pilot.press("escape", "escape")
        await until(lambda: app.screen is screen)
