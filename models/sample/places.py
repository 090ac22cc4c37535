"""Where the houses of the invented city lie: along their streets, eleven metres from number to number; and how long a
crew drives from one district to another."""

import re
from collections.abc import Iterator
from math import cos, hypot, radians
from zlib import crc32

from models.places import street_of

_MIDDLES = {
    "望江": (30.140, 119.22), "南湖": (30.120, 119.31), "柳营": (30.155, 119.36), "高桥": (30.175, 119.18),
    "新港": (30.130, 119.46), "北山": (30.190, 119.29),
}  # fmt: skip
"""The middle of each district, in degrees; they lie a few kilometres apart."""

_WITHIN, _A_KM = 8, 1
"""Minutes of a way within a district, and for each kilometre between the middles of two."""

_KM = 111.2
"""Kilometres in a degree of latitude."""

_CITY = (30.150, 119.30)
_NUMBER = re.compile(r"\d+")


def spot(district: str, address: str) -> tuple[float, float]:
    """``(latitude, longitude)`` in degrees of a house, the same for every home in it; drawn from its words alone."""
    found = _NUMBER.search(address)
    number = int(found[0]) if found else 0
    street = crc32(f"{district} {street_of(address)}".encode())
    south, west = _MIDDLES.get(district, _CITY)
    across = street // 97 % 97 - 48
    return round(south + (street % 97 - 48) * 0.0002 + number * 0.0001, 5), round(west + across * 0.00025, 5)


def ways() -> Iterator[dict[str, object]]:
    """The minutes from each district to each other, and within it."""
    for origin, (south, west) in _MIDDLES.items():
        for destination, (other, further) in _MIDDLES.items():
            km = _KM * hypot(other - south, (further - west) * cos(radians(south)))
            yield {"origin": origin, "destination": destination, "minutes": _WITHIN + round(_A_KM * km)}
