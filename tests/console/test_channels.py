"""Outside channels as the settings name them: what is meant is read, what is not is told by name and never by value."""

import re
from pathlib import Path

import pytest

from console.channels import PHONE, outside_of, read_outside
from console.sending import understood
from console.settings import Asked, resolve
from models.outbox import Route
from models.vocabulary import Audience
from screens.wording import Wording

SECRET = "hunter2-very-secret"


@pytest.fixture
def read(tmp_path, monkeypatch):
    """Reads a settings file of this text."""

    def outside(text, **environ):
        file = tmp_path / "settings.toml"
        file.write_text(text, "utf-8")
        for name, value in environ.items():
            monkeypatch.setenv(name, value)
        return outside_of(resolve(Asked(lang="en"), {"HOTLINE_SETTINGS": str(file)}))

    return outside


def test_without_the_table_there_is_no_channel_and_no_fault(read):
    assert read('lang = "zh"\n') == read("")
    assert (read("").channels, read("").faults) == ((), ())


def test_a_channel_says_whom_it_tells_from_which_severity_on_and_how(read):
    outside = read(
        '[notify.channels.duty]\nurl = "json://hooks.example.com/x"\naudience = ["supervisor", "duty_manager"]\n'
        'severity = 2\nlanguage = "zh"\nshow = ["district", "category"]\nlines = 3\nquiet = "22:00-06:30"\n'
        '[notify.channels.zhou]\nurl = "json://hooks.example.com/y"\n[notify.leaders]\nzhou = "zhou"\n'
    )
    duty, zhou = outside.channels
    assert duty.route == Route("duty", frozenset({Audience.SUPERVISOR, Audience.DUTY_MANAGER}), 2, (1320, 390))
    assert (duty.language, duty.show, duty.lines, duty.scheme) == ("zh", ("district", "category"), 3, "json")
    assert (zhou.leaders, zhou.audiences, zhou.severity, zhou.language) == (("zhou",), (), 1, "en")
    assert (zhou.show, zhou.lines) == (("district",), 8)
    assert outside.faults == ()


CHANNEL = '[notify.channels.m]\nurl = "json://h.example.com"\naudience = "desk"\n'


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('[notify]\nchanels = "x"\n', "notify.unknown"),
        ("notify.channels = 3\n", "notify.unfit"),
        ("[notify.channels]\nm = 3\n", "notify.unfit"),
        (CHANNEL + "colour = 1\n", "notify.unknown"),
        (CHANNEL + "severity = 4\n", "notify.unfit"),
        (CHANNEL + "severity = true\n", "notify.unfit"),
        (CHANNEL + 'severity = "2"\n', "notify.unfit"),
        (CHANNEL + 'language = "fr"\n', "notify.unfit"),
        (CHANNEL + "language = []\n", "notify.unfit"),
        (CHANNEL + 'show = ["name"]\n', "notify.unfit"),
        (CHANNEL + "lines = 0\n", "notify.unfit"),
        (CHANNEL + 'quiet = "22-6"\n', "notify.unfit"),
        (CHANNEL + 'quiet = "22:00-22:00"\n', "notify.unfit"),
        (CHANNEL + 'quiet = "22:00-06:75"\n', "notify.unfit"),
        (CHANNEL.replace('"desk"', '"boss"'), "notify.unfit"),
        (CHANNEL.replace('audience = "desk"', ""), "notify.unfit"),
        (CHANNEL.replace('audience = "desk"', "audience = []"), "notify.unfit"),
        (CHANNEL.replace('url = "json://h.example.com"', ""), "notify.no_url"),
        (CHANNEL + 'url_file = "x"\n', "notify.no_url"),
        (CHANNEL.replace('"json://h.example.com"', "3"), "notify.no_url"),
        (CHANNEL.replace("json://", ""), "notify.no_scheme"),
        (CHANNEL.replace("json://", "json://${NOT_SET}@"), "notify.no_variable"),
        ('[notify.channels.m]\nurl_file = "none"\naudience = "desk"\n', "notify.no_file"),
        (CHANNEL.replace('"desk"', '"caller"'), "notify.phone"),
        (CHANNEL.replace("example.com", "example.com/{phone}"), "notify.phone"),
        (CHANNEL + '[notify.leaders]\nzhou = "fax"\n', "notify.leader"),
    ],
)
def test_what_cannot_be_meant_is_one_sentence_with_a_remedy_in_both_languages(read, text, code):
    (fault,) = read(text).faults
    assert (fault.code, bool(fault.what), bool(fault.remedy)) == (code, True, True)
    for language in ("zh", "en"):
        said = Wording(language).error(fault)
        assert Wording(language).has(f"refusal.{code}")
        assert not re.search(r"\[(where|key|allowed|subject|path|variable|name)\]", said)


def test_a_channel_that_cannot_be_meant_keeps_no_other_from_working(read):
    outside = read(CHANNEL + CHANNEL.replace(".m]", ".n]") + "severity = 9\n")
    assert [one.name for one in outside.channels] == ["m"]
    assert len(outside.faults) == 1


def test_a_secret_comes_from_the_environment_and_is_spelled_so_that_it_stays_one_part(read):
    text = '[notify.channels.m]\nurl = "mailtos://u:${MAIL_PW}@smtp.example.com"\naudience = "desk"\n'
    (channel,) = read(text, MAIL_PW="a@b/c").channels
    assert channel.url == "mailtos://u:a%40b%2Fc@smtp.example.com"
    (whole,) = read(text.replace("mailtos://u:${MAIL_PW}@smtp.example.com", "${ALL}"), ALL="json://a@b/").channels
    assert (whole.url, whole.written) == ("json://a@b/", False)


def test_a_secret_comes_from_a_file_of_the_owners_and_from_no_other(read, tmp_path):
    kept = tmp_path / "mail.url"
    kept.write_text("json://h.example.com/token\n", "utf-8")
    text = '[notify.channels.m]\nurl_file = "mail.url"\naudience = "desk"\n'
    kept.chmod(0o640)
    (fault,) = read(text).faults
    assert (fault.code, "chmod 600" in fault.remedy) == ("notify.open_file", True)
    kept.chmod(0o600)
    (channel,) = read(text).channels
    assert (channel.url, channel.written) == ("json://h.example.com/token", False)


@pytest.mark.parametrize(
    "text",
    [
        f'[notify]\nurl = "json://{SECRET}"\n',
        f'[notify.channels]\nm = "json://{SECRET}"\n',
        f'[notify.channels.m]\nurl = "{SECRET}"\naudience = "desk"\n',
        f'[notify.channels.m]\nurl = "json://{SECRET}"\nurl_file = "{SECRET}x"\n',
        f'[notify.channels.m]\nurl = "json://{SECRET}"\nseverity = "{SECRET}"\naudience = "desk"\n',
        f'[notify.channels.m]\nurl = "json://{SECRET}"\naudience = "{SECRET}"\n',
        f'[notify.channels.m]\nurl = "json://{SECRET}"\naudience = "caller"\n',
    ],
)
def test_no_fault_and_no_row_quotes_what_may_be_a_secret(read, text):
    outside = read(text)
    said = [str(fault) + str(fault.facts) + Wording("zh").error(fault) for fault in outside.faults]
    assert said
    assert SECRET not in "".join(said) + repr(outside)


def test_a_secret_that_stands_in_the_wrong_place_of_the_file_is_not_quoted(inside, tmp_path, monkeypatch):
    file = tmp_path / "settings.toml"
    file.write_text(f'url = "json://{SECRET}"\n', "utf-8")
    monkeypatch.setenv("HOTLINE_SETTINGS", str(file))
    answer = inside("doctor")
    assert answer.code == 2
    assert "url" in answer.err
    assert SECRET not in answer.out + answer.err


def test_a_table_read_directly_needs_no_settings_file(tmp_path):
    assert read_outside({}, tmp_path, "zh", {}).routes == ()


def test_the_channels_that_the_guide_shows_can_be_meant_and_are_known_to_apprise(read):
    guide = (Path(__file__).resolve().parents[2] / "docs/guide.md").read_text("utf-8")
    (shown,) = (block for block in re.findall(r"```toml\n(.*?)```", guide, re.S) if "[notify." in block)
    outside = read(shown, MAIL_PASSWORD="a@b", SMS_TOKEN="0123456789")
    assert outside.faults == ()
    urls = [channel.url.replace(PHONE, "13800000001") for channel in outside.channels]
    assert understood(urls) == [True] * 8
