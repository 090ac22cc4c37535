"""The list of what follows the work by keys: scores, a try in vain, not solved, a complaint's end, a review."""

from typing import Any

from hands import until, whole

from models.rows import NewRequest
from models.vocabulary import Status
from models.wall import DAY
from screens.aftercare import AfterCareScreen
from screens.detail import DetailScreen
from screens.dialogs import AskLine, AskLines, AskTime, Choose, Confirm, Question


async def answer(pilot: Any, kind: type[Question], *presses: str, text: str = "") -> None:
    """Wait for a question of that kind, and answer it."""
    app = pilot.app
    await until(lambda: isinstance(app.screen, kind) and app.screen.is_mounted and not app.screen.waiting)
    question = app.screen
    await pilot.pause()
    for letter in text:
        await pilot.press({" ": "space"}.get(letter, letter))
    await pilot.press(*presses)
    await until(lambda: app.screen is not question or question.waiting)


def worked(scene: Any, category: str = "EM-LEAK-IN", by: Any = None, **fields: Any) -> int:
    """A request on which a crew has finished and which the dispatcher has resolved."""
    desk = scene.desk
    request = desk.intake.save(scene.li, NewRequest(category, phone="13977770001", address="公园路1号", **fields)).id
    desk.dispatch.assign(scene.chen, request, crew="抢2", override_reason="近")
    desk.dispatch.on_site(scene.chen, request, crew="抢2")
    desk.handling.safe(scene.chen, request, reading="0 %LEL 厨房", valve="关", source_found=True)
    desk.dispatch.done(scene.chen, request, crew="抢2")
    desk.handling.resolve(by or scene.chen, request, disposition="fixed")
    return int(request)


async def test_the_list_calls_tries_reopens_and_reviews_by_single_keys(scene):
    """Scored by digits; nobody there; not solved; somebody else's claim and one's own work are shown and refused."""
    desk = scene.desk
    scored, vain, unsolved = (worked(scene) for _ in range(3))
    own = worked(scene, by=scene.li)
    bad = desk.intake.save(scene.chen, NewRequest("CP-SERV", phone="13977770002")).id
    desk.handling.take(scene.chen, bad)
    said = {"stage": "visit", "unit": "维修站", "person": "站长", "plan": "走访", "plan_by": scene.wall.now() + DAY,
            "cause": "迟到", "measure": "道歉", "answer": "已致歉", "unit_answer": "已通报"}  # fmt: skip
    desk.handling.resolve(scene.chen, bad, disposition="answered", **said)
    desk.handling.close(scene.li, bad, withheld="不愿")
    scene.desk.aftercare.set_review_days(scene.li, 1)
    scene.wall.advance(days=1, minutes=1)
    app = scene.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await until(lambda: app.seat is not None and app.desk is not None)
        await pilot.press("ctrl+k")
        await until(lambda: isinstance(app.screen, AfterCareScreen) and len(app.screen.sheet.due) == 4)
        screen = app.screen
        await pilot.pause()
        assert "13977770001" in whole(app) and "超时 4" in whole(app) and "自己经办的" in whole(app)
        assert {strip.cell_length for strip in screen._compositor.render_strips()} == {80}
        screen.sheet.select(scored)
        await pilot.press("b")
        await answer(pilot, Choose, "1")
        assert desk.look.detail(scored).after.ringing == scene.li.name
        for digit in "546":
            await answer(pilot, Choose, digit)
        await answer(pilot, AskLines, "enter", "o", "k", "enter", text="不说")
        await until(lambda: desk.look.detail(scored).row.status is Status.CLOSED)
        await until(lambda: app.screen is screen and len(screen.sheet.due) == 3)
        (made,) = desk.look.detail(scored).after.made
        assert (made.scores, made.withheld, made.said) == ((("speed", 5), ("attitude", 4)), "不说", "ok")
        screen.sheet.select(vain)
        await pilot.press("t")
        await answer(pilot, Choose, "2")
        await until(lambda: desk.look.detail(vain).after.tries)
        await until(lambda: app.screen is screen and "1/3 次" in whole(app))
        screen.sheet.select(unsolved)
        await pilot.press("b")
        await answer(pilot, Choose, "2")
        await answer(pilot, AskLine, "enter", text="还漏")
        await until(lambda: desk.look.detail(unsolved).row.status is Status.OPEN)
        await until(lambda: app.screen is screen and len(screen.sheet.due) == 2)
        assert desk.look.detail(unsolved).cycle == 2
        screen.sheet.select(bad)
        await pilot.press("v")
        await answer(pilot, Confirm, "n")
        await answer(pilot, AskLine, "enter", text="又迟到")
        await until(lambda: desk.look.detail(bad).after.complaint.held is False)
        await until(lambda: app.screen is screen and not screen.sheet.reviews)
        screen.sheet.select(own)
        await pilot.press("enter")
        await until(lambda: isinstance(app.screen, DetailScreen))


async def test_a_complaint_is_recorded_by_one_form_and_its_end_asks_only_for_what_is_missing(scene):
    desk = scene.desk
    bad = desk.intake.save(scene.li, NewRequest("CP-SERV", phone="13977770002", address="公园路1号")).id
    worse = desk.intake.save(scene.li, NewRequest("CP-SERV", phone="13977770002", address="公园路1号")).id
    desk.handling.take(scene.li, worse)
    app = scene.app(language="en")
    async with app.run_test(size=(160, 48)) as pilot:
        await until(lambda: app.seat is not None and all(table.loaded for table in app.screen.tables))
        await until(lambda: app.glance.counts and app.screen.table.cursor_id is not None)
        await app.screen.open_row(desk.look.rows([worse])[worse])
        await until(lambda: desk.look.number_of(bad) in whole(app) and "1 other complaints" in whole(app))
        await app.screen.command("handle_complaint")
        await answer(pilot, Choose, "3")
        await until(lambda: isinstance(app.screen, AskLines) and app.screen.is_mounted)
        await answer(pilot, AskLines, "tab", "b", "o", "s", "s", "ctrl+s", text="unit1")
        await until(lambda: desk.look.detail(worse).after.complaint.unit == "unit1")
        found = desk.look.detail(worse).after.complaint
        assert (found.stage, found.person) == ("visit", "boss")
        await until(lambda: not isinstance(app.screen, Question))
        await app.screen.command("resolve answered")
        await until(lambda: isinstance(app.screen, AskLines) and app.screen.is_mounted)
        await pilot.pause()
        assert [blank.name for blank in app.screen.blanks] == ["plan", "cause", "measure", "answer", "unit_answer"]
        await answer(pilot, AskLines, *["a", "enter", "b", "enter", "c", "enter", "d", "enter", "e", "enter"])
        await answer(pilot, AskTime, "enter")
        await until(lambda: desk.look.detail(worse).row.status is Status.RESOLVED)
    assert desk.look.detail(worse).after.complaint.lacks == ()
