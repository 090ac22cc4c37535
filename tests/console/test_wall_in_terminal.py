"""The board for a wall in a real terminal: nobody named, no database yet, nothing written, `q` leaves."""

import os

import pytest
from terminals import come_true, consoles, shows


@pytest.mark.slow
def test_a_wall_needs_neither_a_person_nor_a_database(inside, done, tmp_path):
    """It waits for the file, asks for nobody, leaves no trace in it, and says that no engine sweeps."""
    file = tmp_path / "desk.db"
    with consoles(file) as opened:
        wall = opened("monitor", "--wall", size=(80, 24))
        shows(wall, "墙板", "!!!", "没有数据库")
        assert not file.exists()
        assert inside("db", "init", "--zone", "Asia/Shanghai", "--name", "燃气热线").code == 0
        before = done("db", "info")
        shows(wall, "燃气热线", "引擎从未巡检", "没有危及生命的告警", "共4屏")
        assert (before["lines"], before["swept_at"]) == (0, None)
        assert done("db", "info") == before
        wall.write("q")
        ended = []
        come_true(wall, lambda: ended.append(os.waitpid(wall.pid, os.WNOHANG)) or ended[-1][0])
        assert os.waitstatus_to_exitcode(ended[-1][1]) == 0
    refused = inside("monitor", "--bell")
    assert (refused.code, "--wall" in refused.err) == (2, True)
