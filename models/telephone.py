"""What a telephone system tells of a call: one event as JSON, and how events become the row of one call.

Events may come twice and in any order; the row that comes of them is the same.
"""

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from models.errors import Invalid
from models.instants import read_instant
from models.vocabulary import Direction
from models.wall import SECOND


class Heard(StrEnum):
    """What can be told of a call."""

    RINGING = "ringing"
    ANSWERED = "answered"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class CallEvent:
    """One event. `call` is the telephone system's own id; `at` epoch ms, None for now; all else may be empty."""

    event: Heard
    call: str
    at: int | None = None
    number: str = ""
    line: str = ""
    queue: str = ""
    agent: str = ""
    recording: str = ""
    direction: Direction = Direction.IN


WITHHELD = frozenset(
    {"", "anonymous", "anonym", "unknown", "<unknown>", "restricted", "private", "unavailable", "withheld", "none",
     "null", "asterisk", "s", "-", "+", "匿名", "未知", "保密", "隐藏"}
)  # fmt: skip
"""What telephone systems say where the caller shows no number."""

ANYBODY = "*"
"""The agent of a call that rings at several places: everybody who is free may take it."""

LONGEST = 200
SILENT = 60 * SECOND
"""An adapter of which nothing was heard for so long is gone."""
_NAMES = tuple(field.name for field in fields(CallEvent))


def shown_number(text: str) -> str:
    """The number as the telephone said it, or nothing if the caller withheld it; `sip:` and `tel:` are taken off."""
    plain = unicodedata.normalize("NFKC", text).strip().strip("\"'")
    plain = re.sub(r"^(?:sips?|tel):", "", plain, flags=re.IGNORECASE).partition("@")[0].partition(";")[0]
    return "" if plain.casefold() in WITHHELD else plain


def read_event(text: str) -> CallEvent:
    """One line of JSON.

    Raises:
        Invalid: it is no JSON object, or says something that cannot be meant.
    """
    try:
        found = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise Invalid("call.no_json", "That is no JSON object.", "Send one object a line.") from error
    return event_of(found)


def event_of(found: Any) -> CallEvent:
    """The event that a mapping describes.

    Raises:
        Invalid: an unknown or missing name, or a value that cannot be meant.
    """
    if not isinstance(found, Mapping):
        raise Invalid("call.no_json", "That is no JSON object.", "Send one object a line.")
    for name in found:
        if name not in _NAMES:
            given, allowed = str(name)[:40], ", ".join(_NAMES)
            raise Invalid("call.unknown_fact", f"An event has no {given!r}.", f"It may say {allowed}.", name=given,
                          allowed=allowed)  # fmt: skip
    said = {name: _text(name, found.get(name)) for name in _NAMES}
    if said["event"] not in list(Heard):
        raise Invalid("call.event", f"{said['event']!r} is no event.", f"Send one of {', '.join(Heard)}.",
                      event=said["event"], allowed=", ".join(Heard))  # fmt: skip
    if not said["call"]:
        raise Invalid("call.no_id", "The event does not say which call.", "Give the telephone system's id as call.")
    way = said["direction"] or Direction.IN.value
    if way not in list(Direction):
        raise Invalid("call.direction", f"{way!r} is no direction.", "Send in or out.", given=way)
    at = read_instant(said["at"], None) if said["at"] else None
    return CallEvent(
        Heard(said["event"]), said["call"], at, shown_number(said["number"]), said["line"], said["queue"],
        said["agent"], said["recording"], Direction(way),
    )  # fmt: skip


def _text(name: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise Invalid("call.no_text", f"{name} must be a text.", "Put it in quotes.", name=name)
    text = "".join(sign for sign in str(value) if sign.isprintable()).strip()
    if len(text) > LONGEST:
        raise Invalid("call.too_long", f"{name} is longer than {LONGEST} signs.", "Send less.", name=name, most=LONGEST)
    return text.encode("utf-8", "replace").decode("utf-8")


@dataclass(frozen=True, slots=True)
class Instants:
    """When a call rang, was answered and ended, as far as that is known (epoch ms)."""

    rang: int | None = None
    answered: int | None = None
    ended: int | None = None

    def after(self, event: Heard, at: int) -> "Instants":
        """With one more event: of each kind the earliest counts, so that repeats and order do not matter."""

        def first(known: int | None) -> int:
            return at if known is None else min(known, at)

        match event:
            case Heard.RINGING:
                return Instants(first(self.rang), self.answered, self.ended)
            case Heard.ANSWERED:
                return Instants(self.rang, first(self.answered), self.ended)
            case Heard.ENDED:
                return Instants(self.rang, self.answered, first(self.ended))

    @property
    def missed(self) -> bool:
        """Has it ended without an answer?"""
        return self.ended is not None and self.answered is None


@dataclass(frozen=True, slots=True)
class Link:
    """The connection to a telephone system as last said: ``up``, ``down`` or ``off``, and when (epoch ms)."""

    state: str
    host: str
    at: int

    def written(self) -> str:
        """As it is stored."""
        return json.dumps([self.state, self.host, self.at])

    @staticmethod
    def read(text: str | None) -> "Link | None":
        """As it was stored; None if nobody ever connected."""
        return Link(*json.loads(text)) if text else None

    def lost_since(self, now: int) -> int | None:
        """Since when nothing is heard of the telephone system, or None: it is connected, or nobody means to be."""
        if self.state == "down":
            return self.at
        return self.at if self.state == "up" and now - self.at > SILENT else None
