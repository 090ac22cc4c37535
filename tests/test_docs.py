"""What the README and the guide say is true: links lead somewhere, commands work, the key page is the key table."""

import io
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from bench.key_page import PAGE, page
from console.cli import main

HOUSE = Path(__file__).resolve().parents[1]
HOTLINE = Path(sys.executable).with_name("hotline")
READMES = (HOUSE / "README.md", HOUSE / "README.zh.md")
GUIDE = HOUSE / "docs/guide.md"
PAGES = (*READMES, HOUSE / "CHANGELOG.md", *sorted((HOUSE / "docs").rglob("*.md")))
FULL_SCREEN = {("hotline",), ("hotline", "monitor"), ("hotline", "demo"), ("hotline", "scheduler")}
BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.M | re.S)
LINK = re.compile(r"\]\(([^)#\s]+)(?:#([^)]+))?\)|\]\(#([^)]+)\)")


def blocks(text: str) -> list[list[list[str]]]:
    """The commands of each shell block, as words without comments."""
    found = [[shlex.split(line, comments=True) for line in block.splitlines()] for block in BLOCK.findall(text)]
    return [[words for words in block if words] for block in found]


def commands(path: Path) -> list[list[list[str]]]:
    """The blocks of a page that speak to `hotline` and leave the screen as it is."""
    chosen = [
        [words for words in block if words[0] == "hotline" and tuple(words) not in FULL_SCREEN]
        for block in blocks(path.read_text("utf-8"))
    ]
    return [block for block in chosen if block]


def anchor(heading: str) -> str:
    """What a heading is called in a link."""
    return re.sub(r"[^\w\- ]", "", heading.strip("# ").lower()).replace(" ", "-")


def run(words: list[str], folder: Path, db: Path) -> subprocess.CompletedProcess[str]:
    """A command as a reader would give it, on a database of their own."""
    env = os.environ | {"HOTLINE_DB": str(db), "LC_ALL": "C.UTF-8"}
    return subprocess.run(
        [str(HOTLINE), *words[1:]], cwd=folder, env=env, capture_output=True, text=True, stdin=subprocess.DEVNULL,
        check=False,
    )  # fmt: skip


def test_every_link_and_picture_leads_somewhere():
    """A page that is named is there, and so is the paragraph in it."""
    broken = []
    for source in PAGES:
        for path, there, here in LINK.findall(source.read_text("utf-8")):
            if "://" in path:
                continue
            target = (source.parent / path) if path else source
            heading = there or here
            if not target.exists():
                broken.append(f"{source.name}: {path}")
            elif heading and heading not in {
                anchor(x) for x in re.findall(r"^#+ .*$", target.read_text("utf-8"), re.M)
            }:
                broken.append(f"{source.name}: #{heading}")
    assert broken == []


def test_the_key_page_is_made_from_the_key_table():
    """docs/keys.md is what `make keys` writes."""
    assert PAGE.read_text("utf-8") == page()


def test_both_readmes_give_the_same_commands():
    """The Chinese twin differs in names and places only."""
    english, chinese = (
        [
            [[word for word in words if word.isascii()][:4] for words in block]
            for block in blocks(readme.read_text("utf-8"))
        ]
        for readme in READMES
    )
    assert [[words[:3] for words in block] for block in english] == [
        [words[:3] for words in block] for block in chinese
    ]


def test_every_make_target_that_is_named_exists():
    """`make something` in a page is a target of the Makefile."""
    targets = set(re.findall(r"^([a-z]+):", (HOUSE / "Makefile").read_text("utf-8"), re.M))
    named = {name for source in PAGES for name in re.findall(r"`?\bmake ([a-z]+)`", source.read_text("utf-8"))}
    assert named - targets == set()


@pytest.mark.slow
@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_the_commands_of_the_readme_work(readme, tmp_path):
    """A first hour on a fresh file; what looks at requests does so on a copy of the sample."""
    sample, own = tmp_path / "sample.db", tmp_path / "own.db"
    sample.write_bytes((HOUSE / "sample.db").read_bytes())
    for block in commands(readme):
        db = own if any(words[1:3] == ["db", "init"] for words in block) else sample
        for words in block:
            done = run(words, tmp_path, db)
            assert done.returncode == 0, f"{shlex.join(words)}\n{done.stdout}{done.stderr}"


@pytest.mark.slow
def test_the_commands_of_the_guide_work_one_after_the_other(tmp_path, monkeypatch, capsys):
    """From the first `db init` to the last backup; in one process, since there are a hundred of them."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOTLINE_DB", str(tmp_path / "hotline.db"))
    monkeypatch.setenv("HOTLINE_LANG", "en")
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    for words in (words for block in commands(GUIDE) for words in block):
        code = main(words[1:])
        said = capsys.readouterr()
        assert code == 0, f"{shlex.join(words)}\n{said.out}{said.err}"
