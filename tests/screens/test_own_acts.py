"""What one does oneself moves at once, the cursor with it; what others do waits for the hand to rest."""

import pytest
from hands import opened, until

from console.app import HotlineApp
from models.rows import NewRequest
from models.vocabulary import Kind
from screens.dialogs import AskLines
from screens.widgets.queue_window import key_of


@pytest.fixture(autouse=True)
def busy_hand(monkeypatch):
    """A hand that never rests: nothing is sorted for idleness."""
    monkeypatch.setattr(HotlineApp, "idle_ms", property(lambda self: 0))


@pytest.mark.parametrize("size", [(80, 24), (160, 48)], ids=str)
async def test_the_cursor_is_on_ones_own_new_request_at_once(scene, size):
    """Saved from the queue of emergencies, it is a repair: that queue has the focus and `>` stands on it."""
    app = scene.app()
    async with app.run_test(size=size) as pilot:
        await opened(pilot)
        before = {row.id for row in scene.desk.look.queue(Kind.REPAIR, limit=200)}
        await pilot.press("n", *"13955501234")
        await until(lambda: getattr(app.screen, "categories", None))
        form = app.screen
        form.form.fill({"address": "公园路1号", "category": "RP-HOSE"})
        await pilot.press("ctrl+s")
        await until(lambda: app.screen is not form)
        table = app.screen.panes[Kind.REPAIR].table
        await until(lambda: table.cursor_id is not None and table.cursor_id not in before)
        assert app.screen.kind is Kind.REPAIR
        assert app.focused is table
        assert table.row.address == "公园路1号"
        assert not table.astray
        assert table.row.id in [row.id for row in scene.desk.look.queue(Kind.REPAIR, limit=200)]


async def test_a_row_that_ones_own_act_moves_is_sorted_at_once_and_keeps_the_cursor(scene):
    """First contact ends its nearest clock: it goes further down, and the cursor is on it there."""
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        await pilot.press("2")
        table = app.screen.table
        row = next(row for row in scene.desk.look.queue(Kind.REPAIR, limit=200) if row.board == "to_contact")
        await table.find(row)
        place = table.cursor_at
        await pilot.press("c")
        await until(lambda: isinstance(app.screen, AskLines))
        await pilot.pause()
        await pilot.press("enter")
        await until(lambda: len(app.screen_stack) == 1)
        await until(lambda: table.row is not None and table.row.board != "to_contact" and not table.astray)
        assert table.cursor_id == row.id
        assert table.cursor_at > place
        assert table.window.index_of(row.id) == table.cursor_at == scene.desk.look.rank(Kind.REPAIR, key_of(table.row))


async def test_a_row_that_ones_own_act_ends_stands_until_the_hand_rests(scene):
    """The next key must not meet the request below it."""
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        await pilot.press("2")
        table = app.screen.table
        here = table.cursor_id
        await pilot.press("x")
        await until(lambda: isinstance(app.screen, AskLines))
        await pilot.pause()
        await pilot.press("错", "enter")
        await until(lambda: len(app.screen_stack) == 1)
        await until(lambda: here in table.astray)
        assert table.cursor_id == here
        await pilot.press("g")
        await until(lambda: table.cursor_id != here)


async def test_what_another_seat_saves_still_moves_nothing(scene):
    """The exception is one's own act alone."""
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        await pilot.press("2", "down")
        table = app.screen.table
        here, ids = table.cursor_id, list(table.window.ids)
        fresh = scene.desk.intake.save(scene.chen, NewRequest("RP-HOSE", phone="1395559", address="公园路9号"))
        await until(lambda: table.astray == {fresh.id})
        assert (table.cursor_id, table.window.ids) == (here, ids)
