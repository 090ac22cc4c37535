"""Papers written from a screen into the person's own folder, to be opened in a browser and printed."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

from platformdirs import user_state_path

from screens.host import Host, view_of
from screens.paper_board import board_paper, title_facts
from screens.printed import Paper, html, keep


async def write_paper(host: Host, name: str, make: Callable[[], Paper]) -> None:
    """Make a paper and write it, off the loop; say where it lies, or why it could not be written."""
    try:
        path = await asyncio.to_thread(_written, name, make)
    except OSError as error:
        host.say(host.wording("handover.not_written", why=error.strerror or str(error)))
        return
    host.say(host.wording("handover.did_print", path=path))


async def print_board(host: Host) -> None:
    """What is open now, for the moment when the computer dies."""
    await write_paper(host, "board", partial(_board, host.desk, host))


def _board(desk: Any, host: Host) -> Paper:
    view, registers = view_of(host), desk.look.registers()
    return board_paper(registers.board(view.now), registers.crews(view.now), view, title_facts(desk.name, view))


def _written(name: str, make: Callable[[], Paper]) -> str:
    """Readable for this person alone: callers' names and numbers stand in it."""
    folder = user_state_path("hotline") / "paper"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.html"
    keep(path, html(make()))
    return str(path)
