"""Answers that leave no question: which one was refused, what there is instead, what a line of the journal says."""

import json

import pytest

GOOD = {"category": "RP-HOSE", "phone": "13900000000", "address": "东路1号"}


@pytest.fixture
def city(made, done):
    """A file with two districts and a request in one."""
    done("district", "add", "城东")
    done("district", "add", "城西")
    done("request", "add", "--category", "RP-HOSE", "--phone", "13900000000", "--district", "城东")
    return made


def test_a_list_with_a_bad_request_keeps_nothing_and_says_which_it_was(city, inside, done, tmp_path):
    file = tmp_path / "new.json"
    head = done("db", "info")["head"]
    for bad, code in (({**GOOD, "category": "NONE"}, 1), ({**GOOD, "colour": "red"}, 2), ({"category": "RP-HOSE"}, 1)):
        file.write_text(json.dumps([GOOD, bad, GOOD]))
        english, chinese = (inside("--lang", lang, "request", "add", "--file", str(file)) for lang in ("en", "zh"))
        assert (english.code, english.out) == (code, "")
        assert "Request 2 of 3" in english.err
        assert "第 2 个" in chinese.err
        assert len(english.err.splitlines()) <= 2
    assert done("db", "info")["head"] == head
    file.write_text(json.dumps([GOOD, GOOD]))
    assert len(done("request", "add", "--file", str(file))) == 2


@pytest.mark.parametrize("words", [("crew", "add", "Q9"), ("request", "list"), ("request", "list", "--status", "all")])
def test_an_unknown_district_is_refused_and_the_known_ones_are_named(city, inside, words):
    answer = inside(*words, "--district", "月球")
    assert (answer.code, answer.out) == (1, "")
    assert "城东, 城西" in answer.err


def test_a_known_district_without_requests_is_an_empty_list(city, done):
    assert done("request", "list", "--district", "城西") == []
    assert len(done("request", "list", "--district", "城东")) == 1


@pytest.mark.parametrize(
    "words", [("crew", "list"), ("contract", "list"), ("calendar", "list"), ("request", "list"), ("policy", "list")]
)
def test_nobody_reads_under_a_name_that_nobody_has(city, inside, done, words):
    login = done("operator", "list")[0]["login"]
    answer = inside("--as", "ghost", *words)
    assert (answer.code, answer.out) == (1, "")
    assert "ghost" in answer.err
    assert login in answer.err


def test_a_new_operator_is_answered_with_the_login(made, done):
    told = done("operator", "add", "li", "--name", "李静")
    assert (told["login"], told["act"]) == ("li", "add")
    assert done("crew", "add", "Q9", "--name", "抢9")["code"] == "Q9"


def test_a_missing_role_is_named_without_an_article(made, inside, done):
    done("operator", "add", "li", "--name", "李静")
    assert "needs the role admin" in inside("--as", "li", "crew", "add", "Q9").err


@pytest.mark.parametrize(
    "words", [("request", "add", "--file", "none.json"), ("import", "requests", "none.csv", "--map", "none.toml")]
)
def test_a_file_that_is_not_there_comes_with_what_to_do(made, inside, words):
    english, chinese = (inside("--lang", lang, *words) for lang in ("en", "zh"))
    assert english.code == 1
    assert "none." in english.err
    assert "name another file" in english.err
    assert "换一个文件" in chinese.err


def test_a_sample_is_built_for_one_reader(inside, tmp_path):
    assert inside("sample", "build", str(tmp_path / "few.db"), "--requests", "5").code == 0
    assert (tmp_path / "few.db").stat().st_mode & 0o777 == 0o600


def test_a_request_is_shown_with_its_history_in_words_and_in_json_as_stored(drill, inside, done):
    at = ("--now", "2026-01-01T09:00:00+08:00")
    done(*at, "request", "add", *(word for name, text in GOOD.items() for word in (f"--{name}", text)))
    done(*at, "request", "act", "R1", "hold", "--reason", "parts", "--until", "2026-01-02T08:00:00+08:00")
    shown = inside("request", "show", "R1").out
    assert "{" not in shown
    assert "resolution: 3d" in shown
    assert "until: 2026-01-02 08:00:00" in shown
    (line,) = [line for line in done("request", "show", "R1")["journal"] if line["act"] == "hold"]
    assert line["data"]["until"] == 1_767_312_000_000
