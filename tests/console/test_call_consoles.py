"""A call that is pushed stands in real consoles, and the one that takes it leaves it to the others."""

import json
import os
import socket
import subprocess

import pytest
from terminals import COMMAND, consoles, shows, squeezed

PHONE, SECOND = "13812345678", "13987654321"


def tell(place, **said):
    """One event at the socket, and its answer."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.settimeout(20)
        line.connect(str(place))
        line.sendall(json.dumps(said).encode() + b"\n")
        return json.loads(line.makefile("r", encoding="utf-8").readline())


@pytest.mark.slow
def test_a_pushed_call_stands_in_two_real_consoles_and_one_takes_it(made, started, eventually, done):
    done("operator", "add", "wang", "--name", "Wang Lei", "--roles", "operator")
    place = made.with_name("calls.sock")
    started("call", "listen")
    eventually(place.exists)
    with consoles(made) as opened:
        one, two = opened(language="en"), opened("--as", "wang", size=(100, 30), language="en")
        shows([one, two], "no alarm")
        for screen in (one, two):
            screen.settle(1.0, 6.0)
        for number in range(3):
            tell(place, event="ringing", call=f"w{number}", number=f"1380000000{number}")
            shows([one, two], f"1380000000{number}" if number == 0 else f"{number} more")
        two.write("n")
        shows(two, "Wang Lei speaking")
        assert "13800000000" in squeezed(two)
        eventually(
            lambda: [row["operator"] for row in done("call", "list") if row["external_id"] == "w0"] == ["Wang Lei"]
        )
        shows(one, "13800000001")
        assert "13800000000" not in squeezed(one)
    pushed = {**os.environ, "HOTLINE_DB": str(made), "HOTLINE_LANG": "en"}
    text = json.dumps({"event": "ringing", "call": "p", "number": SECOND, "agent": "wang"})
    ended = subprocess.run(
        [*COMMAND, "call", "push"], input=text, env=pushed, capture_output=True, text=True, check=True
    )
    assert json.loads(ended.stdout)["offered"] == "Wang Lei"
