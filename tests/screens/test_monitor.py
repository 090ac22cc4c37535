"""The supervisor's monitor: four panes, borders that move and are remembered, drill-down, every act from a row."""

import json
from pathlib import Path
from typing import Any

import pytest
from hands import lines, until, whole

from models.rows import NewRequest
from models.vocabulary import AlarmState
from models.wall import HOUR
from screens.detail import DetailScreen
from screens.dialogs import AskLines
from screens.drill import DrillScreen
from screens.layouts import LEAST, MOST, Layout, Layouts
from screens.monitor import MonitorScreen


async def monitor(pilot: Any, path: Path | None = None) -> MonitorScreen:
    """The monitor with its board read."""
    app = pilot.app
    await until(lambda: app.seat is not None and app.glance.counts)
    screen = MonitorScreen(Layouts(path)) if path else MonitorScreen()
    await app.push_screen(screen)
    await until(lambda: screen.board.matrix)
    await pilot.pause()
    return screen


async def test_four_panes_stand_at_once_where_there_is_room(scene, tmp_path):
    """Where it burns, what rings, who is free, how the day goes."""
    app = scene.app()
    async with app.run_test(size=(160, 48)) as pilot:
        await monitor(pilot, tmp_path / "panes.json")
        shown = whole(app)
        for piece in (
            "1 队列",
            "2 告警",
            "3 班组",
            "4 今日与记事",
            "合计",
            "未确认 32",
            "空闲 7",
            "响应达标",
            "刚刚发生",
        ):
            assert piece in shown


async def test_the_matrix_adds_up_and_a_block_says_where(scene, tmp_path):
    """Rows are districts, the last one the whole city; the life-safety block stands in its cell."""
    app = scene.app()
    async with app.run_test(size=(160, 48)) as pilot:
        await monitor(pilot, tmp_path / "panes.json")
        total = next(line for line in lines(app) if line.startswith("   合计"))
        assert [word for word in total[:80].split() if word.isdigit()] == ["3", "41", "18", "5"]
        east = next(line for line in lines(app) if line.startswith(" > 城东"))
        assert "!!!1" in east


async def test_borders_move_by_keys_and_are_remembered(scene, tmp_path):
    """Quit, come back: it is still there, for this person only."""
    path = tmp_path / "state" / "panes.json"
    app = scene.app()
    async with app.run_test(size=(160, 48)) as pilot:
        screen = await monitor(pilot, path)
        wide = screen.panes[0].size.width
        await pilot.press("ctrl+right", "greater_than_sign", "ctrl+down", "3")
        await pilot.pause()
        assert screen.panes[0].size.width > wide + 5
    assert json.loads(path.read_text("utf-8"))["li"] == {"across": 58, "down": 51, "zoomed": None, "focused": 2}
    app = scene.app()
    async with app.run_test(size=(160, 48)) as pilot:
        screen = await monitor(pilot, path)
        assert screen.layout_kept == Layout(58, 51, None, 2)
        assert screen.panes[2].has_focus
    assert Layouts(path).read("chen") == Layout()


async def test_z_gives_a_pane_the_whole_screen_and_gives_it_back(scene, tmp_path):
    """Escape gives it back as well."""
    app = scene.app()
    async with app.run_test(size=(160, 48)) as pilot:
        screen = await monitor(pilot, tmp_path / "panes.json")
        await pilot.press("4", "z")
        await pilot.pause()
        assert [pane.display for pane in screen.panes] == [False, False, False, True]
        assert screen.panes[3].size.width == 160
        await pilot.press("2")
        await pilot.pause()
        assert [pane.display for pane in screen.panes] == [False, True, False, False]
        await pilot.press("escape")
        await pilot.pause()
        assert all(pane.display for pane in screen.panes)


async def test_at_80_by_24_one_pane_shows_and_the_others_are_a_digit_away(scene, tmp_path):
    """It works there too."""
    app = scene.app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await monitor(pilot, tmp_path / "panes.json")
        assert [pane.display for pane in screen.panes] == [True, False, False, False]
        await pilot.press("3")
        await pilot.pause()
        assert "抢1" in whole(app)
        await pilot.press("tab")
        await pilot.pause()
        assert "响应达标" in whole(app)


async def test_a_district_drills_down_to_its_requests_and_on_to_one(scene, tmp_path):
    """Figure, list, request; Escape goes back the same way."""
    app = scene.app()
    async with app.run_test(size=(160, 48)) as pilot:
        screen = await monitor(pilot, tmp_path / "panes.json")
        await pilot.press("down")
        await until(lambda: screen.board.district == "城北")
        await pilot.press("enter")
        await until(lambda: isinstance(app.screen, DrillScreen) and app.screen.table.cursor_id is not None)
        await pilot.pause()
        rows = app.screen.table.window.rows.values()
        assert {row.district for row in rows} == {"城北"}
        await pilot.press("enter")
        await until(lambda: isinstance(app.screen, DetailScreen) and app.screen.pane.reading is not None)
        assert app.screen.pane.reading.detail.row.district == "城北"
        await pilot.press("escape")
        await until(lambda: isinstance(app.screen, DrillScreen))
        await pilot.press("escape")
        await until(lambda: app.screen is screen)


async def test_an_alarm_is_acknowledged_from_its_pane(scene, tmp_path):
    """`a` is about the alarm under the cursor."""
    app = scene.app()
    async with app.run_test(size=(160, 48)) as pilot:
        screen = await monitor(pilot, tmp_path / "panes.json")
        await pilot.press("2")
        chosen = screen.panes[1].chosen
        await pilot.press("a")
        await until(lambda: chosen.number in screen.line.said.text)
    after = next(row for row in scene.desk.look.alarms() if row.id == chosen.id)
    assert (after.state, after.acknowledged_by) == (AlarmState.ACKNOWLEDGED, "李薇")


async def test_every_act_works_from_a_row_also_from_a_crews(scene, tmp_path):
    """A crew's row is about its job: by key, and by a word after the colon that no key came before."""
    app = scene.app()
    async with app.run_test(size=(160, 48)) as pilot:
        screen = await monitor(pilot, tmp_path / "panes.json")
        await pilot.press("3", "down", "down")
        assert screen.request_id == 1
        await pilot.press("colon", *"记事 望", "enter")
        await until(lambda: app.screen is screen and "已记一句" in screen.line.said.text)
        await pilot.press("m")
        await until(lambda: isinstance(app.screen, AskLines))
        await pilot.press("到", "了", "enter")
        await until(lambda: scene.desk.look.detail(1).journal[-1].data.get("text") == "到了" and app.screen is screen)
        await pilot.press("enter")
        await until(lambda: isinstance(app.screen, DetailScreen) and app.screen.shown == 1)
    assert scene.desk.look.detail(1).journal[-1].data["text"] == "到了"


async def test_what_happens_elsewhere_comes_by_itself(scene, tmp_path):
    """A call saved at another console is in matrix and journal, the cursor stays."""
    app = scene.app()
    async with app.run_test(size=(160, 48)) as pilot:
        screen = await monitor(pilot, tmp_path / "panes.json")
        await pilot.press("down", "down")
        ref = screen.pane.ref
        scene.wall.advance(seconds=2)
        saved = scene.desk.intake.save(scene.chen, NewRequest("EM-DIG", phone="1395559", district="城北"))
        await until(lambda: any(row.number == saved.number for row in screen.board.journal))
        await pilot.pause()
        assert saved.number in whole(app)
        assert screen.pane.ref == ref


async def test_it_runs_for_a_week_without_a_key(scene, tmp_path):
    """Hours pass between two looks; ages and days grow, nothing is kept that grows."""
    app = scene.app(language="en")
    async with app.run_test(size=(160, 48)) as pilot:
        screen = await monitor(pilot, tmp_path / "panes.json")
        for _ in range(7 * 4):
            scene.wall.advance(hours=6)
            await screen.every_second()
        await pilot.pause()
        for strip in app.screen._compositor.render_strips():
            assert strip.cell_length == 160
        assert screen.read_at == scene.wall.now()
        assert screen.board.figures.since > scene.wall.now() - 24 * HOUR


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 40), (160, 48), (200, 60)], ids=str)
async def test_every_line_of_the_monitor_is_as_wide_as_the_screen(scene, tmp_path, size, language):
    """Also with the borders at their ends."""
    app = scene.app(language=language)
    async with app.run_test(size=size) as pilot:
        screen = await monitor(pilot, tmp_path / "panes.json")
        for layout in (Layout(), Layout(MOST, LEAST), Layout(LEAST, MOST), Layout(zoomed=3, focused=3)):
            screen.keep(layout)
            await pilot.pause()
            for strip in app.screen._compositor.render_strips():
                assert strip.cell_length == size[0]


def test_borders_stop_before_a_pane_is_gone():
    """However long the key is held."""
    layout = Layout()
    for _ in range(50):
        layout = layout.moved(1, -1)
    assert (layout.across, layout.down) == (MOST, LEAST)


@pytest.mark.parametrize(
    "text", ["", "[]", "not json", '{"li": 7}', '{"li": {"across": "x", "down": 1000, "focused": -3}}']
)
def test_a_spoilt_layout_file_gives_the_usual_layout(tmp_path, text):
    """Nobody is kept from work by it."""
    path = tmp_path / "panes.json"
    path.write_text(text, "utf-8")
    layout = Layouts(path).read("li")
    assert layout.across == Layout().across
    assert LEAST <= layout.down <= MOST
    assert layout.focused in range(4)
    Layouts(path).write("li", Layout(60, 60, 1, 1))
    assert Layouts(path).read("li") == Layout(60, 60, 1, 1)


async def test_a_layout_that_cannot_be_kept_is_said_once_and_used(scene, tmp_path):
    """A state folder that is a file: the border moves all the same."""
    (tmp_path / "state").write_text("in the way", "utf-8")
    app = scene.app()
    async with app.run_test(size=(160, 48)) as pilot:
        screen = await monitor(pilot, tmp_path / "state" / "panes.json")
        await pilot.press("ctrl+right")
        await until(lambda: "布局没有记住" in screen.line.said.text)
        assert screen.layout_kept.across == Layout().moved(1, 0).across
