"""Keys that arrive in one read are done in the order in which they were pressed, whatever each of them sets off."""

from typing import Any

import pytest
from hands import seated, until
from terminals import COMMAND, shows
from textual import events
from textual.keys import _character_to_key

from bench.terminal import Terminal
from models.rows import NewRequest
from models.vocabulary import Act
from screens.intake import IntakeScreen
from screens.intake_facts import unfit


def at_once(app: Any, *keys: str) -> None:
    """Post every key before any is looked at, as one read of the terminal does; a longer text is its letters."""
    names = {"enter", "tab", "shift+tab", "down", "up", "backspace", "escape", "ctrl+s", "ctrl+u", "space"}
    for key in keys:
        for one in [key] if key in names else list(key):
            app.post_message(
                events.Key(one, None) if one in names and one != "space" else
                events.Key("space" if one == "space" else _character_to_key(one), " " if one == "space" else one)
            )  # fmt: skip


async def test_a_whole_call_typed_ahead_lands_in_its_fields(scene):
    """Before, what followed a Tab went into the field before it: a phone of digits and a street."""
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await seated(app)
        await pilot.press("n")
        form = app.screen
        assert isinstance(form, IntakeScreen)
        await until(lambda: form.categories)
        at_once(app, "13900000001", "tab", "tab", "老化", "tab", "软管", "1", "tab", "王女士x", "backspace", "tab",
                "中山路88号", "enter", "2", "tab", "狗", "tab", "3", "ctrl+s")  # fmt: skip
        await until(lambda: app.screen is not form)
    row = scene.desk.look.find("中山路88号")[0]
    detail = scene.desk.look.detail(row.id)
    assert (detail.phone, detail.caller, row.address) == ("13900000001", "王女士", "中山路88号")
    assert (row.district, row.category, row.priority, detail.text) == ("城北", "RP-HOSE", "P3", "老化")
    assert detail.access == "狗"


async def test_an_act_and_its_answers_typed_ahead_reach_the_right_questions(scene):
    """The keys of the queue under it never see a letter of the answer."""
    request = scene.desk.intake.save(scene.li, NewRequest("RP-HOSE", phone="1395551", address="公园路1号")).id
    app = scene.app()
    async with app.run_test(size=(80, 24)):
        await seated(app)
        await app.screen.open_row(app.desk.look.rows([request])[request])
        for verb in ("assign", "on_site", "done"):
            getattr(scene.desk.dispatch, verb)(scene.chen, request, crew="修3")
        at_once(app, "v", "1", "done at noon, all well", "enter")
        await until(lambda: scene.desk.look.detail(request).row.status == "resolved")
    journal = scene.desk.look.detail(request).journal
    assert [row.data["note"] for row in journal if row.act == Act.RESOLVE] == ["done at noon, all well"]
    assert not [row for row in journal if row.act in (Act.NOTE, Act.HOLD, Act.CANCEL)]


async def test_an_edit_typed_ahead_stays_where_it_was_made(scene):
    """Backspace and Ctrl+U between letters change what stood there then."""
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await seated(app)
        await pilot.press("n")
        form = app.screen
        at_once(app, "12", "backspace", "3", "tab", "ab", "ctrl+u", "c", "shift+tab", "4")
        await until(lambda: form.form.fields()["phone"] == "134")
        assert form.form.fields()["who"] == "c"


async def test_pasted_control_characters_are_dropped_in_every_box(scene):
    """A paste is text, in one line where there is one line."""
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await seated(app)
        await pilot.press("n")
        form = app.screen
        for name in ("address", "text"):
            form.set_focus(form.form.rows[name].field)
            app.post_message(events.Paste("中山路\x1b[31m\x0788号\n后门\x00"))
            await until(lambda name=name: "后门" in form.form.fields()[name])
        assert form.form.fields()["address"] == "中山路[31m88号 后门"
        assert form.form.fields()["text"] == "中山路[31m88号\n后门"


@pytest.mark.parametrize("phone", ["中山路88号", "13900000001中山路", "call back"])
async def test_a_phone_that_is_none_is_refused_by_its_name_unless_it_is_a_p1(scene, phone):
    """The field is named and has the caret; with a life at stake it is saved as it stands."""
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await seated(app)
        await pilot.press("n")
        form = app.screen
        await until(lambda: form.categories)
        form.form.fill({"phone": phone, "address": "公园路1号", "category": "RP-HOSE"})
        form.set_focus(form.form.rows["address"].field)
        await pilot.pause()
        await pilot.press("ctrl+s")
        await until(lambda: "来电号码" in form.beside.trouble)
        await until(lambda: form.focused is form.form.rows["phone"].field)
        form.form.fill({"category": "EM-LEAK-IN"})
        await pilot.pause()
        await pilot.press("ctrl+s")
        await until(lambda: app.screen is not form)
    assert scene.desk.look.find("公园路1号")[0].priority == "P1"


@pytest.mark.parametrize(
    "phone", ["13900000001", "+86 139-0000-0001", "010 8888 1234 转 12", "8888#3", "8888 ext. 5", "１２３"]
)
def test_phones_as_people_write_them_are_taken(phone):
    """Digits, plus, hyphen, blanks, and the marks of an extension."""
    assert unfit({"phone": phone}) == []


def test_one_write_of_many_keys_through_a_real_terminal(scene):
    """The terminal gets them in one read; the fields get each its own, and a paste is text."""
    with Terminal([*COMMAND, "--db", str(scene.path), "--as", "li", "--lang", "zh"], (120, 40)) as terminal:
        shows(terminal, "李薇 已就座")
        terminal.write("n")
        shows(terminal, "Ctrl+S")
        terminal.settle(0.3)
        pasted = "\x1b[200~燃气\x1b\x07表\x1b[201~"
        terminal.write(f"13900000001\t\t{pasted}\t软管\t王女士\t中山路88号\x13")
        shows(terminal, "已建单")
    row = scene.desk.look.find("中山路88号")[0]
    detail = scene.desk.look.detail(row.id)
    assert (detail.phone, detail.caller, detail.text) == ("13900000001", "王女士", "燃气表")
    assert row.category == "RP-HOSE"
