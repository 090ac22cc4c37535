"""The committed sample is read where it lies without a byte of it changing, and never worked on there."""

import hashlib
import shutil
from pathlib import Path

import pytest

from console.sampling import sample_file
from models.kept import is_kept

HOUSE = Path(__file__).resolve().parents[2]
READING = [
    ("db", "info"),
    ("db", "check"),
    ("request", "list"),
    ("request", "list", "--status", "all", "--limit", "3"),
    ("request", "show", "E-00001"),
    ("sla", "explain", "E-00001"),
    ("sla", "rebuild", "--check"),
    ("alarm", "list"),
    ("crew", "list"),
    ("operator", "list"),
    ("category", "list"),
    ("policy", "list"),
    ("export", "requests"),
    ("doctor",),
]
WORKING = [
    ("request", "add", "--category", "RP-METER", "--phone", "1"),
    ("request", "act", "E-00001", "note", "--text", "x"),
    ("alarm", "ack", "1"),
    ("sla", "sweep"),
    ("sla", "rebuild"),
    ("crew", "set", "修6", "--out-reason", ""),
    ("db", "restore", "COPY"),
    ("scheduler",),
]


@pytest.fixture
def sample(tmp_path):
    """A checkout with its sample, where a slip would harm nobody, in a folder that cannot be written."""
    folder = tmp_path / "checkout"
    folder.mkdir()
    shutil.copy(HOUSE / "pyproject.toml", folder)
    path = Path(shutil.copy(HOUSE / "sample.db", folder))
    before = _stands(path)
    path.chmod(0o444)
    folder.chmod(0o555)
    yield path
    folder.chmod(0o755)
    assert _stands(path) == before


def _stands(path):
    return hashlib.sha256(path.read_bytes()).hexdigest(), sorted(one.name for one in path.parent.iterdir())


def test_what_only_reads_reads_it_where_it_lies(sample, inside):
    before = _stands(sample)
    for words in READING:
        answer = inside("--db", str(sample), "--as", "sunmin", *words)
        assert answer.code == (1 if words == ("doctor",) and "wrong" in answer.out else 0), (words, answer.err)
        assert answer.out
        assert _stands(sample) == before, words


@pytest.mark.parametrize("words", WORKING, ids=lambda words: " ".join(words[:2]))
def test_whoever_would_work_on_it_is_shown_the_demo_and_the_copy(sample, inside, tmp_path, words):
    shutil.copy(sample, tmp_path / "COPY")
    asked = [str(tmp_path / word) if word == "COPY" else word for word in words]
    answer = inside("--db", str(sample), "--as", "sunmin", *asked)
    assert answer.code == 1
    assert "hotline demo" in answer.err
    assert f"hotline --db '{sample}' db backup COPY.db" in answer.err


def test_the_copy_that_the_sentence_names_can_be_worked_on(sample, inside, done, tmp_path):
    copy = tmp_path / "mine.db"
    assert inside("--db", str(sample), "db", "backup", str(copy)).code == 0
    added = done(
        "--db", str(copy), "--as", "sunmin", "request", "add", "--category", "RP-METER", "--phone", "14200000001"
    )
    assert added["version"] == 1
    assert inside("--db", str(copy), "db", "check").code == 0


def test_only_the_sample_in_its_place_is_kept(sample, tmp_path):
    assert is_kept(sample_file())
    assert is_kept(sample)
    link = tmp_path / "desk.db"
    link.symlink_to(sample)
    assert is_kept(link)
    assert not is_kept(Path(shutil.copy(sample, tmp_path / "sample.db")))
    assert not is_kept(tmp_path / "nowhere" / "sample.db")
