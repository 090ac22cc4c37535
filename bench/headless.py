"""The console without a terminal: on a copy of the sample, under a clock that stands still."""

import re
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from rich.console import Console
from rich.segment import Segment
from textual.app import App
from textual.pilot import Pilot

from bench import cities
from console.app import HotlineApp
from models.desk.desk import Desk
from models.sample.build import AT
from models.store import Store
from models.wall import SECOND, HandClock

NUMBER = re.compile(r"[ERSC]-\d{5}")


@asynccontextmanager
async def console(
    size: tuple[int, int], language: str, theme: str = "dark", start: str = "operator"
) -> AsyncIterator[Pilot[int]]:
    """The running application with its first rows on the screen."""
    wall = HandClock(AT + 2 * SECOND)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(shutil.copyfile(cities.SAMPLE, Path(folder) / "sample.db"))
        app = HotlineApp(
            open_desk=lambda: Desk(Store(path), wall),
            seat_for=lambda desk: desk.look.seat_by_login("sunmin" if start == "monitor" else "liwei"),
            wall=wall,
            language=language,
            theme=theme,
            start=start,
        )
        async with app.run_test(size=size) as pilot:
            await until(pilot, lambda: bool(NUMBER.search(text(app))))
            yield pilot


async def until(pilot: Pilot[int], true: Callable[[], bool], limit: float = 30) -> None:
    """Let the application run until something is true."""
    end = time.monotonic() + limit
    while not true():
        if time.monotonic() > end:
            raise TimeoutError(text(pilot.app))
        await pilot.pause(0.05)


def lines(app: App[int]) -> list[list[Segment]]:
    """What stands on the screen, line by line, also behind a dialog."""
    update = app.screen._compositor.render_update(full=True, screen_stack=app._background_screens)
    assert update is not None
    width, height = app.size
    console = Console(width=width, height=height, color_system="truecolor", force_terminal=True, legacy_windows=False)
    parts = (part for part in console.render(update) if not part.control)
    return [list(line) for line in Segment.split_lines(parts)]


def text(app: App[int]) -> str:
    """The screen as plain text."""
    return "\n".join("".join(part.text for part in line) for line in lines(app))
