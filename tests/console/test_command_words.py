"""How the command line answers: exit codes, one or two lines on stderr, never a traceback, JSON where it is asked."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from console.cli import forward_json
from screens.wording import catalogue

HOUSE = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("reqest",), 2, "request"),
        (("request", "add", "--colour", "red"), 2, "--colour"),
        (("request", "list", "--kind", "fire"), 2, "emergency, repair"),
        (("--lang", "fr", "db", "info"), 2, "zh or en"),
        (("--now", "2026-01-01T00:00:00", "db", "info"), 2, "offset"),
        (("--now", "yesterday", "sla", "sweep"), 2, "ISO 8601"),
        (("alarm", "ack", "x"), 2, "ID"),
        (("import", "requests", "file.csv"), 2, "--map"),
        (("export", "requests", "--format", "xml"), 2, "jsonl or csv"),
        (("request", "act", "E1", "fly"), 2, "respond, take"),
        (("request", "act", "E1", "hold", "--reason", "parts", "--til", "4h"), 2, "--until"),
        (("request", "show", "E-99999"), 1, "E-99999"),
        (("--as", "nobody", "request", "act", "E1", "take"), 1, "nobody"),
        (("--db", "postgresql://desk/hotline", "db", "info"), 1, "postgresql"),
        (("--db", "no such folder/desk.db", "request", "list"), 1, "hotline db init"),
        (("db", "init"), 1, "exists"),
        (("import", "requests", "none.csv", "--map", "none.toml"), 1, "none.toml"),
    ],
)
def test_what_is_wrong_is_said_in_two_lines_at_most(made, inside, words, code, said):
    answer = inside(*words)
    assert (answer.code, answer.out) == (code, "")
    assert said in answer.err
    assert 1 <= len(answer.err.splitlines()) <= 2
    assert "Traceback" not in answer.err


def test_refusals_are_told_in_the_language_that_was_asked_for(made, inside):
    inside("request", "add", "--category", "RP-METER", "--phone", "1")
    english, chinese = (
        inside("--lang", lang, "request", "act", "R1", "reopen", "--reason", "x") for lang in ("en", "zh")
    )
    assert (english.code, chinese.code) == (1, 1)
    assert english.err.isascii()
    assert not chinese.err.isascii()


def test_every_refusal_of_the_doors_can_be_said_in_both_languages():
    """The sentence in the source is English; a person who reads Chinese gets the catalogue's."""
    sources = "".join(file.read_text("utf-8") for file in (HOUSE / "console").rglob("*.py"))
    codes = set(re.findall(r'(?:Misuse|NotAllowed|NotFound)\(\s*"([a-z_]+\.[a-z0-9_]+)"', sources))
    assert len(codes) > 20
    for language in ("zh", "en"):
        assert [code for code in sorted(codes) if f"refusal.{code}" not in catalogue(language)] == []


def test_json_is_accepted_before_and_after_every_command():
    assert forward_json(["sla", "sweep", "--json"]) == ["--json", "sla", "sweep"]
    assert forward_json(["--now", "T", "--json", "x"]) == ["--json", "--now", "T", "x"]
    assert forward_json(["x", "--", "--json"]) == ["x", "--", "--json"]
    assert forward_json(["x"]) == ["x"]


def test_json_after_a_command_is_json(made, inside):
    assert inside("db", "info", "--json").data == inside("--json", "db", "info").data
    assert inside("request", "list", "--json").data == []


def test_the_version_is_printed(outside):
    answer = outside("--version")
    assert (answer.code, answer.out.split()[0], answer.err) == (0, "hotline", "")


def test_help_comes_from_every_command(inside):
    for words in (
        (),
        ("request",),
        ("request", "add"),
        ("db", "init"),
        ("crew",),
        ("category", "add"),
        ("policy", "set"),
    ):
        answer = inside(*words, "--help")
        assert (answer.code, answer.err) == (0, "")
        assert answer.out.startswith("Usage: hotline")


def test_words_that_are_no_utf8_are_refused(made):
    code = b"import sys; from console.cli import main; sys.exit(main())"
    ended = subprocess.run(
        [os.fsencode(sys.executable), b"-c", code, b"request", b"add", b"--address", b"\xff\xfe"],
        env={**os.environ, "HOTLINE_DB": str(made), "PYTHONUTF8": "1"}, capture_output=True, check=False,
    )  # fmt: skip
    assert ended.returncode == 2
    assert b"UTF-8" in ended.stderr
    assert b"Traceback" not in ended.stderr


def test_an_error_of_our_own_is_a_sentence_and_its_details_are_in_a_file(outside, made, tmp_path):
    log = tmp_path / "state"
    code = "import sys, console.wiring, console.cli\nconsole.wiring.resolve = None\nsys.exit(console.cli.main())"
    env = {**os.environ, "HOTLINE_DB": str(made), "XDG_STATE_HOME": str(log)}
    for verbose in ((), ("-v",)):
        ended = subprocess.run([sys.executable, "-c", code, *verbose, "db", "info"], env=env, capture_output=True,
                               text=True, check=False, cwd=tmp_path)  # fmt: skip
        assert ended.returncode == 1
        assert ended.stderr.startswith("Hotline met an error of its own (TypeError")
        assert ("Traceback" in ended.stderr) == bool(verbose)
    (written,) = log.rglob("hotline.log")
    assert written.read_text("utf-8").count("Traceback") == 2


def test_a_reader_that_leaves_early_is_no_error_worth_a_traceback(made, inside):
    for number in range(3):
        inside("request", "add", "--category", "RP-METER", "--phone", str(number))
    code = "import sys; from console.cli import main; sys.exit(main())"
    env = {**os.environ, "HOTLINE_DB": str(made)}
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as gone:
        ended = subprocess.run([sys.executable, "-c", code, "export", "requests"], env=env, stdout=gone,
                               stderr=subprocess.PIPE, text=True, check=False)  # fmt: skip
    assert (ended.returncode, ended.stderr) == (1, "")
