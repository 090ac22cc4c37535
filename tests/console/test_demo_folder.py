"""A demo leaves nothing behind, however it ends; what a killed one left is swept by the next."""

import os
import pty
import select
import signal
import sys
from pathlib import Path

import pytest

from console import throwaway

CODE = "import sys; from console.cli import main; sys.exit(main(['demo']))"


class Demo:
    """A demo in a process of its own, on a terminal of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            more = {"TMPDIR": str(folder), "TERM": "xterm-256color", "HOTLINE_LANG": "en", "PYTHONUTF8": "1"}
            os.execve(sys.executable, [sys.executable, "-c", CODE], {**os.environ, **more})
        self.open = True

    def read(self):
        """Take what it has painted."""
        while select.select([self.terminal] if self.open else [], [], [], 0)[0]:
            try:
                os.read(self.terminal, 65536)
            except OSError:
                self.close()

    def close(self):
        """Close the terminal's window."""
        if self.open:
            os.close(self.terminal)
            self.open = False

    def ended(self):
        """Has the process ended?"""
        self.read()
        if self.pid:
            done, _ = os.waitpid(self.pid, os.WNOHANG)
            self.pid = 0 if done else self.pid
        return not self.pid

    def left(self):
        """What lies in its folder for throw-away things."""
        return sorted(one.name for one in self.folder.iterdir())


@pytest.fixture
def demo(tmp_path, eventually):
    """A demo that shows its rows."""
    started = Demo(tmp_path)
    eventually(lambda: started.read() or any(tmp_path.glob("hotline-demo-*/demo.db-wal")))
    yield started
    if not started.ended():
        os.kill(started.pid, signal.SIGKILL)
        eventually(started.ended)
    started.close()


@pytest.mark.parametrize("how", ["SIGTERM", "SIGHUP", "closing"])
def test_a_demo_that_is_told_to_end_takes_its_folder_with_it(demo, how, eventually):
    if how == "closing":
        demo.close()
    else:
        os.kill(demo.pid, getattr(signal, how))
    eventually(demo.ended)
    assert demo.left() == []


def test_what_a_killed_demo_left_is_swept_and_a_living_one_is_left_alone(demo, tmp_path, monkeypatch, eventually):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert throwaway.sweep() == 0
    assert len(demo.left()) == 1
    os.kill(demo.pid, signal.SIGKILL)
    eventually(demo.ended)
    assert len(demo.left()) == 1
    assert throwaway.sweep() == 1
    assert demo.left() == []


def test_only_a_marked_folder_of_ones_own_is_swept(tmp_path, monkeypatch):
    place = tmp_path / "tmp"
    place.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(place))
    (place / "hotline-demo-unmarked").mkdir()
    (place / "hotline-demo-file").write_text("x")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / ".held").write_text("")
    (place / "hotline-demo-link").symlink_to(elsewhere)
    trap = place / "hotline-demo-trap"
    trap.mkdir()
    (trap / ".held").symlink_to(elsewhere / ".held")
    stale = place / "hotline-demo-stale"
    stale.mkdir()
    (stale / ".held").write_text("")
    with throwaway.folder() as own:
        assert own.stat().st_mode & 0o777 == 0o700
        assert throwaway.sweep() == 0
        assert own.is_dir()
    assert not own.exists()
    assert sorted(one.name.removeprefix("hotline-demo-") for one in place.iterdir()) == [
        "file", "link", "trap", "unmarked",
    ]  # fmt: skip
    assert (elsewhere / ".held").exists()
