"""Which columns a queue shows at a width and in a language, where each begins, and what is left out first."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

BAR = 1
"""Cells at the right edge that belong to the scroll bar."""

WIDE = 120
NARROW = 74


@dataclass(frozen=True, slots=True)
class Place:
    """A column: its first cell and how many it has."""

    start: int
    width: int

    @property
    def end(self) -> int:
        """The first cell behind it."""
        return self.start + self.width


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one layout by name; `lines` rows of the terminal stand for one request."""

    width: int
    places: Mapping[str, Place]
    lines: int = 1
    district: bool = True

    def __getitem__(self, name: str) -> Place | None:
        return self.places.get(name)


_RIGHT = {"left", "time"}
"""Columns whose head is set to the right."""


def head_right(name: str) -> bool:
    """Is the head of this column set to the right edge?"""
    return name in _RIGHT


@lru_cache(maxsize=64)
def columns(width: int, language: str) -> Columns:
    """The layout for a queue of this many cells.

    Left out first: note, owner, crew, time in state, district; then the address is shortened, then the category.
    Never: sign, clock, time left, number, state.
    """
    chinese = language == "zh"
    if width >= WIDE:
        return _wide_zh(width) if chinese else _wide_en(width)
    if width >= NARROW:
        return _narrow(width, chinese=chinese)
    return _two_lines(width, chinese=chinese)


def _wide_zh(width: int) -> Columns:
    more = width - WIDE
    note, category = 10 + min(14, more // 4), 18 + min(8, more // 4)
    at = {"state": width - 27, "time": width - 22, "crew": width - 14, "owner": width - 7}
    note_at, address_at = at["state"] - 2 - note, 40 + category + 2
    return Columns(width, {
        "sign": Place(3, 3), "clock": Place(7, 8), "left": Place(16, 9), "priority": Place(27, 2),
        "number": Place(31, 8), "category": Place(40, category), "address": Place(address_at, note_at - 1 - address_at),
        "note": Place(note_at, note), "state": Place(at["state"], 4), "time": Place(at["time"], 6),
        "crew": Place(at["crew"], 6), "owner": Place(at["owner"], 5),
    })  # fmt: skip


def _wide_en(width: int) -> Columns:
    more = width - WIDE
    category = 20 + min(10, more // 4)
    at = {"state": width - 32, "time": width - 21, "crew": width - 14, "owner": width - 8}
    address_at, end = 44 + category + 1, at["state"] - 1
    places = {
        "sign": Place(3, 3), "clock": Place(7, 12), "left": Place(20, 9), "priority": Place(31, 2),
        "number": Place(35, 8), "category": Place(44, category), "address": Place(address_at, end - address_at),
        "state": Place(at["state"], 10), "time": Place(at["time"], 5), "crew": Place(at["crew"], 5),
        "owner": Place(at["owner"], 6),
    }  # fmt: skip
    if more >= 20:
        note = 10 + min(14, (more - 20) // 2)
        places["address"] = Place(address_at, end - note - 2 - address_at)
        places["note"] = Place(end - note - 1, note)
    return Columns(width, places)


def _narrow(width: int, *, chinese: bool) -> Columns:
    """One gap of one blank between columns; time in state and crew come back where the address has room."""
    more = max(0, width - 80)
    clock, state = (8, 4) if chinese else (12, 10)
    left = 7 + clock + 1
    category = _category(more, chinese=chinese)
    number = left + 13
    address = number + 8 + category + 1
    places = {
        "sign": Place(3, 3), "clock": Place(7, clock), "left": Place(left, 9), "priority": Place(left + 10, 2),
        "number": Place(number, 8), "category": Place(number + 8, category),
    }  # fmt: skip
    end = width - 2
    if more >= 26:
        places["crew"], end = Place(end - 5, 5), end - 6
    if more >= 14:
        places["time"], end = Place(end - 6, 6), end - 7
    places["state"] = Place(end - state, state)
    places["address"] = Place(address, end - state - 1 - address)
    return Columns(width, places, district=width >= (80 if chinese else 100))


def _category(more: int, *, chinese: bool) -> int:
    """What an eighty-cell queue has, and the first cells beyond."""
    return 12 + min(6, 2 * more) if chinese else 8 + min(4, 2 * more) + min(8, max(0, more - 2) // 3)


def _two_lines(width: int, *, chinese: bool) -> Columns:
    clock, state = (8, 4) if chinese else (12, 10)
    if width < 34 + clock + state:
        clock = 0
    left = 7 + (clock + 1 if clock else 0)
    places = {
        "sign": Place(3, 3), "left": Place(left, 9), "number": Place(left + 10, 8),
        "state": Place(max(left + 19, width - 2 - state), min(state, max(0, width - left - 20))),
        "address": Place(7, max(0, width - 9)),
    }  # fmt: skip
    if clock:
        places["clock"] = Place(7, clock)
    return Columns(width, places, lines=2)
