"""The card beside the words: a leak guessed, asked and sent in a breath; what is said later is kept as it comes."""

import json
from typing import Any

import pytest
from hands import LOOKS, until, whole
from textual import events

from models.rows import NewRequest
from models.vocabulary import Priority
from models.wall import MINUTE
from screens.intake import IntakeScreen


async def form(pilot: Any) -> IntakeScreen:
    """The form, opened by its key on an open desk, with the cards read."""
    app = pilot.app
    await until(lambda: app.seat is not None and app.glance.counts)
    await pilot.press("n")
    await until(lambda: isinstance(app.screen, IntakeScreen) and app.screen.triage.walk.kit)
    await pilot.pause()
    screen = app.screen
    assert isinstance(screen, IntakeScreen)
    return screen


async def write(pilot: Any, text: str) -> None:
    """Type letters as an input method commits them."""
    for letter in text:
        await pilot.press({" ": "space", "-": "minus"}.get(letter, letter))


async def said(pilot: Any, screen: IntakeScreen, words: str, *, phone: str = "13955550000") -> None:
    """A number and the caller's words."""
    await write(pilot, phone)
    screen.form.focus_on("text")
    await write(pilot, words)
    await pilot.pause()


def newest(scene: Any) -> Any:
    """The request saved last, in full."""
    return scene.desk.look.detail(max(row.request_id or 0 for row in scene.desk.look.journal_tail(9)))


@pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=str)
async def test_a_big_smell_in_the_kitchen_is_on_the_board_after_four_keys(scene, size):
    """Beyond the words: into the card, inside, strong, send. The text that was read is kept with its version."""
    app = scene.app()
    async with app.run_test(size=size) as pilot:
        screen = await form(pilot)
        await said(pilot, screen, "厨房很大煤气味")
        assert screen.form.fields()["category"] == "EM-LEAK-IN"
        assert "猜的 EM-LEAK-IN" in whole(app)
        assert "分诊" in whole(app) and "A2" in whole(app)
        keys = ["f3", "1", "1", "f2"]
        await pilot.press(keys[0], keys[1])
        assert "请马上带所有人走到室外" in whole(app)
        assert "待公司安全员批准" in whole(app)
        await pilot.press(*keys[2:])
        await until(lambda: screen.triage.sent)
        await pilot.pause()
        assert app.screen is screen
        assert f"{screen.triage.sent.number} 已送出" in whole(app)
        detail = scene.desk.look.detail(screen.triage.sent.id)
        assert (detail.row.category, detail.row.priority, detail.row.status) == ("EM-LEAK-IN", Priority.P1, "open")
        assert [(one.question, one.chosen, one.version) for one in detail.triage.answers] == [
            ("A2", "yes", 1), ("A3", "strong", 1),
        ]  # fmt: skip
        assert [(one.code, one.version, one.lang, one.auto) for one in detail.triage.texts] == [
            ("A-strong", 1, "zh", True)
        ]
        assert len(keys) == 4


async def test_everything_typed_ahead_in_one_read_is_done_in_its_order(scene):
    """F3, the answers and F2 arrive before the first is looked at; F2 twice makes one request."""
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await form(pilot)
        await write(pilot, "13955550000")
        screen.form.focus_on("text")
        for letter in "很大煤气味":
            app.post_message(events.Key("x", letter))
        for key, letter in (("f3", None), ("1", "1"), ("1", "1"), ("f2", None), ("f2", None), ("2", "2")):
            app.post_message(events.Key(key, letter))
        await until(lambda: screen.triage.sent and not screen.triage.call.behind)
        await pilot.pause()
    detail = newest(scene)
    assert detail.text == "很大煤气味"
    assert [one.question for one in detail.triage.answers] == ["A2", "A3", "A4"]
    assert [row.act for row in detail.journal].count("save") == 1
    assert len(scene.desk.look.find("13955550000")) == 1


async def test_what_is_said_after_sending_arrives_line_by_line(scene):
    """Answers, words and fields are lines of the same request; the dispatcher's category and flags follow."""
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await form(pilot)
        await said(pilot, screen, "厨房很大煤气味")
        await pilot.press("f3", "1", "1", "f2")
        await until(lambda: screen.triage.sent)
        number = screen.triage.sent.number
        await pilot.press("1")
        await until(lambda: not screen.triage.call.behind)
        detail = scene.desk.look.detail(number)
        assert [one.question for one in detail.triage.answers] == ["A2", "A3", "A4"]
        assert {"ambulance", "major"} <= set(detail.flags)
        assert scene.desk.look.major_of(detail.row.id).kind == "casualties"
        await pilot.press("2")
        await until(lambda: not screen.triage.call.behind)
        assert scene.desk.look.detail(number).row.category == "EM-FIRE"
        assert "119" in whole(app)
        await pilot.press("f3")
        screen.form.focus_on("address")
        await write(pilot, "民生路12号")
        await pilot.press("tab")
        await until(lambda: scene.desk.look.detail(number).row.address == "民生路12号")
        screen.form.focus_on("note")
        await write(pilot, "快")
        await pilot.press("ctrl+s")
        await until(lambda: app.screen is not screen)
    detail = newest(scene)
    assert (detail.row.number, detail.note) == (number, "快")
    acts = [row.act for row in detail.journal]
    assert acts.count("save") == 1
    assert acts.count("describe") >= 2
    assert acts.count("reclassify") == 1
    assert scene.desk.look.drafts(scene.li.operator_id) == []


async def test_the_call_of_a_p1_that_was_sent_lasts_until_the_form_closes_and_leaves_nothing_behind(scene, tmp_path):
    app = scene.app(spool=tmp_path / "spool")
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await form(pilot)
        await said(pilot, screen, "厨房很大煤气味")
        await pilot.press("f2")
        await until(lambda: screen.triage.sent)
        sent = screen.triage.sent.number
        scene.wall.advance(minutes=3)
        await pilot.press("escape")
        await until(lambda: app.screen is not screen)
    (call,) = scene.desk.look.detail(sent).calls
    assert call.ended_at - call.answered_at >= 3 * MINUTE
    assert list(tmp_path.glob("spool/*/*.json")) == []


async def test_what_only_a_supervisor_lowers_is_refused_once_and_holds_nobody_up(scene):
    """An operator picks a lesser category after sending: it is refused in words, the P1 stays, the form closes."""
    with scene.desk.store.write() as connection:
        connection.exec_driver_sql("UPDATE operator SET roles = 'operator' WHERE login = 'li'")
    app = scene.app()
    plain = scene.desk.look.seat_by_login("li")
    app._seat_for = lambda desk: plain
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await form(pilot)
        assert screen.host.seat.roles == plain.roles
        await said(pilot, screen, "厨房很大煤气味")
        await pilot.press("f2")
        await until(lambda: screen.triage.sent)
        screen.form.category.choose("RP-HOSE")
        screen.form.focus_on("note")
        await until(lambda: "改低要值班长" in whole(app))
        await write(pilot, "快")
        await pilot.press("ctrl+s")
        await until(lambda: app.screen is not screen)
    detail = newest(scene)
    assert (detail.row.category, detail.row.priority, detail.note) == ("EM-LEAK-IN", Priority.P1, "快")


async def test_f2_sends_no_less_than_a_p1_and_says_so(scene):
    app = scene.app(language="en")
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await form(pilot)
        await said(pilot, screen, "the hose is cracked")
        assert screen.form.fields()["category"] == "RP-HOSE"
        await pilot.press("f2")
        await pilot.pause()
        assert "F2 sends a P1 only, and this is P3" in whole(app)
        assert screen.triage.sent is None


async def test_a_choice_by_hand_is_never_guessed_over_and_an_emptied_one_is(scene):
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await form(pilot)
        screen.form.focus_on("category")
        await write(pilot, "RP-HOSE")
        await pilot.press("enter")
        await said(pilot, screen, "很大煤气味", phone="")
        assert screen.form.fields()["category"] == "RP-HOSE"
        screen.form.focus_on("category")
        await pilot.press("ctrl+u", "backspace")
        assert screen.form.fields()["category"] == ""
        screen.form.focus_on("text")
        await until(lambda: screen.form.fields()["category"] == "EM-LEAK-IN")
        assert screen.form.category.by == "guess"


async def test_a_smell_on_another_card_turns_to_card_a_and_never_below_p1(scene):
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await form(pilot)
        await said(pilot, screen, "我家没气了")
        assert screen.form.fields()["category"] == "RP-NOGAS"
        await pilot.press("f3", "1")
        assert screen.triage.standing.card.code == "A"
        assert screen.form.fields()["category"] == "EM-LEAK-IN"
        assert screen.triage.priority is Priority.P1
        assert "生命安全" in whole(app)
        await pilot.press("backspace")
        assert screen.form.fields()["category"] == "RP-NOGAS"
        assert screen.triage.standing.card.code == "B"


async def test_a_p1_chosen_by_hand_keeps_its_name(scene):
    """The card raises, but does not overrule a person who chose something as urgent."""
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await form(pilot)
        screen.form.focus_on("category")
        await write(pilot, "EM-METER-LEAK")
        await pilot.press("enter")
        await pilot.press("f3", "1", "3")
        assert screen.form.fields()["category"] == "EM-METER-LEAK"
        assert screen.triage.priority is Priority.P1


async def test_answers_are_kept_with_the_draft_and_gone_on_with(scene):
    """A console dies with the card half answered; the next one goes on at the same question."""
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await form(pilot)
        await said(pilot, screen, "很大煤气味")
        await pilot.press("f3", "1", "1", "2")
        await until(lambda: json.loads(screen.keeper.kept.get("triage") or "{}").get("answers", {}).get("A4"))
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await form(pilot)
        await pilot.press("f6")
        await until(lambda: "接着写哪一通" in whole(app))
        await pilot.press("1")
        await until(lambda: isinstance(app.screen, IntakeScreen) and app.screen.given and app.screen.triage.walk.kit)
        await pilot.pause()
        screen = app.screen
        assert screen.triage.standing.ask.code == "A5"
        assert (screen.form.category.code, screen.form.category.by) == ("EM-LEAK-IN", "card")
        await pilot.press("f2")
        await until(lambda: screen.triage.sent)
    detail = newest(scene)
    assert [one.chosen for one in detail.triage.answers] == ["yes", "strong", "no"]
    assert [one.code for one in detail.triage.texts] == ["A-strong"]


async def test_a_text_is_read_by_a_key_or_by_going_on_and_in_either_language(scene):
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await form(pilot)
        await said(pilot, screen, "很大煤气味")
        await pilot.press("f3", "2", "l")
        assert "Take everyone outside now" in whole(app)
        await pilot.press("space")
        assert [(one.code, one.lang, one.auto) for one in screen.triage.walk.readings] == [("A-strong", "en", False)]
        await pilot.press("3", "l", "3")
        codes = [(one.code, one.lang, one.auto) for one in screen.triage.walk.readings]
        assert codes[1:] == [("A-faint", "zh", True)]
        assert screen.form.fields()["category"] == "EM-LEAK-SM"
        assert screen.triage.priority is Priority.P1


async def test_two_guesses_as_loud_are_offered_with_digits(scene):
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await form(pilot)
        await said(pilot, screen, "阀门打不开 换软管")
        assert "是哪一种" in whole(app)
        await pilot.press("f3", "2")
        assert screen.form.fields()["category"] in {"RP-VALVE", "RP-HOSE"}
        assert screen.form.category.by == ""


async def test_who_is_there_and_who_opens_go_into_their_fields(scene):
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await form(pilot)
        await said(pilot, screen, "很大煤气味")
        await pilot.press("f3", "1", "1", "2", "1", "1", "1", "1", "1", "2")
        fields = screen.form.fields()
        assert (fields["people"], fields["access"]) == ("有老人", "门禁密码")
        assert screen.triage.standing.ask is None
        assert "抢修人员已派出" in whole(app)
        assert "邻居也有" in whole(app)


async def test_the_detail_shows_the_answers_and_the_text_as_they_arrive(scene):
    """Another console with the request open sees a new answer by itself."""
    request = scene.desk.intake.save(scene.li, NewRequest("EM-LEAK-IN", phone="1395551", address="公园路1号")).id
    app = scene.app()
    async with app.run_test(size=(160, 48)) as pilot:
        await until(lambda: app.seat is not None and app.glance.counts)
        await app.screen.open_row(app.desk.look.rows([request])[request])
        await until(lambda: "公园路1号" in whole(app))
        scene.desk.triaging.triage(scene.chen, request, card="A", question="A2", answer="yes")
        scene.desk.triaging.read(scene.chen, request, card="A", text="A-strong", lang="zh")
        await until(lambda: "在里面" in whole(app) and "请马上带所有人走到室外" in whole(app))
        await pilot.pause()
        assert "A-strong v1" in whole(app)


async def test_a_paste_of_three_thousand_characters_with_control_characters_is_text(scene):
    """Nothing of it is a key, the words in it still guess, and a committed burst goes on behind it."""
    nasty = "厨房很大煤气味\x1b[20~\x07\x00" + "啊\x1b[2J\x13很" * 700
    app = scene.app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await form(pilot)
        await write(pilot, "13955550000")
        screen.form.focus_on("text")
        app.post_message(events.Paste(nasty[:3000]))
        for letter in "快来人":
            app.post_message(events.Key("x", letter))
        await until(lambda: "快来人" in screen.form.fields()["text"] or len(screen.form.fields()["text"]) >= 2000)
        await until(lambda: screen.form.fields()["category"] == "EM-LEAK-IN")
        assert screen.triage.sent is None
        assert not any(ord(char) < 32 and char != "\n" for char in screen.form.fields()["text"])
        await pilot.press("f3", "1", "1", "f2")
        await until(lambda: screen.triage.sent)
    assert newest(scene).text.startswith("厨房很大煤气味")


@pytest.mark.parametrize(("size", "language"), LOOKS, ids=str)
async def test_the_card_is_whole_and_as_wide_as_its_place_on_every_question(scene, size, language):
    """At 80x24 too: the question, every answer and the text to read stand on the screen."""
    app = scene.app(language=language)
    async with app.run_test(size=size) as pilot:
        screen = await form(pilot)
        await said(pilot, screen, "很大煤气味")
        await pilot.press("f3")
        while (now := screen.triage.standing).ask is not None:
            await pilot.pause()
            seen = "".join(whole(app).split())
            for words in (now.ask, *now.ask.answers, *(one.text for one in screen.triage.walk.unread(""))):
                plain = words.zh if language == "zh" else words.en
                shown = "".join(plain.split())
                assert shown[:14] in seen, (now.ask.code, plain)
            if size == (80, 24):
                for one in screen.triage.walk.unread(""):
                    last = "".join((one.text.zh if language == "zh" else one.text.en).split())[-8:]
                    assert last in seen, (now.ask.code, last)
            for strip in app.screen._compositor.render_strips():
                assert strip.cell_length == size[0]
            await pilot.press("1")
