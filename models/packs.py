"""A period's pack as the text that is kept, its digest, and what two packs of one period say differently."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_WRITE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=sorted).encode
_KEYS = ("code", "scope", "key", "valid_from", "name", "group", "cause", "node", "number", "mark", "rule",
         "clock", "district", "channel")  # fmt: skip
"""What tells the rows of a section apart."""

_STAMPS = frozenset(("made_at", "journal", "judged_at"))
"""What differs between two packs because they were made at two moments."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that two packs say differently: in which section, of what, and both values."""

    section: str
    name: str
    field: str
    frozen: str
    anew: str


def written(pack: Mapping[str, Any]) -> str:
    """The pack as one text."""
    return _WRITE(pack)


def digest(text: str) -> str:
    """SHA-256 of that text, or of any other."""
    return hashlib.sha256(text.encode()).hexdigest()


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Difference]:
    """What the new pack says differently, in the old one's order; what is only in one of them has no other value."""
    before, after = dict(_said(old)), dict(_said(new))
    return [
        Difference(*key, _text(before.get(key)), _text(after.get(key)))
        for key in dict.fromkeys([*before, *after])
        if before.get(key) != after.get(key)
    ]


def _said(pack: Mapping[str, Any]) -> Iterator[tuple[tuple[str, str, str], Any]]:
    """Every value by its section, its row and its name."""
    for section, found in pack.items():
        if section in _STAMPS:
            continue
        if isinstance(found, list):
            for place, row in enumerate(found):
                if not isinstance(row, Mapping):
                    yield (section, str(place), ""), row
                    continue
                name = "/".join(str(row[key]) for key in _KEYS if row.get(key)) or str(place)
                yield from (((section, name, field), value) for field, value in row.items())
        elif isinstance(found, Mapping):
            yield from (((section, "", field), value) for field, value in found.items() if field not in _STAMPS)
        else:
            yield (section, "", ""), found


def _text(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) else value if isinstance(value, str) else _WRITE(value)
