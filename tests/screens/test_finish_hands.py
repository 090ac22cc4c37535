"""Getting it finished by keys: the safe record, the override with its follow-up, a plan ticked, what is shown of it."""

from typing import Any

import pytest
from hands import until, whole

from models.rows import NewRequest
from models.vocabulary import Act, Checked, Status
from models.wall import HOUR, MINUTE
from screens.dialogs import AskLine, AskLines, AskTime, Choose, Confirm, Question
from screens.finish_asks import looked, window_of
from screens.plan import PlanScreen
from screens.view import View
from screens.wording import Wording


async def on(pilot: Any, request_id: int) -> Any:
    """The console open, the keys about this request."""
    app = pilot.app
    await until(lambda: app.seat is not None and all(table.loaded for table in app.screen.tables))
    await until(lambda: app.glance.counts and app.screen.table.cursor_id is not None)
    await app.screen.open_row(app.desk.look.rows([request_id])[request_id])
    await pilot.pause()
    return app


async def answer(pilot: Any, kind: type[Question], *presses: str, text: str = "") -> None:
    """Wait for a question of that kind, and answer it."""
    app = pilot.app
    await until(lambda: isinstance(app.screen, kind) and app.screen.is_mounted)
    question = app.screen
    await pilot.pause()
    await write(pilot, text)
    await pilot.press(*presses)
    await until(lambda: app.screen is not question)


async def write(pilot: Any, text: str) -> None:
    """Type it."""
    names = {" ": "space", "%": "percent_sign", ":": "colon", ".": "full_stop"}
    for letter in text:
        await pilot.press(names.get(letter, letter))


def said(app: Any) -> str:
    """The line under the strip, once no question stands over it."""
    return "" if isinstance(app.screen, Question) else str(app.screen.line.said.text)


async def test_a_safe_record_is_written_in_one_form_and_shown_with_what_it_lacks(scene):
    scene.desk.dispatch.on_site(scene.chen, 1, crew="抢3")
    app = scene.app()
    async with app.run_test(size=(160, 48)) as pilot:
        await on(pilot, 1)
        await pilot.press("s")
        await until(lambda: isinstance(app.screen, AskLines) and app.screen.is_mounted)
        await pilot.pause()
        assert "1查过无气" in whole(app)
        await write(pilot, "0 %LEL 厨房")
        await pilot.press("enter", "关", "enter", "tab")
        await write(pilot, "表前阀")
        await pilot.press("enter", "tab", "1", "enter", "5", "enter")
        await write(pilot, "周队")
        await pilot.press("enter", "enter")
        await answer(pilot, Confirm, "y")
        await until(lambda: "已记现场安全" in said(app))
        await until(lambda: "还缺: 怎么核实, 地下室" in whole(app))
        assert "0 %LEL 厨房" in whole(app)
        assert "消防 周队" in whole(app)
    (record,) = scene.desk.look.detail(1).finish.safe
    assert (record.valve_which, record.neighbours, record.basement) == ("表前阀", Checked.CLEAR, Checked.NOT_YET)
    assert (record.fire_service, record.fire_at) == ("周队", scene.wall.now())


async def test_what_cannot_be_read_is_refused_inside_and_nothing_typed_is_lost(scene):
    scene.desk.dispatch.on_site(scene.chen, 1, crew="抢3")
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await on(pilot, 1)
        await pilot.press("s")
        await until(lambda: isinstance(app.screen, AskLines) and app.screen.is_mounted)
        form = app.screen
        await pilot.pause()
        await pilot.press("0", "enter", "关", "enter", "tab", "tab", "tab", "9", "ctrl+s")
        await answer(pilot, Confirm, "y")
        await until(lambda: app.screen is form and "写 1 到 5" in whole(app))
        assert not scene.desk.look.detail(1).finish.safe
        await pilot.press(*["tab"] * 5, "backspace", "2", "ctrl+s")
        await answer(pilot, Confirm, "y")
        await until(lambda: "已记现场安全" in said(app))
    assert scene.desk.look.detail(1).finish.safe[0].neighbours is Checked.GAS


async def test_the_rest_of_a_record_is_said_in_one_line(scene):
    scene.desk.dispatch.on_site(scene.chen, 1, crew="抢3")
    scene.desk.handling.safe(scene.chen, 1, reading="0", valve="关", source_found=True)
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await on(pilot, 1)
        await pilot.press("colon")
        await write(pilot, "安全记录 邻居 无气; 地下室 没有; 消防 周队; 消防何时 14:20")
        await pilot.press("enter")
        await until(lambda: "已补安全记录" in said(app))
    (record,) = scene.desk.look.detail(1).finish.safe
    assert (record.neighbours, record.basement, record.fire_service) == (Checked.CLEAR, Checked.NOT_THERE, "周队")
    assert scene.wall.now() - 24 * HOUR < record.fire_at <= scene.wall.now()


async def test_a_leak_is_not_finished_by_keys_without_safe_and_an_override_leaves_a_follow_up(scene):
    """Whatever end is chosen, the reason is asked of the supervisor; Escape ends nothing."""
    for verb in ("on_site", "done"):
        getattr(scene.desk.dispatch, verb)(scene.chen, 1, crew="抢3")
    before = len(scene.desk.look.find("民生路12号", 100))
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await on(pilot, 1)
        await pilot.press("v")
        await answer(pilot, Choose, "1")
        await answer(pilot, AskLines, "enter")
        await until(lambda: isinstance(app.screen, AskLine) and "还没有记为安全" in whole(app))
        await pilot.press("escape")
        await until(lambda: not isinstance(app.screen, AskLine))
        assert scene.desk.look.detail(1).row.status is Status.WORKING
        assert len(scene.desk.look.find("民生路12号", 100)) == before
        while isinstance(app.screen, Question):
            await pilot.press("escape")
            await pilot.pause()
        await pilot.press("v")
        await answer(pilot, Choose, "1")
        await answer(pilot, AskLines, "enter")
        await answer(pilot, AskLine, "enter", text="夜间无人")
        await until(lambda: "已办结" in said(app))
    ended = scene.desk.look.detail(1)
    assert ended.row.status is Status.RESOLVED
    (line,) = [row for row in ended.journal if row.act == Act.RESOLVE]
    follow = scene.desk.look.detail(line.data["follow_up"])
    assert (follow.row.status, follow.row.address) == (Status.OPEN, ended.row.address)
    assert line.data["override_reason"] == "夜间无人"


async def test_a_dispatcher_is_told_why_a_leak_cannot_be_finished(scene):
    for verb in ("on_site", "done"):
        getattr(scene.desk.dispatch, verb)(scene.chen, 1, crew="抢3")
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await on(pilot, 1)
        app.seat = scene.chen
        await pilot.press("v")
        await until(lambda: "还没有记为安全" in said(app))
    assert scene.desk.look.detail(1).row.status is Status.WORKING


async def test_the_customer_says_no_at_the_end(scene):
    request = scene.save("RP-HOSE", 30, address="公园路1号")
    for verb in ("assign", "on_site", "done"):
        getattr(scene.desk.dispatch, verb)(scene.chen, request, crew="修3")
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await on(pilot, request)
        await pilot.press("v")
        await answer(pilot, Choose, "1")
        await answer(pilot, AskLines, "tab", "王", "tab", "贵", "enter")
        await until(lambda: "已办结" in said(app))
    (word,) = scene.desk.look.detail(request).finish.confirmations
    assert (word.name, word.agreed, word.objection) == ("王", False, "贵")


async def test_a_visit_that_met_nobody_and_the_next_with_its_window(scene):
    request = scene.save("RP-HOSE", 30, address="公园路1号")
    for verb in ("assign", "on_site"):
        getattr(scene.desk.dispatch, verb)(scene.chen, request, crew="修3")
    app = scene.app()
    async with app.run_test(size=(160, 48)) as pilot:
        await on(pilot, request)
        await pilot.press("colon")
        await write(pilot, "无人在家 敲门三次")
        await pilot.press("enter")
        await until(lambda: "到访不遇" in said(app))
        await pilot.press("colon")
        await write(pilot, "预约 明天 9:00 +-30m 上午在家")
        await pilot.press("enter")
        await until(lambda: scene.desk.look.detail(request).finish.appointments)
        await until(lambda: "1 次, 最近 修3" in whole(app))
        await until(lambda: "08:30" in whole(app))
    found = scene.desk.look.detail(request).finish
    assert [one.note for one in found.empty_visits] == ["敲门三次"]
    assert [(one.give_or_take, one.note) for one in found.appointments] == [(30 * MINUTE, "上午在家")]


async def test_a_plan_is_started_ticked_taken_back_and_reviewed_by_keys(scene):
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await on(pilot, 1)
        await pilot.press("ctrl+e")
        await answer(pilot, Choose, "enter")
        await answer(pilot, Choose, "2")
        await until(lambda: isinstance(app.screen, PlanScreen) and app.screen.plan.runs)
        await pilot.pause()
        assert "待本公司安全负责人批准" in whole(app)
        assert "119" in whole(app)
        await pilot.press("space")
        await until(lambda: scene.desk.look.plans().runs(1)[0].done == 1)
        await until(lambda: app.screen.plan.chosen and app.screen.plan.chosen[1].step == "send")
        await pilot.press("m")
        await answer(pilot, AskLine, "enter", text="抢3")
        await until(lambda: scene.desk.look.plans().runs(1)[0].done == 2)
        await until(lambda: app.screen.plan.chosen and app.screen.plan.chosen[1].step == "valve")
        await pilot.press("up")
        await pilot.pause()
        await pilot.press("u")
        await answer(pilot, AskLines, "enter", text="按错")
        await until(lambda: scene.desk.look.plans().runs(1)[0].done == 1)
        await pilot.press("p")
        await answer(pilot, Choose, "enter")
        await answer(pilot, Choose, "1")
        await until(lambda: scene.desk.look.plans().runs(1)[0].level == 3)
        await pilot.press("f10")
        await answer(pilot, AskLine, "enter", text="顺利")
        await until(lambda: scene.desk.look.plans().runs(1)[0].reviewed_at is not None)
        await pilot.press("escape")
        await until(lambda: not isinstance(app.screen, PlanScreen))
    acts = [row.act for row in scene.desk.look.detail(1).journal if "plan" in row.data]
    assert acts == ["start_plan", "tick", "tick", "untick", "start_plan", "review_plan"]


async def test_a_plan_is_for_a_p1_and_its_key_says_so(scene):
    request = scene.save("RP-HOSE", 30, address="公园路1号")
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await on(pilot, request)
        await pilot.press("ctrl+e")
        await until(lambda: "不是 P1" in said(app))


async def test_a_late_step_is_red_in_the_detail_and_rings(scene):
    scene.desk.plans.start_plan(scene.li, 1, plan="LEAK-IN")
    scene.wall.advance(minutes=4)
    scene.desk.alarms.sweep()
    app = scene.app(language="en")
    async with app.run_test(size=(160, 48)) as pilot:
        await on(pilot, 1)
        await until(lambda: "a step is" in whole(app))
    assert "plan_late" in [row.rule for row in scene.desk.look.detail(1).alarms]


async def test_closing_asks_for_the_review_of_a_plan(scene):
    scene.desk.plans.start_plan(scene.li, 1, plan="LEAK-IN")
    scene.desk.dispatch.on_site(scene.chen, 1, crew="抢3")
    scene.desk.handling.safe(scene.chen, 1, reading="0 %LEL 厨房", valve="关", source_found=True)
    scene.desk.dispatch.done(scene.chen, 1, crew="抢3")
    scene.desk.handling.resolve(scene.chen, 1, disposition="fixed")
    for _ in range(3):
        scene.desk.aftercare.call_try(scene.li, 1, outcome="no_answer")
        scene.wall.advance(hours=2)
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await on(pilot, 1)
        await pilot.press("b")
        await answer(pilot, Choose, "8")
        await answer(pilot, AskLine, "enter", text="疏散快")
        await until(lambda: scene.desk.look.detail(1).row.status is Status.CLOSED)
    assert scene.desk.look.plans().runs(1)[0].review == "疏散快"


@pytest.mark.parametrize(("size", "language"), [((80, 24), "zh"), ((140, 45), "en")])
async def test_the_plan_fits_every_screen(scene, size, language):
    scene.desk.plans.start_plan(scene.li, 1, plan="LEAK-IN", level=3)
    scene.desk.plans.tick(scene.chen, 1, step="1", note="全家在楼下")
    app = scene.app(language=language)
    async with app.run_test(size=size) as pilot:
        await on(pilot, 1)
        await pilot.press("ctrl+e")
        await until(lambda: isinstance(app.screen, PlanScreen) and app.screen.plan.runs)
        await pilot.pause()
        strips = app.screen._compositor.render_strips()
        assert {strip.cell_length for strip in strips} == {size[0]}
        assert "1/13" in whole(app)


WINDOWS = {"30": 30 * MINUTE, "±30": 30 * MINUTE, "+-1h": HOUR, "45分钟": 45 * MINUTE, "２小时": 2 * HOUR,
           "soon": None, "": None, "1d": None}  # fmt: skip


@pytest.mark.parametrize("text", WINDOWS)
def test_how_far_off_a_visit_may_be_is_written_shortly(text):
    assert window_of(text) == WINDOWS[text]


@pytest.mark.parametrize(("text", "word"), [("1", "clear"), ("５", "not_yet"), ("有气", "gas"), ("clear", "clear"),
                                            ("0", None), ("6", None), ("x", None), (" ", None)])  # fmt: skip
def test_what_came_of_looking_is_a_digit_or_a_word(text, word):
    assert looked(text, View(Wording("zh"), "UTC", 0)) == (word and Checked(word))


async def test_the_times_of_a_question_are_typed_as_before(scene):
    """The appointment by questions: a moment, then its note and its window in one form."""
    request = scene.desk.intake.save(scene.li, NewRequest("RP-HOSE", phone="1395551", address="公园路1号")).id
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await on(pilot, request)
        await pilot.press("colon")
        await write(pilot, "预约")
        await pilot.press("enter")
        await answer(pilot, AskTime, "enter")
        await until(lambda: isinstance(app.screen, AskLines) and app.screen.is_mounted)
        await pilot.pause()
        await pilot.press("tab", "x", "enter")
        await until(lambda: isinstance(app.screen, AskTime) and "写成 30" in whole(app))
        await pilot.press("enter")
        await until(lambda: isinstance(app.screen, AskLines) and app.screen.is_mounted)
        await pilot.pause()
        await pilot.press("tab", "backspace", "3", "0", "enter")
        await until(lambda: scene.desk.look.detail(request).finish.appointments)
    assert scene.desk.look.detail(request).finish.appointments[0].give_or_take == 30 * MINUTE
