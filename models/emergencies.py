"""Which requests are major emergencies by themselves: what is said of fire, explosion, casualties, and of whom it hits.

Words are looked for in Chinese and English, in what was written down at intake; what is denied ("nobody is hurt") does
not count. To report one too many costs a telephone call, so a doubt is reported.
"""

import re
from collections.abc import Iterable

from models.vocabulary import Emergency, Kind

FIRE_CATEGORY = "EM-FIRE"
HOMES = 100
"""Homes without gas from which an outage is a major emergency, unless the file's header says otherwise."""

_WORDS: dict[Emergency, str] = {
    Emergency.EXPLOSION: r"爆炸|爆燃|explo(?:sion|ded|de)",
    Emergency.CASUALTIES: (
        r"伤亡|受伤|烧伤|死亡|昏迷|昏倒|晕倒|中毒|casualt|injur|\bhurt\b|burn(?:ed|t) (?:person|people|man|woman|child)"
        r"|unconscious|collapsed|poisoned|\bdead\b|\bdied\b"
    ),
    Emergency.FIRE: r"着火|起火|失火|火灾|on fire|\bfire\b|flames",
    Emergency.SCHOOL: r"学校|小学|中学|大学|幼儿园|托儿所|school|kindergarten|nursery|university",
    Emergency.HOSPITAL: r"医院|卫生院|养老院|hospital|nursing home|care home",
}
_FOUND = {kind: re.compile(words, re.IGNORECASE) for kind, words in _WORDS.items()}
_DENIED = re.compile(
    r"(?:无人|没有人|没人|未有人|无人员|没有人员|无|没有|未|不是|并未)(?:员)?"
    r"(?:伤亡|受伤|烧伤|死亡|昏迷|昏倒|晕倒|中毒|着火|起火|失火|火灾|爆炸|爆燃|明火)"
    r"|(?:\bno(?:body|t| one)?\b|without|\bnor?\b)(?: \w+){0,2} "
    r"(?:casualt\w*|injur\w*|hurt|unconscious|fire|flames|explosion|dead|poisoned)"
    r"|fire (?:station|brigade|engine|alarm|extinguisher)|消防",
    re.IGNORECASE,
)


def found(kind: Kind, category: str, said: Iterable[str], homes: int | None, homes_limit: int) -> Emergency | None:
    """Why a new request is a major emergency, the gravest reason first; None if it is none.

    Args:
        said: what was written down: the matter, the people, the hazards of the place, its address and its name.
        homes: how many homes are without gas, if that is known; `homes_limit` is from how many on it is major.
    """
    if homes is not None and homes >= homes_limit:
        return Emergency.OUTAGE
    if kind is not Kind.EMERGENCY:
        return None
    plain = _DENIED.sub(" ", "\n".join(said))
    for emergency in (Emergency.EXPLOSION, Emergency.CASUALTIES):
        if _FOUND[emergency].search(plain):
            return emergency
    if category == FIRE_CATEGORY:
        return Emergency.FIRE
    return next((one for one in (Emergency.FIRE, Emergency.SCHOOL, Emergency.HOSPITAL) if _FOUND[one].search(plain)),
                None)  # fmt: skip
