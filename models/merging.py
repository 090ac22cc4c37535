"""What a request is after others were merged into it, and is again when they are taken out: pure, from its lines."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from models.sla import Event, standing_events
from models.vocabulary import Act, Priority
from models.wall import DAY

UNDO_WITHIN = DAY
"""How long a merge may be taken back."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Since when a request counts, how grave it is, and the numbers of those merged into it."""

    received: int
    priority: Priority
    absorbed: tuple[str, ...] = ()


def after(events: Sequence[Event]) -> Standing:
    """Rule 8: the earliest `received` and the highest priority; an undone merge counts for nothing."""
    received, priority, absorbed = 0, Priority.P4, list[str]()
    for event in standing_events(events):
        if event.act in (Act.SAVE, Act.IMPORT, Act.UPDATE):
            received, priority = int(event.data["received"]), Priority(event.data.get("priority", priority))
        elif event.act == Act.RECLASSIFY:
            priority = Priority(event.data.get("priority", priority))
        elif event.act == Act.ABSORB:
            received = min(received, int(event.data["received"]))
            priority = min(priority, Priority(event.data["priority"]))
            absorbed.append(str(event.data["request"]))
    return Standing(received, priority, tuple(absorbed))


def merge_line(events: Iterable[Event]) -> Event | None:
    """The merge by which a request went into another, if it has not been undone."""
    lines = [event for event in standing_events(list(events)) if event.act == Act.MERGE]
    return lines[-1] if lines else None


def absorb_line(events: Sequence[Event], number: str) -> Event | None:
    """The line by which a request took in the one of that number, if it has not been undone."""
    lines = [event for event in standing_events(events) if event.act == Act.ABSORB and event.data["request"] == number]
    return lines[-1] if lines else None
