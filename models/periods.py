"""Months, quarters and years as spans of time in a zone: how they are written, the one before, the year before."""

import re
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from models.errors import Invalid

MONTHS = {"month": 1, "quarter": 3, "year": 12}
"""How many months each kind of period has."""

_FORMS = {
    "month": re.compile(r"(?P<year>\d{4})-(?P<part>0[1-9]|1[0-2])"),
    "quarter": re.compile(r"(?P<year>\d{4})-?[Qq](?P<part>[1-4])"),
    "year": re.compile(r"(?P<year>\d{4})"),
}
_SHOWN = {"month": "2026-10", "quarter": "2026-Q3", "year": "2026"}


@dataclass(frozen=True, slots=True)
class Period:
    """A month, quarter or year of a zone; `first` counts its first month since year 0."""

    kind: str
    first: int
    zone: str

    @property
    def name(self) -> str:
        """As it is written: ``2026-10``, ``2026-Q3``, ``2026``."""
        year, month = divmod(self.first, 12)
        return {"month": f"{year:04d}-{month + 1:02d}", "quarter": f"{year:04d}-Q{month // 3 + 1}"}.get(
            self.kind, f"{year:04d}"
        )

    @property
    def since(self) -> int:
        """Its first instant (ms UTC): local midnight."""
        return self._instant(self.first)

    @property
    def until(self) -> int:
        """The first instant after it (ms UTC)."""
        return self._instant(self.first + MONTHS[self.kind])

    def back(self, many: int = 1) -> "Period":
        """So many periods of the kind before."""
        return Period(self.kind, self.first - many * MONTHS[self.kind], self.zone)

    def year_before(self) -> "Period":
        """The same period a year before."""
        return Period(self.kind, self.first - 12, self.zone)

    def steps(self) -> list[tuple[str, int, int]]:
        """What a series over it is made of, each with its mark: the days of a month, else months."""
        if self.kind != "month":
            months = [Period("month", self.first + place, self.zone) for place in range(MONTHS[self.kind])]
            return [(one.name[5:], one.since, one.until) for one in months]
        year, month = divmod(self.first, 12)
        here, days = ZoneInfo(self.zone), []
        for day in range(1, 32):
            try:
                days.append(_ms(datetime(year, month + 1, day, tzinfo=here)))
            except ValueError:
                break
        ends = [*days[1:], self.until]
        return [(str(n), begin, end) for n, (begin, end) in enumerate(zip(days, ends, strict=True), 1)]

    def _instant(self, months: int) -> int:
        year, month = divmod(months, 12)
        return _ms(datetime(year, month + 1, 1, tzinfo=ZoneInfo(self.zone)))


def _ms(at: datetime) -> int:
    return round(at.timestamp() * 1000)


def read_period(kind: str, text: str, zone: str) -> Period:
    """The period that somebody wrote.

    Raises:
        Invalid: it is none of that kind.
    """
    found = _FORMS[kind].fullmatch(text.strip())
    if found is None or int(found["year"]) < 1970:
        raise Invalid("period.unread", f"{text!r} is no {kind}.", f"Write it like {_SHOWN[kind]}.", text=text,
                      kind=kind, shown=_SHOWN[kind])  # fmt: skip
    part = found.groupdict().get("part")
    return Period(kind, int(found["year"]) * 12 + (int(part) - 1 if part else 0) * MONTHS[kind], zone)


def last_complete(kind: str, now: int, zone: str) -> Period:
    """The newest period of that kind that is over."""
    here = datetime.fromtimestamp(now / 1000, ZoneInfo(zone))
    first = (here.year * 12 + here.month - 1) // MONTHS[kind] * MONTHS[kind]
    return Period(kind, first, zone).back()
