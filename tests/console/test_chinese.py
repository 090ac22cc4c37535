"""Help, complaints and headings in Chinese: every command and option has words in both languages."""

import subprocess
import sys

import pytest
import typer

from console.administering import SUBJECTS as ADMINISTERED
from console.chinese import complaint, said, tree, words
from console.cli import SUBJECTS, door
from console.commands import alarms, knowledge
from console.shelf import COUNTS


def everything():
    """Every command with its path."""
    return tree(typer.main.get_command(door(list(SUBJECTS))))


def test_every_command_and_every_option_is_explained_in_both_languages():
    lacking = []
    for path, command in everything():
        texts = [command.help]
        texts += [getattr(option, "help", None) for option in command.params if option.param_type_name == "option"]
        texts += [text for option in command.params if (text := getattr(option, "help", None))]
        lacking += [(" ".join(path), text) for text in texts if not text or not said(" ".join(text.split()))]
    assert lacking == []


def test_nothing_is_translated_that_is_not_said():
    """A sentence that was changed in English shows here."""
    spoken = {" ".join(text.split()) for _, one in everything() for text in (one.help, *_helps(one)) if text}
    spoken.add("Show this message and exit.")
    assert [english for english in words()["said"] if "{" not in english and english not in spoken] == []


def _helps(command):
    return [getattr(option, "help", None) for option in command.params]


def test_every_column_of_a_table_has_a_chinese_heading():
    names = {name for subject in ADMINISTERED.values() for name in subject.columns} | set(alarms.COLUMNS)
    names |= {"number", "priority", "category", "status", "district", "address", "next_clock", "next_due"}
    names |= {*knowledge.ARTICLES, *knowledge.WISHES, *knowledge.REMARKS, *COUNTS}
    assert sorted(names - words()["column"].keys()) == []


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (("--lang", "zh", "--help"), ("用法: hotline", "选项:", "命令:", "显示这段说明后退出。", "班组")),
        (("--lang=zh", "request", "add", "-h"), ("用法: hotline request add", "来电号码。")),
        (("--lang", "zh", "crew", "set", "--help"), ("修改这个班组", "参数:", "[必填]")),
        (("--lang", "zh", "request", "list", "--help"), ("[默认: 50",)),
    ],
)
def test_help_is_chinese_for_who_asks_in_chinese(inside, words, shown):
    answer = inside(*words)
    assert answer.code == 0
    assert [piece for piece in shown if piece not in answer.out] == []
    assert "Usage" not in answer.out
    assert "Options" not in answer.out


def test_the_environment_and_the_locale_choose_too(inside, monkeypatch):
    assert "Usage: hotline" in inside("--help").out
    monkeypatch.setenv("HOTLINE_LANG", "zh")
    assert "用法: hotline" in inside("--help").out
    assert "Usage: hotline" in inside("--lang", "en", "--help").out
    monkeypatch.delenv("HOTLINE_LANG")
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert "用法: hotline" in inside("--help").out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("bogus",), "没有 'bogus' 这个命令。"),
        (("request", "show"), "少了参数 'NUMBER'。"),
        (("request", "list", "--bogus"), "没有 --bogus 这个选项。"),
        (("request", "list", "--limit", "x"), "'--limit' 要给一个整数。"),
        (("request", "list", "--limit", "0"), "'--limit' 至少为 1。"),
        (("db", "info", "more"), "多出了参数 (more)。"),
        (("db", "backup", "--db"), "没有 --db 这个选项。"),
        (("sla", "explain", "E1", "E2"), "多出了参数 (E2)。"),
        (("request", "list", "--limit"), "选项 '--limit' 要给一个值。"),
    ],
)
def test_a_wrong_word_is_answered_in_chinese_with_the_way_to_help(inside, words, said):
    answer = inside("--lang", "zh", *words)
    assert (answer.code, answer.out) == (2, "")
    first, second = answer.err.splitlines()
    assert first == said
    assert second.startswith("请看: hotline")


def test_a_subject_alone_answers_with_its_help(inside):
    answer = inside("--lang", "zh", "alarm")
    assert answer.code == 2
    assert "用法: hotline" in answer.err
    assert "列出告警, 最重的在前。" in answer.err


def test_what_the_catalogue_does_not_know_stays_as_it_is():
    assert complaint("Something new.") == "Something new."
    assert said("Something new.") is None


def test_tables_are_headed_in_the_language_of_the_reader(made, inside):
    inside("district", "add", "城东", "--name-en", "East")
    assert inside("--lang", "zh", "district", "list").out.split()[:2] == ["名称", "英文名"]
    assert inside("district", "list").out.split()[:2] == ["name", "name_en"]
    assert inside("--lang", "zh", "--json", "district", "list").data == [{"name": "城东", "name_en": "East"}]


def test_help_in_chinese_wakes_no_screen_no_scheduler_and_no_tables():
    code = (
        "import sys; from console.cli import main; main(['--lang', 'zh', '--help']);"
        "print([name for name in ('textual', 'apscheduler', 'sqlmodel', 'sqlalchemy') if name in sys.modules],"
        " file=sys.stderr)"
    )
    ended = subprocess.run([sys.executable, "-X", "utf8", "-c", code], capture_output=True, text=True, check=True)
    assert "用法: hotline" in ended.stdout
    assert ended.stderr.strip() == "[]"
