"""What every look has: the open file, whose eyes it is read with, and what those may see."""

from collections.abc import Callable, Mapping
from typing import Any, Self, TypeVar

from models.rows import Seat
from models.store import Store

Veil = Callable[[Any], Any]
Found = TypeVar("Found")


class Eyes:
    """The reads of one open file. `now` is always the caller's; nothing here reads a wall clock.

    Args:
        store: the opened file.
        zone: the utility's zone, in which a day begins.
        veil: what rows pass before they are handed out; None for the house itself (engine, verbs, export of one's own
            file). Whoever reads for a person takes :meth:`seen_by`.
        header: what the file says of itself by name; its region and area code are those of its phones.
    """

    def __init__(
        self, store: Store, zone: str = "UTC", veil: Veil | None = None, header: Mapping[str, str] | None = None
    ) -> None:
        self._store, self._zone, self._veil, self._header = store, zone, veil, dict(header or {})
        self._kept: dict[str, Any] = {}

    def seen_by(self, seat: Seat | None) -> Self:
        """The same reads for who sits there: without desk rights, or if nobody does, what is personal is masked."""
        from models.looks.veil import sees_all, veiled

        seen = type(self)(self._store, self._zone, None if sees_all(seat) else veiled, self._header)
        seen._kept = self._kept
        return seen

    def _shown(self, found: Found) -> Found:
        shown: Found = found if self._veil is None else self._veil(found)
        return shown
