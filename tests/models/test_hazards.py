"""What a crew must know is said once, whoever said it."""

from hypothesis import given
from hypothesis import strategies as st

from models.hazards import told_once

WORDS = st.lists(st.sampled_from(("有犬", "独居", "Ｄog", "dog", "旧软管", "ice")), max_size=4).map(", ".join)


def test_the_same_words_of_several_sources_are_one_line_with_all_sources():
    assert told_once([("独居老人, 听力差", "file"), ("独居老人， 听力差", "call"), ("有犬", "note"), ("", "desk")]) == [
        ("独居老人, 听力差", ("file", "call")),
        ("有犬", ("note",)),
    ]


def test_of_a_text_that_adds_something_only_the_new_part_is_said_again():
    assert told_once([("Dog", "file"), ("dog; ice on steps", "note")]) == [
        ("Dog", ("file", "note")),
        ("ice on steps", ("note",)),
    ]


def test_a_text_with_nothing_known_in_it_stays_as_it_was_written():
    assert told_once([(" 门禁, 先打电话 ", "file")]) == [("门禁, 先打电话", ("file",))]


@given(st.lists(st.tuples(WORDS, st.sampled_from("abc"))))
def test_nothing_is_lost_nothing_doubled_and_saying_it_again_changes_nothing(said):
    def parts(texts):
        return [part.strip().replace("Ｄ", "d") for text in texts for part in text.split(",") if part.strip()]

    once = told_once(said)
    shown = parts(text for text, _ in once)
    assert sorted(set(shown)) == sorted(set(parts(text for text, _ in said)))
    assert told_once([*said, *said]) == once
