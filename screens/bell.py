"""When the bell rings, and how: a pattern for each severity, once for what is new; life safety until somebody acts.

Nobody mutes life safety but a supervisor, and then the header says so. In a flood only life safety sounds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from models.rows import AlarmRow
from models.vocabulary import AlarmState

PATTERNS: Mapping[int, tuple[float, ...]] = {3: (0.0, 0.3, 0.6), 2: (0.0, 0.5), 1: (0.0,)}
"""Seconds after the news at which the bell rings, by severity."""

AGAIN = 10.0
"""Seconds after which life safety that nobody has acknowledged rings again."""


class Sound(StrEnum):
    """What a console lets sound."""

    ALL = "all"
    LIFE = "life"
    NONE = "none"

    def following(self, *, may_silence: bool) -> "Sound":
        """The next of the choices that a person may make here."""
        order = [Sound.ALL, Sound.LIFE, *([Sound.NONE] if may_silence else [])]
        return order[(order.index(self) + 1) % len(order)] if self in order else Sound.ALL


@dataclass(frozen=True, slots=True)
class Heard:
    """One announcement of an alarm: it sounds again when it rises, comes back, or goes a step up the ladder."""

    alarm: int
    occurrence: int
    level: int
    rung: int


def mark_of(alarm: AlarmRow) -> Heard:
    """Which announcement this is."""
    return Heard(alarm.id, alarm.occurrence, alarm.level, alarm.rung)


def sounds(severity: int, sound: Sound, *, flood: bool) -> bool:
    """Does news of this severity ring?"""
    if sound is Sound.NONE:
        return False
    return severity >= 3 or (sound is Sound.ALL and not flood)


def insists(top: AlarmRow | None) -> bool:
    """Is there life safety on top that nobody has acknowledged?"""
    return top is not None and top.severity >= 3 and top.state == AlarmState.UNACKNOWLEDGED


def is_news(top: AlarmRow, before: AlarmRow | None, unseen: int, unseen_before: int) -> bool:
    """Has something happened, or did the one above it only go because somebody acknowledged it?"""
    if before is None or top.id == before.id:
        return True
    return unseen >= unseen_before or (top.severity, top.level) > (before.severity, before.level)
