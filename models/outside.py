"""The case numbers of outside bodies in one spelling, and what a complaint about a leak has to be asked."""

import re
import unicodedata
from enum import StrEnum

from models.vocabulary import Channel, Kind

BODIES = (Channel.CITY_12345, Channel.OUTSIDE, Channel.COMPLAINT_LINE)
"""Channels through which somebody complains, or passes a complaint on."""

_LEAK = re.compile(
    r"漏气|泄漏|泄露|煤气味|燃气味|天然气味|臭味|臭鸡蛋|有味|闻到|嘶嘶|gas leak|leaking"
    r"|smell(s|ed|ing)?\b.{0,20}\bgas|gas smell|odou?r|hissing|rotten egg",
    re.IGNORECASE,
)
_COMPLAINT = re.compile(
    r"投诉|不满|态度|没人[来管]|没有人[来管]|一直不[来修管]|多次|反复|推诿|迟到|complain|rude"
    r"|nobody (came|comes|has come)|not come|late again|third time|second time|ignored",
    re.IGNORECASE,
)


class Both(StrEnum):
    """What is asked beside what was chosen: does gas escape now, and does somebody also complain?"""

    LEAK = "leak"
    COMPLAINT = "complaint"


def outside_code(typed: str) -> str:
    """A case number without blanks, full-width signs as plain ones, letters as capitals."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", typed)).upper()


def questions(channel: Channel, kind: Kind | None, text: str) -> tuple[Both, ...]:
    """The questions that channel, kind and the words raise; what was chosen already is not asked.

    The category stays what happened: a leak that comes with a complaint is a leak, and the complaint a second request.
    """
    leak = bool(_LEAK.search(text)) and kind is not Kind.EMERGENCY and (kind is Kind.COMPLAINT or channel in BODIES)
    complains = bool(_COMPLAINT.search(text)) or channel is Channel.COMPLAINT_LINE
    complaint = complains and kind is Kind.EMERGENCY and channel in BODIES
    both = leak and complains and kind is not Kind.COMPLAINT
    return (*((Both.LEAK,) if leak else ()), *((Both.COMPLAINT,) if complaint or both else ()))
