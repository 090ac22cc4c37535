"""What a file says about a calendar: perhaps a week, and dates that differ from it; laid over what is there."""

from dataclasses import dataclass, field, replace
from datetime import date

from models.calendar.daysoff import DaysOff
from models.calendar.hours import Day
from models.calendar.working import Calendar
from models.errors import Invalid

Named = tuple[str, str]


@dataclass(slots=True)
class Reading:
    """The dates of a file.

    `off` are closed and `work` are worked like an ordinary weekday, each with its name; `shifts` have hours of their
    own; `skipped` counts entries that say nothing about whole days.
    """

    week: tuple[Day, ...] | None = None
    off: dict[date, Named] = field(default_factory=dict)
    work: dict[date, Named] = field(default_factory=dict)
    yearly: set[tuple[int, int]] = field(default_factory=set)
    shifts: dict[date, Day] = field(default_factory=dict)
    breaks: dict[date, Day] = field(default_factory=dict)
    skipped: int = 0

    def over(self, calendar: Calendar) -> Calendar:
        """The calendar after this file: its week if it brings one, its dates in place of what they were."""
        laid = replace(
            calendar,
            week=calendar.week if self.week is None else self.week,
            shifts={**calendar.shifts, **self.shifts},
            breaks={**calendar.breaks, **self.breaks},
            holidays=calendar.holidays - self.shifts.keys(),
            yearly=calendar.yearly | self.yearly,
        )
        return DaysOff(self.off, self.work, (0, 0)).over(laid)


def at_line(line: int, error: Invalid) -> Invalid:
    """The same refusal, which says where in the file."""
    return Invalid("calendar.line", f"Line {line}: {error.what}", error.remedy, line=line, why=error.what)
