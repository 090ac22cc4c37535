"""A real console in a real terminal, killed in the middle of typing: the next one offers every word."""

import os
import pty
import signal
import subprocess
import sys
import termios
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from models.desk.desk import Desk
from models.store import Store
from models.wall import SystemClock

HOUSE = Path(__file__).resolve().parents[2]
CODE = (
    "import fcntl, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0);"  # the terminal that can be lost
    "from console.cli import main; sys.exit(main())"
)

PAST = "\t\t\t"
"""From the box for who and where to the caller's name."""


class Console:
    """`hotline` in a pseudo-terminal of its own; what it paints is read all the time."""

    def __init__(self, database: Path, data: Path) -> None:
        self.master, slave = pty.openpty()
        termios.tcsetwinsize(slave, (40, 120))
        env = {**os.environ, "HOTLINE_DB": str(database), "HOTLINE_LANG": "en", "TERM": "xterm-256color",
               "PYTHONUTF8": "1", "XDG_DATA_HOME": str(data), "HOTLINE_SETTINGS": str(data / "none.toml")}  # fmt: skip
        for name in ("LINES", "COLUMNS", "NO_COLOR"):
            env.pop(name, None)
        self.process = subprocess.Popen(
            [sys.executable, "-c", CODE], cwd=HOUSE, env=env, stdin=slave, stdout=slave, stderr=slave,
            start_new_session=True,
        )  # fmt: skip
        os.close(slave)
        self.painted = b""
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        while True:
            try:
                some = os.read(self.master, 65536)
            except OSError:
                return
            if not some:
                return
            self.painted += some

    def type(self, text: str) -> None:
        """Keys, as a hand presses them."""
        os.write(self.master, text.encode())

    def shows(self, text: str) -> bool:
        """Was this ever painted?"""
        return text.encode() in self.painted

    def hang_up(self) -> None:
        """The terminal is gone."""
        os.close(self.master)

    def kill(self) -> None:
        """kill -9."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def end(self) -> None:
        if self.process.poll() is None:
            self.kill()
        try:
            os.close(self.master)
        except OSError:
            return  # hung up before


@pytest.fixture
def console(made: Path, tmp_path: Path) -> Iterator[Callable[[], Console]]:
    """Opens consoles on the fresh database; all end with the test."""
    running: list[Console] = []

    def open_one() -> Console:
        running.append(Console(made, tmp_path / "data"))
        return running[-1]

    yield open_one
    for one in running:
        one.end()


@pytest.fixture
def drafts(made: Path) -> Iterator[Callable[[], list[dict[str, str]]]]:
    """What lies in the drafts now."""
    desk = Desk(Store(made), SystemClock())

    def read() -> list[dict[str, str]]:
        return [dict(one.fields) for one in desk.look.all_drafts()]

    yield read
    desk.store.close()


@pytest.mark.slow
def test_after_kill_9_the_next_start_offers_the_draft_with_every_committed_field(console, drafts, eventually):
    first = console()
    eventually(lambda: first.shows("no alarm"), 40)
    first.type("n")
    first.type("13900001111\t")
    eventually(lambda: drafts() and drafts()[0].get("phone") == "13900001111")
    first.type(PAST + "Wang\t")
    eventually(lambda: drafts()[0].get("caller") == "Wang")
    first.type("Elm Street 5")  # never left: the field under the caret is at most a second old
    eventually(lambda: drafts()[0].get("address") == "Elm Street 5", 3)
    first.type(" flat 2")
    first.kill()
    kept = drafts()[0]
    assert (kept["phone"], kept["caller"]) == ("13900001111", "Wang")
    assert kept["address"].startswith("Elm Street 5")
    second = console()
    eventually(lambda: second.shows("unfinished") and second.shows("13900001111"), 40)
    second.type("f")
    eventually(lambda: second.shows("Elm Street 5"), 20)
    second.type("\x13")  # Ctrl+S: nothing is missing but the category, and the form says so
    eventually(lambda: second.shows("ategory"), 20)


@pytest.mark.slow
@pytest.mark.parametrize("how", ["hang up", "SIGTERM"])
def test_a_lost_terminal_keeps_the_last_letter(console, drafts, eventually, how):
    one = console()
    eventually(lambda: one.shows("no alarm"), 40)
    one.type("n")
    one.type("13900001111\t" + PAST + "W")
    eventually(lambda: drafts() and drafts()[0].get("caller") == "W")
    seen = len(one.painted)
    one.type("ojq")
    eventually(lambda: b"q" in one.painted[seen:])
    one.hang_up() if how == "hang up" else one.process.send_signal(signal.SIGTERM)
    one.process.wait(timeout=30)
    assert drafts()[0]["caller"] == "Wojq"


@pytest.mark.slow
def test_typed_while_the_database_is_held_and_killed_the_text_comes_from_this_machine(
    console, drafts, made, tmp_path, eventually
):
    one = console()
    eventually(lambda: one.shows("no alarm"), 40)
    one.type("n")
    one.type("13900001111\t" + PAST + "W")
    eventually(lambda: drafts() and drafts()[0].get("caller") == "W")
    holder = Store(made)
    with holder.write():
        one.type("ang")
        eventually(
            lambda: any("Wang" in place.read_text("utf-8") for place in tmp_path.glob("data/hotline/spool/*/*.json"))
        )
        one.kill()
    holder.close()
    assert drafts()[0]["caller"] == "W"
    second = console()
    eventually(lambda: second.shows("unfinished"), 40)
    second.type("f")
    eventually(lambda: drafts()[0]["caller"] == "Wang", 20)
    eventually(lambda: not list(tmp_path.glob("data/hotline/spool/*/*.json")))
