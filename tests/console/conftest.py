"""What the tests of the doors stand on: the command line in this process or one of its own, and waiting by looking."""

import http.server
import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from terminals import COMMAND

from console.cli import main

HOUSE = Path(__file__).resolve().parents[2]


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

    def look(holds: Callable[[], bool], seconds: float = 60.0) -> None:
        deadline = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < deadline, "it did not come true in time"
            pause.wait(0.05)

    return look


class Receiver:
    """A real web server at the other end of a channel: it keeps what it is sent, and answers as it is told."""

    def __init__(self) -> None:
        self.posts: list[dict[str, Any]] = []
        self.status = 200
        self.open = threading.Event()
        self.open.set()
        self._lock = threading.Lock()
        receiver = self

        class Answer(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                with receiver._lock:
                    receiver.posts.append({**told, "path": self.path, "status": receiver.status})
                receiver.open.wait(30)
                with suppress(OSError):
                    self.send_response(receiver.status)
                    self.send_header("Content-Length", "0")
                    self.end_headers()

            def log_message(self, *args: Any) -> None:
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self.server.daemon_threads = True
        self.server.block_on_close = False
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def url(self, path: str = "") -> str:
        """Where apprise finds it."""
        return f"json://127.0.0.1:{self.server.server_port}/{path}"

    @property
    def texts(self) -> list[str]:
        """What was told, message by message."""
        return [post["message"] for post in self.posts]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A web server of the test's own."""
    there = Receiver()
    yield there
    there.open.set()
    there.server.shutdown()
    there.server.server_close()


@pytest.fixture
def put() -> Callable[..., None]:
    """``put(path, key, …)``: lay notices into the outbox of a file, as the sweep would, in one transaction."""
    from sqlalchemy import insert

    from models.store import Store
    from models.tables import Notice

    def lay(path: Path, at: int, *keys: str, **values: Any) -> None:
        facts = {"rule": "clock", "clock": "arrival", "level": 100, **values.pop("facts", {})}
        common = {"kind": "alarm", "step": 2, "audience": "supervisor", "severity": 2, "state": "waiting", "tries": 0,
                  "created_at": at, "next_try_at": at, **values, "facts": json.dumps(facts)}  # fmt: skip
        store = Store(path)
        with store.write() as connection:
            connection.execute(insert(Notice), [{**common, "key": key} for key in keys])
        store.close()

    return lay
