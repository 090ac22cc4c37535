"""A live queue of the desk as a source of rows for a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from models.rows import QueueKey, QueueRow
from models.vocabulary import Kind
from screens.widgets.queue_window import is_live


@dataclass(frozen=True, slots=True)
class LiveQueue:
    """One kind's queue, as the desk's look reads it, judged at `now` only for its size."""

    look: Any
    kind: Kind

    def page(self, position: int, limit: int) -> Sequence[QueueRow]:
        """Rows from a place on."""
        rows: list[QueueRow] = (
            self.look.queue(self.kind, position=position, limit=limit)
            if position
            else self.look.queue(self.kind, limit=limit)
        )
        return rows

    def after(self, key: QueueKey, limit: int) -> Sequence[QueueRow]:
        """The rows that follow a key."""
        rows: list[QueueRow] = self.look.queue(self.kind, after=key, limit=limit)
        return rows

    def before(self, key: QueueKey, limit: int) -> Sequence[QueueRow]:
        """The rows just before a key."""
        rows: list[QueueRow] = self.look.queue(self.kind, before=key, limit=limit)
        return rows

    def rank(self, key: QueueKey) -> int:
        """How many rows stand before a key."""
        return int(self.look.rank(self.kind, key))

    def total(self) -> int:
        """How many rows there are."""
        return next((count.open for count in self.look.counts(0) if count.kind is self.kind), 0)

    def holds(self, row: QueueRow) -> bool:
        """Does this row stand in this queue?"""
        return is_live(row, self.kind)
