"""How files of other systems are taken in: who may, in batches that are whole or absent, and what came of them."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypedDict

from sqlalchemy import Connection

from models.desk.batches import Numbered, Row
from models.desk.work import IMPORT_SEAT, Tools, Work, require
from models.errors import Invalid
from models.rows import Seat
from models.vocabulary import Role

Rejects = Callable[[int, Row, Invalid], None]
"""Is told the row's number (from 1), the row and the reason for which it was not taken."""


class How(TypedDict, total=False):
    """How an import is done.

    `dry_run`: only say what would happen; `update`: apply other content to what is known, else it is left alone;
    `seat`: on whose behalf, a supervisor or an admin; `rejects`: told of every row that was not taken; `progress`: told
    how many rows were read.
    """

    dry_run: bool
    update: bool
    seat: Seat
    rejects: Rejects
    progress: Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of the rows: ``read = added + same + differs + updated + rejected``; `flagged` counts oddities."""

    read: int
    added: int
    same: int
    differs: int
    rejected: int
    flagged: Mapping[str, int]
    updated: int = 0

    @classmethod
    def of(cls, read: int, counted: Counter[str], flagged: Counter[str]) -> "Imported":
        """What was counted under the names of the fields."""
        added, same, differs, rejected = (counted[name] for name in ("added", "same", "differs", "rejected"))
        return cls(read, added, same, differs, rejected, dict(sorted(flagged.items())), counted["updated"])


def admit(how: How) -> None:
    """Refuse whoever may not take files in."""
    seat = how.get("seat", IMPORT_SEAT)
    if not seat.may(Role.ADMIN):
        require(seat, Role.SUPERVISOR)


def _to_nobody(*told: object) -> None:
    """What nobody asked to be told."""


@dataclass(slots=True, kw_only=True)
class Taking:
    """One import on its way: how it is done (:class:`How`), and what was counted."""

    seat: Seat = IMPORT_SEAT
    update: bool = False
    dry_run: bool = False
    rejects: Rejects = _to_nobody
    progress: Callable[[int], None] = _to_nobody
    counted: Counter[str] = field(default_factory=Counter)
    flagged: Counter[str] = field(default_factory=Counter)

    def reject(self, number: int, row: Row, error: Invalid) -> None:
        """This row is not taken."""
        self.counted["rejected"] += 1
        self.rejects(number, row, error)

    def through(
        self,
        tools: Tools,
        batches: Iterable[list[Numbered]],
        sift: Callable[[Connection, list[Numbered]], Any],
        take: Callable[[Work, list[Numbered]], None],
    ) -> Imported:
        """Each batch is taken in one transaction; a rehearsal only sifts it."""
        read = 0
        for batch in batches:
            if self.dry_run:
                with tools.store.read() as connection:
                    sift(connection, batch)
            else:
                with tools.work(IMPORT_SEAT) as work:
                    take(work, batch)
            read = batch[-1][0]
            self.progress(read)
        return Imported.of(read, self.counted, self.flagged)
