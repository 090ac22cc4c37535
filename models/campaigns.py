"""Which visits are made on which day: the most pressing first, as many as the crews can make, none on a day off."""

import heapq
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain, repeat
from zoneinfo import ZoneInfo

from models.vocabulary import VisitFlag
from models.wall import DAY

_DIGITS = re.compile(r"[0-9]+")
FARTHEST = 2 * 366
"""Days of one campaign at most."""

LONGEST_NOTICE = 30 * DAY
"""So long before a visit those who live there may be told of it at most."""


@dataclass(frozen=True, slots=True)
class Place:
    """A premise to be visited: since when it is due (None: nobody was ever there), and its place on a walk."""

    id: int
    due: date | None
    walk: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Day:
    """An open day and how many visits each crew still has room for."""

    day: date
    rooms: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a visit came to lie: its day and crew, or neither where no room was left; `flag` says what is odd."""

    id: int
    day: date | None
    crew: str = ""
    flag: str = ""


def natural(text: str) -> str:
    """A key that sorts house 9 before house 10."""
    return _DIGITS.sub(lambda found: found[0].zfill(8), text)


def due_from(last: date | None, months: int) -> date | None:
    """When a premise last seen on `last` is due again, `months` later; the last day of a shorter month."""
    if last is None:
        return None
    year, month = divmod(last.year * 12 + last.month - 1 + months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=last.day - 1), following - timedelta(days=1))


def plan(places: Iterable[Place], days: Sequence[Day], *, early: int, late: int) -> list[Placed]:
    """A day and a crew for each place, in the order of `places`' ids; the same places and days give the same plan.

    Earliest deadline first, which for visits of one length leaves as few late as can be (Jackson 1955); of equal
    deadlines those that lie next to each other. Nobody is visited more than `early` days before they are due. Who is
    visited before the due day is flagged as early, who later than `late` days after it as late; who finds no room has
    no day.
    """
    waiting = sorted(places, key=lambda one: (_since(one, early), one.id))
    pressing: list[tuple[date, tuple[str, ...], int, Place]] = []
    placed: dict[int, Placed] = {}
    at = 0
    for day in sorted(days, key=lambda one: one.day):
        while at < len(waiting) and _since(waiting[at], early) <= day.day:
            one = waiting[at]
            heapq.heappush(pressing, (_until(one, late), one.walk, one.id, one))
            at += 1
        room = sum(count for count in day.rooms.values() if count > 0)
        chosen = [heapq.heappop(pressing)[3] for _ in range(min(room, len(pressing)))]
        chosen.sort(key=lambda one: (one.walk, one.id))
        crews = chain.from_iterable(repeat(crew, max(0, count)) for crew, count in sorted(day.rooms.items()))
        for one, crew in zip(chosen, crews, strict=False):
            placed[one.id] = Placed(one.id, day.day, crew, flag_of(one.due, day.day, late))
    ids = sorted([*placed, *(one[3].id for one in pressing), *(one.id for one in waiting[at:])])
    return [placed.get(id, Placed(id, None)) for id in ids]


def _since(place: Place, early: int) -> date:
    return date.min if place.due is None else place.due - timedelta(days=early)


def _until(place: Place, late: int) -> date:
    return date.max if place.due is None else place.due + timedelta(days=late)


def flag_of(due: date | None, day: date, late: int) -> str:
    """What is odd about visiting on `day` who is due on `due`."""
    if due is None or due <= day <= due + timedelta(days=late):
        return ""
    return VisitFlag.EARLY.value if day < due else VisitFlag.LATE.value


def rooms(crews: Sequence[str], per_day: int, taken: Mapping[str, int]) -> dict[str, int]:
    """How many visits each crew has room for on a day on which so many are `taken`; without crews one nameless one."""
    return {crew: max(0, per_day - taken.get(crew, 0)) for crew in crews or ("",)}


def days_between(first: date, last: date) -> list[date]:
    """Every day from the first to the last, both counted."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def midnight(day: date, zone: str) -> int:
    """When a local day begins, in ms UTC."""
    return int(datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).timestamp()) * 1000


def local_day(at: int, zone: str) -> date:
    """The day in a zone on which an instant (ms UTC) lies."""
    return datetime.fromtimestamp(at / 1000, ZoneInfo(zone)).date()
