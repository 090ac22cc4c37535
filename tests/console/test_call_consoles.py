"""A call that is pushed stands in real consoles within a second, and the one that takes it leaves it to the others."""

import json
import os
import socket
import subprocess
import sys
import time

import pytest

from bench.terminal import Terminal

PHONE, SECOND = "13812345678", "13987654321"
COMMAND = [sys.executable, "-c", "import sys; from console.cli import main; sys.exit(main())"]


def tell(place, **said):
    """One event at the socket, and its answer."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.settimeout(20)
        line.connect(str(place))
        line.sendall(json.dumps(said).encode() + b"\n")
        return json.loads(line.makefile("r", encoding="utf-8").readline())


def seconds_until(terminals, text, limit=60.0):
    """Seconds until every one of the screens shows the text."""
    begun = time.monotonic()
    left = list(terminals)
    while left:
        assert time.monotonic() - begun < limit, left[0].text()
        for one in list(left):
            while (chunk := one.read(0.01)) is not None:
                one.show(chunk[1])
            if text in one.text():
                left.remove(one)
    return time.monotonic() - begun


@pytest.mark.slow
def test_a_pushed_call_stands_in_two_real_consoles_within_a_second_and_one_takes_it(made, started, eventually, done):
    done("operator", "add", "wang", "--name", "Wang Lei", "--roles", "operator")
    place = made.with_name("calls.sock")
    started("call", "listen")
    eventually(place.exists)
    common = {"HOTLINE_DB": str(made), "HOTLINE_LANG": "en"}
    kept = {name: value for name, value in os.environ.items() if name.startswith("XDG_")}
    with (
        Terminal(COMMAND, (120, 40), **common, **kept) as one,
        Terminal([*COMMAND, "--as", "wang"], (100, 30), **common, **kept) as two,
    ):
        seconds_until([one, two], "no alarm", limit=60)
        for screen in (one, two):
            screen.settle(1.0, 6.0)
        took = []
        for number in range(3):
            tell(place, event="ringing", call=f"w{number}", number=f"1380000000{number}")
            took.append(seconds_until([one, two], f"1380000000{number}" if number == 0 else f"{number} more"))
        assert sorted(took)[1] <= 1.0, took
        two.write("n")
        seconds_until([two], "Wang Lei speaking")
        assert "13800000000" in two.text()
        eventually(
            lambda: [row["operator"] for row in done("call", "list") if row["external_id"] == "w0"] == ["Wang Lei"]
        )
        seconds_until([one], "13800000001")
        assert "13800000000" not in one.text()
    pushed = {**os.environ, **common}
    text = json.dumps({"event": "ringing", "call": "p", "number": SECOND, "agent": "wang"})
    ended = subprocess.run(
        [*COMMAND, "call", "push"], input=text, env=pushed, capture_output=True, text=True, check=True
    )
    assert json.loads(ended.stdout)["offered"] == "Wang Lei"
