"""Keys pressed while the database is being opened are not lost: a call can be taken, a text looked for."""

import asyncio
from typing import Any

import pytest
from hands import until, whole

from console.app import HotlineApp
from models.desk.desk import Desk
from models.store import Store
from models.wall import MINUTE
from screens.intake import IntakeScreen


def behind_a_gate(scene: Any, **given: Any) -> tuple[HotlineApp, asyncio.Event]:
    """A console whose database opens when the gate does."""
    gate, loop = asyncio.Event(), asyncio.get_running_loop()

    def slow() -> Desk:
        asyncio.run_coroutine_threadsafe(gate.wait(), loop).result()
        return Desk(Store(scene.path), scene.wall)

    app = scene.app(**given)
    app._open_desk = slow
    return app, gate


@pytest.mark.parametrize("start", ["operator", "monitor"])
async def test_a_call_is_taken_before_the_database_is_open_and_counts_from_the_key(scene, start):
    """The form stands at once, what is typed waits, and the draft is begun when it can be; received is the key's."""
    app, gate = behind_a_gate(scene, start=start)
    async with app.run_test(size=(120, 40)) as pilot:
        await until(lambda: "正在打开数据库" in whole(app))
        pressed = scene.wall.now()
        await pilot.press("n", *"1395550123")
        form = app.screen
        assert isinstance(form, IntakeScreen)
        assert form.form.fields()["phone"] == "1395550123"
        await pilot.press("ctrl+s")
        assert "正在打开数据库" in whole(app)
        await pilot.press("escape")
        await until(lambda: "先留在这里" in str(form.line.said.text))
        assert app.screen is form
        scene.wall.advance(minutes=2)
        gate.set()
        await until(lambda: form.keeper.kept.get("phone") == "1395550123")
        assert form.keeper.received == pressed
        drafts = app.desk.look.drafts(app.seat.operator_id)
        assert [one.received for one in drafts if one.fields.get("phone") == "1395550123"] == [pressed]
        await until(lambda: form.categories)
        form.form.fill({"address": "公园路1号", "category": "RP-HOSE"})
        await pilot.press("ctrl+s")
        await until(lambda: app.screen is not form)
    saved = scene.desk.look.find("1395550123")
    assert [row.received for row in saved] == [pressed]
    assert scene.wall.now() - pressed == 2 * MINUTE


async def test_what_is_looked_for_before_the_database_is_open_is_found_when_it_is(scene):
    """The text is remembered, and said to be."""
    app, gate = behind_a_gate(scene)
    async with app.run_test(size=(160, 48)) as pilot:
        await until(lambda: "正在打开数据库" in whole(app))
        await pilot.press("/", *"R9", "enter")
        await until(lambda: "打开后就查 R9" in whole(app))
        gate.set()
        await until(lambda: app.screen.detail.reading is not None)
        assert app.screen.detail.reading.detail.row.number == "R-00009"


async def test_a_key_that_needs_the_database_says_that_it_is_being_opened(scene):
    """The alarm list and the acts."""
    app, gate = behind_a_gate(scene)
    async with app.run_test(size=(120, 40)) as pilot:
        for key in ("f5", "d"):
            await until(lambda: "正在打开数据库" in whole(app))
            app.screen._tell("", "text")
            await pilot.press(key)
            await until(lambda: "正在打开数据库" in whole(app))
        gate.set()
        await until(lambda: app.seat is not None)
