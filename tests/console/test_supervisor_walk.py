"""A supervisor's shift in real terminals at 160x48: red, taken over, dispatched, seen, handed over, read, signed."""

import pytest
from terminals import consoles, shows

from models.wall import MINUTE, SECOND, SystemClock, to_iso

F4, F10 = "\x1bOS", "\x1b[21~"
DISPATCH = 5 * MINUTE
"""The promise to have a crew on its way to a leak."""


def line(terminal, words, seen):
    """Type a line; it is sent once the program has understood it."""
    terminal.write(":")
    terminal.write(words)
    shows(terminal, seen)
    terminal.write("\r")


@pytest.fixture
def shift(made, done):
    """Two supervisors, an operator, a crew; opens the monitor of whoever sits down."""
    done("district", "add", "城东")
    done("operator", "add", "wang", "--name", "王磊", "--roles", "operator")
    for login, name in (("ma", "马强"), ("lu", "陆洋")):
        done("operator", "add", login, "--name", name, "--roles", "supervisor")
    done("crew", "add", "抢1", "--district", "城东", "--skills", "emergency,repair")
    with consoles(made) as opened:
        yield lambda login: opened("--as", login, "monitor", size=(160, 48))


@pytest.mark.slow
def test_a_supervisor_steps_in_and_hands_over_what_is_red(shift, done):
    """From the clock that runs out before her eyes to both signatures, by keys and by lines."""
    ma = shift("ma")
    shows(ma, "抢1", "无告警")
    received = SystemClock().now() - DISPATCH + 4 * SECOND
    done("--as", "wang", "request", "add", "--category", "EM-LEAK-IN", "--phone", "19912344021",
         "--address", "民生路9号", "--district", "城东", "--received", to_iso(received))  # fmt: skip
    shows(ma, "E-00001", "派工超时", "未确认")
    assert done("request", "show", "E-00001")["owner"] == "王"

    line(ma, "接手 E-00001", "接手 E-00001")
    shows(ma, "E-00001 首问归你")
    line(ma, "派工 E-00001 抢1", "派工 E-00001")
    shows(ma, "E-00001 已派 抢1")
    ma.write(F4)
    shows(ma, "E-00001 派工超时 已确认")
    shown = done("request", "show", "E-00001")
    assert shown["owner"] == "马"
    assert [alarm["acknowledged_by"] for alarm in done("alarm", "list") if alarm["level"] >= 100] == ["马强"]

    line(ma, "交接班", "交接班")
    shows(ma, "F10 签字交班")
    ma.write(F10)
    shows(ma, "以交班人身份签字?")
    ma.write("\r")
    shows(ma, "你已签字, 等接班人看过并签字", "红色 1 条, 未读 1 条")
    (sheet,) = done("handover", "list")
    assert (sheet["state"], sheet["outgoing"]) == ("offered", "马强")

    lu = shift("lu")
    shows(lu, "E-00001")
    line(lu, "交接班", "交接班")
    shows(lu, "马强", "未读 1 条")
    lu.write(F10)
    shows(lu, "还有 1 条红色事项未读", "E-00001")
    assert done("handover", "list")[0]["state"] == "offered"
    lu.write("a")
    shows(lu, "未读 0 条")
    lu.write(F10)
    shows(lu, "意见")
    lu.write("\r")
    shows(lu, "双方已签")
    shows(ma, "F10 签字交班")  # nothing waits any more: the next sheet begins
    (sheet,) = done("handover", "list")
    assert (sheet["state"], sheet["outgoing"], sheet["incoming"], sheet["intact"]) == ("signed", "马强", "陆洋", True)
