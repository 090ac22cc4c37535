"""What two addresses share: the house, the street, and how far apart two points lie. Pure."""

import math
import re
import unicodedata

EARTH = 6_371_008.8
"""Mean radius of the earth in metres (IUGG, R1 of GRS 80: Moritz, Geodetic Reference System 1980)."""

NEAR = 200.0
"""Metres within which another request may be about the same escape of gas."""

_BLANKS = re.compile(r"[\s,,、。.·]+")
_AREA = re.compile(r"^\D*(?:[省市县]|(?<![小社园校厂])区)(?=.*\d)(?=.*[路街道巷弄里胡村苑园庄])")
"""What stands before the street: province, city, county, district; an estate (小区) is none of them."""

_WESTERN = re.compile(r"^(\d+[a-z]?)\s+([^\d\s,]+(?:\s+[^\d\s,]+)?)", re.IGNORECASE)
_EASTERN = re.compile(r"^(.*?\d+)\s*(?:号楼?|弄|幢|栋|座|#)?", re.DOTALL)
_STREET = re.compile(r"^(\D*?[^\d\s第])\s*(?:第\s*)?\d")
_WALL = re.compile(r"[路街道巷弄里胡同村]")

A_HOUSE = 3
"""Fewer signs name no house that could be compared."""


def folded(text: str) -> str:
    """An address for comparing: NFKC, lower case, no blanks, no province, city or district before the street."""
    plain = unicodedata.normalize("NFKC", text.replace("\0", "")).casefold().strip()
    bare = plain if _WESTERN.match(plain) else _BLANKS.sub("", plain)
    stripped = _AREA.sub("", bare)
    return stripped if _WALL.search(stripped) or stripped == bare else bare


def house_of(address: str, district: str = "") -> str:
    """The part of an address that several homes share: ``民生路12号``, ``12 main st``; empty where there is none."""
    plain = _without(folded(address), district)
    western = _WESTERN.match(plain)
    if western:
        return f"{western[1]} {western[2]}".replace("  ", " ")
    eastern = _EASTERN.match(plain)
    found = eastern[1] if eastern else ""
    return found if len(found) >= A_HOUSE and not found.isdigit() else ""


def street_of(address: str, district: str = "") -> str:
    """The street of an address: what stands before the number (``民生路``), or behind it (``main st``)."""
    plain = _without(folded(address), district)
    western = _WESTERN.match(plain)
    if western:
        return western[2]
    found = _STREET.match(plain)
    if found:
        return found[1]
    return "" if any(sign.isdigit() for sign in plain) else plain


def _without(plain: str, district: str) -> str:
    name = unicodedata.normalize("NFKC", district).casefold().strip()
    if name and plain.startswith(name) and len(plain) > len(name):
        rest = plain[len(name) :].removeprefix("区").lstrip()
        return rest if rest else plain
    return plain


def box(latitude: float, longitude: float, metres: float) -> tuple[float, float, float, float]:
    """``(south, north, west, east)`` in degrees: every point within `metres` lies inside."""
    high = math.degrees(metres / EARTH)
    # At a pole every longitude is near.
    shrink = max(1e-9, math.cos(math.radians(min(89.999, abs(latitude) + high))))
    wide = math.degrees(metres / EARTH / shrink)
    return latitude - high, latitude + high, longitude - wide, longitude + wide


def metres_between(here: tuple[float, float], there: tuple[float, float]) -> float:
    """Great-circle distance in metres of two (latitude, longitude) points in degrees.

    The haversine formula (R. W. Sinnott, "Virtues of the Haversine", Sky and Telescope 68, 1984, p. 159), which keeps
    its digits at small distances.
    """
    lat1, lon1, lat2, lon2 = (math.radians(one) for one in (*here, *there))
    a = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH * math.asin(min(1.0, math.sqrt(a)))
