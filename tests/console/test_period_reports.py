"""The pack of a period from the command line: frozen once, asked for again, anew beside it, in every form."""

import csv
import io
import json
import os
import pty
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import console
from console.chinese import words
from console.cli import forward_plots

AT = ("--now", "2026-02-04T08:00:00+08:00")
JAN = ("report", "period", "--month", "2026-01")
NAMES = re.compile(r".*(Asia/Shanghai|docs/|Wilson|Zou|Juran|IEEE|ISO|Brown|ANSI|[0-9a-f]{40,}).*|[a-z]{1,12}|\d+, \w+")
"""What is the same in every language: a zone, standards and people, digests, logins."""

LATIN = re.compile(r">([^<]*[a-z]{3,}[^<]*)<")


@pytest.fixture
def january(drill, inside):
    """A drill in which three requests came in January; it is February now."""
    for day, category in (("02", "RP-HOSE"), ("03", "RP-HOSE"), ("20", "CP-SERV")):
        now = f"2026-01-{day}T09:00:00+08:00"
        assert inside("--now", now, "request", "add", "--category", category, "--phone", "19912340000").code == 0
    return drill


def test_a_pack_is_frozen_once_and_given_as_it_was(january, inside):
    first = inside(*AT, "--json", *JAN).data
    assert (first["kept"]["id"], first["kept"]["whole"], first["why_not"]) == (1, True, "")
    assert first["pack"]["period"]["name"] == "2026-01"
    inside("--now", "2026-01-21T09:00:00+08:00", "request", "act", "C-3", "respond")
    again = inside(*AT, "--json", "report", "period").data  # the last month that is over
    assert again == first
    anew = inside(*AT, "--json", *JAN, "--anew").data
    assert anew["kept"]["id"] == 2
    assert {one["name"] for one in anew["differs"] if one["section"] == "targets"} >= {"response_mean/all"}
    assert inside(*AT, "--json", "report", "period", "--pack", "1").data == first
    told = inside(*AT, *JAN, "--anew")
    assert "Pack 2 stays as it was frozen" in told.err
    assert [row["id"] for row in inside(*AT, "--json", "report", "packs").data] == [3, 2, 1]


def test_every_form_holds_the_same_figures(january, inside, tmp_path):
    pack = inside(*AT, "--json", *JAN).data["pack"]
    folder, packed = tmp_path / "jan", tmp_path / "jan.zip"
    assert inside(*AT, *JAN, "--format", "csv", "--out", str(folder)).code == 0
    assert inside(*AT, *JAN, "--format", "csv", "--out", str(packed)).code == 0
    files = {path.name: path.read_text("utf-8") for path in folder.iterdir()}
    with zipfile.ZipFile(packed) as whole:
        assert {name: whole.read(name).decode() for name in whole.namelist()} == files
    goals = list(csv.DictReader(io.StringIO(files["01-goals-and-what-became-of-them.csv"])))
    assert [row["name"] for row in goals] == [row["name"] for row in pack["targets"]]
    assert json.loads(files["pack.json"])["pack"] == pack
    page = inside(*AT, *JAN, "--format", "html").out
    assert page.startswith("<!doctype html>")
    assert "default-src 'none'" in page
    assert all(row["formula"].split(" ÷ ")[0].replace("&", "&amp;") in page for row in pack["definitions"])
    assert "2026-01-01 00:00:00 - 2026-02-01 00:00:00" in page
    assert "Definitions" in inside(*AT, *JAN).out


def test_in_chinese_a_pack_is_chinese_to_its_definitions(january, inside):
    page = inside(*AT, "--lang", "zh", *JAN, "--format", "html").out
    body = page[page.index("<body") :]
    said = [text for text in LATIN.findall(body) if not NAMES.fullmatch(text)]
    assert said == []
    assert 'lang="zh-CN"' in page


def test_what_is_not_to_be_frozen_is_shown_and_says_why(january, inside):
    early = inside("--now", "2026-01-25T08:00:00+08:00", *JAN)
    assert "The period is not over" in early.err
    assert inside("--now", "2026-01-25T08:00:00+08:00", *JAN, "--anew").code == 1
    inside("operator", "add", "temp", "--name", "Temp")
    assert "A supervisor freezes packs" in inside(*AT, "--as", "temp", *JAN).err
    assert inside(*AT, "--json", "report", "packs").data == []
    assert inside(*AT, *JAN, "--year", "2026").code == 2
    assert inside(*AT, *JAN, "--format", "csv").code == 2
    assert inside(*AT, "report", "period", "--quarter", "2026-10").code == 1
    assert inside(*AT, "report", "period", "--pack", "9").code == 1


def test_small_plots_stand_in_a_terminal_and_never_in_a_pipe(january, inside, outside):
    asked = (*AT, "report", "causes", "--since", "2026-01-01T00:00:00Z")
    assert "####" not in inside(*asked).out
    assert "####" in inside(*asked, "--plot").out
    assert "####" not in inside(*asked, "--plot", "--format", "csv").out
    assert json.loads(inside("--json", *asked, "--plot").out)[0]["cause"] == "RP-HOSE"
    ours, theirs = pty.openpty()
    environ = {"HOTLINE_DB": str(january), "HOTLINE_LANG": "en", "TERM": "xterm-256color", "PATH": "/usr/bin:/bin"}
    code = "import sys; from console.cli import main; sys.exit(main(sys.argv[1:]))"
    ended = subprocess.run([sys.executable, "-c", code, *asked], stdout=theirs, stderr=subprocess.PIPE, check=False,
                           env=environ | {"PYTHONPATH": ":".join(sys.path), "HOME": str(january.parent)})  # fmt: skip
    os.close(theirs)
    shown = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    os.close(ours)
    assert ended.returncode == 0, ended.stderr
    assert b"\x1b[7m" in shown  # cells turned round


def test_the_wish_for_plots_may_stand_behind_the_report():
    assert forward_plots(["report", "causes", "--plot"]) == ["--plot", "report", "causes"]
    assert forward_plots(["request", "add", "--note", "--plot"]) == ["request", "add", "--note", "--plot"]


def test_every_report_word_is_in_use():
    root = Path(console.__file__).parent
    spoken = " ".join(path.read_text("utf-8") for path in root.rglob("*.py"))
    plain = re.sub(r'"\s*\n?\s*f?"', "", spoken)
    lacking = [english for english in words()["report"] if "{" not in english and english not in plain
               and not english.startswith("Limits: ANSI")]  # fmt: skip
    assert lacking == []
