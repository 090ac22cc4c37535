"""The promise: targets, one clock, and the clocks of a request computed from its events.

:func:`clocks` is the truth. The stored clock table is an index of it and can be rebuilt at any time. All instants are
epoch milliseconds UTC, all spans milliseconds: of elapsed time, or of working time where a target names a calendar.
"""

from models.sla.clock import SlaClock, Span, join_spans, next_level, soonest, sort_key, standing
from models.sla.fold import HOLD_LIMIT, Event, clocks, standing_events
from models.sla.targets import (
    ALWAYS,
    BROKEN,
    DEFAULT_TARGETS,
    LEVELS,
    NO_CALENDARS,
    WARNINGS,
    Calendars,
    Hours,
    Target,
    Targets,
    targets_as_json,
)

__all__ = [
    "ALWAYS",
    "BROKEN",
    "DEFAULT_TARGETS",
    "HOLD_LIMIT",
    "LEVELS",
    "NO_CALENDARS",
    "WARNINGS",
    "Calendars",
    "Event",
    "Hours",
    "SlaClock",
    "Span",
    "Target",
    "Targets",
    "clocks",
    "join_spans",
    "next_level",
    "soonest",
    "sort_key",
    "standing",
    "standing_events",
    "targets_as_json",
]
