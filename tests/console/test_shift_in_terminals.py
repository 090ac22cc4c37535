"""A change of shift in a real terminal: who takes over cannot sign while something red is unread."""

import pytest
from terminals import consoles, shows

from models.wall import MINUTE, SystemClock, to_iso

F4, F10 = "\x1bOS", "\x1b[21~"


def press(terminal, *keys):
    for key in keys:
        terminal.write(key)
        terminal.settle(0.15, 3.0)


@pytest.fixture
def monitor(made, done):
    """Opens the monitor of a supervisor on a file in which a leak waits for its crew since 40 minutes."""
    for login, name in (("ma", "马强"), ("lu", "陆洋")):
        done("operator", "add", login, "--name", name, "--roles", "supervisor")
    received = to_iso(SystemClock().now() - 40 * MINUTE)
    done("--as", "ma", "request", "add", "--category", "EM-LEAK-IN", "--phone", "19912344021", "--address", "民生路9号",
         "--received", received)  # fmt: skip
    with consoles(made) as opened:

        def sit(login):
            one = opened("--as", login, "monitor", size=(160, 48))
            shows(one, "E-00001")
            one.settle(1.0, 6.0)
            return one

        yield sit


@pytest.mark.slow
def test_who_takes_over_cannot_sign_with_a_red_item_unread(monitor, done):
    done("sla", "sweep")
    done("--as", "ma", "handover", "give")
    lu = monitor("lu")
    shows(lu, "派工超时")
    press(lu, F4, ":", "交接班", "\r")
    shows(lu, "马强已于", "红色1条,未读1条")
    press(lu, F10)
    shows(lu, "还有1条红色事项未读", "E-00001")
    assert done("handover", "list")[0]["state"] == "offered"
    press(lu, "a")
    shows(lu, "未读0条")
    press(lu, F10)
    shows(lu, "意见")
    press(lu, "\r")
    shows(lu, "双方已签")
    shows(lu, "交接班(未签)")
    (sheet,) = done("handover", "list")
    assert (sheet["state"], sheet["outgoing"], sheet["incoming"], sheet["intact"]) == ("signed", "马强", "陆洋", True)
