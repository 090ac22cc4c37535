"""One message through apprise in a process of its own: really sent, limited in time, and silent about its address."""

import signal
import socketserver
import subprocess
import sys
import threading

import pytest

from console import sending
from console.sending import Carrier, Message, reason, understood

SECRET = "hunter2"


def test_a_message_reaches_a_real_web_server_with_its_title_and_its_grade(receiver):
    assert Carrier(Message(receiver.url("hook"), "热线", "第一行\n第二行", "warning")).run() == "ok"
    (post,) = receiver.posts
    assert (post["title"], post["message"], post["type"]) == ("热线", "第一行\n第二行", "warning")


@pytest.mark.parametrize(
    ("url", "said"),
    [(f"json://127.0.0.1:1/{SECRET}", "no_connection"), (f"nothing://{SECRET}", "not_understood"),
     (f"mailto://u:{SECRET}@127.0.0.1:1/?from=a@example.com&to=b@example.com", "no_connection")],
)  # fmt: skip
def test_why_a_message_was_not_taken_is_a_word(url, said):
    assert Carrier(Message(url, "t", "b")).run() == said


def test_an_error_of_the_other_end_is_told_by_its_number(receiver):
    receiver.status = 503
    assert Carrier(Message(receiver.url(f"?-token={SECRET}"), "t", "b")).run() == "error_503"


def test_a_server_that_does_not_answer_costs_no_more_than_the_limit(receiver):
    receiver.open.clear()
    assert Carrier(Message(receiver.url("?rto=60"), "t", "b"), limit_s=5).run() == "no_answer"
    assert len(receiver.posts) == 1


def test_a_message_can_be_given_up_at_any_moment(receiver, eventually):
    receiver.open.clear()
    carrier = Carrier(Message(receiver.url("?rto=60"), "t", "b"))
    said = []
    thread = threading.Thread(target=lambda: said.append(carrier.run()))
    thread.start()
    eventually(lambda: receiver.posts)
    carrier.stop()
    thread.join()
    assert said == ["stopped"]


def test_nothing_that_apprise_says_is_passed_on_but_an_errors_number():
    assert reason([f"Socket Exception: url: /x?token={SECRET}"]) == "not_taken"
    assert reason([f"Failed to send to {SECRET}: error=401."]) == "error_401"
    assert reason(["Connection error while submitting", "read timed out"]) == "no_answer"
    assert reason([]) == "not_taken"


class Mailbox(socketserver.StreamRequestHandler):
    """As much of a mail server as one message needs."""

    def handle(self):
        self._say("220 here")
        while line := self.rfile.readline():
            word = line[:4].upper().strip()
            if word == b"DATA":
                self._say("354 go on")
                self.server.letters.append(b"".join(iter(self.rfile.readline, b".\r\n")).decode())
            self._say("250 ok" if word != b"QUIT" else "221 bye")
            if word == b"QUIT":
                return

    def _say(self, text):
        self.wfile.write(text.encode() + b"\r\n")


def test_a_message_reaches_a_real_mail_server():
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Mailbox) as server:
        server.letters = []
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        url = f"mailto://127.0.0.1:{server.server_address[1]}/?from=desk@example.com&to=duty@example.com"
        assert Carrier(Message(url, "Hotline !!!", "E-01042 arrive late")).run() == "ok"
        server.shutdown()
    (letter,) = server.letters
    assert "Hotline !!!" in letter
    assert "duty@example.com" in letter


def test_the_carrier_ends_with_whoever_started_it(receiver, eventually):
    receiver.open.clear()
    script = (
        "import os, sys\n"
        "from console import sending\n"
        "begin = sending._start\n"
        "def start():\n"
        "    process = begin()\n"
        "    print(process.pid, flush=True)\n"
        "    return process\n"
        "sending._start = start\n"
        "sending.Carrier(sending.Message(sys.argv[1], 't', 'b')).run()\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", script, receiver.url("?rto=60")], text=True, stdout=subprocess.PIPE
    )
    child = int(parent.stdout.readline())
    eventually(lambda: receiver.posts)
    parent.send_signal(signal.SIGKILL)
    parent.communicate()
    eventually(lambda: not alive(child))


def alive(pid):
    """Does the process still run? One that only waits to be buried does not."""
    try:
        with open(f"/proc/{pid}/stat") as stat:  # noqa: PTH123
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_the_address_is_on_no_command_line_and_apprise_is_not_loaded_here():
    assert "apprise" not in sys.modules
    assert all("://" not in word for word in sending._COMMAND)


def test_which_addresses_can_be_meant_is_asked_without_sending_anything(receiver):
    assert understood([receiver.url(), "nothing://x"]) == [True, False]
    assert receiver.posts == []
