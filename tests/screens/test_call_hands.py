"""The hand during one scripted call: where it is, what it presses, and what the form says of itself meanwhile."""

from typing import Any

import pytest
from hands import until, whole, write

from models.telephone import event_of
from models.wall import to_iso
from screens.intake import IntakeScreen

NEW = "13600002222"


@pytest.fixture
def zhang(scene):
    """张建林 lives in the files, and calls from a number that is not in them."""
    premise = scene.desk.files.add_premise(scene.li, "民生路12号3-502", district="城东")
    return scene.desk.files.add_customer(scene.li, "张建林", phone="13812345678", premise=premise)


@pytest.fixture
def rung(scene):
    """It rings."""
    told = {"event": "ringing", "call": "a", "number": NEW, "at": to_iso(scene.wall.now())}
    return scene.desk.calls.heard(event_of(told))


async def taken(pilot: Any) -> IntakeScreen:
    """The form, opened with `n` once it rings."""
    app = pilot.app
    await until(lambda: app.seat is not None and app.glance.counts and app.screen.ringing.display)
    await pilot.press("n")
    await until(lambda: isinstance(app.screen, IntakeScreen) and app.screen.triage.walk.kit)
    await pilot.pause()
    screen = app.screen
    assert isinstance(screen, IntakeScreen)
    return screen


@pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=str)
async def test_a_call_that_was_taken_is_typed_on_where_one_looks_for_who_it_is_and_stays_that_call(
    scene, zhang, rung, size
):
    """The number stands there already; whom one takes replaces the place, not the call."""
    app = scene.app()
    async with app.run_test(size=size) as pilot:
        screen = await taken(pilot)
        assert screen.focused is screen.form.rows["who"].field
        assert screen.form.fields()["phone"] == NEW
        await write(pilot, "zjl1")
        await until(lambda: screen.form.fields()["address"] == "民生路12号3-502")
        await write(pilot, "厨房很大煤气味")
        await pilot.press("f3", "1", "1", "f2")
        await until(lambda: screen.triage.sent)
        call = scene.desk.look.telephone().call(rung.id)
        assert (call.number, call.wrap_up) == (screen.triage.sent.number, "new_job")
        calls = [one.id for one in scene.desk.look.telephone().listed(0) if one.phone == NEW]
        assert calls == [rung.id], "one call, not a second one"


async def test_what_was_sent_is_not_the_same_matter_as_itself_and_the_keys_that_end_the_call_say_so(scene, zhang, rung):
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await taken(pilot)
        await write(pilot, "zjl1")
        await write(pilot, "厨房很大煤气味")
        await pilot.press("f3", "1", "1", "f2")
        await until(lambda: screen.triage.sent)
        await until(lambda: "回表单" in whole(app).splitlines()[-1])
        bar = whole(app).splitlines()[-1]
        assert [word for word in ("弃稿", "草稿留下", "保存") if word in bar] == []
        assert "Ctrl+S 结束通话" in bar
        await pilot.press("f3")
        await until(lambda: "Esc 结束通话" in whole(app).splitlines()[-1])
        screen.form.focus_on("people")
        await write(pilot, "老人")
        await until(lambda: screen.known.fields.get("people") == "老人")
        sent = screen.triage.sent.id
        assert sent not in [one.row.id for one in (*screen.known.again,)] + [row.id for row in screen.known.similar]


async def test_a_call_of_which_nothing_is_written_down_is_over_when_its_draft_is_discarded(scene, rung):
    """It would stay on the line for ever, and the next `n` would bring it up again."""
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await taken(pilot)
        screen.form.focus_on("text")
        await write(pilot, "打错")
        screen.form.focus_on("people")
        await until(lambda: screen.keeper.id is not None)
        await pilot.press("f9")
        await until(lambda: app.screen is not screen)
        await write(pilot, "打错了")
        await pilot.press("enter")
        await until(lambda: len(app.screen_stack) == 1)
        call = scene.desk.look.telephone().call(rung.id)
        assert (call.state, call.note) == ("ended", "打错了")
        assert call.ended_at is not None


async def test_words_typed_where_a_guess_stands_look_for_another_category(scene):
    """They were put behind the guessed name, and fitted nothing."""
    app = scene.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await until(lambda: app.seat is not None and app.glance.counts)
        await pilot.press("n")
        await until(lambda: isinstance(app.screen, IntakeScreen) and app.screen.triage.walk.kit)
        form = app.screen.form
        form.focus_on("text")
        await write(pilot, "厨房很大煤气味")
        await until(lambda: form.category.code == "EM-LEAK-IN")
        await pilot.press("tab")
        await write(pilot, "一氧化碳")
        assert form.category.value == "一氧化碳"
        assert form.matches.display
        await pilot.press("1")
        assert form.category.code.startswith("EM-CO")
        await pilot.press("漏")
        assert (form.category.value, form.category.code) == ("漏", "")


async def test_a_draft_that_has_its_place_is_gone_on_with_in_the_words_and_with_the_newest_answers(scene):
    """What only this machine kept, for the database was held, counts for the card as for the fields."""
    kept = scene.desk.intake.begin(scene.li, phone=NEW)
    said = {"phone": NEW, "address": "民生路12号", "text": "很大煤气味", "category": "EM-LEAK-IN"}
    draft = scene.desk.intake.keep(scene.li, kept.id, said)
    answers = '{"start":"A","answers":{"A2":"yes"},"readings":[],"pinned":{"A":1}}'
    app = scene.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await until(lambda: app.seat is not None and app.glance.counts)
        screen = IntakeScreen(draft, typed={"triage": answers})
        await app.push_screen(screen)
        await until(lambda: screen.triage.walk.kit)
        await pilot.pause()
        assert screen.focused is screen.form.rows["text"].field
        assert screen.triage.walk.answers == {"A2": "yes"}
        assert "A3" in whole(app)


async def test_in_a_narrow_english_bar_the_key_that_sends_a_p1_stays(scene):
    """It gave way to the one that discards the draft."""
    app = scene.app(language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(lambda: app.seat is not None and app.glance.counts)
        await pilot.press("n")
        await until(lambda: isinstance(app.screen, IntakeScreen) and app.screen.triage.walk.kit)
        await write(pilot, NEW)
        app.screen.form.focus_on("text")
        await write(pilot, "煤气味")
        await until(lambda: app.screen.triage.sendable and app.screen.keeper.id)
        await until(lambda: "Ctrl+S save" in whole(app).splitlines()[-1])
        assert "F2 send now" in whole(app).splitlines()[-1]
