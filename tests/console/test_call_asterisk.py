"""The adapter against a recorded dialogue of the manager interface, served by a real server; numbers are invented."""

import signal
import socketserver
import threading

import pytest

PHONE = "13812345678"
SECRET = "hunter2-very-secret"


def message(**fields):
    return "".join(f"{name}: {value}\r\n" for name, value in fields.items()) + "\r\n"


def call(key, *rest):
    """The head of a recorded call: a new channel from the trunk, and its joining a queue."""
    ids = {"Privilege": "call,all", "Uniqueid": key, "Linkedid": key, "Channel": f"PJSIP/trunk-{key[-8:]}"}
    return [
        message(Event="Newchannel", **ids, ChannelState=0, ChannelStateDesc="Down", CallerIDNum=PHONE,
                CallerIDName="<unknown>", ConnectedLineNum="<unknown>", Language="en", AccountCode="",
                Context="from-trunk", Exten="95777", Priority=1),
        message(Event="QueueCallerJoin", **ids, CallerIDNum=PHONE, Queue="gas", Position=1, Count=1),
        *(message(**{"Event": name, **ids, "Queue": "gas", **fields}) for name, fields in rest),
    ]  # fmt: skip


AGENT = {"Interface": "PJSIP/801", "MemberName": "Li", "DestChannel": "PJSIP/801-00000002"}
ANSWERED = call("1795328587.1", ("AgentCalled", AGENT), ("AgentConnect", {**AGENT, "HoldTime": 4, "RingTime": 3}))
ENDED = [message(Event="Hangup", Uniqueid="1795328587.1", Linkedid="1795328587.1", Channel="PJSIP/trunk-28587.1",
                 Cause=16, **{"Cause-txt": "Normal Clearing"})]  # fmt: skip
ABANDONED = [*call("1795328600.7", ("QueueCallerAbandon", {"Position": 1, "OriginalPosition": 1, "HoldTime": 31})),
             message(Event="Hangup", Uniqueid="1795328600.7", Linkedid="1795328600.7", Cause=16)]  # fmt: skip


class Asterisk:
    """A manager interface that says what was recorded, to whoever knows the secret."""

    def __init__(self, port=0):
        self.lines = []
        self.alive = []
        self.connected = threading.Event()
        self.logins = 0
        asterisk = self

        class Talk(socketserver.StreamRequestHandler):
            def handle(self):
                asterisk.lines.append(self)
                self.say("Asterisk Call Manager/9.0.0\r\n")
                fields = {}
                for raw in self.rfile:
                    line = raw.decode().strip()
                    if line:
                        name, _, value = line.partition(": ")
                        fields[name] = value
                        continue
                    self.answer(fields)
                    fields = {}

            def answer(self, asked):
                action = {"ActionID": asked["ActionID"]} if "ActionID" in asked else {}
                verb = asked.get("Action", "").lower()
                if verb == "login" and asked.get("Secret") != SECRET:
                    self.say(message(Response="Error", **action, Message="Authentication failed"))
                elif verb == "login":
                    self.say(message(Response="Success", **action, Message="Authentication accepted"))
                    self.say(message(Event="FullyBooted", Privilege="system,all", Status="Fully Booted"))
                    asterisk.logins += 1
                    asterisk.connected.set()
                elif verb == "coreshowchannels":
                    self.say(message(Response="Success", **action, EventList="start", Message="Channels will follow"))
                    for key in asterisk.alive:
                        self.say(message(Event="CoreShowChannel", **action, Uniqueid=key, Linkedid=key))
                    self.say(message(Event="CoreShowChannelsComplete", **action, EventList="Complete",
                                     ListItems=len(asterisk.alive)))  # fmt: skip
                else:
                    self.say(message(Response="Success", **action, Ping="Pong"))

            def say(self, text):
                self.wfile.write(text.encode())
                self.wfile.flush()

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True
            block_on_close = False

        self.server = Server(("127.0.0.1", port), Talk)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def play(self, messages):
        """Say what was recorded, cut where a network might cut it."""
        text = "".join(messages)
        for start in range(0, len(text), 97):
            self.lines[-1].say(text[start : start + 97])

    def hang_up(self):
        """The machine is switched off."""
        import socket

        self.server.shutdown()
        self.server.server_close()
        for line in self.lines:
            line.connection.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def asterisk():
    """A manager interface of the test's own."""
    there = Asterisk()
    yield there
    there.server.shutdown()
    there.server.server_close()


@pytest.fixture
def follower(started, made, done):
    """``follower(asterisk)``: the adapter in a process of its own."""
    login = done("operator", "list")[0]["login"]
    done("lines", "place", login, "--extension", "801")

    def begin(there, secret=SECRET):
        words = ("call", "asterisk", "--host", "127.0.0.1", "--port", str(there.port), "--user", "hotline")
        return started(*words, HOTLINE_ASTERISK_SECRET=secret)

    return begin


def test_a_recorded_dialogue_puts_its_calls_on_record(asterisk, follower, done, eventually):
    adapter = follower(asterisk)
    assert asterisk.connected.wait(30)
    asterisk.play(ANSWERED)
    eventually(lambda: [one["state"] for one in done("call", "list")] == ["on_line"])
    asterisk.play([*ENDED, *ABANDONED])
    eventually(lambda: sorted(one["state"] for one in done("call", "list")) == ["ended", "missed"])
    ended = next(one for one in done("call", "list") if one["state"] == "ended")
    assert (ended["phone"], ended["queue"], ended["agent"]) == (PHONE, "gas", "801")
    assert ended["operator"] == done("operator", "list")[0]["name"]
    assert [one["count"] for one in done("call", "list", "--missed")] == [1]
    adapter.send_signal(signal.SIGTERM)
    out, err = adapter.communicate(timeout=30)
    assert (adapter.returncode, out) == (0, "")
    assert "Connected to Asterisk at hotline@127.0.0.1" in err
    assert SECRET not in err


def test_a_lost_connection_is_said_shown_and_sought_and_what_ended_meanwhile_is_told(
    asterisk, follower, made, done, eventually
):
    from console.wiring import open_desk
    from models.rows import Seat
    from models.vocabulary import Role
    from models.wall import SystemClock

    adapter = follower(asterisk)
    assert asterisk.connected.wait(30)
    asterisk.play(call("1795328700.1"))
    eventually(lambda: [one["state"] for one in done("call", "list")] == ["waiting"])
    desk = open_desk(made, SystemClock())
    seat = Seat(1, "x", "x", frozenset({Role.OPERATOR}))

    def lost():
        return desk.look.telephone().now(seat, desk.wall.now()).lost_since

    eventually(lambda: lost() is None)
    asterisk.hang_up()
    eventually(lambda: lost() is not None)
    back = Asterisk(asterisk.port)
    assert back.connected.wait(30)
    eventually(lambda: lost() is None)
    eventually(lambda: [one["state"] for one in done("call", "list")] == ["missed"])
    desk.store.close()
    adapter.terminate()
    _, err = adapter.communicate(timeout=30)
    back.server.shutdown()
    back.server.server_close()
    assert err.count("is lost; it is sought again.") == 1
    assert err.count("Connected to Asterisk") == 2


def test_a_wrong_secret_ends_the_adapter_with_a_sentence(asterisk, follower):
    adapter = follower(asterisk, secret="wrong-one")
    out, err = adapter.communicate(timeout=40)
    assert (adapter.returncode, out) == (1, "")
    assert "does not take this user and secret" in err
    assert "wrong-one" not in err


def test_an_asterisk_that_is_not_there_is_said_to_be_lost(follower, asterisk, eventually, done):
    asterisk.hang_up()
    adapter = follower(asterisk)
    line = adapter.stderr.readline()
    assert "is lost" in line
    adapter.terminate()
    adapter.communicate(timeout=30)
    assert adapter.returncode == 0
