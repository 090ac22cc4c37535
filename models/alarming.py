"""The alarm state machine of this release: raise, rise, acknowledge, clear; and how severe a clock alarm is."""

from dataclasses import dataclass

from models.vocabulary import AlarmState, ClockKind, Priority

LIFE_CLOCKS = frozenset({ClockKind.DISPATCH, ClockKind.ARRIVAL, ClockKind.SAFE})
ENGINE_SILENT = 30_000
"""Milliseconds after the last sweep at which every console calls the engine dead."""


def severity(kind: ClockKind, priority: Priority, level: int) -> int:
    """3 life safety, 2 a broken promise, 1 a warning (`domain` section 4)."""
    if priority is Priority.P1 and kind in LIFE_CLOCKS:
        return 3 if level >= 100 else 2
    return 2 if level >= 100 else 1


@dataclass(frozen=True, slots=True)
class Standing:
    """An alarm as the state machine sees it."""

    state: AlarmState
    level: int
    severity: int


def risen(now: Standing | None, level: int, new_severity: int, still_true: bool) -> Standing:
    """The alarm after its condition passed `level`; it is born ``returned`` if the same act ended the condition.

    A cleared alarm whose condition is true again begins anew at that level; otherwise level and severity only rise.
    """
    state = AlarmState.UNACKNOWLEDGED if still_true else AlarmState.RETURNED
    if now is None or (still_true and now.state in (AlarmState.RETURNED, AlarmState.NORMAL)):
        return Standing(state, level, new_severity)
    up = level > now.level or new_severity > now.severity
    return Standing(state if up else now.state, max(level, now.level), max(new_severity, now.severity))


def cleared(state: AlarmState) -> AlarmState:
    """The condition ended: unseen becomes ``returned``, seen becomes ``normal``."""
    return AlarmState.RETURNED if state in (AlarmState.UNACKNOWLEDGED, AlarmState.RETURNED) else AlarmState.NORMAL


def acknowledged(state: AlarmState) -> AlarmState:
    """A person has seen it. A late acknowledgement never revives a cleared alarm."""
    return {
        AlarmState.UNACKNOWLEDGED: AlarmState.ACKNOWLEDGED,
        AlarmState.RETURNED: AlarmState.NORMAL,
    }.get(state, state)
