"""What the console needs of a terminal: refused with a sentence where it is missing, and set up before it opens."""

import os
import sys
from collections.abc import Mapping, MutableMapping

from models.errors import NotAllowed

_ELSEWHERE = "The commands work here as they are: hotline --help"


def refuse_unfit(environ: Mapping[str, str] = os.environ) -> None:
    """Refuse to open a screen where it could not be read.

    Raises:
        NotAllowed: no terminal, a dumb one, or one that does not speak UTF-8.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise NotAllowed("terminal.none", "The console needs a terminal, and this is none.", _ELSEWHERE)
    if environ.get("TERM", "") in ("", "dumb"):
        raise NotAllowed("terminal.dumb", "This terminal (TERM=dumb) cannot move its cursor.", _ELSEWHERE)
    if not speaks_utf8(sys.stdout.encoding):
        raise NotAllowed(
            "terminal.encoding",
            f"This terminal speaks {sys.stdout.encoding}, the console needs UTF-8.",
            "Set LANG to a UTF-8 locale, such as C.UTF-8 or zh_CN.UTF-8.",
            encoding=sys.stdout.encoding,
        )


def speaks_utf8(encoding: str | None) -> bool:
    """Is `encoding` a name of UTF-8?"""
    return (encoding or "").lower().replace("-", "").replace("_", "") == "utf8"


SLOW_FRAMES = "10"
"""Paintings a second at most on a slow link: what a held key does in between is painted once."""

SYSTEMS = {"16": "standard", "256": "256", "full": "truecolor"}


def colours_of(asked: str, slow: bool, environ: Mapping[str, str] = os.environ) -> str:
    """How many colours to write: ``16``, ``256`` or ``full``. A slow link has 16 unless more are asked for.

    What a terminal has, it says in COLORTERM and at the end of TERM.
    """
    if asked != "auto":
        return asked
    if slow:
        return "16"
    if environ.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit"):
        return "full"
    return "256" if environ.get("TERM", "").strip().lower().endswith(("256color", "kitty")) else "16"


def prepare(environ: MutableMapping[str, str] = os.environ, *, colours: str = "", slow: bool = False) -> None:
    """Set what textual reads when it is imported: plain keys for input methods, a short Esc, live resizing, colours.

    Args:
        colours: ``16``, ``256`` or ``full``; empty leaves it to the library.
        slow: few frames and no animation.
    """
    if colours:
        environ["TEXTUAL_COLOR_SYSTEM"] = SYSTEMS[colours]
    if slow:
        environ["TEXTUAL_FPS"], environ["TEXTUAL_ANIMATIONS"] = SLOW_FRAMES, "none"
    environ["TEXTUAL_DISABLE_KITTY_KEY"] = "1"
    environ.setdefault("ESCDELAY", "25")
    for name in ("LINES", "COLUMNS"):
        environ.pop(name, None)
