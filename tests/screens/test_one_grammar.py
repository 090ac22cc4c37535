"""Commands, palette, help and docs/keys.md say the same; every verb can be said, and every act be done from outside."""

import inspect

import pytest

from bench.key_page import PAGE
from console.commands import alarms as alarm_commands
from console.verbs import ROOMS
from models.desk.desk import Desk
from models.signatures import facts_of
from models.vocabulary import Kind
from models.wall import SystemClock
from screens import grammar, keys
from screens.hearing import hear, meant_by, sayable, spellings
from screens.help import groups, help_lines
from screens.palette import KeyTable
from screens.view import View
from screens.word_lists import Known
from screens.wording import LANGUAGES, Wording, catalogue

WAYS = {"begin": "incident", "attach": "attach", "detach": "detach", "end": "end_incident"}
OUTSIDE = {"acknowledge": "ack", "alarms.group": "ack", "alarms.shelve": "shelve", "alarms.unshelve": "unshelve",
           "alarms.rule": "out"}  # fmt: skip
"""Acts that the command line does under `hotline alarm`."""


def test_commands_palette_help_and_page_are_one_table():
    """Every word of the table means its key when it is typed, stands in the palette, in the help and on the page."""
    table = {key.id for key in sayable()}
    assert {row.id for row in KeyTable._rows(None)} == table
    assert {id for _, ids in groups() for id in ids} == {key.id for key in keys.KEYS}
    page = PAGE.read_text("utf-8").splitlines()
    english, chinese = Wording("en"), Wording("zh")
    for key in sayable():
        row = next(line for line in page if line.split("|")[2:3] == [f" {english(f'key_help.{key.id}')} "])
        for word in (*key.zh, *key.en):
            assert meant_by(word)[:1] == (key,), (word, key.id)
            assert f"`{word}`" in row
        for word in spellings(key):
            assert f"`{word}`" in row
            assert key in meant_by(word, key.contexts)
        for wording in (english, chinese):
            form = grammar.form_of(key, wording)
            assert not form or f"| {form} |" in row


def test_a_word_of_two_parts_may_be_written_with_a_blank():
    """As it stands on the screen; the number and the facts follow as ever."""
    for key in sayable():
        for word in key.en:
            heard = hear(f"{word.replace('_', ' ')} E-00007", Known("en"))
            assert heard.key == hear(f"{word} E-00007", Known("en")).key == key, word
    taken = hear("Take over E-00007", Known("en"))
    assert (taken.act, taken.number) == ("accept_owner", "E-00007")
    assert hear("take E-00007", Known("en")).act == "take"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_help_shows_each_word_with_what_follows_it(language):
    """In the reader's language."""
    view = View(Wording(language), "UTC", 0)
    lines = [" ".join(span.text for span in line.spans) for line in help_lines(view, 120)]
    for key in sayable():
        words = (key.zh if language == "zh" else key.en) or ()
        said = f":{words[0]} {grammar.form_of(key, view.say)}".strip() if words else ""
        assert any(said in line for line in lines), key.id


def test_every_verb_of_the_command_line_can_be_said_in_the_console():
    """By a word of the table, in the room where the command line finds it."""
    acts = {key.act for key in sayable() if key.act}
    for verb, place in ROOMS.items():
        room, _, name = place.partition(".")
        act = "incident" if verb in WAYS.values() else verb
        assert act in acts, f"{verb} has no word: a line in screens/keys.py"
        assert act in grammar.SAID, f"{verb} cannot be said: a line in screens/grammar.py"
        said = grammar.SAID[act]
        called = {ways: way for way, ways in WAYS.items()}[verb] if act == "incident" else said.verb
        assert (said.room, called) == (room, name or verb)


def test_every_act_of_the_console_can_be_done_from_the_command_line():
    """`hotline request act` or `hotline alarm`."""
    acts = {key.act or key.id for key in keys.KEYS if key.act or key.id in grammar.SAID} - {"step", "alarms.shelf"}
    assert sorted(act for act in acts if act not in ROOMS and act not in OUTSIDE) == []
    for command in OUTSIDE.values():
        assert inspect.isfunction(getattr(alarm_commands, command))
    assert set(grammar.SAID["step"].more["step"]) <= set(ROOMS)


def test_every_fact_that_a_verb_takes_can_be_said():
    """What a verb declares is in its order, or is nobody's to say; what it needs is always in it."""
    for act, said in grammar.SAID.items():
        verb = grammar.verb_of(said)
        if verb is None:
            continue
        declared = facts_of(verb)
        order = {slot.name for kind in Kind for slot in grammar.slots_of(act, kind)}
        assert {
            name for name in declared if name not in order and f"{act}.{name}" not in grammar.LATER
        } <= grammar.LATER, act
        needed = {name for name, fact in declared.items() if fact.needed}
        assert needed - order <= {"alarm_id", "alarm_ids"}, act
        assert {slot.name for slot in grammar.slots_of(act) if slot.needed} >= needed - {"alarm_id", "alarm_ids"}


def test_every_fact_and_every_listed_word_has_a_name_in_both_languages():
    """A question and the line below need them."""
    for act in grammar.SAID:
        for kind in Kind:
            for slot in grammar.slots_of(act, kind):
                for language in LANGUAGES:
                    known = catalogue(language)
                    assert f"fact.{slot.name}" in known
                    named = slot.words if slot.section else ()
                    assert [word for word in named if f"{slot.section}.{word}" not in known] == []


def test_the_rooms_of_the_grammar_are_rooms_of_the_desk(scene):
    """Named in the house's way, so that they are found."""
    desk = Desk(scene.desk.store, SystemClock())
    for said in grammar.SAID.values():
        assert isinstance(getattr(desk, said.room), grammar.room_of(said.room))


@pytest.mark.parametrize("act", sorted(grammar.SAID))
def test_a_word_alone_names_what_is_missing(act):
    """Never an error: what is needed is asked."""
    key = next(key for key in sayable() if (key.act or key.id) == act)
    heard = hear(key.zh[0], Known())
    assert heard.act == act
    assert heard.trouble is None
    assert heard.open == grammar.slots_of(act)
