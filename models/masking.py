"""Names, phones and house numbers taken out of a text: what is on record by its value, the rest by its pattern."""

import re
from collections.abc import Iterable

HIDDEN = "***"
SHORTEST = 2
"""A single sign is no name: taking it out would leave nothing of the text."""

_PLAIN = {wide: wide - 0xFEE0 for wide in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_PLAIN |= {0xFF0D: ord("-"), 0xFF0B: ord("+"), 0x3000: ord(" ")}
_DIGITS = r"[0-9零〇一二三四五六七八九十百]"
_NUMBER = rf"(?:[0-9]+|{_DIGITS}+)"
_TITLES = "先生|女士|小姐|太太|阿姨|大爷|大妈|大叔|大娘|奶奶|爷爷|师傅|老师|经理|主任|医生|同志"
_PATTERNS = (
    re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    re.compile(r"(?<![0-9])\+?[0-9](?:[ \t().\-–—]{0,2}[0-9]){5,}[Xx]?(?![0-9])"),
    re.compile(rf"[A-Za-z]?{_NUMBER}\s*(?:号楼|号院|号|栋|幢|弄|单元|室|层|楼|座|户)(?:[A-Za-z](?![A-Za-z]))?"
               r"(?:\s*[0-9]+(?:\s*-\s*[0-9A-Za-z]+)*)?"),
    re.compile(r"[A-Za-z]\s*(?:栋|幢|座|单元)"),
    re.compile(r"(?<![0-9A-Za-z.])[0-9]+[A-Za-z]?(?:\s*-\s*[0-9]+[A-Za-z]?)+(?![0-9A-Za-z])"),
    re.compile(r"\b(?:apt|apartment|flat|unit|suite|house|room|no|number|floor|block|bldg|building)\b\.?\s*#?\s*"
               r"[0-9]*[A-Za-z]?\b[0-9]*", re.I),
    re.compile(r"\b[0-9]+[A-Za-z]?(?=,?\s+(?:[A-Z][\w']*\.?\s+){1,3}(?:st|street|rd|road|ave|avenue|ln|lane|dr|drive|"
               r"way|close|court|ct|place|pl|blvd|boulevard|hill|row|square|sq|terrace)\b)", re.I),
    re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Sir|Madam)\b\.?\s+[A-Z][\w'-]*(?:\s+[A-Z][\w'-]*)?"),
    re.compile(rf"[\u3400-\u9fff]{{1,2}}(?={_TITLES})"),
)  # fmt: skip
"""What tells of a person or a door by its form, most certain first."""


def anonymous(text: str, known: Iterable[str] = ()) -> str:
    """`text` without the `known` values (names, phones, addresses), and without what looks like one.

    Full-width letters and digits are read as plain ones. Rather one figure too many is hidden than one too few.
    """
    out = text.translate(_PLAIN)
    for value in sorted({part for one in known for part in _parts(one)}, key=lambda part: (-len(part), part)):
        out = _pattern(value).sub(HIDDEN, out)
    for pattern in _PATTERNS:
        out = pattern.sub(HIDDEN, out)
    return re.sub(r"\*\*\*(?:[\s,-]*\*\*\*)+", HIDDEN, out)


def _parts(value: str) -> list[str]:
    """A value as it may be quoted: whole, and each word of a name written in several."""
    plain = value.translate(_PLAIN).strip()
    words = [word for word in re.split(r"[\s,;，、；]+", plain) if len(word) > SHORTEST and not word.isdigit()]
    return [part for part in (plain, *(words if len(words) > 1 else ())) if len(part) >= SHORTEST]


def _pattern(value: str) -> re.Pattern[str]:
    """The value however it is spaced if it is a number, as a word of its own if it is one of Latin letters."""
    digits = re.sub(r"\D", "", value)
    if len(digits) >= len(re.sub(r"[\s()+.\-]", "", value)) > 0:
        return re.compile(r"[\s().\-]*".join(digits))
    body = re.escape(value)
    before = r"(?<![A-Za-z])" if value[0].isascii() and value[0].isalpha() else ""
    after = r"(?![A-Za-z])" if value[-1].isascii() and value[-1].isalpha() else ""
    return re.compile(before + body + after, re.IGNORECASE)
