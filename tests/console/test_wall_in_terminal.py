"""The board for a wall in a real terminal: nobody named, no database yet, nothing written, `q` leaves."""

import os
import sys
import time

import pytest

from bench.terminal import Terminal

COMMAND = [sys.executable, "-c", "import sys; from console.cli import main; sys.exit(main())"]


def until(terminal, *texts, limit=60.0):
    """Wait until the screen shows every text, blanks aside."""
    ends = time.monotonic() + limit
    while not all("".join(text.split()) in "".join(terminal.text().split()) for text in texts):
        assert time.monotonic() < ends, f"{texts}\n{terminal.text()}"
        chunk = terminal.read(0.05)
        if chunk is not None:
            terminal.show(chunk[1])


@pytest.mark.slow
def test_a_wall_needs_neither_a_person_nor_a_database(inside, done, tmp_path):
    """It waits for the file, asks for nobody, leaves no trace in it, and says that no engine sweeps."""
    file = tmp_path / "desk.db"
    kept = {name: value for name, value in os.environ.items() if name.startswith("XDG_")}
    with Terminal([*COMMAND, "monitor", "--wall"], (80, 24), HOTLINE_DB=str(file), HOTLINE_LANG="zh", **kept) as wall:
        until(wall, "墙板", "!!!", "没有数据库")
        assert not file.exists()
        assert inside("db", "init", "--zone", "Asia/Shanghai", "--name", "燃气热线").code == 0
        before = done("db", "info")
        until(wall, "燃气热线", "引擎从未巡检", "没有危及生命的告警", "共4屏")
        assert (before["lines"], before["swept_at"]) == (0, None)
        assert done("db", "info") == before
        wall.write("q")
        ends = time.monotonic() + 30
        while (ended := os.waitpid(wall.pid, os.WNOHANG))[0] == 0:
            assert time.monotonic() < ends
            wall.read(0.05)
        assert os.waitstatus_to_exitcode(ended[1]) == 0
    refused = inside("monitor", "--bell")
    assert (refused.code, "--wall" in refused.err) == (2, True)
