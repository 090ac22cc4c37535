"""Pinyin initials of Chinese words (派工 is ``pg``), told from the order of GB 2312: no dictionary is loaded for them.

The standard sets its first 3,755 characters in the order of their pinyin, so the first character of each letter is
all that has to be known. A character that is read in another way in our words stands in :data:`READ`.
"""

import unicodedata
from bisect import bisect_right
from functools import lru_cache

_FIRST = "啊芭擦搭蛾发噶哈击喀垃妈拿哦啪期然撒塌挖昔压匝"
"""The first character of each letter that begins a syllable."""

_LETTERS = "abcdefghjklmnopqrstwxyz"
_STARTS = tuple(char.encode("gb2312") for char in _FIRST)
_LAST = "座".encode("gb2312")
"""The end of the part that is set by pinyin; behind it characters stand by their radicals."""

READ = {"重": "c", "仇": "q", "单": "d", "曾": "z", "区": "q", "解": "j", "栋": "d", "弄": "n", "闫": "y", "翟": "z",
        "腐": "f", "嗅": "x", "锈": "x", "阀": "f", "汛": "x", "柜": "g", "弹": "d"}  # fmt: skip
"""Characters of our words that are read otherwise, or stand in the part by radicals."""

WORDS = {"班长": "bz", "重大": "zd", "体重": "tz", "调压": "ty", "调试": "ts"}
"""Words in which even these are read otherwise."""


def _letter(char: str) -> str:
    if char in READ:
        return READ[char]
    try:
        code = char.encode("gb2312")
    except UnicodeEncodeError:
        return ""
    if len(code) != 2 or not _STARTS[0] <= code <= _LAST:
        return ""
    return _LETTERS[bisect_right(_STARTS, code) - 1]


@lru_cache(maxsize=4096)
def initials(word: str) -> str:
    """The initials of a word, its Latin letters and digits kept: ``抢3`` is ``q3``; empty if one is not known."""
    plain = unicodedata.normalize("NFKC", word).lower()
    out, at = "", 0
    while at < len(plain):
        known = next((read for whole, read in WORDS.items() if plain.startswith(whole, at)), "")
        if known:
            out, at = out + known, at + 2
            continue
        char = plain[at]
        at += 1
        if char.isascii():
            out += char if char.isalnum() else ""
        else:
            letter = _letter(char)
            if not letter and unicodedata.category(char).startswith("L"):
                return ""
            out += letter
    return out


def has_chinese(word: str) -> bool:
    """Is there a character in it that has initials?"""
    return any("一" <= char <= "鿿" for char in word)
