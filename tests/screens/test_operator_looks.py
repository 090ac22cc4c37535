"""The look of the console: exact widths, every palette and language, heights, and the frame before the database."""

import asyncio
import unicodedata

import pytest
from hands import lines, opened, until, whole
from textual.filter import Monochrome

from console.app import HotlineApp
from models.desk.desk import Desk
from models.errors import StoreError
from models.migrations import create
from models.store import Store
from models.vocabulary import Kind
from models.wall import HandClock
from screens.operator import TURNING
from screens.queue_heights import heights, room_for_rows

SIZES = [(80, 24), (120, 40), (160, 48), (200, 60), (60, 20)]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_every_line_of_the_screen_is_exactly_as_wide_as_the_screen(scene, size, language):
    """At every size, in both languages, with what callers said; nothing of ours has an ambiguous width."""
    app = scene.app(language=language)
    async with app.run_test(size=size) as pilot:
        await opened(pilot)
        for key in ("2", "down", "enter", "escape", "4"):
            await pilot.press(key)
            await pilot.pause()
            for strip in app.screen._compositor.render_strips():
                assert strip.cell_length == size[0]
                assert not [char for char in strip.text if unicodedata.east_asian_width(char) == "A"]


@pytest.mark.parametrize("theme", ["dark", "light", "nocolour"])
async def test_the_morning_reads_the_same_in_every_palette(scene, theme):
    """Signs and words carry it; colours are added."""
    app = scene.app(theme=theme)
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        text = " ".join(whole(app).split())
        for piece in (
            "!!! 到场超时 -00:13:00 P1 E-00001",
            "! 派工临近 00:01:00",
            "待联",
            "抢3",
            "F4 确认",
            "引擎 扫描",
        ):
            assert piece in text


async def test_three_queues_stand_at_once_and_one_below_34_lines(scene):
    """The header counts the others."""
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        shown = [kind for kind, pane in app.screen.panes.items() if pane.display]
        assert shown == [Kind.EMERGENCY, Kind.REPAIR, Kind.INSPECTION]
        await pilot.resize_terminal(80, 24)
        await until(lambda: sum(pane.display for pane in app.screen.panes.values()) == 1)
        assert "报修" not in lines(app)[2]
        assert "41" in lines(app)[0]


def test_heights_follow_the_design():
    """Emergency what it needs, the rest three to two; a short queue gives its room away."""
    assert heights(40, [3, 41, 18]) == [3, 15, 10]
    assert heights(24, [41]) == [17]
    assert heights(48, [3, 41, 18]) == [3, 22, 11]
    assert heights(40, [0, 2, 90]) == [3, 3, 22]
    assert heights(40, [30, 41, 18])[0] <= room_for_rows(40, 3) // 2
    assert all(sum(heights(height, [5, 50, 50])) == room_for_rows(height, 3) for height in range(34, 80))


async def test_the_frame_is_there_before_the_database(scene):
    """Opening takes as long as it takes; the keys already work."""
    gate = asyncio.Event()
    loop = asyncio.get_running_loop()

    def slow() -> Desk:
        asyncio.run_coroutine_threadsafe(gate.wait(), loop).result()
        return Desk(Store(scene.path), scene.wall)

    app = scene.app()
    app._open_desk = slow
    async with app.run_test(size=(120, 40)) as pilot:
        await until(lambda: "正在打开数据库" in whole(app))
        assert app.desk is None
        await pilot.press("d", "2", "j", "f4")
        gate.set()
        await opened(pilot)
        assert "E-00001" in whole(app)


async def test_a_database_that_cannot_be_opened_is_said_in_a_sentence(scene):
    """And the console can be left."""

    def refuse() -> Desk:
        raise StoreError("store.missing", "There is no database at x.", "Make one with: hotline db init", path="x")

    app = scene.app(language="en")
    app._open_desk = refuse
    async with app.run_test(size=(120, 40)) as pilot:
        await until(lambda: "hotline db init" in whole(app))
        await pilot.press("ctrl+q")


async def test_the_language_changes_while_running(scene):
    """Every word, at once, and back."""
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        await pilot.press("l")
        await until(lambda: "Emergency" in whole(app))
        text = whole(app)
        assert "arrive late" in text
        assert "抢修" not in text
        await pilot.press("l")
        await until(lambda: "到场超时" in whole(app))


async def test_the_palette_changes_while_running(scene):
    """Every line is painted on the new ground."""
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        await pilot.press("ctrl+g")
        await pilot.pause()
        grounds = {
            segment.style.bgcolor.name
            for strip in app.screen._compositor.render_strips()
            for segment in strip
            if segment.style and segment.style.bgcolor
        }
        assert "#fbfaf7" in grounds
        assert "#11151a" not in grounds


async def test_no_color_is_answered_by_a_palette_of_our_own(scene, monkeypatch):
    """Not by a filter that would turn red into a grey like any other."""
    monkeypatch.setenv("NO_COLOR", "1")
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        assert app.palette_name == "nocolour"
        assert not [one for one in app.get_line_filters() if isinstance(one, Monochrome)]


async def test_without_an_alarm_the_strip_says_so_and_before_the_first_look_nothing(tmp_path):
    """An empty strip never means a dead one, and never that nobody has looked."""
    wall = HandClock()
    create(tmp_path / "new.db", zone="UTC", name="", wall=wall, operator=("ada", "Ada"))
    desk = Desk(Store(tmp_path / "new.db"), wall)
    desk.alarms.sweep()
    app = HotlineApp(lambda: desk, lambda opened: opened.look.seat_by_login("ada"), wall, "en")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(lambda: app.seat is not None)
        await until(lambda: "+   no alarm" in whole(app))
        await until(lambda: "nothing waits here" in whole(app))
        await pilot.press("f4")
        await until(lambda: "No alarm waits" in whole(app), told=lambda: whole(app))


async def test_what_was_opened_stays_though_word_of_the_cursor_comes_late(scene):
    """An act would else be about a request that nobody opened."""
    gone, beside = (row.id for row in scene.desk.look.queue(Kind.REPAIR)[3:5])
    scene.desk.handling.cancel(scene.li, gone, reason="打错了")
    app = scene.app()
    async with app.run_test(size=(160, 48)) as pilot:
        await opened(pilot)
        screen = app.screen
        screen.open_detail(beside)
        await screen.table.go(1)
        await screen.open_row(scene.desk.look.rows([gone])[gone])
        await until(lambda: screen.detail.reading is not None and screen.detail.reading.detail.row.id == gone)
        await pilot.pause(5 * TURNING)
        assert screen.detail.request_id == screen.request_id == gone
