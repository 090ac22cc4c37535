"""What a hand at the keyboard does in a test, and what its eye sees; whoever waits, waits for a condition."""

import asyncio
from collections.abc import Callable
from typing import Any

PATIENCE = 30
"""Seconds after which a test stops waiting: far more than a busy machine needs, for only a failure waits so long."""

LOOKS = (((80, 24), "zh"), ((80, 24), "en"), ((120, 40), "zh"), ((160, 48), "en"))
"""At which size and in which language a screen that is dear to open is looked at: each of them, the narrow twice."""


async def until(condition: Callable[[], Any], seconds: float = PATIENCE, told: Callable[[], Any] = lambda: "") -> None:
    """Settle on a condition, never on time; `told` says what there was instead."""
    try:
        async with asyncio.timeout(seconds):
            while not condition():
                await asyncio.sleep(0.01)
    except TimeoutError:
        raise AssertionError(f"it did not come true: {told()}") from None


async def write(pilot: Any, text: str) -> None:
    """Press the keys of a text."""
    for letter in text:
        await pilot.press(letter)


def lines(app: Any) -> list[str]:
    """The screen as it stands, line by line."""
    return [strip.text for strip in app.screen._compositor.render_strips()]


def whole(app: Any) -> str:
    """The screen as it stands."""
    return "\n".join(lines(app))


def said(app: Any) -> str:
    """What the line says, or which screen has none."""
    return str(app.screen.line.said.text) if hasattr(app.screen, "line") else f"({app.screen})"


async def seated(app: Any) -> None:
    """Wait for the rows, the counts and the cursor of the console."""
    await until(lambda: app.seat is not None and all(table.loaded for table in app.screen.tables))
    await until(lambda: app.glance.counts and app.screen.table.cursor_id is not None)


async def opened(pilot: Any) -> Any:
    """The console with its desk open and its queues read."""
    await seated(pilot.app)
    await pilot.pause()
    return pilot.app
