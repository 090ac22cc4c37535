"""Corrections at two consoles: only what contradicts is asked, and what was typed is never lost."""

from typing import Any

import pytest
from hands import until, whole, write

from models.desk.desk import Desk
from models.store import Store
from models.vocabulary import Kind
from screens.dialogs import Choose
from screens.edit_conflicts import both
from screens.editing import EditScreen


async def form(pilot: Any) -> EditScreen:
    """The correction of the request under the cursor."""
    app = pilot.app
    await until(lambda: app.seat is not None and all(table.loaded for table in app.screen.tables))
    await until(lambda: app.glance.counts and app.screen.table.cursor_id is not None)
    await pilot.pause()
    await pilot.press("z")
    await until(lambda: isinstance(app.screen, EditScreen) and app.screen.form.fields()["address"])
    await pilot.pause()
    return app.screen


async def change(pilot: Any, name: str, text: str) -> None:
    """Add to what stands in a row."""
    pilot.app.screen.set_focus(pilot.app.screen.form.rows[name].field)
    await pilot.press("end")
    await write(pilot, text)


@pytest.fixture
def other(scene):
    """A second desk on the same file."""
    desk = Desk(Store(scene.path), scene.wall)
    yield desk
    desk.store.close()


@pytest.fixture
def request_id(scene):
    return scene.desk.look.queue(Kind.EMERGENCY)[0].id


async def test_a_correction_is_typed_and_saved(scene, request_id):
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await form(pilot)
        before = screen.base["address"]
        await change(pilot, "address", "东门")
        assert f"原: {before}"[:10] in whole(app)
        await pilot.press("ctrl+s")
        await until(lambda: app.screen is not screen)
        await until(lambda: "资料已改" in whole(app))
    assert scene.desk.look.detail(request_id).row.address == before + "东门"


async def test_what_another_changed_beside_it_merges_silently(scene, other, request_id):
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await form(pilot)
        await change(pilot, "caller", "王")
        other.editing.edit(scene.chen, request_id, people="孕妇")
        await until(lambda: screen.form.fields()["people"] == "孕妇")
        await pilot.press("ctrl+s")
        await until(lambda: app.screen is not screen)
    detail = scene.desk.look.detail(request_id)
    assert (detail.caller, detail.people) == ("王", "孕妇")


@pytest.mark.parametrize(("digit", "stands"), [("1", "mine"), ("2", "theirs"), ("3", "both")])
async def test_the_same_fact_is_asked_with_who_and_when_and_only_that(scene, other, request_id, digit, stands):
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await form(pilot)
        await change(pilot, "people", "甲")
        await change(pilot, "caller", "王")
        mine = screen.fields["people"]
        other.editing.edit(scene.chen, request_id, people="乙")
        await pilot.press("ctrl+s")
        await until(lambda: isinstance(app.screen, Choose))
        await pilot.pause()
        assert "陈实" in whole(app)
        assert "14:23" in whole(app)
        await pilot.press(digit)
        await until(lambda: app.screen is app.screen_stack[0] or app.screen_stack[-1] not in (screen,))
        await until(lambda: scene.desk.look.detail(request_id).caller == "王")
    expected = {"mine": mine, "theirs": "乙", "both": both("乙", mine)}[stands]
    assert scene.desk.look.detail(request_id).people == expected


async def test_leaving_the_choice_loses_nothing_typed(scene, other, request_id):
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await form(pilot)
        await change(pilot, "people", "甲")
        mine = screen.fields["people"]
        other.editing.edit(scene.chen, request_id, people="乙")
        await pilot.press("ctrl+s")
        await until(lambda: isinstance(app.screen, Choose))
        await pilot.press("escape")
        await until(lambda: app.screen is screen and not screen.busy)
        assert screen.fields["people"] == mine
        await pilot.press("escape")
        await until(lambda: app.screen is not screen)
    (kept,) = scene.desk.look.unsaved(scene.li.operator_id)
    assert kept.fields["people"] == mine


@pytest.mark.parametrize("end", ["merged", "cancelled"])
async def test_what_was_typed_on_a_request_that_ended_meanwhile_becomes_a_note(scene, other, request_id, end):
    waiting = [row for row in scene.desk.look.queue(Kind.EMERGENCY) if not row.crews]
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await until(lambda: app.seat is not None and app.screen.table.cursor_id is not None)
        await until(lambda: app.glance.counts)
        spare = scene.save("RP-HOSE", 5, 1, address="民生路1号")
        target = scene.save("RP-HOSE", 5, 1, address="民生路1号")
        detail = scene.desk.look.detail(spare)
        screen = EditScreen(detail)
        app.seat = scene.chen if end == "cancelled" else app.seat
        await app.push_screen(screen)
        await until(lambda: screen.form.fields()["address"])
        await change(pilot, "people", "独居老人")
        if end == "merged":
            other.promising.merge(scene.li, spare, into=scene.desk.look.number_of(target))
        else:
            other.handling.cancel(scene.li, spare, reason="打错了")
        await pilot.press("ctrl+s")
        await until(lambda: isinstance(app.screen, Choose))
        await pilot.press("1")
        await until(lambda: app.screen is not screen and not isinstance(app.screen, Choose))
        keeper = target if end == "merged" else spare
        await until(lambda: any(line.act == "note" for line in scene.desk.look.detail(keeper).journal))
    (line,) = [line for line in scene.desk.look.detail(keeper).journal if line.act == "note"]
    assert "独居老人" in line.data["text"]
    assert waiting is not None


async def test_a_correction_in_which_nothing_changed_leaves_nothing(scene, request_id):
    app = scene.app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await form(pilot)
        await pilot.press("ctrl+s")
        await until(lambda: "还没有改动" in whole(app))
        await pilot.press("escape")
        await until(lambda: app.screen is not screen)
    assert scene.desk.look.unsaved(scene.li.operator_id) == []


async def test_what_was_typed_is_kept_as_it_is_typed_and_given_up_by_a_key(scene, request_id):
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await form(pilot)
        await change(pilot, "caller", "王")
        await until(lambda: scene.desk.look.unsaved(scene.li.operator_id))
        await pilot.press("f9")
        await until(lambda: app.screen is not screen)
    assert scene.desk.look.unsaved(scene.li.operator_id) == []


async def test_an_unsaved_correction_is_gone_on_with_after_a_restart(scene, request_id):
    detail = scene.desk.look.detail(request_id)
    from screens.edit_conflicts import facts_of

    base = facts_of(detail)
    scene.desk.editing.keep(scene.li, request_id, base=base, fields={**base, "caller": "半个名"})
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await until(lambda: app.seat is not None and "半个名" in whole(app))
        await pilot.press("f")
        await until(lambda: isinstance(app.screen, EditScreen) and app.screen.form.fields()["caller"] == "半个名")
        assert app.screen.changed == {"caller": "半个名"}


def test_both_texts_stand_once():
    assert (both("a", "b"), both("ab", "b"), both("b", "ab")) == ("a / b", "ab", "ab")
