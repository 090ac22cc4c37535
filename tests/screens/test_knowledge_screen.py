"""The knowledge shelf by keys: found while typing, put where the hand was, on record with the request."""

from typing import Any

import pytest
from hands import until, whole

from models.articlefile import saying
from screens.format import cells
from screens.intake import IntakeScreen
from screens.knowledge import KnowledgeScreen
from screens.knowledge_asks import AskNote
from screens.view import View
from screens.widgets.article_lines import article_lines, markdown_lines
from screens.widgets.sheet import line_strip
from screens.wording import Wording


async def write(pilot: Any, text: str) -> None:
    """Type letters as an input method commits them."""
    for letter in text:
        await pilot.press({" ": "space", "-": "minus", "+": "plus", ":": "colon"}.get(letter, letter))


async def opened(pilot: Any) -> Any:
    app = pilot.app
    await until(lambda: app.seat is not None and app.glance.counts and app.screen.table.cursor_id is not None)
    await pilot.pause()
    return app


async def form(pilot: Any) -> IntakeScreen:
    app = await opened(pilot)
    await pilot.press("n")
    await until(lambda: isinstance(app.screen, IntakeScreen) and app.screen.categories)
    await pilot.pause()
    screen = app.screen
    assert isinstance(screen, IntakeScreen)
    return screen


async def shelf(pilot: Any, slug: str) -> KnowledgeScreen:
    """The shelf, once the cursor is on that article."""
    app = pilot.app
    await until(lambda: isinstance(app.screen, KnowledgeScreen) and app.screen.found.ref == slug)
    screen = app.screen
    assert isinstance(screen, KnowledgeScreen)
    return screen


@pytest.mark.parametrize("size", [(80, 24), (140, 45)])
async def test_what_is_found_while_typing_goes_into_the_words_and_onto_the_record(scene, size):
    """F11, a word, Enter: the text stands in the caller's words, and saving carries its use to the request."""
    app = scene.app()
    async with app.run_test(size=size) as pilot:
        screen = await form(pilot)
        await write(pilot, "13955550000")
        screen.form.focus_on("text")
        await write(pilot, "不知道充值")
        await pilot.press("f11")
        await until(lambda: isinstance(app.screen, KnowledgeScreen))
        await write(pilot, "充值")
        await shelf(pilot, "ic-card.zh")
        await pilot.pause()
        assert "把卡的芯片朝上插到底" in whole(app).replace(" ", "") or size[0] == 80
        await pilot.press("enter")
        await until(lambda: app.screen is screen and "把卡的芯片朝上插到底" in screen.form.fields()["text"])
        assert screen.form.fields()["text"].startswith("不知道充值\n")
        assert screen.focused is screen.form.rows["text"].field
        screen.form.focus_on("category")
        await write(pilot, "RP-CARD")
        await pilot.press("1", "ctrl+s")
        await until(lambda: app.screen is not screen)
    lines = scene.desk.look.journal_tail(5)
    used = next(line for line in lines if line.act == "use")
    assert used.data["article"] == "ic-card.zh"
    assert "把卡的芯片朝上插到底" in scene.desk.look.detail(used.request_id).text


async def test_with_the_hand_on_the_phone_nothing_is_written_and_the_use_is_still_on_record(scene):
    app = scene.app(language="en")
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await form(pilot)
        await pilot.press("f11")
        await until(lambda: isinstance(app.screen, KnowledgeScreen))
        await write(pilot, "top up")
        await shelf(pilot, "ic-card.en")
        await pilot.press("enter")
        await until(lambda: app.screen is screen and screen.keeper.id is not None)
        await until(lambda: "is on record" in whole(app))
        assert screen.form.fields()["text"] == ""
        draft = screen.keeper.id
    assert [one.slug for one in scene.desk.look.knowledge().used_on(draft)] == ["ic-card.en"]


async def test_the_word_looks_it_up_and_the_note_begins_with_what_it_says(scene):
    """`:k 换电池` on a request: taken, it opens the note with the words in it."""
    app = scene.app()
    async with app.run_test(size=(140, 45)) as pilot:
        await opened(pilot)
        request = app.screen.table.cursor_id
        await pilot.press("colon")
        await write(pilot, "k 换电池")
        await pilot.press("enter")
        await shelf(pilot, "battery.zh")
        await pilot.press("enter")
        await until(lambda: isinstance(app.screen, AskNote))
        await pilot.pause()
        await pilot.press("enter")
        await until(lambda: not isinstance(app.screen, AskNote))
    acts = {line.act: line.data for line in scene.desk.look.journal_tail(4) if line.request_id == request}
    assert acts["use"]["article"] == "battery.zh"
    assert acts["note"]["text"].startswith("请打开表下方的电池盖")


async def test_the_note_question_takes_an_article_where_the_caret_is(scene):
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        request = app.screen.table.cursor_id
        await pilot.press("m")
        await until(lambda: isinstance(app.screen, AskNote))
        await write(pilot, "已告知")
        await pilot.press("f11")
        await until(lambda: isinstance(app.screen, KnowledgeScreen))
        await write(pilot, "过户")
        await shelf(pilot, "moving-house.zh")
        await pilot.press("enter")
        await until(lambda: isinstance(app.screen, AskNote))
        await until(lambda: "办过户" in app.screen.query_one("#blank-text").value)
        await pilot.press("enter")
        await until(lambda: not isinstance(app.screen, AskNote))
    note = next(line for line in scene.desk.look.journal_tail(4) if line.act == "note")
    assert note.request_id == request
    assert note.data["text"].startswith("已告知 办过户")


async def test_a_draft_is_read_and_marked_and_its_use_is_refused_where_the_eyes_are(scene):
    app = scene.app()
    async with app.run_test(size=(140, 45)) as pilot:
        await opened(pilot)
        await pilot.press("colon")
        await write(pilot, "k 一氧化碳")
        await pilot.press("enter")
        screen = await shelf(pilot, "carbon-monoxide.zh")
        await pilot.pause()
        assert "还没批准" in whole(app)
        await pilot.press("enter")
        await until(lambda: "请值班长先批准" in whole(app))
        assert app.screen is screen
        await pilot.press("escape")
        await until(lambda: app.screen is not screen)
    assert scene.desk.look.knowledge().one("carbon-monoxide.zh", 0).used == 0


async def test_arrows_choose_and_the_article_beside_follows_without_losing_what_is_typed(scene):
    app = scene.app()
    async with app.run_test(size=(140, 45)) as pilot:
        await opened(pilot)
        await pilot.press("colon")
        await write(pilot, "k 表")
        await pilot.press("enter")
        await until(lambda: isinstance(app.screen, KnowledgeScreen) and len(app.screen.found.rows) > 2)
        screen = app.screen
        second = screen.found.rows[1]
        await pilot.press("down")
        await until(lambda: screen.preview.row is not None and screen.preview.row.slug == second.slug)
        await pilot.press("ctrl+c")
        assert app.clipboard == saying(second.body, second.shape)
        await write(pilot, "具")
        await until(lambda: screen.sought.value == "表具")
        await pilot.press("escape")


HOSTILE = (
    "# Title \x1b[31m\n\n> say\n> more **bold** <b>raw</b> ![x](http://y)\n\n- one\n  - two `code`\n\n3. three\n"
    "4. four\n\n    indented\n\n```\nfenced 中文中文中文中文中文中文\n```\n\n---\n\n"
    + "很长" * 60
    + "\n\n| a | b |\n|---|---|\n"
)


@pytest.mark.parametrize("width", [20, 41, 80])
def test_every_line_of_an_article_is_as_wide_as_the_screen_and_harmless(width: int) -> None:
    lines = markdown_lines(HOSTILE, width)
    for line in lines:
        strip = line_strip(line, width)
        assert cells(strip.text) == width
        assert strip.text.isprintable()
    text = "\n".join(span.text for line in lines for span in line.spans)
    assert ("•" in text, "─" in text) == (False, False)
    assert "- " in text
    assert "3. " in text


def test_the_head_of_an_article_says_whether_it_may_be_used(scene) -> None:
    view = View(Wording("en"), "UTC", 0)
    row = scene.desk.look.knowledge().one("relighting.en", 0)
    text = "\n".join(span.text for line in article_lines(row, view, 60) for span in line.spans)
    assert "nobody has approved it" in text
    assert "RP-RELIGHT" in text
