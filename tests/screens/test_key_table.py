"""Keys are one table: help, key bar, words and full-width twins come from it."""

import asyncio
from collections.abc import Callable
from typing import Any

from models.vocabulary import Kind
from screens import keys
from screens.hearing import meant_by
from screens.widgets.key_bar import Hint, KeyBar


async def until(condition: Callable[[], Any], seconds: float = 8) -> None:
    """Settle on a condition, never on time."""
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.01)


async def opened(pilot: Any) -> Any:
    """The console with its desk open and its queues read."""
    app = pilot.app
    await until(lambda: app.seat is not None and all(table.loaded for table in app.screen.tables))
    await until(lambda: app.glance.counts and app.screen.table.cursor_id is not None)
    await pilot.pause()
    return app


def lines(app: Any) -> list[str]:
    """The whole screen as text."""
    return [strip.text for strip in app.screen._compositor.render_strips()]


def whole(app: Any) -> str:
    return "\n".join(lines(app))


async def test_help_lists_every_key_of_the_table(scene):
    """Made from it, so it cannot lie."""
    app = scene.app(language="en")
    async with app.run_test(size=(120, 140)) as pilot:
        await opened(pilot)
        await pilot.press("?")
        await pilot.pause()
        text = whole(app)
        for key in keys.KEYS:
            if key.keys:
                assert keys.key_name(key.keys[0]) in text
                assert app.wording(f"key_help.{key.id}") in text
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen.kind is Kind.EMERGENCY


def test_keys_are_one_table_without_doubles():
    """No key does two things in one context, no word means two things."""
    for context in (keys.QUEUE, keys.DETAIL, keys.ALARMS, keys.MONITOR):
        used = [name for key in [*keys.keys_of(context), *keys.keys_of(keys.EVERYWHERE)] for name in key.keys]
        assert [name for name in used if used.count(name) > 1] == []
    words = keys.words()
    assert [word for word in words if words.count(word) > 2] == []
    assert [key.act for key in meant_by("d")] == ["assign"] == [key.act for key in meant_by("派工")]
    assert [key.act for key in meant_by("ＡＣＫ")] == ["acknowledge"]


def test_the_commonest_acts_have_function_keys_and_every_act_has_words():
    """For whoever has an input method on."""
    assert sum(any(name[0] == "f" and name[1:].isdigit() for name in key.keys) for key in keys.KEYS) >= 12
    assert [key.id for key in keys.KEYS if key.act and not (key.zh and key.en)] == []


def test_a_full_width_letter_is_the_same_key():
    """Typed with an input method in full-width mode."""
    names = {name for binding in keys.bindings(keys.QUEUE) for name in binding.key.split(",")}
    assert {"fullwidth_latin_small_letter_n", "fullwidth_colon", "fullwidth_digit_two", "fullwidth_solidus"} <= names


def test_the_key_bar_leaves_out_whole_hints_and_keeps_the_last_ones():
    """Find, command and help stay at 40 columns."""
    bar = KeyBar()
    bar.hints = tuple(Hint(key, f"label {key}") for key in "abcdefg/:?")
    assert [hint.key for hint in bar.fitting(40)][-3:] == ["/", ":", "?"]
    assert sum(len(hint.label) + 5 for hint in bar.fitting(40)) <= 44
