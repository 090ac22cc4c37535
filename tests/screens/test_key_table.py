"""Keys are one table: help, key bar, words and full-width twins come from it."""

import pytest
from hands import opened, whole
from textual.widgets import Input

from models.vocabulary import Kind
from screens import grammar, keys
from screens.hearing import meant_by
from screens.widgets.key_bar import Hint, KeyBar
from screens.wording import LANGUAGES, catalogue


async def test_help_lists_every_key_of_the_table(scene):
    """Made from it, so it cannot lie."""
    app = scene.app(language="en")
    async with app.run_test(size=(120, 400)) as pilot:
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
    contexts = {context for key in keys.KEYS for context in key.contexts} - {keys.EVERYWHERE}
    assert contexts >= {keys.QUEUE, keys.FORM, keys.EDIT, keys.KNOWLEDGE, keys.CARD, keys.STOPS, keys.WAVE}
    for context in contexts:
        used = [name for key in [*keys.keys_of(context), *keys.keys_of(keys.EVERYWHERE)] for name in key.keys]
        assert [name for name in used if used.count(name) > 1] == []
    words = keys.words()
    assert [word for word in words if words.count(word) > 2] == []
    assert [key.act for key in meant_by("d")] == ["assign"] == [key.act for key in meant_by("派工")]
    assert [key.act for key in meant_by("ＡＣＫ")] == ["acknowledge"]


def test_no_key_of_a_form_takes_line_editing_away():
    """Where text is typed, what moves the caret and deletes belongs to the field; only copying may mean the article."""
    editing = {name for row in Input.BINDINGS for name in row.key.split(",")} | {"ctrl+u"}
    typed = (keys.FORM, keys.EDIT, keys.KNOWLEDGE, keys.EVERYWHERE)
    taken = {name for context in typed for key in keys.keys_of(context) for name in key.keys}
    assert taken & editing == {"enter", "ctrl+c"}
    assert {key.id for key in keys.KEYS if set(key.keys) & {"enter", "ctrl+c"} and set(key.contexts) & set(typed)} == {
        "knowledge.take", "knowledge.copy"
    }  # fmt: skip


def test_a_screen_binds_what_its_context_says():
    """A key pressed on a screen does what the table says there, and one thing only."""
    for context in {context for key in keys.KEYS for context in key.contexts}:
        bound = [name for one in keys.bindings(context) for name in one.key.split(",")]
        assert len(bound) == len(set(bound)), context
        assert [one.id for one in keys.bindings(context)] == [key.id for key in keys.keys_of(context) if key.keys]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_and_every_act_has_its_words(language):
    """Keys, acts, the catalogue and what is said after an act are one: none is named in one place only."""
    known = catalogue(language)
    assert [key.id for key in keys.KEYS if not {f"key.{key.id}", f"key_help.{key.id}"} <= known.keys()] == []
    acts = {key.act for key in keys.KEYS if key.act}
    assert acts <= grammar.SAID.keys()
    assert [act for act in sorted(acts) if f"act.{act}" not in known] == []
    assert [act for act in sorted(acts - {"step"}) if f"did.{act}" not in known] == []
    assert [form for form in sorted(grammar.TAKES.values()) if f"form.{form}" not in known] == []


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
