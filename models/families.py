"""Which requests are alike: the hazard behind a category, and whether what a caller says is an odour report. Pure."""

import re
from dataclasses import dataclass
from enum import StrEnum

from models.vocabulary import Kind, Priority, Status
from models.wall import MINUTE


class Family(StrEnum):
    """What is wrong in the end; :data:`LIFE` ones may kill."""

    ODOUR = "odour"
    CO = "co"
    SUPPLY = "supply"
    METER = "meter"
    APPLIANCE = "appliance"
    VISIT = "visit"
    TALK = "talk"


LIFE = frozenset({Family.ODOUR, Family.CO})
"""Never folded into anything graver only in number: each is attended as what it is."""

LIKE_IT = 3
"""So many reports of one family in one place are offered as an incident."""

TOGETHER = 30 * MINUTE
"""Within this time they count as one matter."""

_AREA_WIDE = frozenset({"EM-OUT-AREA", "EM-PRESS"})

_SMELLS = re.compile(
    r"[煤燃天]然?气味|煤气.{0,3}味|臭鸡?蛋|漏气|泄漏|漏煤气|瓦斯味|有.{0,4}气味|异味|刺鼻|嘶嘶"
    r"|\bsmell(?:s|ing)?\b.{0,20}\bgas\b|\bgas\b.{0,12}\b(?:smell|odou?r|leak)|\brotten eggs?\b|\bleak(?:s|ing)?\b"
    r"|\bhissing\b|\bodou?r\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"(?:没有?|无|不是|不觉得|未)[^,,。.;;!?但却有可就]{0,4}(?:闻到|发现|感觉到)?[^,,。.;;!?但却有可就]{0,3}"
    r"(?:[煤燃天]然?气味|气味|味道|漏气|泄漏|异味|臭)|闻不到[^,,。.;;!?但却有]{0,6}"
    r"|\b(?:no|not|without|n't)\s+(?:\w+\s+){0,2}?(?:(?:smell|odou?r|leak)\w*)(?:\s+of\s+gas)?",
    re.IGNORECASE,
)
"""A denial ends at the next sign or contrast: no gas at home, but a smell in the stairwell, is a report."""


def family(code: str, kind: Kind, card: str, skill: str = "") -> Family:
    """The family of a category, by what its triage card asks about."""
    if kind in (Kind.COMPLAINT, Kind.ENQUIRY):
        return Family.TALK
    if kind is Kind.INSPECTION:
        return Family.VISIT
    if card == "C":
        return Family.CO
    if code in _AREA_WIDE:
        return Family.SUPPLY
    if card == "A" or (kind is Kind.EMERGENCY and card != "B"):
        return Family.ODOUR
    if card == "B":
        return Family.APPLIANCE if "appliance" in skill else Family.SUPPLY
    return Family.METER if card == "D" else Family.APPLIANCE


def area_wide(code: str) -> bool:
    """Is a request of this category about many homes, so that one caller's leak must not become it?"""
    return code in _AREA_WIDE


def smells(said: str) -> bool:
    """Do these words report gas, whatever was chosen in the form? Every denial is taken out first."""
    return bool(_SMELLS.search(_DENIED.sub(" ", said)))


@dataclass(frozen=True, slots=True)
class Stands:
    """A live request as one more caller would find it; `in_incident`: it speaks for others, or another for it."""

    category: str
    kind: Kind
    priority: Priority
    status: Status
    in_incident: bool = False


def may_stand(
    request: Stands, theirs: Family | None, reports: Family | None, *, same_premise: bool
) -> tuple[bool, bool]:
    """``(may a caller who reports this join the request, would the request be raised by it)``.

    A report of danger to life stands only on a request of the same hazard that is attended as one, or is raised to it;
    of another request only at the same premise, and never of an outage: there it is a request of its own (`domain` 2,
    rules 8 and 9).
    """
    if reports not in LIFE:
        return True, False
    if theirs in LIFE:
        attended = request.priority is Priority.P1 and request.kind is Kind.EMERGENCY
        return theirs is reports, theirs is reports and not attended
    fit = request.status is not Status.HELD and not request.in_incident and not area_wide(request.category)
    raised = same_premise and fit
    return raised, raised
