"""A file damaged in the middle: the console says so and stays, whichever look meets the damage first."""

import shutil
from pathlib import Path

import pytest

from console.app import HotlineApp
from models.desk.desk import Desk
from models.migrations import create
from models.rows import NewRequest
from models.store import Store
from models.wall import HandClock

PAGE = 4096


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A small sound file without its log."""
    path, wall = tmp_path_factory.mktemp("whole") / "a.db", HandClock()
    create(path, zone="Asia/Shanghai", name="x", wall=wall, operator=("li", "Li"))
    desk = Desk(Store(path), wall)
    desk.intake.save(desk.look.seat_by_login("li"), NewRequest("EM-LEAK-IN", phone="1990000"))
    copy = path.with_name("copy.db")
    desk.upkeep.backup(copy)
    desk.store.close()
    return copy


@pytest.mark.parametrize("page", range(2, 60, 6))
async def test_damage_is_said_and_the_console_stays(whole, tmp_path, page):
    path = Path(shutil.copyfile(whole, tmp_path / "b.db"))
    with path.open("r+b") as file:
        file.seek(page * PAGE)
        file.write(b"\xff" * PAGE * 6)
    wall = HandClock()
    app = HotlineApp(
        open_desk=lambda: Desk(Store(path), wall),
        seat_for=lambda desk: desk.look.seat_by_login("li"),
        wall=wall,
        language="en",
    )
    said = []
    app.refuse = lambda error: said.append(error) or HotlineApp.refuse(app, error)  # type: ignore[method-assign]
    async with app.run_test(size=(80, 24)) as pilot:
        await app.workers.wait_for_complete(worker for worker in app.workers if worker.group == "desk" and app.seat)
        for key in ("down", "j", "g", "enter", "escape", "pagedown"):
            await pilot.press(key)
        await pilot.pause()
        assert app.is_running
    assert {error.code for error in said} <= {"store.corrupt", "store.foreign"}
