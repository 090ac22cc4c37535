"""What the command line prints in Chinese is Chinese to its last cell, and the same facts as objects are untouched."""

import re

import pytest

from console.chinese import WORDED, word, words
from models.vocabulary import AlarmState, ClockKind, Kind, Rule, Standing, Status
from models.wall import MINUTE, SystemClock, to_iso

LATIN = re.compile(r"[a-z]{3,}")


def test_every_word_of_the_closed_lists_has_its_chinese_one():
    known = words()["value"]
    for listed in (AlarmState, ClockKind, Kind, Rule, Standing, Status):
        assert [one.value for one in listed if one.value not in known] == [], listed


def test_only_words_of_lists_are_told_in_chinese():
    assert word("state", "shelved") == "搁置"
    assert word("because", "shift, break") == "调班, 休息"
    assert word("address", "shelved") == "shelved"
    assert word("kept", "no") == "否"
    assert "address" not in WORDED


@pytest.mark.parametrize(
    "asked",
    [("sla", "explain", "E-00001"), ("alarm", "list"), ("alarm", "list", "--groups"), ("report", "alarms"),
     ("calendar", "days", "cn-office", "2026-02-14", "2026-02-24")],
    ids=" ".join,
)  # fmt: skip
def test_these_answers_hold_no_english_word(inside, made, done, asked):
    received = to_iso(SystemClock().now() - 20 * MINUTE)
    done("request", "add", "--category", "EM-LEAK-IN", "--phone", "13800000001", "--received", received)
    inside("sla", "sweep")
    answer = inside("--lang", "zh", *asked)
    assert answer.code == 0, answer.err
    assert [line for line in answer.out.splitlines() if LATIN.search(line)] == []
