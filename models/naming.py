"""By what a name is found: the name itself, each of its ends, its pinyin and the initials of its pinyin.

Every reading in use is kept, so that a question needs no dictionary: 曾小贤 is found as ``zxx``, 单田芳 as ``stf``,
万俟卨 as ``mqx``. The dictionary of pinyin is loaded only where a name with Chinese signs is written.
"""

import os
import re
import unicodedata
from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from itertools import islice, product

from models.surnames import COMPOUND, GIVEN, PLAIN, SURNAMES, compound_of

READINGS = 12
"""How many ways to read one name are kept at most."""

ENDS = 16
"""How many ends of a long name are kept: of a firm each one, so that it is found by any part of its name."""

_DOTS = "·•・‧∙⋅．.&"
_JOINED = re.compile("['’‘`´ʼ]")
_CHINESE = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff〇]")
_ACCENTED = re.compile(
    "[\u00ad-\u024f\u0300-\u0fff\u1e00-\u1fff\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
_PARTS = re.compile(f"[\\s{re.escape(_DOTS)}\\-_,，、()]+")


class KeyKind(StrEnum):
    """What a stored key is; one letter each, since there are millions of them."""

    NAME = "n"
    PART = "g"
    INITIALS = "i"
    PINYIN = "p"
    PHONE = "t"
    LAST_FOUR = "4"


@cache
def _simple() -> dict[int, str]:
    """Traditional signs of names and addresses to their simplified ones."""
    pairs = files("models").joinpath("data/traditional.txt").read_text("utf-8").split()
    return {ord(pair[0]): pair[1] for pair in pairs}


def folded(text: str) -> str:
    """Small letters without accents, plain width, simplified signs, single blanks: how everything is compared."""
    small = unicodedata.normalize("NFKC", text.replace("\0", "")).casefold()
    if small.isascii():
        return " ".join(small.split())
    small = small.translate(_simple())
    if not _ACCENTED.search(small):
        return " ".join(small.split())
    bare = "".join(c for c in unicodedata.normalize("NFD", small) if unicodedata.category(c) not in ("Mn", "Cf"))
    return " ".join(unicodedata.normalize("NFC", bare).split())


def has_chinese(text: str) -> bool:
    """Does it hold a Chinese sign?"""
    return _CHINESE.search(text) is not None


def plain_name(text: str) -> str:
    """A name as it is compared: without blanks, dots and hyphens (``阿依古丽买买提``, ``annakeller``)."""
    return _PARTS.sub("", _JOINED.sub("", folded(text)))


def name_keys(name: str) -> Iterator[tuple[KeyKind, str]]:
    """Each key of a name once."""
    return iter(dict.fromkeys(_name_keys(name)))


def _name_keys(name: str) -> Iterator[tuple[KeyKind, str]]:
    parts = [part for part in _PARTS.split(_JOINED.sub("", folded(name))) if part]
    plain = "".join(parts)
    if not plain:
        return
    yield KeyKind.NAME, plain
    yield from ((KeyKind.PART, end) for end in _ends(parts))
    if has_chinese(plain):
        for spelled in _spellings(parts):
            yield KeyKind.INITIALS, "".join(word[0] for word in spelled)
            yield KeyKind.PINYIN, "".join(spelled)
        for part in parts[1:]:
            if has_chinese(part):
                yield KeyKind.INITIALS, "".join(word[0] for word in next(_given(part)))
    elif len(parts) > 1:
        yield KeyKind.INITIALS, "".join(part[0] for part in parts)


def _ends(parts: Sequence[str]) -> list[str]:
    """What a name ends with: after each Chinese sign, or from each Latin word on; and the last word first."""
    plain = "".join(parts)
    if has_chinese(plain):
        return [plain[at:] for at in range(1, min(len(plain), ENDS))]
    return ["".join(parts[at:]) for at in range(1, len(parts))] + (
        [parts[-1] + "".join(parts[:-1])] if len(parts) > 1 else []
    )


def _spellings(parts: Sequence[str]) -> list[tuple[str, ...]]:
    """The ways to read a name, its surname as a surname is read first."""
    first, rest = parts[0], "".join(parts[1:])
    surname = compound_of(first) if len(parts) == 1 else ""
    found: dict[tuple[str, ...], None] = {}
    if surname:
        for given in islice(_given(first[len(surname) :]), READINGS):
            found[*COMPOUND[surname], *given] = None
    heads = _surname(first[0]) if len(parts) == 1 and _CHINESE.match(first) else ()
    for head in heads:
        for given in islice(_given(first[1:]), READINGS):
            found[head, *given] = None
    if not heads:
        found |= dict.fromkeys(islice(_given(first + rest), READINGS))
    return list(found)[:READINGS]


def _surname(sign: str) -> tuple[str, ...]:
    """A sign's readings as a surname and the commonest one; of a sign no table knows every reading there is."""
    return tuple(
        dict.fromkeys((*SURNAMES.get(sign, ()), *_syllables(sign, every=sign not in SURNAMES and sign not in PLAIN)))
    )


def _given(text: str) -> Iterator[tuple[str, ...]]:
    """The ways to read signs that are no surname; a word in Latin letters or digits is read as it stands."""
    words = re.findall("[^\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff〇]+|.", text)
    options = [
        (GIVEN.get(word) or _syllables(word) if len(word) == 1 and has_chinese(word) else (word,)) for word in words
    ]
    return product(*options)


@lru_cache(maxsize=30_000)
def _syllables(sign: str, every: bool = False) -> tuple[str, ...]:
    """The dictionary's first reading of a sign, or all; ``lv`` also as ``lu`` and ``lyu``; one it lacks is itself."""
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")  # signs are asked one by one: no phrase is ever needed
    from pypinyin import Style, pinyin

    found = pinyin(sign, style=Style.NORMAL, heteronym=True)[0]
    read = [word for word in found if re.fullmatch("[a-zü]+", word)][: None if every else 1] or [sign]
    plain = [word.replace("ü", "v") for word in read]
    lips = [word.replace("v", into) for word in plain if word[0] in "ln" and "v" in word for into in ("u", "yu")]
    return tuple(dict.fromkeys((*plain, *lips)))


def latin(text: str) -> str:
    """What was typed as letters of pinyin or of a Latin name, without blanks; empty if anything else is in it."""
    plain = plain_name(text)
    return plain if re.fullmatch("[a-z]+", plain) else ""
