"""What the screen says of a request is so: which clocks were stopped, in the reader's words, and where the hand is."""

from typing import Any

import pytest
from hands import said, seated, until, whole
from sqlalchemy import text

from models.rows import JournalRow, NewRequest
from models.vocabulary import AlarmState, HoldReason
from models.wall import HOUR
from screens.story import stopped_by, told
from screens.view import View
from screens.wording import Wording


def told_of(scene: Any, request: int, language: str = "zh") -> dict[str, str]:
    """The sentence of each act on a request."""
    detail = scene.desk.look.detail(request)
    stopped = stopped_by(detail.journal, detail.clocks)
    view = View(Wording(language), "Asia/Shanghai", scene.wall.now())
    return {row.act: told(row, view, stopped.get(row.seq, ()))[1] for row in detail.journal}


def saved(scene: Any, category: str = "RP-HOSE") -> int:
    return scene.desk.intake.save(scene.li, NewRequest(category, phone="1395551", address="公园路1号")).id


def worked(scene: Any, request: int) -> None:
    for minute, verb in enumerate(("assign", "accept", "en_route", "on_site", "done")):
        scene.wall.advance(minutes=minute)
        getattr(scene.desk.dispatch, verb)(scene.chen, request, crew="修3")


def test_a_repair_without_dispatch_and_arrival_clocks_names_only_what_it_has(scene):
    """Before, its story told of a dispatch clock and an arrival clock that it never had."""
    request = saved(scene)
    worked(scene, request)
    lines = told_of(scene, request)
    assert lines["accept"] == "修3 接单"
    assert lines["on_site"] == "修3 到场, 响应时钟停"
    assert lines["done"] == "修3 完工"


def test_an_emergency_names_each_clock_where_it_was_stopped(scene):
    """Accepted stops dispatch, arrival what is left; the second contact stops nothing."""
    request = saved(scene, "EM-LEAK-IN")
    scene.wall.advance(minutes=1)
    scene.desk.handling.respond(scene.li, request)
    worked(scene, request)
    lines = told_of(scene, request, "en")
    assert lines["respond"] == "contact with the caller; response stopped"
    assert lines["accept"] == "修3 accepted; dispatch stopped"
    assert lines["on_site"] == "修3 on site; arrival stopped"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_hold_is_told_without_its_code(scene, language):
    """The reason stands there in words, once."""
    request = saved(scene)
    scene.desk.handling.hold(scene.li, request, reason=HoldReason.NOT_HOME, until=scene.wall.now() + HOUR)
    assert "not_home" not in told_of(scene, request, language)["hold"]


def test_a_step_taken_twice_is_refused_in_plain_words():
    """`抢1 已是已接单` was no Chinese."""
    facts = {"crew": "抢1", "step": "accepted"}
    assert Wording("zh").refusal("short.step.back", facts) == "抢1 已接单"
    assert Wording("zh").refusal("step.back", facts).startswith("抢1 现在是「已接单」")


async def test_a_language_is_chosen_by_its_name_and_a_number_nobody_has_is_said_to_be_none(scene):
    """`:中文` twice is Chinese; `:e99999` is no misspelt command."""
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await seated(app)
        for word, lang in (("english", "en"), ("english", "en"), ("中文", "zh"), ("中文", "zh"), ("lang", "en")):
            await app.screen.command(word)
            assert app.wording.lang == lang
        await app.screen.command("e99999")
        await until(lambda: said(app).endswith("There is no request E-99999."))
        await app.screen.command("d e99999")
        await until(lambda: said(app).endswith("There is no request E-99999."))
        await app.screen.command("nonsense")
        await until(lambda: "nonsense" in said(app))
        await pilot.pause()


async def test_opening_by_number_puts_the_mark_on_it_however_old_the_list_is(scene):
    """Requests that came meanwhile are not in the list that is held; the marker was on a neighbour."""
    app = scene.app()
    async with app.run_test(size=(160, 48)):
        await seated(app)
        app._feed.hurry = lambda: None
        rows = [scene.save("EM-LEAK-IN", minutes, 3) for minutes in (50, 49, 48, 47)]
        number = scene.desk.look.number_of(rows[2])
        await app.screen.command(number.lower().replace("-0", ""))
        await until(lambda: app.screen.detail.request_id == rows[2])
        assert app.screen.table.cursor_id == rows[2]
        assert app.screen.table.row.number == number


async def test_after_the_cursors_request_left_the_first_act_only_confirms(scene):
    """The notice names both; the second press is the act."""
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await seated(app)
        table = app.screen.table
        left = table.row
        for verb in ("done",) if left.crews else ("assign", "done"):
            getattr(scene.desk.dispatch, verb)(scene.chen, left.id, crew=left.crews[0] if left.crews else "抢2")
        scene.desk.handling.resolve(
            scene.li, left.id, disposition="made_safe", override_reason="夜里", follow_up="RP-HOSE"
        )
        await until(lambda: table.cursor_id != left.id)
        now = table.row
        await until(lambda: f"{left.number} 已离开队列, 光标现在在 {now.number} 上" in said(app))
        await pilot.press("m")
        await until(lambda: f"{left.number} 已离开队列, 现在在 {now.number} 上; 再按 m" in said(app))
        assert len(app.screen_stack) == 1
        await pilot.press("m")
        await until(lambda: len(app.screen_stack) == 2)
        assert now.number in app.screen.heading


async def test_moving_the_cursor_oneself_is_confirmation_enough(scene):
    """Whoever moved it has looked."""
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await seated(app)
        app.screen.table.left = app.screen.table.row
        await pilot.press("down", "m")
        await until(lambda: len(app.screen_stack) == 2)


async def test_acknowledging_goes_on_to_the_next_alarm_that_waits(scene):
    """`a` `a` `a` takes three alarms; before, the cursor went down with the first."""
    with scene.desk.store.write() as connection:  # alike ones are rows of their own once the flood is over
        connection.execute(text("UPDATE flood SET ended_at = began_at WHERE ended_at IS NULL"))
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await seated(app)
        waiting = [row.id for row in scene.desk.look.alarms() if row.state == AlarmState.UNACKNOWLEDGED]
        assert len(waiting) > 3
        await pilot.press("f5")
        await until(lambda: app.screen.sheet.chosen is not None)
        shown = [line.ref for line in app.screen.sheet.lines if line.ref in waiting]
        for place in range(3):
            assert app.screen.sheet.ref == shown[place]
            await pilot.press("a")
            await until(lambda place=place: app.screen.sheet.ref == shown[place + 1])
    states = {row.id: row.state for row in scene.desk.look.alarms(all=True)}
    assert [states[one] for one in shown[:3]] == [AlarmState.ACKNOWLEDGED] * 3


async def test_the_strip_counts_what_the_list_counts(scene):
    """Alarms that are over and unseen wait for a person too; the strip said that there were none."""
    for row in scene.desk.look.alarms():
        if row.state == AlarmState.UNACKNOWLEDGED:
            scene.desk.alarms.acknowledge(scene.li, row.id)
    request = saved(scene, "EM-LEAK-IN")
    scene.wall.advance(minutes=6)
    scene.desk.alarms.sweep()
    scene.desk.dispatch.assign(scene.chen, request, crew="抢2")
    scene.desk.dispatch.accept(scene.chen, request, crew="抢2")
    for row in scene.desk.look.alarms():
        if row.state == AlarmState.UNACKNOWLEDGED:
            scene.desk.alarms.acknowledge(scene.li, row.id)
    over = [row for row in scene.desk.look.alarms() if row.state == AlarmState.RETURNED]
    assert over
    app = scene.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await seated(app)
        await until(lambda: f"没有未确认的告警, {len(over)} 条已恢复待看" in whole(app))
        assert f"F5 {len(over)}" in whole(app)
        await pilot.press("f5")
        await until(lambda: f"要处理 {len(over)}" in whole(app))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_progress_that_reached_nobody_is_not_told_as_done(language):
    view = View(Wording(language), "Asia/Shanghai", 0)
    none, two = (
        told(JournalRow(1, 0, 0, "li", "progress", 1, "R-1", None, None, {"callers": n}), view)[1] for n in (0, 2)
    )
    assert none == view.say("journal.progress_nobody")
    assert two == view.say("journal.progress", n=2)
