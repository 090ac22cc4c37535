"""One scripted call in real terminals: it rings, the place is found, the card answered, and another console has it."""

import json
import os
import subprocess

import pytest
from terminals import COMMAND, consoles, shows

from bench.terminal import Terminal

WORDS = "厨房很大煤气味"
READ = "请马上带所有人走到室外"
F2, F3, CTRL_S = "\x1bOQ", "\x1bOR", "\x13"
MOST_KEYS = 12
"""Keys beyond the free text, with the card answered as far as A3."""


class Hand:
    """Presses keys at one terminal, and counts those that are not the caller's words."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal, self.pressed = terminal, 0

    def press(self, *keys: str) -> None:
        """One key after the other, as fast as they come."""
        for key in keys:
            self.terminal.write(key)
            self.pressed += 1

    def say(self, words: str) -> None:
        """What an input method commits: many letters in one write."""
        self.terminal.write(words)


@pytest.fixture
def town(made, done):
    """Two people at the desk, a crew, and 张建林 at home."""
    done("district", "add", "城东", "--name-en", "East")
    done("operator", "add", "wang", "--name", "王磊", "--roles", "operator,dispatcher")
    done("operator", "add", "li", "--name", "李薇", "--roles", "operator,dispatcher")
    done("crew", "add", "抢1", "--name", "抢修一班", "--district", "城东")
    home = done("premise", "add", "民生路12号3-502", "--district", "城东")
    done("customer", "add", "张建林", "--phone", "13812345678", "--premise", str(home["id"]))
    return made


@pytest.fixture
def console(town):
    """Opens a console of one of them."""
    with consoles(town) as opened:

        def sit(login, size):
            one = opened("--as", login, size=size)
            shows(one, "无告警")
            one.settle(1.0, 6.0)
            return one

        yield sit


@pytest.fixture
def pushed(town):
    """What the telephone system tells, by the command."""

    def tell(event, call, number):
        text = json.dumps({"event": event, "call": call, "number": number})
        env = {**os.environ, "HOTLINE_DB": str(town)}
        subprocess.run([*COMMAND, "call", "push"], input=text, env=env, capture_output=True, text=True, check=True)

    return tell


@pytest.mark.slow
def test_a_call_is_on_the_other_board_with_the_text_that_was_read(console, pushed, done):
    """Three calls: pushed with a number, from somebody nobody knows, and without a telephone system."""
    mine, yours = console("wang", (80, 24)), console("li", (120, 40))
    numbers = []

    def card(hand):
        """The words, the card as far as A3, and away."""
        hand.say(WORDS)
        hand.press(F3, "1")
        shows(mine, READ)
        hand.press("1")
        shows(mine, "A4")
        numbers.append(number := f"E-0000{len(numbers) + 1}")
        hand.press(F2)
        shows(yours, number)
        assert hand.pressed <= MOST_KEYS, hand.pressed
        return number

    def finish(hand, number):
        """On with A4, then the end of the call."""
        hand.press("2")
        shows(mine, "A5")
        hand.press(CTRL_S)
        shows(mine, f"{number}通话结束")

    pushed("ringing", "p1", "13600002222")
    shows([mine, yours], "13600002222")
    hand = Hand(mine)
    hand.press("n", "z", "j", "l", "1")
    first = card(hand)
    assert hand.pressed <= 9
    finish(hand, first)
    pushed("ended", "p1", "13600002222")

    pushed("ringing", "p2", "13600003333")
    shows(mine, "13600003333")
    hand = Hand(mine)
    hand.press("n")
    hand.say("建设路28号")  # nobody is found: Enter puts a place where places belong
    hand.press("\r")
    second = card(hand)
    finish(hand, second)

    hand = Hand(mine)
    hand.press("n")
    shows(mine, "新建工单")
    hand.say("13600004444")
    hand.press("\t", "z", "j", "l", "1")
    third = card(hand)
    finish(hand, third)

    places = {first: "民生路12号3-502", second: "建设路28号", third: "民生路12号3-502"}
    for number, place in places.items():
        shown = done("request", "show", number)
        assert (shown["address"], shown["text"], shown["category"]) == (place, WORDS, "EM-LEAK-IN")
        answers = {one["question"]: one["chosen"] for one in shown["triage"]["answers"]}
        assert answers == {"A2": "yes", "A3": "strong", "A4": "no"}
        assert [one["code"] for one in shown["triage"]["texts"]] == ["A-strong"]
    calls = {row["phone"]: row for row in done("call", "list")}
    assert {row["number"] for row in calls.values()} == set(places)
    assert {row["wrap_up"] for row in calls.values()} == {"new_job"}
    assert calls["13600002222"]["external_id"] == "p1"
    assert calls["13600002222"]["ended_at"] and calls["13600004444"]["ended_at"]

    yours.write("\r")
    shows(yours, READ, "A-strongv1", WORDS)
