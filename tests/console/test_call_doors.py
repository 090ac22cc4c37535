"""The doors of the telephone: push on stdin, the local socket, lists and acts of the command line, the import."""

import json
import signal
import socket
import stat
import threading

import pytest

from console.asterisk import manager_of
from console.refusals import Misuse
from console.telephone import take_events

PHONE = "13812345678"


def event(event, call="a", **said):
    return json.dumps({"event": event, "call": call, **said})


def speak(place, *lines):
    """Write lines at the socket, and read an answer to each."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.settimeout(20)
        line.connect(str(place))
        reader = line.makefile("r", encoding="utf-8")
        told = []
        for one in lines:
            line.sendall(one.encode() + b"\n")
            told.append(json.loads(reader.readline()))
        return told


def test_push_takes_one_event_a_line_and_an_object_over_several_lines(made, outside, done):
    spread = json.dumps({"event": "ringing", "call": "b", "number": "anonymous"}, indent=2)
    answer = outside("call", "push", stdin="\n".join([event("ringing", number=PHONE), "", spread, event("ended", "b")]))
    assert (answer.code, answer.err) == (0, "")
    assert [(one["ok"], one["external_id"], one["state"]) for one in answer.lines] == [
        (True, "a", "waiting"), (True, "b", "waiting"), (True, "b", "missed"),
    ]  # fmt: skip
    assert [one["phone"] for one in done("call", "list", "--waiting")] == [PHONE]
    assert done("call", "list", "--missed") == [], "a withheld number cannot be called back"


def test_a_refused_event_is_answered_by_name_and_does_not_stop_the_next(made, outside):
    lines = ["{", event("flying"), event("ringing", number=PHONE), "nonsense"]
    answer = outside("call", "push", stdin="\n".join(lines))
    assert (answer.code, answer.err) == (1, "")
    assert [one.get("code", "ok") for one in answer.lines] == ["call.no_json", "call.event", "ok", "call.no_json"]


def test_pushing_the_same_events_twice_is_pushing_them_once(made, outside, done):
    lines = "\n".join([event("ringing", number=PHONE), event("ended")])
    first = outside("call", "push", stdin=lines)
    assert first.code == 0
    again = outside("call", "push", stdin=lines)
    assert again.lines[-1] == first.lines[-1]
    assert len(done("call", "list")) == 1


def test_a_call_is_answered_ended_and_called_back_from_the_command_line(made, inside, done, outside):
    outside("call", "push", stdin=event("ringing", "m", number=PHONE) + "\n" + event("ended", "m"))
    (missed,) = done("call", "list", "--missed")
    assert (missed["phone"], missed["count"]) == (PHONE, 1)
    assert done("call", "back", PHONE, "--nobody")["wrap_up"] == "hang_up"
    assert done("call", "back", PHONE, "--note", "spoken with")["wrap_up"] == "call_back"
    assert done("call", "list", "--missed") == []
    outside("call", "push", stdin=event("ringing", "n", number=PHONE))
    (waiting,) = done("call", "list", "--waiting")
    assert done("call", "answer", str(waiting["id"]))["wrap_up"] is None
    ended = done("call", "end", "--wrap-up", "transfer")
    assert (ended["id"], ended["wrap_up"]) == (waiting["id"], "transfer")
    assert inside("call", "end", "999").code == 1
    assert inside("call", "end", str(waiting["id"]), "--wrap-up", "lunch").code == 1
    assert done("call", "show", str(waiting["id"]))["external_id"] == "n"
    assert len(done("call", "list", "--today")) == 4


def test_what_is_said_is_shown_and_set(made, inside, done):
    login = done("operator", "list")[0]["login"]
    before = done("lines", "show")
    assert [one["own"] for one in before["sentences"]] == [False] * 4
    set_ = done("lines", "set", "opening", "--en", "{company}, {number} here.")
    assert [one["text"] for one in set_["sentences"] if one["own"]] == ["{company}, {number} here."]
    assert done("lines", "place", login, "--said", "0317", "--extension", "801")[0]["extension"] == "801"
    shown = inside("lines", "show")
    assert shown.code == 0
    assert "0317" in shown.out
    assert inside("lines", "set", "opening", "--en", "{secret}").code == 1
    assert inside("lines", "set", "opening").code == 1


def test_the_report_comes_as_table_csv_and_page(made, inside, outside):
    outside("call", "push", stdin=event("ringing", number=PHONE) + "\n" + event("ended"))
    assert "abandoned" in inside("report", "calls").out
    assert "abandoned,1,calls" in inside("report", "calls", "--format", "csv").out
    page = inside("report", "calls", "--format", "html").out
    assert page.startswith("<!doctype html>")
    assert '<td>abandoned</td><td class="r">1</td>' in page
    assert inside("report", "calls", "--format", "pdf").code == 2


def test_the_socket_takes_events_of_this_account_alone_and_leaves_nothing_behind(made, started, eventually, done):
    place = made.with_name("calls.sock")
    listener = started("call", "listen")
    eventually(place.exists)
    eventually(lambda: stat.S_IMODE(place.stat().st_mode) == 0o600)
    told = speak(place, event("ringing", number=PHONE), "{", event("ended"))
    assert [one["ok"] for one in told] == [True, False, True]
    assert told[2]["state"] == "missed"
    second = started("call", "listen")
    out, err = second.communicate(timeout=30)
    assert (second.returncode, out) == (1, "")
    assert "listens" in err
    listener.send_signal(signal.SIGTERM)
    out, err = listener.communicate(timeout=30)
    assert (listener.returncode, out) == (0, "")
    assert not place.exists()
    assert len(done("call", "list")) == 1


def test_a_listener_that_was_killed_leaves_a_socket_that_the_next_one_takes_over(made, started, eventually):
    place = made.with_name("calls.sock")
    first = started("call", "listen")
    eventually(place.exists)
    first.kill()
    first.wait(10)
    assert place.exists()
    second = started("call", "listen")

    def answers():
        try:
            return speak(place, event("ringing", number=PHONE))[0]["ok"]
        except OSError:
            return False

    eventually(answers)
    second.terminate()
    second.communicate(timeout=30)


def test_forty_callers_at_once_and_a_line_without_end_harm_nobody(made, started, eventually, done):
    place = made.with_name("calls.sock")
    listener = started("call", "listen")
    eventually(place.exists)
    threads = [
        threading.Thread(target=speak, args=(place, event("ringing", f"c{n}", number=f"1380000{n:04d}")))
        for n in range(40)
    ]
    for one in threads:
        one.start()
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.connect(str(place))
        line.settimeout(20)
        line.sendall(b"x" * 70_000)
        assert json.loads(line.makefile().readline())["code"] == "call.too_long"
    for one in threads:
        one.join(30)
    assert len(done("call", "list", "--waiting")) == 40
    listener.terminate()
    listener.communicate(timeout=30)


def test_a_file_that_is_no_socket_is_left_alone(made, inside, tmp_path):
    other = tmp_path / "notes.txt"
    other.write_text("mine")
    answer = inside("call", "listen", "--socket", str(other))
    assert (answer.code, other.read_text()) == (1, "mine")
    assert inside("call", "listen", "--socket", str(tmp_path / ("x" * 200))).code == 2


@pytest.mark.parametrize("lines", [["{\n", '"event": "ended"}\n'], ["[1]\n"], ["{{{{\n"], ["\ufeff{}\n"]])
def test_nothing_that_is_pushed_ends_the_door(made, lines):
    from console.render import Page
    from models.desk.desk import Desk
    from models.store import Store
    from models.wall import SystemClock

    desk = Desk(Store(made), SystemClock())
    assert take_events(desk, lines, Page(True)) is False
    desk.store.close()


def test_the_settings_name_asterisk_and_hide_its_secret():
    written = {"host": "pbx.invalid", "user": "hotline", "secret": "${PBX}"}
    made = manager_of(written, port=5039, environ={"PBX": "hunter2"})
    assert (made.host, made.port, made.user, made.secret) == ("pbx.invalid", 5039, "hotline", "hunter2")
    assert "hunter2" not in f"{made} {made!r}"
    assert manager_of(written, environ={"HOTLINE_ASTERISK_SECRET": "other"}).secret == "other"
    for wrong in ({"hosts": "x"}, {"port": "5038"}, {"host": 3}):
        with pytest.raises(Misuse) as told:
            manager_of(wrong)
        assert told.value.code == "settings.telephone"
    with pytest.raises(Misuse) as told:
        manager_of({"host": "x"}, environ={})
    assert told.value.facts["missing"] == "user, secret"


MAP = """
[columns]
external_id = "id"
rang = "rang"
answered = "answered"
ended = "ended"
phone = "number"
agent = "agent"
wrap_up = "code"
[wrap_ups]
"Neuer Auftrag" = "new_job"
"""
ROWS = """id,rang,answered,ended,number,agent,code
1,2026-01-01 08:00:00,2026-01-01 08:00:09,2026-01-01 08:02:00,138 1234 5678,801,Neuer Auftrag
2,2026-01-01 08:10:00,,2026-01-01 08:10:40,13800000002,,
3,2026-01-01 08:20:00,later,2026-01-01 08:21:00,13800000003,,
4,2026-01-01 08:30:00,,,13800000004,,
"""


def test_calls_of_another_system_come_in_once_and_the_odd_ones_with_a_reason(made, inside, done, tmp_path):
    login = done("operator", "list")[0]["login"]
    done("lines", "place", login, "--extension", "801")
    (tmp_path / "map.toml").write_text(MAP, "utf-8")
    (tmp_path / "calls.csv").write_text(ROWS, "utf-8")
    rejects = tmp_path / "rejects.csv"
    take = ("--json", "import", "calls", str(tmp_path / "calls.csv"), "--map", str(tmp_path / "map.toml"), "--zone",
            "Asia/Shanghai", "--rejects", str(rejects))  # fmt: skip
    dry = inside(*take, "--dry-run")
    assert (dry.code, dry.data["added"], dry.data["rejected"]) == (1, 2, 2)
    assert done("call", "list", "--since", "2026-01-01T00:00:00Z") == []
    first = inside(*take)
    assert (first.code, first.data["read"], first.data["added"], first.data["rejected"]) == (1, 4, 2, 2)
    assert [line.split(",")[1] for line in rejects.read_text("utf-8").splitlines()[1:]] == [
        "instant.unreadable", "import.no_ended",
    ]  # fmt: skip
    assert inside(*take).data["same"] == 2
    two, one = done("call", "list", "--since", "2026-01-01T00:00:00Z")
    assert (one["phone"], one["wrap_up"], one["agent"], one["operator"]) == (PHONE, "new_job", "801", login)
    assert (two["state"], two["kept_at"]) == ("missed", "2026-01-01T00:10:40Z")
    (tmp_path / "calls.csv").write_text(ROWS.replace("08:02:00", "08:03:00"), "utf-8")
    assert (inside(*take).data["differs"], inside(*take, "--update").data["updated"]) == (1, 1)
    report = done("report", "calls", "--since", "2026-01-01T00:00:00Z", "--until", "2026-01-02T00:00:00Z")
    assert (report["answered"], report["abandoned"], report["wait_mean_s"], report["handle_mean_s"]) == (
        1,
        1,
        9.0,
        171.0,
    )


@pytest.mark.parametrize(
    ("map_", "code"),
    [("[columns", "import.map_unreadable"), ("[columns]\nexternal_id='id'", "import.map_incomplete"),
     ("[columns]\nanswered='a'", "import.map_incomplete"), ("[columns]\nweather='a'", "import.map_unknown"),
     ("[columns]\nexternal_id='id'\nended='gone'", "import.column_missing"),
     ("[columns]\nexternal_id='id'\nended='ended'\n[outcomes]\nX='lost'", "import.unknown_word")],
)  # fmt: skip
def test_a_map_that_cannot_be_meant_takes_nothing(made, inside, tmp_path, map_, code):
    (tmp_path / "map.toml").write_text(map_, "utf-8")
    (tmp_path / "calls.csv").write_text(ROWS, "utf-8")
    answer = inside("import", "calls", str(tmp_path / "calls.csv"), "--map", str(tmp_path / "map.toml"))
    assert answer.code == 1
    assert answer.out == ""
