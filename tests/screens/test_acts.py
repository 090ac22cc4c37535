"""Acts by keys on a real file: the right question, one verb, a sentence for what came of it."""

from dataclasses import replace
from typing import Any

import pytest
from hands import said, until

from models.errors import StoreError
from models.rows import NewRequest, Seat
from models.vocabulary import Act, AlarmState, Board, Disposition, HoldReason, Priority, Role, Status, Step
from models.wall import HOUR
from screens.acts import ALL_ASKS
from screens.dialogs import AskLines, AskTime, Choose, Confirm, Question
from screens.next_step import next_step


async def seated(pilot: Any, seat: Seat | None = None) -> Any:
    """The console open, its queues read; another seat if given."""
    app = pilot.app
    await until(lambda: app.seat is not None and all(table.loaded for table in app.screen.tables))
    await until(lambda: app.glance.counts and app.screen.table.cursor_id is not None)
    if seat is not None:
        app.seat = seat
    await pilot.pause()
    return app


async def answer(pilot: Any, kind: type[Question], *presses: str, text: str = "") -> None:
    """Wait for a question of that kind, and answer it."""
    app = pilot.app
    await until(lambda: isinstance(app.screen, kind) and app.screen.is_mounted)
    question = app.screen
    await pilot.pause()
    for letter in text:
        await pilot.press({" ": "space", "+": "plus", ":": "colon"}.get(letter, letter))
    await pilot.press(*presses)
    await until(lambda: app.screen is not question)


async def put_cursor(app: Any, request_id: int) -> None:
    """The keys are about this request from now on."""
    await app.screen.open_row(app.desk.look.rows([request_id])[request_id])


def repair(scene: Any) -> int:
    """A repair nobody has touched."""
    return scene.desk.intake.save(scene.li, NewRequest("RP-HOSE", phone="1395551", address="公园路1号")).id


async def test_the_whole_job_of_a_crew_by_keys(scene):
    """Assign, accept, en route, on site, done by one key, resolve; a clock stops where it should."""
    request = repair(scene)
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await seated(pilot)
        await put_cursor(app, request)
        await pilot.press("c")
        await answer(pilot, AskLines, "enter", text="约好下午")
        await until(lambda: "首次联系" in said(app))
        await pilot.press("d")
        await answer(pilot, Choose, "enter", text="修3")
        await answer(pilot, AskLines, "enter", text="离得近")
        await until(lambda: "已派 修3" in said(app))
        for words, step in (
            ("已接单", Step.ACCEPTED),
            ("已出发", Step.EN_ROUTE),
            ("已到场", Step.ON_SITE),
            ("已完工", Step.DONE),
        ):
            await pilot.press("t")
            await until(lambda words=words: words in said(app))
            assert scene.desk.look.detail(request).assignments[0].step == step
        await pilot.press("v")
        await answer(pilot, Choose, "1")
        await answer(pilot, AskLines, "enter", text="换了软管")
        await until(lambda: "已办结" in said(app))
    done = scene.desk.look.detail(request)
    assert (done.row.status, done.disposition) == (Status.RESOLVED, Disposition.FIXED)
    assert [row.act for row in done.journal if row.act not in ("raise", "clear")] == [
        "save", "respond", "assign", "accept", "en_route", "on_site", "done", "resolve",
    ]  # fmt: skip


async def test_a_hold_asks_for_its_reason_and_its_end(scene):
    """A digit, also a full-width one, and a moment; what was understood is shown."""
    request = repair(scene)
    app = scene.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await seated(pilot)
        await put_cursor(app, request)
        await pilot.press("h")
        await answer(pilot, Choose, "fullwidth_digit_two")
        await until(lambda: isinstance(app.screen, AskTime))
        await pilot.pause()
        await pilot.press("ctrl+u")
        for letter in ("1", "9", "colon", "0", "0"):
            await pilot.press(letter)
        await pilot.pause()
        assert "即 19:00:00" in "\n".join(strip.text for strip in app.screen._compositor.render_strips())
        await pilot.press("enter")
        await until(lambda: "已挂起到 19:00:00" in said(app))
        await pilot.press("r")
        await until(lambda: "已恢复" in said(app))
    journal = {row.act: row.data for row in scene.desk.look.detail(request).journal}
    assert journal["hold"]["reason"] == HoldReason.CUSTOMER_ASKED


async def test_an_act_that_is_not_possible_says_why_and_asks_nothing(scene):
    """The refusal is in the reader's language, with its remedy."""
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await seated(pilot)
        await put_cursor(app, 2)
        await pilot.press("h")
        await until(lambda: "还没有记为安全" in said(app))
        assert len(app.screen_stack) == 1


async def test_an_operator_is_refused_a_dispatchers_act(scene):
    """Guards lie below the screen; the screen says what is needed."""
    app = scene.app(language="en")
    plain = replace(scene.chen, roles=frozenset({Role.OPERATOR}))
    async with app.run_test(size=(120, 40)) as pilot:
        await seated(pilot, plain)
        await put_cursor(app, 2)
        await pilot.press("d")
        await until(lambda: "needs the role dispatcher" in said(app))


async def test_escape_leaves_a_question_and_nothing_is_done(scene):
    """Nothing is written by a question."""
    before = scene.desk.look.journal_head()
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await seated(pilot)
        await put_cursor(app, 2)
        await pilot.press("x")
        await answer(pilot, AskLines, "escape", text="打错")
        await pilot.pause()
    assert scene.desk.look.journal_head() == before


async def test_an_empty_reason_is_asked_for_again_where_it_was_typed(scene):
    """The question stays and says what is missing."""
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await seated(pilot)
        await put_cursor(app, 2)
        await pilot.press("x")
        await until(lambda: isinstance(app.screen, AskLines))
        question = app.screen
        await pilot.press("enter")
        await pilot.pause()
        assert app.screen is question
        assert "还缺: 原因" in "\n".join(strip.text for strip in question._compositor.render_strips())


async def test_the_second_of_two_seats_reads_who_was_first(scene):
    """One key at both consoles on the same request: one wins, the other is told why."""
    request = repair(scene)
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await seated(pilot)
        await put_cursor(app, request)
        await pilot.press("d")
        await until(lambda: isinstance(app.screen, Choose))
        scene.desk.dispatch.assign(scene.chen, request, crew="修1")
        await answer(pilot, Choose, "1")
        await until(lambda: "陈实" in said(app))
        assert "刚改过" in said(app)
    assert [job.crew for job in scene.desk.look.detail(request).assignments] == ["修1"]


async def test_a_busy_store_is_asked_again_and_doubles_nothing(scene, monkeypatch):
    """The answer is kept; a retry carries the same token."""
    request = repair(scene)
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await seated(pilot)
        await put_cursor(app, request)
        real, tokens = app.desk.handling.note, []

        def busy(*given: Any, token: str, **asked: Any) -> Any:
            tokens.append(token)
            done = real(*given, token=token, **asked)
            if len(tokens) == 1:
                raise StoreError("store.busy", "Busy.", "Again.", pid=7)
            return done

        monkeypatch.setattr(app.desk.handling, "note", busy)
        await pilot.press("m")
        await answer(pilot, AskLines, "enter", text="门口有狗")
        await answer(pilot, Confirm, "y")
        await until(lambda: "已记一句" in said(app))
    notes = [row for row in scene.desk.look.detail(request).journal if row.act == Act.NOTE]
    assert len(notes) == 1
    assert len(set(tokens)) == 1


async def test_a_supervisor_may_set_a_refusal_aside_with_a_reason(scene):
    """Without a found source only a supervisor ends an emergency, and a follow-up is made by the same act."""
    for verb in ("on_site", "done"):
        getattr(scene.desk.dispatch, verb)(scene.chen, 1, crew="抢3")
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await seated(pilot)
        await put_cursor(app, 1)
        await pilot.press("v")
        await answer(pilot, Choose, "2")
        await answer(pilot, AskLines, "enter")
        await answer(pilot, AskLines, "enter", text="夜间停供, 明日复查")
        await until(lambda: "已办结" in said(app))
    resolved = next(row for row in scene.desk.look.detail(1).journal if row.act == Act.RESOLVE)
    assert resolved.data["override_reason"] == "夜间停供, 明日复查"
    assert resolved.data["follow_up"]


async def test_safe_asks_for_reading_valve_and_source(scene):
    """All three reach the journal."""
    scene.desk.dispatch.on_site(scene.chen, 1, crew="抢3")
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await seated(pilot)
        await put_cursor(app, 1)
        await pilot.press("s")
        await until(lambda: isinstance(app.screen, AskLines))
        for letter in "0":
            await pilot.press(letter)
        await pilot.press("enter")
        await pilot.press("已", "关", "enter")
        await answer(pilot, AskLines, "enter")
        await answer(pilot, Confirm, "n")
        await until(lambda: "已记现场安全" in said(app))
    line = next(row for row in scene.desk.look.detail(1).journal if row.act == Act.SAFE)
    assert (line.data["reading"], line.data["valve"], line.data["source_found"]) == ("0", "已关", False)


async def test_reclassify_finds_the_category_by_words_and_offers_its_priority(scene):
    """Letters narrow, a digit chooses; the usual priority is under the cursor."""
    request = repair(scene)
    app = scene.app(language="en")
    async with app.run_test(size=(120, 40)) as pilot:
        await seated(pilot)
        await put_cursor(app, request)
        await pilot.press("p")
        await answer(pilot, Choose, "1", text="indoor gas")
        await answer(pilot, Choose, "enter")
        await answer(pilot, AskLines, "enter", text="dizzy")
        await until(lambda: "reclassified" in said(app))
    row = scene.desk.look.detail(request).row
    assert (row.category, row.priority) == ("EM-LEAK-IN", Priority.P1)


async def test_a_letter_acknowledges_the_row_and_f4_the_strip(scene):
    """Both say what they acknowledged."""
    strip, _ = scene.desk.look.strip()
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await seated(pilot)
        await put_cursor(app, 2)
        await pilot.press("a")
        await until(lambda: "E-00002" in said(app) and "已确认" in said(app))
        await pilot.press("f4")
        await until(lambda: strip[0].number in said(app))
    acknowledged = {row.id: row.number for row in scene.desk.look.alarms() if row.state == AlarmState.ACKNOWLEDGED}
    assert acknowledged[strip[0].id] == strip[0].number
    assert "E-00002" in acknowledged.values()


async def test_the_call_back_closes_by_another_seat(scene):
    """Three scores by digits."""
    request = repair(scene)
    desk = scene.desk
    for verb in ("assign", "accept", "on_site", "done"):
        getattr(desk.dispatch, verb)(scene.chen, request, crew="修1")
    desk.handling.resolve(scene.chen, request, disposition=Disposition.FIXED)
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await seated(pilot)
        await put_cursor(app, request)
        await pilot.press("b")
        await answer(pilot, Choose, "1")
        for digit in ("5", "4", "5"):
            await answer(pilot, Choose, digit)
        await answer(pilot, AskLines, "enter")
        await until(lambda: "已结案" in said(app))
    closed = desk.look.detail(request)
    assert closed.row.status is Status.CLOSED
    assert next(row for row in closed.journal if row.act == Act.CLOSE).data["scores"] == {
        "speed": 5, "attitude": 4, "quality": 5,
    }  # fmt: skip


def test_the_next_step_is_that_of_the_crew_furthest_behind(scene):
    """Two crews: the one that has not accepted comes first; no crew: to accept, which the desk refuses."""
    scene.desk.dispatch.assign(scene.chen, 1, crew="抢2")
    assert next_step(scene.desk.look.detail(1)) == Act.ACCEPT
    assert next_step(scene.desk.look.detail(3)) == Act.DONE
    assert next_step(scene.desk.look.detail(2)) == Act.ACCEPT
    assert scene.desk.look.detail(3).row.board is Board.ON_SITE


def test_every_act_with_a_key_or_a_word_can_be_asked_for():
    """The key table and the questions know the same acts; the others have a form or a line of their own."""
    from screens.keys import KEYS

    own = {"step", "acknowledge", "edit", "read", "use", "triage", "take_back", "split", "describe"}
    assert {key.act for key in KEYS if key.act} - set(ALL_ASKS) == own


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_refusal_of_the_workflow_has_words(lang):
    """No refusal reaches a person as a code or in the other language."""
    from models.refusals import REFUSALS
    from screens.wording import catalogue

    words = catalogue(lang)
    assert [code for code in REFUSALS if f"refusal.{code}" not in words] == []


def test_hold_ends_are_ahead():
    """The likely ends that a hold offers can be read at any hour of the day."""
    from screens.asking import LIKELY_ENDS, LIKELY_ENDS_EN
    from screens.instants import read_instant

    for hour in range(24):
        now = 1_795_276_800_000 + hour * HOUR
        for text in (*LIKELY_ENDS, *LIKELY_ENDS_EN):
            instant = read_instant(text, now, "Asia/Shanghai")
            assert instant is not None
            assert instant > now


async def test_words_that_were_typed_survive_a_colleague_who_was_quicker(scene):
    """The request moved while the reason was typed: it is said, and a yes does it all the same, from the new state."""
    request = repair(scene)
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await seated(pilot)
        await put_cursor(app, request)
        await pilot.press("x")
        await until(lambda: isinstance(app.screen, AskLines))
        scene.desk.handling.respond(scene.chen, request)
        await answer(pilot, AskLines, "enter", text="用户已自行处理")
        await until(lambda: isinstance(app.screen, Confirm))
        assert "陈实" in app.screen.heading
        await answer(pilot, Confirm, "y")
        await until(lambda: "已撤销" in said(app))
    assert scene.desk.look.detail(request).row.status is Status.CANCELLED


async def test_a_note_needs_no_agreement_about_the_state(scene):
    """What only adds something never fails for what another seat decided."""
    request = repair(scene)
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await seated(pilot)
        await put_cursor(app, request)
        await pilot.press("m")
        await until(lambda: isinstance(app.screen, AskLines))
        scene.desk.handling.respond(scene.chen, request)
        await answer(pilot, AskLines, "enter", text="有狗")
        await until(lambda: "已记一句" in said(app))
