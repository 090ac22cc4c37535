"""A week on one line, as it is typed and shown: ``mon-fri 09:00-12:00,13:00-17:00; sat 09:00-12:00``."""

from itertools import groupby

from models.calendar.hours import ALL_DAY, WEEKDAYS, Day, read_day, time_text
from models.errors import Invalid

ALWAYS = "24x7"


def read_week_text(text: str) -> tuple[Day, ...]:
    """Seven days from Monday on; ``24x7`` is all of them whole.

    Raises:
        Invalid: an unknown day, a day named twice, or hours that no day has.
    """
    if text.strip() == ALWAYS:
        return (ALL_DAY,) * 7
    week: dict[str, Day] = {}
    for part in filter(None, (part.strip() for part in text.split(";"))):
        days, _, hours = part.partition(" ")
        pairs = [one.strip().split("-") for one in hours.split(",")]
        if not hours.strip() or any(len(pair) != 2 for pair in pairs):
            raise _unreadable(part)
        for name in _days(days, part):
            if name in week:
                raise Invalid("calendar.twice", f"The day {name} is named twice.", "Write all its hours at once.",
                              day=name)  # fmt: skip
            week[name] = read_day([[start.strip(), end.strip()] for start, end in pairs], name)
    return tuple(week.get(name, ()) for name in WEEKDAYS)


def week_text(week: tuple[Day, ...]) -> str:
    """The shortest line that :func:`read_week_text` reads back; a closed week is empty."""
    if week == (ALL_DAY,) * 7:
        return ALWAYS
    parts = []
    for hours, days in groupby(zip(WEEKDAYS, week, strict=True), key=lambda one: one[1]):
        names = [name for name, _ in days]
        if hours:
            span = names[0] if len(names) == 1 else f"{names[0]}-{names[-1]}"
            parts.append(f"{span} {','.join(f'{time_text(start)}-{time_text(end)}' for start, end in hours)}")
    return "; ".join(parts)


def _days(text: str, part: str) -> list[str]:
    """``mon``, ``mon-fri`` or ``mon,wed-thu``."""
    out: list[str] = []
    for one in text.lower().split(","):
        first, _, last = one.partition("-")
        last = last or first
        if first not in WEEKDAYS or last not in WEEKDAYS or WEEKDAYS.index(first) > WEEKDAYS.index(last):
            raise _unreadable(part)
        out += WEEKDAYS[WEEKDAYS.index(first) : WEEKDAYS.index(last) + 1]
    return out


def _unreadable(part: str) -> Invalid:
    return Invalid("calendar.week_text", f"{part!r} cannot be read as days and hours.",
                   "Write: mon-fri 09:00-12:00,13:00-17:00; sat 09:00-12:00", text=part)  # fmt: skip
