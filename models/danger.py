"""Does what was written down so far tell of danger? Said simply, so that a person can say why."""

import re
import unicodedata
from collections.abc import Collection, Mapping

from models.vocabulary import Priority

TELLING = re.compile(
    r"漏气|泄漏|泄露|燃气味|煤气味|天然气味|瓦斯味|臭味|异味|臭鸡蛋|有味|气味|味道|嘶嘶|"
    r"头晕|头痛|恶心|昏|中毒|一氧化碳|着火|起火|火灾|爆炸|爆燃|明火|挖断|挖破|"
    r"\b(leak|leaks|leaking|escape|smell|smells|odou?r|hiss|hissing|dizzy|nausea|unconscious|carbon monoxide|"
    r"fire|explosion|exploded|flames?)\b",
    re.IGNORECASE,
)
"""Words of a caller after which nobody waits: gas that is smelt or heard, people who feel it, fire."""

SPOKEN = ("text", "note", "people", "access")
"""The fields of a draft in which a caller's words are kept."""


def told_in(fields: Mapping[str, str], emergencies: Collection[str]) -> bool:
    """Is it danger by its priority (P1), by its category (an emergency's), or by the caller's words?"""
    if fields.get("priority") == Priority.P1 or fields.get("category") in emergencies:
        return True
    said = unicodedata.normalize("NFKC", " ".join(fields.get(name, "") for name in SPOKEN))
    return TELLING.search(said) is not None
