"""Which part of the work a board shows: districts, kinds, crews, and the shift in which it came."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is empty does not matter; of several words of one sort any will do.

    `shift` are two full local hours: from the first up to the second, past midnight if that is the earlier one.
    """

    districts: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    crews: tuple[str, ...] = ()
    shift: tuple[int, int] | None = None

    def __bool__(self) -> bool:
        """Is anything left out at all?"""
        return bool(self.districts or self.kinds or self.crews or self.shift)

    def in_shift(self, instant: int | None, zone: str) -> bool:
        """Does an instant (ms UTC) lie in the shift? One that nobody knows is not left out."""
        if self.shift is None or instant is None:
            return True
        hour, (begin, end) = datetime.fromtimestamp(instant / 1000, ZoneInfo(zone)).hour, self.shift
        return begin <= hour < end if begin < end else hour >= begin or hour < end


EVERYTHING = Wanted()
