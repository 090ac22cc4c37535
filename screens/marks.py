"""Which requests are marked, and what a filter means; a mark is on a request, wherever its row stands or is gone to."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from models.rows import QueueRow
from models.vocabulary import Board, Kind, Priority, Status
from models.wall import DAY, HOUR, MINUTE

MOST = 500
"""As many as can be marked at once."""

_AGE = re.compile(r"([<>])(\d{1,4})(m|h|d|分|分钟|时|小时|天)")
_UNITS = {"m": MINUTE, "分": MINUTE, "分钟": MINUTE, "h": HOUR, "时": HOUR, "小时": HOUR, "d": DAY, "天": DAY}

Passes = Callable[[QueueRow, int], bool]
"""Is a row meant, at this moment?"""


class Marks:
    """The marked requests by id, in the order in which they were marked."""

    def __init__(self) -> None:
        self._ids: dict[int, None] = {}
        self.on_changed: Callable[[], None] = lambda: None

    def __len__(self) -> int:
        return len(self._ids)

    @property
    def ids(self) -> tuple[int, ...]:
        """The marked requests."""
        return tuple(self._ids)

    def __contains__(self, request_id: object) -> bool:
        return request_id in self._ids

    def toggle(self, request_id: int) -> bool:
        """Mark it, or take the mark away; True if it is marked now."""
        if request_id in self._ids:
            del self._ids[request_id]
        elif len(self._ids) < MOST:
            self._ids[request_id] = None
        self.on_changed()
        return request_id in self._ids

    def add(self, ids: Iterable[int]) -> int:
        """Mark these too; how many there are then."""
        for one in ids:
            if len(self._ids) >= MOST:
                break
            self._ids[one] = None
        self.on_changed()
        return len(self._ids)

    def drop(self, ids: Iterable[int]) -> None:
        """Take these marks away."""
        for one in ids:
            self._ids.pop(one, None)
        self.on_changed()

    def clear(self) -> int:
        """Take all marks away; how many there were."""
        many = len(self._ids)
        self._ids.clear()
        self.on_changed()
        return many


@dataclass(frozen=True, slots=True)
class Filter:
    """What a filter means: the queues it looks through, and what a row must fulfil.

    `unknown` is the first word that means nothing.
    """

    kinds: tuple[Kind, ...] = ()
    district: str | None = None
    passes: tuple[Passes, ...] = ()
    unknown: str = ""

    def holds(self, row: QueueRow, now: int) -> bool:
        """Is this row meant?"""
        return all(one(row, now) for one in self.passes)


def read_filter(
    text: str, districts: Sequence[tuple[str, str]], words: Mapping[str, Mapping[str, Sequence[str]]]
) -> Filter:
    """``repair 东区 >24h P2 待派 late``: kinds, a district, an age since received, priorities, states, late ones.

    `words` are the spellings of both languages: ``words["kind"]["repair"] = ("报修", "repair")``.
    """
    kinds: list[Kind] = []
    priorities: set[Priority] = set()
    boards: set[Board] = set()
    statuses: set[Status] = set()
    district: str | None = None
    passes: list[Passes] = []
    for word in unicodedata.normalize("NFKC", text).casefold().split():
        age = _AGE.fullmatch(word)
        place = _district(word, districts)
        if age:
            passes.append(_aged(age[1], int(age[2]) * _UNITS[age[3]]))
        elif (kind := _spelt(word, words["kind"])) is not None:
            kinds.append(Kind(kind))
        elif (board := _spelt(word, words["board"])) is not None:
            boards.add(Board(board))
        elif (status := _spelt(word, words["status"])) is not None:
            statuses.add(Status(status))
        elif word.upper() in set(Priority):
            priorities.add(Priority(word.upper()))
        elif word in ("late", "overdue", "超时"):
            passes.append(lambda row, now: row.clock is not None and now > row.due_at and row.pause_from is None)
        elif word in ("all", "全部"):
            continue
        elif place is not None:
            district = place
        else:
            return Filter(unknown=word)
    if priorities:
        passes.append(lambda row, now: row.priority in priorities)
    if boards or statuses:
        passes.append(lambda row, now: row.board in boards or row.status in statuses)
    return Filter(tuple(dict.fromkeys(kinds)), district, tuple(passes))


def _aged(sign: str, span: int) -> Passes:
    if sign == ">":
        return lambda row, now: now - row.received > span
    return lambda row, now: now - row.received < span


def _spelt(word: str, words: Mapping[str, Sequence[str]]) -> str | None:
    return next((value for value, spellings in words.items() if word == value or word in spellings), None)


def _district(word: str, districts: Sequence[tuple[str, str]]) -> str | None:
    """A district by its name in either language; ``东区`` is as good as ``城东`` where one alone is meant."""
    exact = [zh for zh, en in districts if word in (zh.casefold(), en.casefold())]
    if exact:
        return exact[0]
    core = word.removesuffix("区").removesuffix("片")
    begun = [zh for zh, en in districts if core and (core in zh.casefold() or en.casefold().startswith(core))]
    return begun[0] if len(begun) == 1 else None
