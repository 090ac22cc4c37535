"""The console looks the terminal over before it opens, and sets up what the terminal library reads at its import."""

import os
import pty
import subprocess
import sys

import pytest

from console.terminal import prepare, speaks_utf8

CODE = "import sys; from console.cli import main; sys.exit(main())"


@pytest.mark.parametrize("words", [(), ("monitor",), ("demo",)])
def test_without_a_terminal_no_screen_opens(outside, words):
    answer = outside(*words, TERM="xterm-256color")
    assert (answer.code, answer.out) == (1, "")
    assert "terminal" in answer.err
    assert len(answer.err.splitlines()) <= 2


@pytest.mark.parametrize(
    ("environ", "said"),
    [({"TERM": "dumb", "PYTHONUTF8": "1"}, b"TERM=dumb"),
     ({"TERM": "xterm", "PYTHONUTF8": "0", "PYTHONIOENCODING": "latin-1"}, b"UTF-8")],
)  # fmt: skip
def test_a_terminal_that_cannot_show_a_screen_is_told_so(tmp_path, environ, said):
    ours, theirs = pty.openpty()
    env = {**os.environ, "HOTLINE_DB": str(tmp_path / "desk.db"), "HOTLINE_LANG": "en", **environ}
    ended = subprocess.run([sys.executable, "-c", CODE], env=env, stdin=theirs, stdout=theirs, stderr=subprocess.PIPE,
                           check=False)  # fmt: skip
    os.close(ours)
    os.close(theirs)
    assert ended.returncode == 1
    assert said in ended.stderr


def test_the_terminal_library_finds_its_settings():
    environ = {"LINES": "24", "COLUMNS": "80", "ESCDELAY": "100"}
    prepare(environ)
    assert environ == {"TEXTUAL_DISABLE_KITTY_KEY": "1", "ESCDELAY": "100"}


@pytest.mark.parametrize(
    ("name", "fit"), [("utf-8", True), ("UTF8", True), ("utf_8", True), ("latin-1", False), (None, False)]
)
def test_utf8_is_known_by_all_its_names(name, fit):
    assert speaks_utf8(name) == fit


def test_the_zone_is_asked_for_once_on_a_terminal(tmp_path):
    ours, theirs = pty.openpty()
    env = {**os.environ, "HOTLINE_DB": str(tmp_path / "desk.db"), "HOTLINE_LANG": "en", "TZ": "Europe/Paris"}
    os.write(ours, b"Mars\nAsia/Shanghai\n")
    ended = subprocess.run([sys.executable, "-c", CODE, "db", "init"], env=env, stdin=theirs, stderr=theirs,
                           stdout=subprocess.PIPE, check=False)  # fmt: skip
    said = os.read(ours, 10_000).decode()
    os.close(ours)
    os.close(theirs)
    assert ended.returncode == 0
    assert b"Asia/Shanghai" in ended.stdout
    assert "[Europe/Paris]" in said
    assert "no time zone called Mars" in said
