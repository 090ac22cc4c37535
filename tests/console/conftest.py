"""What the tests of the doors stand on: the command line in this process or one of its own, and waiting by looking."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from console.cli import main

HOUSE = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-c", "import sys; from console.cli import main; sys.exit(main())"]


@dataclass(frozen=True)
class Answer:
    """What a run of the command line gave back."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """The JSON document on stdout."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """The JSON objects on stdout, one a line."""
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def inside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Answer]:
    """Runs `hotline WORDS` in this process on a database path of the test's own; says English."""
    monkeypatch.setenv("HOTLINE_DB", str(tmp_path / "desk.db"))
    monkeypatch.setenv("HOTLINE_LANG", "en")
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)

    def run(*words: str) -> Answer:
        capsys.readouterr()
        code = main([str(word) for word in words])
        caught = capsys.readouterr()
        return Answer(code, caught.out, caught.err)

    return run


@pytest.fixture
def done(inside: Callable[..., Answer]) -> Callable[..., Any]:
    """Runs a command that must succeed, with --json, and returns what it printed."""

    def run(*words: str) -> Any:
        answer = inside("--json", *words)
        assert (answer.code, answer.err) == (0, "")
        return answer.data

    return run


@pytest.fixture
def made(inside: Callable[..., Answer], tmp_path: Path) -> Path:
    """A fresh database in Shanghai; the account is its operator."""
    answer = inside("db", "init", "--zone", "Asia/Shanghai", "--name", "燃气热线")
    assert (answer.code, answer.err) == (0, "")
    return tmp_path / "desk.db"


@pytest.fixture
def drill(inside: Callable[..., Answer], tmp_path: Path) -> Path:
    """A fresh drill in Shanghai, made on 1 January 2026."""
    answer = inside("--now", "2026-01-01T08:00:00+08:00", "db", "init", "--drill", "--zone", "Asia/Shanghai")
    assert (answer.code, answer.err) == (0, "")
    return tmp_path / "desk.db"


@pytest.fixture
def outside(tmp_path: Path) -> Callable[..., Answer]:
    """Runs `hotline WORDS` in a process of its own."""

    def run(*words: str, stdin: str = "", **environ: str) -> Answer:
        import os

        env = {**os.environ, "HOTLINE_DB": str(tmp_path / "desk.db"), "HOTLINE_LANG": "en", **environ}
        ended = subprocess.run(
            [*COMMAND, *words], cwd=HOUSE, env=env, input=stdin, capture_output=True, text=True, check=False, timeout=60
        )
        return Answer(ended.returncode, ended.stdout, ended.stderr)

    return run


@pytest.fixture
def started(tmp_path: Path) -> Iterator[Callable[..., "subprocess.Popen[str]"]]:
    """Starts `hotline WORDS` in a process of its own and leaves it running; ended with the test at the latest."""
    running: list[subprocess.Popen[str]] = []

    def start(*words: str, **environ: str) -> "subprocess.Popen[str]":
        import os

        env = {**os.environ, "HOTLINE_DB": str(tmp_path / "desk.db"), "HOTLINE_LANG": "en", **environ}
        process = subprocess.Popen(
            [*COMMAND, *words], cwd=HOUSE, env=env, text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        running.append(process)
        return process

    yield start
    for process in running:
        if process.poll() is None:
            process.kill()
        process.communicate()


@pytest.fixture
def eventually() -> Callable[..., None]:
    """Looks again and again until `holds()` is true; fails when the deadline has passed."""
    pause = threading.Event()

    def look(holds: Callable[[], bool], seconds: float = 20.0) -> None:
        deadline = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < deadline, "it did not come true in time"
            pause.wait(0.05)

    return look
