"""The arithmetic of clocks on a key, and the acts on promises by words."""

from dataclasses import replace
from typing import Any

import pytest
from hands import until

from models.rows import NewRequest
from models.vocabulary import HoldReason, Role, Status
from models.wall import DAY, HOUR
from screens.dialogs import AskLine, AskTime, Confirm
from screens.explaining import Explain, explained_lines
from screens.format import cells
from screens.view import View
from screens.widgets.sheet import line_strip
from screens.wording import Wording


async def seated(pilot: Any, scene: Any, request: int, role: Role = Role.SUPERVISOR) -> Any:
    """The console open, the keys about that request."""
    app = pilot.app
    await until(lambda: app.seat is not None and all(table.loaded for table in app.screen.tables))
    await until(lambda: app.glance.counts and app.screen.table.cursor_id is not None)
    app.seat = replace(scene.li, roles=frozenset({role}))
    await app.screen.open_row(app.desk.look.rows([request])[request])
    await pilot.pause()
    return app


async def typed(pilot: Any, text: str) -> None:
    for letter in text:
        await pilot.press({" ": "space", "+": "plus", "-": "minus"}.get(letter, letter))


def held(scene: Any) -> int:
    """A repair that was held for ten hours of the thirty since it came."""
    request = scene.desk.intake.save(
        scene.li, NewRequest("RP-HOSE", phone="1", received=scene.wall.now() - round(0.2 * HOUR))
    ).id
    supervisor = replace(scene.li, roles=frozenset({Role.SUPERVISOR}))
    until_then = scene.wall.now() + 10 * HOUR
    scene.desk.handling.hold(supervisor, request, reason=HoldReason.NOT_HOME, until=until_then)
    scene.wall.advance(hours=30)
    return request


@pytest.mark.parametrize("language", ["zh", "en"])
def test_segments_sum_and_every_line_fits(scene, language):
    request = held(scene)
    found = scene.desk.look.explain(request, scene.wall.now())
    view = View(Wording(language), "Asia/Shanghai", scene.wall.now())
    lines = [line_strip(line, 80).text for line in explained_lines(found, view)]
    assert all(cells(line) == 80 for line in lines)
    paused = {"zh": "暂停", "en": "paused"}[language]
    assert sum(paused in line for line in lines) == 1
    assert any("P1" in line and "P3" not in line for line in lines)


async def test_a_key_shows_how_the_clocks_come_about_and_escape_leaves(scene):
    request = held(scene)
    app = scene.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await seated(pilot, scene, request)
        await pilot.press("w")
        await until(lambda: isinstance(app.screen, Explain) and app.screen.is_mounted)
        await pilot.press("pagedown", "up", "escape")
        await until(lambda: not isinstance(app.screen, Explain))


async def test_a_promise_is_extended_by_a_word(scene):
    request = scene.desk.intake.save(scene.li, NewRequest("RP-HOSE", phone="1")).id
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await seated(pilot, scene, request)
        await pilot.press(":")
        await typed(pilot, "extend")
        await pilot.press("enter")
        await until(lambda: isinstance(app.screen, AskTime))
        await pilot.pause()
        await pilot.press("ctrl+u")
        await typed(pilot, "+96h")
        await pilot.press("enter")
        await until(lambda: isinstance(app.screen, Confirm))
        await pilot.press("1")
        await until(lambda: isinstance(app.screen, AskLine))
        await pilot.pause()
        await typed(pilot, "parts")
        await pilot.press("enter")
        await until(lambda: scene.desk.look.detail(request).journal[-1].act == "extend")
    due = {clock.kind.value: clock.due_at for clock in scene.desk.look.detail(request).clocks}
    assert due["resolution"] == scene.wall.now() + 4 * DAY


async def test_two_requests_become_one_by_a_word(scene):
    stays, goes = (scene.desk.intake.save(scene.li, NewRequest("RP-HOSE", phone=phone)) for phone in "12")
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await seated(pilot, scene, goes.id)
        await pilot.press(":")
        await typed(pilot, "merge")
        await pilot.press("enter")
        await until(lambda: isinstance(app.screen, AskLine))
        await pilot.pause()
        await typed(pilot, stays.number.lower())
        first = app.screen
        await pilot.press("enter")
        await until(lambda: isinstance(app.screen, AskLine) and app.screen is not first)
        await pilot.pause()
        await pilot.press("enter")
        await until(lambda: scene.desk.look.detail(goes.id).row.status is Status.MERGED)
