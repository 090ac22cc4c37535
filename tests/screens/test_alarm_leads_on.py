"""Enter on an alarm leads to what it is about, also where that is a call nobody has finished writing down."""

from typing import Any

from hands import until, whole

from models.vocabulary import Priority, Rule
from screens.aftercare import AfterCareScreen
from screens.alarms import AlarmsScreen
from screens.detail import DetailScreen
from screens.intake import IntakeScreen


async def alarm_of(pilot: Any, rule: Rule) -> AlarmsScreen:
    """The list of alarms, with the cursor on one of that rule."""
    app = pilot.app
    await until(lambda: app.seat is not None and app.glance.counts)
    await pilot.press("f5")
    await until(lambda: isinstance(app.screen, AlarmsScreen) and app.screen.sheet.found.rows)
    screen = app.screen
    assert isinstance(screen, AlarmsScreen)
    for _ in range(80):
        row = screen.sheet.chosen
        if row is not None and isinstance(screen.sheet.ref, int) and row.rule == rule:
            return screen
        await pilot.press("down")
    raise AssertionError("there is no such alarm in the list")


def left_waiting(scene: Any) -> int:
    """Words of danger that somebody typed and left."""
    draft = scene.desk.intake.begin(scene.li, phone="13955550000")
    scene.desk.intake.keep(scene.li, draft.id, {"phone": "13955550000", "text": "楼道有煤气味"})
    scene.wall.advance(minutes=3)
    scene.desk.alarms.sweep()
    return int(draft.id)


async def test_enter_on_a_waiting_call_goes_on_with_it(scene):
    draft = left_waiting(scene)
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await alarm_of(pilot, Rule.DRAFT_WAITS)
        await pilot.press("enter")
        await until(lambda: isinstance(app.screen, IntakeScreen) and app.screen.keeper.id == draft)
        assert app.screen.form.fields()["text"] == "楼道有煤气味"


async def test_enter_on_a_call_that_was_finished_meanwhile_says_so(scene):
    draft = left_waiting(scene)
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await alarm_of(pilot, Rule.DRAFT_WAITS)
        scene.desk.intake.discard(scene.li, draft, reason="误拨")
        await pilot.press("enter")
        await until(lambda: "或已经写完" in str(screen.line.said.text))
        assert app.screen is screen


async def test_enter_on_late_call_backs_leads_to_their_list(scene):
    scene.desk.dispatch.on_site(scene.chen, 1, crew="抢3")
    scene.desk.handling.safe(scene.chen, 1, reading="0 %LEL 厨房", valve="关", source_found=True)
    scene.desk.dispatch.done(scene.chen, 1, crew="抢3")
    scene.desk.handling.resolve(scene.chen, 1, disposition="fixed")
    scene.wall.advance(hours=25)
    scene.desk.alarms.sweep()
    app = scene.app()
    async with app.run_test(size=(160, 48)) as pilot:
        await alarm_of(pilot, Rule.CALL_BACKS_LATE)
        assert "call_backs" not in whole(app)
        await pilot.press("enter")
        await until(lambda: isinstance(app.screen, AfterCareScreen) and [row.id for row in app.screen.sheet.due] == [1])


async def test_a_story_names_what_a_request_was_called_before(scene):
    """Never a code beside a name."""
    request = scene.save("EM-LEAK-IN", 5)
    scene.desk.handling.reclassify(scene.li, request, category="EM-FIRE", priority=Priority.P1, reason="看见火")
    named = {one.code: one.zh for one in scene.desk.look.categories()}
    app = scene.app()
    async with app.run_test(size=(120, 60)):
        await until(lambda: app.seat is not None and app.glance.counts)
        app.push_screen(DetailScreen(request))
        told = f"{named['EM-LEAK-IN']} > {named['EM-FIRE']}"
        await until(lambda: told in "\n".join(strip.text for strip in app.screen._compositor.render_strips()))
