"""Addresses as they are looked for: in pieces, each anywhere, house numbers whole, the district by its name.

An address is stored as ``<district>^民生路 12 号 3 402 ^building``: every number stands between blanks, so that number
12 is not found in number 112, and ``^`` marks where a street or a building begins.
"""

import re
from collections.abc import Sequence

from models.naming import folded

BEGINS = "^"
_RUNS = re.compile(r"[0-9]+|[^\W0-9_]+|[\W_]+")
Districts = Sequence[tuple[str, str]]
"""Names of districts, Chinese and English."""


def spaced(text: str) -> str:
    """Words and numbers with a blank at each side of a number and none at the ends, but for those of a number."""
    out: list[str] = []
    for run in _RUNS.findall(folded(text)):
        out.append(f" {run} " if run.isdecimal() else run if run[0].isalnum() else " ")
    return re.sub(" +", " ", "".join(out))


def place_text(district: str, address: str, building: str) -> str:
    """What is indexed of a premise."""
    found = f"<{folded(district)}>" if district else ""
    for part in (address, building):
        found += f"{BEGINS}{spaced(part)}" if part.strip() else ""
    return found


def pieces_of(typed: str, districts: Districts = ()) -> list[str]:
    """The pieces that a place must hold; a number goes on being typed only at the very end.

    A district, also one that the rest follows without a blank, is asked for as ``<name>``.
    """
    district, rest = _district_in(folded(typed), districts)
    words = [spaced(word) for word in rest.split()]
    pieces = [word for word in words[:-1] if word.strip()] + [word.rstrip() for word in words[-1:] if word.strip()]
    return ([f"<{folded(district)}>"] if district else []) + pieces


def _district_in(text: str, districts: Districts) -> tuple[str, str]:
    """``(district, the rest)``; an English name must stand as whole words."""
    for zh, en in districts:
        for name in (f"{folded(zh)}区", folded(zh)):
            if name and text.startswith(name):
                return zh, text[len(name) :].strip()
        parts = f" {text} ".partition(f" {folded(en)} ")
        if en and parts[1]:
            return zh, f"{parts[0].strip()} {parts[2].strip()}".strip()
        if f" {folded(zh)} " in f" {text} ":
            return zh, " ".join(word for word in text.split() if word != folded(zh))
    return "", text


def question(pieces: Sequence[str]) -> str:
    """The full-text question for those pieces that are long enough for trigrams; empty if none is."""
    usable = [piece for piece in pieces if len(piece) >= 3]
    if not usable:
        usable = [BEGINS + piece for piece in pieces if len(piece) == 2 and not piece.strip().isdecimal()][:1]
    return " AND ".join('"' + piece.replace('"', '""') + '"' for piece in usable)


def holds(place: str, pieces: Sequence[str]) -> bool:
    """Does a place, as :func:`place_text` has it, hold every piece? The end of a place ends a number, too."""
    return all(piece in f"{place} " for piece in pieces)


def meter_keys(meter: str) -> tuple[str, ...]:
    """By what a meter is found: all its signs together, and each group of four digits or more by itself."""
    plain = folded(meter)
    whole = "".join(sign for sign in plain if sign.isalnum())
    groups = [group for group in re.findall(r"[a-z]*[0-9]{4,}[a-z0-9]*|[0-9]{4,}", plain) if group != whole]
    digits = re.findall(r"[0-9]{4,}", plain)
    return tuple(dict.fromkeys(key for key in (whole, *groups, *digits) if key))
