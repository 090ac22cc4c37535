"""A change of shift by keys: one signs, the other reads every red item one by one, and only then signs."""

import stat
from typing import Any

import pytest
from hands import until, whole

from models.vocabulary import SheetState
from screens.format import cells
from screens.handover import HandoverScreen
from screens.paper_handover import draft_paper, handover_paper
from screens.printed import html, plain
from screens.view import View
from screens.widgets.handover_lines import Shown, handover_lines
from screens.widgets.sheet import line_strip
from screens.wording import Wording


async def sheet_of(pilot: Any) -> HandoverScreen:
    """The console, and from there the sheet, opened by its word."""
    app = pilot.app
    await until(lambda: app.seat is not None and app.glance.counts)
    await pilot.pause()
    await pilot.press(":", *"交接班", "enter")
    await until(lambda: isinstance(app.screen, HandoverScreen) and app.screen.shown is not None)
    await pilot.pause()
    screen = app.screen
    assert isinstance(screen, HandoverScreen)
    return screen


async def test_who_takes_over_reads_every_red_item_and_signs(scene):
    """Refused with a clear sentence while one is unread; `a` goes from one to the next."""
    scene.desk.handovers.note(scene.chen, text="钥匙在门房")
    made = scene.desk.handovers.sign_out(scene.chen)
    red = [item.key for item in made.items if item.red]
    assert len(red) > 5
    for key in red[3:]:
        scene.desk.handovers.read(scene.li, key)
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await sheet_of(pilot)
        assert f"交接班单 {made.id}" in whole(app)
        assert f"红色 {len(red)} 条, 未读 3 条" in whole(app)
        assert "陈实" in whole(app)
        await pilot.press("f10")
        await until(lambda: "还有 3 条红色事项未读" in whole(app))
        assert app.screen is screen
        assert screen.view.ref == red[0]
        for left in (2, 1, 0):
            await pilot.press("a")
            await until(lambda left=left: len(screen.shown.unread) == left)
        await until(lambda: "还有 0 条" in whole(app))
        await pilot.press("a")
        await until(lambda: "已看过" in whole(app))
        await pilot.press("f10")
        await until(lambda: app.screen is not screen)
        await pilot.press(*"已接", "enter")
        await until(lambda: "双方已签" in whole(app))
    signed = scene.desk.look.handovers().one(made.id)
    assert (signed.state, signed.incoming, signed.note, signed.intact) == (SheetState.SIGNED, "李薇", "已接", True)
    assert list(signed.read) and set(signed.read) == set(red)


async def test_who_goes_leaves_a_note_signs_prints_and_takes_it_back(scene):
    """The sheet is made by the program; what it says is seen before it is signed."""
    app = scene.app(language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await sheet_of(pilot)
        assert "Open P1 and P2" in whole(app)
        await pilot.press("a")
        await until(lambda: "No sheet waits" in whole(app))
        await pilot.press("m")
        await until(lambda: app.screen is not screen)
        await pilot.press(*"key at the gate", "enter")
        await until(lambda: "Noted for the next shift" in whole(app))
        await pilot.press("v")
        await until(lambda: app.screen is not screen)
        await pilot.press("y")
        await until(lambda: screen.shown.row is not None)
        await until(lambda: "is signed; now the other side" in whole(app))
        assert any(item.text == "key at the gate" for item in screen.shown.items)
        await pilot.press("p")
        await until(lambda: "open it in a browser" in whole(app) or "Written to" in whole(app))
        await pilot.press("end", "home", "a")
        await until(lambda: "cannot take over from themselves" in whole(app))
        await pilot.press("x")
        await until(lambda: app.screen is not screen)
        await pilot.press(*"later", "enter")
        await until(lambda: screen.shown.row is None)
    assert scene.desk.look.handovers().one(1).state is SheetState.WITHDRAWN


async def test_what_turns_red_meanwhile_appears_on_the_open_sheet_and_enter_opens_it(scene):
    """Somebody else's new leak stands there within the moment, marked as later than the signature."""
    scene.desk.handovers.sign_out(scene.chen)
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await sheet_of(pilot)
        before = len(screen.shown.red)
        new = scene.save("EM-LEAK-OUT", 0, 3)
        await until(lambda: len(screen.shown.red) == before + 1)
        await pilot.pause()
        screen.view.select(f"request:{new}")
        await pilot.pause()
        assert "签字后新增" in whole(app)
        await pilot.press("enter")
        await until(lambda: app.screen is not screen)
        await until(lambda: scene.desk.look.number_of(new) in whole(app))


async def test_the_board_is_written_from_the_console_for_this_person_alone(scene, monkeypatch, tmp_path):
    """Where it lies is said; its numbers are for the desk's eyes."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    app = scene.app()
    async with app.run_test(size=(160, 40)) as pilot:
        await until(lambda: app.seat is not None and app.glance.counts)
        await pilot.pause()
        await pilot.press(":", *"打印在办", "enter")
        await until(lambda: "用浏览器打开" in whole(app))
    page = tmp_path / "hotline" / "paper" / "board.html"
    assert stat.S_IMODE(page.stat().st_mode) == 0o600
    assert "E-00001" in page.read_text("utf-8")
    assert "13900000000" in page.read_text("utf-8")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [60, 80, 120, 160])
def test_every_line_is_as_wide_as_the_sheet(scene, language, width):
    """Whatever callers said."""
    scene.desk.handovers.note(scene.chen, text="\x1b[31m很长的一条" * 20)
    row = scene.desk.handovers.sign_out(scene.chen)
    now = scene.wall.now()
    view = View(Wording(language), scene.desk.zone, now)
    shown = Shown(row, scene.desk.look.handovers().now(now))
    for line in handover_lines(shown, view, width, False):
        strip = line_strip(line, width)
        assert strip.cell_length == width == cells(strip.text)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_sheet_on_paper_says_what_the_screen_says_and_who_signed(scene, language):
    """Every number and note of it; the digest and the journal's head prove it."""
    scene.desk.handovers.note(scene.chen, text="<b>钥匙</b>")
    row = scene.desk.handovers.sign_out(scene.chen)
    for key in [item.key for item in row.unread]:
        row = scene.desk.handovers.read(scene.li, key)
    view = View(Wording(language), scene.desk.zone, scene.wall.now())
    waits = plain(handover_paper(row, view, []))
    assert waits.count("____") >= 2
    row = scene.desk.handovers.sign_in(scene.li, note="OK")
    page, text = html(handover_paper(row, view, [])), plain(handover_paper(row, view, []))
    for item in row.items:
        assert item.number in page
    for said in (row.proof, row.sheet.head, "陈实", "李薇", "&lt;b&gt;钥匙&lt;/b&gt;"):
        assert said in page
    assert "<b>钥匙</b>" in text
    assert "____" not in text
    draft = plain(draft_paper(scene.desk.look.handovers().now(scene.wall.now()), view, []))
    assert "____" in draft
