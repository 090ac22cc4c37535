"""Words become a verb's arguments, and wrong ones are named."""

from typing import TypedDict, Unpack

import pytest

from console.refusals import Misuse
from console.verbs import arguments, pairs_of
from models.vocabulary import HoldReason
from models.wall import HOUR


class Shared(TypedDict, total=False):
    """What every verb takes."""

    expect: int | None
    at: int | None


def verb(seat, which, *, reason: HoldReason, until: int, found: bool = False, note: str = "",
         scores: dict[str, int] | None = None, **shared: Unpack[Shared]) -> None:  # fmt: skip
    """Takes every shape of fact that a verb of the desk takes."""


def read(*words: str):
    return arguments(verb, pairs_of(words), now=1000)


def test_each_value_comes_in_the_type_the_verb_declares():
    given = read("--reason", "not_home", "--until", "4h", "--found", "--note=--", "--expect", "3",
                 "--at", "1970-01-01T00:00:01Z", "--scores", "speed=5,attitude=4,quality=5")  # fmt: skip
    assert given == {
        "reason": HoldReason.NOT_HOME, "until": 1000 + 4 * HOUR, "found": True, "note": "--", "expect": 3,
        "at": 1000, "scores": {"speed": 5, "attitude": 4, "quality": 5},
    }  # fmt: skip


def test_scores_may_be_given_one_by_one():
    given = read("--reason", "parts", "--until", "1h", "--speed", "5", "--attitude", "4", "--quality", "3")
    assert given["scores"] == {"speed": 5, "attitude": 4, "quality": 3}


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("--reasn", "parts"), "--reason, --until, --found, --note, --scores, --expect, --at"),
        (("--reason", "parts"), "--until"),
        (("--reason", "tired", "--until", "4h"), "not_home, customer_asked"),
        (("--reason", "parts", "--until", "18:00"), "offset"),
        (("--reason", "parts", "--until", "4h", "--expect", "x"), "--expect"),
        (("--reason", "parts", "--until", "4h", "--found", "maybe"), "--found"),
        (("--reason", "parts", "--until"), "--until VALUE"),
        (("--reason", "parts", "--reason", "parts"), "--reason"),
        (("parts",), "parts"),
    ],
)
def test_a_word_that_cannot_be_meant_is_refused_and_the_right_ones_named(words, named):
    with pytest.raises(Misuse) as refusal:
        read(*words)
    assert named in str(refusal.value)
