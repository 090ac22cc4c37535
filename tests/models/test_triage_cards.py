"""Every walk through every card ends, a smell leads to card A, danger is never lowered, and the words come in time."""

import unicodedata
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.carddata import default_cards
from models.catalogue import default_categories
from models.errors import Invalid
from models.triage import END, Card, Standing, check_deck, read_card, standing
from models.vocabulary import Kind, Priority

DECK = {code: read_card(data) for code, data in default_cards().items()}
CODES = {row.code: row for row in default_categories()}
RANK = list(Priority)


def walks(data: Any, card: str, category: str = "") -> list[Standing]:
    """One way through a card, with every place on it."""
    answers: dict[str, str] = {}
    places = [standing(DECK, card, answers, category)]
    while (ask := places[-1].ask) is not None:
        answers[ask.code] = data.draw(st.sampled_from([one.code for one in ask.answers]), label=ask.code)
        places.append(standing(DECK, card, answers, category))
    return places


def reached(card: str) -> dict[str, dict[str, str]]:
    """Every question that a walk from this card can come to, with answers that lead there."""
    found: dict[str, dict[str, str]] = {}
    ways: list[dict[str, str]] = [{}]
    while ways:
        answers = ways.pop()
        ask = standing(DECK, card, answers).ask
        if ask is not None and ask.code not in found:
            found[ask.code] = answers
            ways += [answers | {ask.code: one.code} for one in ask.answers]
    return found


@pytest.mark.parametrize("card", DECK)
def test_every_path_of_every_card_ends(card):
    """From question to question there is no way back, so that no path can go on for ever."""
    leads: dict[str, set[str]] = {}
    for code, answers in reached(card).items():
        ask = standing(DECK, card, answers).ask
        after = [standing(DECK, card, answers | {code: one.code}).ask for one in ask.answers]
        leads[code] = {one.code for one in after if one is not None}
    left = dict(leads)
    while left:
        last = {code for code, to in left.items() if not to & left.keys()}
        assert last, left
        left = {code: to for code, to in left.items() if code not in last}
    assert [code for code in leads if not leads[code]], "some question is the last"


@pytest.mark.parametrize("card", DECK)
@settings(max_examples=20)
@given(data=st.data())
def test_a_walk_raises_and_never_lowers(card, data):
    """The priority only rises, and never below that of a category which is a life's matter."""
    category = data.draw(st.sampled_from(sorted(CODES)))
    places = walks(data, card, category)
    for before, after in pairwise(places):
        if before.verdict.priority is not None:
            assert RANK.index(after.verdict.priority) <= RANK.index(before.verdict.priority)
    end = places[-1].verdict
    assert not end.category or end.category in CODES
    if end.category and CODES[end.category].priority is Priority.P1:
        assert end.priority is Priority.P1
    assert len({step.question.code for step in places[-1].steps}) == len(places[-1].steps)


@pytest.mark.parametrize("card", DECK)
@settings(max_examples=20)
@given(data=st.data())
def test_the_safety_text_is_due_before_question_three_and_stays(card, data):
    """Whatever was answered: at question 3 of a card, and after it, that card's safety text is on the screen."""
    for place in walks(data, card):
        here = place.card
        asked = len(here.questions) if place.ask is None else here.questions.index(place.ask)
        if asked >= 2:
            codes = [question.code for question in here.questions]
            early = {text.code for text in here.texts if text.before in codes[:3]}
            assert early & {one.text.code for one in place.due}


SMELLS = [
    (card.code, question.code, answer.code)
    for card in DECK.values() for question in card.questions for answer in question.answers if answer.smell
]  # fmt: skip


@pytest.mark.parametrize(("card", "question", "answer"), SMELLS)
@settings(max_examples=20)
@given(data=st.data())
def test_a_smell_leads_to_card_a_and_never_below_p1(card, question, answer, data):
    answers = reached(card)[question] | {question: answer}
    while (ask := standing(DECK, card, answers).ask) is not None:
        now = standing(DECK, card, answers)
        assert now.card.code == "A"
        assert now.verdict.priority is Priority.P1
        answers[ask.code] = data.draw(st.sampled_from([one.code for one in ask.answers]))
    end = standing(DECK, card, answers).verdict
    assert end.priority is Priority.P1
    assert CODES[end.category].kind is Kind.EMERGENCY
    assert CODES[end.category].priority is Priority.P1


def test_every_card_but_a_asks_for_a_smell_or_is_about_what_has_none():
    assert {card for card, _, _ in SMELLS} == {"B", "D", "E"}
    assert all("smell" in DECK[card].question(one).en.lower() for card, one, _ in SMELLS)


@pytest.mark.parametrize("inside", ["yes", "outside"])
def test_a_faint_odour_remains_p1(inside):
    now = standing(DECK, "A", {"A2": inside, "A3": "faint"}, "EM-LEAK-IN")
    assert (now.verdict.category, now.verdict.priority) == ("EM-LEAK-SM", Priority.P1)


def test_the_strong_words_are_chosen_until_the_smell_is_known_to_be_faint():
    said = [{"A2": "yes"}, {"A2": "yes", "A3": "strong"}, {"A2": "outside", "A3": "faint"}]
    assert [[one.text.code for one in standing(DECK, "A", answers).due] for answers in said] == [
        ["A-strong"], ["A-strong"], ["A-faint"],
    ]  # fmt: skip


def test_fire_is_graver_than_where_it_is_and_a_meter_leak_stays_one():
    fire = {"A2": "yes", "A3": "strong", "A4": "no", "A5": "fire", "A6": "outdoors"}
    assert standing(DECK, "A", fire).verdict.category == "EM-FIRE"
    meter = standing(DECK, "D", {"D1": "yes", "A2": "outside", "A3": "strong"})
    assert meter.verdict.category == "EM-METER-LEAK"


def test_what_was_answered_out_of_turn_counts_for_the_verdict():
    now = standing(DECK, "A", {"A4": "yes"})
    assert now.ask.code == "A2"
    assert (now.verdict.priority, now.verdict.major) == (Priority.P1, "casualties")
    assert [one.text.code for one in now.due] == ["A-ill"]


def test_the_end_of_card_a_is_read_after_its_last_question():
    answers = {"A2": "none", "A3": "none", "A4": "no", "A5": "none", "A6": "indoors", "A7": "yes", "A8": "none",
               "A9": "no", "A10": "caller"}  # fmt: skip
    now = standing(DECK, "A", answers)
    assert (now.ask, now.due[-1].text.code, now.due[-1].text.before) == (None, "A-end", END)
    assert now.verdict.priority is None, "no smell at all raises nothing"


def test_everything_a_card_says_is_said_in_both_languages_in_letters_that_fit():
    for card in DECK.values():
        said = [card, *card.questions, *card.texts, *(one for asks in card.questions for one in asks.answers)]
        for one in said:
            assert one.zh and one.en
            assert not [char for char in one.zh + one.en if unicodedata.east_asian_width(char) == "A"]


def test_the_words_to_be_read_are_those_of_the_catalogue_of_cards():
    """Word for word: what is read aloud is approved as it stands."""
    strong = DECK["A"].text("A-strong")
    assert strong.zh.startswith("请马上带所有人走到室外,不要开关任何电器、不要按门铃、不点火")
    assert strong.en.endswith("Do not go back to look for the leak. Call again from open ground.")
    assert "Carbon monoxide has no smell." in DECK["C"].text("C-safety").en
    assert {card.code: card.approved_at for card in DECK.values()} == dict.fromkeys("ABCDE")


def changed(code: str, change: Any) -> dict[str, Any]:
    """A card's data with one thing else."""
    import copy

    data = copy.deepcopy(default_cards()[code])
    change(data)
    return data


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.pop("zh"),
        lambda data: data["question"][1]["answer"][0].update(key="0"),
        lambda data: data["question"][1]["answer"][0].update(key="2"),
        lambda data: data["question"][2]["answer"][0].update(next="B1"),
        lambda data: data["text"][0].update(before="B5"),
        lambda data: data["text"][0].update(before="Z9"),
        lambda data: data["question"][0]["answer"][0].update(goto="", smell=True),
        lambda data: data["question"][0]["answer"][0].update(priority="P2"),
        lambda data: data["question"][5]["answer"][1].update(say=["nothing"]),
        lambda data: data["question"][0]["answer"][0].update(lowers="P4"),
        lambda data: data["question"][0].update(zh="\x1b[2J"),
        lambda data: data.update(question=[]),
    ],
)
def test_an_unfit_card_is_refused_with_the_place(change):
    with pytest.raises(Invalid) as told:
        read_card(changed("B", change))
    assert told.value.code == "card.unfit"


def test_cards_that_would_lead_round_are_refused():
    round_about = read_card(changed("D", lambda data: data["question"][1]["answer"][0].update(goto="B2")))
    with pytest.raises(Invalid, match="round to card"):
        check_deck(DECK | {"D": round_about})
    nowhere = read_card(changed("B", lambda data: data["question"][3]["answer"][1].update(goto="X1")))
    with pytest.raises(Invalid, match="no question"):
        check_deck(DECK | {"B": nowhere})
    check_deck(DECK)
    assert isinstance(DECK["A"], Card)
