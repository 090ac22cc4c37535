"""The alarm list: grouped by what a person must do, the cursor on an alarm, its own story below."""

from typing import Any

import pytest
from hands import lines, until

from models.rows import AlarmRow
from models.vocabulary import AlarmState
from models.wall import MINUTE
from screens import paint
from screens.alarms import Alarms, AlarmsScreen
from screens.detail import DetailScreen
from screens.theme import DARK
from screens.view import View
from screens.widgets.alarm_lines import alarm_lines, group_of
from screens.widgets.alarm_story import story_of
from screens.widgets.sheet import line_strip
from screens.wording import Wording


async def alarms(pilot: Any) -> AlarmsScreen:
    """The list, opened by F5."""
    app = pilot.app
    await until(lambda: app.seat is not None and app.glance.counts)
    await pilot.press("f5")
    await until(lambda: isinstance(app.screen, AlarmsScreen) and app.screen.sheet.found.rows)
    await pilot.pause()
    screen = app.screen
    assert isinstance(screen, AlarmsScreen)
    screen.sheet.opened = frozenset(group_of(row) for row in screen.sheet.found.rows)  # the morning began as a flood
    screen.sheet.compose_lines()
    await pilot.pause()
    return screen


def texts(rows: list[AlarmRow], now: int, language: str = "zh", width: int = 120) -> list[str]:
    view = View(Wording(language), "Asia/Shanghai", now)
    return [line_strip(line, width).text for line in alarm_lines(rows, view, width)]


async def test_what_waits_for_a_person_stands_first_and_life_safety_on_top(scene):
    """The desk's order inside the group: severity, level, the oldest breach."""
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await alarms(pilot)
        shown = lines(app)
        assert "未确认  32" in shown[3]
        assert "到场超时" in shown[4]
        assert "E-00001" in shown[4]
        assert shown[4].startswith(" > !!!")


async def test_the_red_row_does_not_swallow_the_cursor(scene):
    """The mark stands on the cursor's ground, the block begins behind it."""
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await alarms(pilot)
        strip = app.screen._compositor.render_strips()[4]
        assert strip.text[1] == ">"
        grounds = [segment.style.bgcolor.name for segment in strip for _ in segment.text if segment.style]
        assert grounds[1] == DARK.grounds["cursor"]
        assert grounds[4] == DARK.grounds["block"]


async def test_a_acknowledges_the_alarm_under_the_cursor_and_says_which(scene):
    """It moves to those that somebody is on; the cursor goes on to the next that waits, the clock goes on."""
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await alarms(pilot)
        await pilot.press("down", "down")
        chosen = screen.sheet.chosen
        await pilot.press("a")
        await until(lambda: screen.sheet.chosen is not None and screen.sheet.chosen.id != chosen.id)
        assert screen.sheet.chosen.state == AlarmState.UNACKNOWLEDGED
        screen.sheet.select(chosen.id)
        await until(lambda: screen.sheet.chosen.state == AlarmState.ACKNOWLEDGED)
        await until(lambda: chosen.number in screen.line.said.text and "时钟不停" in screen.line.said.text)
        await until(lambda: any("李薇 确认" in line for line in lines(app)))
    before, after = chosen, next(row for row in scene.desk.look.alarms() if row.id == chosen.id)
    assert (after.due_at, after.still_true) == (before.due_at, True)


async def test_the_story_of_the_alarm_under_the_cursor_stands_below(scene):
    """Levels with their true times, what comes next first."""
    app = scene.app(language="en")
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await alarms(pilot)
        while screen.sheet.chosen.number != "E-00002":
            await pilot.press("down")
        await pilot.pause()
        story = lines(app)
        start = next(number for number, line in enumerate(story) if line.startswith("   E-00002  assign due"))
        assert "14:24:07" in story[start + 1]
        assert "the time is used up" in story[start + 1]
        assert any("75%" in line and "14:22:52" in line for line in story[start:])


async def test_enter_opens_the_request_and_escape_comes_back(scene):
    """Back on the same alarm."""
    app = scene.app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await alarms(pilot)
        await pilot.press("down", "down")
        chosen = screen.sheet.chosen
        await pilot.press("enter")
        await until(lambda: isinstance(app.screen, DetailScreen) and app.screen.pane.reading is not None)
        assert app.screen.pane.reading.detail.row.number == chosen.number
        await pilot.press("escape")
        await until(lambda: app.screen is screen)
        assert screen.sheet.chosen == chosen
        await pilot.press("f5")
        await until(lambda: app.screen is not screen)


async def test_an_alarm_raised_elsewhere_appears_without_moving_the_cursor(scene):
    """A dispatch clock breaks while somebody reads another alarm."""
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await alarms(pilot)
        await pilot.press("down", "down", "down")
        chosen = screen.sheet.chosen
        scene.wall.advance(minutes=2)
        scene.desk.alarms.sweep()
        await until(lambda: any(row.number == "E-00002" and row.level == 100 for row in screen.sheet.found.rows))
        await pilot.pause()
        assert screen.sheet.chosen.id == chosen.id
        assert any("E-00002" in line and "派工超时" in line for line in lines(app)[:7])


async def test_f_shows_also_what_is_over(scene):
    """And back."""
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await alarms(pilot)
        returned = next(row for row in screen.sheet.found.rows if row.state == AlarmState.RETURNED)
        scene.desk.alarms.acknowledge(scene.li, returned.id)
        await until(lambda: all(row.id != returned.id for row in screen.sheet.found.rows))
        await pilot.press("f", "f")
        await until(lambda: any(row.id == returned.id for row in screen.sheet.found.rows))
        await pilot.press("f")
        await until(lambda: all(row.id != returned.id for row in screen.sheet.found.rows))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [(80, 24), (120, 40), (160, 48), (200, 60)], ids=str)
async def test_every_line_of_the_list_is_as_wide_as_the_screen(scene, size, language):
    """At every size and in both languages."""
    app = scene.app(language=language)
    async with app.run_test(size=size) as pilot:
        await alarms(pilot)
        for key in ("down", "pagedown", "end", "home"):
            await pilot.press(key)
            for strip in app.screen._compositor.render_strips():
                assert strip.cell_length == size[0]


def test_number_sign_and_remaining_time_are_never_cut(scene):
    """Whatever the width."""
    paint.use(DARK)
    now, rows = scene.wall.now(), scene.desk.look.alarms()
    for language in ("zh", "en"):
        for width in (60, 72, 80, 96, 110, 120, 160):
            for row in rows:
                line = next(text for text in texts([row], now, language, width) if row.number in text)
                assert "!" * row.severity in line
                assert not row.still_true or ("-" if row.due_at < now else "0") in line[line.index(row.number) + 8 :]


def test_what_was_found_after_a_downtime_says_when_it_was_recorded(scene):
    """The true time stands left, the recording beside it."""
    row = next(row for row in scene.desk.look.alarms() if row.level == 100)
    view = View(Wording("zh"), "Asia/Shanghai", scene.wall.now() + MINUTE)
    told = [line_strip(line, 120).text for line in story_of(row, None, view)]
    assert any("补记" in line for line in told)


async def test_an_empty_list_says_that_the_engine_looks(scene):
    """No alarm is not the same as no engine."""
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await until(lambda: app.seat is not None and app.glance.counts)
        screen = AlarmsScreen()
        await app.push_screen(screen)
        screen.sheet.show(Alarms())
        await pilot.pause()
        assert any("无告警" in line or "没有告警" in line for line in lines(app)[:6])
