"""What an Asterisk says over its manager interface, as the events of our telephone door.

Pure: a message is a mapping of its fields, by the names that Asterisk 13 and later documents. One call is everything
under one Linkedid; its first channel is the caller's (or, of a call that goes out, the agent's).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from models.telephone import ANYBODY, CallEvent, Heard, shown_number
from models.vocabulary import Direction
from models.wall import SECOND

_PLACE = re.compile(r"^[A-Za-z0-9_]+/([^-@;/]+)")
_EXTENSION = re.compile(r"\d{2,6}")


def place_of(channel: str) -> str:
    """The extension in the name of a channel or interface: ``PJSIP/801-0000002a`` is 801."""
    found = _PLACE.match(channel)
    return found[1] if found else ""


@dataclass(slots=True)
class _Call:
    """What is known of one call."""

    number: str = ""
    line: str = ""
    queue: str = ""
    outward: bool = False
    agent: str = ""
    rings_at: set[str] = field(default_factory=set)
    told: bool = False
    answered: bool = False
    recording: str = ""


class Dialogue:
    """Follows the messages of one connection and says what they mean for the desk.

    A call is told of when it joins a queue or begins to ring somewhere: one that hangs up in the announcements was
    offered to nobody. Calls between two extensions are nobody's business.
    """

    def __init__(self) -> None:
        self.calls: dict[str, _Call] = {}

    def hear(self, message: Mapping[str, Any]) -> Iterator[CallEvent]:
        """The events that follow from a message, oldest first; most messages mean nothing."""
        name = str(message.get("Event", ""))
        key = str(message.get("Linkedid") or message.get("Uniqueid") or "")
        verb = _MEANINGS.get(name)
        if verb is not None and key:
            yield from verb(self, key, message)

    def only(self, before: Iterable[str], alive: Iterable[str]) -> Iterator[CallEvent]:
        """After a lost connection: what was known `before` and is not `alive` at Asterisk now has ended meanwhile."""
        left = set(alive)
        for key in before:
            if key not in left:
                yield from self._end(key, {})

    def _event(self, heard: Heard, key: str, message: Mapping[str, Any], agent: str = "") -> CallEvent:
        call = self.calls[key]
        way = Direction.OUT if call.outward else Direction.IN
        return CallEvent(heard, key, _at(message), call.number, call.line, call.queue, agent, call.recording, way)

    def _channel(self, key: str, message: Mapping[str, Any]) -> Iterator[CallEvent]:
        if message.get("Uniqueid") != key or key in self.calls:
            return
        number, exten = str(message.get("CallerIDNum", "")), str(message.get("Exten", ""))
        place = place_of(str(message.get("Channel", "")))
        outward = bool(_EXTENSION.fullmatch(place)) and not _EXTENSION.fullmatch(exten)
        within = bool(_EXTENSION.fullmatch(place)) and not outward
        call = _Call(shown_number(exten if outward else number), "" if outward else exten, outward=outward)
        call.agent = place if outward else ""
        if not within:
            self.calls[key] = call
        yield from ()

    def _join(self, key: str, message: Mapping[str, Any]) -> Iterator[CallEvent]:
        call = self.calls.setdefault(key, _Call(shown_number(str(message.get("CallerIDNum", "")))))
        call.queue = str(message.get("Queue", ""))
        call.told = True
        yield self._event(Heard.RINGING, key, message, ANYBODY)

    def _ring(self, key: str, message: Mapping[str, Any]) -> Iterator[CallEvent]:
        call = self.calls.get(key)
        if call is None or call.answered:
            return
        if call.outward:
            call.told = True
            yield self._event(Heard.RINGING, key, message, call.agent)
            return
        place = place_of(str(message.get("Interface") or message.get("DestChannel") or ""))
        if place and place not in call.rings_at:
            call.rings_at.add(place)
            call.told = True
            yield self._event(Heard.RINGING, key, message, self._whom(call))

    def _no_answer(self, key: str, message: Mapping[str, Any]) -> Iterator[CallEvent]:
        call = self.calls.get(key)
        place = place_of(str(message.get("Interface") or message.get("DestChannel") or ""))
        if call is not None and not call.answered and place in call.rings_at:
            call.rings_at.discard(place)
            yield self._event(Heard.RINGING, key, message, self._whom(call))

    def _whom(self, call: _Call) -> str:
        return next(iter(call.rings_at)) if len(call.rings_at) == 1 else ANYBODY

    def _connect(self, key: str, message: Mapping[str, Any]) -> Iterator[CallEvent]:
        call = self.calls.get(key)
        if call is not None and not call.answered:
            call.answered = True
            yield self._event(Heard.ANSWERED, key, message, place_of(str(message.get("Interface", ""))))

    def _bridge(self, key: str, message: Mapping[str, Any]) -> Iterator[CallEvent]:
        """The second channel in the bridge is who was called."""
        call = self.calls.get(key)
        if call is None or call.answered or not call.told or message.get("Uniqueid") == key:
            return
        call.answered = True
        agent = call.agent if call.outward else place_of(str(message.get("Channel", "")))
        yield self._event(Heard.ANSWERED, key, message, agent)

    def _variable(self, key: str, message: Mapping[str, Any]) -> Iterator[CallEvent]:
        call = self.calls.get(key)
        if call is not None and message.get("Variable") == "MIXMONITOR_FILENAME":
            call.recording = str(message.get("Value", ""))
        yield from ()

    def _hang_up(self, key: str, message: Mapping[str, Any]) -> Iterator[CallEvent]:
        if message.get("Uniqueid") == key or message.get("Event") == "QueueCallerAbandon":
            yield from self._end(key, message)

    def _end(self, key: str, message: Mapping[str, Any]) -> Iterator[CallEvent]:
        call = self.calls.get(key)
        if call is None:
            return
        if call.told:
            yield self._event(Heard.ENDED, key, message)
        del self.calls[key]


_MEANINGS = {
    "Newchannel": Dialogue._channel,
    "QueueCallerJoin": Dialogue._join,
    "AgentCalled": Dialogue._ring,
    "DialBegin": Dialogue._ring,
    "AgentRingNoAnswer": Dialogue._no_answer,
    "AgentConnect": Dialogue._connect,
    "BridgeEnter": Dialogue._bridge,
    "VarSet": Dialogue._variable,
    "QueueCallerAbandon": Dialogue._hang_up,
    "Hangup": Dialogue._hang_up,
}


def _at(message: Mapping[str, Any]) -> int | None:
    """When it happened, if Asterisk says so (``timestampevents = yes``), epoch ms."""
    try:
        return round(float(str(message.get("Timestamp", ""))) * SECOND)
    except ValueError:  # it does not: now, then
        return None
