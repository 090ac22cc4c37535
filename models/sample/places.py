"""Where the houses of the invented city lie: along their streets, eleven metres from number to number."""

import re
from zlib import crc32

from models.places import street_of

_WEST, _SOUTH = 119.20, 30.10
_NUMBER = re.compile(r"\d+")


def spot(district: str, address: str) -> tuple[float, float]:
    """``(latitude, longitude)`` in degrees of a house, the same for every home in it; drawn from its words alone."""
    found = _NUMBER.search(address)
    number = int(found[0]) if found else 0
    street = crc32(f"{district} {street_of(address)}".encode())
    return round(_SOUTH + street % 997 * 0.0001 + number * 0.0001, 5), round(_WEST + street % 491 * 0.0003, 5)
