"""One scripted call in real terminals: it rings, the place is found, the card answered, and another console has it."""

import json
import os
import subprocess
import sys
import time

import pytest

from bench.terminal import Terminal

COMMAND = [sys.executable, "-c", "import sys; from console.cli import main; sys.exit(main())"]
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


def seconds_until(terminals, *texts, limit=60.0):
    """Seconds until every one of the screens shows every text."""
    begun = time.monotonic()
    left = list(terminals)
    while left:
        assert time.monotonic() - begun < limit, (texts, left[0].text())
        for one in list(left):
            while (chunk := one.read(0.01)) is not None:
                one.show(chunk[1])
                if time.monotonic() - begun > limit:
                    break
            if all(text in "".join(one.text().split()) for text in texts):
                left.remove(one)
    return time.monotonic() - begun


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
def consoles(town):
    """Opens a console of one of them in Chinese."""
    opened = []
    kept = {name: value for name, value in os.environ.items() if name.startswith("XDG_")}

    def sit(login, size):
        common = {"HOTLINE_DB": str(town), "HOTLINE_LANG": "zh", **kept}
        one = Terminal([*COMMAND, "--as", login], size, **common)
        opened.append(one)
        seconds_until([one], "无告警", limit=60)
        one.settle(1.0, 6.0)
        return one

    yield sit
    for one in opened:
        one.__exit__(None, None, None)


@pytest.fixture
def pushed(town):
    """What the telephone system tells, by the command."""

    def tell(event, call, number):
        text = json.dumps({"event": event, "call": call, "number": number})
        env = {**os.environ, "HOTLINE_DB": str(town)}
        subprocess.run([*COMMAND, "call", "push"], input=text, env=env, capture_output=True, text=True, check=True)

    return tell


@pytest.mark.slow
def test_a_call_is_on_the_other_board_in_a_second_with_the_text_that_was_read(consoles, pushed, done):
    """Three calls: pushed with a number, from somebody nobody knows, and without a telephone system."""
    mine, yours = consoles("wang", (80, 24)), consoles("li", (120, 40))
    took = []

    def card(hand):
        """The words, the card as far as A3, and away."""
        hand.say(WORDS)
        hand.press(F3, "1")
        seconds_until([mine], READ)
        hand.press("1")
        seconds_until([mine], "A4")
        number = f"E-0000{len(took) + 1}"
        hand.press(F2)
        took.append(seconds_until([yours], number))
        assert hand.pressed <= MOST_KEYS, hand.pressed
        return number

    def finish(hand, number):
        """On with A4, then the end of the call."""
        hand.press("2")
        seconds_until([mine], "A5")
        hand.press(CTRL_S)
        seconds_until([mine], f"{number}通话结束")

    pushed("ringing", "p1", "13600002222")
    seconds_until([mine, yours], "13600002222")
    hand = Hand(mine)
    hand.press("n", "z", "j", "l", "1")
    first = card(hand)
    assert hand.pressed <= 9
    finish(hand, first)
    pushed("ended", "p1", "13600002222")

    pushed("ringing", "p2", "13600003333")
    seconds_until([mine], "13600003333")
    hand = Hand(mine)
    hand.press("n")
    hand.say("建设路28号")  # nobody is found: Enter puts a place where places belong
    hand.press("\r")
    second = card(hand)
    finish(hand, second)

    hand = Hand(mine)
    hand.press("n")
    seconds_until([mine], "新建工单")
    hand.say("13600004444")
    hand.press("\t", "z", "j", "l", "1")
    third = card(hand)
    finish(hand, third)
    assert sorted(took)[1] <= 1.0, took

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
    seconds_until([yours], READ, "A-strongv1", WORDS)
