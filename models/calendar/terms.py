"""How long a promise is, in its own measure: open time, working days or calendar days."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from models.errors import Invalid
from models.wall import SECOND

_TERM = re.compile(r"([+-]?)(\d{1,12})(?:\.(\d{1,3}))?(s| working days?| days?)")


class Unit(StrEnum):
    """What a term is counted in."""

    TIME = "time"
    WORKING_DAYS = "working_days"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class Term:
    """An amount of one unit: ms of open time, or whole days. A negative amount counts back."""

    unit: Unit
    amount: int

    @staticmethod
    def read(text: Any) -> "Term":
        """``7200s``, ``3 working days``, ``30 days``, each also negative.

        Raises:
            Invalid: it is none of these.
        """
        found = _TERM.fullmatch(text.strip()) if isinstance(text, str) and text.isascii() else None
        if found is None or (found[3] and found[4] != "s"):
            raise Invalid("target.unreadable", f"{text!r} is no target.",
                          "Write it as 7200s, 3 working days or 30 days.", text=str(text))  # fmt: skip
        sign, whole, part = -1 if found[1] == "-" else 1, int(found[2]), found[3] or ""
        if found[4] == "s":
            return Term(Unit.TIME, sign * (whole * SECOND + int(part.ljust(3, "0"))))
        return Term(Unit.WORKING_DAYS if "working" in found[4] else Unit.DAYS, sign * whole)

    def __str__(self) -> str:
        if self.unit is Unit.TIME:
            whole, part = divmod(abs(self.amount), SECOND)
            sign = "-" if self.amount < 0 else ""
            return f"{sign}{whole}" + (f".{part:03d}".rstrip("0") if part else "") + "s"
        return f"{self.amount} {self.unit.value.replace('_', ' ')}"
