"""A key that cannot act now is shown dimmed and says why; in a narrow bar what can be done comes first."""

from typing import Any

import pytest
from hands import said, until

from models.vocabulary import Kind
from screens import keys
from screens.framed import IN_DETAIL
from screens.widgets.command_line import SaidLine
from screens.widgets.key_bar import Hint, KeyBar


async def detail_open(pilot: Any, kind: Kind = Kind.EMERGENCY) -> Any:
    """The console with the first request of a queue open, its acts read."""
    app = pilot.app
    await until(lambda: app.seat is not None and all(table.loaded for table in app.screen.tables))
    await until(lambda: app.glance.counts and app.screen.table.cursor_id is not None)
    await pilot.press(str(list(Kind).index(kind) + 1), "enter")
    await until(lambda: app.screen.detail.reading is not None and app.screen.detail.has_focus)
    await pilot.pause()
    return app


def hints(app: Any) -> dict[str, Hint]:
    return {hint.key: hint for hint in app.screen.bar.hints}


@pytest.mark.parametrize(("language", "why"), [("zh", "还没有记为安全"), ("en", "not made safe yet")])
async def test_every_act_has_its_place_in_the_bar_and_the_impossible_ones_say_why(scene, language, why):
    """Beside an open emergency that nobody has made safe: assign is bright, hold is dim, pressing it tells."""
    app = scene.app(language=language)
    async with app.run_test(size=(200, 60)) as pilot:
        await detail_open(pilot)
        shown = hints(app)
        in_bar = [key for key in keys.KEYS if key.act and key.keys and key.id not in IN_DETAIL]
        assert {key.shown for key in in_bar} <= set(shown)
        assert shown["d"].able
        assert not shown["h"].able
        await pilot.press("h")
        await until(lambda: why in said(app))
        assert len(app.screen_stack) == 1


async def test_the_bar_follows_what_became_possible(scene):
    """The crew arrives and reports it safe: the same places, other ones bright."""
    app = scene.app()
    async with app.run_test(size=(200, 60)) as pilot:
        await detail_open(pilot)
        before = [hint.key for hint in app.screen.bar.fitting(200)]
        assert not hints(app)["h"].able
        scene.desk.dispatch.on_site(scene.chen, 1, crew="抢3")
        scene.desk.handling.safe(scene.chen, 1, reading="0", valve="已关", source_found=True)
        await until(lambda: hints(app)["h"].able)
        assert [hint.key for hint in app.screen.bar.fitting(200)] == before


async def test_at_80_columns_what_can_be_done_comes_first(scene):
    """Nothing possible is left out for the sake of a dimmed one, and find, command and help stay."""
    app = scene.app(language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await detail_open(pilot)
        shown = app.screen.bar.fitting(80)
        able = [hint.able for hint in shown[:-3]]
        assert able == sorted(able, reverse=True)
        assert [hint.key for hint in shown[-3:]] == ["/", ":", "?"]
        left_out = [hint for hint in app.screen.bar.hints if hint not in shown]
        assert not any(hint.able for hint in left_out) or all(hint.able for hint in shown)


async def test_the_queues_bar_knows_what_the_detail_beside_it_has_read(scene):
    """Back at the queue with the detail still open: hold is dim there too."""
    app = scene.app()
    async with app.run_test(size=(200, 60)) as pilot:
        await detail_open(pilot)
        await pilot.press("tab")
        await until(lambda: app.screen.table.has_focus)
        await pilot.pause()
        assert not hints(app)["h"].able
        assert hints(app)["d"].able


async def test_a_form_says_why_it_cannot_join_discard_or_go_on(scene):
    """Nothing written yet: three dimmed keys, each with its sentence."""
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await until(lambda: app.seat is not None and app.glance.counts)
        await pilot.press("n")
        await until(lambda: "F9" in hints(app))
        await pilot.pause()
        for key, shown, why in (
            ("ctrl+j", "Ctrl+J", "无可并入"),
            ("f6", "F6", "没有别的"),
            ("f9", "F9", "还没有写下"),
        ):
            assert not hints(app)[shown].able
            await pilot.press(key)
            await until(lambda why=why: why in said(app))


def test_dimmed_hints_go_first_and_the_least_important_of_them_before_the_others():
    """In a bar with room for all nothing has moved; in a narrow one the bright ones lead."""
    bar = KeyBar()
    bar.hints = tuple(Hint(key, f"label {key}", key not in "bd") for key in "abcdef/:?")
    assert [hint.key for hint in bar.fitting(200)] == list("abcdef/:?")
    assert [hint.key for hint in bar.fitting(95)] == ["a", "c", "e", "f", "b", "/", ":", "?"]
    assert [hint.key for hint in bar.fitting(84)] == ["a", "c", "e", "f", "/", ":", "?"]


def test_a_reason_is_read_whole_in_a_narrow_line_and_only_a_dead_engine_stays_beside_it():
    """Free crews and the seat's name give way to a fresh refusal; to any other sentence only what it needs."""
    line = SaidLine()
    crews, engine, seat = [("free 3/14", "text")], [("engine stopped", "red")], [("Ada", "text")]
    line.facts = [crews, engine, seat]
    line.text, line.tone = "x" * 70, "amber"
    assert line.kept_facts(80) == [engine]
    line.tone = "dim"
    assert line.kept_facts(80) == [engine, seat]
    line.text, line.tone = "x" * 20, "amber"
    assert line.kept_facts(80) == [crews, engine, seat]
