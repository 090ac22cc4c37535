"""`hotline notify` and what the doctor says about the channels: every answer a shape, every refusal a sentence."""

import os
import subprocess
import sys

import pytest

SECRET = "hunter2-very-secret"


@pytest.fixture
def settings(tmp_path, monkeypatch):
    """Writes the settings file that every command of the test reads; its owner's alone."""
    file = tmp_path / "settings.toml"
    monkeypatch.setenv("HOTLINE_SETTINGS", str(file))

    def write(text, mode=0o600):
        file.write_text(text, "utf-8")
        file.chmod(mode)
        return file

    return write


def named(url, name="hook", more='audience = "supervisor"\n'):
    return f'[notify.channels.{name}]\nurl = "{url}"\n{more}'


def test_a_test_is_sent_put_on_record_and_listed(made, done, receiver, settings):
    settings(named(receiver.url("hook")))
    told = done("notify", "test", "hook")
    assert (told["state"], told["kind"], [one["said"] for one in told["attempts"]]) == ("sent", "test", ["delivered"])
    assert "test of the channel hook" in receiver.texts[0]
    assert done("notify", "list") == []
    (listed,) = done("notify", "list", "--all")
    assert listed == told
    assert listed["created_at"].endswith("Z")
    assert listed["attempts"][0].keys() == {"channel", "at", "ok", "said"}


def test_a_test_that_is_not_taken_ends_with_1_and_says_why_without_the_address(made, inside, done, receiver, settings):
    receiver.status = 401
    settings(named(receiver.url(SECRET)))
    for lang in ("en", "zh"):
        answer = inside("--lang", lang, "notify", "test", "hook")
        assert (answer.code, answer.out, "error_401" in answer.err) == (1, "", True)
        assert SECRET not in answer.err
    assert [one["state"] for one in done("notify", "list")] == ["failed", "failed"]
    shown = inside("notify", "list")
    assert "hook: error_401" in shown.out
    assert SECRET not in shown.out


def test_a_channel_to_callers_is_tested_with_a_number_of_ones_own(made, inside, done, receiver, settings):
    settings(named(receiver.url("{phone}"), more='audience = "caller"\n'))
    refused = inside("notify", "test", "hook")
    assert (refused.code, "--to" in refused.err, receiver.posts) == (1, True, [])
    done("notify", "test", "hook", "--to", "555 0100 200")
    assert [post["path"] for post in receiver.posts] == ["/5550100200"]


def test_a_channel_that_is_not_there_or_cannot_be_meant_is_a_misuse(made, inside, settings):
    settings(named("json://127.0.0.1:1/") + named("json://x", "bad", 'audience = "boss"\n'))
    absent, bad = inside("notify", "test", "fax"), inside("notify", "test", "bad")
    assert (absent.code, bad.code) == (2, 2)
    assert "There are: hook" in absent.err
    assert "audience of [notify.channels.bad]" in bad.err


def test_the_channels_are_listed_without_their_addresses(inside, done, receiver, settings):
    settings(
        named(
            f"json://u:{SECRET}@127.0.0.1/{SECRET}", more='audience = ["desk", "supervisor"]\nquiet = "22:00-06:30"\n'
        )
    )
    (shown,) = done("notify", "channels")
    assert shown == {
        "name": "hook", "kind": "json", "audience": ["desk", "supervisor"], "severity": 1, "language": "en",
        "show": ["district"], "lines": 8, "quiet": "22:00-06:30", "leaders": [], "understood": True,
    }  # fmt: skip
    assert SECRET not in inside("notify", "channels").out


def test_the_channels_fail_if_one_cannot_be_meant_or_is_none_of_apprises(inside, settings):
    settings(named("json://x") + named(f"nothing://{SECRET}", "odd"))
    assert inside("notify", "channels").code == 1
    settings(named("json://x") + "severity = 7\n")
    answer = inside("notify", "channels")
    assert (answer.code, "severity of [notify.channels.hook]" in answer.err) == (1, True)
    assert inside("request", "list").code == 1  # there is no database; the channels are none of its business
    assert "notify" not in inside("request", "list").err


def test_without_channels_the_answer_is_an_empty_list(done):
    assert done("notify", "channels") == []


@pytest.mark.skipif(os.name != "posix", reason="rights of files")
def test_the_doctor_tells_what_is_wrong_with_the_channels_and_no_secret(made, inside, receiver, settings):
    receiver.status = 500
    file = settings(
        named(receiver.url(SECRET)) + named(f"nothing://{SECRET}", "odd") + named("json://x", "bad", "severity = 0\n"),
        0o644,
    )
    assert inside("notify", "test", "hook").code == 1
    answer = inside("--json", "doctor")
    found = {one["check"]: one for one in answer.data}
    assert answer.code == 1
    assert SECRET not in answer.out + answer.err
    assert found["channels"]["grade"] == "wrong"
    assert (found["secrets"]["grade"], str(file) in found["secrets"]["remedy"]) == ("wrong", True)
    assert found["channel hook"]["grade"] == "good"
    assert found["channel odd"]["grade"] == "wrong"
    assert (found["audiences"]["grade"], "duty_manager" in found["audiences"]["what"]) == ("doubtful", True)
    assert (found["deliveries hook"]["grade"], "error_500" in found["deliveries hook"]["what"]) == ("wrong", True)


def test_the_doctor_says_so_if_nobody_sends_what_waits(made, inside, put, receiver, settings):
    settings(named(receiver.url()))
    put(made, 1_767_225_600_000, "1:1:2")
    found = {one["check"]: one["grade"] for one in inside("--json", "doctor").data}
    assert found["sender"] == "wrong"
    assert found["secrets"] == "good"


def test_the_doctor_is_content_without_channels(made, inside):
    found = {one["check"]: one["grade"] for one in inside("--json", "doctor").data}
    assert found["channels"] == "good"


def test_help_and_lists_load_no_apprise(made, settings, receiver):
    settings(named(receiver.url()))
    script = (
        "import sys\n"
        "from console.cli import main\n"
        "for words in (['--help'], ['notify', '--help'], ['notify', 'list'], ['doctor'], ['notify', 'channels']):\n"
        "    main(words)\n"
        "print('AWAKE', [name for name in ('apprise', 'requests') if name in sys.modules])\n"
    )
    env = {**os.environ, "HOTLINE_DB": str(made)}
    ended = subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, text=True, check=False)
    assert ended.stdout.splitlines()[-1] == "AWAKE []"
