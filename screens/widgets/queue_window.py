"""The part of a queue that a table holds: blocks of rows in the order in which they were last read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from models.rows import QueueKey, QueueRow
from models.vocabulary import LIVE, Kind

BLOCK_ROWS = 200
KEEP_ROWS = 800


class RowSource(Protocol):
    """Where a queue's rows come from; every call is short and made in a thread."""

    def page(self, position: int, limit: int) -> Sequence[QueueRow]:
        """Rows from `position` on, in order."""
        ...

    def after(self, key: QueueKey, limit: int) -> Sequence[QueueRow]:
        """The rows that follow a key."""
        ...

    def before(self, key: QueueKey, limit: int) -> Sequence[QueueRow]:
        """The rows just before a key, in order."""
        ...

    def rank(self, key: QueueKey) -> int:
        """How many rows stand before a key."""
        ...

    def total(self) -> int:
        """How many rows there are."""
        ...

    def holds(self, row: QueueRow) -> bool:
        """Does this row belong here?"""
        ...


def key_of(row: QueueRow) -> QueueKey:
    """Where a row stands in its queue."""
    return QueueKey(row.due_at, row.id)


@dataclass(slots=True)
class Window:
    """A contiguous run of a queue: `ids` in order, the first of them at place `first` of `total`."""

    first: int = 0
    total: int = 0
    ids: list[int] = field(default_factory=list)
    rows: dict[int, QueueRow] = field(default_factory=dict)

    @property
    def end(self) -> int:
        """The place behind the last row held."""
        return self.first + len(self.ids)

    def at(self, index: int) -> QueueRow | None:
        """The row at a place of the queue, if it is held."""
        offset = index - self.first
        return self.rows[self.ids[offset]] if 0 <= offset < len(self.ids) else None

    def index_of(self, request_id: int | None) -> int | None:
        """The place of a request, if it is held."""
        if request_id not in self.rows:
            return None
        return self.first + self.ids.index(request_id)

    def fill(self, first: int, total: int, rows: Sequence[QueueRow]) -> None:
        """Hold exactly these rows."""
        self.first, self.ids = first, [row.id for row in rows]
        self.rows = {row.id: row for row in rows}
        self.total = max(total, self.end)

    def append(self, rows: Sequence[QueueRow]) -> None:
        """Hold these too, which follow the last."""
        fresh = [row for row in rows if row.id not in self.rows]
        self.ids += [row.id for row in fresh]
        self.rows |= {row.id: row for row in fresh}
        spare = len(self.ids) - KEEP_ROWS
        if spare > 0:
            for gone in self.ids[:spare]:
                del self.rows[gone]
            self.ids = self.ids[spare:]
            self.first += spare
        self.total = max(self.total, self.end) if len(rows) else self.end

    def prepend(self, rows: Sequence[QueueRow]) -> None:
        """Hold these too, which come before the first."""
        fresh = [row for row in rows if row.id not in self.rows][-self.first :] if self.first else []
        self.ids = [row.id for row in fresh] + self.ids
        self.rows |= {row.id: row for row in fresh}
        self.first -= len(fresh)
        for gone in self.ids[KEEP_ROWS:]:
            del self.rows[gone]
        self.ids = self.ids[:KEEP_ROWS]

    def patch(
        self, fresh: Mapping[int, QueueRow], asked: Iterable[int], source: RowSource
    ) -> tuple[set[int], set[int]]:
        """Put fresh rows in the place of old ones, and move none.

        Returns:
            The requests whose line changed, and those that no longer stand where they should (new, gone or moved).
        """
        touched: set[int] = set()
        astray: set[int] = set()
        for request_id in asked:
            row = fresh.get(request_id)
            here = request_id in self.rows
            belongs = row is not None and source.holds(row)
            if here and row is not None and row != self.rows[request_id]:
                self.rows[request_id] = row
                touched.add(request_id)
            if here != belongs or (here and not self._in_order(request_id)):
                astray.add(request_id)
        return touched, astray

    def _in_order(self, request_id: int) -> bool:
        place = self.ids.index(request_id)
        here = _order(self.rows[request_id])
        above = place == 0 or _order(self.rows[self.ids[place - 1]]) <= here
        below = place + 1 == len(self.ids) or here <= _order(self.rows[self.ids[place + 1]])
        return above and below


def _order(row: QueueRow) -> tuple[int, int]:
    return row.due_at, row.id


@dataclass(frozen=True, slots=True)
class Listed:
    """A source that is a finished list, such as what a search found."""

    rows: tuple[QueueRow, ...] = ()

    def page(self, position: int, limit: int) -> Sequence[QueueRow]:
        return self.rows[position : position + limit]

    def after(self, key: QueueKey, limit: int) -> Sequence[QueueRow]:
        at = self.rank(key) + 1
        return self.rows[at : at + limit]

    def before(self, key: QueueKey, limit: int) -> Sequence[QueueRow]:
        at = self.rank(key)
        return self.rows[max(0, at - limit) : at]

    def rank(self, key: QueueKey) -> int:
        return next((place for place, row in enumerate(self.rows) if row.id == key.id), 0)

    def total(self) -> int:
        return len(self.rows)

    def holds(self, row: QueueRow) -> bool:
        return any(row.id == one.id for one in self.rows)


def is_live(row: QueueRow, kind: Kind) -> bool:
    """Does a row stand in the live queue of a kind?"""
    return row.kind is kind and row.status in LIVE and not row.folded
