"""Where the houses of the invented city lie: each district in its own square, its streets through it, a house every
eleven metres; and how long a crew drives from one district to another."""

import re
from collections.abc import Iterator
from zlib import crc32

from models.places import street_of

_WEST, _SOUTH = 119.20, 30.10
_SQUARE = {"北山": (1, 2), "高桥": (0, 1), "望江": (1, 1), "新港": (2, 1), "南湖": (1, 0), "柳营": (0, 0)}
"""Columns from the west and rows from the south."""

_WIDE, _HIGH = 0.05, 0.04
"""A square in degrees: some five kilometres by four and a half."""

_WITHIN, _BESIDE = 8, 9
"""Minutes within a district, and for each district further."""

_NUMBER = re.compile(r"\d+")


def spot(district: str, address: str) -> tuple[float, float]:
    """``(latitude, longitude)`` in degrees of a house, the same for every home in it; drawn from its words alone."""
    found = _NUMBER.search(address)
    number = int(found[0]) if found else 0
    street = crc32(f"{district} {street_of(address)}".encode())
    column, row = _SQUARE.get(district, (2, 2))
    south, west = _SOUTH + row * _HIGH, _WEST + column * _WIDE
    return round(south + street % 251 * 0.0001 + number * 0.0001, 5), round(west + street % 463 * 0.0001, 5)


def ways() -> Iterator[dict[str, object]]:
    """The minutes from each district to each other, and within it."""
    for origin, (column, row) in _SQUARE.items():
        for destination, (right, up) in _SQUARE.items():
            apart = abs(column - right) + abs(row - up)
            yield {"origin": origin, "destination": destination, "minutes": _WITHIN + _BESIDE * apart}
