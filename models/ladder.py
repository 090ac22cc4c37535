"""How loud an alarm becomes when nobody acts: the ladder from the desk upwards, time-outs, floods and chatter.

The steps are those of `domain` section 4; the limits of a flood follow ANSI/ISA-18.2 (more than 10 in 10 minutes until
fewer than 5).
"""

from models.vocabulary import Audience
from models.wall import HOUR, MINUTE

ACK_LASTS = {3: 5 * MINUTE, 2: 30 * MINUTE, 1: 4 * HOUR}
"""Milliseconds after which an acknowledgement by severity has worn off if the condition is still true."""

SHELF = {3: 15, 2: 4 * 60, 1: 12 * 60}
"""The most minutes for which an alarm of a severity may be shelved."""

OUT_AT_MOST = 7 * 24 * HOUR
"""The longest a rule may be out of service."""

RECUR = 10 * MINUTE
"""An alarm that comes back within this is the same one once more."""

FLOOD_WINDOW = 10 * MINUTE
FLOOD_BEGINS, FLOOD_ENDS = 10, 5
"""A flood begins with more than ten new alarms in the window and lasts until there are fewer than five."""

CHATTER = 3
"""So many raises of one alarm within :data:`RECUR` are chatter."""

_FIRST = {3: (0, 2 * MINUTE, 5 * MINUTE), 2: (0, 10 * MINUTE, 30 * MINUTE)}
_REPEAT = {3: 5 * MINUTE, 2: HOUR}


def offset(severity: int, rung: int) -> int | None:
    """Milliseconds after it began to ring at which it reaches a rung; None if mere silence never takes it there.

    Severity 1 climbs only when an acknowledgement times out.
    """
    if rung == 0:
        return 0
    first = _FIRST.get(severity)
    if first is None:
        return None
    return first[rung] if rung < len(first) else first[-1] + (rung - len(first) + 1) * _REPEAT[severity]


def rung_due(severity: int, rings_from: int, now: int, rung: int = 0) -> int:
    """The highest rung whose instant has come by `now`; never below `rung`."""
    first = _FIRST.get(severity)
    if first is None:
        return rung
    passed = now - rings_from
    if passed < first[-1]:
        reached = sum(passed >= ms for ms in first) - 1
    else:
        reached = len(first) - 1 + (passed - first[-1]) // _REPEAT[severity]
    return max(rung, reached)


def audience(rung: int) -> Audience:
    """Who hears of a rung."""
    return (Audience.DESK, Audience.SUPERVISOR, Audience.DUTY_MANAGER)[min(rung, 2)]


def flooded(before: bool, new: int) -> bool:
    """Is there a flood, when `new` alarms came in the last :data:`FLOOD_WINDOW`?"""
    return new > FLOOD_BEGINS or (before and new >= FLOOD_ENDS)
