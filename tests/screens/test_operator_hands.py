"""The console under the hand: typing ahead, commands, searching, opening, acknowledging."""

import pytest
from hands import lines, opened, until, whole
from textual import events

from models.vocabulary import Kind


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
        assert app.screen.table.size.width == 82
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
