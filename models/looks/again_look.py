"""The reads about what comes again, each one short transaction, masked for who may not see callers."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy import Connection

from models.looks import again, callers
from models.looks.detail import row_of
from models.rows import AgainRow, CallerRow, ClusterRow, LinkRow, Place, WaveRow


class AgainLook:
    """Handed out by :meth:`models.looks.look.Look.again`.

    Args:
        open_: False for who may not see callers: then what only a place or a number would find is not told.
    """

    def __init__(
        self, read: Callable[[], AbstractContextManager[Connection]], shown: Callable[[Any], Any], *, open_: bool
    ) -> None:
        self._read, self._shown, self._open = read, shown, open_

    def like(self, place: Place, now: int, *, limit: int = 8) -> list[AgainRow]:
        """Requests that a call from `place` may be about (`models.looks.again.like`)."""
        if not self._open:
            return []
        with self._read() as connection:
            return again.like(connection, place, now, limit=limit)

    def cluster(self, place: Place, now: int) -> ClusterRow | None:
        """The like reports of that place, with the call that is on the line, if they are three."""
        if not self._open:
            return None
        with self._read() as connection:
            return again.cluster(connection, place, now)

    def cluster_of(self, which: str | int, now: int) -> ClusterRow | None:
        """The like reports that a request is one of, if they are three."""
        if not self._open:
            return None
        with self._read() as connection:
            row = row_of(connection, which)
            place = Place(row.phone, row.address, row.district, row.premise_id, row.category or "")
            return again.cluster(connection, place, now, ringing=False, of=row.id)

    def callers(self, which: str | int) -> tuple[CallerRow, ...]:
        """Everybody who rang about a request, its children and what was merged into it."""
        with self._read() as connection:
            found = callers.callers(connection, row_of(connection, which).id)
        return tuple(self._shown(found))

    def children(self, which: str | int) -> list[int]:
        """The requests that follow a parent, and what was merged into any of them, by id."""
        with self._read() as connection:
            return callers.family_of(connection, row_of(connection, which).id)[1:]

    def links(self, which: str | int) -> tuple[LinkRow, ...]:
        """The requests that it refers to or that refer to it."""
        with self._read() as connection:
            found = callers.links(connection, row_of(connection, which).id)
        return tuple(self._shown(found))

    def waves(self, *, all: bool = False) -> tuple[WaveRow, ...]:
        """The waves under way; with `all` the newest hundred."""
        with self._read() as connection:
            return tuple(self._shown(callers.waves(connection, all=all)))

    def wave(self, id_: int) -> WaveRow:
        """One wave with every number."""
        with self._read() as connection:
            found: WaveRow = self._shown(callers.wave(connection, id_))
        return found

    def wave_of(self, which: str | int) -> WaveRow | None:
        """The newest wave of a request, or None."""
        with self._read() as connection:
            found: WaveRow | None = self._shown(callers.wave_of(connection, row_of(connection, which).id))
        return found
