"""Without a database the console offers to make one, to look at the demo, or to leave."""

from pathlib import Path

import pytest

from console.app import OPEN_DEMO, HotlineApp
from console.wiring import open_desk
from models.desk.founding import create
from models.wall import HandClock


def app_without(path: Path) -> HotlineApp:
    wall = HandClock()
    return HotlineApp(
        open_desk=lambda: open_desk(str(path), wall),
        seat_for=lambda desk: desk.look.seat_by_login("me"),
        wall=wall,
        language="en",
        create=lambda: create(path, zone="UTC", name="", wall=wall, operator=("me", "Me")),
    )


@pytest.mark.parametrize("key", ["1", "enter"])
async def test_the_first_answer_makes_the_database_and_opens_it(tmp_path: Path, key: str) -> None:
    app = app_without(tmp_path / "new" / "desk.db")
    async with app.run_test(size=(80, 24)) as pilot:
        while len(app.screen_stack) < 2:
            await pilot.pause()
        await pilot.press(key)
        while app.seat is None:
            await pilot.pause()
        assert app.seat.login == "me"
    assert (tmp_path / "new" / "desk.db").is_file()


@pytest.mark.parametrize(("key", "left"), [("2", OPEN_DEMO), ("3", 0), ("escape", 0)])
async def test_the_other_answers_make_nothing(tmp_path: Path, key: str, left: int) -> None:
    app = app_without(tmp_path / "desk.db")
    async with app.run_test(size=(80, 24)) as pilot:
        while len(app.screen_stack) < 2:
            await pilot.pause()
        await pilot.press(key)
        while app.return_value is None:
            await pilot.pause()
    assert app.return_value == left
    assert not (tmp_path / "desk.db").exists()
