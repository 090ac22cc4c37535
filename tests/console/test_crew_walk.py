"""A leak from the call to its end in real terminals: the second of three proposals, its steps, safe, finished."""

import json
import os
import subprocess

import pytest
from terminals import COMMAND, consoles, shows

CTRL_Y = "\x19"


@pytest.fixture
def town(made, done):
    """A dispatcher, a supervisor who watches, four crews, and two leaks."""
    for district in ("城东", "城西"):
        done("district", "add", district)
    done("operator", "add", "wang", "--name", "王磊", "--roles", "operator,dispatcher")
    done("operator", "add", "li", "--name", "李薇", "--roles", "operator,supervisor")
    skills = "emergency,repair,appliance,meter,network"
    for code, district in (("抢1", "城东"), ("抢2", "城东"), ("抢3", "城西"), ("修1", "城东")):
        done("crew", "add", code, "--district", district, "--skills", "billing" if code == "修1" else skills)
    for address in ("民生路12号", "和平街5号"):
        done("request", "add", "--category", "EM-LEAK-IN", "--phone", "13812345678", "--address", address,
             "--district", "城东")  # fmt: skip
    return made


@pytest.fixture
def console(town):
    """Opens consoles of them, all at once."""
    with consoles(town) as opened:

        def sit(*logins):
            seats = [opened("--as", login) for login in logins]
            shows(seats, "E-00001", "E-00002")
            for one in seats:
                one.settle(0.5, 6.0)
            return seats

        yield sit


def line(terminal, words):
    terminal.write(":")
    terminal.write(words)
    terminal.settle(0.3, 5.0)
    terminal.write("\r")


@pytest.mark.slow
def test_a_leak_goes_to_the_second_crew_and_is_never_finished_without_safe(console, town, done, inside):
    """By keys and by lines, by a phone for one step, and another console sees each."""
    mine, yours = console("wang", "li")
    yours.write(CTRL_Y)
    shows(yours, "抢1", "空闲4")

    mine.write("\x1b[H")  # the first of the queue: both leaks are P1, the older one is due first
    mine.write("d")
    shows(mine, "抢1", "抢2", "抢3", "缺燃气抢修")
    second = "抢2"
    mine.write("2")
    shows(mine, "抢2: 排第2, 第一是抢1")
    mine.write("抢1车在修")
    mine.write("\r")
    shows(mine, f"E-00001已派{second}")
    shows(yours, f"{second}已派")

    for said, seen in (("已接单", "已接"), ("已出发", "路上")):
        mine.write("t")
        shows(mine, f"E-00001{second}{said}")
        shows(yours, f"{second}{seen}")

    message = json.dumps({"crew": second, "step": "on_site", "id": "p1", "note": "单元门开着"})
    env = {**os.environ, "HOTLINE_DB": str(town)}
    told = subprocess.run([*COMMAND, "--as", "wang", "crew", "status"], input=message + "\n", env=env,
                          capture_output=True, text=True, check=True)  # fmt: skip
    assert json.loads(told.stdout)["ok"] is True
    shows(yours, f"{second}到场")

    line(mine, "安全 E-00001 0%LEL 表前阀已关 查明")
    shows(mine, "E-00001已记现场安全")
    line(mine, f"s {second} 完工")
    shows(mine, f"E-00001{second}已完工")
    shows(yours, "空闲4")
    line(mine, "办结 E-00001 已修复")
    shows(mine, "E-00001已办结")

    for step in ("assign", "on_site", "done"):
        done("--as", "wang", "request", "act", "E-00002", step, "--crew", "抢1")
    shows(mine, "光标现在在 E-00002 上")
    mine.write("v")
    shows(mine, "再按 v 才做")  # no key acts on a request that slid under the hand
    mine.write("v")
    shows(mine, "E-00002 还没有记为安全")
    answer = inside("--as", "wang", "request", "act", "E-00002", "resolve", "--disposition", "fixed")
    assert (answer.code, "made safe" in answer.err) == (1, True)
    assert done("request", "show", "E-00002")["status"] == "working"
    line(mine, "安全 E-00002 0 已关 查明")
    shows(mine, "E-00002已记现场安全")
    line(mine, "办结 E-00002 已修复")
    shows(mine, "E-00002已办结")

    shown = done("request", "show", "E-00001")
    assigned = next(one for one in shown["journal"] if one["act"] == "assign")
    assert (assigned["data"]["crew"], assigned["data"]["place"], assigned["data"]["override_reason"]) == (
        second, 2, "抢1车在修",
    )  # fmt: skip
    acts = [one["act"] for one in shown["journal"] if one["act"] not in ("raise", "clear")]
    assert [act for act in acts if act not in ("save", "call")] == [
        "assign", "accept", "en_route", "on_site", "safe", "done", "resolve",
    ]  # fmt: skip
