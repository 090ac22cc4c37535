"""What is pasted is text: its control characters are dropped before anything could take them for keys.

Textual reads an escape inside a bracketed paste as the beginning of a key, and hands that key out. Its Linux driver
makes its reader by name and offers no other place to step in, so the name is given another reader.
"""

import sys
import unicodedata
from collections.abc import Iterable

from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.driver import Driver
from textual.message import Message

KEPT = "\n\r\t"
"""Control characters that are text."""


class Pastes:
    """Follows what a terminal sends, chunk by chunk; what stands between the marks of a paste is made harmless."""

    def __init__(self) -> None:
        self._inside = False
        self._before = self._held = ""

    def plain(self, data: str) -> str:
        """The chunk as it may be read; the beginning of a mark at its end waits for the next."""
        out = []
        while data:
            part, data = self._within(data) if self._inside else self._outside(data)
            out.append(part)
        return "".join(out)

    def _outside(self, data: str) -> tuple[str, str]:
        seen = self._before + data
        place = seen.find(BRACKETED_PASTE_START)
        if place < 0:
            self._before = seen[1 - len(BRACKETED_PASTE_START) :]
            return data, ""
        end = place + len(BRACKETED_PASTE_START) - len(self._before)
        self._inside, self._before = True, ""
        return data[:end], data[end:]

    def _within(self, data: str) -> tuple[str, str]:
        seen, self._held = self._held + data, ""
        text, mark, rest = seen.partition(BRACKETED_PASTE_END)
        if mark:
            self._inside = False
            return _text(text) + mark, rest
        begun = next(
            size for size in range(len(BRACKETED_PASTE_END) - 1, -1, -1) if seen.endswith(BRACKETED_PASTE_END[:size])
        )
        self._held = seen[len(seen) - begun :]
        return _text(seen[: len(seen) - begun]), ""


def _text(pasted: str) -> str:
    return "".join(char for char in pasted if char in KEPT or unicodedata.category(char) != "Cc")


class Reader(XTermParser):
    """Reads keys as Textual does, and pastes as text."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._pastes = Pastes()

    def feed(self, data: str) -> Iterable[Message]:
        if not data:
            return super().feed(data)  # the end of the input
        plain = self._pastes.plain(data)
        return super().feed(plain) if plain else ()


def reading(driver: type[Driver]) -> type[Driver]:
    """The driver, which from now on reads pastes as text; one that reads no escape sequences is left as it is."""
    module = sys.modules[driver.__module__]
    if getattr(module, "XTermParser", None) is XTermParser:
        vars(module)["XTermParser"] = Reader
    return driver
