"""The operator's console by a seat that presses keys: exact widths, calm rows, one repaint path for every change."""

import asyncio
import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from textual import events
from textual.filter import Monochrome

from console.app import HotlineApp
from models.desk.desk import Desk
from models.errors import StoreError
from models.migrations import create
from models.rows import NewRequest
from models.store import Store
from models.vocabulary import Kind
from models.wall import HOUR, HandClock
from screens import keys
from screens.queue_heights import heights, room_for_rows
from screens.widgets.key_bar import Hint, KeyBar

SIZES = [(80, 24), (120, 40), (160, 48), (200, 60), (60, 20)]


async def until(condition: Callable[[], Any], seconds: float = 8) -> None:
    """Settle on a condition, never on time."""
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.01)


async def opened(pilot: Any) -> Any:
    """The console with its desk open and its queues read."""
    app = pilot.app
    await until(lambda: app.seat is not None and all(table.loaded for table in app.screen.tables))
    await until(lambda: app.glance.counts and app.screen.table.cursor_id is not None)
    await pilot.pause()
    return app


def lines(app: Any) -> list[str]:
    """The whole screen as text."""
    return [strip.text for strip in app.screen._compositor.render_strips()]


def whole(app: Any) -> str:
    return "\n".join(lines(app))


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
            "引擎 正常",
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
        assert "引擎 正常" in lines(app)[0]
        scene.wall.advance(seconds=31)
        await until(lambda: "引擎已停" in whole(app))
        await until(lambda: "引擎 已停" in lines(app)[0])


async def test_typed_ahead_text_is_not_lost_when_the_command_line_opens(scene):
    """The colon and what follows may come in one read."""
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        await pilot.press(":", *"alarms2ndgxh")
        assert app.screen.line.typed.value == "alarms2ndgxh"
        assert app.screen.line.typing
        await pilot.press("escape")
        assert not app.screen.line.typing
        assert app.focused is app.screen.table


async def test_keys_that_arrive_in_one_read_keep_their_order(scene):
    """Two steps down and an act: it is about the row two below, not about the one where the cursor was."""
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        third = app.screen.panes[Kind.REPAIR].table.window.at(2)
        for key in ("2", "down", "down", "m", "阀", "门"):
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await until(lambda: len(app.screen_stack) > 1 and app.screen.focused is not None)
        await until(lambda: getattr(app.screen.focused, "value", "") == "阀门")
        assert third.number in app.screen.heading


@pytest.mark.parametrize("typed", ["r-00009", "R9", "r9", "报修"])
async def test_a_number_or_a_queues_name_after_the_colon_goes_there(scene, typed):
    """Full-width characters, missing zeros and dashes included."""
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        await pilot.press(":")
        app.screen.line.typed.value = typed
        await pilot.press("enter")
        await until(lambda: app.screen.kind is Kind.REPAIR)
        if typed != "报修":
            await until(lambda: app.screen.detail.request_id is not None)
            await until(lambda: app.screen.detail.reading is not None)
            assert app.screen.detail.reading.detail.row.number == "R-00009"


async def test_an_unknown_command_is_answered_with_a_sentence(scene):
    """Nothing else happens."""
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        await pilot.press(":", *"frobnicate", "enter")
        await until(lambda: "frobnicate" in whole(app))
        assert "按 ? 看全部按键" in whole(app)


async def test_what_a_search_finds_is_listed_in_place_of_the_queues(scene):
    """Escape brings the queues back."""
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        await pilot.press("/", *"和平街", "enter")
        await until(lambda: app.screen.searched == "和平街" and app.screen.found.table.window.total > 1)
        await pilot.pause()
        assert "查找 「和平街」" in whole(app)
        assert "1 抢修  3" not in lines(app)[2]
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen.searched == ""
        assert "抢修" in lines(app)[2]


async def test_the_detail_stands_beside_the_queue_or_over_it(scene):
    """Beside from 160 columns on; Escape closes it and the cursor is where it was."""
    app = scene.app()
    async with app.run_test(size=(160, 48)) as pilot:
        await opened(pilot)
        here = app.screen.table.cursor_id
        await pilot.press("enter")
        await until(lambda: app.screen.detail.display and app.screen.detail.reading)
        await pilot.pause()
        assert app.screen.query_one("#queues").display
        assert app.screen.table.size.width == 75
        await pilot.resize_terminal(120, 40)
        await until(lambda: not app.screen.query_one("#queues").display)
        await pilot.press("escape")
        await pilot.pause()
        assert not app.screen.detail.display
        assert (app.screen.table.cursor_id, app.focused) == (here, app.screen.table)


async def test_the_strips_own_key_acknowledges_the_alarm_on_the_strip(scene):
    """Whatever the cursor is on; and the line below names it."""
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        await pilot.press("3")
        top = app.screen.strip.top
        await pilot.press("f4")
        await until(lambda: app.screen.strip.top is not None and app.screen.strip.top.id != top.id)
        await until(lambda: top.number in app.screen.line.said.text)


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


async def test_help_lists_every_key_of_the_table(scene):
    """Made from it, so it cannot lie."""
    app = scene.app(language="en")
    async with app.run_test(size=(120, 96)) as pilot:
        await opened(pilot)
        await pilot.press("?")
        await pilot.pause()
        text = whole(app)
        for key in keys.KEYS:
            if key.keys:
                assert keys.key_name(key.keys[0]) in text
                assert app.wording(f"key_help.{key.id}") in text
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen.kind is Kind.EMERGENCY


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


def test_keys_are_one_table_without_doubles():
    """No key does two things in one context, no word means two things."""
    for context in (keys.QUEUE, keys.DETAIL, keys.ALARMS, keys.MONITOR):
        used = [name for key in [*keys.keys_of(context), *keys.keys_of(keys.EVERYWHERE)] for name in key.keys]
        assert [name for name in used if used.count(name) > 1] == []
    words = keys.words()
    assert [word for word in words if words.count(word) > 2] == []
    assert keys.by_word("d") is None or keys.by_word("派工").act == "assign"
    assert keys.by_word("ＡＣＫ").act == "acknowledge"


def test_the_commonest_acts_have_function_keys_and_every_act_has_words():
    """For whoever has an input method on."""
    assert sum(any(name[0] == "f" and name[1:].isdigit() for name in key.keys) for key in keys.KEYS) >= 12
    assert [key.id for key in keys.KEYS if key.act and not (key.zh and key.en)] == []


def test_a_full_width_letter_is_the_same_key():
    """Typed with an input method in full-width mode."""
    names = {name for binding in keys.bindings(keys.QUEUE) for name in binding.key.split(",")}
    assert {"fullwidth_latin_small_letter_n", "fullwidth_colon", "fullwidth_digit_two", "fullwidth_solidus"} <= names


def test_the_key_bar_leaves_out_whole_hints_and_keeps_the_last_ones():
    """Find, command and help stay at 40 columns."""
    bar = KeyBar()
    bar.hints = tuple(Hint(key, f"label {key}") for key in "abcdefg/:?")
    assert [hint.key for hint in bar.fitting(40)][-3:] == ["/", ":", "?"]
    assert sum(len(hint.label) + 5 for hint in bar.fitting(40)) <= 44


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
        await until(lambda: "No alarm waits" in whole(app))
