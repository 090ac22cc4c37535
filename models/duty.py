"""Whether a crew is on shift: by its roster where it has one, by its mark where it has none."""

from collections.abc import Iterable
from dataclasses import dataclass

Span = tuple[int, int]
"""From, until; ms UTC, the end not included."""


@dataclass(frozen=True, slots=True)
class Duty:
    """On shift or not, and when the shift ends (ms UTC); None where nobody wrote it down."""

    on: bool
    ends_at: int | None = None


ALWAYS = Duty(True)
"""On shift by its mark alone."""


def duty(marked: bool, shifts: Iterable[Span], now: int) -> Duty:
    """The duty of a crew at `now` (ms UTC). Its roster decides; without any shift at all its own mark does.

    Shifts that touch or overlap are one: whoever stays on for the next one does not end at the change.
    """
    spans = sorted(shifts)
    if not spans:
        return Duty(marked)
    ends: int | None = None
    for begin, end in spans:
        if begin <= (now if ends is None else ends) and end > (now if ends is None else ends):
            ends = end
    return Duty(ends is not None, ends)
