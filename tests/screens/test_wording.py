"""Both languages say the same things, with the same facts, in letters that every terminal draws as wide as we count."""

import string
import unicodedata

import pytest

from models.errors import NotAllowed
from models.refusals import REFUSALS
from models.vocabulary import (
    AlarmState,
    Board,
    Channel,
    ClockKind,
    CrewStatus,
    Disposition,
    HoldReason,
    InspectionResult,
    Kind,
    Role,
    Status,
    Step,
)
from screens import keys
from screens.wording import LANGUAGES, Wording, catalogue


def braces(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_both_languages_have_the_same_keys():
    """A sentence missing in one language would be found by a user."""
    zh, en = catalogue("zh"), catalogue("en")
    assert set(zh) - set(en) == set()
    assert set(en) - set(zh) == set()


def test_both_languages_quote_the_same_facts():
    """The same names in braces under every key."""
    zh, en = catalogue("zh"), catalogue("en")
    assert {key: (zh[key], en[key]) for key in zh if key in en and braces(zh[key]) != braces(en[key])} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_we_say_has_an_ambiguous_width(language):
    """Such a character takes two cells in some terminals and shifts the rest of the line."""
    odd = {
        key: char
        for key, sentence in catalogue(language).items()
        for char in sentence
        if unicodedata.east_asian_width(char) == "A" or not char.isprintable()
    }
    assert odd == {}


SECTIONS = {
    "kind": Kind, "kind_short": Kind, "kind_tiny": Kind, "clock": ClockKind, "clock_row": ClockKind, "board": Board,
    "status": Status, "step": Step, "role": Role, "channel": Channel, "hold_reason": HoldReason,
    "disposition": Disposition, "result": InspectionResult, "crew_status": CrewStatus, "alarm_state": AlarmState,
}  # fmt: skip


@pytest.mark.parametrize("section", SECTIONS)
def test_every_word_of_a_closed_list_can_be_said(section):
    """What the models can store, the screens can name."""
    for language in LANGUAGES:
        missing = [word.value for word in SECTIONS[section] if f"{section}.{word.value}" not in catalogue(language)]
        assert missing == []


def test_every_refusal_of_the_workflow_can_be_said_with_its_facts():
    """By code, in both languages; no sentence asks for a fact that the refusal does not carry."""
    for language in LANGUAGES:
        known = catalogue(language)
        assert [code for code in REFUSALS if f"refusal.{code}" not in known] == []
        for code, (_, what, remedy) in REFUSALS.items():
            carried = {name.partition("!")[0] for name in braces(what) | braces(remedy)}
            assert braces(known[f"refusal.{code}"]) <= carried, code


def test_every_key_has_a_label_and_a_sentence():
    """The key bar and the help are made from them."""
    for language in LANGUAGES:
        known = catalogue(language)
        assert [key.id for key in keys.KEYS if f"key.{key.id}" not in known] == []
        assert [key.id for key in keys.KEYS if f"key_help.{key.id}" not in known] == []


def test_the_language_can_be_switched_while_running():
    """The same object speaks the other language."""
    say = Wording("zh")
    assert say("board.to_assign") == "待派"
    say.switch()
    assert say.lang == "en"
    assert say("board.to_assign") == "to assign"
    say.switch("zh")
    assert say("judged.late", clock=say("clock_row.arrival")) == "到场超时"


def test_a_refusal_names_words_in_the_language_of_the_reader():
    """A role is a word of ours; a number is not."""
    error = NotAllowed("role.needed", "This needs a supervisor.", "Ask one.", role="supervisor")
    assert "值班长" in Wording("zh").error(error)
    assert "supervisor" in Wording("en").error(error)


def test_a_refusal_nobody_translated_is_said_in_the_desks_own_words():
    """Better English than nothing."""
    error = NotAllowed("never.heard", "Something new.", "Ask.")
    assert Wording("zh").error(error) == "Something new. Ask."


def test_what_a_caller_said_can_neither_fill_braces_nor_break_the_line():
    """Facts are inserted, never read as a sentence."""
    error = NotAllowed("resolve.crew_live", "…", crew="{role}\x1b[31m\n", number="E-00001")
    said = Wording("en").error(error)
    assert "{role}" in said
    assert said.isprintable()


@pytest.mark.parametrize(("ms", "zh", "en"), [(30 * 60_000, "30分", "30 min"), (5_400_000, "1时 30分", "1 h 30 min")])
def test_spans_are_said_in_two_units_at_most(ms, zh, en):
    """Hours and minutes, days and hours."""
    assert Wording("zh").span(ms) == zh
    assert Wording("en").span(ms) == en
