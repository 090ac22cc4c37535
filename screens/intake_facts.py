"""What the intake form makes of its fields: what is missing, which district is meant, and the request to be saved."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from models.phones import digits, is_withheld, normal
from models.rows import (
    AgainRow,
    CategoryRow,
    ClockRow,
    ClusterRow,
    CustomerRow,
    NewRequest,
    PremiseCard,
    QueueRow,
    Spoken,
    StopRow,
)
from models.vocabulary import Channel, Priority
from screens.instants import read_instant

FIELDS = (
    "phone", "who", "text", "category", "caller", "address", "district", "access", "priority", "people", "note",
    "appointment", "channel", "outside_number", "reply_by",
)  # fmt: skip
"""The fields of a draft, in the order of the form; every one of them is text."""

OUTSIDE = (Channel.CITY_12345, Channel.OUTSIDE, Channel.COMPLAINT_LINE)
"""Channels with a case number and a reply-by date of their own."""

LIMIT = 3_000
"""Characters a field takes; nobody says more on the line, a paste may."""


@dataclass(frozen=True, slots=True)
class Known:
    """What was looked up while the form is being filled in."""

    customer: CustomerRow | None = None
    card: PremiseCard | None = field(default=None, kw_only=True)
    similar: tuple[QueueRow, ...] = ()
    clocks: tuple[ClockRow, ...] = ()
    category: CategoryRow | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    outside: tuple[QueueRow, ...] = ()
    inside: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    spoken: Spoken | None = None
    again: tuple[AgainRow, ...] = ()
    cluster: ClusterRow | None = None
    stops: tuple[StopRow, ...] = ()

    @property
    def priority(self) -> Priority | None:
        """The chosen priority, else the category's own."""
        chosen = self.fields.get("priority", "")
        return Priority(chosen) if chosen else (self.category.priority if self.category else None)


def missing(fields: Mapping[str, str], priority: Priority | None) -> list[str]:
    """Names of what a save would be refused for: a place or a phone always, what happened unless it is a P1."""
    out = []
    if not fields.get("category") and priority is not Priority.P1:
        out.append("category")
    if not fields.get("address") and not fields.get("phone"):
        out.append("place_or_phone")
    return out


_DIALLED = re.compile(r"[0-9+\-\s()#*,]*")
"""What can be dialled, though it be no number."""


def unfit(fields: Mapping[str, str], priority: Priority | None = None) -> list[str]:
    """Names of fields that hold what they cannot mean: a phone of words. With a life at stake nothing is unfit."""
    phone = fields.get("phone", "")
    fits = not phone.strip() or is_withheld(phone) or digits(normal(phone)) or _DIALLED.fullmatch(phone)
    return [] if priority is Priority.P1 or fits else ["phone"]


def wanting(fields: Mapping[str, str]) -> list[str]:
    """Names of what may follow later, but a crew will ask for."""
    return [name for name in ("address", "phone", "category", "text") if not fields.get(name)]


def district_of(address: str, districts: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """``(district, rest of the address)`` where the address begins with a district's name in either language."""
    plain = unicodedata.normalize("NFKC", address).strip()
    for zh, en in districts:
        for name in (zh, f"{zh}区", en):
            if name and plain.casefold().startswith(name.casefold()) and len(plain) > len(name):
                rest = plain[len(name) :]
                if not name.isascii() or not rest[0].isalnum():
                    return zh, rest.lstrip(" ,，、区" if not name.endswith("区") else " ,，、")
    return "", plain


def best_categories(typed: str, categories: Sequence[CategoryRow], limit: int = 9) -> list[CategoryRow]:
    """Categories that hold every typed word in code or name; the emergencies first, as the catalogue has them."""
    words = unicodedata.normalize("NFKC", typed).casefold().split()
    fitting = [
        row
        for row in categories
        if not row.retired and all(word in f"{row.code} {row.zh} {row.en}".casefold() for word in words)
    ]
    return fitting[:limit]


def asked(
    fields: Mapping[str, str], *, draft_id: int | None, received: int, now: int, zone: str, token: str
) -> NewRequest:
    """The fields as the request that intake asks the desk to save."""
    channel = Channel(fields.get("channel") or Channel.PHONE)
    outside = channel in OUTSIDE

    def number(name: str) -> int | None:
        return int(fields[name]) if fields.get(name, "").isdigit() else None

    return NewRequest(
        category=fields.get("category", ""),
        phone=fields.get("phone", ""),
        address=fields.get("address", ""),
        district=fields.get("district", ""),
        caller=fields.get("caller", ""),
        text=fields.get("text", ""),
        access=fields.get("access", ""),
        people=fields.get("people", ""),
        note=fields.get("note", ""),
        priority=Priority(fields["priority"]) if fields.get("priority") else None,
        channel=channel,
        outside_number=fields.get("outside_number", "") if outside else "",
        reply_by=read_instant(fields.get("reply_by", ""), now, zone) if outside else None,
        customer_id=number("customer_id"),
        premise_id=number("premise_id"),
        received=number("received") or received,
        appointment=read_instant(fields.get("appointment", ""), now, zone),
        draft_id=draft_id,
        token=token,
        call_id=number("call_id"),
    )


def unread_times(fields: Mapping[str, str], now: int, zone: str) -> list[str]:
    """Names of time fields that hold something, but no time."""
    names = ["appointment"]
    if fields.get("channel") in OUTSIDE:
        names.append("reply_by")
    return [name for name in names if fields.get(name, "").strip() and read_instant(fields[name], now, zone) is None]
