"""How often the figures over all that is open are read: with every change while that is cheap, else by their cost.

Among a million open requests one count takes a third of a second of a processor; no alarm may wait behind it.
"""

from dataclasses import dataclass

DEAR = 30
"""Milliseconds from which on a count is dear: it is then read by itself, behind what must be seen at once."""

SHARE = 9
"""A dear count rests for so many times as long as it took."""


@dataclass(slots=True)
class Counting:
    """What the last count took (milliseconds) and when it ended (of the machine's steady clock)."""

    took: int = 0
    ended: int = 0

    @property
    def dear(self) -> bool:
        """Is a count too dear to be read with everything else?"""
        return self.took > DEAR

    def rests(self, now: int) -> int:
        """Milliseconds for which no count is read yet."""
        return max(0, self.ended + SHARE * self.took - now) if self.dear else 0

    def counted(self, took: int, now: int) -> None:
        """A count has taken so long and ended just now."""
        self.took, self.ended = took, now
