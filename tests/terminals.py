"""What real terminals show in a test: whoever waits, waits for words on the screen."""

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Protocol

from bench.terminal import Terminal

COMMAND = [sys.executable, "-c", "import sys; from console.cli import main; sys.exit(main())"]
"""`hotline`, as long as it is not installed."""

PATIENCE = 60
"""Seconds after which a test stops waiting for a screen: far more than a busy machine needs."""


class Sit(Protocol):
    """Opens one more console."""

    def __call__(self, *words: str, size: tuple[int, int] = (120, 40), language: str = "zh") -> Terminal: ...


@contextmanager
def consoles(database: Path) -> Iterator[Sit]:
    """Consoles on this file, each in a terminal of its own; all end with the block.

    They see the user folders that the test sees, and no other setting of whoever runs it.
    """
    kept = {name: value for name, value in os.environ.items() if name.startswith("XDG_")}
    with ExitStack() as opened:

        def sit(*words: str, size: tuple[int, int] = (120, 40), language: str = "zh") -> Terminal:
            more = {"HOTLINE_DB": str(database), "HOTLINE_LANG": language, **kept}
            return opened.enter_context(Terminal([*COMMAND, *words], size, **more))

        yield sit


def squeezed(terminal: Terminal) -> str:
    """The screen without its blanks, for a wide sign takes two places and a line breaks where it must."""
    return "".join(terminal.text().split())


def shows(
    terminals: Terminal | Iterable[Terminal], *texts: str, without: Sequence[str] = (), seconds: float = PATIENCE
) -> None:
    """Wait until each of the screens shows every text and none of the others, blanks aside."""
    wanted, unwanted = (["".join(text.split()) for text in some] for some in (texts, without))

    def stands(shown: str) -> bool:
        return all(text in shown for text in wanted) and not any(text in shown for text in unwanted)

    for terminal in [terminals] if isinstance(terminals, Terminal) else terminals:
        come_true(terminal, lambda terminal=terminal: stands(squeezed(terminal)), seconds)


def come_true(terminal: Terminal, condition: Callable[[], Any], seconds: float = PATIENCE) -> None:
    """Show what the program paints until a condition holds; it is looked at whenever the screen rests."""
    ends = time.monotonic() + seconds
    while True:
        while (chunk := terminal.read(0.02)) is not None and time.monotonic() < ends:
            terminal.show(chunk[1])
        if condition():
            return
        assert time.monotonic() < ends, f"it did not come true:\n{terminal.text()}"
